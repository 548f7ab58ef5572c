mod copies;
mod difference;
mod likeness;
mod order;
mod parts;
mod references;
mod renames;
mod said;
mod strength;

pub use order::moved;

use crate::details::exceptions;
use crate::sentence::Sentence;
use crate::tokens::Text;
use copies::Equal;
use difference::{Budget, segments};
use likeness::{Open, alike};
use onus_terms::Responsibility;
use order::Anchors;
use parts::parts;
use references::Renumbered;
use renames::{rename, renames};
use said::{Said, Side};
use std::collections::{BTreeMap, BTreeSet};
use strength::{Vocabulary, Words};

/// What happened to a duty between two versions, by place in the two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// The same duty (old, new): equal but for case, punctuation, numbering, markup and a renamed brand.
    Same(usize, usize),
    /// The same duty in other words. A sentence that was cut in two has several of these with one `old`; sentences that were
    /// joined, and a duty that the old version tells twice, have several with one `new`.
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
    /// Less time, an exception less, a further case, or words that bind where others advised.
    Stricter,
    /// More time, an exception more, a case less, or a lesser degree.
    Looser,
    /// Other words that do not tell which way.
    Reworded,
}

/// Pairs the duties of two versions, each list in the order of its text. A duty that one version tells twice, such as on a
/// page captured twice, is the same duty each time.
pub fn compare(old: &[Responsibility], new: &[Responsibility]) -> Vec<Change> {
    let vocabulary = Vocabulary::new();
    let (old, new) = (Side::new(old, &vocabulary), Side::new(new, &vocabulary));
    let mut comparison = Comparison { old, new, budget: Budget::new(), vocabulary };
    comparison.settle_names();
    let equal = copies::equal(&comparison.old, &comparison.new);
    let mut changes: Vec<Change> = equal.pairs.iter().map(|pair| comparison.kept(*pair)).collect();
    changes.extend(comparison.other(&equal));
    changes.sort_by_key(place);
    changes
}

/// New duties in the order of the new text, gone ones after them.
fn place(change: &Change) -> (bool, usize, usize) {
    match change {
        Change::Same(old, new) | Change::Changed { old, new, .. } => (false, *new, *old),
        Change::New(new) => (false, *new, 0),
        Change::Gone(old) => (true, *old, 0),
    }
}

struct Comparison<'a> {
    old: Side<'a>,
    new: Side<'a>,
    budget: Budget,
    vocabulary: Vocabulary,
}

impl Comparison<'_> {
    /// Reads the old version with the names of the new one.
    fn settle_names(&mut self) {
        let equal = copies::equal(&self.old, &self.new);
        let mut pairs = self.pairs(&equal, &equal.old, &equal.new);
        pairs.extend(&equal.pairs);
        let renamings = renames(&self.old, &self.new, &pairs, &mut self.budget);
        // What is still there word for word uses the name for something else.
        let stay: BTreeSet<String> = equal.pairs.iter().map(|(old, _)| self.old.letters(*old).to_owned()).collect();
        self.old.reword(|said| {
            if !stay.contains(&said.letters()) {
                rename(said, &renamings);
            }
        });
    }

    fn pairs(&mut self, equal: &Equal, old_places: &[usize], new_places: &[usize]) -> Vec<(usize, usize)> {
        let anchors = Anchors::new(&equal.pairs);
        let open = Open { old: &self.old, new: &self.new, old_places, new_places, anchors: &anchors };
        alike(&open, &mut self.budget)
    }

    /// What became of the duties whose words are in one version only.
    fn other(&mut self, equal: &Equal) -> Vec<Change> {
        // What a version tells twice is compared once.
        let (old, new) = (once(&self.old, &equal.old), once(&self.new, &equal.new));
        let places = |once: &Copies| once.keys().copied().collect::<Vec<_>>();
        let pairs = self.pairs(equal, &places(&old), &places(&new));
        let renumbered = Renumbered::new(&self.old, &self.new, &equal.pairs);
        let mut changes = Vec::new();
        let (mut gone, mut come) = (old, new);
        for (from, to) in pairs {
            let how = self.how(from, to, &renumbered);
            let change = |old: usize| how.map_or(Change::Same(old, to), |how| Change::Changed { old, new: to, how });
            changes.extend(gone.remove(&from).unwrap_or_default().into_iter().map(change));
            come.remove(&to);
        }
        let joined = self.joined(equal, &changes, &mut gone, &mut come);
        spread(&mut changes, &joined);
        changes.extend(joined);
        changes.extend(gone.into_values().flatten().map(Change::Gone));
        changes.extend(come.into_keys().map(Change::New));
        changes
    }

    /// Takes from what is gone and new the sentences that are part of one that changed.
    fn joined(&self, equal: &Equal, changed: &[Change], gone: &mut Copies, come: &mut Copies) -> Vec<Change> {
        let pairs = changed.iter().filter_map(|change| match change {
            Change::Changed { old, new, .. } => Some((*old, *new)),
            _ => None,
        });
        let (old, new): (Vec<usize>, BTreeSet<usize>) = pairs.unzip();
        let new: Vec<usize> = new.into_iter().collect();
        let anchors = Anchors::new(&equal.pairs);
        let open = Open { old: &self.old, new: &self.new, old_places: &[], new_places: &[], anchors: &anchors };
        let (parts_old, parts_new): (Vec<usize>, Vec<usize>) =
            (gone.keys().copied().collect(), come.keys().copied().collect());
        let cut = parts((&self.old, &old), (&self.new, &parts_new), |whole, part| open.close(whole, part));
        let joined = parts((&self.new, &new), (&self.old, &parts_old), |whole, part| open.close(part, whole));
        let how = How::Reworded;
        let mut changes = Vec::new();
        for (old, new) in cut {
            come.remove(&new);
            changes.push(Change::Changed { old, new, how });
        }
        for (new, old) in joined {
            let copies = gone.remove(&old).unwrap_or_default();
            changes.extend(copies.into_iter().map(|old| Change::Changed { old, new, how }));
        }
        changes
    }

    /// What other words do to a duty; `None` where only the numbers of other clauses changed with these clauses.
    fn how(&mut self, from: usize, to: usize, renumbered: &Renumbered) -> Option<How> {
        let pair = self.old.duties.get(from).zip(self.new.duties.get(to));
        let (before, after) = (self.old.words(from), self.new.words(to));
        let (Some((old, new)), Some(found)) = (pair, segments(before, after, &mut self.budget)) else {
            return Some(How::Reworded);
        };
        if renumbered.explains(before, after, &found, &self.vocabulary) {
            return turned(old, new);
        }
        let words = Words { old: before, new: after, segments: &found, vocabulary: &self.vocabulary };
        let excepted = |duty: &Responsibility| duty.exceptions.len() + led_exceptions(duty);
        Some(strength::how(old, new, excepted(new).cmp(&excepted(old)), &words))
    }

    /// What became of a duty whose own words stayed.
    fn kept(&mut self, (from, to): (usize, usize)) -> Change {
        let pair = self.old.duties.get(from).zip(self.new.duties.get(to));
        let how = pair.and_then(|(old, new)| turned(old, new).or_else(|| self.led(old, new)));
        how.map_or(Change::Same(from, to), |how| Change::Changed { old: from, new: to, how })
    }

    /// What was put into a lead-in, or taken out, changes its items where it tells the way.
    fn led(&mut self, old: &Responsibility, new: &Responsibility) -> Option<How> {
        let (before, after) = old.lead_in.as_ref().zip(new.lead_in.as_ref())?;
        let [before, after] = [before, after].map(|lead_in| Said::of(&lead_in.quote, &self.vocabulary).words);
        let found = segments(&before, &after, &mut self.budget)?;
        Words { old: &before, new: &after, segments: &found, vocabulary: &self.vocabulary }.way()
    }
}

/// What was put into a sentence that took in another, or taken out of one that was cut, asks for no more and no less.
fn spread(changes: &mut [Change], joined: &[Change]) {
    let ends = |change: &Change| match change {
        Change::Changed { old, new, .. } => (Some(*old), Some(*new)),
        _ => (None, None),
    };
    let (olds, news): (BTreeSet<_>, BTreeSet<_>) = joined.iter().map(ends).unzip();
    for change in changes {
        if let Change::Changed { old, new, how } = change
            && (olds.contains(&Some(*old)) || news.contains(&Some(*new)))
        {
            *how = How::Reworded;
        }
    }
}

/// Places of duties with the same words, by the first of them.
type Copies = BTreeMap<usize, Vec<usize>>;

/// The first of each duty that a list of them tells, with all its copies.
fn once(side: &Side, places: &[usize]) -> Copies {
    let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut all = Copies::new();
    for at in places {
        let first = first.entry((side.letters(*at), side.section(*at))).or_insert(*at);
        all.entry(*first).or_default().push(*at);
    }
    all
}

/// What a new lead-in does to an item whose own words stayed: another sense, or an exception less or more.
fn turned(old: &Responsibility, new: &Responsibility) -> Option<How> {
    if old.kind != new.kind {
        return Some(How::Reworded);
    }
    match led_exceptions(new).cmp(&led_exceptions(old)) {
        std::cmp::Ordering::Less => Some(How::Stricter),
        std::cmp::Ordering::Greater => Some(How::Looser),
        std::cmp::Ordering::Equal => None,
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
