//! Numbers of clauses, as printed and as pointed at.

/// What a heading calls a paper that is attached; its clauses are numbered anew.
const ATTACHED: [&str; 6] = ["exhibit", "schedule", "annex", "appendix", "attachment", "annexure"];
/// What a heading or a reference calls a clause.
const CALLED: [&str; 18] = [
    "section",
    "sections",
    "clause",
    "clauses",
    "article",
    "articles",
    "paragraph",
    "paragraphs",
    "subsection",
    "subsections",
    "sub-section",
    "subclause",
    "sub-clause",
    "part",
    "§",
    "§§",
    "item",
    "sec",
];

/// More parts than any number has.
const MOST_PARTS: usize = 8;

/// Whether a word names attached papers, in the singular or the plural: the singular.
pub(super) fn attached(word: &str) -> Option<&'static str> {
    let singular = |name: &&&str| **name == word || word.strip_suffix('s') == Some(**name);
    match word {
        "annexes" => Some("annex"),
        "appendices" => Some("appendix"),
        _ => ATTACHED.iter().find(singular).copied(),
    }
}

/// Whether a word stands before the number of a clause.
pub(super) fn called(word: &str) -> bool {
    CALLED.contains(&word)
}

/// The parts of a number, in lower case: `4.1(b)` is `4`, `1`, `b`.
pub(super) fn parts(number: &str) -> Vec<String> {
    let words = number.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    words.take(MOST_PARTS).map(str::to_lowercase).collect()
}

/// How many of the parts of a number are its dotted part, before any letter: two of `4.1(b)`.
pub(super) fn firm(parts: &[String]) -> usize {
    parts.iter().take_while(|part| part.starts_with(|c: char| c.is_ascii_digit())).count().max(1)
}

/// Whether a word can be the number of a clause: `4`, `4.1`, `4.1.a`, `2A`, `IV`, `B`. Capitals count only where the text has them.
pub(super) fn number_like(plain: &str, capital: bool) -> bool {
    let short = plain.len() <= 12;
    let figures = plain.starts_with(|c: char| c.is_ascii_digit())
        && plain.split('.').all(|part| part.len() <= 4 && part.chars().filter(|c| !c.is_ascii_digit()).count() <= 1);
    let roman = capital && plain.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let letter = capital && plain.len() == 1 && plain.chars().all(|c| c.is_ascii_alphabetic());
    let mixed = capital
        && plain.len() <= 3
        && plain.starts_with(|c: char| c.is_ascii_alphabetic())
        && plain.chars().skip(1).all(|c| c.is_ascii_digit() || c == '-')
        && plain.len() > 1;
    !plain.is_empty() && short && (figures || roman || letter || mixed)
}

/// A number that a block begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Printed {
    /// The attached paper that begins here.
    pub(super) attached: Option<&'static str>,
    /// Its parts.
    pub(super) parts: Vec<String>,
    /// `(b)`, `b.`, `(2)`: counted from the clause above.
    pub(super) relative: bool,
    /// The number without signs around it.
    pub(super) core: String,
    /// How many bytes of the words it takes.
    pub(super) length: usize,
}

/// The number that words begin with. Headings may have bare figures and letters.
pub(super) fn printed(words: &str, heading: bool) -> Option<Printed> {
    let trimmed = words.trim_start();
    let skipped = words.len() - trimmed.len();
    let first = trimmed.split([' ', ':', '–', '—']).next().filter(|first| !first.is_empty() && first.len() <= 24)?;
    let lower = first.to_lowercase();
    let name = lower.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '§');
    if (attached(name).is_some() || called(name)) && !name.ends_with('s') {
        return named(trimmed, first.len(), attached(name), heading, skipped);
    }
    let core = first.trim_matches(|c: char| !c.is_alphanumeric());
    let signed = first.len() > core.len();
    let capital = core.starts_with(|c: char| c.is_ascii_uppercase());
    let plain = core.to_lowercase();
    let bracket = first.starts_with('(') || first.ends_with(')');
    let figures = plain.starts_with(|c: char| c.is_ascii_digit());
    let letters = plain.len() <= 4 && plain.chars().all(|c| c.is_ascii_alphabetic());
    let roman = letters && plain.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let fits = match () {
        () if figures => number_like(&plain, false) && (signed || heading || plain.contains('.')),
        () if letters => signed && (plain.len() == 1 || roman || bracket),
        () => false,
    };
    // A year or an amount at the beginning of a heading is no number.
    let fits = fits && (plain.contains('.') || plain.len() < 4);
    let alone = trimmed.len() == first.len() && !signed;
    if !fits || alone {
        return None;
    }
    let relative = bracket || letters && !(heading && capital);
    let length = skipped + first.len();
    Some(Printed { attached: None, parts: parts(&plain), relative, core: core.to_owned(), length })
}

/// A dotted number that is all a block says: `2.2`.
pub(super) fn alone(words: &str) -> Option<Printed> {
    let core = words.trim().trim_end_matches('.');
    let dotted = core.contains('.') && core.chars().all(|c| c.is_ascii_digit() || c == '.');
    let fits = dotted && number_like(core, false);
    fits.then(|| Printed { attached: None, parts: parts(core), relative: false, core: core.to_owned(), length: 0 })
}

/// `Exhibit A`, `Article IV`, `Section 4.`
fn named(words: &str, name: usize, attached: Option<&'static str>, heading: bool, skipped: usize) -> Option<Printed> {
    let rest = words.get(name..)?;
    let second = rest.trim_start();
    let gap = rest.len() - second.len();
    let token = second.split([' ', ':', '–', '—', ',']).next()?;
    let core = token.trim_matches(|c: char| !c.is_alphanumeric());
    let capital = core.starts_with(|c: char| c.is_ascii_uppercase());
    if !number_like(&core.to_lowercase(), capital) {
        return None;
    }
    let after = second.get(token.len()..).unwrap_or("").trim_start();
    // `Section 4 applies …` is a sentence, and `Section 4. Fees` a heading.
    let stopped = token.len() > core.len() || after.is_empty() || after.starts_with([':', '–', '—', '-']);
    let short = words.len() < 80 && !words.ends_with('.');
    let titled = short && after.starts_with(char::is_uppercase);
    if !(heading || stopped || titled) {
        return None;
    }
    let length = skipped + name + gap + token.len();
    Some(Printed { attached, parts: parts(core), relative: false, core: core.to_owned(), length })
}

/// Whether a list mark comes right after another: `(b)` after `(a)`, `(iv)` after `(iii)`, `(2)` after `(1)`.
pub(super) fn follows(mark: &str, last: &str) -> bool {
    let next = |value: Option<u32>| value.and_then(|value| value.checked_add(1));
    match (mark.parse::<u32>().ok(), last.parse::<u32>().ok()) {
        (Some(mark), last) => Some(mark) == next(last),
        (None, Some(_)) => false,
        (None, None) => {
            let single = |text: &str| text.chars().next().filter(|_| text.chars().count() == 1).map(u32::from);
            let letters = single(mark).is_some() && single(mark) == next(single(last));
            letters || roman(mark).is_some() && roman(mark) == next(roman(last))
        }
    }
}

/// Whether a list mark can be the first of its list.
pub(super) fn opens(mark: &str) -> bool {
    matches!(mark, "a" | "i" | "1" | "A" | "I")
}

/// Roman numerals as far as lists go.
fn roman(text: &str) -> Option<u32> {
    let digit = |c: char| match c {
        'i' | 'I' => Some(1_u32),
        'v' | 'V' => Some(5),
        'x' | 'X' => Some(10),
        _ => None,
    };
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let mut total = 0_u32;
    let mut before = 0;
    for c in text.chars() {
        let value = digit(c)?;
        total += value;
        if before < value {
            total = total.checked_sub(2 * before)?;
        }
        before = value;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_at_the_beginning() {
        let number =
            |words: &str, heading| printed(words, heading).map(|printed| (printed.parts.join("."), printed.relative));
        let some = |text: &str, relative| Some((text.to_owned(), relative));
        for (words, heading, expected) in [
            ("4. Fees", true, some("4", false)),
            ("4 Fees", true, some("4", false)),
            ("4 boxes stand here.", false, None),
            ("4.1 Customer shall pay.", false, some("4.1", false)),
            ("4.1.2. Pay.", false, some("4.1.2", false)),
            ("(b) wash", false, some("b", true)),
            ("b) wash", false, some("b", true)),
            ("A. Scope", true, some("a", false)),
            ("A dog barks", true, None),
            ("IV. Scope", true, some("iv", false)),
            ("ARTICLE IV – SCOPE", true, some("iv", false)),
            ("Section 4. Fees", false, some("4", false)),
            ("Section 4 applies to all.", false, None),
            ("Exhibit A: Prices", false, some("a", false)),
            ("2026 prices", true, None),
            ("", true, None),
        ] {
            assert_eq!(number(words, heading), expected, "{words}");
        }
    }

    #[test]
    fn marks_follow_each_other() {
        for (mark, last, expected) in [
            ("b", "a", true),
            ("ii", "i", true),
            ("iv", "iii", true),
            ("10", "9", true),
            ("c", "a", false),
            ("i", "h", true),
        ] {
            assert_eq!(follows(mark, last), expected, "{mark} after {last}");
        }
        assert_eq!((roman("xiv"), roman("q"), roman("iiiiiiiii")), (Some(14), None, None));
    }
}
