//! Tiles in the database.

use crate::StoreError;
use onus_ledger::{Edge, Nodes, Tile, TileHashes, WIDTH, node_hash};
use onus_terms::Digest;
use rusqlite::{Connection, OptionalExtension as _};

/// A number as SQLite keeps it. Logs do not reach 2^63 entries.
pub(crate) fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The tree in the database, up to a size.
pub(crate) struct Stored<'a>(pub(crate) &'a Connection);

impl Stored<'_> {
    pub(crate) fn bytes(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, rusqlite::Error> {
        let mut statement = self.0.prepare_cached("SELECT hashes FROM tile WHERE level = ?1 AND number = ?2")?;
        statement.query_row((level, sql(number)), |row| row.get(0)).optional()
    }

    /// The edge of the tree at this size; the last tiles must end there.
    pub(crate) fn edge(&self, size: u64) -> Result<Edge, StoreError> {
        Edge::load(size, |tile: Tile| {
            let bytes = self.bytes(tile.level, tile.number)?.ok_or(StoreError::Inconsistent)?;
            TileHashes::from_bytes(tile, &bytes).map_err(|_| StoreError::Inconsistent)
        })
    }

    pub(crate) fn save(&self, tile: &TileHashes) -> Result<(), StoreError> {
        let mut statement = self.0.prepare_cached(
            "INSERT INTO tile VALUES (?1, ?2, ?3) ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes",
        )?;
        statement.execute((tile.tile.level, sql(tile.tile.number), tile.to_bytes()))?;
        Ok(())
    }
}

impl Nodes for Stored<'_> {
    type Error = StoreError;

    fn node(&self, height: u32, index: u64) -> Result<Digest, StoreError> {
        let (level, inside) = (height / 8, height % 8);
        let first = index << inside;
        let level = u8::try_from(level).map_err(|_| StoreError::Inconsistent)?;
        let bytes = self.bytes(level, first >> 8)?.ok_or(StoreError::Inconsistent)?;
        let from = usize::from(first.to_le_bytes()[0]);
        let (hashes, _) = bytes.as_chunks::<32>();
        let part = hashes.get(from..(from + (1 << inside)).min(WIDTH)).ok_or(StoreError::Inconsistent)?;
        over(part.iter().map(|hash| Digest::from_bytes(*hash)).collect()).ok_or(StoreError::Inconsistent)
    }
}

/// The hash over a complete subtree, from the hashes of its lowest row.
pub(crate) fn over(mut row: Vec<Digest>) -> Option<Digest> {
    while row.len() > 1 {
        row = row.chunks(2).filter_map(|pair| Some(node_hash(pair.first()?, pair.get(1)?))).collect();
    }
    row.first().copied()
}

impl onus_ledger::Tiles for Stored<'_> {
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>> {
        self.bytes(level, number).ok().flatten()
    }
}
