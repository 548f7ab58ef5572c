use crate::active::{Verdict, party_of};
use crate::neutral::by_provider;
use crate::neutral::{clause_start, found, head, party_in, provider_heads};
use crate::passive::past_participle;
use crate::predicate::past_adverbs;
use crate::sentence::Sentence;
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Kind, Party};

/// `is prohibited`, `are due within 30 days`, `is permitted only for`.
pub(crate) fn being(s: &Sentence, at: usize) -> Option<Verdict> {
    let from = clause_start(s, at);
    if s.find(from.saturating_sub(1), at, Class::COND).is_some() {
        return None;
    }
    let mut next = past_adverbs(s, at + 1);
    let not = s.is(at, Class::NOT) || s.is(at + 1, Class::NOT) || s.is(next, Class::NOT);
    if s.is(next, Class::NOT) {
        next = past_adverbs(s, next + 1);
    }
    let provider = provider_heads(s, from, head(s, from, at));
    let party = party_in(s, from, head(s, from, at)).and_then(party_of).unwrap_or(Party::Customer);
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
    if !not
        && !provider
        && let Some(verdict) = split_duty(s, from, at, next)
    {
        return Some(verdict);
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
    if money && s.is(next, Class::PAYABLE) && !not && !provider && !by_provider(s, next) {
        // Only a time or a manner makes it a duty to pay; `if fees are due` tells nothing.
        let told = s
            .find_word(
                next,
                next + 12,
                &["within", "upon", "in", "on", "by", "net", "immediately", "annually", "monthly"],
            )
            .or_else(|| (next..next + 12).find(|at| crate::lengths::counts(s, *at)));
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
    let it = (1..5).any(|back| s.word_before(at, back) == "it");
    let acts = s.word(bearer + 1) == "to" && it;
    let pays = !own.is_empty() && token.is(Class::OWNS) && (1..3).any(|past| s.word(bearer + past) == own);
    (!not && (acts || pays)).then(|| found(Kind::Must, party_of(token)?, bearer + 1, 70)).flatten()
}

/// What belongs to a party rather than being done by it.
const HELD: [&str; 26] = [
    "managed",
    "operated",
    "administered",
    "known",
    "owned",
    "held",
    "provided",
    "controlled",
    "licensed",
    "submitted",
    "stored",
    "processed",
    "uploaded",
    "caused",
    "created",
    "made",
    "used",
    "received",
    "approved",
    "accepted",
    "agreed",
    "requested",
    "chosen",
    "incurred",
    "signed",
    "purchased",
];

/// `keys are rotated by Customer`, `the costs are borne by Customer`: who does it, in a division of duties.
fn split_duty(s: &Sentence, from: usize, at: usize, next: usize) -> Option<Verdict> {
    let present = matches!(s.word(at), "is" | "are") && (past_participle(s, next) || s.word(next) == "borne");
    let described = s.find(from, at, Class::RELATIVE.and(Class::THAT)).is_some() || s.is(next, Class::STATED);
    if !present || described || HELD.contains(&s.word(next)) {
        return None;
    }
    let by = s.find_word(next, next + 8, &["by"])?;
    let token = s.at(by + 1 + usize::from(s.is(by + 1, Class::DET)));
    (!token.is(Class::OWNS)).then(|| found(Kind::Must, party_of(token)?, next, 60)).flatten()
}

/// `it falls to Customer to verify`.
pub(crate) fn falls_on(s: &Sentence, at: usize) -> Option<Verdict> {
    let bearer = at + 2 + usize::from(s.is(at + 2, Class::DET));
    let falls =
        s.word_before(at, 1) == "it" && matches!(s.word(at + 1), "to" | "on" | "upon") && s.word(bearer + 1) == "to";
    falls.then(|| found(Kind::Must, party_of(s.at(bearer))?, bearer + 1, 70)).flatten()
}

/// Whether a subject is a licence or a right of use.
fn licence(s: &Sentence, from: usize, at: usize) -> bool {
    s.find_word(from, at, &["license", "licence", "licenses", "right", "rights", "permission"]).is_some()
}

/// `grants Customer a licence … solely for its own business`.
pub(crate) fn grant(s: &Sentence, at: usize) -> Option<Verdict> {
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
pub(crate) fn owned_duty(s: &Sentence, at: usize) -> Option<Verdict> {
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
pub(crate) fn expense(s: &Sentence, at: usize) -> Option<Verdict> {
    let owner = (1..4).map(|back| s.before(at, back)).find(|token| token.is(Class::OWNS))?;
    let at_it = (2..5).any(|back| s.word_before(at, back) == "at");
    let given = s.find(0, at, Class::PROVIDER).is_some() && s.find(0, at, Class::MODAL).is_some();
    (at_it && given && owner.is(Class::CUSTOMER)).then(|| found(Kind::Must, Party::Customer, at, 60)).flatten()
}

/// `the individual who accepts represents that …`: whoever signs does so for the customer.
pub(crate) fn signer(s: &Sentence, at: usize) -> Option<Verdict> {
    let who = ["individual", "person", "signatory", "signer", "undersigned"];
    let signs =
        who.contains(&s.word_before(at, 1)) || s.word_before(at, 1) == "hereby" && who.contains(&s.word_before(at, 2));
    (signs && s.find(at, at + 8, Class::THAT).is_some())
        .then(|| found(Kind::Warrant, Party::Customer, at, 65))
        .flatten()
}

/// `you are accepting …, representing that you have authority`.
pub(crate) fn representing(s: &Sentence, at: usize) -> Option<Verdict> {
    let subject = s.find(0, at, BOUND).filter(|at| !s.is(*at, Class::OWNS))?;
    let that = s.find(at + 1, at + 6, Class::THAT)?;
    s.is(that + 1, BOUND).then(|| found(Kind::Warrant, party_of(s.at(subject))?, at, 70)).flatten()
}

/// `we do not allow …`, `the licence does not permit Customer to …`.
pub(crate) fn refused(s: &Sentence, at: usize) -> Option<Verdict> {
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
pub(crate) fn forbids(s: &Sentence, at: usize) -> Option<Verdict> {
    let by_us =
        s.before(at, 1).is(Class::PROVIDER) || matches!(s.word_before(at, 1), "policy" | "agreement" | "strictly");
    (by_us && s.find(0, at, Class::COND).is_none()).then(|| found(Kind::MustNot, Party::Customer, at, 65)).flatten()
}

/// `with the reasonable cooperation of Customer, Provider will …`: the customer has to help.
pub(crate) fn helped(s: &Sentence, at: usize) -> Option<Verdict> {
    let with = (1..4).any(|back| s.word_before(at, back) == "with");
    let helper = s.at(at + 2 + usize::from(s.is(at + 2, Class::DET)));
    let ours = with && s.word(at + 1) == "of" && helper.is(Class::CUSTOMER) && !helper.is(Class::OWNS);
    ours.then(|| found(Kind::Must, Party::Customer, at, 60)).flatten()
}
