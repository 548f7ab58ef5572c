use crate::active::Verdict;
use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::{Kind, Party};

/// The event a sentence begins with, in its own words: up to the comma before its main clause.
pub(crate) fn trigger(s: &Sentence, words: &str, verb: usize) -> Option<String> {
    let first = usize::from(s.is(0, Class::MARK));
    let event = s.is(first, Class::COND)
        || matches!(s.word(first), "upon" | "before" | "after" | "following" | "in" | "at")
            && !matches!(s.word(first + 1), "addition" | "no" | "all" | "order" | "accordance" | "its");
    let comma = s.find(first, verb.min(first + 80), Class::COMMA).filter(|_| event)?;
    source(s, words, first, comma)
}

/// The exceptions in a sentence, in its own words.
pub(crate) fn exceptions(s: &Sentence, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < s.len() && found.len() < 8 {
        let opens = match s.word(at) {
            "except" | "unless" | "excluding" => true,
            "other" => s.word(at + 1) == "than",
            "without" => s.find_word(at, at + 9, &["consent", "approval", "permission", "authorization"]).is_some(),
            _ => false,
        };
        if !opens {
            at += 1;
            continue;
        }
        let stop = Class::COMMA.and(Class::SEMICOLON).and(Class::STOP).and(Class::CLOSE).and(Class::MARK);
        let end = s.find(at + 1, at + 60, stop).unwrap_or((at + 60).min(s.len()));
        found.extend(source(s, words, at, end));
        at = end;
    }
    found
}

/// What to do or not do, in a sentence without its list mark; an item gets the sense that its lead-in gives it.
pub(crate) fn act(s: &Sentence, words: &str, verdict: &Verdict, item: bool) -> String {
    let mut from = 0;
    while s.is(from, Class::MARK.and(Class::QUOTE).and(Class::CLOSE).and(Class::DASH).and(Class::COMMA)) {
        from += 1;
    }
    let mut to = s.len();
    let trailing = Class::SEMICOLON.and(Class::COMMA).and(Class::COLON).and(Class::AND);
    while to > from + 1 && s.is(to - 1, trailing) {
        to -= 1;
    }
    let said = source(s, words, from, to).unwrap_or_default();
    if !item {
        return said;
    }
    let who = match verdict.party {
        Party::Customer => "Customer",
        Party::Mutual => "Each party",
        Party::Users => "Users",
    };
    let sense = match verdict.kind {
        Kind::Must => "must",
        Kind::MustNot => "must not",
        Kind::Condition => "must, as a condition",
        Kind::Warrant => "warrants",
    };
    format!("{who} {sense}: {said}")
}

/// The agreement's own words from one token up to another.
fn source(s: &Sentence, words: &str, from: usize, to: usize) -> Option<String> {
    let last = to.min(s.len()).checked_sub(1)?;
    words.get(s.at(from).bytes().start..s.at(last).bytes().end).map(|words| words.trim().to_owned())
}
