//! Entries are read by one thread and checked by others, on as many cores as there are.

use crate::StoreError;
use onus_ledger::{Checked, Row};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, Scope};

/// The most entries and bytes that go to a checker at once.
const ENTRIES: usize = 512;
const BYTES: usize = 1024 * 1024;
/// The most checkers: one reader keeps no more busy.
const MOST: usize = 6;

/// Copies of rows, one after another, and what was found of them. Batches come back empty, since making new ones costs
/// as much as filling them.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    rows: Vec<Lengths>,
    checked: Vec<Checked>,
}

struct Lengths {
    index: u64,
    leaf: usize,
    salt: Option<usize>,
    body: Option<usize>,
}

impl Batch {
    fn add(&mut self, row: &Row<'_>) {
        for part in [Some(row.leaf), row.salt, row.body].into_iter().flatten() {
            self.bytes.extend_from_slice(part);
        }
        let (salt, body) = (row.salt.map(<[u8]>::len), row.body.map(<[u8]>::len));
        self.rows.push(Lengths { index: row.index, leaf: row.leaf.len(), salt, body });
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= ENTRIES || self.bytes.len() >= BYTES
    }

    fn check(&mut self) {
        let mut rest = self.bytes.as_slice();
        let mut part = |length: usize| {
            let (part, tail) = rest.split_at_checked(length).unwrap_or_default();
            rest = tail;
            part
        };
        let check = |row: Lengths| {
            let leaf = part(row.leaf);
            let salt = row.salt.map(&mut part);
            let body = row.body.map(&mut part);
            Checked::of(&Row { index: row.index, leaf, salt, body })
        };
        self.checked.extend(self.rows.drain(..).map(check));
        self.bytes.clear();
    }
}

type Checker = (SyncSender<Batch>, Receiver<Batch>);

fn checker<'scope>(scope: &'scope Scope<'scope, '_>) -> Option<Checker> {
    let (give, given) = sync_channel::<Batch>(2);
    let (answer, answers) = sync_channel(2);
    let work = move || {
        for mut batch in given {
            batch.check();
            if answer.send(batch).is_err() {
                break;
            }
        }
    };
    Builder::new().spawn_scoped(scope, work).ok().map(|_| (give, answers))
}

/// Batches on their way: the checkers take turns, so the oldest is always with the one whose turn comes next.
struct Turns<T> {
    checkers: Vec<Checker>,
    open: Batch,
    spare: Vec<Batch>,
    sent: usize,
    taken: usize,
    take: T,
}

impl<T: FnMut(Checked)> Turns<T> {
    fn add(&mut self, row: &Row<'_>) -> Result<(), StoreError> {
        if self.checkers.is_empty() {
            (self.take)(Checked::of(row));
            return Ok(());
        }
        self.open.add(row);
        if self.open.is_full() { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> Result<(), StoreError> {
        let batch = std::mem::replace(&mut self.open, self.spare.pop().unwrap_or_default());
        let (give, _) = turn(&self.checkers, self.sent)?;
        give.send(batch).map_err(|_| StoreError::Stopped)?;
        self.sent += 1;
        if self.sent - self.taken >= 2 * self.checkers.len() { self.receive() } else { Ok(()) }
    }

    fn receive(&mut self) -> Result<(), StoreError> {
        let (_, answers) = turn(&self.checkers, self.taken)?;
        let mut batch = answers.recv().map_err(|_| StoreError::Stopped)?;
        self.taken += 1;
        batch.checked.drain(..).for_each(&mut self.take);
        self.spare.push(batch);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), StoreError> {
        if !self.open.rows.is_empty() {
            self.send()?;
        }
        while self.taken < self.sent {
            self.receive()?;
        }
        Ok(())
    }
}

fn turn(checkers: &[Checker], nth: usize) -> Result<&Checker, StoreError> {
    nth.checked_rem(checkers.len()).and_then(|nth| checkers.get(nth)).ok_or(StoreError::Stopped)
}

/// Checks the rows that `read` hands over, and gives them to `take` in the same order. What was read before an error
/// is given too.
pub(crate) fn check(
    read: impl FnOnce(&mut dyn FnMut(Row<'_>) -> Result<(), StoreError>) -> Result<(), StoreError>,
    take: impl FnMut(Checked),
) -> Result<(), StoreError> {
    let others = std::thread::available_parallelism().map_or(1, NonZero::get).saturating_sub(1).min(MOST);
    std::thread::scope(|scope| {
        let checkers = (0..others).map_while(|_| checker(scope)).collect();
        let mut turns = Turns { checkers, open: Batch::default(), spare: Vec::new(), sent: 0, taken: 0, take };
        let read = read(&mut |row| turns.add(&row));
        turns.finish().and(read)
    })
}
