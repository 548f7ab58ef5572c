use crate::tokens::{Text, Token};
use crate::words::Class;
use std::ops::Range;

/// Words that end in a full stop inside a sentence.
const SHORT: [&str; 18] = [
    "sec", "no", "inc", "corp", "ltd", "u.s", "u.s.a", "e.g", "i.e", "art", "etc", "co", "vs", "sect", "par", "approx",
    "u.k", "c.f.r",
];
const AFTER_STOP: Class = Class::CLOSE.and(Class::QUOTE);

/// Cuts a block into sentences, as ranges of tokens.
pub(crate) fn split(text: &Text) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let tokens = &text.tokens;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is(Class::OPEN) {
            depth += 1;
        } else if token.is(Class::CLOSE) {
            depth = depth.saturating_sub(1);
        }
        let stop = token.is(Class::STOP) && !shortened(text, at);
        let semicolon = token.is(Class::SEMICOLON) && depth == 0;
        if !stop && !semicolon {
            continue;
        }
        let tail = tokens.get(at + 1..).unwrap_or(&[]).iter().take(3).take_while(|next| next.is(AFTER_STOP)).count();
        let Some(next) = tokens.get(at + 1 + tail) else { continue };
        // Closing signs stand right behind the stop; an opening quote stands before the next word.
        let tail = if tail > 0 && tokens.get(at + tail).is_some_and(|last| last.bytes().end == next.bytes().start) {
            tail - 1
        } else {
            tail
        };
        let begins = next.is(Class::CAPITAL.and(Class::NUMBER)) || stop && next.is(Class::MARK);
        if begins {
            ranges.push(start..at + 1 + tail);
            start = at + 1 + tail;
            depth = 0;
        }
    }
    if start < tokens.len() {
        ranges.push(start..tokens.len());
    }
    ranges
}

/// Whether the full stop at `at` belongs to the word before it.
fn shortened(text: &Text, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| text.tokens.get(before)) else { return true };
    let stop = text.tokens.get(at).copied().unwrap_or_default();
    let word = text.word(*before);
    let glued = before.bytes().end == stop.bytes().start;
    glued && stop_is_full(text, stop) && before.is(Class::WORD) && (SHORT.contains(&word) || letter(*before, word))
}

/// A single letter before a stop is an initial or a list mark.
fn letter(token: Token, word: &str) -> bool {
    word.chars().count() == 1 && !token.is(Class::NUMBER)
}

fn stop_is_full(text: &Text, stop: Token) -> bool {
    text.word(stop) == "."
}
