//! The tables, and connections that keep what is promised.

use crate::StoreError;
use crate::files::{failed, private};
use onus_ledger::Verifier;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::io;
use std::path::Path;
use std::time::Duration;

/// `ONUS`.
const APPLICATION: i64 = 0x4f4e_5553;
const FORMAT: i64 = 1;

/// What a new database holds. Triggers keep honest programs from rewriting; the tree finds dishonest ones.
pub(crate) const TABLES: &str = "
CREATE TABLE log (one INTEGER PRIMARY KEY CHECK (one = 1), verifier TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE entry (place INTEGER PRIMARY KEY, leaf BLOB NOT NULL, salt BLOB, body BLOB) STRICT;
CREATE TABLE tile (level INTEGER, number INTEGER, hashes BLOB NOT NULL, PRIMARY KEY (level, number)) STRICT;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'entries are for ever'); END;
CREATE TRIGGER entry_same BEFORE UPDATE ON entry
WHEN new.place <> old.place OR new.leaf <> old.leaf OR new.salt IS NOT NULL OR new.body IS NOT NULL
BEGIN SELECT raise(ABORT, 'only a body can be erased'); END;
CREATE TRIGGER tile_stays BEFORE DELETE ON tile BEGIN SELECT raise(ABORT, 'tiles are for ever'); END;
CREATE TRIGGER tile_grows BEFORE UPDATE ON tile
WHEN substr(new.hashes, 1, length(old.hashes)) <> old.hashes
BEGIN SELECT raise(ABORT, 'tiles only grow'); END;
CREATE TRIGGER log_stays BEFORE DELETE ON log BEGIN SELECT raise(ABORT, 'the log stays'); END;
CREATE TRIGGER log_same BEFORE UPDATE ON log WHEN new.verifier <> old.verifier
BEGIN SELECT raise(ABORT, 'the key stays'); END;
";

/// Makes the tables in a new file.
pub(crate) fn create(path: &Path, verifier: &Verifier, note: &str) -> Result<(), StoreError> {
    // SQLite gives the files that it makes beside this one the same permissions.
    private(path).map_err(failed("write", path))?;
    let connection = Connection::open(path)?;
    connection.execute_batch("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")?;
    let all = format!("BEGIN IMMEDIATE; {TABLES} PRAGMA application_id={APPLICATION}; PRAGMA user_version={FORMAT};");
    connection.execute_batch(&all)?;
    connection.execute("INSERT INTO log VALUES (1, ?1, ?2)", (verifier.to_string(), note))?;
    connection.execute_batch("COMMIT")?;
    Ok(())
}

/// A connection that writes, with its safety settings read back.
pub(crate) fn writer(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let connection = open(path, patience, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.execute_batch("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA fullfsync=ON;")?;
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    let wipes: i64 = connection.pragma_query_value(None, "secure_delete", |row| row.get(0))?;
    let settings = [
        ("journal_mode", mode.clone(), mode == "wal"),
        ("synchronous", synchronous.to_string(), synchronous == 2),
        ("secure_delete", wipes.to_string(), wipes == 1),
    ];
    match settings.into_iter().find(|(_, _, good)| !good) {
        Some((setting, found, _)) => Err(StoreError::Unsafe { setting, found }),
        None => Ok(connection),
    }
}

/// A connection that only reads.
pub(crate) fn reader(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let opened = open(path, patience, OpenFlags::SQLITE_OPEN_READ_WRITE);
    let connection = match opened {
        Err(StoreError::ReadOnly) if at_rest(path) => open_at_rest(path, patience)?,
        other => other?,
    };
    connection.execute_batch("PRAGMA query_only=ON; PRAGMA cache_size=-16000;")?;
    Ok(connection)
}

// Whether no write-ahead log stands beside the file: whoever has it open keeps one.
fn at_rest(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).map_or(true, |found| found.len() == 0)
}

// In a folder where nothing can be written SQLite reads only what it is promised not to change.
fn open_at_rest(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let escaped = path.to_str().ok_or(StoreError::ReadOnly)?.bytes().map(|byte| match byte {
        plain_byte if plain(plain_byte) => char::from(plain_byte).to_string(),
        other => format!("%{other:02x}"),
    });
    let name = format!("file:{}?immutable=1", escaped.collect::<String>());
    let how = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    known(Connection::open_with_flags(name, how)?, path, patience)
}

fn open(path: &Path, patience: Duration, how: OpenFlags) -> Result<Connection, StoreError> {
    match path.metadata() {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Err(StoreError::Foreign(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.parent().unwrap_or(path).to_owned()));
        }
        Err(error) => return Err(failed("read", path)(error)),
    }
    known(Connection::open_with_flags(path, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?, path, patience)
}

// A connection to a ledger of ours in a format that this program knows.
fn known(connection: Connection, path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    connection.busy_timeout(patience)?;
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => StoreError::Foreign(path.to_owned()),
        // The file is there, so what cannot be opened is a file beside it.
        Some(ErrorCode::CannotOpen) => StoreError::ReadOnly,
        _ => error.into(),
    };
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(foreign);
    if number("application_id")? != APPLICATION {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    match number("user_version")? {
        FORMAT => Ok(connection),
        found if found > FORMAT => Err(StoreError::Newer { found, known: FORMAT }),
        _ => Err(StoreError::Foreign(path.to_owned())),
    }
}
