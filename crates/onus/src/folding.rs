//! Folding the ledger into the record: pieces are read on several threads and taken in, one after the other, on this one.

use crate::problem::Problem;
use onus_assess::{Batch, Entry, Record};
use onus_ledger::LeafView;
use onus_store::{EntryRow, Store};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many entries are read at a time.
const PIECE: u64 = 32_768;

/// How many pieces a thread reads ahead.
const AHEAD: usize = 4;

type Read = Result<Batch, Problem>;

/// Takes in what was recorded since the last entry of the record.
pub(crate) fn follow(store: &Store, record: &mut Record) -> Result<(), Problem> {
    follow_by(store, record, PIECE)
}

fn follow_by(store: &Store, record: &mut Record, piece: u64) -> Result<(), Problem> {
    let (from, size) = (record.entries(), store.size()?);
    if size.saturating_sub(from) <= piece {
        record.take(read(store, from, size)?);
    } else {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
        let next = AtomicU64::new(from);
        std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel(threads * AHEAD);
            for _ in 0..threads {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || pieces(store, next, (size, piece), &sender));
            }
            drop(sender);
            take(record, receiver)
        })?;
    }
    // An entry that the checkpoint counts is not there.
    if record.entries() < size { Err(Problem::Damaged(record.entries())) } else { Ok(()) }
}

/// Reads one piece after the other, until there is none left or nobody waits for them.
fn pieces(store: &Store, next: &AtomicU64, (size, piece): (u64, u64), sender: &SyncSender<(u64, Read)>) {
    loop {
        let from = next.fetch_add(piece, Ordering::Relaxed);
        if from >= size || sender.send((from, read(store, from, size.min(from + piece)))).is_err() {
            return;
        }
    }
}

/// Takes the pieces in, in the order of the ledger.
fn take(record: &mut Record, receiver: Receiver<(u64, Read)>) -> Result<(), Problem> {
    let mut early = std::collections::BTreeMap::new();
    for (from, batch) in receiver {
        early.insert(from, batch);
        while let Some(batch) = early.remove(&record.entries()) {
            record.take(batch?);
        }
    }
    Ok(())
}

/// Reads the entries from one place up to another.
fn read(store: &Store, from: u64, to: u64) -> Read {
    let mut batch = Batch::default();
    let mut damaged = None;
    store.try_scan(from, |row| {
        if row.index >= to {
            return ControlFlow::Break(());
        }
        match entry(&row) {
            Some(entry) if row.index == from + batch.len() as u64 => batch.read(&entry),
            _ => damaged = Some(row.index),
        }
        if damaged.is_some() || row.index + 1 == to { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    match damaged {
        Some(entry) => Err(Problem::Damaged(entry)),
        None => Ok(batch),
    }
}

fn entry<'a>(row: &EntryRow<'a>) -> Option<Entry<'a>> {
    let leaf = LeafView::parse(row.leaf).ok()?;
    Some(Entry {
        index: row.index,
        kind: leaf.kind,
        at: leaf.at,
        recorded: leaf.recorded,
        by: leaf.by,
        about: if row.body.is_none() { leaf.about().collect() } else { Vec::new() },
        body: row.body,
    })
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
