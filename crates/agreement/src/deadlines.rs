use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::{Deadline, Length, Limit, Unit, Vague};

const VAGUE: [(&str, Vague); 11] = [
    ("immediately", Vague::Immediately),
    ("promptly", Vague::Promptly),
    ("prompt", Vague::Promptly),
    ("timely", Vague::Timely),
    ("when due", Vague::Timely),
    ("without undue delay", Vague::WithoutUndueDelay),
    ("as soon as practicable", Vague::AsSoonAsPracticable),
    ("as soon as possible", Vague::AsSoonAsPracticable),
    ("reasonable notice", Vague::Reasonable),
    ("at all times", Vague::AtAllTimes),
    ("upon request", Vague::UponRequest),
];
const NUMBERS: [(&str, u32); 15] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("ten", 10),
    ("twelve", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("thirty", 30),
    ("forty-five", 45),
    ("sixty", 60),
    ("ninety", 90),
];

/// The limits in time that a sentence sets, each once, in the order of the text. Vague words stay vague.
pub(crate) fn of(sentence: &str) -> Vec<Deadline> {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> =
        lower.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let mut found: Vec<Deadline> = Vec::new();
    let mut add = |limit: Limit, phrase: String| {
        // A sentence sets few limits; the cap keeps hostile text linear.
        if found.len() < 16 && !found.iter().any(|deadline: &Deadline| deadline.limit == limit) {
            found.push(Deadline { limit, anchor: None, phrase });
        }
    };
    for (at, _) in words.iter().enumerate() {
        let word = |offset: usize| words.get(at + offset).copied().unwrap_or("");
        let back = |offset: usize| at.checked_sub(offset).and_then(|at| words.get(at)).copied().unwrap_or("");
        let Some(count) = number(word(0)) else { continue };
        let shift = usize::from(number(word(1)).is_some());
        let business = matches!(word(1 + shift), "business" | "working");
        let unit = match word(1 + shift + usize::from(business)).trim_end_matches(['\'', '’']) {
            "hours" | "hour" => Unit::Hour,
            "days" | "day" if business => Unit::BusinessDay,
            "days" | "day" => Unit::Day,
            "weeks" | "week" => Unit::Week,
            "months" | "month" => Unit::Month,
            "years" | "year" => Unit::Year,
            _ => continue,
        };
        let length = Length::new(count, unit);
        let before = [back(1), back(2), back(3)];
        let ahead = (2 + shift..8 + shift).any(|offset| matches!(word(offset), "prior" | "before" | "advance"));
        let phrase = words.iter().skip(at).take(3 + shift).copied().collect::<Vec<_>>().join(" ");
        if ahead && (before.contains(&"least") || before.contains(&"than")) {
            add(Limit::Before(Some(length)), phrase);
        } else if before.contains(&"within") || before.contains(&"than") || back(1) == "after" {
            add(Limit::Within(length), phrase);
        }
    }
    for (phrase, vague) in VAGUE {
        if lower.contains(phrase) {
            add(Limit::Vague(vague), phrase.to_owned());
        }
    }
    for (phrase, unit) in
        [("once a year", Unit::Year), ("per year", Unit::Year), ("annually", Unit::Year), ("monthly", Unit::Month)]
    {
        if lower.contains(phrase) {
            add(Limit::Every(Length::new(1, unit)), phrase.to_owned());
        }
    }
    found
}

/// Whether a length of time begins at a position: `thirty (30) days`, `10 business days`.
pub(crate) fn counts(s: &Sentence, at: usize) -> bool {
    let figure = s.is(at, Class::NUMBER) || in_letters(s.word(at)).is_some();
    let units = ["hours", "hour", "days", "day", "weeks", "week", "months", "month", "years", "year"];
    figure && s.find_word(at + 1, at + 7, &units).is_some()
}

/// The value of a number in letters.
pub(crate) fn in_letters(word: &str) -> Option<u32> {
    NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

fn number(word: &str) -> Option<u32> {
    word.parse().ok().or_else(|| NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value))
}
