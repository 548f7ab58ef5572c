use crate::predicate::{Predicate, Subject, binds, past_adverbs};
use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::Kind;

/// `authorized to`, `permitted to`: where `not` stands before, a prohibition.
pub(crate) fn permitted(s: &Sentence, at: usize) -> bool {
    let at = past_adverbs(s, at);
    s.is(at, Class::ALLOW) && matches!(s.word(at + 1), "to" | "under" | "in" | "by")
}

/// What follows `is`, `are`, `remains`, `be`.
pub(crate) fn being(s: &Sentence, at: usize, subject: Subject) -> Predicate {
    // `are, and shall remain, responsible`
    let aside = if s.is(at, Class::COMMA) { s.find(at + 1, at + 9, Class::COMMA) } else { None };
    let at = aside.map_or(at, |close| close + 1);
    let not = s.is(at, Class::NOT) || s.is(past_adverbs(s, at), Class::NOT) || s.before(at, 1).is(Class::NOT);
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
    // `Customer is to provide`
    let deed = past_adverbs(s, next + 1);
    if s.word(next) == "to"
        && !subject.owned
        && s.is(deed, Class::WORD)
        && !s.is(deed, Class::BE.and(Class::DET).and(Class::HAVE))
    {
        return binds(if not || subject.neither { Kind::MustNot } else { Kind::Must }, deed, 70);
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
pub(crate) fn having(s: &Sentence, at: usize) -> Predicate {
    let near = at + 6;
    let to = s.word(at) == "to";
    if to && !s.is(at + 1, Class::STATIVE) {
        return binds(Kind::Must, at + 1, 70);
    }
    if s.word(at) == "no" && matches!(s.word(at + 1), "right" | "authority" | "power") && s.word(at + 2) == "to" {
        return binds(Kind::MustNot, at + 3, 75);
    }
    if s.is(at, Class::NUMBER) || crate::lengths::in_letters(s.word(at)).is_some() {
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

pub(crate) fn assuming(s: &Sentence, at: usize) -> Predicate {
    let what = s.find_word(
        at + 1,
        at + 7,
        &["responsibility", "risk", "risks", "responsibilities", "cost", "costs", "expense"],
    );
    what.map_or(Predicate::Frees, |what| binds(Kind::Must, what, 65))
}
