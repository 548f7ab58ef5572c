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
    .and(Class::PAYABLE)
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
    condition(s).or_else(|| {
        let found = neutral(s)?;
        let lapses = found.kind == Kind::Must && lapses(s, found.verb);
        Some(if lapses { Verdict { kind: Kind::Condition, ..found } } else { found })
    })
}

/// `“Term” means …`, `“Term” includes …`.
pub(crate) fn defines(s: &Sentence) -> bool {
    s.find_word(0, 12, &["means", "mean"]).is_some_and(|at| s.find(0, at, Class::MODAL).is_none())
}

/// `To receive …, Customer must`, `in order to use …, you will be required to`: no duty but a condition of the gain.
/// What a duty serves, as in `to protect the data, Customer must`, leaves it a duty.
fn for_a_gain(s: &Sentence, verb: usize) -> bool {
    let wanted = |at: usize| {
        let keeps = s.word(at + 1) == "keep"
            && s.find_word(at, at + 8, &["safe", "secure", "confidential", "current", "accurate", "secret"]).is_none();
        let serves = s.word(at) == "to" && s.is(at + 1, Class::SERVED.and(Class::DET)) && !keeps;
        let ours = s.word(at) == "for" && (1..3).any(|past| s.is(at + past, Class::PROVIDER));
        !ours
            && matches!(s.word(at), "to" | "for")
            && s.is(at + 1, Class::WORD)
            && !serves
            && (s.word(at) == "to" || s.word(at.wrapping_sub(1)) == "order")
    };
    let gained = |at: usize| s.word(at) == "to" && s.is(at + 1, Class::GAINED);
    let order = s.find_word(0, s.len().min(verb + 60), &["order"]).filter(|at| s.word_before(*at, 1) == "in");
    let purpose = order.is_some_and(|at| if at < verb { wanted(at + 1) } else { gained(at + 1) });
    let after =
        s.find_word(verb + 1, verb + 5, &["to"]).is_some_and(|at| matches!(s.word(at + 1), "receive" | "qualify"));
    let receive = |at: usize| s.word(at) == "to" && matches!(s.word(at + 1), "receive" | "qualify");
    let claimed = (verb + 1..s.len().min(verb + 60)).any(|at| s.is(at, Class::COMMA) && receive(at + 1));
    let first = usize::from(s.is(0, Class::MARK));
    // `For a credit, Customer must …`
    let credit = ["credit", "credits", "refund", "refunds", "remedy", "reimbursement", "rebate"];
    let for_credit = s.word(first) == "for" && {
        let comma = s.find(first, first + 8, Class::COMMA);
        comma.is_some_and(|comma| s.find_word(first, comma, &credit).is_some())
    };
    let before = s.word(first) == "before" || s.word(first) == "prior" && s.word(first + 1) == "to";
    let gerund = |at: usize| s.word(at).len() > 4 && s.word(at).ends_with("ing");
    let precondition = before && (gerund(first + 1) || gerund(first + 2));
    // `Customer may end it, but must do so within 30 days`
    let option = s.word(verb) == "do" && s.word(verb + 1) == "so" && s.find_word(0, verb, &["may", "can"]).is_some();
    let age = s.word(verb) == "be" && s.find_word(verb, verb + 12, &["age", "old"]).is_some();
    wanted(first)
        || option
        || lapses(s, verb)
        || claimed
        || for_credit
        || precondition
        || age
        || purpose
        || after
        || seeker(s, verb)
}

/// `…, failing which it is deemed accepted`, `otherwise the right lapses`, `under penalty of inadmissibility`.
fn lapses(s: &Sentence, verb: usize) -> bool {
    let lost = [
        "deemed",
        "considered",
        "taken",
        "presumed",
        "approved",
        "accepted",
        "excluded",
        "barred",
        "lapse",
        "lapses",
        "forfeited",
        "inadmissible",
        "inadmissibility",
        "waived",
    ];
    let or_else = |at: &usize| match s.word(*at) {
        "failing" => s.is(at + 1, Class::RELATIVE) || s.word(at + 1) == "this",
        "otherwise" => s.is(at.wrapping_sub(1), Class::SEMICOLON) || s.is(at + 1, Class::COMMA),
        "penalty" => s.word_before(*at, 1) == "under",
        _ => false,
    };
    let at = (verb..s.len().min(verb + 60)).find(or_else);
    at.is_some_and(|at| s.find_word(at, at + 12, &lost).is_some())
}

/// `a party who intends to sue must first …`.
fn seeker(s: &Sentence, verb: usize) -> bool {
    let who = s.find(0, verb, Class::RELATIVE);
    let wants = ["intends", "intend", "wishes", "wish", "seeks", "seek", "wants", "want", "desires", "elects"];
    who.is_some_and(|who| wants.contains(&s.word(who + 1)))
}
