use crate::active::{Verdict, group_start, matter_of_law, party_of};
use crate::options::{by_notice, refuses_not, unless, unless_ended};
use crate::predicate::{participle, past_adverbs};
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Kind, Party};

/// What the customer's side must meet before a right, a remedy or an option is its own.
pub(crate) fn condition(s: &Sentence) -> Option<Verdict> {
    (0..s.len()).find_map(|at| match s.word(at) {
        "subject" | "conditioned" | "conditional" | "contingent" => subject_to(s, at),
        "provided" | "providing" => provided(s, at),
        "if" => so_long_as(s, at)
            .or_else(|| asks_in_time(s, at))
            .or_else(|| permitted_if(s, at))
            .or_else(|| unless_ended(s, at))
            .or_else(|| if refuses_not(s, at) { unless(s, at) } else { None }),
        "condition" | "conditions" => so_long_as(s, at).or_else(|| conditions_on(s, at)),
        "long" | "only" => so_long_as(s, at),
        "may" | "can" | "right" | "option" => by_notice(s, at),
        "should" if at < 2 && refuses_not(s, at) => unless(s, at),
        "unless" | "save" => unless(s, at).or_else(|| unless_ended(s, at)),
        "eligible" | "entitled" | "qualify" => eligible(s, at).or_else(|| by_notice(s, at)),
        "upon" | "by" => upon_giving(s, at),
        "require" | "requires" => may_require(s, at),
        "made" | "submitted" | "received" => made_within(s, at),
        _ => None,
    })
}

#[track_caller]
pub(crate) fn met(party: Party, verb: usize, sure: u8) -> Option<Verdict> {
    Some(Verdict { kind: Kind::Condition, party, verb, sure, rule: Rule::here() })
}

/// `subject to Customer's compliance with`, `conditioned on your payment of`, `subject to receiving from the … party`.
fn subject_to(s: &Sentence, at: usize) -> Option<Verdict> {
    if !matches!(s.word(at + 1), "to" | "on" | "upon") {
        return None;
    }
    let deed = (at + 2..at + 10).find(|at| {
        s.is(*at, Class::MEETS) || s.word(*at).ends_with("ing") && (s.is(*at, Class::ACT) || s.is(at - 1, BOUND))
    })?;
    let party = s.find(at + 2, deed + 8, PARTY).map(|at| s.at(at))?;
    // What the provider receives, the other side gives.
    met(party_of(party)?, deed, 75)
}

/// `provided that Customer …`, `provided it remains …`; a sentence of its own where the paper puts it so.
fn provided(s: &Sentence, at: usize) -> Option<Verdict> {
    let mut next = at + 1;
    while next < at + 6
        && (s.is(next, Class::COMMA.and(Class::THAT).and(Class::COLON).and(Class::MARK))
            || matches!(s.word(next), "however" | "always"))
    {
        next += 1;
    }
    let told = next > at + 1;
    // `provided that, to the extent lawful, it gives …`
    if told
        && s.is(next, Class::PREP)
        && let Some(comma) = s.find(next, next + 10, Class::COMMA)
    {
        next = comma + 1;
    }
    if s.word(at) == "providing" && !told {
        return None;
    }
    let subject = (next..next + 7).find(|at| s.is(*at, PARTY.and(Class::PRONOUN).and(Class::MODAL).and(Class::BE)));
    let own = subject.filter(|at| !s.is(*at, Class::OWNS) && !s.is(*at, Class::MODAL.and(Class::BE)));
    let opens = told || own.is_some_and(|at| group_start(s, at) <= next);
    if !opens || s.is(next, Class::PREP) || own.is_some_and(|at| s.is(at, Class::PROVIDER)) {
        return None;
    }
    if let Some(verdict) = own.and_then(|subject| does(s, subject)) {
        return Some(verdict);
    }
    let agent =
        |by: usize| (by + 1..by + 6).find(|at| s.is(*at, PARTY)).map(|at| s.at(at)).filter(|token| token.is(BOUND));
    let done = s.find_word(next, next + 12, &["by"]).filter(|_| told && own.is_none()).and_then(agent);
    if let Some(token) = done {
        return met(party_of(token)?, next, 60);
    }
    // `it` and `they` are whoever has the permission or the relief before it.
    let pronoun = own.filter(|at| s.is(*at, Class::PRONOUN)).map(|at| past_adverbs(s, at + 1));
    if let Some(verb) = pronoun.filter(|verb| s.is(*verb, Class::ACT)) {
        let holder = (0..at).rev().take(120).find(|at| s.is(*at, PARTY) && !s.is(*at, Class::OWNS) && !led(s, *at))?;
        return met(party_of(s.at(holder))?, verb, 65);
    }
    if at == 0 && !s.is(next, Class::COND) {
        let party = own.and_then(|at| party_of(s.at(at))).unwrap_or(Party::Mutual);
        return met(party, next, 55);
    }
    let holder = party_of(allowed(s, at)?)?;
    let modal = s.find(next, next + 12, Class::MODAL);
    if modal.is_some_and(|modal| matter_of_law(s, next, modal)) || s.find_word(next, next + 8, &["foregoing"]).is_some()
    {
        return None;
    }
    let party = own.filter(|at| !s.is(*at, Class::PRONOUN)).and_then(|at| party_of(s.at(at)));
    met(party.unwrap_or(holder), next, 75)
}

/// Whether a preposition leads to a party's name.
fn led(s: &Sentence, at: usize) -> bool {
    let start = at.saturating_sub(usize::from(at > 0 && s.is(at - 1, Class::DET)));
    start > 0 && s.is(start - 1, Class::PREP)
}

/// `Provider will only do … if Customer asks`.
fn gives_only(s: &Sentence, at: usize) -> bool {
    s.find(0, at, Class::PROVIDER).is_some() && s.find(0, at, Class::NOT).is_none()
}

/// The party on the customer's side to which the words before `at` give something: `may`, `authorized`, `right`.
fn allowed(s: &Sentence, at: usize) -> Option<crate::tokens::Token> {
    let holds = |holder: &usize| {
        let next = past_adverbs(s, holder + 1);
        let given = (1..5).any(|back| s.before(*holder, back).is(Class::GRANT.and(Class::ALLOW)));
        let owned = s.is(*holder, Class::OWNS);
        given
            || owned && s.find(*holder, at, Class::ALLOW).is_some()
            || s.is(next, Class::MODAL.and(Class::HAVE))
            || !owned
                && s.is(next, Class::COMMA.and(Class::AND).and(Class::BE))
                && s.find(next, at, Class::MODAL).is_some()
    };
    // A permission stands near its condition; hostile text stays linear.
    (at.saturating_sub(200)..at).filter(|at| s.is(*at, BOUND)).find(holds).map(|at| s.at(at))
}

/// A clause whose subject on the customer's side does something: its act is the condition.
pub(crate) fn does(s: &Sentence, subject: usize) -> Option<Verdict> {
    let token = s.at(subject);
    let verb = past_adverbs(s, subject + 1);
    let states = Class::BE.and(Class::MODAL).and(Class::HAVE).and(Class::NOT).and(Class::PREP).and(Class::AND);
    // `only if you:` leaves the act to the items below.
    let acts = s.is(verb, Class::WORD) && !s.is(verb, states) || s.is(verb, Class::COLON) && verb + 1 == s.len();
    let party = party_of(token).filter(|_| acts && !token.is(Class::OWNS.and(Class::PROVIDER)))?;
    let late = (verb..verb + 9).find(|at| s.is(*at, Class::ACT) && s.word(*at).ends_with('s'));
    if matches!(s.word(verb), "like" | "want" | "wish" | "need" | "please" | "choose" | "prefer") {
        return None;
    }
    let verb = if participle(s.word(verb)) || s.word(verb) == "required" { late? } else { verb };
    met(party, verb, 65)
}

/// `only where Customer has asked`, `so long as you can show`, `as long as Customer remains liable`.
fn has_done(s: &Sentence, subject: usize) -> Option<Verdict> {
    let verb = past_adverbs(s, subject + 1);
    let done = s.is(verb, Class::HAVE) && !s.is(verb, Class::NOT) && {
        let deed = past_adverbs(s, verb + 1);
        s.word(deed).ends_with("ed") || s.is(deed, Class::PARTICIPLE)
    };
    let can = s.word(verb) == "can";
    let answers = matches!(s.word(verb), "remains" | "remain" | "is" | "are" | "stays")
        && s.is(past_adverbs(s, verb + 1), Class::ANSWER);
    let party = party_of(s.at(subject)).filter(|_| !s.is(subject, Class::OWNS))?;
    (done || can || answers).then(|| met(party, verb + 1, 65)).flatten()
}

/// `so long as the request reaches Provider in time`: whoever asks for it is the customer.
fn request_reaches(s: &Sentence, at: usize) -> Option<Verdict> {
    let verb = s.find_word(at, at + 8, &["reaches", "reach", "arrives"])?;
    let asked = s.find(at, verb, Class::TELLING.and(Class::DISPUTE)).is_some();
    let to_us = s.find(verb, verb + 4, Class::PROVIDER).is_some();
    (asked && to_us).then(|| met(Party::Customer, verb, 60)).flatten()
}

/// `so long as Customer`, `only if you`, `on the condition that Customer`.
fn so_long_as(s: &Sentence, at: usize) -> Option<Verdict> {
    let next = match s.word(at) {
        "long" if matches!(s.word_before(at, 1), "so" | "as") && s.word(at + 1) == "as" => at + 2,
        "only" if matches!(s.word(at + 1), "if" | "where" | "when" | "once" | "after") => at + 2,
        "condition" if s.word(at + 1) == "that" && (s.word_before(at, 2) == "on" || s.word_before(at, 1) == "on") => {
            at + 2
        }
        "if" if s.find(at.saturating_sub(30), at, Class::ONLY).is_some() && gives_only(s, at) => at + 1,
        _ => return None,
    };
    let subject = past_adverbs(s, next);
    let subject = subject + usize::from(s.is(subject, Class::DET));
    if s.is(subject, Class::PROVIDER) || s.word(at) == "if" && !s.is(subject, BOUND) {
        return None;
    }
    let party = (subject..subject + 3).find(|at| s.is(*at, BOUND));
    if let Some(verdict) = party.and_then(|party| does(s, party).or_else(|| has_done(s, party))) {
        return Some(verdict);
    }
    if let Some(verdict) = request_reaches(s, subject) {
        return Some(verdict);
    }
    let token = s.at(subject);
    let bound = token.is(BOUND) && !token.is(Class::OWNS);
    let holder = allowed(s, at)?;
    met(party_of(if bound { token } else { holder })?, subject + 1, if bound { 75 } else { 60 })
}

/// `If Customer reports the fault within 30 days, Provider will mend it`: a remedy that takes an act in time.
fn asks_in_time(s: &Sentence, at: usize) -> Option<Verdict> {
    let subject = at + 1 + usize::from(s.is(at + 1, Class::DET));
    let verb = past_adverbs(s, subject + 1);
    let own = s.is(subject, BOUND) && !s.is(subject, Class::OWNS) && s.is(verb, Class::ACT);
    let comma = s.find(verb, verb + 60, Class::COMMA).filter(|_| own)?;
    let timed = (verb..comma).any(|at| s.word(at) == "within" && crate::lengths::counts(s, at + 1));
    let giver = s.find(comma, comma + 8, Class::PROVIDER).filter(|at| !s.is(*at, Class::OWNS))?;
    let gives = s.find(giver + 1, giver + 4, Class::MODAL).is_some_and(|at| matches!(s.word(at), "will" | "shall"));
    (timed && gives).then(|| met(party_of(s.at(subject))?, verb, 65)).flatten()
}

/// `Recipient may disclose it if Recipient tells Discloser first`: a permission that takes an act of its holder.
fn permitted_if(s: &Sentence, at: usize) -> Option<Verdict> {
    let end = s.find(at + 1, at + 30, Class::SEMICOLON.and(Class::STOP)).unwrap_or(at + 30);
    let subject = s.find(at + 1, end, PARTY).filter(|at| s.is(*at, BOUND) && !s.is(*at, Class::OWNS))?;
    let verb = past_adverbs(s, subject + 1);
    let acts = s.is(verb, Class::ACT) && !s.is(verb, Class::ENDS);
    let holder = party_of(allowed(s, at)?)?;
    let same = party_of(s.at(subject)).filter(|party| *party == holder && acts)?;
    met(same, verb, 60)
}

/// `Provider may condition access upon Customer's payment of …`.
fn conditions_on(s: &Sentence, at: usize) -> Option<Verdict> {
    let verb = s.find(at.saturating_sub(3), at, Class::MODAL).is_some() || s.word(at) == "conditions";
    let upon = s.find_word(at + 1, at + 10, &["upon", "on"]).filter(|_| verb)?;
    let deed = s.find(upon + 1, upon + 6, Class::MEETS)?;
    let party = s.find(upon + 1, deed + 4, PARTY).map(|at| s.at(at))?;
    met(party_of(party)?, deed, 65)
}

/// `Customer is eligible for a credit if it asks for it in time`.
fn eligible(s: &Sentence, at: usize) -> Option<Verdict> {
    let party = (1..8).map(|back| s.before(at, back)).find(|token| token.is(BOUND) && !token.is(Class::OWNS))?;
    let not = (1..4).any(|back| s.before(at, back).is(Class::NOT));
    let cond = s.find(at + 1, at + 30, Class::COND)?;
    let asks = s.find(cond + 1, cond + 4, BOUND.and(Class::PRONOUN)).filter(|asks| s.is(asks + 1, Class::ACT))?;
    (!not || s.word(cond) == "unless").then(|| met(party_of(party)?, asks + 1, 65)).flatten()
}

/// `upon Customer giving Provider at least 60 days' notice`.
fn upon_giving(s: &Sentence, at: usize) -> Option<Verdict> {
    let subject = at + 1 + usize::from(s.is(at + 1, Class::DET));
    let token = s.at(subject);
    let gives = s.is(subject + 1, Class::ACT) && s.word(subject + 1).ends_with("ing");
    if !gives || !token.is(BOUND) || s.word(at) != "upon" {
        return None;
    }
    met(party_of(token)?, subject + 1, 70)
}

/// `Provider may require Customer to …`.
fn may_require(s: &Sentence, at: usize) -> Option<Verdict> {
    let object = at + 1 + usize::from(s.is(at + 1, Class::DET));
    let token = s.at(object);
    let may = (1..4).any(|back| matches!(s.word_before(at, back), "may" | "can"));
    if !may || token.is(Class::OWNS) || !token.is(BOUND) || s.word(object + 1) != "to" {
        return None;
    }
    met(party_of(token)?, object + 2, 60)
}

/// `a claim made by Customer within 14 days`.
fn made_within(s: &Sentence, at: usize) -> Option<Verdict> {
    s.find_word(at + 1, at + 6, &["within"])?;
    let asked = (1..8).any(|back| s.before(at, back).is(Class::TELLING.and(Class::DISPUTE)));
    let party = (1..8).map(|back| s.before(at, back)).find(|token| token.is(BOUND))?;
    asked.then(|| met(party_of(party)?, at, 60)).flatten()
}
