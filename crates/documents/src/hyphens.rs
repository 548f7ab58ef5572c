//! Words that a line break cuts.

use std::cell::OnceCell;
use std::collections::HashSet;

/// Tells a hyphen that only cuts a word from one that belongs to it, by the words that the document uses elsewhere.
#[derive(Debug)]
pub(crate) struct Hyphens<'a> {
    text: &'a str,
    words: OnceCell<HashSet<&'a str>>,
    /// Whether lines were cut by a printer, so that an unknown word is rather one that was cut.
    printed: bool,
}

/// Beginnings that keep their hyphen where nothing else is known.
const OPEN: [&str; 14] =
    ["non", "self", "third", "co", "sub", "pre", "post", "ex", "cross", "multi", "first", "long", "short", "so"];

impl<'a> Hyphens<'a> {
    pub(crate) fn new(text: &'a str, printed: bool) -> Self {
        Hyphens { text, words: OnceCell::new(), printed }
    }

    /// Whether the hyphen between what `before` ends and `after` begins with stays; `None` where it cuts no word.
    pub(crate) fn joined(&self, before: &str, after: &str) -> Option<bool> {
        let head = last_word(before);
        let tail = first_word(after);
        if head.is_empty() || tail.is_empty() {
            return None;
        }
        let words = self.words.get_or_init(|| words(self.text));
        if words.contains(format!("{head}{tail}").as_str()) {
            return Some(false);
        }
        let kept = words.contains(format!("{head}-{tail}").as_str());
        Some(kept || !self.printed || OPEN.contains(&head.to_lowercase().as_str()))
    }
}

/// The words of a text, with those that hold a hyphen as a whole.
fn words(text: &str) -> HashSet<&str> {
    let cut = |c: char| !(c.is_alphanumeric() || c == '-');
    text.split(cut).map(|word| word.trim_matches('-')).filter(|word| !word.is_empty()).collect()
}

fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take(40).take_while(|(_, c)| c.is_alphabetic()).last();
    start.and_then(|(at, _)| text.get(at..)).unwrap_or("")
}

fn first_word(text: &str) -> &str {
    let end = text.char_indices().take(40).take_while(|(_, c)| c.is_alphabetic()).last();
    end.and_then(|(at, last)| text.get(..at + last.len_utf8())).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_says_which_hyphens_stay() {
        let text = "The responsible person pays third-party fees and the sub-\nprocessor";
        let printed = Hyphens::new(text, true);
        let typed = Hyphens::new(text, false);
        let cases = [
            ("is respon", "sible for", Some(false), Some(false)),
            ("any third", "party fee", Some(true), Some(true)),
            ("the agree", "ment", Some(false), Some(true)),
            ("the non", "payment", Some(true), Some(true)),
            ("see 3", "a", None, None),
        ];
        for (before, after, when_printed, when_typed) in cases {
            assert_eq!(printed.joined(before, after), when_printed, "{before}-{after}");
            assert_eq!(typed.joined(before, after), when_typed, "{before}-{after}");
        }
    }
}
