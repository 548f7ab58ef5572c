//! Folding the ledger into the record: pieces are read on several threads and taken in, one after the other, on this one.

use crate::problem::Problem;
use onus_assess::{Batch, Entry, Record};
use onus_ledger::{ERASED, erased_by};
use onus_store::{Sound, Store, StoreError, Trunk};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many entries are read at a time.
const PIECE: u64 = 32_768;

/// How many pieces a thread reads ahead.
const AHEAD: usize = 4;

/// Entries that were read, and what they say of bodies that are gone.
#[derive(Default)]
struct Piece {
    batch: Batch,
    bodies: Bodies,
}

/// Which entries have no body, and of which a later entry says so.
#[derive(Default)]
struct Bodies {
    gone: BTreeSet<u64>,
    erased: BTreeSet<u64>,
}

type Read = Result<Piece, Problem>;

/// Takes in what was recorded since the last entry of the record. Every entry is checked against the signed checkpoint.
pub(crate) fn follow(store: &Store, record: &mut Record) -> Result<(), Problem> {
    follow_by(store, record, PIECE)
}

fn follow_by(store: &Store, record: &mut Record, piece: u64) -> Result<(), Problem> {
    let mut bodies = Bodies::default();
    loop {
        let trunk = store.trunk()?;
        let from = record.entries();
        follow_once(store, &trunk, record, (&mut bodies, piece))?;
        match bodies.gone.difference(&bodies.erased).next() {
            None => return Ok(()),
            // Whoever erased it meanwhile says so in an entry that came after.
            Some(_) if store.size()? > trunk.size() && from < trunk.size() => {}
            Some(entry) => return Err(StoreError::EntryChanged(*entry).into()),
        }
    }
}

fn follow_once(
    store: &Store,
    trunk: &Trunk,
    record: &mut Record,
    (bodies, piece): (&mut Bodies, u64),
) -> Result<(), Problem> {
    let (from, size) = (record.entries(), trunk.size());
    if size.saturating_sub(from) <= piece {
        let read = read(store, trunk, (from, size))?;
        bodies.add(read.bodies);
        record.take(read.batch);
        return Ok(());
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let next = AtomicU64::new(from);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(threads * AHEAD);
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || pieces((store, trunk), next, piece, &sender));
        }
        drop(sender);
        take(record, bodies, receiver)
    })
}

/// Reads one piece after the other, until there is none left or nobody waits for them.
fn pieces((store, trunk): (&Store, &Trunk), next: &AtomicU64, piece: u64, sender: &SyncSender<(u64, Read)>) {
    let size = trunk.size();
    loop {
        let from = next.fetch_add(piece, Ordering::Relaxed);
        if from >= size || sender.send((from, read(store, trunk, (from, size.min(from + piece))))).is_err() {
            return;
        }
    }
}

/// Takes the pieces in, in the order of the ledger.
fn take(record: &mut Record, bodies: &mut Bodies, receiver: Receiver<(u64, Read)>) -> Result<(), Problem> {
    let mut early = std::collections::BTreeMap::new();
    for (from, read) in receiver {
        early.insert(from, read);
        while let Some(read) = early.remove(&record.entries()) {
            let piece = read?;
            bodies.add(piece.bodies);
            record.take(piece.batch);
        }
    }
    Ok(())
}

/// Reads the entries from one place up to another.
fn read(store: &Store, trunk: &Trunk, range: (u64, u64)) -> Read {
    let mut piece = Piece::default();
    store.walk(trunk, range, |sound| {
        piece.bodies.note(&sound);
        piece.batch.read(&entry(&sound));
    })?;
    Ok(piece)
}

impl Bodies {
    fn note(&mut self, sound: &Sound<'_>) {
        if sound.body.is_none() {
            self.gone.insert(sound.index);
        }
        if sound.leaf.kind == ERASED {
            self.erased.extend(erased_by(sound.index, &sound.leaf));
        }
    }

    fn add(&mut self, other: Bodies) {
        self.gone.extend(other.gone);
        self.erased.extend(other.erased);
    }
}

fn entry<'a>(sound: &Sound<'a>) -> Entry<'a> {
    let Sound { index, leaf, body } = *sound;
    let about = if body.is_none() { leaf.about().collect() } else { Vec::new() };
    Entry { index, kind: leaf.kind, at: leaf.at, recorded: leaf.recorded, by: leaf.by, about, body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_assess::Fact;
    use onus_ledger::Draft;
    use onus_store::Options;
    use onus_terms::PersonId;

    fn draft(number: u32) -> Draft {
        let person = PersonId::new(format!("p-{}", number % 7)).unwrap();
        let fact = crate::workspace::person_added(&person, &format!("Name {number}"), None);
        let about = vec![person.to_string()];
        Draft {
            kind: fact.kind().to_owned(),
            at: Default::default(),
            by: person,
            about,
            blobs: vec![],
            body: fact.to_body(),
        }
    }

    #[test]
    fn pieces_on_several_threads_make_the_record_of_one_piece() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("w"), "onus.local/test", Options::default()).unwrap();
        store.append((0..1000).map(draft).collect()).unwrap();
        let erased = Fact::BodyErased(onus_assess::fact::EntryRef { entry: 400, reason: "r".into() });
        store
            .erase(400, Draft { kind: erased.kind().into(), body: erased.to_body(), about: vec![], ..draft(1) })
            .unwrap();
        store.append((0..1000).map(draft).collect()).unwrap();
        let mut whole = Record::default();
        follow_by(&store, &mut whole, 5_000).unwrap();
        assert_eq!(whole.entries(), 2_001);
        for piece in [1, 7, 64, 2_000] {
            let mut record = Record::default();
            follow_by(&store, &mut record, piece).unwrap();
            assert_eq!(record, whole, "pieces of {piece}");
        }
        assert!(!whole.is_stale());
        store.append(vec![draft(8)]).unwrap();
        follow_by(&store, &mut whole, 64).unwrap();
        assert_eq!(whole.person(&PersonId::new("p-1").unwrap()).unwrap().name, "Name 8");
    }
}
