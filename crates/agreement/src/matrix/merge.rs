//! One duty that several rows tell is one: the same words for several parts of a requirement, and a mark in one sheet for
//! what another sheet tells in words.

use super::control::Control;
use super::duties::{Told, acts};
use onus_terms::{Citation, Responsibility};
use std::collections::{BTreeMap, BTreeSet};

/// A duty as a row tells it.
pub(crate) struct Found {
    pub(crate) sheet: usize,
    pub(crate) row: usize,
    pub(crate) control: Control,
    pub(crate) told: Told,
    pub(crate) duty: Responsibility,
}

/// A duty with the rows that tell it.
struct Group {
    first: Found,
    /// The last row, and whether the rows follow each other without a gap.
    last: usize,
    closed: bool,
    /// The parts of the requirement, each with the first cell that tells it.
    parts: Vec<(String, Citation)>,
    seen: BTreeSet<String>,
}

/// Puts together what several rows tell.
pub(crate) fn merged(found: Vec<Found>) -> Vec<Responsibility> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: BTreeMap<(usize, String, String), usize> = BTreeMap::new();
    for one in found {
        let key = (one.sheet, one.control.base().to_owned(), said(&one));
        match known.get(&key).and_then(|at| groups.get_mut(*at)) {
            Some(group) => group.join(one),
            None => {
                known.insert(key, groups.len());
                groups.push(Group::new(one));
            }
        }
    }
    groups.iter_mut().for_each(Group::name);
    without_marks(groups)
}

/// What a duty says without the requirement before it.
fn said(one: &Found) -> String {
    let part = format!("{}: ", one.control.printed);
    match one.told {
        Told::Words => one.duty.act.strip_prefix(&part).unwrap_or(&one.duty.act).to_lowercase(),
        Told::Mark => one.duty.act.rsplit(": ").next().unwrap_or_default().to_owned(),
    }
}

impl Group {
    fn new(first: Found) -> Self {
        let (last, parts) = (first.row, vec![(first.control.parts.clone(), first.duty.citation.clone())]);
        let seen = BTreeSet::from([first.control.parts.clone()]);
        Group { first, last, closed: true, parts, seen }
    }

    fn join(&mut self, one: Found) {
        if self.seen.insert(one.control.parts.clone()) {
            self.parts.push((one.control.parts, one.duty.citation.clone()));
        }
        self.closed &= one.row <= self.last + 1;
        self.last = one.row;
        // A list in a cell can tell the same twice; that is one place.
        if self.first.duty.citation.place.cell != one.duty.citation.place.cell {
            self.first.duty.also.push(one.duty.citation);
        }
    }

    /// Names all parts of the requirement: `AC-02 (a)–(d)`, or `AC-02 (a), (d)`.
    fn name(&mut self) {
        let Found { control, duty, told, .. } = &mut self.first;
        let [(first, _), .., (last, _)] = self.parts.as_slice() else { return };
        let parts = if self.closed && self.parts.len() > 2 && !first.is_empty() {
            format!("{first}–{last}")
        } else {
            self.parts
                .iter()
                .map(|(part, _)| part.as_str())
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let whole = format!("{} {parts}", control.printed_base());
        let before = std::mem::replace(&mut control.printed, whole);
        duty.act = match told {
            Told::Words => acts(control, duty.act.strip_prefix(&format!("{before}: ")).unwrap_or(&duty.act)),
            Told::Mark => duty.act.replacen(&before, &control.printed, 1),
        };
        duty.citation.place.clause = Some(control.printed.clone());
    }
}

/// Which groups tell a part of a requirement in words, with their sheets.
#[derive(Default)]
struct InWords(BTreeMap<(String, String), Vec<(usize, usize)>>);

/// Stands for any part of a requirement.
const ANY: &str = "*";

impl InWords {
    fn of(groups: &[Group]) -> Self {
        let mut told = InWords::default();
        for (at, group) in groups.iter().enumerate().filter(|(_, group)| group.first.told == Told::Words) {
            for part in group.parts.iter().map(|(part, _)| part.as_str()).chain([ANY]) {
                let key = (group.first.control.base().to_owned(), part.to_owned());
                told.0.entry(key).or_default().push((at, group.first.sheet));
            }
        }
        told
    }

    /// The first group of another sheet that tells a part, or the whole requirement that it belongs to.
    fn elsewhere(&self, base: &str, part: &str, sheet: usize) -> Option<usize> {
        let places = |part: &str| self.0.get(&(base.to_owned(), part.to_owned()));
        let wider = if part.is_empty() { ANY } else { "" };
        // Of a sheet's many places those of one requirement are few; the cap keeps a hostile one linear.
        let found = [part, wider].into_iter().filter_map(places).flatten().take(64).find(|(_, other)| *other != sheet);
        found.map(|(at, _)| *at)
    }
}

/// Leaves out marks for requirements that another sheet tells in words; those cite the mark as well.
fn without_marks(groups: Vec<Group>) -> Vec<Responsibility> {
    let told = InWords::of(&groups);
    let mut also = BTreeMap::new();
    let mut kept: Vec<(usize, Responsibility)> = Vec::new();
    for (at, Group { first, parts, .. }) in groups.into_iter().enumerate() {
        let elsewhere = |(part, citation): &(String, Citation)| {
            Some((told.elsewhere(first.control.base(), part, first.sheet)?, citation.clone()))
        };
        let in_words: Vec<(usize, Citation)> = parts.iter().filter_map(elsewhere).collect();
        if first.told == Told::Mark && in_words.len() == parts.len() {
            for (place, citation) in in_words {
                also.entry(place).or_insert_with(Vec::new).push(citation);
            }
        } else {
            kept.push((at, first.duty));
        }
    }
    let with = |(at, mut duty): (usize, Responsibility)| {
        duty.also.extend(also.remove(&at).unwrap_or_default());
        duty
    };
    kept.into_iter().map(with).collect()
}
