//! The bullet or number that a line begins with.

/// A marker at the beginning of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// As a person sees it; empty for a bullet.
    pub(crate) shown: String,
    /// How it is counted: a bullet, digits, clause numbers with points, letters.
    pub(crate) style: Style,
    /// The bytes that a bullet takes with the white space after it; a number belongs to the words.
    pub(crate) skip: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Bullet,
    Number,
    Clause,
    Letter,
}

/// The longest number of a clause.
const LONGEST: usize = 16;

/// The marker that a line begins with, if any. Emphasis and escapes around it do not count.
pub(crate) fn marker(line: &str) -> Option<Marker> {
    let word = line.split(char::is_whitespace).next()?;
    let after = line.get(word.len()..).unwrap_or("");
    let skip = line.len() - after.trim_start().len();
    if matches!(word, "*" | "-" | "+" | "•" | "◦" | "▪" | "●" | "○" | "■" | "·" | "‣" | "–" | "") {
        let bullet = !after.trim().is_empty() && !word.is_empty();
        return bullet.then(|| Marker { shown: String::new(), style: Style::Bullet, skip });
    }
    if word.len() > LONGEST * 2 || !word.bytes().any(|byte| matches!(byte, b'.' | b')' | b']')) {
        return None;
    }
    let shown: String = word.chars().filter(|c| !matches!(c, '*' | '\\' | '_')).collect();
    let style = numbered(&shown)?;
    Some(Marker { shown, style, skip: 0 })
}

/// How a number is written: `7.`, `7)`, `(7)`, `4.1`, `4.1.`, `(b)`, `b)`, `b.`, `(iv)`, `A.`.
fn numbered(shown: &str) -> Option<Style> {
    if shown.len() > LONGEST {
        return None;
    }
    let inner = shown.trim_start_matches('(').trim_end_matches([')', '.', ']']);
    let ended = inner.len() < shown.trim_start_matches('(').len();
    let parenthesis = shown.ends_with([')', ']']);
    let digits = inner.bytes().all(|byte| byte.is_ascii_digit());
    let parts = || inner.split('.').all(|part| !part.is_empty() && part.len() <= 3 && part.bytes().all(alphanumeric));
    let begins = inner.starts_with(|c: char| c.is_ascii_digit());
    match inner.len() {
        0 => None,
        1..=3 if digits && ended => Some(Style::Number),
        _ if begins && inner.contains('.') && parts() => Some(Style::Clause),
        1..=5 if parenthesis && lettered(inner) => Some(Style::Letter),
        1 if ended && inner.bytes().all(|byte| byte.is_ascii_alphabetic()) => Some(Style::Letter),
        2..=5 if ended && roman(inner) => Some(Style::Letter),
        _ => None,
    }
}

fn alphanumeric(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_lowercase()
}

/// One or two letters, or a Roman number.
fn lettered(inner: &str) -> bool {
    let letters =
        inner.bytes().all(|byte| byte.is_ascii_lowercase()) || inner.bytes().all(|byte| byte.is_ascii_uppercase());
    letters && (inner.len() <= 2 || roman(inner))
}

fn roman(inner: &str) -> bool {
    inner.bytes().all(|byte| b"ivxl".contains(&byte)) || inner.bytes().all(|byte| b"IVXL".contains(&byte))
}

/// Whether a line inside a paragraph begins an item of its own, and not with a reference that the wrap put there.
pub(crate) fn interrupts(before: &str, marker: &Marker, open: Option<Style>) -> bool {
    if marker.style == Style::Bullet || open == Some(marker.style) {
        return !refers(before);
    }
    let end = before.trim_end().trim_end_matches(['*', '_', '"', '”', ')']);
    let ended =
        end.ends_with(['.', ':', ';', ',', '!', '?', '-', '–', '—']) || end.ends_with(" and") || end.ends_with(" or");
    ended && !refers(before)
}

/// Whether text breaks off where the number of a clause must follow.
fn refers(before: &str) -> bool {
    const WORDS: [&str; 15] = [
        "section",
        "sections",
        "article",
        "articles",
        "clause",
        "clauses",
        "paragraph",
        "paragraphs",
        "subsection",
        "exhibit",
        "schedule",
        "§",
        "§§",
        "to",
        "through",
    ];
    let last = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("").to_lowercase();
    WORDS.contains(&last.trim_start_matches(['(', '“', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_words() {
        let cases = [
            ("* Pay.", Some("")),
            ("• Pay.", Some("")),
            ("1. Pay", Some("1.")),
            ("1\\. Pay", Some("1.")),
            ("**4.1\\.** Pay", Some("4.1.")),
            ("4.1 Pay", Some("4.1")),
            ("10.2.3. Pay", Some("10.2.3.")),
            ("(a) Pay", Some("(a)")),
            ("(iv) Pay", Some("(iv)")),
            ("b) Pay", Some("b)")),
            ("A. Pay", Some("A.")),
            ("iii. Pay", Some("iii.")),
            ("4.2(b) Pay", None),
            ("2021. The", None),
            ("99.95% of", None),
            ("3.50 euro", Some("3.50")),
            ("(the “Customer”) pays", None),
            ("etc.) Pay", None),
            ("Inc. and", None),
            ("*", None),
            ("- ", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(marker(line).map(|marker| marker.shown).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_reference_at_the_beginning_of_a_line_is_no_item() {
        let letter = marker("(b) above").unwrap();
        assert!(!interrupts("as set out in Section", &letter, None));
        assert!(!interrupts("the fee that is due under", &letter, None));
        assert!(interrupts("The Customer must:", &letter, None));
        assert!(interrupts("(a) pay the fee; and", &letter, Some(Style::Letter)));
    }
}
