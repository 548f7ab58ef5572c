//! What came with a version of an agreement that was withdrawn, and what rests on it.

use crate::record::{Flaw, History, Record, Stamp};
use crate::view::View;
use jiff::Timestamp;
use onus_terms::AgreementId;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What counts no longer because a version was withdrawn, as known at a time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Void(BTreeMap<AgreementId, Pieces>);

/// The pieces of the ledger that count no longer for one agreement, each list in the order of the ledger.
#[derive(Clone, Debug, Default)]
struct Pieces {
    /// From an entry that added a version up to the next one of the agreement: what was recorded with it.
    came_with: Vec<Range<u64>>,
    /// The same for the additions of one number: what a version added in between says of this one falls with it.
    numbers: BTreeMap<u32, Vec<Range<u64>>>,
}

impl Void {
    pub(crate) fn of(record: &Record, known_at: Timestamp) -> Self {
        let mut void = Void::default();
        if !record.has_withdrawals() {
            return void;
        }
        let withdrawn = |entries: &Range<u64>| record.withdrawal(entries.start, known_at).is_some();
        for (agreement, entries) in record.additions() {
            let came_with: Vec<Range<u64>> = pieces(entries.iter().copied()).filter(withdrawn).collect();
            if came_with.is_empty() {
                continue;
            }
            let mut numbers: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
            for version in record.versions(agreement) {
                numbers.entry(version.fact.version).or_default().push(version.stamp.entry);
            }
            let gone = |entries: Vec<u64>| pieces(entries.into_iter()).filter(withdrawn).collect();
            let numbers = numbers.into_iter().map(|(number, entries)| (number, gone(entries))).collect();
            void.0.insert(agreement.clone(), Pieces { came_with, numbers });
        }
        void
    }

    /// Whether what an entry says about a version of an agreement counts no longer.
    pub(crate) fn holds(&self, agreement: &AgreementId, version: u32, entry: u64) -> bool {
        self.0.get(agreement).is_some_and(|pieces| {
            around(&pieces.came_with, entry).is_some()
                || pieces.numbers.get(&version).is_some_and(|entries| around(entries, entry).is_some())
        })
    }

    /// The entry of the withdrawn version that an entry came with.
    fn addition(&self, agreement: &AgreementId, entry: u64) -> Option<u64> {
        around(&self.0.get(agreement)?.came_with, entry).map(|entries| entries.start)
    }
}

/// The piece that an entry lies in.
fn around(pieces: &[Range<u64>], entry: u64) -> Option<&Range<u64>> {
    let after = pieces.partition_point(|piece| piece.start <= entry);
    pieces.get(after.checked_sub(1)?).filter(|piece| piece.contains(&entry))
}

/// From each of these entries up to the next.
fn pieces(entries: impl Iterator<Item = u64> + Clone) -> impl Iterator<Item = Range<u64>> {
    let ends = entries.clone().skip(1).chain([u64::MAX]);
    entries.zip(ends).map(|(from, to)| from..to)
}

/// Responsibilities that no version says any more because it, or the proposal, was withdrawn.
#[derive(Default)]
struct Hanging {
    responsibilities: usize,
    /// Entries that speak of them.
    entries: BTreeSet<u64>,
}

/// One flaw for each withdrawn version or proposal that something rests on.
pub(crate) fn flaws(view: &View<'_>) -> Vec<Flaw> {
    if !view.record.has_withdrawals() {
        return Vec::new();
    }
    let mut hanging: BTreeMap<u64, Hanging> = BTreeMap::new();
    for (_, history) in view.record.responsibilities() {
        let Some(entry) = withdrawn(view, history) else { continue };
        let found = hanging.entry(entry).or_default();
        found.responsibilities += 1;
        found.entries.extend(resting(view, history));
    }
    let told = hanging.into_iter().filter(|(_, found)| !found.entries.is_empty());
    told.filter_map(|(entry, found)| flaw(view, entry, &found)).collect()
}

/// The entry whose withdrawal took the last proposal of a responsibility away, where nothing says it any more.
fn withdrawn(view: &View<'_>, history: &History) -> Option<u64> {
    let last = history.proposed.iter().rfind(|proposed| view.knows(&proposed.stamp))?;
    let agreement = &last.fact.agreement;
    let stands = |version: u32, stamp: &Stamp| {
        view.record.counts(stamp, view.moment.known_at) && !view.void.holds(agreement, version, stamp.entry)
    };
    let said = history.proposed.iter().any(|said| stands(said.fact.version, &said.stamp))
        || history.restated.iter().any(|said| stands(said.fact.version, &said.stamp));
    (!said).then(|| view.void.addition(agreement, last.stamp.entry).unwrap_or(last.stamp.entry))
}

/// The entries by which people decided and did something about a responsibility.
fn resting(view: &View<'_>, history: &History) -> BTreeSet<u64> {
    let verdicts = history.verdicts.iter().map(|fact| &fact.stamp);
    let edited = history.edited.iter().map(|fact| &fact.stamp);
    let assigned = history.assigned.iter().map(|fact| &fact.stamp);
    let matched = history.matched.iter().map(|fact| &fact.stamp);
    let waived = history.waived.iter().map(|fact| &fact.stamp);
    let decided = verdicts.chain(edited).chain(assigned).chain(matched).chain(waived);
    let decided = decided.filter(|stamp| view.record.counts(stamp, view.moment.known_at)).map(|stamp| stamp.entry);
    decided.chain(view.done(history)).collect()
}

fn flaw(view: &View<'_>, entry: u64, found: &Hanging) -> Option<Flaw> {
    let withdrawal = view.record.withdrawal(entry, view.moment.known_at)?;
    let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let duties = counted(found.responsibilities, "responsibility", "responsibilities");
    let entries = counted(found.entries.len(), "entry", "entries");
    let what = format!("it was withdrawn; of it hang {duties}, no longer in force, and {entries} about them");
    Some(Flaw { entry, recorded: withdrawal.stamp.recorded, what })
}
