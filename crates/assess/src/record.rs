//! The record: a fold over entries that keeps both times of every fact.

mod take;
mod withdrawals;

use crate::fact::{
    AgreementEnded, AgreementVersion, Assigned, Decision, Edited, Ended, EntryRef, Matched, PersonAdded, Proposed,
    Recovered, Restated, Waived, WorkspaceCreated,
};
use crate::names::AllNames;
use crate::record::withdrawals::Withdrawals;
use crate::rows::{ActRow, EvidenceRow, Links, Mark};
use jiff::Timestamp;
use onus_terms::{AgreementId, PersonId, ResponsibilityId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the leaf of an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The number of the entry.
    pub entry: u64,
    /// When the fact held.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// Who recorded it.
    pub by: PersonId,
}

/// A fact with the stamp of its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped<T> {
    /// When, and by whom.
    pub stamp: Stamp,
    /// The fact.
    pub fact: T,
}

/// An entry that says nothing to the record, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// The number of the entry.
    pub entry: u64,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// What is wrong with it.
    pub what: String,
}

/// An entry whose body was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// When, and by whom it had been recorded.
    pub stamp: Stamp,
    /// Its kind.
    pub kind: String,
}

/// What a person decided about a responsibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was read rightly.
    Confirmed,
    /// It is none of ours.
    Rejected,
    /// It does not apply.
    NotApplicable,
}

/// All that was ever recorded of one responsibility. Each list is in the order of recording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Its proposals: one, as a rule.
    pub proposed: Vec<Stamped<Proposed>>,
    /// Later versions that say the same.
    pub restated: Vec<Stamped<Restated>>,
    /// Versions that no longer say it.
    pub ended: Vec<Stamped<Ended>>,
    /// Confirmed, rejected, not applicable.
    pub verdicts: Vec<Stamped<(Verdict, Decision)>>,
    /// Edits.
    pub edited: Vec<Stamped<Edited>>,
    /// Owners.
    pub assigned: Vec<Stamped<Assigned>>,
    /// Controls chosen.
    pub matched: Vec<Stamped<Matched>>,
    /// Waivers.
    pub waived: Vec<Stamped<Waived>>,
    /// Entries about it that were erased.
    pub erased: Vec<Erased>,
    /// Evidence handed over.
    pub(crate) evidence: Links,
    /// Acts attested.
    pub(crate) acts: Links,
}

/// The fold. It grows batch by batch and answers for any pair of times.
///
/// It holds what status needs. The digest of a file or the note of an act that was done stand in their entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    workspaces: Vec<Stamped<WorkspaceCreated>>,
    persons: BTreeMap<PersonId, Vec<Stamped<PersonAdded>>>,
    agreements: BTreeMap<AgreementId, Vec<Stamped<AgreementVersion>>>,
    /// The entries that added versions, also those whose bodies were erased: what follows one came with it.
    additions: BTreeMap<AgreementId, Vec<u64>>,
    agreement_ends: BTreeMap<AgreementId, Vec<Stamped<AgreementEnded>>>,
    /// The numbers of those that were proposed, by id.
    order: BTreeMap<ResponsibilityId, u32>,
    /// By number; absent where an id was only mentioned.
    histories: Vec<Option<Box<History>>>,
    names: AllNames,
    acts: Vec<ActRow>,
    evidence: Vec<EvidenceRow>,
    /// The last row of each piece of evidence, by its number.
    handed_over: Vec<Option<u32>>,
    withdrawals: Withdrawals,
    recoveries: Vec<Stamped<Recovered>>,
    erasures: BTreeMap<u64, Stamped<EntryRef>>,
    /// Entries that were taken in without a body.
    bodiless: BTreeSet<u64>,
    stale: bool,
    flaws: Vec<Flaw>,
    entries: u64,
}

impl Record {
    /// How many entries it has taken in.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// Whether the body of an entry was erased after it was taken in. What it said is still here then: make a new record
    /// and fold the ledger again.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// The workspace, once created.
    pub fn workspace(&self) -> Option<&WorkspaceCreated> {
        self.workspace_at(Timestamp::MAX)
    }

    /// The workspace as known at a time. Its zone holds for all times: it says how days are counted.
    pub(crate) fn workspace_at(&self, known_at: Timestamp) -> Option<&WorkspaceCreated> {
        let first = self.workspaces.iter().find(|created| self.counts(&created.stamp, known_at));
        first.map(|created| &created.fact)
    }

    /// The persons as known now, by id.
    pub fn persons(&self) -> impl Iterator<Item = &PersonAdded> {
        self.persons_at(Timestamp::MAX)
    }

    /// The persons as known at a time, by id. A name belongs to a person at all times.
    pub(crate) fn persons_at(&self, known_at: Timestamp) -> impl Iterator<Item = &PersonAdded> {
        self.persons.values().filter_map(move |added| self.last_known(added, known_at))
    }

    /// A person's entry as known now; absent where it was erased.
    pub fn person(&self, id: &PersonId) -> Option<&PersonAdded> {
        self.person_at(id, Timestamp::MAX)
    }

    pub(crate) fn person_at(&self, id: &PersonId, known_at: Timestamp) -> Option<&PersonAdded> {
        self.last_known(self.persons.get(id)?, known_at)
    }

    fn last_known<'a, T>(&self, facts: &'a [Stamped<T>], known_at: Timestamp) -> Option<&'a T> {
        facts.iter().rev().find(|fact| self.counts(&fact.stamp, known_at)).map(|fact| &fact.fact)
    }

    /// The agreements with their versions, in the order of recording.
    pub fn agreements(&self) -> impl Iterator<Item = (&AgreementId, &[Stamped<AgreementVersion>])> {
        self.agreements.iter().map(|(id, versions)| (id, versions.as_slice()))
    }

    /// The versions of one agreement.
    pub fn versions(&self, id: &AgreementId) -> &[Stamped<AgreementVersion>] {
        self.agreements.get(id).map_or(&[], Vec::as_slice)
    }

    /// The ends of one agreement.
    pub fn ends(&self, id: &AgreementId) -> &[Stamped<AgreementEnded>] {
        self.agreement_ends.get(id).map_or(&[], Vec::as_slice)
    }

    /// For each agreement, the entries that added versions of it.
    pub(crate) fn additions(&self) -> &BTreeMap<AgreementId, Vec<u64>> {
        &self.additions
    }

    /// Whether any entry was ever withdrawn.
    pub(crate) fn has_withdrawals(&self) -> bool {
        !self.withdrawals.is_empty()
    }

    /// All responsibilities that were ever proposed, by id.
    pub fn responsibilities(&self) -> impl Iterator<Item = (&ResponsibilityId, &History)> {
        self.order.iter().filter_map(|(id, number)| Some((id, self.numbered(*number)?)))
    }

    /// The history of one responsibility.
    pub fn history(&self, id: &ResponsibilityId) -> Option<&History> {
        self.numbered(*self.order.get(id)?)
    }

    fn numbered(&self, number: u32) -> Option<&History> {
        self.histories.get(number as usize)?.as_deref()
    }

    /// The entries of the acts attested for a responsibility, in the order in which they held. What they say stands in
    /// the ledger.
    pub fn acts_of(&self, history: &History) -> Vec<u64> {
        history.acts.entries(self.act_rows())
    }

    /// The entries of the files handed over for a responsibility, in the order in which they held.
    pub fn evidence_of(&self, history: &History) -> Vec<u64> {
        history.evidence.entries(self.evidence_rows())
    }

    /// The entries of all files that were handed over.
    pub fn evidence(&self) -> impl Iterator<Item = u64> {
        self.evidence.iter().map(|row| row.mark.entry)
    }

    /// Entries that say nothing, and why. They stop nothing.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// When an older ledger was accepted, and which entries were lost. Nobody can take that back.
    pub fn recoveries(&self) -> &[Stamped<Recovered>] {
        &self.recoveries
    }

    /// The entry that tells of the erasure of this one.
    pub fn erasure(&self, entry: u64) -> Option<&Stamped<EntryRef>> {
        self.erasures.get(&entry)
    }

    /// Whether an entry counts for whoever knows what was recorded by `known_at`.
    pub fn counts(&self, stamp: &Stamp, known_at: Timestamp) -> bool {
        stamp.recorded <= known_at && self.withdrawal(stamp.entry, known_at).is_none()
    }

    pub(crate) fn counts_mark(&self, mark: &Mark, known_at: Timestamp) -> bool {
        mark.recorded <= known_at && self.withdrawal(mark.entry, known_at).is_none()
    }

    /// The withdrawal of an entry that counts at that time. A withdrawal that was itself withdrawn counts no longer, and
    /// so on along the chain.
    pub fn withdrawal(&self, entry: u64, known_at: Timestamp) -> Option<&Stamped<EntryRef>> {
        self.withdrawals.of(entry, known_at)
    }

    pub(crate) fn names(&self) -> &AllNames {
        &self.names
    }

    pub(crate) fn act_rows(&self) -> &[ActRow] {
        &self.acts
    }

    pub(crate) fn evidence_rows(&self) -> &[EvidenceRow] {
        &self.evidence
    }

    /// The rows of a piece of evidence, the last first: one, as a rule.
    pub(crate) fn rows_of(&self, evidence: u32) -> impl Iterator<Item = &EvidenceRow> {
        let row = |number: u32| self.evidence.get(number as usize);
        let last = self.handed_over.get(evidence as usize).copied().flatten().and_then(row);
        std::iter::successors(last, move |later| later.earlier.and_then(row))
    }
}
