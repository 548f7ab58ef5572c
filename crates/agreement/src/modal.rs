use crate::copula::{being, having, permitted};
use crate::predicate::{ASIDE, Predicate, Subject, binds, past_adverbs};
use crate::sentence::Sentence;
use crate::words::{BOUND, Class};
use onus_terms::Kind;

pub(crate) fn modal(s: &Sentence, at: usize, subject: Subject) -> Predicate {
    let mut next = at + 1;
    let mut not = s.is(at, Class::NOT);
    let mut only = false;
    loop {
        let past = if s.is(next, Class::COMMA) { aside_in_verb(s, next) } else { next };
        if s.is(past, Class::NOT) || matches!(s.word(past), "no") && matches!(s.word(past + 1), "longer" | "way") {
            not = true;
            next = past + 1 + usize::from(s.word(past) == "no");
        } else if s.word(past) == "neither" {
            not = true;
            next = past + 1;
        } else if s.reads(past, &["at", "all", "times"])
            || s.reads(past, &["at", "no", "time"])
            || s.reads(past, &["in", "no", "event"])
        {
            not |= s.word(past + 1) == "no";
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
pub(crate) fn restricted(s: &Sentence, verb: usize) -> bool {
    let uses = matches!(s.word(verb), "use" | "access" | "bring" | "exercise" | "process");
    // `shall use it only for tests and pay for it` asks for more than restraint.
    let more =
        (verb + 1..s.len().min(verb + 40)).any(|at| s.is(at, Class::AND) && s.is(past_adverbs(s, at + 1), Class::ACT));
    let listed = s.find(verb, s.len().min(verb + 40), Class::MARK).is_some() || s.is(verb.wrapping_sub(1), Class::MARK);
    let last =
        s.find(verb, verb + 14, Class::ONLY).is_some_and(|only| s.is(only + 1, Class::STOP) || only + 1 == s.len());
    uses && !listed && !more && (last || limited(s, verb))
}

/// `will, at its own cost, do`: past the second comma.
pub(crate) fn aside_in_verb(s: &Sentence, at: usize) -> usize {
    s.find(at + 1, at + ASIDE, Class::COMMA)
        .filter(|close| s.find(at + 1, *close, Class::MODAL.and(Class::BE)).is_none())
        .map_or(at, |close| close + 1)
}

/// `may be required to …`: a condition where the sentence says for what, else only a warning.
fn required(s: &Sentence, be: usize) -> Predicate {
    let gain = s.find_word(be, s.len(), &["order", "before", "prior"]).is_some();
    if gain { binds(Kind::Condition, be + 3, 60) } else { Predicate::Frees }
}

/// `neither party shall have the power to`, `shall have the obligation to`.
pub(crate) fn having_modal(s: &Sentence, have: usize, not: bool, subject: Subject) -> Predicate {
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
