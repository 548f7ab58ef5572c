use crate::StoreError;
use crate::tiles::sql;
use onus_ledger::{Leaf, Row};
use rusqlite::{Connection, OptionalExtension as _};
use std::ops::ControlFlow;

/// An entry during a scan, read in place.
#[derive(Clone, Copy, Debug)]
pub struct EntryRow<'a> {
    /// Its place in the log.
    pub index: u64,
    /// The bytes of the leaf, see [`onus_ledger::LeafView`].
    pub leaf: &'a [u8],
    /// The body, unless it was erased.
    pub body: Option<&'a [u8]>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the log.
    pub index: u64,
    /// The leaf, read.
    pub leaf: Leaf,
    /// The bytes of the leaf, which proofs are about.
    pub bytes: Vec<u8>,
    /// The salt of the body's digest, unless erased.
    pub salt: Option<Vec<u8>>,
    /// The body, unless erased.
    pub body: Option<Vec<u8>>,
}

/// Walks over rows from a place on until told to stop.
pub(crate) fn rows(
    connection: &Connection,
    from: u64,
    mut each: impl FnMut(Row<'_>) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let query = "SELECT place, leaf, body, salt FROM entry WHERE place >= ?1 ORDER BY place";
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query([sql(from)])?;
    while let Some(row) = rows.next()? {
        let index = u64::try_from(row.get_ref(0)?.as_i64().unwrap_or(-1)).unwrap_or(u64::MAX);
        let bytes = |column| row.get_ref(column).map(|value| value.as_blob_or_null().ok().flatten());
        let leaf = bytes(1)?.unwrap_or_default();
        let row = Row { index, leaf, body: bytes(2)?, salt: bytes(3)? };
        if each(row).is_break() {
            break;
        }
    }
    Ok(())
}

pub(crate) fn entry(connection: &Connection, index: u64) -> Result<Option<Entry>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT leaf, salt, body FROM entry WHERE place = ?1")?;
    let found = statement.query_row([sql(index)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((bytes, salt, body)): Option<(Vec<u8>, _, _)> = found else { return Ok(None) };
    Ok(Some(Entry { index, leaf: Leaf::parse(&bytes)?, bytes, salt, body }))
}

/// The last signed checkpoint.
pub(crate) fn note(connection: &Connection) -> Result<String, StoreError> {
    Ok(connection.prepare_cached("SELECT note FROM log")?.query_row((), |row| row.get(0))?)
}
