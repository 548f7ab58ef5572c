//! Quotes in lines, with the words marked in which two of them differ.

use crate::answer::{DIM, styled};
use anstyle::{AnsiColor, Style};
use similar::{DiffTag, TextDiff};
use std::io::{self, Write};
use std::ops::Range;

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
    let runs = runs(&left, &right);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let last = runs.len().saturating_sub(1);
    for (at, run) in runs.iter().enumerate() {
        if run.same {
            before.extend(marking.common(run.old, at == 0, at == last));
            after.extend(marking.common(run.new, at == 0, at == last));
        } else {
            before.extend(marking.different(run.old, '-'));
            after.extend(marking.different(run.new, '+'));
        }
    }
    (before, after)
}

/// Words of both sides that are the same, or that stand for one another.
struct Run<'a> {
    same: bool,
    old: &'a [&'a str],
    new: &'a [&'a str],
}

/// Where two quotes agree and where not. One or two words between changes belong to the change, which is read more easily
/// in one piece.
fn runs<'a>(left: &'a [&'a str], right: &'a [&'a str]) -> Vec<Run<'a>> {
    let (old, new): (Vec<String>, Vec<String>) =
        (left.iter().map(|word| bare(word)).collect(), right.iter().map(|word| bare(word)).collect());
    let [old, new] = [&old, &new].map(|words| words.iter().map(String::as_str).collect::<Vec<_>>());
    let diff = TextDiff::from_slices(&old, &new);
    let ops = diff.ops();
    let mut found: Vec<(bool, Range<usize>, Range<usize>)> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let inside = at > 0 && at + 1 < ops.len();
        let same = op.tag() == DiffTag::Equal && !(inside && op.old_range().len() <= 2);
        match found.last_mut() {
            Some((last, old, new)) if *last == same => (old.end, new.end) = (op.old_range().end, op.new_range().end),
            _ => found.push((same, op.old_range(), op.new_range())),
        }
    }
    let run = |(same, old, new): (bool, Range<usize>, Range<usize>)| {
        Some(Run { same, old: left.get(old)?, new: right.get(new)? })
    };
    found.into_iter().filter_map(run).collect()
}

/// A word without case and the signs around it; a sign that stands alone stays.
fn bare(word: &str) -> String {
    let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
    if letters.is_empty() { word.to_owned() } else { letters.to_lowercase() }
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
        let (old, new) = marked("pay within 30 days of the receipt", "Pay within 10 days of the bill.", &plain);
        assert_eq!(text(&old), "pay within [-30-] days of the [-receipt-]");
        assert_eq!(text(&new), "Pay within {+10+} days of the {+bill.+}");
        // One or two words between changes are part of the change.
        let (old, new) = marked("shut the gate or the door", "open a gate and a window", &plain);
        assert_eq!(text(&old), "[-shut the gate or the door-]");
        assert_eq!(text(&new), "{+open a gate and a window+}");
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
