//! The writer thread: collects wishes, grants them together, answers everybody.

use crate::batch::{self, Done, Wish};
use crate::copies::Copies;
use crate::files::read_key;
use crate::store::{Place, Receipt};
use crate::{StoreError, schema};
use onus_ledger::Signer;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::{Duration, Instant};

/// The most entries of a batch, beyond those of the last wish.
const MOST: usize = 256;
/// The longest wait for others.
const WAIT: Duration = Duration::from_millis(5);

pub(crate) type Answer = Result<Vec<Receipt>, StoreError>;

pub(crate) struct Request {
    pub(crate) wish: Wish,
    pub(crate) answer: SyncSender<Answer>,
}

pub(crate) fn run(place: &Place, requests: &Receiver<Request>) {
    let mut open = None;
    let mut crowd = 1;
    while let Ok(first) = requests.recv() {
        let batch = collect(first, requests, crowd);
        crowd = batch.len();
        let (wishes, answers): (Vec<_>, Vec<_>) = batch.into_iter().map(|each| (each.wish, each.answer)).unzip();
        let erases = wishes.iter().find_map(|wish| wish.erase);
        let done = grant(place, &mut open, wishes, erases);
        // After a failure nothing is taken for granted: the next batch opens the database anew.
        if done.is_err() {
            open = None;
        }
        tell(done, answers);
    }
}

// As many wait again as waited last time, most likely; a lone writer never waits.
fn collect(first: Request, requests: &Receiver<Request>, crowd: usize) -> Vec<Request> {
    let end = Instant::now() + WAIT;
    let mut entries = first.wish.drafts.len();
    let mut batch = vec![first];
    while entries < MOST {
        let left = if batch.len() < crowd { end.saturating_duration_since(Instant::now()) } else { Duration::ZERO };
        let Ok(next) = requests.recv_timeout(left) else { break };
        entries += next.wish.drafts.len();
        batch.push(next);
    }
    batch
}

struct Open {
    connection: Connection,
    signer: Signer,
}

fn open_writer(place: &Place) -> Result<Open, StoreError> {
    let signer = read_key(&place.key())?;
    if *signer.verifier() != place.verifier {
        return Err(StoreError::KeyForeign(place.key()));
    }
    let connection = schema::writer(&place.database(), place.options.patience)?;
    // Pages that a failed sync left only in memory reach the disk before anything is built on them.
    trim(&connection)?;
    Ok(Open { connection, signer })
}

/// Empties the write-ahead log; false when another program still reads from it.
pub(crate) fn trim(connection: &Connection) -> Result<bool, StoreError> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    Ok(busy == 0)
}

fn grant(
    place: &Place,
    open: &mut Option<Open>,
    wishes: Vec<Wish>,
    erases: Option<u64>,
) -> Result<Vec<Answer>, StoreError> {
    let Open { connection, signer } = match open {
        Some(open) => open,
        None => open.insert(open_writer(place)?),
    };
    let copies = Copies::new(&place.dir, &place.options, &place.verifier);
    let Done { answers, head, recovers } = batch::run(connection, signer, &copies, &place.options, wishes)?;
    let Some((note, staged)) = head else { return Ok(answers) };
    if let Err(error) = copies.put(staged, (&note, recovers), &place.verifier, &place.options) {
        return Ok(not_copied(answers, Arc::new(error)));
    }
    match erases {
        Some(index) if !trim(connection)? => Err(StoreError::EraseLater(index)),
        _ => Ok(answers),
    }
}

fn not_copied(answers: Vec<Answer>, error: Arc<StoreError>) -> Vec<Answer> {
    let say = |receipts: Vec<Receipt>| match (receipts.first(), receipts.last()) {
        (Some(first), Some(last)) => Err(StoreError::Copy {
            first: first.index,
            last: last.index,
            source: Box::new(StoreError::Shared(Arc::clone(&error))),
        }),
        _ => Ok(receipts),
    };
    answers.into_iter().map(|answer| answer.and_then(say)).collect()
}

// Whoever no longer waits for an answer does not get one.
fn tell(done: Result<Vec<Answer>, StoreError>, waiting: Vec<SyncSender<Answer>>) {
    match done {
        Ok(answers) => waiting.into_iter().zip(answers).for_each(|(to, answer)| _ = to.send(answer)),
        Err(error) if waiting.len() == 1 => waiting.into_iter().take(1).for_each({
            let mut error = Some(error);
            move |to| _ = to.send(Err(error.take().unwrap_or(StoreError::Stopped)))
        }),
        Err(error) => {
            let error = Arc::new(error);
            waiting.into_iter().for_each(|to| _ = to.send(Err(StoreError::Shared(Arc::clone(&error)))));
        }
    }
}
