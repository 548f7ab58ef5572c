//! How a record takes entries in.

use super::{Erased, Flaw, History, Record, Stamp, Stamped, Verdict};
use crate::batch::{Batch, Entry, Gone, Item};
use crate::fact::{Decision, EntryRef, Fact};
use crate::few::Few;
use crate::rows::{ActRow, EvidenceRow, Mark, number};
use jiff::Timestamp;
use onus_terms::ResponsibilityId;
use std::collections::BTreeSet;

/// The responsibilities whose rows are no longer in the order in which they held.
#[derive(Default)]
struct Unsorted {
    acts: BTreeSet<u32>,
    evidence: BTreeSet<u32>,
}

impl Record {
    /// Takes in the next entry. What is wrong with it becomes a flaw and stops nothing.
    pub fn apply(&mut self, entry: &Entry<'_>) {
        let mut batch = Batch::default();
        batch.read(entry);
        self.take(batch);
    }

    /// Takes in the next entries. However they were cut into batches, the record is the same.
    pub fn take(&mut self, batch: Batch) {
        let new = self.names.merge(batch.names);
        let mut unsorted = Unsorted::default();
        for item in batch.items {
            self.entries += 1;
            match item.renumbered(&new) {
                Item::Attested { row, responsibilities } => self.attested(row, &responsibilities, &mut unsorted),
                Item::HandedOver { row, responsibilities } => self.handed_over(row, &responsibilities, &mut unsorted),
                Item::Other(mark, fact) => self.other(mark, *fact),
                Item::Erased(mark, gone) => self.erased(mark, &gone),
                Item::Flawed(mark, what) => self.flaw(&mark, what.into()),
            }
        }
        for number in unsorted.acts {
            if let Some(Some(history)) = self.histories.get_mut(number as usize) {
                history.acts.sort(&self.acts);
            }
        }
        for number in unsorted.evidence {
            if let Some(Some(history)) = self.histories.get_mut(number as usize) {
                history.evidence.sort(&self.evidence);
            }
        }
    }

    fn attested(&mut self, row: ActRow, responsibilities: &Few<u32>, unsorted: &mut Unsorted) {
        let (mark, place) = (row.mark, number(self.acts.len()));
        self.acts.push(row);
        for id in responsibilities.as_slice() {
            match self.histories.get_mut(*id as usize) {
                Some(Some(history)) => {
                    if !history.acts.add(place, mark.at) {
                        unsorted.acts.insert(*id);
                    }
                }
                _ => self.unknown(&mark, *id),
            }
        }
    }

    fn handed_over(&mut self, mut row: EvidenceRow, responsibilities: &Few<u32>, unsorted: &mut Unsorted) {
        let (mark, last, id) = (row.mark, number(self.evidence.len()), row.evidence as usize);
        if id >= self.handed_over.len() {
            self.handed_over.resize(id + 1, None);
        }
        if let Some(before) = self.handed_over.get_mut(id) {
            row.earlier = before.replace(last);
        }
        self.evidence.push(row);
        for id in responsibilities.as_slice() {
            match self.histories.get_mut(*id as usize) {
                Some(Some(history)) => {
                    if !history.evidence.add(last, mark.at) {
                        unsorted.evidence.insert(*id);
                    }
                }
                _ => self.unknown(&mark, *id),
            }
        }
    }

    /// Without its body an entry proves nothing more, but what its leaf says still holds: a withdrawal without its reason
    /// is still a withdrawal.
    fn erased(&mut self, mark: Mark, gone: &Gone) {
        self.bodiless.insert(mark.entry);
        if let Some(agreement) = &gone.agreement {
            self.additions.entry(agreement.clone()).or_default().push(mark.entry);
        }
        for entry in &gone.entries {
            self.withdraw(mark, EntryRef { entry: *entry, reason: String::new() });
        }
        if gone.kind == "entry.withdrawn" {
            return;
        }
        let Some(stamp) = self.stamp(&mark) else { return };
        for id in &gone.responsibilities {
            if gone.kind == "responsibility.proposed" {
                self.flaw(&mark, format!("the proposal of `{id}` was erased, so that no line can be shown for it"));
                self.open(id);
            }
            if let Some(history) = self.known(id) {
                history.erased.push(Erased { stamp: stamp.clone(), kind: gone.kind.clone() });
            }
        }
    }

    fn other(&mut self, mark: Mark, fact: Fact) {
        let Some(stamp) = self.stamp(&mark) else { return };
        match fact {
            Fact::WorkspaceCreated(fact) => self.created(Stamped { stamp, fact }),
            Fact::PersonAdded(fact) => {
                self.persons.entry(fact.person.clone()).or_default().push(Stamped { stamp, fact });
            }
            Fact::AgreementAdded(fact) => {
                self.additions.entry(fact.agreement.clone()).or_default().push(mark.entry);
                self.agreements.entry(fact.agreement.clone()).or_default().push(Stamped { stamp, fact });
            }
            Fact::AgreementEnded(fact) => {
                self.agreement_ends.entry(fact.agreement.clone()).or_default().push(Stamped { stamp, fact });
            }
            Fact::ResponsibilityProposed(fact) => {
                let id = fact.responsibility.clone();
                if let Some(history) = self.open(&id) {
                    history.proposed.push(Stamped { stamp, fact });
                }
            }
            Fact::EntryWithdrawn(fact) => self.withdraw(mark, fact),
            Fact::LedgerRecovered(fact) => self.recoveries.push(Stamped { stamp, fact }),
            Fact::BodyErased(fact) => {
                self.stale |= fact.entry < mark.entry && !self.bodiless.contains(&fact.entry);
                self.erasures.insert(fact.entry, Stamped { stamp, fact });
            }
            fact => self.about(&mark, stamp, fact),
        }
    }

    fn about(&mut self, mark: &Mark, stamp: Stamp, fact: Fact) {
        let Some(id) = subject(&fact).cloned() else { return };
        let Some(history) = self.known(&id) else { return self.unproposed(mark, &id) };
        match fact {
            Fact::ResponsibilityRestated(fact) => history.restated.push(Stamped { stamp, fact }),
            Fact::ResponsibilityEnded(fact) => history.ended.push(Stamped { stamp, fact }),
            Fact::ResponsibilityConfirmed(fact) => history.decide(stamp, Verdict::Confirmed, fact),
            Fact::ResponsibilityRejected(fact) => history.decide(stamp, Verdict::Rejected, fact),
            Fact::ResponsibilityNotApplicable(fact) => history.decide(stamp, Verdict::NotApplicable, fact),
            Fact::ResponsibilityEdited(fact) => history.edited.push(Stamped { stamp, fact }),
            Fact::ResponsibilityAssigned(fact) => history.assigned.push(Stamped { stamp, fact }),
            Fact::ResponsibilityMatched(fact) => history.matched.push(Stamped { stamp, fact }),
            Fact::ResponsibilityWaived(fact) => history.waived.push(Stamped { stamp, fact }),
            _ => {}
        }
    }

    fn created(&mut self, created: Stamped<crate::fact::WorkspaceCreated>) {
        if self.workspace_at(Timestamp::MAX).is_none() {
            self.workspaces.push(created);
        } else {
            let Stamp { entry, recorded, .. } = created.stamp;
            let what = "a workspace is created once; this one is left out".to_owned();
            self.flaws.push(Flaw { entry, recorded, what });
        }
    }

    fn withdraw(&mut self, mark: Mark, fact: EntryRef) {
        let Some(stamp) = self.stamp(&mark) else { return };
        if fact.entry < mark.entry {
            self.withdrawals.add(Stamped { stamp, fact });
        } else {
            self.flaw(&mark, "it withdraws an entry that does not stand before it".to_owned());
        }
    }

    /// The history of a responsibility that is proposed, made where there is none yet.
    fn open(&mut self, id: &ResponsibilityId) -> Option<&mut History> {
        let number = self.names.responsibilities.mention(id);
        let place = number as usize;
        if place >= self.histories.len() {
            self.histories.resize(place + 1, None);
        }
        self.order.insert(id.clone(), number);
        self.histories.get_mut(place).map(|history| &mut **history.get_or_insert_default())
    }

    fn known(&mut self, id: &ResponsibilityId) -> Option<&mut History> {
        let number = self.order.get(id)?;
        self.histories.get_mut(*number as usize)?.as_deref_mut()
    }

    fn stamp(&self, mark: &Mark) -> Option<Stamp> {
        let Mark { entry, at, recorded, by } = *mark;
        Some(Stamp { entry, at, recorded, by: self.names.persons.id(by)?.clone() })
    }

    fn unknown(&mut self, mark: &Mark, number: u32) {
        if let Some(id) = self.names.responsibilities.id(number).cloned() {
            self.unproposed(mark, &id);
        }
    }

    fn unproposed(&mut self, mark: &Mark, id: &ResponsibilityId) {
        self.flaw(mark, format!("it speaks of the responsibility `{id}`, which was not proposed before it"));
    }

    fn flaw(&mut self, mark: &Mark, what: String) {
        self.flaws.push(Flaw { entry: mark.entry, recorded: mark.recorded, what });
    }
}

impl History {
    fn decide(&mut self, stamp: Stamp, verdict: Verdict, fact: Decision) {
        self.verdicts.push(Stamped { stamp, fact: (verdict, fact) });
    }
}

/// The one responsibility that a fact speaks of.
fn subject(fact: &Fact) -> Option<&ResponsibilityId> {
    Some(match fact {
        Fact::ResponsibilityRestated(fact) => &fact.responsibility,
        Fact::ResponsibilityEnded(fact) => &fact.responsibility,
        Fact::ResponsibilityConfirmed(fact)
        | Fact::ResponsibilityRejected(fact)
        | Fact::ResponsibilityNotApplicable(fact) => &fact.responsibility,
        Fact::ResponsibilityEdited(fact) => &fact.responsibility,
        Fact::ResponsibilityAssigned(fact) => &fact.responsibility,
        Fact::ResponsibilityMatched(fact) => &fact.responsibility,
        Fact::ResponsibilityWaived(fact) => &fact.responsibility,
        _ => return None,
    })
}
