//! One transaction: follow the log, append, read back, sign, commit.

use crate::copies::{Copies, Staged};
use crate::read::note;
use crate::store::Receipt;
use crate::tiles::{Stored, sql};
use crate::{Options, Step, StoreError};
use jiff::Timestamp;
use onus_ledger::{Checkpoint, Draft, ERASED, Edge, Leaf, LeafView, Salt, Signer, TileHashes, about_entry, leaf_hash};
use rusqlite::{Connection, TransactionBehavior};

const MAX_BODY: usize = 4 * 1024 * 1024;

/// What one caller wants, all or nothing.
pub(crate) struct Wish {
    pub(crate) drafts: Vec<Draft>,
    /// The size that the log must have.
    pub(crate) expected: Option<u64>,
    /// The entry whose body goes.
    pub(crate) erase: Option<u64>,
    /// The checkpoint outside that this ledger may be behind.
    pub(crate) recover: Option<Checkpoint>,
}

type Answer = Result<Vec<Receipt>, StoreError>;

pub(crate) struct Done {
    pub(crate) answers: Vec<Answer>,
    /// The new checkpoint with its copies, when anything was recorded.
    pub(crate) head: Option<(String, Vec<Staged>)>,
    /// Whether the copies may be ahead of it.
    pub(crate) recovers: bool,
}

/// Grants the wishes in one transaction. An error means that none of them was granted.
pub(crate) fn run(
    connection: &mut Connection,
    signer: &Signer,
    copies: &Copies,
    options: &Options,
    wishes: Vec<Wish>,
) -> Result<Done, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let head = Checkpoint::open(&note(&transaction)?, signer.verifier())?;
    let stored = Stored(&transaction);
    let edge = stored.edge(head.size)?;
    if edge.root() != head.root {
        return Err(StoreError::Inconsistent);
    }
    let recover = wishes.iter().find_map(|wish| wish.recover.clone());
    copies.check(&stored, head.size, signer.verifier(), recover.as_ref())?;
    let recovers = recover.is_some();
    let last = last_recorded(&transaction, head.size)?;
    let mut batch = Batch { connection: &transaction, options, edge, full: Vec::new(), recorded: last };
    let answers = options.step(Step::Entries, || batch.grant(wishes))?;
    if batch.edge.size() == head.size {
        return Ok(Done { answers, head: None, recovers });
    }
    options.step(Step::Tiles, || batch.save_tiles())?;
    batch.read_back(&answers)?;
    let next = Checkpoint { origin: head.origin, size: batch.edge.size(), root: batch.edge.root() };
    if stored.edge(next.size)?.root() != next.root {
        return Err(StoreError::Inconsistent);
    }
    let text = next.sign(signer);
    options.step(Step::Head, || transaction.execute("UPDATE log SET note = ?1", [&text]).map_err(StoreError::from))?;
    // The copies reach the disk while the database does: what waits for a disk waits together.
    let staged = std::thread::scope(|scope| {
        let staging = std::thread::Builder::new().spawn_scoped(scope, || copies.stage(&text));
        options.step(Step::Commit, || transaction.commit().map_err(StoreError::from))?;
        let staged = staging.ok().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        Ok::<_, StoreError>(staged.unwrap_or_else(|| copies.stage(&text)))
    })?;
    Ok(Done { answers, head: Some((text, staged)), recovers })
}

fn last_recorded(connection: &Connection, size: u64) -> Result<Option<Timestamp>, StoreError> {
    let Some(last) = size.checked_sub(1) else { return Ok(None) };
    let query = "SELECT leaf FROM entry WHERE place = ?1";
    let leaf: Vec<u8> = connection.prepare_cached(query)?.query_row([sql(last)], |row| row.get(0))?;
    Ok(Some(LeafView::parse(&leaf)?.recorded))
}

struct Batch<'a> {
    connection: &'a Connection,
    options: &'a Options,
    edge: Edge,
    full: Vec<TileHashes>,
    recorded: Option<Timestamp>,
}

struct Prepared {
    leaf: Vec<u8>,
    salt: Salt,
    body: Vec<u8>,
}

impl Batch<'_> {
    // A wish that cannot be granted is answered with its reason and leaves the others alone; a failing database
    // ends the whole batch.
    fn grant(&mut self, wishes: Vec<Wish>) -> Result<Vec<Answer>, StoreError> {
        let mut answers = Vec::with_capacity(wishes.len());
        for mut wish in wishes {
            let recorded = self.recorded.max(Some((self.options.now)())).unwrap_or_default();
            answers.push(match self.prepare(&mut wish, recorded) {
                Ok(prepared) => Ok(self.insert(prepared, wish.erase, recorded)?),
                Err(error) => Err(error),
            });
        }
        Ok(answers)
    }

    fn prepare(&self, wish: &mut Wish, recorded: Timestamp) -> Result<Vec<Prepared>, StoreError> {
        let found = self.edge.size();
        if let Some(expected) = wish.expected.filter(|expected| *expected != found) {
            return Err(StoreError::Moved { expected, found });
        }
        if let Some(index) = wish.erase {
            self.prepare_erasure(index, wish)?;
        }
        wish.drafts.drain(..).map(|draft| self.prepare_one(draft, recorded)).collect()
    }

    fn prepare_erasure(&self, index: u64, wish: &mut Wish) -> Result<(), StoreError> {
        if index >= self.edge.size() {
            return Err(StoreError::NoEntry(index));
        }
        for draft in &mut wish.drafts {
            if draft.kind != ERASED {
                return Err(StoreError::NotErasure(draft.kind.clone()));
            }
            let name = about_entry(index);
            if !draft.about.contains(&name) {
                draft.about.push(name);
            }
        }
        Ok(())
    }

    fn prepare_one(&self, draft: Draft, recorded: Timestamp) -> Result<Prepared, StoreError> {
        if draft.body.len() > MAX_BODY {
            return Err(StoreError::BodyTooLong(draft.body.len()));
        }
        let mut salt = [0; 16];
        let source = std::path::Path::new("the random source");
        (self.options.random)(&mut salt).map_err(crate::files::failed("read", source))?;
        let salt = Salt::from_bytes(salt);
        let leaf = Leaf::new(&draft, recorded, &salt).to_bytes()?;
        Ok(Prepared { leaf, salt, body: draft.body })
    }

    fn insert(
        &mut self,
        prepared: Vec<Prepared>,
        erase: Option<u64>,
        recorded: Timestamp,
    ) -> Result<Vec<Receipt>, StoreError> {
        if let Some(index) = erase {
            self.connection.execute("UPDATE entry SET salt = NULL, body = NULL WHERE place = ?1", [sql(index)])?;
        }
        let mut receipts = Vec::with_capacity(prepared.len());
        let mut insert = self.connection.prepare_cached("INSERT INTO entry VALUES (?1, ?2, ?3, ?4)")?;
        for Prepared { leaf, salt, body } in prepared {
            let index = self.edge.size();
            insert.execute((sql(index), &leaf, salt.as_bytes(), body))?;
            let leaf = leaf_hash(&leaf);
            self.edge.push(leaf, &mut self.full);
            receipts.push(Receipt { index, leaf, recorded });
        }
        if !receipts.is_empty() {
            self.recorded = Some(recorded);
        }
        Ok(receipts)
    }

    fn save_tiles(&mut self) -> Result<(), StoreError> {
        let stored = Stored(self.connection);
        self.full.drain(..).chain(self.edge.partial()).try_for_each(|tile| stored.save(&tile))
    }

    // A flipped bit on the way into the database must not be signed.
    fn read_back(&self, answers: &[Answer]) -> Result<(), StoreError> {
        let mut select = self.connection.prepare_cached("SELECT leaf, salt, body FROM entry WHERE place = ?1")?;
        for receipt in answers.iter().flatten().flatten() {
            let good = select.query_row([sql(receipt.index)], |row| {
                let (leaf, salt, body): (Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                Ok(leaf_hash(&leaf) == receipt.leaf && bound(&leaf, salt.as_deref(), body.as_deref()))
            })?;
            if !good {
                return Err(StoreError::ReadBack(receipt.index));
            }
        }
        Ok(())
    }
}

// Both are there and fit the leaf, or a later wish of the same batch erased both.
fn bound(leaf: &[u8], salt: Option<&[u8]>, body: Option<&[u8]>) -> bool {
    match (LeafView::parse(leaf), salt.and_then(Salt::from_slice), body) {
        (Ok(leaf), Some(salt), Some(body)) => onus_ledger::commit(&salt, body) == leaf.body,
        (Ok(_), None, None) => salt.is_none(),
        _ => false,
    }
}
