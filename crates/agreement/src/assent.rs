use crate::modal::{aside_in_verb, restricted};
use crate::predicate::{Predicate, binds, past_adverbs};
use crate::sentence::Sentence;
use crate::words::{Class, PARTY};
use onus_terms::Kind;

/// What follows `agrees`, `covenants`, `undertakes`.
pub(crate) fn agreeing(s: &Sentence, at: usize) -> Predicate {
    let mut next = past_adverbs(s, at);
    if s.is(next, Class::COMMA) {
        next = past_adverbs(s, aside_in_verb(s, next));
    }
    let not = s.is(next, Class::NOT);
    let next = if not { past_adverbs(s, next + 1) } else { next };
    match s.word(next) {
        "to" => {
            let mut verb = next + 1;
            let mut not = not;
            let mut only = s.is(at, Class::ONLY);
            loop {
                if s.is(verb, Class::NOT) {
                    not = true;
                } else if s.is(verb, Class::ONLY) {
                    only = true;
                } else if !s.is(verb, Class::ADVERB.and(Class::MARK)) {
                    break;
                }
                verb += 1;
            }
            if not || only || restricted(s, verb) {
                return binds(Kind::MustNot, verb, 90);
            }
            if assent(s, verb) { Predicate::Frees } else { binds(Kind::Must, verb, 85) }
        }
        "that" => rightful(s, next + 1),
        ":" if next + 1 == s.len() => binds(Kind::Must, at, 80),
        _ if not => Predicate::None,
        _ => Predicate::Frees,
    }
}

/// `agrees that it has the right to …`, `that its use complies with …` are promises of how things are.
fn rightful(s: &Sentence, at: usize) -> Predicate {
    let subject = at + usize::from(s.is(at, Class::DET));
    let named = s.is(subject, PARTY.and(Class::PRONOUN)) && !s.is(subject, Class::PROVIDER);
    if s.is(subject, Class::OWNS) && named {
        let complies = s.find_word(subject + 1, subject + 9, &["complies", "conforms"]);
        return complies.map_or(Predicate::Frees, |verb| binds(Kind::Warrant, verb, 65));
    }
    let near = (subject + 2, subject + 8);
    let right = s.find_word(near.0, near.1, &["right", "rights", "authority", "authorization", "consents"]);
    let done = s.find_word(near.0, near.1, &["obtained", "determined", "secured", "provided", "notified", "complied"]);
    if named && s.is(subject + 1, Class::HAVE) && right.or(done).is_some() {
        binds(Kind::Warrant, subject + 1, 75)
    } else {
        Predicate::Frees
    }
}

/// `agrees to these Terms`, `agrees to be bound by`: assent, and no act.
fn assent(s: &Sentence, verb: usize) -> bool {
    let token = s.at(verb);
    let bound = s.word(verb) == "be" && matches!(s.word(past_adverbs(s, verb + 1)), "bound" | "subject");
    token.is(Class::DET.and(PARTY).and(Class::CAPITAL).and(Class::QUOTE).and(Class::RELATIVE)) && !shouted(s, verb)
        || bound
        || matches!(s.word(verb), "receive" | "allow" | "permit" | "let")
        || s.word(verb) == "become" && s.word(verb + 1) == "bound"
}

/// Whether a word stands among words in capitals, so that its capital tells nothing.
fn shouted(s: &Sentence, at: usize) -> bool {
    s.is(at.saturating_sub(1), Class::CAPITAL) && s.is(at.saturating_sub(2), Class::CAPITAL)
}
