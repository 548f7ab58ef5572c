//! Entries that are checked while they are read, against the tree of the signed checkpoint.

use crate::tiles::{Stored, over, sql};
use crate::{Store, StoreError, read};
use onus_ledger::{Checkpoint, LeafView, Nodes, Row, Salt, WIDTH, commit, leaf_hash, root};
use onus_terms::Digest;
use rusqlite::Connection;
use std::ops::ControlFlow;

/// The tree over the entries as the signed checkpoint has it: a hash for each 256 of them, and one for each of the last.
#[derive(Clone, Debug)]
pub struct Trunk {
    size: u64,
    /// The root over each full tile of entries.
    full: Vec<Digest>,
    /// The hashes of the entries after the last full tile.
    rest: Vec<Digest>,
}

/// An entry that is what was recorded, read in place.
#[derive(Clone, Copy, Debug)]
pub struct Sound<'a> {
    /// Its place in the log.
    pub index: u64,
    /// The leaf.
    pub leaf: LeafView<'a>,
    /// The body, unless it is gone.
    pub body: Option<&'a [u8]>,
}

impl Trunk {
    /// Entries that the checkpoint counts.
    pub fn size(&self) -> u64 {
        self.size
    }

    fn load(connection: &Connection, head: &Checkpoint) -> Result<Self, StoreError> {
        let stored = Stored(connection);
        let full = stored.hashes(1, head.size >> 8)?;
        let first = head.size >> 8;
        let rest = match usize::from(head.size.to_le_bytes()[0]) {
            0 => Vec::new(),
            width => stored.tile_of(0, first, width)?,
        };
        let trunk = Trunk { size: head.size, full, rest };
        if root(&trunk, head.size)? == head.root { Ok(trunk) } else { Err(StoreError::Inconsistent) }
    }

    /// The hashes of 256 entries, or of the last ones, which lead to the checkpoint.
    fn tile(&self, stored: &Stored<'_>, number: u64) -> Result<Vec<Digest>, StoreError> {
        let Some(wanted) = usize::try_from(number).ok().and_then(|number| self.full.get(number)) else {
            return Ok(self.rest.clone());
        };
        let changed = || StoreError::TileChanged { first: number << 8, last: (number << 8) + 255 };
        let hashes = stored.tile_of(0, number, WIDTH).map_err(|_| changed())?;
        if over(hashes.clone()) == Some(*wanted) { Ok(hashes) } else { Err(changed()) }
    }
}

impl Nodes for Trunk {
    type Error = StoreError;

    fn node(&self, height: u32, index: u64) -> Result<Digest, StoreError> {
        let (row, below) = if height < 8 { (&self.rest, self.size & !0xff) } else { (&self.full, 0) };
        let inside = if height < 8 { height } else { height - 8 };
        let first = usize::try_from((index << inside) - below).map_err(|_| StoreError::Inconsistent)?;
        let part = row.get(first..first + (1 << inside)).ok_or(StoreError::Inconsistent)?;
        over(part.to_vec()).ok_or(StoreError::Inconsistent)
    }
}

impl Store {
    /// The tree of the signed checkpoint, to check entries against.
    pub fn trunk(&self) -> Result<Trunk, StoreError> {
        self.reading(|connection| {
            let head = Checkpoint::open(&read::note(connection)?, self.verifier())?;
            Trunk::load(connection, &head)
        })
    }

    /// Walks over the entries from one place up to another, in order. Each is hashed and must be what the checkpoint
    /// counts, and its body, unless gone, what its leaf says; the first that is not ends the walk with an error.
    pub fn walk(
        &self,
        trunk: &Trunk,
        (from, to): (u64, u64),
        mut each: impl FnMut(Sound<'_>),
    ) -> Result<(), StoreError> {
        let to = to.min(trunk.size);
        if from >= to {
            return Ok(());
        }
        self.reading(|connection| {
            let stored = Stored(connection);
            let (mut next, mut tile, mut wrong) = (from, trunk.tile(&stored, from >> 8)?, None);
            read::rows(connection, from, |row| {
                if next.trailing_zeros() >= 8 && next != from {
                    match trunk.tile(&stored, next >> 8) {
                        Ok(hashes) => tile = hashes,
                        Err(error) => wrong = Some(error),
                    }
                }
                if wrong.is_none() {
                    match sound(&row, next, &tile) {
                        Ok(entry) => each(entry),
                        Err(error) => wrong = Some(error),
                    }
                }
                next += 1;
                if wrong.is_some() || next >= to { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })?;
            match wrong {
                Some(error) => Err(error),
                None if next < to => Err(StoreError::EntryChanged(next)),
                None => Ok(()),
            }
        })
    }
}

fn sound<'a>(row: &Row<'a>, wanted: u64, tile: &[Digest]) -> Result<Sound<'a>, StoreError> {
    let changed = || StoreError::EntryChanged(wanted);
    let place = usize::from(wanted.to_le_bytes()[0]);
    if row.index != wanted || tile.get(place) != Some(&leaf_hash(row.leaf)) {
        return Err(changed());
    }
    let leaf = LeafView::parse(row.leaf)?;
    match (row.salt.map(Salt::from_slice), row.body) {
        (None, None) => {}
        (Some(Some(salt)), Some(body)) if commit(&salt, body) == leaf.body => {}
        _ => return Err(changed()),
    }
    Ok(Sound { index: wanted, leaf, body: row.body })
}

impl Stored<'_> {
    /// The first hashes of a level.
    fn hashes(&self, level: u8, count: u64) -> Result<Vec<Digest>, StoreError> {
        let mut all = Vec::new();
        let query = "SELECT hashes FROM tile WHERE level = ?1 AND number <= ?2 ORDER BY number";
        let mut statement = self.0.prepare_cached(query)?;
        let mut rows = statement.query((level, sql(count >> 8)))?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob().map_err(|_| StoreError::Inconsistent)?;
            all.extend(bytes.as_chunks::<32>().0.iter().map(|hash| Digest::from_bytes(*hash)));
        }
        let count = usize::try_from(count).map_err(|_| StoreError::Inconsistent)?;
        if all.len() < count {
            return Err(StoreError::Inconsistent);
        }
        all.truncate(count);
        Ok(all)
    }

    /// The first hashes of a tile.
    fn tile_of(&self, level: u8, number: u64, width: usize) -> Result<Vec<Digest>, StoreError> {
        let bytes = self.bytes(level, number)?.ok_or(StoreError::Inconsistent)?;
        let hashes = bytes.as_chunks::<32>().0.get(..width).ok_or(StoreError::Inconsistent)?;
        Ok(hashes.iter().map(|hash| Digest::from_bytes(*hash)).collect())
    }
}
