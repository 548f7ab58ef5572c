use crate::active::{Verdict, party_of};
use crate::neutral::{addressee, by_provider, found, head, owner, provider_heads};
use crate::predicate::past_adverbs;
use crate::sentence::Sentence;
use crate::tokens::Token;
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Kind, Party};

/// `no settlement may be agreed by the indemnitor`, `nothing unlawful may be stored by Customer`; a claim that goes stale
/// takes an act in time.
pub(crate) fn ruled_out(s: &Sentence, from: usize, verb: usize, word: &str) -> Option<Verdict> {
    let first = past_adverbs(s, from);
    let none = matches!(s.word(first), "no" | "nothing" | "none") && s.is(verb, Class::BE);
    if !none || !matches!(word, "may" | "shall" | "will" | "can") {
        return None;
    }
    let of_ours = s.find(first, verb, BOUND).filter(|at| s.is(*at, Class::OWNS) || s.word_before(*at, 1) == "of");
    let placed = past_participle(s, past_adverbs(s, verb + 1)) && !s.is(past_adverbs(s, verb + 1), Class::STATED);
    let of_ours = of_ours.filter(|_| placed && word != "will" && !by_provider(s, verb)).map(|at| s.at(at));
    let agent = agent(s, verb).or(of_ours).and_then(party_of)?;
    let claim = s.find(first, verb, Class::DISPUTE).is_some();
    let timed = (verb..verb + 20).any(|at| crate::lengths::counts(s, at));
    found(if claim && timed { Kind::Condition } else { Kind::MustNot }, agent, verb, 70)
}

/// The party on the customer's side by which something is done: `by Customer`, `by each of the parties`.
pub(crate) fn agent(s: &Sentence, verb: usize) -> Option<Token> {
    let stop = Class::SEMICOLON.and(Class::STOP).and(Class::COND).and(Class::RELATIVE);
    let end = s.find(verb, verb + 24, stop).unwrap_or(verb + 24);
    let by = s.find_word(verb, end, &["by"])?;
    // `the tool chosen by Customer` tells who chose it, not who acts.
    let told = by > verb + 1
        && past_participle(s, by - 1)
        && !s.is(by.saturating_sub(2), Class::AND.and(Class::COMMA).and(Class::ADVERB));
    if told && s.word(verb) != s.word(by - 1) && !s.is(by.saturating_sub(2), Class::BE) {
        return None;
    }
    let at = s.find(by + 1, by + 5, PARTY.and(Class::COMMA))?;
    let token = s.at(at);
    (token.is(BOUND) && !token.is(Class::OWNS)).then_some(token)
}

/// What is done to things by somebody who then has the right, not the duty: `shall be received by Customer`.
const UNDERGONE: [&str; 12] = [
    "received",
    "approved",
    "accepted",
    "agreed",
    "requested",
    "owned",
    "retained",
    "chosen",
    "used",
    "incurred",
    "suffered",
    "authorized",
];

/// `backups shall be made by Customer`: whoever does it.
pub(crate) fn done_by(s: &Sentence, verb: usize, sure: u8) -> Option<Verdict> {
    let deed = past_adverbs(s, verb + 1);
    let word = s.word(deed);
    let acts =
        s.is(verb, Class::BE) && past_participle(s, deed) && !s.is(deed, Class::STATED) && !UNDERGONE.contains(&word);
    let party = agent(s, deed).filter(|_| acts).and_then(party_of)?;
    found(Kind::Must, party, deed, sure)
}

/// `credits not claimed within 15 days lapse`: what must be done in time, or it is lost.
pub(crate) fn unused_in_time(s: &Sentence, at: usize) -> Option<Verdict> {
    let done =
        ["claimed", "disputed", "questioned", "contested", "objected", "raised", "notified", "reported", "redeemed"];
    let deed = at + 1 + usize::from(s.word(at + 1) == "been");
    let timed = (deed..deed + 10).any(|at| s.word(at) == "within" && crate::lengths::counts(s, at + 1));
    let by_us = agent(s, deed).and_then(party_of).unwrap_or(Party::Customer);
    (done.contains(&s.word(deed)) && timed && !by_provider(s, deed))
        .then(|| found(Kind::Condition, by_us, deed, 60))
        .flatten()
}

/// `may not be shared`, `shall not exceed`: of a thing.
pub(crate) fn forbidden(
    s: &Sentence,
    from: usize,
    at: usize,
    verb: usize,
    of_law: bool,
    side: Option<Party>,
) -> Option<Verdict> {
    let passive = s.is(verb, Class::BE);
    let deed = s.word(past_adverbs(s, verb + 1));
    let done = passive && past_participle(s, past_adverbs(s, verb + 1));
    let assigned = matches!(deed, "assigned" | "transferred");
    if s.find_word(verb, verb + 3, &["unreasonably"]).is_some() && s.find(from, at, Class::TELLING).is_some() {
        return found(Kind::MustNot, side.unwrap_or(Party::Mutual), verb, 60);
    }
    let effect = s.is(past_adverbs(s, verb + 1), Class::STATED);
    if by_provider(s, verb) || of_law && !assigned || effect || s.word(at) == "can" {
        return None;
    }
    let exceeds = s.is(verb, Class::CONTENT) && !of_law && !provider_heads(s, from, at);
    if !(done || exceeds) || s.word(at) == "cannot" {
        return None;
    }
    let mutual = of_law || s.find(from, at, PARTY).is_none() && s.word(from) == "confidential";
    found(Kind::MustNot, if mutual { Party::Mutual } else { side.or(owner(s, from, at))? }, verb, 65)
}

pub(crate) fn past_participle(s: &Sentence, at: usize) -> bool {
    let word = s.word(at);
    word.len() > 3 && word.ends_with("ed") || s.is(at, Class::PARTICIPLE)
}

/// `notices shall be in writing`, `fees shall be paid`, `disputes shall be settled`, `shall be borne by Customer`.
pub(crate) fn passive(s: &Sentence, from: usize, at: usize, verb: usize, subject: Option<Token>) -> Option<Verdict> {
    if !s.is(verb, Class::BE) {
        return None;
    }
    let head = head(s, from, at);
    let deed = past_adverbs(s, verb + 1);
    if agent(s, deed).is_some() {
        return done_by(s, verb, 75);
    }
    if by_provider(s, deed) {
        return None;
    }
    if provider_heads(s, from, head) {
        return None;
    }
    if exercised(s, from, head, deed) {
        return found(Kind::Condition, Party::Customer, deed, 60);
    }
    if s.find(from, at, Class::DISPUTE).is_some() && s.is(deed, Class::SETTLE) && s.word(deed + 1) != "as" {
        return found(Kind::Must, Party::Mutual, deed, 70);
    }
    let money = s.find(from, head, Class::MONEY).is_some();
    if money && matches!(s.word(deed), "paid" | "due" | "payable" | "made" | "borne") {
        let party = subject.and_then(party_of).unwrap_or(Party::Customer);
        return found(Kind::Must, party, deed, 70);
    }
    let notice = s.find_word(from, head, &["notice", "notices", "communications", "notifications"]).is_some();
    let form = matches!(s.word(deed), "in" | "sent" | "given" | "delivered" | "made" | "addressed" | "served");
    let giver = subject.is_some_and(|token| token.is(Class::PROVIDER) && !token.is(Class::OWNS));
    if notice && form {
        return match addressee(s, from, deed) {
            Some(token) if token.is(Class::PROVIDER) => found(Kind::Must, Party::Customer, deed, 70),
            Some(_) => None,
            None if giver => None,
            None => found(Kind::Must, Party::Mutual, deed, 70),
        };
    }
    if told_to_provider(s, deed) {
        return found(Kind::Must, Party::Customer, deed, 60);
    }
    let agreed = s.find(from.saturating_sub(3), from, Class::AGREE).is_some();
    let kept = s.is(deed, Class::KEPT);
    if agreed && kept {
        let party = s.find(0, from, PARTY).map(|at| s.at(at))?;
        return found(Kind::Must, party_of(party)?, deed, 65);
    }
    None
}

/// `such termination shall be notified by registered letter`: the form that a right takes.
fn exercised(s: &Sentence, from: usize, head: usize, deed: usize) -> bool {
    let rights = ["termination", "cancellation", "withdrawal", "objection", "right"];
    let done = ["notified", "given", "exercised", "declared", "communicated", "sent", "made", "requested"];
    let form = ["letter", "writing", "form", "email", "e-mail", "notice", "within", "before"];
    let right = s.find_word(from, head, &rights).is_some() && done.contains(&s.word(deed));
    right && s.find_word(deed, deed + 14, &form).is_some()
}

/// `will be disclosed to Provider`: what goes to the provider comes from the customer.
fn told_to_provider(s: &Sentence, deed: usize) -> bool {
    let telling =
        ["disclosed", "reported", "notified", "returned", "sent", "delivered", "submitted", "forwarded", "surrendered"];
    let to = (deed + 1..deed + 9).find(|at| s.word(*at) == "to").filter(|_| telling.contains(&s.word(deed)));
    to.and_then(|to| s.find(to + 1, to + 3, PARTY))
        .is_some_and(|at| s.is(at, Class::PROVIDER) && !s.is(at, Class::OWNS))
}
