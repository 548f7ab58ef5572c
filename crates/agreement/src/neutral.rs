use crate::active::{Verdict, matter_of_law, party_of, tells};
use crate::passive::{agent, done_by, forbidden, passive, ruled_out, unused_in_time};
use crate::predicate::past_adverbs;
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::things::{being, expense, falls_on, forbids, grant, helped, owned_duty, refused, representing, signer};
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
            "becomes" | "become" => being(s, at),
            "fall" | "falls" => being(s, at).or_else(|| falls_on(s, at)),
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
pub(crate) fn found(kind: Kind, party: Party, verb: usize, sure: u8) -> Option<Verdict> {
    Some(Verdict { kind, party, verb, sure, rule: Rule::here() })
}

const EDGE: Class = Class::SEMICOLON.and(Class::STOP).and(Class::COLON).and(Class::COND).and(Class::BUT);

const FINITE: Class = Class::MODAL.and(Class::BE).and(Class::HAVE);

/// Where the subject of the verb at `at` begins: after an edge of a clause, a fronted phrase, or another verb's `, and`.
pub(crate) fn clause_start(s: &Sentence, at: usize) -> usize {
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
    // `Nevertheless, during office hours, …`
    if s.is(from, Class::ADVERB) && s.is(from + 1, Class::COMMA) && from + 2 < at {
        from += 2;
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
pub(crate) fn party_in(s: &Sentence, from: usize, to: usize) -> Option<Token> {
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
    let not = not || s.word(past_adverbs(s, from)) == "neither";
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
    let late = if not { unheard_when_late(s, from, at, verb) } else { None };
    // `In this case, it shall tell the other Party`: one of both, named in the sentence before.
    let pronoun = s.is(at.wrapping_sub(1), Class::PRONOUN) && s.find(verb, verb + 8, Class::OTHER_PARTY).is_some();
    if pronoun && matches!(word, "shall" | "must" | "will") && !s.is(verb, Class::BE) {
        return found(if not { Kind::MustNot } else { Kind::Must }, Party::Mutual, verb, 60);
    }
    if let Some(verdict) = ruled_out(s, from, verb, word).or(done).or(late) {
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
        "may" | "can" if s.is(verb, Class::BE) && crate::modal::limited(s, verb) && !of_law => {
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
    if !told && at < that + 4 && s.find(that + 1, at, PARTY).is_some_and(|at| !s.is(at, Class::OWNS)) {
        return true;
    }
    let own_verb = s.find(that + 1, at, FINITE).is_some() || (that + 1..at).any(|at| plural_verb(s.word(at)));
    let main = s.find(at + 2, at + 14, FINITE.and(Class::COMMA).and(Class::SEMICOLON)).filter(|at| s.is(*at, FINITE));
    !told && !own_verb && main.is_some_and(|main| !s.is(main - 1, Class::MODAL.and(Class::AND)))
}

/// `stores`, `holds`: a word that can be the verb of a relative clause.
fn plural_verb(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}

/// `claims made more than 30 days after the month shall not be considered`.
fn unheard_when_late(s: &Sentence, from: usize, at: usize, verb: usize) -> Option<Verdict> {
    let made = ["made", "lodged", "received", "submitted", "filed", "brought", "raised", "reported", "claimed"];
    let deed = s.find_word(from, at, &made)?;
    let asked = s.find(from, deed, Class::TELLING.and(Class::DISPUTE)).is_some();
    let late = (deed..at).any(|at| crate::lengths::counts(s, at));
    let heard = ["considered", "accepted", "honoured", "honored", "entertained", "paid", "valid", "processed"];
    let unheard = s.is(verb, Class::BE) && heard.contains(&s.word(past_adverbs(s, verb + 1)));
    (asked && late && unheard).then(|| found(Kind::Condition, Party::Customer, deed, 60)).flatten()
}

/// `claims must reach Provider within 30 days`.
fn reaches_in_time(s: &Sentence, from: usize, head: usize, verb: usize) -> bool {
    let reaches = matches!(s.word(verb), "reach" | "arrive") || s.word(verb) == "be" && s.word(verb + 1) == "received";
    let asked = s.find(from, head, Class::TELLING.and(Class::DISPUTE)).is_some();
    reaches && asked && (verb..verb + 12).any(|at| crate::lengths::counts(s, at))
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
    asked && claim && (verb..verb + 20).any(|at| crate::lengths::counts(s, at))
}

/// Where the head of a subject ends: at its first preposition or relative clause.
pub(crate) fn head(s: &Sentence, from: usize, at: usize) -> usize {
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
pub(crate) fn provider_heads(s: &Sentence, from: usize, head: usize) -> bool {
    s.find(from, head, Class::PROVIDER).is_some_and(|at| !s.is(at, Class::OWNS))
}

/// Whether the first agent that follows is the provider: `by Provider`, `by or on behalf of Provider`.
pub(crate) fn by_provider(s: &Sentence, verb: usize) -> bool {
    let agent = |by: usize| s.find(by + 1, by + 7, PARTY.and(Class::COMMA).and(Class::SEMICOLON));
    let mut agents = (verb..s.len().min(verb + 24)).filter(|at| s.word(*at) == "by").filter_map(agent);
    agents.find(|at| s.is(*at, PARTY)).is_some_and(|at| s.is(at, Class::PROVIDER) && !s.is(at, Class::OWNS))
}

/// `Customer Data must`: whoever owns the thing.
pub(crate) fn owner(s: &Sentence, from: usize, to: usize) -> Option<Party> {
    s.find(from, to, BOUND).and_then(|at| party_of(s.at(at)))
}

/// To whom a notice goes: what is sent to the customer binds the provider, and the other way round.
pub(crate) fn addressee(s: &Sentence, from: usize, verb: usize) -> Option<Token> {
    let named = |to: usize| s.find(to, to + 3, PARTY).map(|at| s.at(at));
    let to = (from..verb + 3).filter(|at| s.word(*at) == "to").find_map(named)?;
    (!to.is(Class::MUTUAL.and(Class::OWNS))).then_some(to)
}

/// `notices must be in writing` is how both parties speak; `a request must state …` is what a request takes.
pub(crate) fn telling(s: &Sentence, from: usize, head: usize, verb: usize, subject: Option<Token>) -> Option<Verdict> {
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
