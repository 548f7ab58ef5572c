use crate::active::{Verdict, matter_of_law, party_of, tells};
use crate::predicate::past_adverbs;
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::tokens::Token;
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Kind, Party};

/// Duties whose subject is a thing: notices, fees, claims, licences, uses; the actor follows from what it is.
pub(crate) fn neutral(s: &Sentence) -> Option<Verdict> {
    (0..s.len()).find_map(|at| {
        let token = s.at(at);
        if token.is(Class::MODAL) && (!token.is(Class::COND) || at > 0 && s.word(at) == "should") {
            return modal(s, at);
        }
        if let Some(verb) = to_be_done(s, at) {
            return modal_group(s, at, "must", verb);
        }
        if token.is(Class::BE) {
            return being(s, at);
        }
        if token.is(Class::GRANT) {
            return grant(s, at);
        }
        if token.is(Class::VOUCH) {
            return signer(s, at);
        }
        match s.word(at) {
            "becomes" | "become" | "fall" | "falls" => being(s, at),
            "not" => unused_in_time(s, at),
            "responsibility" | "obligation" | "duty" | "job" => owned_duty(s, at),
            "expense" | "cost" => expense(s, at),
            "representing" | "warranting" => representing(s, at),
            "allow" | "permit" | "tolerate" | "authorize" => refused(s, at),
            "prohibit" | "prohibits" | "forbid" | "forbids" => forbids(s, at),
            "cooperation" | "assistance" => helped(s, at),
            _ => None,
        }
    })
}

#[track_caller]
fn found(kind: Kind, party: Party, verb: usize, sure: u8) -> Option<Verdict> {
    Some(Verdict { kind, party, verb, sure, rule: Rule::here() })
}

const EDGE: Class = Class::SEMICOLON.and(Class::STOP).and(Class::COLON).and(Class::COND).and(Class::BUT);
const FINITE: Class = Class::MODAL.and(Class::BE).and(Class::HAVE);

/// Where the subject of the verb at `at` begins: after an edge of a clause, a fronted phrase, or another verb's `, and`.
fn clause_start(s: &Sentence, at: usize) -> usize {
    let mut from = at;
    while from > 0 && at - from < 60 {
        let before = from - 1;
        let edge = s.is(before, EDGE) && s.word(before) != "should";
        let states = s.is(before, Class::THAT) && tells(s.before(before, 1), s.word_before(before, 1));
        let joins = s.is(before, Class::AND)
            && s.is(before.saturating_sub(1), Class::COMMA.and(Class::SEMICOLON))
            && s.find(before.saturating_sub(40), before, FINITE).is_some();
        let describes = s.is(before, Class::RELATIVE) && s.is(before.saturating_sub(1), Class::COMMA.and(Class::CLOSE));
        if edge || states || joins || describes {
            break;
        }
        from = before;
    }
    let conditional = from > 0 && s.is(from - 1, Class::COND);
    let fronted = conditional
        || s.is(from, Class::PREP.and(Class::COND).and(Class::MARK))
        || matches!(s.word(from), "except" | "notwithstanding" | "subject" | "unless" | "to" | "otherwise");
    match s.find(from, at, Class::COMMA) {
        Some(comma) if fronted => comma + 1,
        _ => from,
    }
}

/// The first party named in a subject, without those that only own it or stand after `by`.
fn party_in(s: &Sentence, from: usize, to: usize) -> Option<Token> {
    s.find(from, to, PARTY).map(|at| s.at(at))
}

/// `are to be returned`, `has to be reported`, `need to be kept`: as good as `must be`; where its verb stands.
fn to_be_done(s: &Sentence, at: usize) -> Option<usize> {
    let has =
        s.is(at, Class::BE.and(Class::HAVE)) && !matches!(s.word(at), "be" | "been" | "being" | "remain" | "remains");
    if !has && !matches!(s.word(at), "need" | "needs") || s.is(at, Class::NOT) && s.is(at, Class::HAVE) {
        return None;
    }
    let to = past_adverbs(s, at + 1 + usize::from(s.is(at + 1, Class::NOT)));
    let sure = (at + 1..to).all(|at| s.word(at) != "likely");
    (sure && s.word(to) == "to" && s.word(to + 1) == "be").then_some(to + 1)
}

fn modal(s: &Sentence, at: usize) -> Option<Verdict> {
    modal_group(s, at, s.word(at), past_adverbs(s, at + 1))
}

/// The verb group of a thing: `word` is its modal verb at `at`, or what stands for one, and `verb` what it governs.
fn modal_group(s: &Sentence, at: usize, word: &str, verb: usize) -> Option<Verdict> {
    let from = clause_start(s, at);
    let subject = party_in(s, from, head(s, from, at));
    let not = s.is(at, Class::NOT) || s.is(verb, Class::NOT) || s.is(at + 1, Class::NOT);
    let verb = if s.is(verb, Class::NOT) { past_adverbs(s, verb + 1) } else { verb };
    let head = head(s, from, at);
    if promised_by_provider(s, from) || said_of_the_providers(s, from) || inside_relative(s, from, at) {
        return None;
    }
    let of_law = matter_of_law(s, from, at);
    let side = |default| match subject {
        Some(token) if token.is(Class::PROVIDER) => None,
        Some(token) => party_of(token),
        None => Some(default),
    };
    let only = s.find(at + 1, verb + 3, Class::ONLY).is_some() && s.is(verb, Class::BE)
        || s.find(at + 1, verb + 1, Class::ONLY).is_some();
    let first = s.word(from) == "only" || s.word(past_adverbs(s, from).saturating_sub(1)) == "only";
    let done = if word == "must" && !not && !only && !of_law { done_by(s, verb, 80) } else { None };
    if let Some(verdict) = ruled_out(s, from, verb, word).or(done) {
        return Some(verdict);
    }
    match word {
        // `only accounts of yours may be joined`
        "may" | "can" if first && !not && !of_law && s.is(verb, Class::BE) => {
            found(Kind::MustNot, side(Party::Customer).or(owner(s, from, at))?, verb, 60)
        }
        "must" if of_law => None,
        "must" if asked_in_time(s, from, head, verb) => found(Kind::Condition, side(Party::Customer)?, verb, 65),
        "must" if s.find(from, at, Class::DISPUTE).is_some() && s.is(past_adverbs(s, verb + 1), Class::SETTLE) => {
            found(Kind::Must, Party::Mutual, verb, 75)
        }
        "must" if by_provider(s, verb) || provider_heads(s, from, head) => None,
        "must" if reaches_in_time(s, from, head, verb) => found(Kind::Condition, side(Party::Customer)?, verb, 65),
        "must" if not || only => found(Kind::MustNot, side(Party::Customer).or(owner(s, from, at))?, verb, 75),
        "must" if s.find(from, head, Class::TELLING).is_some() => telling(s, from, head, verb, subject),
        "must" => found(Kind::Must, side(Party::Customer).or(owner(s, from, at))?, verb, 70),
        "may" | "can" if only => {
            let party = side(Party::Customer).or(owner(s, from, at))?;
            let kind = if s.find(from, head, Class::TELLING).is_some() { Kind::Condition } else { Kind::MustNot };
            (!of_law).then(|| found(kind, party, verb, 70)).flatten()
        }
        "may" | "shall" | "should" | "can" | "cannot" if not => {
            forbidden(s, from, at, verb, of_law, side(Party::Customer))
        }
        "may" | "can" if s.is(verb, Class::BE) && crate::predicate::limited(s, verb) && !of_law => {
            let party = agent(s, verb).and_then(party_of).or(side(Party::Customer)).or(owner(s, from, at))?;
            let notice = s
                .find(verb, verb + 20, Class::ONLY)
                .is_some_and(|only| s.find(only, only + 6, Class::TELLING).is_some());
            (!by_provider(s, verb))
                .then(|| found(if notice { Kind::Condition } else { Kind::MustNot }, party, verb, 60))
                .flatten()
        }
        "should" if !not && s.find(from, head, Class::TELLING).is_some() && s.is(verb, Class::BE) => {
            telling(s, from, head, verb, subject)
        }
        // `use of the marks shall comply with the guidelines`: whoever uses them.
        "will" | "shall" if !not && conduct_keeps(s, from, head, verb) => {
            found(Kind::Must, side(Party::Customer)?, verb, 65)
        }
        "will" | "shall" if s.word(verb) == "require" => needs_consent(s, from, verb, party_in(s, from, at)),
        "will" | "shall" => passive(s, from, at, verb, subject),
        _ => None,
    }
}

/// Whether a verb stands in a relative clause that only tells which thing is meant: `features that admins must enable
/// are described …`.
fn inside_relative(s: &Sentence, from: usize, at: usize) -> bool {
    let Some(that) = s.find(from, at, Class::RELATIVE.and(Class::THAT)) else { return false };
    let told = s.is(that, Class::THAT) && tells(s.before(that, 1), s.word_before(that, 1));
    let own_verb = s.find(that + 1, at, FINITE).is_some() || (that + 1..at).any(|at| plural_verb(s.word(at)));
    let main = s.find(at + 2, at + 14, FINITE.and(Class::COMMA).and(Class::SEMICOLON)).filter(|at| s.is(*at, FINITE));
    !told && !own_verb && main.is_some_and(|main| !s.is(main - 1, Class::MODAL.and(Class::AND)))
}

/// `stores`, `holds`: a word that can be the verb of a relative clause.
fn plural_verb(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}

/// `no settlement may be agreed by the indemnitor`, `nothing unlawful may be stored by Customer`; a claim that goes stale
/// takes an act in time.
fn ruled_out(s: &Sentence, from: usize, verb: usize, word: &str) -> Option<Verdict> {
    let first = past_adverbs(s, from);
    let none = matches!(s.word(first), "no" | "nothing" | "none") && s.is(verb, Class::BE);
    if !none || !matches!(word, "may" | "shall" | "will" | "can") {
        return None;
    }
    let agent = agent(s, verb).and_then(party_of)?;
    let claim = s.find(first, verb, Class::DISPUTE).is_some();
    let timed = (verb..verb + 20).any(|at| crate::deadlines::counts(s, at));
    found(if claim && timed { Kind::Condition } else { Kind::MustNot }, agent, verb, 70)
}

/// The party on the customer's side by which something is done: `by Customer`, `by each of the parties`.
fn agent(s: &Sentence, verb: usize) -> Option<Token> {
    let stop = Class::SEMICOLON.and(Class::STOP).and(Class::COND).and(Class::RELATIVE);
    let end = s.find(verb, verb + 24, stop).unwrap_or(verb + 24);
    let by = s.find_word(verb, end, &["by"])?;
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
fn done_by(s: &Sentence, verb: usize, sure: u8) -> Option<Verdict> {
    let deed = past_adverbs(s, verb + 1);
    let word = s.word(deed);
    let acts =
        s.is(verb, Class::BE) && past_participle(s, deed) && !s.is(deed, Class::STATED) && !UNDERGONE.contains(&word);
    let party = agent(s, deed).filter(|_| acts).and_then(party_of)?;
    found(Kind::Must, party, deed, sure)
}

/// `claims must reach Provider within 30 days`.
fn reaches_in_time(s: &Sentence, from: usize, head: usize, verb: usize) -> bool {
    let reaches = matches!(s.word(verb), "reach" | "arrive") || s.word(verb) == "be" && s.word(verb + 1) == "received";
    let asked = s.find(from, head, Class::TELLING.and(Class::DISPUTE)).is_some();
    reaches && asked && (verb..verb + 12).any(|at| crate::deadlines::counts(s, at))
}

/// `credits not claimed within 15 days lapse`: what must be done in time, or it is lost.
fn unused_in_time(s: &Sentence, at: usize) -> Option<Verdict> {
    let done =
        ["claimed", "disputed", "questioned", "contested", "objected", "raised", "notified", "reported", "redeemed"];
    let deed = at + 1 + usize::from(s.word(at + 1) == "been");
    let timed = (deed..deed + 10).any(|at| s.word(at) == "within" && crate::deadlines::counts(s, at + 1));
    let by_us = agent(s, deed).and_then(party_of).unwrap_or(Party::Customer);
    (done.contains(&s.word(deed)) && timed && !by_provider(s, deed))
        .then(|| found(Kind::Condition, by_us, deed, 60))
        .flatten()
}

/// `claims for credits must be submitted within 30 days`: what a remedy takes.
fn asked_in_time(s: &Sentence, from: usize, head: usize, verb: usize) -> bool {
    let deed = s.word(past_adverbs(s, verb + 1));
    let asked = matches!(
        deed,
        "submitted"
            | "received"
            | "made"
            | "requested"
            | "claimed"
            | "filed"
            | "reported"
            | "commenced"
            | "brought"
            | "instituted"
    );
    let claim = s.find(from, head, Class::TELLING.and(Class::DISPUTE)).is_some()
        || s.find_word(from, head, &["credit", "credits", "refunds"]).is_some();
    asked && claim && (verb..verb + 20).any(|at| crate::deadlines::counts(s, at))
}

/// Where the head of a subject ends: at its first preposition or relative clause.
fn head(s: &Sentence, from: usize, at: usize) -> usize {
    s.find(from + 1, at, Class::PREP.and(Class::RELATIVE).and(Class::THAT)).unwrap_or(at)
}

/// Whether the clause only describes what the provider does: `Provider rejects other terms, which may only …`.
fn said_of_the_providers(s: &Sentence, from: usize) -> bool {
    let describes = from > 1 && s.is(from - 1, Class::RELATIVE);
    describes && s.find(0, from, PARTY).is_some_and(|at| s.is(at, Class::PROVIDER) && !s.is(at, Class::OWNS))
}

/// Whether the clause is what the provider ensures or promises: `Provider ensures that backups must …`.
fn promised_by_provider(s: &Sentence, from: usize) -> bool {
    from > 1 && s.is(from - 1, Class::THAT) && {
        let subject = s.find(0, from, PARTY);
        subject.is_some_and(|at| s.is(at, Class::PROVIDER) && !s.is(at, Class::OWNS))
    }
}

/// Whether what somebody does has to keep to rules.
fn conduct_keeps(s: &Sentence, from: usize, head: usize, verb: usize) -> bool {
    let keeps = matches!(s.word(verb), "comply" | "conform" | "adhere");
    keeps && s.find_word(from, head, &["use", "access", "conduct", "activities"]).is_some()
}

/// `any other use shall require our prior written consent`.
fn needs_consent(s: &Sentence, from: usize, verb: usize, party: Option<Token>) -> Option<Verdict> {
    let consent = s.find(verb, verb + 7, Class::TELLING)?;
    let asked = matches!(s.word(consent), "consent" | "approval" | "permission") && !provider_heads(s, from, verb);
    let party = party.and_then(party_of).unwrap_or(Party::Customer);
    asked.then(|| found(Kind::MustNot, party, verb, 60)).flatten()
}

/// Whether the provider itself is the head of a subject.
fn provider_heads(s: &Sentence, from: usize, head: usize) -> bool {
    s.find(from, head, Class::PROVIDER).is_some_and(|at| !s.is(at, Class::OWNS))
}

/// Whether the first agent that follows is the provider: `by Provider`, `by or on behalf of Provider`.
fn by_provider(s: &Sentence, verb: usize) -> bool {
    let agent = |by: usize| s.find(by + 1, by + 7, PARTY.and(Class::COMMA).and(Class::SEMICOLON));
    let mut agents = (verb..s.len().min(verb + 24)).filter(|at| s.word(*at) == "by").filter_map(agent);
    agents.find(|at| s.is(*at, PARTY)).is_some_and(|at| s.is(at, Class::PROVIDER) && !s.is(at, Class::OWNS))
}

/// `Customer Data must`: whoever owns the thing.
fn owner(s: &Sentence, from: usize, to: usize) -> Option<Party> {
    s.find(from, to, BOUND).and_then(|at| party_of(s.at(at)))
}

/// To whom a notice goes: what is sent to the customer binds the provider, and the other way round.
fn addressee(s: &Sentence, from: usize, verb: usize) -> Option<Token> {
    let named = |to: usize| s.find(to, to + 3, PARTY).map(|at| s.at(at));
    let to = (from..verb + 3).filter(|at| s.word(*at) == "to").find_map(named)?;
    (!to.is(Class::MUTUAL.and(Class::OWNS))).then_some(to)
}

/// `notices must be in writing` is how both parties speak; `a request must state …` is what a request takes.
fn telling(s: &Sentence, from: usize, head: usize, verb: usize, subject: Option<Token>) -> Option<Verdict> {
    let plural = s.find_word(from, head, &["notices", "communications", "communication", "notice", "notifications"]);
    let to = addressee(s, from, verb);
    if to.is_some_and(|token| !token.is(Class::PROVIDER)) {
        return None;
    }
    let one = plural.is_some_and(|at| s.word(at) == "notice" && matches!(s.word_before(at, 1), "the" | "such" | "a"));
    let general = plural.is_some() && !one;
    let both = plural.is_some() && to.is_none();
    let party = subject.and_then(party_of).unwrap_or(if both { Party::Mutual } else { Party::Customer });
    found(if general { Kind::Must } else { Kind::Condition }, party, verb, 65)
}

/// `may not be shared`, `shall not exceed`: of a thing.
fn forbidden(s: &Sentence, from: usize, at: usize, verb: usize, of_law: bool, side: Option<Party>) -> Option<Verdict> {
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

fn past_participle(s: &Sentence, at: usize) -> bool {
    let word = s.word(at);
    word.len() > 3 && word.ends_with("ed") || s.is(at, Class::PARTICIPLE)
}

/// `notices shall be in writing`, `fees shall be paid`, `disputes shall be settled`, `shall be borne by Customer`.
fn passive(s: &Sentence, from: usize, at: usize, verb: usize, subject: Option<Token>) -> Option<Verdict> {
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

/// `will be disclosed to Provider`: what goes to the provider comes from the customer.
fn told_to_provider(s: &Sentence, deed: usize) -> bool {
    let telling =
        ["disclosed", "reported", "notified", "returned", "sent", "delivered", "submitted", "forwarded", "surrendered"];
    let to = (deed + 1..deed + 9).find(|at| s.word(*at) == "to").filter(|_| telling.contains(&s.word(deed)));
    to.and_then(|to| s.find(to + 1, to + 3, PARTY))
        .is_some_and(|at| s.is(at, Class::PROVIDER) && !s.is(at, Class::OWNS))
}

/// `is prohibited`, `are due within 30 days`, `is permitted only for`.
fn being(s: &Sentence, at: usize) -> Option<Verdict> {
    let from = clause_start(s, at);
    if s.find(from.saturating_sub(1), at, Class::COND).is_some() {
        return None;
    }
    let mut next = past_adverbs(s, at + 1);
    let not = s.is(at + 1, Class::NOT) || s.is(next, Class::NOT);
    if s.is(next, Class::NOT) {
        next = past_adverbs(s, next + 1);
    }
    let provider = provider_heads(s, from, at);
    let party = party_in(s, from, at).and_then(party_of).unwrap_or(Party::Customer);
    if s.is(next, Class::BAN) && !not && !provider && !s.is(at.saturating_sub(1), Class::RELATIVE) {
        let by = matches!(s.word(next + 1), "by" | "under");
        let from_use = s.word(next) != "restricted" || s.word(next + 1) == "from";
        return (!by && from_use).then(|| found(Kind::MustNot, party, next, 70)).flatten();
    }
    let holder = s.find_word(
        from,
        at,
        &[
            "owner",
            "owners",
            "holder",
            "holders",
            "person",
            "entity",
            "individual",
            "administrator",
            "administrators",
            "anyone",
        ],
    );
    if s.is(next, Class::ANSWER) && s.word(next + 1) == "for" && !not && !provider && holder.is_some() {
        return found(Kind::Must, Party::Users, next, 60);
    }
    if !not && licence(s, from, at) && s.reads(next, &["for", "the", "sole", "purpose"]) {
        return found(Kind::MustNot, party, next, 60);
    }
    if let Some(verdict) = falls_to(s, at, next, not) {
        return Some(verdict);
    }
    if matches!(s.word(next), "borne" | "paid" | "met" | "covered") && !not {
        return agent(s, next).and_then(|token| found(Kind::Must, party_of(token)?, next, 70));
    }
    if !not && !provider && (s.word(next) == "off-limits" || s.reads(next, &["off", "limits"])) {
        return found(Kind::MustNot, party, next, 70);
    }
    if s.word(next) == "available" && s.is(next + 1, Class::ONLY) && s.is(next + 2, Class::PREP.and(Class::COND)) {
        return found(Kind::Condition, party, next, 55);
    }
    if s.is(next, Class::ALLOW) && !provider {
        let only = s.find(at + 1, next + 3, Class::ONLY).is_some();
        let either = s.is(next + 1, Class::AND) && s.is(next + 2, Class::ALLOW);
        let banned = not && (matches!(s.word(next), "permitted" | "allowed") && !s.is(next + 1, Class::PREP) || either);
        return (only || banned).then(|| found(Kind::MustNot, party, next, 65)).flatten();
    }
    let money = s.find(from, at, Class::MONEY).is_some();
    if money && s.is(next, Class::PAYABLE) && !not && !provider {
        // Only a time or a manner makes it a duty to pay; `if fees are due` tells nothing.
        let told = s
            .find_word(next, next + 12, &["within", "upon", "in", "on", "by", "immediately", "annually", "monthly"])
            .or_else(|| (next..next + 6).find(|at| crate::deadlines::counts(s, *at)));
        return told.and_then(|_| found(Kind::Must, party, next, 70));
    }
    None
}

/// `it is for Customer to decide`, `it is up to you to`, `it is incumbent on the Client to`, `charges are for Customer's
/// account`.
fn falls_to(s: &Sentence, at: usize, next: usize, not: bool) -> Option<Verdict> {
    let (lead, own) = match s.word(next) {
        "for" => (next, "account"),
        "up" if s.word(next + 1) == "to" => (next + 1, ""),
        "incumbent" => (next + 1, ""),
        _ => return None,
    };
    let bearer = lead + 1 + usize::from(s.is(lead + 1, Class::DET));
    let token = s.at(bearer);
    let it = s.word_before(at, 1) == "it" || s.is(at.saturating_sub(1), Class::MODAL) && s.word_before(at, 2) == "it";
    let then = s.word_before(at, 2) == "it" && s.is(at.saturating_sub(1), Class::ADVERB);
    let acts = s.word(bearer + 1) == "to" && (it || then);
    let pays = !own.is_empty() && token.is(Class::OWNS) && (1..3).any(|past| s.word(bearer + past) == own);
    (!not && (acts || pays)).then(|| found(Kind::Must, party_of(token)?, bearer + 1, 70)).flatten()
}

/// Whether a subject is a licence or a right of use.
fn licence(s: &Sentence, from: usize, at: usize) -> bool {
    s.find_word(from, at, &["license", "licence", "licenses", "right", "rights", "permission"]).is_some()
}

/// `grants Customer a licence … solely for its own business`.
fn grant(s: &Sentence, at: usize) -> Option<Verdict> {
    let verb = matches!(s.word(at), "grant" | "grants" | "granted");
    let to = s.find(at + 1, at + 6, BOUND).filter(|to| !s.is(*to, Class::OWNS));
    let from_provider = (1..6).any(|back| s.before(at, back).is(Class::PROVIDER));
    let to = to.filter(|_| verb && from_provider)?;
    let mut from = to + 1;
    while let Some(only) = s.find(from, s.len().min(to + 90), Class::ONLY) {
        if s.is(only + 1, Class::PREP) || matches!(s.word(only + 1), "to") {
            return found(Kind::MustNot, party_of(s.at(to))?, only, 65);
        }
        from = only + 1;
    }
    None
}

/// `it is Customer's responsibility to`, `… are your sole responsibility`, `… is the responsibility of Customer`.
fn owned_duty(s: &Sentence, at: usize) -> Option<Verdict> {
    let owner =
        (1..4).map(|back| s.before(at, back)).find(|token| token.is(Class::OWNS)).filter(|token| token.is(BOUND));
    let of =
        (s.word(at + 1) == "of").then(|| (2..4).map(|next| s.at(at + next)).find(|token| token.is(BOUND))).flatten();
    let lies = s.find_word(at, at + 14, &["lies", "rests", "remains"]).filter(|lies| s.word(lies + 1) == "with");
    if let Some(bearer) = lies.and_then(|lies| s.find(lies, lies + 4, PARTY)) {
        return found(Kind::Must, party_of(s.at(bearer))?, at + 1, 70);
    }
    let rests = |word: &str| matches!(word, "it" | "falls" | "fall" | "lies" | "rests" | "belongs");
    let copula = (1..9).any(|back| s.before(at, back).is(Class::BE) || rests(s.word_before(at, back)));
    let not = (1..6).any(|back| s.before(at, back).is(Class::NOT));
    let token = owner.or(of)?;
    (copula && !not).then(|| found(Kind::Must, party_of(token)?, at + 1, 80)).flatten()
}

/// `Provider will assist at Customer's expense`: the customer pays.
fn expense(s: &Sentence, at: usize) -> Option<Verdict> {
    let owner = (1..4).map(|back| s.before(at, back)).find(|token| token.is(Class::OWNS))?;
    let at_it = (2..5).any(|back| s.word_before(at, back) == "at");
    let given = s.find(0, at, Class::PROVIDER).is_some() && s.find(0, at, Class::MODAL).is_some();
    (at_it && given && owner.is(Class::CUSTOMER)).then(|| found(Kind::Must, Party::Customer, at, 60)).flatten()
}

/// `the individual who accepts represents that …`: whoever signs does so for the customer.
fn signer(s: &Sentence, at: usize) -> Option<Verdict> {
    let who = ["individual", "person", "signatory", "signer", "undersigned"];
    let signs =
        who.contains(&s.word_before(at, 1)) || s.word_before(at, 1) == "hereby" && who.contains(&s.word_before(at, 2));
    (signs && s.find(at, at + 8, Class::THAT).is_some())
        .then(|| found(Kind::Warrant, Party::Customer, at, 65))
        .flatten()
}

/// `you are accepting …, representing that you have authority`.
fn representing(s: &Sentence, at: usize) -> Option<Verdict> {
    let subject = s.find(0, at, BOUND).filter(|at| !s.is(*at, Class::OWNS))?;
    let that = s.find(at + 1, at + 6, Class::THAT)?;
    s.is(that + 1, BOUND).then(|| found(Kind::Warrant, party_of(s.at(subject))?, at, 70)).flatten()
}

/// `we do not allow …`, `the licence does not permit Customer to …`.
fn refused(s: &Sentence, at: usize) -> Option<Verdict> {
    let not = (1..3).any(|back| s.before(at, back).is(Class::NOT));
    let does = (1..5).any(|back| matches!(s.word_before(at, back), "do" | "does" | "don't" | "doesn't"));
    let provider = s.find(0, at, PARTY).is_some_and(|at| s.is(at, Class::PROVIDER) && !s.is(at, Class::OWNS));
    let object = s.find(at + 1, at + 3, BOUND).filter(|object| !s.is(*object, Class::OWNS)).map(|at| s.at(at));
    if !not || !does || !(provider || object.is_some()) {
        return None;
    }
    found(Kind::MustNot, object.and_then(party_of).unwrap_or(Party::Customer), at, 70)
}

/// `we prohibit …`, `this policy prohibits …`.
fn forbids(s: &Sentence, at: usize) -> Option<Verdict> {
    let by_us =
        s.before(at, 1).is(Class::PROVIDER) || matches!(s.word_before(at, 1), "policy" | "agreement" | "strictly");
    (by_us && s.find(0, at, Class::COND).is_none()).then(|| found(Kind::MustNot, Party::Customer, at, 65)).flatten()
}

/// `with the reasonable cooperation of Customer, Provider will …`: the customer has to help.
fn helped(s: &Sentence, at: usize) -> Option<Verdict> {
    let with = (1..4).any(|back| s.word_before(at, back) == "with");
    let helper = s.at(at + 2 + usize::from(s.is(at + 2, Class::DET)));
    let ours = with && s.word(at + 1) == "of" && helper.is(Class::CUSTOMER) && !helper.is(Class::OWNS);
    ours.then(|| found(Kind::Must, Party::Customer, at, 60)).flatten()
}
