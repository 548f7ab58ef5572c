use crate::active::{Verdict, active};
use crate::conditions::condition;
use crate::neutral::neutral;
use crate::sentence::Sentence;
use crate::words::{Class, PARTY};
use onus_terms::Kind;

/// Sentences without any of these hold no duty.
const TRIGGER: Class = Class::MODAL
    .and(Class::BE)
    .and(Class::AGREE)
    .and(Class::VOUCH)
    .and(Class::HAVE)
    .and(Class::GRANT)
    .and(Class::COND)
    .and(PARTY);

/// What one sentence does to the customer's side, if anything.
pub(crate) fn verdict(s: &Sentence) -> Option<Verdict> {
    let classes = s.classes();
    if !classes.is(TRIGGER) || defines(s) {
        return None;
    }
    if let Some(mut found) = active(s) {
        if found.kind == Kind::Must && for_a_gain(s, found.verb) {
            found.kind = Kind::Condition;
        }
        return Some(found);
    }
    condition(s).or_else(|| neutral(s))
}

/// `“Term” means …`, `“Term” includes …`.
fn defines(s: &Sentence) -> bool {
    s.find_word(0, 12, &["means", "mean"]).is_some_and(|at| s.find(0, at, Class::MODAL).is_none())
}

/// What a purpose gains: a right, a remedy, access.
const GAIN: [&str; 22] = [
    "receive",
    "obtain",
    "access",
    "use",
    "claim",
    "qualify",
    "be",
    "exercise",
    "request",
    "continue",
    "create",
    "get",
    "make",
    "apply",
    "enable",
    "renew",
    "benefit",
    "participate",
    "redeem",
    "enroll",
    "register",
    "take",
];

/// `To receive …, Customer must`, `in order to use …, you will be required to`: no duty but a condition of the gain.
fn for_a_gain(s: &Sentence, verb: usize) -> bool {
    let gains = |at: usize| s.word(at) == "to" && GAIN.contains(&s.word(at + 1));
    let order = s.find_word(0, s.len().min(verb + 24), &["order"]).filter(|at| s.word_before(*at, 1) == "in");
    gains(0)
        || s.word(0) == "to" && s.word(1) != "the" && GAIN.contains(&s.word(1))
        || order.is_some_and(|at| gains(at + 1))
}
