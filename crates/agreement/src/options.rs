use crate::active::{Verdict, party_of};
use crate::conditions::met;
use crate::predicate::past_adverbs;
use crate::sentence::Sentence;
use crate::words::{BOUND, Class, PARTY};

const MEANS: [&str; 6] = ["by", "upon", "with", "via", "on", "through"];

/// `Customer may terminate upon 30 days' notice`, `may reject the change by writing to us`: the right takes an act.
pub(crate) fn by_notice(s: &Sentence, at: usize) -> Option<Verdict> {
    let owner = match s.word(at) {
        "may" | "can" => nearest_subject(s, at, 8)?,
        _ => nearest_subject(s, at, 14)?,
    };
    let party = party_of(owner)?;
    if s.is(past_adverbs(s, at + 1), Class::NOT.and(Class::BE)) {
        return None;
    }
    let stop = Class::SEMICOLON.and(Class::STOP).and(Class::COND);
    let end = s.find(at, at + 60, stop).unwrap_or(at + 60);
    let verb = past_adverbs(s, at + 1 + usize::from(s.word(at + 1) == "to"));
    let verb = if s.is(verb, Class::COMMA) {
        s.find(verb + 1, verb + 12, Class::COMMA).map_or(verb, |close| close + 1)
    } else {
        verb
    };
    let ends = s.is(verb, Class::ENDS) || s.find_word(verb, verb + 6, &["terminate"]).is_some();
    let mut fronted = (0..at.min(30)).filter(|at| MEANS.contains(&s.word(*at)));
    if ends && fronted.any(|means| noticed(s, means, at)) {
        return met(party, verb, 70);
    }
    let mut from = at + 1;
    while let Some(means) = s.find_word(from, end, &MEANS) {
        from = means + 1;
        let act = past_adverbs(s, means + 1);
        let gives = s.is(act, Class::ACT) && s.word(act).ends_with("ing") || s.word(act) == "writing";
        let form = ["letter", "form", "email", "e-mail", "ticket", "writing", "fax"];
        let sent = s.find_word(means + 1, (means + 6).min(end), &form).is_some();
        if (gives || sent) && ends || noticed(s, means, end) {
            return met(party, verb, 75);
        }
    }
    let ifs = (verb..s.len().min(verb + 80)).filter(|at| s.word(*at) == "if");
    let mut givers =
        ifs.filter_map(|at| s.find(at, at + 4, BOUND)).filter(|at| !s.is(*at, Class::OWNS) && s.is(at + 1, Class::ACT));
    if let Some(giver) = givers.find(|at| s.find_word(*at, at + 14, &["notice", "notification"]).is_some()) {
        return met(party, giver + 1, 65);
    }
    let timed = |at: &usize| {
        s.word(*at) == "within" && crate::lengths::counts(s, at + 1)
            || s.word(*at) == "up" && s.word(at + 1) == "to" && crate::lengths::counts(s, at + 2)
    };
    let limit = (verb..end.min(s.len())).find(timed);
    limit.filter(|_| ends).and_then(|_| met(party, verb, 65))
}

/// `upon 30 days' prior written notice`: a notice that takes time.
fn noticed(s: &Sentence, means: usize, end: usize) -> bool {
    let Some(notice) = s.find_word(means + 1, end.min(means + 15), &["notice", "notification", "notices"]) else {
        return false;
    };
    let after = matches!(s.word(notice + 1), "served" | "given" | "to" | "sent" | "not" | "at" | "no");
    let last = if after { notice + 16 } else { notice };
    let timed = (means + 1..last).any(|at| crate::lengths::counts(s, at));
    let other = s.find(means + 1, notice, Class::MODAL.and(Class::SEMICOLON)).is_some();
    timed && !other && (s.word(means) != "on" || crate::lengths::counts(s, means + 1))
}

/// The party's name right before a verb, over a few words.
fn nearest_subject(s: &Sentence, at: usize, reach: usize) -> Option<crate::tokens::Token> {
    let mut back = 1;
    while back <= reach.min(at) {
        let token = s.before(at, back);
        if token.is(Class::STOP.and(Class::SEMICOLON)) {
            return None;
        }
        if token.is(PARTY) && !token.is(Class::OWNS) {
            return Some(token);
        }
        back += 1;
    }
    None
}

/// `will renew unless either party notifies …`: an effect that an act prevents.
pub(crate) fn unless(s: &Sentence, at: usize) -> Option<Verdict> {
    let end = s.find(at + 1, at + 40, Class::SEMICOLON.and(Class::STOP)).unwrap_or(at + 40);
    let main = if at < 3 { (at, s.len().min(at + 60)) } else { (at.saturating_sub(120), at) };
    let mut from = at + 1;
    while let Some(subject) = s.find(from, end, BOUND) {
        let verb = past_adverbs(s, subject + 1);
        let verb = if s.is(verb, Class::NOT) || s.word(verb) == "does" { past_adverbs(s, verb + 1) } else { verb };
        let verb = if s.is(verb, Class::NOT) { past_adverbs(s, verb + 1) } else { verb };
        if !s.is(subject, Class::OWNS) && s.is(verb, Class::ACT) {
            s.find(main.0, main.1, Class::PREVENTED)?;
            return met(party_of(s.at(subject))?, verb, 75);
        }
        from = subject + 1;
    }
    None
}

/// `counts as approved if Customer does not object in time`.
pub(crate) fn refuses_not(s: &Sentence, at: usize) -> bool {
    let not = s.find(at + 1, at + 8, Class::NOT);
    not.is_some_and(|not| s.find(at + 1, not, BOUND).is_some())
}

/// `renews unless terminated by either party with three months' notice`, `… if it is not cancelled by Customer a month
/// before its end`, `… save denunciation by the Client`.
pub(crate) fn unless_ended(s: &Sentence, at: usize) -> Option<Verdict> {
    let negated = s.word(at) != "if" || s.find(at + 1, at + 6, Class::NOT).is_some();
    let renews = s.find(at.saturating_sub(60), at, Class::PREVENTED).is_some();
    let by = s.find_word(at + 1, at + 10, &["by"]).filter(|_| negated && renews)?;
    let who = s.find(by + 1, by + 6, PARTY).filter(|at| s.is(*at, BOUND) && !s.is(*at, Class::OWNS))?;
    let timed = (who..s.len().min(who + 24)).any(|at| crate::lengths::counts(s, at));
    timed.then(|| met(party_of(s.at(who))?, by, 65)).flatten()
}
