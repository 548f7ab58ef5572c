use super::difference::{Budget, segments};
use super::said::{Said, Side, Written};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A name that the new version has in place of the old one's.
pub(super) type Renaming = (Vec<String>, Vec<String>);

/// A name is renamed where that is seen so often.
const OFTEN: usize = 2;
const LONGEST: usize = 3;
/// No version renames more.
const MOST: usize = 32;

/// The names of brands, firms and products that the new version has throughout in place of others, seen in pairs of duties
/// that are otherwise alike. A word that either version also writes small is no such name.
pub(super) fn renames(old: &Side, new: &Side, pairs: &[(usize, usize)], budget: &mut Budget) -> Vec<Renaming> {
    let small = small(old, new);
    let mut counts: BTreeMap<Renaming, usize> = BTreeMap::new();
    for (from, to) in pairs {
        let (Some(before), Some(after)) = (old.said.get(*from), new.said.get(*to)) else { continue };
        for segment in segments(&before.words, &after.words, budget).unwrap_or_default() {
            if let Some(renaming) = named(before, after, segment.old, segment.new, &small) {
                *counts.entry(renaming).or_default() += 1;
            }
        }
    }
    counts.retain(|_, count| *count >= OFTEN);
    let mut counts: Vec<(Renaming, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(MOST);
    let kept = counts.into_iter().filter(|(renaming, count)| throughout(old, new, pairs, renaming, *count));
    let mut found: Vec<(Renaming, usize)> = kept.collect();
    // Of two ways to rename the same, the one seen more often.
    found.sort_by_key(|((from, _), count)| (from.clone(), std::cmp::Reverse(*count)));
    found.dedup_by(|later, first| later.0.0 == first.0.0);
    found.into_iter().map(|(renaming, _)| renaming).collect()
}

/// Words that are written small somewhere.
fn small<'a>(old: &'a Side, new: &'a Side) -> BTreeSet<&'a str> {
    let all = old.said.iter().chain(&new.said);
    let words = all.flat_map(|said| said.words.iter().zip(&said.written));
    words.filter(|(_, written)| **written == Written::Small).map(|(word, _)| word.as_str()).collect()
}

/// A replaced piece as a renaming, where it is part of a name on both sides.
fn named(
    before: &Said,
    after: &Said,
    mut old: Range<usize>,
    mut new: Range<usize>,
    small: &BTreeSet<&str>,
) -> Option<Renaming> {
    if old.len() > LONGEST || new.len() > LONGEST {
        return None;
    }
    let name = |said: &Said, at: usize| said.written.get(at).is_some_and(|written| *written != Written::Small);
    if old.is_empty() || new.is_empty() {
        // A name that became longer or shorter: with the word of it that stands beside.
        if old.start > 0 && new.start > 0 && name(before, old.start - 1) && name(after, new.start - 1) {
            (old.start, new.start) = (old.start - 1, new.start - 1);
        } else if name(before, old.end) && name(after, new.end) {
            (old.end, new.end) = (old.end + 1, new.end + 1);
        } else {
            return None;
        }
    }
    let whole = old.clone().all(|at| name(before, at)) && new.clone().all(|at| name(after, at));
    let own = proper(before, &old, small) && proper(after, &new, small);
    let words = |said: &Said, range: Range<usize>| said.words.get(range).map(<[String]>::to_vec);
    if whole && own { words(before, old).zip(words(after, new)) } else { None }
}

/// Whether a piece is part of a run of capitals with a word that is never written small.
fn proper(said: &Said, range: &Range<usize>, small: &BTreeSet<&str>) -> bool {
    let name = |at: &usize| said.written.get(*at).is_some_and(|written| *written != Written::Small);
    let left = (0..range.start).rev().take_while(name).take(LONGEST);
    let right = (range.end..said.words.len()).take_while(name).take(LONGEST);
    let mut run = left.chain(range.clone()).chain(right);
    run.any(|at| said.words.get(at).is_some_and(|word| !small.contains(word.as_str())))
}

/// Whether the old name gave way to the new one nearly everywhere in the duties that go together, and the new one was not
/// there before: a name that both versions use stands for two things.
fn throughout(old: &Side, new: &Side, pairs: &[(usize, usize)], (from, to): &Renaming, count: usize) -> bool {
    let kept = |(before, after): &&(usize, usize)| {
        let pair = old.said.get(*before).zip(new.said.get(*after));
        pair.is_some_and(|(before, after)| holds(before, from) && holds(after, from) && !holds(after, to))
    };
    let stayed = pairs.iter().filter(kept).count();
    let known = old.said.iter().filter(|said| holds(said, to)).count();
    stayed * 4 <= count && known * 8 <= count
}

fn holds(said: &Said, name: &[String]) -> bool {
    let places = said.words.windows(name.len().max(1)).zip(&said.written);
    places.into_iter().any(|(window, written)| window == name && *written != Written::Small)
}

/// Puts the new names in place of the old ones.
pub(super) fn rename(said: &mut Said, renamings: &[Renaming]) {
    if renamings.is_empty() {
        return;
    }
    let mut renamed = Said { words: Vec::with_capacity(said.words.len()), written: Vec::new() };
    let mut at = 0;
    while let (Some(word), Some(written)) = (said.words.get(at), said.written.get(at)) {
        let fits = |(from, _): &&Renaming| said.words.get(at..at + from.len()) == Some(from.as_slice());
        let found = renamings.iter().filter(fits).max_by_key(|(from, _)| from.len());
        match found.filter(|_| *written != Written::Small) {
            Some((from, to)) => {
                renamed.words.extend(to.iter().cloned());
                renamed.written.extend(to.iter().map(|_| Written::Name));
                at += from.len();
            }
            None => {
                renamed.words.push(word.clone());
                renamed.written.push(*written);
                at += 1;
            }
        }
    }
    *said = renamed;
}
