use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::words::{BOUND, Class, PARTY};
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

const ASIDE: usize = 24;

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
        "assume" | "assumes" | "bear" | "bears" => assuming(s, at),
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
    let timed = unless.is_some_and(|at| (at..at + 12).any(|at| crate::deadlines::counts(s, at)));
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
fn binds(kind: Kind, verb: usize, sure: u8) -> Predicate {
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
        } else if s.is(at, Class::RELATIVE) {
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
fn aside(s: &Sentence, at: usize) -> Option<usize> {
    let close = s.find(at + 1, at + ASIDE, Class::COMMA)?;
    let verb = past_adverbs(s, close + 1);
    let own_subject = s.find(at + 1, close, Class::MODAL).is_some();
    (s.is(verb, FINITE) && !own_subject).then_some(close + 1)
}

/// `and its Affiliates`, `or any third party`: past a second subject, where a verb follows it.
fn companion(s: &Sentence, at: usize) -> Option<usize> {
    let verb = s.find(at + 1, at + 9, FINITE.and(Class::COMMA).and(Class::PROVIDER))?;
    (verb > at + 1 && s.is(verb, FINITE) && !s.is(at + 1, FINITE)).then_some(verb)
}

pub(crate) fn participle(word: &str) -> bool {
    word.len() > 5 && (word.ends_with("ing") || word.ends_with("ed"))
}

fn modal(s: &Sentence, at: usize, subject: Subject) -> Predicate {
    let mut next = at + 1;
    let mut not = s.is(at, Class::NOT);
    let mut only = false;
    loop {
        let past = if s.is(next, Class::COMMA) { aside_in_verb(s, next) } else { next };
        if s.is(past, Class::NOT) || matches!(s.word(past), "no") && matches!(s.word(past + 1), "longer" | "way") {
            not = true;
            next = past + 1 + usize::from(s.word(past) == "no");
        } else if s.reads(past, &["at", "all", "times"]) || s.reads(past, &["in", "no", "event"]) {
            not |= s.word(past) == "in";
            next = past + 3;
        } else if s.is(past, Class::ADVERB.and(Class::MARK)) {
            only |= s.is(past, Class::ONLY);
            next = past + 1;
        } else {
            next = past;
            break;
        }
    }
    let not = not || subject.neither;
    let acts = match s.word(next) {
        "see" => matches!(s.word(next + 1), "to" | "that"),
        "get" => matches!(s.word(next + 1), "round" | "around" | "rid"),
        _ => false,
    };
    let access = s.word(next) == "keep" && s.find_word(next + 1, next + 3, &["access"]).is_some();
    let effect = access || s.is(next, Class::STATIVE) && !s.is(next, Class::MODAL) && !acts;
    match (s.word(at), s.word(next)) {
        ("must", "be") if s.is(next + 1, Class::ADVERB.and(Class::ALLOW)) && not => binds(Kind::MustNot, next, 70),
        ("must", _) if not || only => binds(Kind::MustNot, next, 95),
        ("must", _) => binds(Kind::Must, next, 95),
        ("should", _) if not => binds(Kind::MustNot, next, 60),
        ("should" | "would" | "could" | "might", _) => Predicate::Frees,
        ("will" | "shall", "remain") if !s.is(past_adverbs(s, next + 1), Class::ANSWER) => Predicate::Frees,
        ("may" | "can", "be") if s.is(past_adverbs(s, next + 1), Class::BIND) && !not => required(s, next),
        ("can", _) if subject.neither => Predicate::Frees,
        ("will" | "shall", "be") => match being(s, next + 1, Subject { neither: false, ..subject }) {
            Predicate::Binds { .. } if not => Predicate::Frees,
            read @ Predicate::Binds { .. } => read,
            _ if not && permitted(s, next + 1) => binds(Kind::MustNot, next, 80),
            _ => Predicate::Frees,
        },
        ("will" | "shall", "remain") if s.is(past_adverbs(s, next + 1), Class::ANSWER) && !not => {
            binds(Kind::Must, next, 85)
        }
        ("will" | "shall", "have" | "need") if !not && s.word(next + 1) == "to" => binds(Kind::Must, next + 2, 75),
        ("will" | "shall", "have") => having_modal(s, next, not, subject),
        ("will" | "shall", "continue") if s.word(next + 1) == "to" && !s.is(next + 2, Class::STATIVE) && !not => {
            binds(Kind::Must, next + 2, 80)
        }
        ("will" | "shall", "retain" | "hold" | "continue") if entitling(s, next + 1) => Predicate::Frees,
        ("will" | "shall", _) if effect => Predicate::Frees,
        ("will" | "shall" | "may" | "can", _)
            if subject.owned && !s.is(next, Class::BE) && !(subject.conduct && not) =>
        {
            conforming(s, next, not || only)
        }
        ("will" | "shall", _) if not || only => binds(Kind::MustNot, next, 90),
        ("will" | "shall", _) if s.word(next + 1) == "no" && !at_least(s, next + 2) => binds(Kind::MustNot, next, 75),
        ("will" | "shall", _) if restricted(s, next) => binds(Kind::MustNot, next, 75),
        ("will" | "shall", _) => binds(Kind::Must, next, 90),
        ("may" | "can", "be") if subject.owned && (not || only) => binds(Kind::MustNot, next, 70),
        ("may" | "can", _) if only && !not && s.find_word(next, next + 14, &["if"]).is_some() => {
            binds(Kind::Condition, next, 75)
        }
        ("may" | "can", _) if (not || only) && !effect => binds(Kind::MustNot, next, 90),
        ("may" | "can", "have") if subject.neither => having_modal(s, next, true, subject),
        ("may" | "can", _) if !effect && limited(s, next) => binds(if_only(s, next), next, 75),
        (word, "be") if word.ends_with("n't") || word == "cannot" => Predicate::Frees,
        (word, _) if not && !effect && (word == "cannot" || word.ends_with("n't")) => binds(Kind::MustNot, next, 85),
        _ => Predicate::Frees,
    }
}

/// `no fewer than two`, `no later than Monday` set a measure and forbid nothing.
fn at_least(s: &Sentence, at: usize) -> bool {
    matches!(s.word(at), "fewer" | "less" | "later" | "earlier" | "longer")
}

/// `shall use the marks only as shown`, `will access it for tests only`: what else it is used for is forbidden.
fn restricted(s: &Sentence, verb: usize) -> bool {
    let uses = matches!(s.word(verb), "use" | "access" | "bring" | "exercise" | "process");
    // `shall use it only for tests and pay for it` asks for more than restraint.
    let more = (verb + 1..s.len().min(verb + 40)).any(|at| s.is(at, Class::AND) && s.is(past_adverbs(s, at + 1), Class::ACT));
    let listed = s.find(verb, s.len().min(verb + 40), Class::MARK).is_some() || s.is(verb.wrapping_sub(1), Class::MARK);
    let last =
        s.find(verb, verb + 14, Class::ONLY).is_some_and(|only| s.is(only + 1, Class::STOP) || only + 1 == s.len());
    uses && !listed && !more && (last || limited(s, verb))
}

/// `will, at its own cost, do`: past the second comma.
fn aside_in_verb(s: &Sentence, at: usize) -> usize {
    s.find(at + 1, at + ASIDE, Class::COMMA)
        .filter(|close| s.find(at + 1, *close, Class::MODAL.and(Class::BE)).is_none())
        .map_or(at, |close| close + 1)
}

/// `may be required to …`: a condition where the sentence says for what, else only a warning.
fn required(s: &Sentence, be: usize) -> Predicate {
    let gain = s.find_word(be, s.len(), &["order", "before", "prior"]).is_some();
    if gain { binds(Kind::Condition, be + 3, 60) } else { Predicate::Frees }
}

/// `authorized to`, `permitted to`: where `not` stands before, a prohibition.
fn permitted(s: &Sentence, at: usize) -> bool {
    let at = past_adverbs(s, at);
    s.is(at, Class::ALLOW) && matches!(s.word(at + 1), "to" | "under" | "in" | "by")
}

/// What follows `is`, `are`, `remains`, `be`.
fn being(s: &Sentence, at: usize, subject: Subject) -> Predicate {
    // `are, and shall remain, responsible`
    let aside = if s.is(at, Class::COMMA) { s.find(at + 1, at + 9, Class::COMMA) } else { None };
    let at = aside.map_or(at, |close| close + 1);
    let not = s.is(at, Class::NOT) || s.is(past_adverbs(s, at), Class::NOT);
    let mut next = past_adverbs(s, at);
    if s.is(next, Class::NOT) {
        next = past_adverbs(s, next + 1);
    }
    let word = s.word(next);
    let liable = matches!(word, "liable") && (not || subject.neither || subject.owned);
    if s.is(next, Class::ANSWER) && !subject.owned {
        let open = s.is(next + 1, Class::COLON.and(Class::COMMA).and(Class::MARK).and(Class::AND));
        let for_it = matches!(s.word(next + 1), "for" | "to" | "under") || s.is(next + 1, Class::PREP) || open;
        return if not || liable || subject.neither || !for_it {
            Predicate::Frees
        } else {
            binds(Kind::Must, next, if word == "responsible" { 90 } else { 65 })
        };
    }
    let charge = s.reads(next, &["in", "charge", "of"]) || s.reads(next, &["on", "the", "hook", "for"]);
    if charge && !not && !subject.neither && !subject.owned {
        return binds(Kind::Must, next, 75);
    }
    if s.is(next, Class::BIND) && s.word(next + 1) == "to" {
        return if not { Predicate::Frees } else { binds(Kind::Must, next + 2, 85) };
    }
    if s.is(next, Class::BAN) && s.word(next + 1) == "from" && !not {
        return binds(Kind::MustNot, next, 85);
    }
    if (not || subject.neither) && permitted(s, next) {
        return binds(Kind::MustNot, next, 80);
    }
    if (not || subject.neither) && !subject.owned && unlisted(s, next) {
        return binds(Kind::Warrant, next, 65);
    }
    if matches!(word, "representing" | "warranting") {
        return binds(Kind::Warrant, next, 75);
    }
    Predicate::Frees
}

/// `is not located in an embargoed country`, `is … on any sanctions list`: how a party says it stands to the law.
fn unlisted(s: &Sentence, at: usize) -> bool {
    let state =
        ["located", "listed", "identified", "named", "on", "designated", "organized", "organised", "resident", "owned"];
    let law = ["sanctions", "sanctioned", "sanction", "embargo", "embargoes", "embargoed", "denied", "blocked"];
    s.find_word(at, at + 12, &state).is_some() && s.find_word(at, at + 60, &law).is_some()
}

/// `have the right`, `have 30 days to`, `have no right to`, `have the obligation to`.
fn having(s: &Sentence, at: usize) -> Predicate {
    let near = at + 6;
    let to = s.word(at) == "to";
    if to && !s.is(at + 1, Class::STATIVE) {
        return binds(Kind::Must, at + 1, 70);
    }
    if s.word(at) == "no" && matches!(s.word(at + 1), "right" | "authority" | "power") && s.word(at + 2) == "to" {
        return binds(Kind::MustNot, at + 3, 75);
    }
    if s.is(at, Class::NUMBER) || crate::deadlines::in_letters(s.word(at)).is_some() {
        let to = s.find_word(at, at + 24, &["to"]);
        return to.map_or(Predicate::Frees, |to| binds(Kind::Condition, to + 1, 70));
    }
    let duty = s.find_word(at, near, &["obligation", "responsibility", "duty"]);
    let no = s.word(at) == "no";
    match duty {
        Some(duty) if !no && matches!(s.word(duty + 1), "to" | "for") => binds(Kind::Must, duty + 2, 75),
        _ => Predicate::Frees,
    }
}

/// `neither party shall have the power to`, `shall have the obligation to`.
fn having_modal(s: &Sentence, have: usize, not: bool, subject: Subject) -> Predicate {
    let power = s.find_word(have + 1, have + 5, &["power", "right", "authority"]);
    if let Some(power) = power.filter(|power| !not && s.word(have + 1) == "no" && s.word(power + 1) == "to") {
        return binds(Kind::MustNot, power + 2, 75);
    }
    match (power, not) {
        (Some(power), true) if subject.neither => binds(Kind::MustNot, power + 2, 75),
        (None, false) => match having(s, have + 1) {
            read @ Predicate::Binds { kind: Kind::Must, .. } => read,
            _ => Predicate::Frees,
        },
        _ => Predicate::Frees,
    }
}

fn assuming(s: &Sentence, at: usize) -> Predicate {
    let what = s.find_word(at + 1, at + 7, &["responsibility", "responsibilities", "cost", "costs", "expense"]);
    what.map_or(Predicate::Frees, |what| binds(Kind::Must, what, 65))
}

/// `retain all right, title and interest`, `continue to …`.
fn entitling(s: &Sentence, at: usize) -> bool {
    let owned = s.find_word(at, at + 6, &["right", "rights", "title", "ownership", "interest"]).is_some();
    owned || s.word_before(at, 1) != "hold" && s.find_word(at, at + 6, &["to", "in"]).is_some()
}

/// What a thing of the customer's can be made to do: keep to rules. All else is an effect.
fn conforming(s: &Sentence, at: usize, not: bool) -> Predicate {
    let keeps = matches!(s.word(at), "comply" | "conform" | "adhere" | "meet" | "satisfy");
    if not && (keeps || s.is(at, Class::CONTENT) || s.word(at) == "include") {
        binds(Kind::MustNot, at, 80)
    } else if keeps && matches!(s.word_before(at, 1), "will" | "shall") {
        binds(Kind::Must, at, 80)
    } else {
        Predicate::Frees
    }
}

/// `may use the code only in connection with …`: a permission that is limited is a prohibition of the rest.
pub(crate) fn limited(s: &Sentence, verb: usize) -> bool {
    let stop = Class::SEMICOLON.and(Class::STOP).and(Class::COLON).and(Class::COND);
    // The parts of a list inside the sentence share its permission.
    let listed = |at: &usize| s.is(*at, Class::SEMICOLON) && (s.is(at + 1, Class::MARK) || s.is(at + 2, Class::MARK));
    let ends = |at: &usize| s.is(*at, stop) && !listed(at);
    let end = (verb..s.len().min(verb + 40)).find(ends).unwrap_or(verb + 40);
    let mut from = verb + 1;
    while let Some(only) = s.find(from, end, Class::ONLY) {
        let next = s.at(only + 1);
        let cause =
            next.is(Class::PREP.and(Class::COND)) || matches!(s.word(only + 1), "one" | "those" | "such" | "the");
        if (cause || s.is(only + 1, Class::DET.and(Class::NUMBER))) && s.word_before(only, 1) != "not" {
            return true;
        }
        from = only + 1;
    }
    false
}

/// `may do so, but only if …` and `…, provided that Customer …` tell a condition of the permission; any other limit
/// forbids the rest.
fn if_only(s: &Sentence, verb: usize) -> Kind {
    let stop = Class::SEMICOLON.and(Class::STOP).and(Class::COLON);
    let first = s.find(verb + 1, verb + 40, Class::ONLY.and(stop));
    let limits = (verb + 1..s.len().min(verb + 40)).find(|at| s.is(*at, Class::ONLY) && s.word(at + 1) == "if");
    let proviso = s.find_word(verb, s.len().min(verb + 60), &["provided"]).filter(|at| s.is(at - 1, Class::COMMA));
    let theirs = proviso.is_some_and(|at| {
        (at + 1..at + 4).any(|at| s.is(at, BOUND) && !s.is(at, Class::OWNS) || s.is(at, Class::PRONOUN))
    });
    if limits.is_some() && first == limits || theirs { Kind::Condition } else { Kind::MustNot }
}

/// What follows `agrees`, `covenants`, `undertakes`.
fn agreeing(s: &Sentence, at: usize) -> Predicate {
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
