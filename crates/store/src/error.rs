use onus_ledger::{LeafError, LedgerError};
use onus_terms::Digest;
use std::io;
use std::path::PathBuf;

/// What can go wrong with a store or vault, with the next step.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A store is there already.
    #[error("there is a ledger in `{}` already", .0.display())]
    Exists(PathBuf),
    /// There is none.
    #[error("there is no ledger in `{}`; make one with `onus init`", .0.display())]
    Missing(PathBuf),
    /// A file of another program.
    #[error("`{}` is not a ledger of Onus, or its beginning is damaged; put a backup back", .0.display())]
    Foreign(PathBuf),
    /// Written by a later program.
    #[error("the ledger has format {found}, this program knows up to {known}; use a newer `onus`")]
    Newer {
        /// The format of the file.
        found: i64,
        /// The newest known.
        known: i64,
    },
    /// The database does not keep what is promised.
    #[error("the database runs with {setting} = {found}, which could lose entries; move the workspace to a local disk")]
    Unsafe {
        /// The setting.
        setting: &'static str,
        /// Its value.
        found: String,
    },
    /// Another program holds the ledger for too long.
    #[error("another program is writing to the ledger; try again when it is done")]
    Busy,
    /// Another program holds the copies of the checkpoint for too long.
    #[error("another program holds `{}`; try again when it is done", .0.display())]
    Held(PathBuf),
    /// A key whose ledger is gone.
    #[error(
        "the key in `{}` has signed a ledger that is not here; put its ledger.db back, or move the key away to begin anew", .0.display()
    )]
    KeyOnly(PathBuf),
    /// No room.
    #[error("the disk is full; nothing was recorded. Free some space and try again")]
    Full,
    /// The folder or file cannot be written.
    #[error("the ledger cannot be written: the folder or file is read-only; change its permissions")]
    ReadOnly,
    /// The machine under the database.
    #[error("the database says: {0}; check the disk, then run `onus ledger verify`")]
    Database(#[source] rusqlite::Error),
    /// The database file does not hold what was written into it.
    #[error("`ledger.db` is damaged: {why}; keep this copy for inspection, and put a backup back")]
    Damaged {
        /// What does not fit.
        why: String,
    },
    /// A file.
    #[error("cannot {doing} `{}`: {source}", path.display())]
    File {
        /// What was tried, such as `write`.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The signing key can be read by others.
    #[error("others can read the signing key `{}`; run `chmod 600` on it", .0.display())]
    KeyOpen(PathBuf),
    /// The signing key is not there.
    #[error(
        "the signing key `{}` is missing, so nothing can be recorded; put it back from a backup. Reading needs no key", .0.display()
    )]
    KeyMissing(PathBuf),
    /// The file is no signing key.
    #[error("`{}` is no signing key: {source}; put the right one back from a backup", path.display())]
    KeyBroken {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        source: LedgerError,
    },
    /// The key is not the one that began this ledger.
    #[error("`{}` is not the key of this ledger; put the right one back", .0.display())]
    KeyForeign(PathBuf),
    /// The ledger is behind a checkpoint kept outside, or contradicts it.
    #[error(
        "the ledger has {size} entries and does not extend the checkpoint of {kept} entries kept in `{}`: an old copy was put back, or entries were changed. Nothing was signed. Put the newer ledger.db back; if it is lost for good, `onus ledger recover --reason …` goes on from this one and records that", place.display()
    )]
    RolledBack {
        /// Entries in the database.
        size: u64,
        /// Entries in the checkpoint kept outside.
        kept: u64,
        /// Where that is kept.
        place: PathBuf,
    },
    /// No copy of the checkpoint is left outside the database.
    #[error(
        "no copy of the checkpoint is left, `{}` is missing: nobody can tell whether an old ledger was put back. Nothing was signed. If this ledger is the newest, which a checkpoint kept elsewhere would show, write the copy anew: `onus ledger checkpoint > {}`", .0.display(), .0.display()
    )]
    NoCopy(PathBuf),
    /// A copy of the checkpoint is not what was signed.
    #[error(
        "the copy of the checkpoint in `{}` was changed: {source}. Nothing was signed. If `onus ledger verify` finds nothing else, write the copy anew: `onus ledger checkpoint > {}`", place.display(), place.display()
    )]
    CopyChanged {
        /// Where it is kept.
        place: PathBuf,
        /// What is wrong with it.
        source: LedgerError,
    },
    /// The log has moved since the caller looked.
    #[error(
        "the ledger has {found} entries, not {expected}: somebody recorded something meanwhile; look again and retry"
    )]
    Moved {
        /// The size that the caller saw.
        expected: u64,
        /// The size now.
        found: u64,
    },
    /// Entries are in, the copy of the checkpoint is not.
    #[error("entries {first} to {last} are recorded, but the copy of the checkpoint could not be written: {source}")]
    Copy {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
        /// Why not.
        source: Box<StoreError>,
    },
    /// There is no such entry.
    #[error("there is no entry {0}")]
    NoEntry(u64),
    /// The body is larger than 4 MiB.
    #[error("the body has {0} bytes, the most is 4194304; put content into the vault")]
    BodyTooLong(usize),
    /// A body was to be erased with an entry of another kind.
    #[error("`{0}` cannot record an erasure; the kind must be `body.erased`")]
    NotErasure(String),
    /// A recovery of a ledger that lost nothing, or with an entry of another kind.
    #[error("`{0}` cannot record a recovery: the kind must be `ledger.recovered`, and entries must be lost")]
    NotRecovery(String),
    /// The body is erased, old pages may still hold it.
    #[error(
        "the body of entry {0} is erased, but another program still reads old pages; close it, then open the ledger again"
    )]
    EraseLater(u64),
    /// What was written is not what was read back.
    #[error("entry {0} was not read back as it was written; nothing was signed. Check memory and disk")]
    ReadBack(u64),
    /// Tiles do not fit the checkpoint.
    #[error(
        "the tree does not fit its signed checkpoint; nothing is answered from it, and nothing was signed. Run `onus ledger verify`, put a backup back"
    )]
    Inconsistent,
    /// An entry is not what the signed checkpoint counts, or its body not what it says, or it is missing.
    #[error(
        "entry {0} is not what was recorded: the ledger was changed or is damaged, and nothing is answered from it; run `onus ledger verify`, and put a backup back"
    )]
    EntryChanged(u64),
    /// Entries and the tree over them do not lead to the signed checkpoint.
    #[error(
        "entries {first} to {last}, or the tree over them, are not what was signed, and nothing is answered from them; run `onus ledger verify`, and put a backup back"
    )]
    TileChanged {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
    /// A blob is not what its name says.
    #[error("the blob {0} was changed in the vault; put a backup back")]
    BlobChanged(Digest),
    /// A blob is not there.
    #[error("the blob {0} is not in the vault; put a backup back")]
    NoBlob(Digest),
    /// The writer has stopped.
    #[error("the writer of the ledger has stopped; open the ledger again")]
    Stopped,
    /// A failure for several callers at once.
    #[error(transparent)]
    Shared(std::sync::Arc<StoreError>),
    /// Notes, keys, checkpoints, proofs.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A draft that cannot be a leaf.
    #[error(transparent)]
    Leaf(#[from] LeafError),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly,
            Some(
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::OutOfMemory
                | ErrorCode::FileLockingProtocolFailed,
            ) => StoreError::Database(error),
            // Our statements are fixed, so one that fails did not find the tables or values that it needs.
            _ => StoreError::Damaged { why: error.to_string() },
        }
    }
}
