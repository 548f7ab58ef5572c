use crate::batch::Wish;
use crate::copies::Copies;
use crate::files::{failed, private_folder, read_key, sweep, sync_folder, write_durably};
use crate::read::{Entry, EntryRow};
use crate::tiles::Stored;
use crate::writer::{self, Request};
use crate::{Options, StoreError, Vault, read, schema};
use jiff::Timestamp;
use onus_ledger::{
    Checkpoint, Draft, LedgerError, Proof, RECOVERED, Report, Signer, Verifier, about_checkpoint, empty_root,
};
use onus_terms::Digest;
use rusqlite::Connection;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// What the caller of an append gets once the entry is durable and inside a signed checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The place of the entry in the log.
    pub index: u64,
    /// The hash of the entry in the tree.
    pub leaf: Digest,
    /// When it was recorded.
    pub recorded: Timestamp,
}

/// A ledger on disk. Clones share it; any thread may use it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    place: Arc<Place>,
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Option<(Sender<Request>, JoinHandle<()>)>>,
}

/// Where a store is and how it was opened.
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    pub(crate) options: Options,
    pub(crate) verifier: Verifier,
}

impl Place {
    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join("ledger.db")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.dir.join("key")
    }
}

impl Store {
    /// Makes a ledger with a new key in a folder, its files for the owner alone; `origin` names the log, such as
    /// `onus.local/acme-4k7w2m9`. Where a program was killed before it had made one, its key is used, with its origin.
    pub fn create(dir: &Path, origin: &str, options: Options) -> Result<Self, StoreError> {
        private_folder(dir)?;
        let (database, key) = (dir.join("ledger.db"), dir.join("key"));
        // The name does not depend on the key, so that one program at a time makes a ledger here.
        let beside = Copies { beside: dir.join("checkpoint"), watch: None };
        let lock = beside.lock(&options)?;
        if database.exists() {
            return Err(StoreError::Exists(database));
        }
        ["key", "ledger.db"].into_iter().for_each(|name| sweep(dir, name));
        let signer = if key.exists() { unused(dir, &key, &options)? } else { fresh(origin, &options)? };
        let copies = Copies::new(dir, &options, signer.verifier());
        let head = Checkpoint { origin: signer.verifier().name().to_owned(), size: 0, root: empty_root() };
        let note = head.sign(&signer);
        write_durably(&key, signer.secret_text().as_bytes())?;
        copies.put_held(copies.stage(&note), (&note, false), signer.verifier(), &options)?;
        // The database comes last: it is what makes a folder a workspace.
        let new = dir.join("ledger.db.new");
        schema::create(&new, signer.verifier(), &note)?;
        std::fs::rename(&new, &database).map_err(failed("write", &database))?;
        sync_folder(dir).map_err(failed("sync", dir))?;
        drop(lock);
        Self::open(dir, options)
    }

    /// Opens a ledger. The key is read only when something is recorded.
    pub fn open(dir: &Path, options: Options) -> Result<Self, StoreError> {
        let connection = schema::reader(&dir.join("ledger.db"), options.patience)?;
        let text: String = connection.query_row("SELECT verifier FROM log", (), |row| row.get(0))?;
        let damaged = |error: LedgerError| StoreError::Damaged { why: format!("its public key: {error}") };
        let verifier = Verifier::parse(&text).map_err(damaged)?;
        let place = Arc::new(Place { dir: dir.to_owned(), options, verifier });
        let inner = Inner { place, readers: Mutex::new(vec![connection]), writer: Mutex::new(None) };
        Ok(Store(Arc::new(inner)))
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        self.0.place.verifier.name()
    }

    /// The public key of the log.
    pub fn verifier(&self) -> &Verifier {
        &self.0.place.verifier
    }

    /// Records drafts, all or none. Returns when they are durable and inside a signed checkpoint.
    pub fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Receipt>, StoreError> {
        self.send(Wish { drafts, expected: None, erase: None, recover: None })
    }

    /// Records drafts only if the log still has this size; otherwise [`StoreError::Moved`].
    pub fn append_if(&self, expected_size: u64, drafts: Vec<Draft>) -> Result<Vec<Receipt>, StoreError> {
        self.send(Wish { drafts, expected: Some(expected_size), erase: None, recover: None })
    }

    /// Erases the body of an entry and records that with a draft of kind `body.erased`, in one step. `entry:<index>`
    /// is added to what the draft is about. The leaf stays, so proofs hold.
    pub fn erase(&self, index: u64, draft: Draft) -> Result<Receipt, StoreError> {
        let receipts = self.send(Wish { drafts: vec![draft], expected: None, erase: Some(index), recover: None })?;
        receipts.first().copied().ok_or(StoreError::Stopped)
    }

    /// The largest checkpoint kept outside that has more entries than this ledger: what was signed and is lost.
    pub fn lost(&self) -> Result<Option<Checkpoint>, StoreError> {
        let Place { dir, options, verifier } = self.place();
        Copies::new(dir, options, verifier).ahead(self.size()?, verifier)
    }

    /// Accepts this ledger although it is behind that checkpoint, by recording a draft of kind `ledger.recovered`, and
    /// replaces the copies. The checkpoint is added to what the draft is about, so that it is told for ever.
    pub fn recover(&self, lost: &Checkpoint, mut draft: Draft) -> Result<Receipt, StoreError> {
        let size = self.size()?;
        if draft.kind != RECOVERED || lost.size <= size {
            return Err(StoreError::NotRecovery(draft.kind));
        }
        draft.about = vec![about_checkpoint(lost.size, &lost.root)];
        let wish = Wish { drafts: vec![draft], expected: Some(size), erase: None, recover: Some(lost.clone()) };
        self.send(wish)?.first().copied().ok_or(StoreError::Stopped)
    }

    fn send(&self, wish: Wish) -> Result<Vec<Receipt>, StoreError> {
        let (answer, answered) = sync_channel(1);
        self.requests()?.send(Request { wish, answer }).map_err(|_| StoreError::Stopped)?;
        answered.recv().map_err(|_| StoreError::Stopped)?
    }

    fn requests(&self) -> Result<Sender<Request>, StoreError> {
        let mut writer = self.0.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((sender, thread)) = writer.as_ref()
            && !thread.is_finished()
        {
            return Ok(sender.clone());
        }
        let (sender, receiver) = channel();
        let place = Arc::clone(&self.0.place);
        let thread = std::thread::Builder::new().name("ledger".into()).spawn(move || writer::run(&place, &receiver));
        *writer = Some((sender.clone(), thread.map_err(failed("start the writer of", &self.0.place.dir))?));
        Ok(sender)
    }

    /// Runs with a connection that sees one state of the ledger.
    pub(crate) fn reading<T>(&self, run: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let pool = || self.0.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = pool().pop();
        let connection = match kept {
            Some(connection) => connection,
            None => schema::reader(&self.0.place.database(), self.0.place.options.patience)?,
        };
        connection.execute_batch("BEGIN")?;
        let result = run(&connection);
        connection.execute_batch("ROLLBACK")?;
        pool().push(connection);
        result
    }

    /// Reasons to doubt that this ledger is the newest and ours: checkpoints kept outside that it does not extend, and a
    /// key that is not its own. Whoever only reads is told; what is recorded is refused.
    pub fn doubts(&self) -> Vec<StoreError> {
        let Place { dir, options, verifier } = self.place();
        let copies = Copies::new(dir, options, verifier);
        let extends = self.reading(|connection| {
            let size = Checkpoint::open(&read::note(connection)?, verifier)?.size;
            copies.check(&Stored(connection), size, verifier, None)
        });
        let key = read_key(&self.place().key()).and_then(|signer| {
            if signer.verifier() == verifier { Ok(()) } else { Err(StoreError::KeyForeign(self.place().key())) }
        });
        [extends, key].into_iter().filter_map(Result::err).collect()
    }

    pub(crate) fn place(&self) -> &Place {
        &self.0.place
    }

    /// Entries in the log.
    pub fn size(&self) -> Result<u64, StoreError> {
        Ok(self.checkpoint()?.0.size)
    }

    /// The last checkpoint, and the signed note that says it.
    pub fn checkpoint(&self) -> Result<(Checkpoint, String), StoreError> {
        let note = self.reading(read::note)?;
        Ok((Checkpoint::open(&note, self.verifier())?, note))
    }

    /// Walks over the entries from a place on, in order, on one state of the ledger.
    pub fn scan(&self, from: u64, mut each: impl FnMut(EntryRow<'_>)) -> Result<(), StoreError> {
        self.try_scan(from, |row| {
            each(row);
            ControlFlow::Continue(())
        })
    }

    /// Like [`Store::scan`], until told to stop.
    pub fn try_scan(&self, from: u64, mut each: impl FnMut(EntryRow<'_>) -> ControlFlow<()>) -> Result<(), StoreError> {
        self.reading(|connection| {
            read::rows(connection, from, |row| each(EntryRow { index: row.index, leaf: row.leaf, body: row.body }))
        })
    }

    /// One entry.
    pub fn entry(&self, index: u64) -> Result<Option<Entry>, StoreError> {
        self.reading(|connection| read::entry(connection, index))
    }

    /// The proof that an entry is in the log, for whoever holds the entry's bytes and the public key.
    pub fn prove(&self, index: u64) -> Result<Proof, StoreError> {
        self.reading(|connection| {
            let checkpoint = read::note(connection)?;
            let size = Checkpoint::open(&checkpoint, self.verifier())?.size;
            if index >= size {
                return Err(LedgerError::Beyond { wanted: index, size }.into());
            }
            let path = onus_ledger::prove_inclusion(&Stored(connection), index, size)?;
            Ok(Proof { extra: None, index, path, checkpoint })
        })
    }

    /// The proof that the log extends its first `old` entries.
    pub fn prove_consistency(&self, old: u64) -> Result<Vec<Digest>, StoreError> {
        self.reading(|connection| {
            let size = Checkpoint::open(&read::note(connection)?, self.verifier())?.size;
            onus_ledger::prove_consistency(&Stored(connection), old, size)
        })
    }

    /// Checks everything: the database file, each leaf, body, time and tile, the checkpoint, its copies and the key.
    /// `progress` hears how many entries are done, now and then.
    pub fn verify(&self, progress: impl FnMut(u64)) -> Result<Report, StoreError> {
        crate::verify::run(self, None, progress)
    }

    /// Like [`Store::verify`], and each file that an entry names must be in the vault unchanged.
    pub fn verify_with(&self, vault: &Vault, progress: impl FnMut(u64)) -> Result<Report, StoreError> {
        crate::verify::run(self, Some(vault), progress)
    }
}

fn fresh(origin: &str, options: &Options) -> Result<Signer, StoreError> {
    let mut seed = [0; 32];
    (options.random)(&mut seed).map_err(failed("read", Path::new("the random source")))?;
    Ok(Signer::from_seed(origin, &seed)?)
}

/// A key without a ledger, if it has signed no entry that somebody may hold a copy of.
fn unused(dir: &Path, key: &Path, options: &Options) -> Result<Signer, StoreError> {
    let signer = read_key(key)?;
    let kept = match Copies::new(dir, options, signer.verifier()).read() {
        Err(StoreError::NoCopy(_)) => Vec::new(),
        kept => kept?,
    };
    let empty = |note: &str| Checkpoint::open(note, signer.verifier()).is_ok_and(|head| head.size == 0);
    if kept.iter().all(|(_, note)| empty(note)) { Ok(signer) } else { Err(StoreError::KeyOnly(key.to_owned())) }
}

impl Drop for Inner {
    fn drop(&mut self) {
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((sender, thread)) = writer {
            drop(sender);
            _ = thread.join();
        }
    }
}
