//! What a sentence lets happen: which consequences it states, who may act, and which words say what brings them.

use super::trigger::Read;
use super::vocabulary::{Mark, Sense};
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Actor, ConsequenceKind};
use std::ops::Range;

/// A consequence that a sentence states.
#[derive(Clone, Debug)]
pub(super) struct Effect {
    pub(super) kind: ConsequenceKind,
    pub(super) actor: Actor,
    /// The token that says it.
    pub(super) at: usize,
    /// The tokens that say what brings it.
    pub(super) trigger: Range<usize>,
}

const OF_DEEDS: Sense = Sense::SUSPENSION.and(Sense::TERMINATION).and(Sense::REMOVAL);
const NOUNS: Sense = Sense::SUSPENSION_NOUN.and(Sense::TERMINATION_NOUN).and(Sense::REMOVAL_NOUN);

/// The consequences that a sentence states, each kind once. Items of a list take their actor from the lead-in.
pub(super) fn effects(read: &Read, given: Option<Actor>) -> Vec<Effect> {
    let mut effects: Vec<Effect> = Vec::new();
    let mut tries = 0;
    for mark in read.marks {
        for (_, find) in FINDERS.iter().filter(|(sense, _)| mark.sense.is(*sense)) {
            tries += 1;
            let found = find(read, mark, given);
            effects.extend(found.filter(|found| effects.iter().all(|other| other.kind != found.kind)));
        }
        if tries > MOST_TRIES {
            break;
        }
    }
    effects
}

/// Each try looks through the sentence; a hostile one has no end of marks.
const MOST_TRIES: usize = 60;

type Finder = fn(&Read, &Mark, Option<Actor>) -> Option<Effect>;
const FINDERS: [(Sense, Finder); 8] = [
    (OF_DEEDS, deed),
    (NOUNS, noun),
    (Sense::INDEMNITY, indemnity),
    (Sense::FEES, fees),
    (Sense::LOST, lost),
    (Sense::CAP, uncapped),
    (Sense::EXCEPTED, excepted),
    (Sense::INJUNCTION, injunction),
];

/// The kind of a deed or its noun.
fn kind(sense: Sense) -> ConsequenceKind {
    if sense.is(Sense::SUSPENSION.and(Sense::SUSPENSION_NOUN)) {
        ConsequenceKind::Suspension
    } else if sense.is(Sense::TERMINATION.and(Sense::TERMINATION_NOUN)) {
        ConsequenceKind::Termination
    } else {
        ConsequenceKind::ContentRemoval
    }
}

/// `Provider may suspend the account`, `access may be blocked`, `this licence will end`.
fn deed(read: &Read, mark: &Mark, given: Option<Actor>) -> Option<Effect> {
    let s = &read.s;
    let at = mark.at;
    let denied = (1..=4).any(|back| {
        s.before(at, back).is(Class::NOT)
            || matches!(
                s.word_before(at, back),
                "without" | "avoid" | "no" | "never" | "prevent" | "before" | "cannot" | "from" | "until" | "after"
            )
    });
    // `End User` ends nothing.
    if denied || s.is(at, PARTY) {
        return None;
    }
    let mut kind = kind(mark.sense);
    let passive = (1..=3).any(|back| s.before(at, back).is(Class::BE));
    // The object ends where somebody does something else.
    let end = s.find(mark.to, mark.to + 14, Class::MODAL.and(Class::SEMICOLON)).unwrap_or(mark.to + 14);
    let object = if passive { at.saturating_sub(14)..at } else { mark.to..end };
    let held = if kind == ConsequenceKind::Termination { Sense::ACCESS.and(Sense::DEAL) } else { Sense::ACCESS };
    let on_access = read.within(&object, held).next().is_some();
    let on_content = read.within(&object, Sense::CONTENT).next().is_some();
    let (actor, begins) = if passive {
        (passive_actor(read, at)?, at)
    } else {
        match actor(read, at) {
            Some(found) => found?,
            None if given.is_some() && at <= 3 => (given?, at),
            None => (of_itself(read, at)?, at),
        }
    };
    let own = actor == Actor::Automatic && !passive;
    match kind {
        ConsequenceKind::ContentRemoval if !on_content && !own => return None,
        ConsequenceKind::ContentRemoval => {}
        // What is blocked is content, and no access.
        _ if !on_access && on_content && !own => kind = ConsequenceKind::ContentRemoval,
        _ if !on_access && !own && !read.s.is(mark.to, BOUND.and(Class::AND)) => return None,
        _ => {}
    }
    // An item of a list has what brings it in the lead-in.
    let trigger = brought(read, begins, mark.to).or(given.map(|_| at..at))?;
    Some(Effect { kind, actor, at, trigger })
}

/// Who does an active deed, and where the name stands. `Some(None)` where it is the customer, who may not be meant.
fn actor(read: &Read, at: usize) -> Option<Option<(Actor, usize)>> {
    let s = &read.s;
    let floor = at.saturating_sub(80);
    let stops = Class::SEMICOLON.and(Class::STOP);
    let mut forced = false;
    for place in (floor..at).rev() {
        let token = s.at(place);
        if token.is(stops) {
            return None;
        }
        forced |= token.is(Class::MODAL)
            || matches!(s.word(place), "right" | "entitled" | "reserves" | "reserve" | "option" | "elect");
        if token.is(PARTY) && !token.is(Class::OWNS) && forced {
            let object = s.word_before(place, 1) == "notify"
                || s.before(place, 1).is(Class::PREP)
                    && !s.is(place + 1, Class::MODAL.and(Class::HAVE).and(Class::COMMA));
            if object {
                continue;
            }
            let who = if token.is(Class::MUTUAL) {
                Some(Actor::Either)
            } else if token.is(Class::PROVIDER) {
                Some(Actor::Provider)
            } else {
                None
            };
            return Some(who.map(|who| (who, place)));
        }
    }
    None
}

/// Who does what is done: the provider, where nobody is named and it may or will be done.
fn passive_actor(read: &Read, at: usize) -> Option<Actor> {
    let s = &read.s;
    let modal = (1..=6)
        .any(|back| s.before(at, back).is(Class::MODAL) && !matches!(s.word_before(at, back), "must" | "should"));
    let by = s.find_word(at + 1, at + 8, &["by"]).map(|by| s.at(by + 1));
    let customer = by.is_some_and(|by| by.is(BOUND) && !by.is(Class::MUTUAL.and(Class::OWNS)));
    (modal && !customer).then_some(if by.is_some_and(|by| by.is(Class::MUTUAL)) {
        Actor::Either
    } else {
        Actor::Provider
    })
}

/// `this licence will end`: nobody has to act.
fn of_itself(read: &Read, at: usize) -> Option<Actor> {
    let modal = (1..=3).any(|back| read.s.before(at, back).is(Class::MODAL));
    let subject = read.within(&(at.saturating_sub(14)..at), Sense::ACCESS.and(Sense::DEAL)).next().is_some();
    (modal && subject).then_some(Actor::Automatic)
}

/// `… may result in suspension`.
fn noun(read: &Read, mark: &Mark, _: Option<Actor>) -> Option<Effect> {
    let result = read.last_before(mark.at, 12, Sense::RESULT)?;
    let stopped = read.s.find(result.to, mark.at, Class::SEMICOLON.and(Class::STOP)).is_some();
    let customer = read.s.find(mark.to, mark.to + 4, Class::CUSTOMER).is_some()
        && read.s.find_word(mark.to, mark.to + 3, &["by"]).is_some();
    // `The grounds for suspension have been removed` says of no ground that it is one.
    let ground = matches!(read.s.word(result.at), "grounds" | "ground" | "cause" | "reason");
    let is_one = (1..=5).any(|back| {
        let before = read.s.before(result.at, back);
        before.is(Class::BE.and(Class::MODAL)) || read.s.word_before(result.at, back).starts_with("constitut")
    });
    if stopped || customer || ground && !is_one {
        return None;
    }
    Some(Effect {
        kind: kind(mark.sense),
        actor: Actor::Provider,
        at: mark.at,
        trigger: brought(read, result.at, mark.to)?,
    })
}

/// What brings a deed: the words after an opener behind it, or those before it. Nothing where the sentence says none.
fn brought(read: &Read, begins: usize, past: usize) -> Option<Range<usize>> {
    let all = 0..read.s.len();
    let behind = past..all.end;
    let before = 0..begins;
    let fails = |range: &Range<usize>| !read.failures(range).is_empty();
    let opened = |range: &Range<usize>| read.within(range, Sense::OPENER).next().map(|mark| mark.at..range.end);
    if let Some(range) = opened(&behind).filter(fails) {
        return Some(range);
    }
    if fails(&before) {
        return Some(opened(&before).filter(fails).unwrap_or(before));
    }
    if fails(&behind) {
        return Some(behind);
    }
    // A defined event, or a deed of the customer, may still lead to a duty.
    let told =
        |range: &Range<usize>| read.deed(range) || read.s.find(range.start + 1, range.end, Class::CAPITAL).is_some();
    opened(&before).filter(told).or_else(|| opened(&behind).filter(told))
}

/// `Customer will indemnify Provider against claims arising from …`.
fn indemnity(read: &Read, mark: &Mark, given: Option<Actor>) -> Option<Effect> {
    let s = &read.s;
    let at = mark.at;
    if s.word(at).starts_with("indemnif") && s.word(at).ends_with("tion")
        || (1..=3).any(|back| s.before(at, back).is(Class::NOT))
    {
        return None;
    }
    let floor = at.saturating_sub(40);
    let found = (floor..at)
        .rev()
        .find(|place| s.is(*place, PARTY) && !s.is(*place, Class::OWNS) && !s.word(*place).starts_with("indemnif"));
    let who = match found {
        Some(place) => {
            let bound =
                s.find(place + 1, at, Class::MODAL.and(Class::AGREE)).is_some() || s.is(place + 1, Class::AGREE);
            let token = s.at(place);
            let role = s.word(place) == "party" && s.word_before(place, 1).starts_with("indemn");
            match () {
                () if !bound || role => return None,
                () if token.is(Class::MUTUAL) => Actor::Either,
                () if token.is(Class::CUSTOMER.and(Class::USERS)) => Actor::Provider,
                () => return None,
            }
        }
        None => given.filter(|_| at <= 2)?,
    };
    // `Customer will defend itself` and `notify Provider, which may defend` are no indemnities.
    let behind = mark.to..s.len();
    let cause = read.within(&behind, Sense::CAUSE).next().map_or(mark.to, |cause| cause.at);
    Some(Effect { kind: ConsequenceKind::Indemnity, actor: who, at, trigger: cause..s.len() })
}

/// `late payments bear interest`, `a late fee of …`.
fn fees(read: &Read, mark: &Mark, _: Option<Actor>) -> Option<Effect> {
    let s = &read.s;
    let interest = s.word(mark.at) == "interest";
    let share = (1..=3).any(|back| {
        matches!(
            s.word_before(mark.at, back),
            "title" | "ownership" | "conflict" | "best" | "legitimate" | "public" | "security"
        )
    }) || matches!(s.word(mark.to), "in" | "of");
    let all = 0..s.len();
    let late = read.within(&all, Sense::LATE).next().is_some();
    if interest && (share || !late) {
        return None;
    }
    let plain = s.plain(mark.at, mark.to);
    if !late && !plain.starts_with("late") && read.failures(&all).is_empty() {
        return None;
    }
    // The provider's own lateness costs the provider.
    let payer = (0..mark.at).rev().find(|at| s.is(*at, PARTY) && s.is(at + 1, Class::MODAL));
    let theirs =
        payer.is_some_and(|at| s.is(at, Class::PROVIDER) && s.find_word(at, mark.at, &["pay", "credit"]).is_some());
    let charges = payer.is_some_and(|at| s.is(at, Class::PROVIDER));
    let actor = if charges { Actor::Provider } else { Actor::Automatic };
    (!theirs).then_some(Effect { kind: ConsequenceKind::Fees, actor, at: mark.at, trigger: all })
}

/// `the warranty does not apply to faults that misuse brings`, `you will forfeit the credit if …`.
fn lost(read: &Read, mark: &Mark, _: Option<Actor>) -> Option<Effect> {
    let s = &read.s;
    let around = mark.at.saturating_sub(16)..mark.to + 12;
    let remedy = read.within(&around, Sense::REMEDY).next().is_some();
    if !remedy && !mark.sense.is(Sense::LOST_PLAINLY) || read.within(&around, Sense::CAP).next().is_some() {
        return None;
    }
    let nearest = (mark.at.saturating_sub(20)..mark.at).rev().find(|at| s.is(*at, PARTY) && !s.is(*at, Class::OWNS));
    let waives = s.word(mark.at).starts_with("waive") && nearest.is_none_or(|at| s.is(at, Class::PROVIDER));
    let customer_free =
        s.word(mark.at) == "no" && nearest.is_some_and(|at| s.is(at, Class::CUSTOMER) && !s.is(at, Class::PROVIDER));
    if waives || customer_free {
        return None;
    }
    let trigger = brought(read, mark.at, mark.to).filter(|range| !read.failures(range).is_empty())?;
    // What merely follows in the same sentence does not bring the loss.
    if trigger.start >= mark.to && read.within(&(trigger.start..trigger.start + 1), Sense::OPENER).next().is_none() {
        return None;
    }
    Some(Effect { kind: ConsequenceKind::LostRemedy, actor: Actor::Automatic, at: mark.at, trigger })
}

/// `the limits of liability do not apply to …`.
fn uncapped(read: &Read, mark: &Mark, _: Option<Actor>) -> Option<Effect> {
    let behind = mark.to..(mark.to + 60).min(read.s.len());
    let lifted = read.within(&behind, Sense::UNCAPPED).next()?;
    let to = read.s.find_word(lifted.to, lifted.to + 4, &["to", "for", "in"])?;
    Some(Effect {
        kind: ConsequenceKind::UncappedLiability,
        actor: Actor::Automatic,
        at: mark.at,
        trigger: to..read.s.len(),
    })
}

/// `except for …, neither party's liability will exceed …`.
fn excepted(read: &Read, mark: &Mark, _: Option<Actor>) -> Option<Effect> {
    let s = &read.s;
    let stated = read.within(&(0..s.len()), Sense::CAP_STATED).next()?;
    let capped = s.find_word(0, s.len(), &["exceed", "limited", "event", "neither"])?;
    // `Neither party is liable for delay` caps nothing.
    s.find_word(0, s.len(), &["damages", "indirect", "consequential", "exceed", "aggregate", "cumulative"])?;
    let end = if mark.at < stated.at {
        s.find_word(mark.to, s.len(), &["no", "neither", "in"])
            .filter(|at| *at <= capped.max(stated.at) && *at > mark.to + 2)
            .unwrap_or(stated.at)
    } else {
        s.len()
    };
    Some(Effect {
        kind: ConsequenceKind::UncappedLiability,
        actor: Actor::Automatic,
        at: mark.at,
        trigger: mark.to..end,
    })
}

/// `a breach would cause irreparable harm`.
fn injunction(read: &Read, mark: &Mark, _: Option<Actor>) -> Option<Effect> {
    let all = 0..read.s.len();
    let asked = ["entitled", "seek", "obtain", "irreparable", "apply"];
    if read.failures(&all).is_empty() || read.s.find_word(0, all.end, &asked).is_none() {
        return None;
    }
    Some(Effect { kind: ConsequenceKind::Injunction, actor: Actor::Either, at: mark.at, trigger: all })
}

/// What a lead-in without a trigger of its own lets happen: `We may suspend your access if:`.
pub(super) fn announced(read: &Read) -> Option<(ConsequenceKind, Actor)> {
    let all = 0..read.s.len();
    let deeds = read.within(&all, OF_DEEDS).take(MOST_TRIES);
    let mut found = deeds.filter_map(|mark| {
        let object = mark.to..mark.to + 14;
        let sense = if kind(mark.sense) == ConsequenceKind::ContentRemoval {
            Sense::CONTENT
        } else {
            Sense::ACCESS.and(Sense::DEAL)
        };
        read.within(&object, sense).next()?;
        let (actor, _) = actor(read, mark.at)??;
        Some((kind(mark.sense), actor))
    });
    found.next()
}
