use super::strength::Vocabulary;
use crate::tokens::Text;
use crate::words::Class;
use onus_terms::Responsibility;

/// The words of a duty without what is noise: case, punctuation, quotes, numbering.
pub(super) struct Said {
    /// In lower case.
    pub(super) words: Vec<String>,
    /// How each was written.
    pub(super) written: Vec<Written>,
}

/// How a word was written, to tell names from other words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// In small letters.
    Small,
    /// With a capital where each sentence has one.
    First,
    /// With a capital.
    Name,
}

impl Said {
    pub(super) fn of(words: &str, vocabulary: &Vocabulary) -> Self {
        let mut text = Text::default();
        text.read(words);
        let mut said = Said { words: Vec::new(), written: Vec::new() };
        let tied = numbered(&text);
        let tied = tied + tied_to(&text, tied, vocabulary);
        for token in text.tokens.iter().skip(tied).filter(|token| token.is(Class::WORD)) {
            let letters = words.get(token.bytes()).unwrap_or("");
            let later = letters.chars().skip(1).any(char::is_uppercase);
            let capital = letters.chars().next().is_some_and(char::is_uppercase);
            let written = match (capital, later) {
                (true, false) if said.words.is_empty() => Written::First,
                (false, false) => Written::Small,
                _ => Written::Name,
            };
            // A hyphen more or less is no change.
            for word in text.word(*token).split('-').filter(|word| !word.is_empty()) {
                said.written.push(written);
                said.words.push(word.to_owned());
            }
        }
        said
    }

    /// Without spaces, so that a space which a capture lost or added is no change.
    pub(super) fn letters(&self) -> String {
        self.words.concat()
    }
}

/// How many tokens at the beginning are its number, as in `2. a.`, which a format may also keep apart from the words.
fn numbered(text: &Text) -> usize {
    let mark = |at: usize| {
        let (word, stop) = (text.tokens.get(at)?, text.tokens.get(at + 1)?);
        let letters = text.word(*word);
        let number = word.is(Class::NUMBER) || letters.len() == 1 || letters.bytes().all(|byte| b"ivx".contains(&byte));
        (word.is(Class::WORD) && number && stop.is(Class::STOP)).then_some(2)
    };
    // A heading that runs into the first item, as in `Keys. a. Customer must …`, stands before a number too.
    let run_in = (1..10).find(|at| text.tokens.get(*at - 1).is_some_and(|token| token.is(Class::STOP)));
    let mut at = run_in.filter(|at| mark(*at).is_some()).unwrap_or(0);
    while let Some(length) = mark(at).filter(|_| at < 16) {
        at += length;
    }
    at
}

/// How many tokens from a place on only tie the sentence to the one before, as in `In addition, …`.
fn tied_to(text: &Text, from: usize, vocabulary: &Vocabulary) -> usize {
    let first = || text.tokens.iter().skip(from);
    let comma = first().take(3).position(|token| token.is(Class::COMMA)).unwrap_or(0);
    let ties = |token: &crate::tokens::Token| vocabulary.is(text.word(*token), "tie");
    if first().take(comma).all(ties) { comma } else { 0 }
}

/// The duties of one version as they are compared.
pub(super) struct Side<'a> {
    pub(super) duties: &'a [Responsibility],
    pub(super) said: Vec<Said>,
    headings: Vec<Said>,
    pub(super) letters: Vec<String>,
    /// The letters of each one's heading, without its number.
    pub(super) sections: Vec<String>,
}

impl<'a> Side<'a> {
    pub(super) fn new(duties: &'a [Responsibility], vocabulary: &Vocabulary) -> Self {
        let said: Vec<Said> = duties.iter().map(|duty| Said::of(&duty.act, vocabulary)).collect();
        let heading = |duty: &Responsibility| {
            let words = duty.citation.place.heading.as_deref().unwrap_or("");
            Said::of(words.trim_start_matches(|c: char| !c.is_alphabetic()), vocabulary)
        };
        let mut side = Side {
            duties,
            said,
            headings: duties.iter().map(heading).collect(),
            letters: Vec::new(),
            sections: Vec::new(),
        };
        side.reword(|_| {});
        side
    }

    /// Changes the words of each duty and of each heading.
    pub(super) fn reword(&mut self, change: impl Fn(&mut Said)) {
        self.said.iter_mut().chain(&mut self.headings).for_each(change);
        self.letters = self.said.iter().map(Said::letters).collect();
        self.sections = self.headings.iter().map(Said::letters).collect();
    }

    pub(super) fn words(&self, at: usize) -> &[String] {
        self.said.get(at).map_or(&[], |said| &said.words)
    }

    pub(super) fn letters(&self, at: usize) -> &str {
        self.letters.get(at).map_or("", String::as_str)
    }

    pub(super) fn section(&self, at: usize) -> &str {
        self.sections.get(at).map_or("", String::as_str)
    }

    /// The letters of the duty before.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.letters(at))
    }

    /// The letters of the duty after.
    pub(super) fn after(&self, at: usize) -> &str {
        self.letters(at + 1)
    }
}
