use crate::active::Verdict;
use crate::predicate::past_adverbs;
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::words::{Class, PARTY};
use onus_terms::{Kind, Party};

/// A sentence that speaks to the reader in the imperative: `Keep your password safe`, `Please don't share it`, `If you
/// lose it, tell us`. Plain-language papers do; the reader is the customer.
pub(crate) fn imperative(s: &Sentence) -> Option<Verdict> {
    if crate::verdicts::defines(s) {
        return None;
    }
    let first = past_adverbs(s, 0);
    let start = opened(s, first)?;
    let (verb, not) = negated(s, start);
    let polite =
        s.find_word(0, verb, &["please"]).is_some() || s.word(start) == "don't" || s.word(start) == "do" && not;
    let speaks = (polite || s.classes().is(PARTY)) && !of_others(s);
    let touch = s.word(verb) == "get" && s.word(verb + 1) == "in";
    let told_so = s.word(verb) == "do" && s.word(verb + 1) == "so" && start > first;
    let opens = not && s.is(verb, Class::COLON) && verb + 1 == s.len();
    let told = opens
        || told_so
        || s.is(verb, Class::IMPERATIVE) && !touch && !described(s, verb)
        || not && s.is(verb, Class::WORD) && !states(s, verb);
    if !told || !speaks {
        return None;
    }
    let kind = if not {
        Kind::MustNot
    } else if wished(s, first, start) {
        Kind::Condition
    } else {
        Kind::Must
    };
    Some(Verdict { kind, party: Party::Customer, verb, sure: 60, rule: Rule::here() })
}

/// Whether it tells of the customer as somebody else, as lists of the provider's duties do: `Notify the Customer`.
fn of_others(s: &Sentence) -> bool {
    (0..s.len().min(80)).any(|at| s.is(at, Class::CUSTOMER) && !matches!(s.word(at), "you" | "your" | "yours"))
}

/// Where the main clause begins: past `please`, and past a fronted clause up to its comma.
fn opened(s: &Sentence, first: usize) -> Option<usize> {
    let fronted =
        s.is(first, Class::COND) || matches!(s.word(first), "to" | "before" | "after" | "upon" | "for" | "at");
    let start = if fronted { s.find(first, first + 30, Class::COMMA)? + 1 } else { first };
    let start = past_adverbs(s, start);
    Some(if s.word(start) == "please" { past_adverbs(s, start + 1) } else { start })
}

/// Past `do not`, `don't`, `never`.
fn negated(s: &Sentence, at: usize) -> (usize, bool) {
    match s.word(at) {
        "don't" | "never" => (past_adverbs(s, at + 1), true),
        "do" if s.word(at + 1) == "not" => (past_adverbs(s, at + 2), true),
        _ => (at, false),
    }
}

/// Whether what looks like an imperative is a noun: `Use of the Service`, `Report of the auditor`, `Changes to …`.
fn described(s: &Sentence, verb: usize) -> bool {
    let noun =
        s.is(verb + 1, Class::MODAL.and(Class::BE).and(Class::HAVE).and(Class::COLON).and(Class::STOP).and(Class::AND));
    let of = matches!(s.word(verb + 1), "of" | "by" | "for");
    let title = s.is(verb + 1, Class::CAPITAL) && !s.is(verb + 1, PARTY);
    noun || of || title || s.len() < verb + 3
}

/// `never be`, `never have`: no act.
fn states(s: &Sentence, verb: usize) -> bool {
    s.is(verb, Class::BE.and(Class::HAVE).and(Class::MODAL))
        || matches!(s.word(verb), "worry" | "need" | "hesitate" | "forget")
}

/// `If you want it back, tell us`, `To avoid the next charge, cancel`: what must be done to get something.
fn wished(s: &Sentence, first: usize, start: usize) -> bool {
    let wants = ["want", "wish", "like", "prefer", "rather", "wants", "wishes", "prefers"];
    s.word(first) == "to" && start > first || s.find_word(first, start, &wants).is_some()
}
