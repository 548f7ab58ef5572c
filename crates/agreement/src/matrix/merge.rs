//! One duty that several rows tell is one: the same words for several parts of a requirement, and a mark in one sheet for
//! what another sheet tells in words.

use super::control::Control;
use super::duties::{Told, acts};
use onus_terms::Responsibility;
use std::collections::BTreeMap;

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
    parts: Vec<String>,
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
        let (last, parts) = (first.row, vec![first.control.parts.clone()]);
        Group { first, last, closed: true, parts }
    }

    fn join(&mut self, one: Found) {
        if !self.parts.contains(&one.control.parts) {
            self.parts.push(one.control.parts);
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
        let [first, .., last] = self.parts.as_slice() else { return };
        let parts = if self.closed && self.parts.len() > 2 && !first.is_empty() {
            format!("{first}–{last}")
        } else {
            self.parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
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

/// Leaves out marks for requirements that another sheet tells in words; those cite the mark as well.
fn without_marks(groups: Vec<Group>) -> Vec<Responsibility> {
    let mut told: BTreeMap<(String, String), Vec<(usize, usize)>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate().filter(|(_, group)| group.first.told == Told::Words) {
        let base = group.first.control.base();
        for part in group.parts.iter().map(String::as_str).chain([""]) {
            let places = told.entry((base.to_owned(), part.to_owned())).or_default();
            if places.last() != Some(&(at, group.first.sheet)) {
                places.push((at, group.first.sheet));
            }
        }
    }
    let mut also = BTreeMap::new();
    let mut kept: Vec<(usize, Responsibility)> = Vec::new();
    for (at, group) in groups.into_iter().enumerate() {
        let Group { first, parts, .. } = group;
        let base = first.control.base().to_owned();
        let elsewhere = |part: &String| {
            let exact = told.get(&(base.clone(), part.clone()));
            let places = exact.or_else(|| told.get(&(base.clone(), String::new())))?;
            places.iter().find(|(_, sheet)| *sheet != first.sheet).map(|(at, _)| *at)
        };
        let in_words: Vec<usize> = parts.iter().filter_map(elsewhere).collect();
        if first.told == Told::Mark && in_words.len() == parts.len() {
            for place in in_words {
                also.entry(place).or_insert_with(|| first.duty.citation.clone());
            }
        } else {
            kept.push((at, first.duty));
        }
    }
    let with = |(at, mut duty): (usize, Responsibility)| {
        duty.also.extend(also.remove(&at));
        duty
    };
    kept.into_iter().map(with).collect()
}
