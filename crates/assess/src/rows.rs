//! The two facts that make up most of a ledger, as small rows: what status needs of them. The rest stands in the entry.

use crate::fact::Outcome;
use crate::fact::light::Attested;
use crate::few::Few;
use jiff::Timestamp;

/// What the leaf of an entry says, with the person by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) entry: u64,
    pub(crate) at: Timestamp,
    pub(crate) recorded: Timestamp,
    pub(crate) by: u32,
}

/// A row that carries the mark of its entry.
pub(crate) trait Marked {
    fn mark(&self) -> &Mark;
}

/// An act that was attested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActRow {
    pub(crate) mark: Mark,
    pub(crate) control: u32,
    pub(crate) act: u32,
    pub(crate) outcome: Outcome,
    /// Whether the person named the control.
    pub(crate) named: bool,
    /// Why it was not done; status quotes no other note.
    pub(crate) note: Option<Box<str>>,
    pub(crate) evidence: Few<u32>,
}

/// A file that was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EvidenceRow {
    pub(crate) mark: Mark,
    pub(crate) evidence: u32,
    pub(crate) control: Option<u32>,
    pub(crate) until: Option<Timestamp>,
    /// The row before with the same id, where there is one.
    pub(crate) earlier: Option<u32>,
}

impl ActRow {
    pub(crate) fn new(mark: Mark, (control, act): (u32, u32), read: Attested<'_>, evidence: Few<u32>) -> Self {
        let Attested { outcome, note, named, .. } = read;
        let note = note.filter(|_| outcome == Outcome::NotDone).map(|note| note.as_str().into());
        ActRow { mark, control, act, outcome, named, note, evidence }
    }
}

impl EvidenceRow {
    pub(crate) fn new(mark: Mark, evidence: u32, control: Option<u32>, until: Option<Timestamp>) -> Self {
        EvidenceRow { mark, evidence, control, until, earlier: None }
    }
}

impl Marked for ActRow {
    fn mark(&self) -> &Mark {
        &self.mark
    }
}

impl Marked for EvidenceRow {
    fn mark(&self) -> &Mark {
        &self.mark
    }
}

/// The rows of one responsibility, by number, in the order in which they held; of the same time, as recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Links {
    rows: Vec<u32>,
    /// When the last of them held.
    last: Option<Timestamp>,
}

impl Links {
    /// Adds a row. False where it held before the one before it, so that a sort is due.
    pub(crate) fn add(&mut self, row: u32, at: Timestamp) -> bool {
        // An entry may name a responsibility twice.
        if self.rows.last() != Some(&row) {
            self.rows.push(row);
        }
        self.last.replace(at) <= Some(at)
    }

    pub(crate) fn sort<T: Marked>(&mut self, rows: &[T]) {
        self.rows.sort_by_key(|row| at(rows, *row));
        self.last = self.rows.last().and_then(|row| at(rows, *row));
    }

    /// The entries behind the rows, in the order in which they held.
    pub(crate) fn entries<T: Marked>(&self, rows: &[T]) -> Vec<u64> {
        self.rows.iter().filter_map(|row| rows.get(*row as usize)).map(|row| row.mark().entry).collect()
    }

    /// All rows, in the order in which they held.
    pub(crate) fn rows<'a, T>(&'a self, rows: &'a [T]) -> impl Iterator<Item = &'a T> {
        self.rows.iter().filter_map(|row| rows.get(*row as usize))
    }

    /// The rows that held by then, the last first.
    pub(crate) fn until<'a, T: Marked>(&'a self, rows: &'a [T], time: Timestamp) -> impl Iterator<Item = &'a T> {
        let held = if self.last.is_some_and(|last| last <= time) {
            self.rows.len()
        } else {
            self.rows.partition_point(|row| at(rows, *row).is_some_and(|at| at <= time))
        };
        self.rows.iter().take(held).rev().filter_map(|row| rows.get(*row as usize))
    }
}

/// The number of a row at this place; more rows than 32 bits count do not fit into memory.
pub(crate) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn at<T: Marked>(rows: &[T], row: u32) -> Option<Timestamp> {
    rows.get(row as usize).map(|row| row.mark().at)
}
