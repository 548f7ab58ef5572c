//! The record: a fold over entries that keeps both times of every fact.

use crate::fact::{
    ActAttested, AgreementVersion, Assigned, Decision, Edited, Ended, EntryRef, EvidenceAdded, Fact, Matched,
    PersonAdded, Proposed, Restated, Waived, WorkspaceCreated,
};
use jiff::Timestamp;
use onus_terms::{AgreementId, EvidenceId, PersonId, ResponsibilityId};
use std::collections::{BTreeMap, BTreeSet};

/// An entry as the fold takes it.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its number in the ledger.
    pub index: u64,
    /// Its kind.
    pub kind: &'a str,
    /// When the fact held.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// Who recorded it.
    pub by: PersonId,
    /// The ids it is about.
    pub about: Vec<&'a str>,
    /// Its body, unless erased.
    pub body: Option<&'a [u8]>,
}

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Evidence handed over.
    pub evidence: Vec<Stamped<EvidenceAdded>>,
    /// Acts attested.
    pub acts: Vec<Stamped<ActAttested>>,
    /// Entries about it that were erased.
    pub erased: Vec<Erased>,
}

/// The fold. It grows entry by entry and answers for any pair of times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    workspace: Option<Stamped<WorkspaceCreated>>,
    persons: BTreeMap<PersonId, Stamped<PersonAdded>>,
    agreements: BTreeMap<AgreementId, Vec<Stamped<AgreementVersion>>>,
    responsibilities: BTreeMap<ResponsibilityId, History>,
    evidence: BTreeMap<EvidenceId, Stamped<EvidenceAdded>>,
    withdrawn: BTreeMap<u64, Vec<Stamped<EntryRef>>>,
    erasures: BTreeMap<u64, Stamped<EntryRef>>,
    flaws: Vec<Flaw>,
    entries: u64,
}

impl Record {
    /// How many entries it has taken in.
    pub fn entries(&self) -> u64 {
        self.entries
    }

    /// The workspace, once created.
    pub fn workspace(&self) -> Option<&WorkspaceCreated> {
        self.workspace.as_ref().map(|stamped| &stamped.fact)
    }

    /// The persons, by id.
    pub fn persons(&self) -> impl Iterator<Item = &PersonAdded> {
        self.persons.values().map(|stamped| &stamped.fact)
    }

    /// A person's entry; absent where it was erased.
    pub fn person(&self, id: &PersonId) -> Option<&PersonAdded> {
        self.persons.get(id).map(|stamped| &stamped.fact)
    }

    /// The agreements with their versions, in the order of recording.
    pub fn agreements(&self) -> impl Iterator<Item = (&AgreementId, &[Stamped<AgreementVersion>])> {
        self.agreements.iter().map(|(id, versions)| (id, versions.as_slice()))
    }

    /// The versions of one agreement.
    pub fn versions(&self, id: &AgreementId) -> &[Stamped<AgreementVersion>] {
        self.agreements.get(id).map_or(&[], Vec::as_slice)
    }

    /// All responsibilities that were ever proposed, by id.
    pub fn responsibilities(&self) -> impl Iterator<Item = (&ResponsibilityId, &History)> {
        self.responsibilities.iter()
    }

    /// The history of one responsibility.
    pub fn history(&self, id: &ResponsibilityId) -> Option<&History> {
        self.responsibilities.get(id)
    }

    /// Entries that say nothing, and why. They stop nothing.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// A piece of evidence.
    pub fn evidence(&self, id: &EvidenceId) -> Option<&Stamped<EvidenceAdded>> {
        self.evidence.get(id)
    }

    /// The entry that tells of the erasure of this one.
    pub fn erasure(&self, entry: u64) -> Option<&Stamped<EntryRef>> {
        self.erasures.get(&entry)
    }

    /// Whether an entry counts for whoever knows what was recorded by `known_at`.
    pub fn counts(&self, stamp: &Stamp, known_at: Timestamp) -> bool {
        stamp.recorded <= known_at && self.withdrawal(stamp.entry, known_at).is_none()
    }

    /// The withdrawal of an entry that counts at that time. A withdrawal that was itself withdrawn counts no longer, and
    /// so on along the chain.
    pub fn withdrawal(&self, entry: u64, known_at: Timestamp) -> Option<&Stamped<EntryRef>> {
        let known = |of: u64| {
            let all = self.withdrawn.get(&of).map_or(&[][..], Vec::as_slice);
            all.iter().filter(move |withdrawal| withdrawal.stamp.recorded <= known_at)
        };
        known(entry).next()?;
        // Withdrawals stand after what they withdraw. Going from the last to the first, each is judged when all those
        // that could withdraw it have been.
        let mut reached: Vec<u64> = vec![entry];
        let mut seen: BTreeSet<u64> = BTreeSet::from([entry]);
        while let Some(next) = reached.pop() {
            let more: Vec<u64> = known(next).map(|withdrawal| withdrawal.stamp.entry).collect();
            reached.extend(more.into_iter().filter(|more| seen.insert(*more)));
        }
        let mut gone: BTreeSet<u64> = BTreeSet::new();
        for candidate in seen.into_iter().rev() {
            if known(candidate).any(|withdrawal| !gone.contains(&withdrawal.stamp.entry)) {
                gone.insert(candidate);
            }
        }
        known(entry).find(|withdrawal| !gone.contains(&withdrawal.stamp.entry))
    }

    /// Takes in the next entry. What is wrong with it becomes a flaw and stops nothing.
    pub fn apply(&mut self, entry: &Entry<'_>) {
        self.entries += 1;
        let stamp = Stamp { entry: entry.index, at: entry.at, recorded: entry.recorded, by: entry.by.clone() };
        let Some(body) = entry.body else { return self.apply_erased(entry, &stamp) };
        match Fact::from_body(entry.kind, body) {
            Ok(fact) => self.apply_fact(fact, stamp),
            Err(error) => self.flaw(&stamp, &error.to_string()),
        }
    }

    /// Without its body an entry proves nothing more, but what its leaf says still holds: a withdrawal without its reason
    /// is still a withdrawal.
    fn apply_erased(&mut self, entry: &Entry<'_>, stamp: &Stamp) {
        if entry.kind == "entry.withdrawn" {
            for target in entry.about.iter().filter_map(|about| about.strip_prefix("entry:")?.parse::<u64>().ok()) {
                let fact = EntryRef { entry: target, reason: String::new() };
                self.withdraw(stamp.clone(), fact);
            }
            return;
        }
        let proposal = entry.kind == "responsibility.proposed";
        for id in entry.about.iter().filter_map(|id| ResponsibilityId::new(id).ok()) {
            if proposal {
                self.flaw(stamp, &format!("the proposal of `{id}` was erased, so that no line can be shown for it"));
                self.responsibilities.entry(id.clone()).or_default();
            }
            if let Some(history) = self.responsibilities.get_mut(&id) {
                history.erased.push(Erased { stamp: stamp.clone(), kind: entry.kind.to_owned() });
            }
        }
    }

    fn withdraw(&mut self, stamp: Stamp, fact: EntryRef) {
        if fact.entry < stamp.entry {
            self.withdrawn.entry(fact.entry).or_default().push(Stamped { stamp, fact });
        } else {
            self.flaw(&stamp, "it withdraws an entry that does not stand before it");
        }
    }

    fn apply_fact(&mut self, fact: Fact, stamp: Stamp) {
        match fact {
            Fact::WorkspaceCreated(fact) => {
                if self.workspace.is_none() {
                    self.workspace = Some(Stamped { stamp, fact });
                } else {
                    self.flaw(&stamp, "a workspace is created once; this one is left out");
                }
            }
            Fact::PersonAdded(fact) => {
                self.persons.insert(fact.person.clone(), Stamped { stamp, fact });
            }
            Fact::AgreementAdded(fact) => {
                self.agreements.entry(fact.agreement.clone()).or_default().push(Stamped { stamp, fact });
            }
            Fact::ResponsibilityProposed(fact) => {
                let history = self.responsibilities.entry(fact.responsibility.clone()).or_default();
                history.proposed.push(Stamped { stamp, fact });
            }
            Fact::ResponsibilityRestated(fact) => {
                let id = fact.responsibility.clone();
                self.about(&id, stamp, |history, stamp| history.restated.push(Stamped { stamp, fact }));
            }
            Fact::ResponsibilityEnded(fact) => {
                let id = fact.responsibility.clone();
                self.about(&id, stamp, |history, stamp| history.ended.push(Stamped { stamp, fact }));
            }
            Fact::ResponsibilityConfirmed(fact) => self.decide(stamp, Verdict::Confirmed, fact),
            Fact::ResponsibilityRejected(fact) => self.decide(stamp, Verdict::Rejected, fact),
            Fact::ResponsibilityNotApplicable(fact) => self.decide(stamp, Verdict::NotApplicable, fact),
            Fact::ResponsibilityEdited(fact) => {
                let id = fact.responsibility.clone();
                self.about(&id, stamp, |history, stamp| history.edited.push(Stamped { stamp, fact }));
            }
            Fact::ResponsibilityAssigned(fact) => {
                let id = fact.responsibility.clone();
                self.about(&id, stamp, |history, stamp| history.assigned.push(Stamped { stamp, fact }));
            }
            Fact::ResponsibilityMatched(fact) => {
                let id = fact.responsibility.clone();
                self.about(&id, stamp, |history, stamp| history.matched.push(Stamped { stamp, fact }));
            }
            Fact::ResponsibilityWaived(fact) => {
                let id = fact.responsibility.clone();
                self.about(&id, stamp, |history, stamp| history.waived.push(Stamped { stamp, fact }));
            }
            Fact::EvidenceAdded(fact) => {
                let added = Stamped { stamp: stamp.clone(), fact: fact.clone() };
                self.evidence.insert(fact.evidence.clone(), added);
                for id in &fact.responsibilities {
                    let fact = fact.clone();
                    self.about(id, stamp.clone(), |history, stamp| history.evidence.push(Stamped { stamp, fact }));
                }
            }
            Fact::ActAttested(mut fact) => {
                let ids = std::mem::take(&mut fact.responsibilities);
                for id in &ids {
                    let fact = fact.clone();
                    self.about(id, stamp.clone(), |history, stamp| history.acts.push(Stamped { stamp, fact }));
                }
            }
            Fact::EntryWithdrawn(fact) => self.withdraw(stamp, fact),
            Fact::BodyErased(fact) => {
                self.erasures.insert(fact.entry, Stamped { stamp, fact });
            }
        }
    }

    fn decide(&mut self, stamp: Stamp, verdict: Verdict, fact: Decision) {
        let id = fact.responsibility.clone();
        self.about(&id, stamp, |history, stamp| history.verdicts.push(Stamped { stamp, fact: (verdict, fact) }));
    }

    fn about(&mut self, id: &ResponsibilityId, stamp: Stamp, take: impl FnOnce(&mut History, Stamp)) {
        match self.responsibilities.get_mut(id) {
            Some(history) => take(history, stamp),
            None => {
                self.flaw(&stamp, &format!("it speaks of the responsibility `{id}`, which was not proposed before it"))
            }
        }
    }

    fn flaw(&mut self, stamp: &Stamp, what: &str) {
        self.flaws.push(Flaw { entry: stamp.entry, recorded: stamp.recorded, what: what.to_owned() });
    }
}
