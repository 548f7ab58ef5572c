use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::Unit;

const NUMBERS: [(&str, u32); 24] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fourteen", 14),
    ("fifteen", 15),
    ("twenty", 20),
    ("twenty-one", 21),
    ("twenty-four", 24),
    ("thirty", 30),
    ("forty-five", 45),
    ("forty-eight", 48),
    ("sixty", 60),
    ("seventy-two", 72),
    ("ninety", 90),
    ("hundred", 100),
];

/// `the term is one year`, `renews for an additional 12 months`: how long something lasts is no limit for an act.
pub(crate) fn lasts(s: &Sentence, at: usize) -> bool {
    let term = s.find_word(at.saturating_sub(9), at, &["term", "terms"]).is_some();
    let more = (1..3).any(|back| matches!(s.word_before(at, back), "additional" | "further" | "successive"));
    let renewed = ["extend", "extended", "renew", "renews", "renewed", "prolonged"];
    let by = matches!(s.word_before(at, 1), "by")
        || (2..4).any(|back| matches!(s.word_before(at, back), "periods" | "period"));
    let more = more || by;
    term && s.is(at.wrapping_sub(1), Class::BE) || more && s.find_word(at.saturating_sub(40), at, &renewed).is_some()
}

/// Where the bracket closes that opens at a position, past those inside it.
pub(crate) fn closing(s: &Sentence, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    (open..s.len().min(open + 40)).find(|at| {
        depth += usize::from(s.is(*at, Class::OPEN));
        depth = depth.saturating_sub(usize::from(s.is(*at, Class::CLOSE)));
        depth == 0
    })
}

/// `once`, `one time`, `more than once` right before.
pub(crate) fn once(s: &Sentence, at: usize) -> bool {
    (1..4).any(|back| matches!(s.word_before(at, back), "once" | "time" | "times" | "twice"))
}

/// A number at a position, `thirty (30)` read once; and where it ends.
pub(crate) fn figure(s: &Sentence, at: usize) -> Option<(u32, usize)> {
    if !s.is(at, Class::NUMBER.and(Class::NUMERAL)) {
        return None;
    }
    let word = s.word(at);
    let value = if s.is(at, Class::NUMBER) { word.parse().ok()? } else { in_letters(word)? };
    if s.is(at + 1, Class::OPEN) && s.is(at + 3, Class::CLOSE) {
        let inner = if s.is(at + 2, Class::NUMBER) { s.word(at + 2).parse().ok() } else { in_letters(s.word(at + 2)) };
        if let Some(inner) = inner {
            return Some((inner, at + 4));
        }
    }
    // `(1)` behind a number in letters is read as a list mark.
    let marked = s.is(at + 1, Class::MARK);
    Some((value, at + 1 + usize::from(marked)))
}

/// `15-day`, `two-year`: a length in one word.
pub(crate) fn compound(s: &Sentence, at: usize) -> Option<(u32, Unit)> {
    let (count, name) = s.word(at).split_once('-')?;
    let unit = match name {
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    };
    Some((count.parse().ok().or_else(|| in_letters(count))?, unit))
}

/// A unit of time at a position, and where it ends.
pub(crate) fn unit(s: &Sentence, at: usize) -> Option<(Unit, usize)> {
    let dash = usize::from(s.is(at, Class::DASH));
    let business = matches!(s.word(at + dash), "business" | "working");
    let calendar = matches!(s.word(at + dash), "calendar" | "consecutive" | "full" | "clear");
    let next = at + dash + usize::from(business || calendar);
    let unit = match s.word(next) {
        "hours" | "hour" => Unit::Hour,
        "days" | "day" if business => Unit::BusinessDay,
        "days" | "day" => Unit::Day,
        "weeks" | "week" => Unit::Week,
        "months" | "month" => Unit::Month,
        "years" | "year" => Unit::Year,
        _ => return None,
    };
    Some((unit, next + 1))
}

/// Whether a length of time stands shortly before: `30 days in advance`.
pub(crate) fn measured(s: &Sentence, at: usize) -> bool {
    (1..9).any(|back| unit(s, at.wrapping_sub(back)).is_some())
}

/// Whether a length of time begins at a position: `thirty (30) days`, `10 business days`.
pub(crate) fn counts(s: &Sentence, at: usize) -> bool {
    figure(s, at).and_then(|(_, next)| unit(s, next)).is_some()
}

/// The value of a number in letters.
pub(crate) fn in_letters(word: &str) -> Option<u32> {
    NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}
