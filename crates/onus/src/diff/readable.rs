//! Quotes without the markup of their file, for people; JSON keeps every letter.

use crate::problem::printable;

/// Tags and targets of links longer than this are taken for text.
const LONGEST: usize = 600;

/// A quote in one line without tags, emphasis, escapes and targets of links.
pub(super) fn readable(quote: &str) -> String {
    let mut out = String::with_capacity(quote.len());
    let mut rest = quote;
    while let Some(next) = rest.chars().next() {
        let after = rest.get(next.len_utf8()..).unwrap_or("");
        let (text, length) = match next {
            '<' if after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => ("", tag(rest)),
            '*' if after.starts_with('*') => ("", Some(2)),
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => (after.get(..1).unwrap_or(""), Some(2)),
            '[' => link(rest).map_or(("", None), |(text, length)| (text, Some(length))),
            _ => ("", None),
        };
        match length {
            Some(length) => {
                out.push_str(text);
                rest = rest.get(length..).unwrap_or("");
            }
            None => {
                out.push(next);
                rest = after;
            }
        }
    }
    printable(&out)
}

/// The length of a tag.
fn tag(text: &str) -> Option<usize> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    Some(end + 1)
}

/// The words of a link, and how long it is with its target.
fn link(text: &str) -> Option<(&str, usize)> {
    let end = text.bytes().take(LONGEST).skip(1).position(|byte| matches!(byte, b'[' | b']'))? + 1;
    let target = text.get(end..)?.strip_prefix("](")?;
    let length = target.bytes().take(LONGEST).position(|byte| byte == b')' || byte == b' ')?;
    let closed = target.as_bytes().get(length) == Some(&b')');
    closed.then_some((text.get(1..end)?, end + 2 + length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_left_out_and_words_stay() {
        for (quote, plain) in [
            ("the **Fees** of <span class=\"x\">Customer</span>", "the Fees of Customer"),
            ("see [the\nrules](https://nimbus.example/rules) and 2\\. [this]", "see the rules and 2. [this]"),
            ("a < b, [ # ] days, [a](b c), *one* \u{1b}[1m", "a < b, [ # ] days, [a](b c), *one* \\u{1b}[1m"),
            ("[", "["),
            ("<a", "<a"),
            ("é\\é [é](ü)", "é\\é é"),
        ] {
            assert_eq!(readable(quote), plain);
        }
    }
}
