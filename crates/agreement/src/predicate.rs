use crate::assent::agreeing;
use crate::copula::{assuming, being, having};
use crate::modal::{having_modal, modal};
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::Kind;

/// What the words after a subject say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Predicate {
    /// A duty, prohibition or warranty; where its verb stands, how sure that is in percent, and which rule says so.
    Binds { kind: Kind, verb: usize, sure: u8, rule: Rule },
    /// A verb that binds to nothing: a right, an effect, knowledge.
    Frees,
    /// No finite verb here: the words before are no subject.
    None,
}

/// Who the subject is, as far as verbs read differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// `neither party`: a permission is a prohibition.
    pub(crate) neither: bool,
    /// Something of the party's, such as `Customer's use`, and not the party.
    pub(crate) owned: bool,
    /// What is owned is something the party does: its use, its access.
    pub(crate) conduct: bool,
}

pub(crate) const ASIDE: usize = 24;

/// Reads the verb group that begins at a position, past adverbs, brackets and asides between commas.
pub(crate) fn predicate(s: &Sentence, at: usize, subject: Subject) -> Predicate {
    refrains(s, group(s, at, subject))
}

/// `in no event may Customer`, `nor shall it`: the verb after a subject whose modal stands before it.
pub(crate) fn inverted(s: &Sentence, subject: usize, after: usize) -> Predicate {
    let modal = subject.wrapping_sub(1);
    if !s.is(modal, Class::MODAL) || s.is(modal, Class::COND) {
        return Predicate::None;
    }
    let front = ["no", "nor", "never", "neither"];
    let never = (1..5).any(|back| front.contains(&s.word_before(modal, back)))
        || s.word(0) == "at" && s.word(1) == "no"
        || s.word(0) == "under" && s.word(1) == "no"
        || s.word(0) == "never";
    let companion = s.find(after + 1, after + 4, Class::BE).filter(|_| s.is(after, Class::AND));
    let verb = companion.unwrap_or(past_adverbs(s, after));
    if !never {
        return Predicate::None;
    }
    if s.is(verb, Class::STATIVE) { Predicate::Frees } else { binds(Kind::MustNot, verb, 80) }
}

fn group(s: &Sentence, at: usize, subject: Subject) -> Predicate {
    let at = verb_at(s, at);
    let token = s.at(at);
    if token.is(Class::MODAL) {
        return modal(s, at, subject);
    }
    if token.is(Class::BE) {
        return if s.word(at) == "be" { Predicate::None } else { being(s, at + 1, subject) };
    }
    if subject.owned {
        return Predicate::None;
    }
    if token.is(Class::AGREE) || token.is(Class::SAY) && joined(s, at, Class::AGREE).is_some() {
        let at = joined(s, at, Class::AGREE).unwrap_or(at);
        return agreeing(s, at + 1);
    }
    if token.is(Class::VOUCH) {
        let series = s.is(at + 1, Class::COMMA) && s.is(at + 2, Class::VOUCH.and(Class::AGREE).and(Class::AND));
        let ends = s.is(at + 1, Class::CLOSE.and(Class::COMMA).and(Class::STOP).and(Class::PREP));
        if ends && !series && s.word(at + 1) != "to" {
            return Predicate::None;
        }
        return binds(Kind::Warrant, at, 85);
    }
    if token.is(Class::SAY) {
        if let Some(vouch) = joined(s, at, Class::VOUCH) {
            return binds(Kind::Warrant, vouch, 80);
        }
        if matches!(s.word(at), "confirm" | "confirms") && s.is(at + 1, Class::THAT) && entitled(s, at + 2) {
            return binds(Kind::Warrant, at, 70);
        }
        return if matches!(s.word(at), "accept" | "accepts") { assuming(s, at) } else { Predicate::Frees };
    }
    if token.is(Class::HAVE) {
        return if subject.neither { having_modal(s, at, true, subject) } else { having(s, at + 1) };
    }
    match s.word(at) {
        "waive" | "waives" if gives_up(s, at) => binds(unless_claimed(s, at), at, 75),
        "consent" | "consents" | "submit" | "submits" | "attorn" | "attorns" if to_courts(s, at) => {
            binds(Kind::Must, at, 75)
        }
        "needs" | "need" if s.word(at + 1) == "to" => binds(Kind::Must, at + 2, 75),
        "answers" | "answer" if s.word(at + 1) == "for" => binds(Kind::Must, at, 70),
        "forbids" | "forbid" if s.word(at + 1).ends_with("self") || s.word(at + 1) == "themselves" => {
            binds(Kind::MustNot, at, 75)
        }
        "refrains" | "refrain" => binds(Kind::MustNot, at, 65),
        "pay" | "pays" if s.word(at + 1) == "for" => binds(Kind::Must, at, 60),
        "assume" | "assumes" | "bear" | "bears" | "carry" | "carries" => assuming(s, at),
        _ => Predicate::None,
    }
}

/// `waives any objection`, `waives the right to a jury`: a promise not to use it.
fn gives_up(s: &Sentence, at: usize) -> bool {
    let what = ["right", "rights", "objection", "objections", "claim", "claims", "defense", "defenses", "immunity"];
    s.find_word(at + 1, at + 12, &what).or_else(|| s.find(at + 1, at + 12, Class::DISPUTE)).is_some()
}

/// `waives all claims unless brought within a year`: the right goes only where nobody uses it in time.
fn unless_claimed(s: &Sentence, at: usize) -> Kind {
    let unless = s.find_word(at, s.len().min(at + 40), &["unless"]);
    let timed = unless.is_some_and(|at| (at..at + 12).any(|at| crate::lengths::counts(s, at)));
    if timed { Kind::Condition } else { Kind::MustNot }
}

/// `submits to the exclusive jurisdiction of …`.
fn to_courts(s: &Sentence, at: usize) -> bool {
    let last = if s.is(at + 1, Class::AND) { at + 2 } else { at };
    s.word(last + 1) == "to"
        && s.find_word(last + 2, last + 10, &["jurisdiction", "venue", "courts", "court"]).is_some()
}

/// `… that it is authorised`, `… that you have the right`, `… that you are of age`: how things stand.
fn entitled(s: &Sentence, at: usize) -> bool {
    let how = [
        "authorised",
        "authorized",
        "authority",
        "right",
        "rights",
        "permission",
        "entitled",
        "age",
        "old",
        "power",
        "consent",
    ];

    s.find_word(at, at + 14, &how).is_some()
}

/// `will refrain from doing` is a prohibition in the form of a duty, and so is `agrees to waive`.
fn refrains(s: &Sentence, read: Predicate) -> Predicate {
    match read {
        Predicate::Binds { kind: Kind::Must, verb, sure, .. }
            if matches!(s.word(verb), "refrain" | "abstain" | "desist")
                || s.word(verb) == "waive" && gives_up(s, verb) =>
        {
            binds(Kind::MustNot, verb, sure)
        }
        other => other,
    }
}

#[track_caller]
pub(crate) fn binds(kind: Kind, verb: usize, sure: u8) -> Predicate {
    Predicate::Binds { kind, verb, sure, rule: Rule::here() }
}

/// `acknowledges and agrees`: where the second verb of the class stands.
fn joined(s: &Sentence, at: usize, class: Class) -> Option<usize> {
    let next = past_adverbs(s, at + 1);
    (s.is(next, Class::AND.and(Class::COMMA)))
        .then(|| past_adverbs(s, next + 1 + usize::from(s.is(next + 1, Class::AND))))
        .filter(|at| s.is(*at, class))
}

/// Past adverbs, list marks and quotes.
pub(crate) fn past_adverbs(s: &Sentence, mut at: usize) -> usize {
    let adverb = |at: usize| {
        s.is(at, Class::ADVERB.and(Class::MARK).and(Class::QUOTE)) && !s.is(at, Class::MODAL.and(Class::BE))
    };
    let first = at;
    let always = |at: usize| s.reads(at, &["at", "all", "times"]);
    // `irrevocably and unconditionally` is one.
    while always(at)
        || adverb(at)
        || at > first && s.is(at, Class::AND) && s.is(at + 1, Class::ADVERB) && s.is(at - 1, Class::ADVERB)
    {
        at += if always(at) { 3 } else { 1 };
    }
    at
}

const FINITE: Class = Class::MODAL.and(Class::BE).and(Class::AGREE).and(Class::VOUCH).and(Class::SAY).and(Class::HAVE);

/// Where the verb of a subject begins that ends before `at`.
fn verb_at(s: &Sentence, mut at: usize) -> usize {
    for _ in 0..6 {
        at = past_adverbs(s, at);
        let aside = if s.is(at, Class::COLON) && s.is(at + 1, Class::MARK) {
            Some(at + 1)
        } else if s.is(at, Class::COMMA) {
            aside(s, at)
        } else if s.is(at, Class::OPEN) {
            s.find(at, at + 40, Class::CLOSE).map(|close| close + 1)
        } else if s.is(at, Class::AND) && !s.is(at, Class::BUT) {
            companion(s, at)
        } else if participle(s.word(at)) {
            s.find(at, at + 14, Class::MODAL.and(Class::COMMA)).filter(|at| s.is(*at, Class::MODAL))
        } else if s.is(at, Class::RELATIVE.and(Class::THAT)) {
            // `Users who hold keys must …`: the verb that binds is the first `must` or `shall` of the clause.
            s.find_word(at, at + 20, &["must", "shall"]).filter(|found| *found > at + 1)
        } else {
            None
        };
        match aside {
            Some(past) => at = past,
            None => break,
        }
    }
    at
}

/// `, at its own cost,`: past the second comma, where a verb follows it.
pub(crate) fn aside(s: &Sentence, at: usize) -> Option<usize> {
    let close = s.find(at + 1, at + ASIDE, Class::COMMA)?;
    let verb = past_adverbs(s, close + 1);
    let own_subject = s.find(at + 1, close, Class::MODAL).is_some();
    let binds =
        s.is(verb, FINITE) || matches!(s.word(verb), "bears" | "bear" | "assumes" | "waives" | "waive" | "answers");
    (binds && !own_subject).then_some(close + 1)
}

/// `and its Affiliates`, `or any third party`: past a second subject, where a verb follows it.
fn companion(s: &Sentence, at: usize) -> Option<usize> {
    let verb = s.find(at + 1, at + 9, FINITE.and(Class::COMMA).and(Class::PROVIDER))?;
    (verb > at + 1 && s.is(verb, FINITE) && !s.is(at + 1, FINITE)).then_some(verb)
}

pub(crate) fn participle(word: &str) -> bool {
    word.len() > 5 && (word.ends_with("ing") || word.ends_with("ed"))
}
