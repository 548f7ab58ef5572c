//! One duty that a version tells in several places: one responsibility with several citations.

use crate::tokens::Text;
use crate::words::Class;
use onus_terms::{Citation, Kind, Party, Responsibility};
use std::collections::BTreeMap;

/// Shorter acts, such as the item `copy it`, say too little to be the same duty elsewhere.
const SHORTEST: usize = 24;
/// So much of the longer one must be in the shorter, in percent of its letters.
const NEARLY_WHOLE: usize = 85;
/// How many neighbouring words stand for a duty.
const RUN: usize = 5;
/// More places are not kept.
const MOST_PLACES: usize = 64;
/// How many duties with the same run are compared.
const CANDIDATES: usize = 8;

/// The words of a duty, as they are compared.
struct Said {
    words: Vec<String>,
    letters: String,
}

/// Puts duties that say the same into the first of them, which then carries the places of the others.
///
/// The same are two of one kind that bind the same party with the same limits, triggers and exceptions, whose letters are
/// the same or of which one holds the other nearly whole.
pub fn merged(all: Vec<Responsibility>) -> Vec<Responsibility> {
    let said: Vec<Said> = all.iter().map(said).collect();
    let whole = whole(&all, &said);
    let into = contained(&all, &said, whole);
    let mut kept: Vec<Option<Responsibility>> = all.into_iter().map(Some).collect();
    for (at, first) in into.iter().enumerate().filter(|(at, first)| *at != **first) {
        let Some(twin) = kept.get_mut(at).and_then(Option::take) else { continue };
        if let Some(Some(first)) = kept.get_mut(*first) {
            take(first, twin);
        }
    }
    kept.into_iter().flatten().collect()
}

/// Adds the places of a twin. The surer reading of the two says how sure both are.
fn take(first: &mut Responsibility, twin: Responsibility) {
    let known = |citation: &Citation, first: &Responsibility| {
        std::iter::once(&first.citation).chain(&first.also).any(|other| other == citation)
    };
    first.confidence = first.confidence.max(twin.confidence);
    for citation in std::iter::once(twin.citation).chain(twin.also) {
        // Of a thing told a thousand times, the first places are enough.
        if first.also.len() < MOST_PLACES && !known(&citation, first) {
            first.also.push(citation);
        }
    }
}

fn said(duty: &Responsibility) -> Said {
    let mut text = Text::default();
    text.read(&duty.act);
    let words = text.tokens.iter().filter(|token| token.is(Class::WORD)).map(|token| text.word(*token).to_owned());
    let words: Vec<String> = words.collect();
    let letters = words.concat();
    Said { words, letters }
}

/// For each duty, the first whose letters are the same.
fn whole(all: &[Responsibility], said: &[Said]) -> Vec<usize> {
    let mut first: BTreeMap<(Kind, Party, &str), Vec<usize>> = BTreeMap::new();
    let mut into = Vec::with_capacity(all.len());
    for (at, (duty, words)) in all.iter().zip(said).enumerate() {
        let known = first.entry((duty.kind, duty.party, &words.letters)).or_default();
        let long = words.letters.len() >= SHORTEST;
        let twin =
            known.iter().filter(|_| long).find(|other| all.get(**other).is_some_and(|other| binds_alike(other, duty)));
        into.push(twin.copied().unwrap_or(at));
        if twin.is_none() && known.len() < CANDIDATES {
            known.push(at);
        }
    }
    into
}

/// Whether two duties have the same limits, trigger and exceptions.
fn binds_alike(one: &Responsibility, other: &Responsibility) -> bool {
    let limits = |duty: &Responsibility| duty.deadlines.iter().map(|deadline| deadline.limit).collect::<Vec<_>>();
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let trigger = |duty: &Responsibility| duty.trigger.as_deref().map(letters);
    let exceptions = |duty: &Responsibility| duty.exceptions.iter().map(|text| letters(text)).collect::<Vec<_>>();
    limits(one) == limits(other) && trigger(one) == trigger(other) && exceptions(one) == exceptions(other)
}

/// For each duty, the first that holds it, or that it holds, nearly whole.
fn contained(all: &[Responsibility], said: &[Said], mut into: Vec<usize>) -> Vec<usize> {
    let mut runs: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    let open = |at: &usize, into: &[usize]| into.get(*at) == Some(at);
    for (at, words) in said.iter().enumerate().filter(|(at, _)| open(at, &into)) {
        // The shorter of two lies whole inside the longer, and so does its middle.
        let middle = words.words.len().saturating_sub(RUN) / 2;
        let run = words.words.get(middle..middle + RUN).filter(|_| words.letters.len() >= SHORTEST);
        let Some(places) = run.map(|run| runs.entry(run).or_default()) else { continue };
        if places.len() < CANDIDATES {
            places.push(at);
        }
    }
    for (at, words) in said.iter().enumerate() {
        if !open(&at, &into) {
            continue;
        }
        let near =
            words.words.windows(RUN).filter_map(|run| runs.get(run)).flatten().copied().filter(|other| *other != at);
        let mut near: Vec<usize> = near.take(4 * CANDIDATES).collect();
        near.sort_unstable();
        near.dedup();
        let holds = |other: &usize| {
            let (Some(inner), Some(one), Some(two)) = (said.get(*other), all.get(at), all.get(*other)) else {
                return false;
            };
            one.kind == two.kind
                && one.party == two.party
                && inner.letters.len() * 100 >= words.letters.len() * NEARLY_WHOLE
                && words.letters.contains(&inner.letters)
                && binds_alike(one, two)
        };
        for other in near.into_iter().filter(holds) {
            let (first, second) = (at.min(other), at.max(other));
            if open(&first, &into)
                && open(&second, &into)
                && let Some(place) = into.get_mut(second)
            {
                *place = first;
            }
        }
    }
    roots(into)
}

/// Each duty with the one that its chain of twins ends in. A twin stands before what points at it.
fn roots(mut into: Vec<usize>) -> Vec<usize> {
    for at in 0..into.len() {
        let root = into.get(at).and_then(|first| into.get(*first)).copied();
        if let (Some(root), Some(place)) = (root, into.get_mut(at)) {
            *place = root;
        }
    }
    into
}
