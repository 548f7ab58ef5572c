//! What somebody may do to what the customer holds: suspend, terminate, take down.

use super::effects::{Effect, OF_DEEDS};
use super::trigger::Read;
use super::vocabulary::{Mark, Sense};
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Actor, ConsequenceKind};
use std::ops::Range;

/// More deeds than a lead-in names.
const MOST_DEEDS: usize = 24;

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
pub(super) fn deed(read: &Read, mark: &Mark, given: Option<Actor>) -> Option<Effect> {
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
pub(super) fn noun(read: &Read, mark: &Mark, _: Option<Actor>) -> Option<Effect> {
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
pub(super) fn brought(read: &Read, begins: usize, past: usize) -> Option<Range<usize>> {
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

/// What a lead-in without a trigger of its own lets happen: `We may suspend your access if:`.
pub(super) fn announced(read: &Read) -> Option<(ConsequenceKind, Actor)> {
    let all = 0..read.s.len();
    let deeds = read.within(&all, OF_DEEDS).take(MOST_DEEDS);
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
