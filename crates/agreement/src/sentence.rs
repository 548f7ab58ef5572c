use crate::tokens::{Text, Token};
use crate::words::Class;
use std::ops::Range;

/// A view of one sentence's tokens; positions count from its first token, and there is nothing beyond its ends.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'a> {
    text: &'a Text,
    from: usize,
    to: usize,
}

impl<'a> Sentence<'a> {
    pub(crate) fn new(text: &'a Text, tokens: Range<usize>) -> Self {
        Sentence { text, from: tokens.start, to: tokens.end }
    }

    pub(crate) fn len(&self) -> usize {
        self.to.saturating_sub(self.from)
    }

    /// The token at a position; an empty one beyond the ends.
    pub(crate) fn at(&self, at: usize) -> Token {
        let place = self.from.saturating_add(at);
        if place < self.to { self.text.tokens.get(place).copied().unwrap_or_default() } else { Token::default() }
    }

    /// The token that stands `back` before a position.
    pub(crate) fn before(&self, at: usize, back: usize) -> Token {
        at.checked_sub(back).map_or_else(Token::default, |at| self.at(at))
    }

    pub(crate) fn word(&self, at: usize) -> &'a str {
        self.text.word(self.at(at))
    }

    pub(crate) fn word_before(&self, at: usize, back: usize) -> &'a str {
        self.text.word(self.before(at, back))
    }

    pub(crate) fn is(&self, at: usize, class: Class) -> bool {
        self.at(at).is(class)
    }

    /// Whether a party's name is a plural of both: `the parties`.
    pub(crate) fn names_several(&self, token: Token) -> bool {
        self.text.word(token) == "parties"
    }

    /// The first position from `at`, and before `end`, whose token is of a class.
    pub(crate) fn find(&self, at: usize, end: usize, class: Class) -> Option<usize> {
        (at..end.min(self.len())).find(|at| self.is(*at, class))
    }

    /// The first position from `at`, and before `end`, with one of these words.
    pub(crate) fn find_word(&self, at: usize, end: usize, words: &[&str]) -> Option<usize> {
        (at..end.min(self.len())).find(|at| words.contains(&self.word(*at)))
    }

    /// Whether these words stand at a position, one after the other.
    pub(crate) fn reads(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(offset, word)| self.word(at + offset) == *word)
    }

    /// All classes that occur.
    pub(crate) fn classes(&self) -> Class {
        (0..self.len()).fold(Class::NONE, |all, at| all.and(self.at(at).class))
    }

    /// The plain words between two positions.
    pub(crate) fn plain(&self, from: usize, to: usize) -> &'a str {
        self.text.plain(self.from + from..(self.from + to).min(self.to))
    }

    /// Where a token stands in the plain words of the whole sentence, in bytes.
    pub(crate) fn place(&self, at: usize) -> Range<usize> {
        let first = self.at(0).plain().start;
        let place = self.at(at).plain();
        place.start.saturating_sub(first)..place.end.saturating_sub(first)
    }

    /// Bytes of the block's words that the sentence covers.
    pub(crate) fn bytes(&self) -> Option<Range<usize>> {
        let last = self.len().checked_sub(1)?;
        Some(self.at(0).bytes().start..self.at(last).bytes().end)
    }
}
