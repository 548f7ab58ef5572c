//! Terms and their meaning, wherever they stand.

use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::{Block, BlockKind, DocumentText};
use std::ops::Range;

/// A term and the words of its sentence that define it, by bytes of the block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) term: String,
    pub(super) bytes: Range<usize>,
    /// The tokens that hold the meaning.
    pub(super) tokens: Range<usize>,
}

/// Longer names are no terms.
const MOST_WORDS: usize = 8;

/// The terms that a sentence defines.
pub(super) fn definitions(document: &DocumentText, block: &Block, s: &Sentence, listed: bool) -> Vec<Found> {
    let mut found = means(block, s);
    if found.is_empty() && listed {
        found.extend(colon(block, s));
    }
    brackets(document, block, s, &mut found);
    found
}

/// `“Term” means …`, `“One” or “Other” has the meaning …`, `Term means …` at the beginning of a sentence.
fn means(block: &Block, s: &Sentence) -> Vec<Found> {
    let Some(verb) = (1..s.len().min(20)).find(|at| says(s, *at)) else { return Vec::new() };
    let first =
        (0..verb).find(|at| !s.is(*at, Class::MARK.and(Class::NUMBER).and(Class::STOP).and(Class::DASH))).unwrap_or(0);
    let quoted = s.is(first, Class::QUOTE);
    if s.word(verb).starts_with("include") && !quoted {
        return Vec::new();
    }
    let mut end = verb;
    while end > first && s.is(end - 1, Class::MODAL.and(Class::COMMA)) {
        end -= 1;
    }
    let terms =
        if quoted { quoted_terms(block, s, first, end) } else { bare(block, s, first, end).into_iter().collect() };
    let Some(bytes) = s.bytes() else { return Vec::new() };
    terms.into_iter().map(|term| Found { term, bytes: bytes.clone(), tokens: verb..s.len() }).collect()
}

fn says(s: &Sentence, at: usize) -> bool {
    match s.word(at) {
        "means" | "mean" | "includes" | "include" => true,
        "has" | "have" => s.word(at + 1) == "the" && s.find_word(at + 2, at + 4, &["meaning", "meanings"]).is_some(),
        "refers" | "refer" => s.word(at + 1) == "to" && s.is(at - 1, Class::QUOTE),
        "is" | "are" => s.word(at + 1) == "defined" || s.is(at - 1, Class::QUOTE) && s.is(at + 1, Class::DET),
        _ => false,
    }
}

/// The terms in quotes between two tokens.
fn quoted_terms(block: &Block, s: &Sentence, from: usize, to: usize) -> Vec<String> {
    let mut terms = Vec::new();
    let mut open = None;
    for at in from..to.min(from + 60) {
        if !s.is(at, Class::QUOTE) {
            continue;
        }
        match open.take() {
            Some(start) if at > start + 1 => terms.extend(name(block, s, start + 1, at)),
            _ => open = Some(at),
        }
    }
    terms
}

/// Capitalised words without quotes.
fn bare(block: &Block, s: &Sentence, from: usize, to: usize) -> Option<String> {
    let small = |at: usize| s.is(at, Class::AND.and(Class::PREP).and(Class::DET));
    let first =
        s.is(from, Class::CAPITAL) && !s.is(from, Class::DET.and(Class::PREP).and(Class::COND).and(Class::PRONOUN));
    let rest = (from + 1..to).all(|at| s.is(at, Class::CAPITAL) || small(at));
    (first && rest && to - from <= MOST_WORDS).then(|| name(block, s, from, to)).flatten()
}

/// `Term: its meaning`, where terms are listed.
fn colon(block: &Block, s: &Sentence) -> Option<Found> {
    let end = s.find(1, MOST_WORDS + 4, Class::COLON.and(Class::DASH))?;
    let first = (0..end).find(|at| !s.is(*at, Class::MARK.and(Class::QUOTE)))?;
    let last = (first..end).rev().find(|at| !s.is(*at, Class::QUOTE))?;
    let term = bare(block, s, first, last + 1).filter(|_| end + 2 < s.len())?;
    Some(Found { term, bytes: s.bytes()?, tokens: end + 1..s.len() })
}

/// How many words before its name a definition cites.
const FURTHEST: usize = 120;

/// `… (the “Term”)`, `… (collectively, “Terms”)`, `… (**AUP**)`.
fn brackets(document: &DocumentText, block: &Block, s: &Sentence, found: &mut Vec<Found>) {
    // What a name stands for is not far before it; a sentence of ten thousand names cites no more for each.
    let begin = |from: usize| s.at(from.saturating_sub(FURTHEST)).bytes().start;
    let mut open = None;
    for at in 0..s.len() {
        if s.is(at, Class::OPEN) {
            open = Some(at);
        } else if s.is(at, Class::CLOSE)
            && let Some(from) = open.take().filter(|from| at - from <= 40)
        {
            let end = s.at(at).bytes().end;
            let mut terms = quoted_terms(block, s, from + 1, at);
            if terms.is_empty() {
                terms.extend(bold(document, block, s, from, at));
            }
            let told = |term| Found { term, bytes: begin(from)..end, tokens: from.saturating_sub(40)..from };
            found.extend(terms.into_iter().map(told));
        }
    }
}

/// A name without quotes that is set in bold, or whose letters begin the words before it.
fn bold(document: &DocumentText, block: &Block, s: &Sentence, open: usize, close: usize) -> Option<String> {
    let first =
        (open + 1..close).find(|at| !s.is(*at, Class::DET.and(Class::COMMA)) && s.word(*at) != "collectively")?;
    if close - first > MOST_WORDS || !(first..close).all(|at| s.is(at, Class::CAPITAL.and(Class::AND))) {
        return None;
    }
    let term = name(block, s, first, close)?;
    let source =
        || document.cite(block, s.at(open).bytes().start..s.at(close).bytes().end).map(|citation| citation.quote);
    let strong = |quote: String| ["**", "__", "<b>", "<strong", "<b "].iter().any(|sign| quote.contains(sign));
    (initials(&term, s, open) || source().is_some_and(strong)).then_some(term)
}

/// Whether the letters of a short name begin the words before it: `Acceptable Use Policy (AUP)`.
fn initials(term: &str, s: &Sentence, open: usize) -> bool {
    let letters = term.chars().count();
    if !(2..=6).contains(&letters) || !term.chars().all(char::is_uppercase) || open < letters {
        return false;
    }
    let words = (open - letters..open).map(|at| s.word(at).chars().next());
    words.zip(term.chars()).all(|(word, letter)| word == letter.to_lowercase().next())
}

/// The term of a cell in the first column of a table.
pub(super) fn cell_term(block: &Block) -> Option<String> {
    let words = block.words().trim_matches(|c: char| c.is_whitespace() || matches!(c, '“' | '”' | '"' | ':'));
    let few = words.split(' ').count() <= MOST_WORDS && words.len() <= 80;
    (few && words.starts_with(char::is_uppercase)).then(|| words.to_owned())
}

/// Whether a heading or the head of a table stands over definitions.
pub(super) fn over_definitions(words: &str) -> bool {
    let lower = words.to_lowercase();
    let head = matches!(lower.trim(), "term" | "terms" | "defined term" | "defined terms" | "word" | "expression");
    head && words.len() < 20
        || ["definition", "defined terms", "interpretation", "glossary"].iter().any(|word| lower.contains(word))
}

/// Whether a block can carry on the definition before it: an item of its list.
pub(super) fn carries_on(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Item(_)) || block.words().starts_with(|c: char| c == '(' || c.is_lowercase())
}

fn name(block: &Block, s: &Sentence, from: usize, to: usize) -> Option<String> {
    let last = to.checked_sub(1).filter(|last| *last >= from)?;
    let words = block.words().get(s.at(from).bytes().start..s.at(last).bytes().end)?;
    let words = words.trim_matches(|c: char| matches!(c, '*' | '_' | '“' | '”' | '"' | ',' | ' '));
    let fits = !words.is_empty() && words.len() <= 80 && words.split(' ').count() <= MOST_WORDS;
    (fits && words.chars().any(char::is_alphabetic)).then(|| words.to_owned())
}
