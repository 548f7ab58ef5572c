use crate::details::exceptions;
use crate::likeness::{Likeness, alike};
use crate::sentence::Sentence;
use crate::tokens::Text;
use crate::words::Class;
use onus_terms::{Deadline, Limit, Responsibility, Unit};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What happened to a duty between two versions, by place in the two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// The same duty (old, new): equal but for case, punctuation, numbering, markup and a renamed brand.
    Same(usize, usize),
    /// The same duty in other words.
    Changed {
        /// Its place in the old list.
        old: usize,
        /// Its place in the new list.
        new: usize,
        /// What the other words do to it.
        how: How,
    },
    /// Only in the old version.
    Gone(usize),
    /// Only in the new version.
    New(usize),
}

/// What a rewording does to a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum How {
    /// Less time, or an exception less.
    Stricter,
    /// More time, or an exception more.
    Looser,
    /// Other words, and no deadline or exception that tells which way.
    Reworded,
}

/// Pairs the duties of two versions. A duty that one version tells twice, such as on a page captured twice, is the same
/// duty each time.
pub fn compare(old: &[Responsibility], new: &[Responsibility]) -> Vec<Change> {
    let mut before: Vec<Vec<String>> = old.iter().map(said).collect();
    let after: Vec<Vec<String>> = new.iter().map(said).collect();
    let renamed = renamed(&before, &after);
    for words in &mut before {
        rename(words, &renamed);
    }
    let mut changes = Vec::new();
    let (open_old, open_new) = same(&letters(&before), &letters(&after), &mut changes);
    let pairs = alike(&likenesses(old, &before, &open_old), &likenesses(new, &after, &open_new));
    let mut paired_old = vec![false; old.len()];
    let mut paired_new = vec![false; new.len()];
    for (left, right) in pairs {
        if let (Some(before), Some(after)) = (old.get(left), new.get(right)) {
            changes.push(Change::Changed { old: left, new: right, how: how(before, after) });
        }
        if let (Some(left), Some(right)) = (paired_old.get_mut(left), paired_new.get_mut(right)) {
            (*left, *right) = (true, true);
        }
    }
    let left = |paired: &[bool], at: &usize| !paired.get(*at).copied().unwrap_or(true);
    changes.extend(open_new.iter().filter(|at| left(&paired_new, at)).map(|at| Change::New(*at)));
    changes.extend(open_old.iter().filter(|at| left(&paired_old, at)).map(|at| Change::Gone(*at)));
    for change in &mut changes {
        if let Change::Same(before, after) = *change
            && let Some(how) = old.get(before).zip(new.get(after)).and_then(|(old, new)| turned(old, new))
        {
            *change = Change::Changed { old: before, new: after, how };
        }
    }
    changes.sort_by_key(place);
    changes
}

/// What a new lead-in does to an item whose own words stayed: another sense, or an exception less or more.
fn turned(old: &Responsibility, new: &Responsibility) -> Option<How> {
    if old.kind != new.kind {
        return Some(How::Reworded);
    }
    match led_exceptions(new).cmp(&led_exceptions(old)) {
        Ordering::Less => Some(How::Stricter),
        Ordering::Greater => Some(How::Looser),
        Ordering::Equal => None,
    }
}

/// How many exceptions the lead-in makes for all its items.
fn led_exceptions(duty: &Responsibility) -> usize {
    let Some(lead_in) = &duty.lead_in else { return 0 };
    let mut text = Text::default();
    text.read(&lead_in.quote);
    let all = 0..text.tokens.len();
    exceptions(&Sentence::new(&text, all), &lead_in.quote).len()
}

/// New duties in the order of the new text, gone ones after them.
fn place(change: &Change) -> (bool, usize) {
    match change {
        Change::Same(_, new) | Change::New(new) | Change::Changed { new, .. } => (false, *new),
        Change::Gone(old) => (true, *old),
    }
}

/// The words of a duty without what is noise: case, punctuation, quotes, numbering.
fn said(duty: &Responsibility) -> Vec<String> {
    let mut text = Text::default();
    text.read(&duty.act);
    let words = text.tokens.iter().filter(|token| token.is(Class::WORD)).map(|token| text.word(*token).to_owned());
    words.collect()
}

/// Without spaces, so that a space which a capture lost or added is no change.
fn letters(said: &[Vec<String>]) -> Vec<String> {
    said.iter().map(|words| words.concat()).collect()
}

/// Pairs equal duties; gives back those of each side that are left.
fn same(before: &[String], after: &[String], changes: &mut Vec<Change>) -> (Vec<usize>, Vec<usize>) {
    let mut waiting: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    for (at, words) in before.iter().enumerate() {
        waiting.entry(words).or_default().1.push(at);
    }
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    let mut open_new = Vec::new();
    for (at, words) in after.iter().enumerate() {
        match waiting.get_mut(words.as_str()) {
            Some((next, places)) => {
                // More copies than before are the same duty told again, and no change.
                if let Some(old) = places.get(*next) {
                    changes.push(Change::Same(*old, at));
                }
                *next += 1;
                last.insert(words, at);
            }
            None => open_new.push(at),
        }
    }
    let mut open_old = Vec::new();
    for (words, (next, places)) in waiting {
        for old in places.iter().skip(next) {
            match last.get(words) {
                Some(new) => changes.push(Change::Same(*old, *new)),
                None => open_old.push(*old),
            }
        }
    }
    open_old.sort_unstable();
    (open_old, open_new)
}

type Renaming = (Vec<String>, Vec<String>);

/// A name that one version has throughout in place of another's: the only difference of several sentences.
fn renamed(before: &[Vec<String>], after: &[Vec<String>]) -> Option<Renaming> {
    const OFTEN: usize = 3;
    let mut heads: BTreeMap<(usize, &[String]), Vec<&Vec<String>>> = BTreeMap::new();
    for words in before {
        heads.entry(frame(words)).or_default().push(words);
    }
    let mut counts: BTreeMap<Renaming, usize> = BTreeMap::new();
    for words in after {
        let others = heads.get(&frame(words)).map_or(&[][..], Vec::as_slice);
        for other in others.iter().take(8) {
            if let Some(difference) = difference(other, words) {
                *counts.entry(difference).or_default() += 1;
            }
        }
    }
    let (most, _) = counts.into_iter().filter(|(_, count)| *count >= OFTEN).max_by_key(|(_, count)| *count)?;
    let (from, to) = &most;
    let holds = |all: &[Vec<String>], name: &[String]| all.iter().filter(|words| find(words, name).is_some()).count();
    // A name that both versions use stands for two things.
    (holds(after, from) * 8 <= holds(before, from) && holds(before, to) * 8 <= holds(after, to)).then_some(most)
}

/// What sentences that differ by a name have in common: their end.
fn frame(words: &[String]) -> (usize, &[String]) {
    let tail = words.get(words.len().saturating_sub(3)..).unwrap_or(&[]);
    (usize::from(words.len() > 8), tail)
}

/// The words by which two sentences differ, where they differ in one place by at most three words on each side.
fn difference(old: &[String], new: &[String]) -> Option<Renaming> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = (old.len() - head).min(new.len() - head);
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let from = old.get(head..old.len() - tail)?;
    let to = new.get(head..new.len() - tail)?;
    let name = |words: &[String]| (1..=3).contains(&words.len());
    (name(from) && name(to) && head + tail > 4).then(|| (from.to_vec(), to.to_vec()))
}

fn find(words: &[String], name: &[String]) -> Option<usize> {
    words.windows(name.len().max(1)).position(|window| window == name)
}

fn rename(words: &mut Vec<String>, renaming: &Option<Renaming>) {
    let Some((from, to)) = renaming else { return };
    let mut renamed = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if words.get(at..at + from.len()) == Some(from.as_slice()) {
            renamed.extend(to.iter().cloned());
            at += from.len();
        } else {
            renamed.push(word.clone());
            at += 1;
        }
    }
    *words = renamed;
}

fn likenesses<'a>(duties: &[Responsibility], said: &'a [Vec<String>], open: &[usize]) -> Vec<Likeness<'a>> {
    let likeness = |at: &usize| {
        let (duty, words) = (duties.get(*at)?, said.get(*at)?);
        Some(Likeness { place: *at, words, kind: duty.kind, area: duty.areas.first().copied() })
    };
    open.iter().filter_map(likeness).collect()
}

/// Which way a rewording goes: by its first limit in days, then by its exceptions.
fn how(old: &Responsibility, new: &Responsibility) -> How {
    let days = |duty: &Responsibility| duty.deadlines.iter().filter_map(hours).min();
    let (before, after) = (days(old), days(new));
    if before != after {
        // No limit at all leaves all the time in the world.
        let shorter = after.unwrap_or(u64::MAX) < before.unwrap_or(u64::MAX);
        return if shorter { How::Stricter } else { How::Looser };
    }
    let excepted = |duty: &Responsibility| duty.exceptions.len() + led_exceptions(duty);
    match excepted(new).cmp(&excepted(old)) {
        Ordering::Less => How::Stricter,
        Ordering::Greater => How::Looser,
        Ordering::Equal => How::Reworded,
    }
}

/// About how many hours a limit leaves, to tell shorter from longer; more notice ahead leaves less.
fn hours(deadline: &Deadline) -> Option<u64> {
    let length = |length: onus_terms::Length| {
        let unit = match length.unit {
            Unit::Hour => 1,
            Unit::Day => 24,
            Unit::BusinessDay => 34,
            Unit::Week => 168,
            Unit::Month => 730,
            Unit::Year => 8760,
        };
        u64::from(length.count) * unit
    };
    match deadline.limit {
        Limit::Within(limit) | Limit::Every(limit) | Limit::Range(_, limit) => Some(length(limit)),
        Limit::Before(Some(ahead)) => Some((1 << 40) - length(ahead).min(1 << 40)),
        _ => None,
    }
}
