//! Quotes in lines, with the words marked in which two of them differ.

use crate::answer::{DIM, styled};
use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};
use std::io::{self, Write};

const ADDED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const REMOVED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

/// So many words of a quote stay on each side of what is different.
const AROUND: usize = 14;
/// What is the same is shortened where more words than this would be left out.
const WORTH: usize = 20;
/// Quotes with more words are not compared word by word.
const LONGEST: usize = 20_000;
/// Lines are broken at this many characters.
const WIDTH: usize = 100;

/// How differences are marked.
pub(super) struct Marking {
    /// By colours; else by signs, as `git diff --word-diff` does.
    pub(super) coloured: bool,
    /// Whether long stretches that are the same are kept.
    pub(super) whole: bool,
}

/// A word as it is printed.
pub(super) struct Word {
    text: String,
    style: Style,
}

impl Marking {
    /// Words without a mark.
    pub(super) fn plain(&self, text: &str) -> Vec<Word> {
        text.split(' ').map(|word| Word { text: word.to_owned(), style: DIM }).collect()
    }

    /// A quote that stands alone on its side.
    pub(super) fn whole_of(&self, sign: char, text: &str) -> Vec<Word> {
        let style = if sign == '+' { ADDED } else { REMOVED };
        text.split(' ').map(|word| Word { text: word.to_owned(), style }).collect()
    }

    /// A run of words of one side that the other side does not have.
    fn different(&self, run: &[&str], sign: char) -> Vec<Word> {
        let style = if sign == '+' { ADDED } else { REMOVED };
        let mut words: Vec<Word> =
            run.iter().map(|word| Word { text: (*word).to_owned(), style: style.bold() }).collect();
        if !self.coloured {
            if let Some(first) = words.first_mut() {
                first.text.insert_str(0, if sign == '+' { "{+" } else { "[-" });
            }
            if let Some(last) = words.last_mut() {
                last.text.push_str(if sign == '+' { "+}" } else { "-]" });
            }
        }
        words
    }

    /// A run of words that both sides have, without its middle where that is long.
    fn common(&self, run: &[&str], first: bool, last: bool) -> Vec<Word> {
        let plain = |words: &[&str]| -> Vec<Word> {
            words.iter().map(|word| Word { text: (*word).to_owned(), style: Style::new() }).collect()
        };
        let head = if first { 0 } else { AROUND };
        let tail = if last { 0 } else { AROUND };
        let (kept, rest) = run.split_at(head.min(run.len()));
        let middle = rest.len().saturating_sub(tail);
        let (Some(left_out), Some(end)) = (rest.get(..middle), rest.get(middle..)) else { return plain(run) };
        if self.whole || left_out.len() <= WORTH {
            return plain(run);
        }
        let dots = [Word { text: "[…]".to_owned(), style: DIM }];
        plain(kept).into_iter().chain(dots).chain(plain(end)).collect()
    }
}

/// Both quotes, each with its own words marked.
pub(super) fn marked(old: &str, new: &str, marking: &Marking) -> (Vec<Word>, Vec<Word>) {
    let (left, right): (Vec<&str>, Vec<&str>) = (old.split(' ').collect(), new.split(' ').collect());
    if left.len() + right.len() > LONGEST {
        return (marking.whole_of('-', old), marking.whole_of('+', new));
    }
    let diff = TextDiff::from_slices(&left, &right);
    let mut runs: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match runs.last_mut() {
            Some((tag, run)) if *tag == change.tag() => run.push(word),
            _ => runs.push((change.tag(), vec![word])),
        }
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let last = runs.len().saturating_sub(1);
    for (at, (tag, run)) in runs.iter().enumerate() {
        match tag {
            ChangeTag::Equal => {
                before.extend(marking.common(run, at == 0, at == last));
                after.extend(marking.common(run, at == 0, at == last));
            }
            ChangeTag::Delete => before.extend(marking.different(run, '-')),
            ChangeTag::Insert => after.extend(marking.different(run, '+')),
        }
    }
    (before, after)
}

/// Prints words in lines behind a sign.
pub(super) fn wrapped(sign: char, words: &[Word], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "    {sign} ")?;
    let mut column = 6;
    for (at, Word { text, style }) in words.iter().enumerate() {
        let length = text.chars().count();
        if at > 0 && column + 1 + length > WIDTH {
            write!(out, "\n      ")?;
            column = 6;
        } else if at > 0 {
            write!(out, " ")?;
            column += 1;
        }
        write!(out, "{}", styled(*style, text))?;
        column += length;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &[Word]) -> String {
        words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_differs_is_marked_and_long_sameness_left_out() {
        let plain = Marking { coloured: false, whole: false };
        let (old, new) = marked("pay within 30 days of receipt", "pay within 10 days", &plain);
        assert_eq!(text(&old), "pay within [-30-] days [-of receipt-]");
        assert_eq!(text(&new), "pay within {+10+} days");
        let long = vec!["word"; 60].join(" ");
        let (old, _) = marked(&format!("{long} red"), &format!("{long} blue"), &plain);
        assert_eq!(text(&old).matches("word").count(), 14);
        assert!(text(&old).starts_with("[…] word") && text(&old).ends_with("[-red-]"));
        let (old, _) = marked(&format!("{long} red"), &format!("{long} blue"), &Marking { whole: true, ..plain });
        assert_eq!(text(&old).matches("word").count(), 60);
    }

    #[test]
    fn lines_are_broken_between_words() {
        let mut out = Vec::new();
        let marking = Marking { coloured: false, whole: true };
        wrapped('+', &marking.whole_of('+', &vec!["word"; 60].join(" ")), &mut out).unwrap();
        let text = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.split_whitespace().filter(|word| *word == "word").count(), 60);
    }
}
