//! Which entries were withdrawn, as known at a time.

use super::Stamped;
use crate::fact::EntryRef;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// All withdrawals, by the entry that each withdraws.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Withdrawals(BTreeMap<u64, Vec<Stamped<EntryRef>>>);

impl Withdrawals {
    pub(super) fn add(&mut self, withdrawal: Stamped<EntryRef>) {
        self.0.entry(withdrawal.fact.entry).or_default().push(withdrawal);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn known(&self, entry: u64, known_at: Timestamp) -> impl Iterator<Item = &Stamped<EntryRef>> {
        let all = self.0.get(&entry).map_or(&[][..], Vec::as_slice);
        all.iter().filter(move |withdrawal| withdrawal.stamp.recorded <= known_at)
    }

    /// The withdrawal of an entry that counts at that time. A withdrawal that was itself withdrawn counts no longer, and
    /// so on along the chain.
    pub(super) fn of(&self, entry: u64, known_at: Timestamp) -> Option<&Stamped<EntryRef>> {
        self.known(entry, known_at).next()?;
        // Withdrawals stand after what they withdraw. Going from the last to the first, each is judged when all those
        // that could withdraw it have been.
        let mut reached: Vec<u64> = vec![entry];
        let mut seen: BTreeSet<u64> = BTreeSet::from([entry]);
        while let Some(next) = reached.pop() {
            let more: Vec<u64> = self.known(next, known_at).map(|withdrawal| withdrawal.stamp.entry).collect();
            reached.extend(more.into_iter().filter(|more| seen.insert(*more)));
        }
        let mut gone: BTreeSet<u64> = BTreeSet::new();
        for candidate in seen.into_iter().rev() {
            if self.known(candidate, known_at).any(|withdrawal| !gone.contains(&withdrawal.stamp.entry)) {
                gone.insert(candidate);
            }
        }
        self.known(entry, known_at).find(|withdrawal| !gone.contains(&withdrawal.stamp.entry))
    }
}
