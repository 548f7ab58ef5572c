//! What a sentence lets happen: which consequences it states, who may act, and which words say what brings them.

use super::deeds::{brought, deed, noun};
use super::trigger::Read;
use super::vocabulary::{Mark, Sense};
use crate::words::{Class, PARTY};
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

pub(super) const OF_DEEDS: Sense = Sense::SUSPENSION.and(Sense::TERMINATION).and(Sense::REMOVAL);
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
    // What an indemnity pays for is no fee of its own.
    if read.within(&all, Sense::INDEMNITY).next().is_some() {
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
