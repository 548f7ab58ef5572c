use crate::tree::node_hash;
use crate::{LedgerError, MAX_LEAF};
use onus_terms::Digest;
use std::fmt;

/// Hashes in a full tile.
pub const WIDTH: usize = 256;

/// The place of a tile: level, number in the level, and how many hashes it has (256 when full).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// 0 holds the hashes of entries, each further level the hashes over full tiles of the one below.
    pub level: u8,
    /// Counted from 0 within the level.
    pub number: u64,
    /// 1 to 256.
    pub width: u16,
}

/// A tile with what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileHashes {
    /// Where it belongs.
    pub tile: Tile,
    /// As many hashes as the tile is wide.
    pub hashes: Vec<Digest>,
}

impl Tile {
    /// The path by which tlog-tiles serves a bundle of entries, such as `tile/entries/x001/067`.
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}{}", number(self.number), self.suffix())
    }

    fn suffix(&self) -> String {
        if usize::from(self.width) < WIDTH { format!(".p/{}", self.width) } else { String::new() }
    }

    /// The tiles of a tree with `size` entries: every full one, and the partial one of each level.
    pub fn all(size: u64) -> impl Iterator<Item = Tile> {
        (0..8_u8).map(move |level| (level, size >> (8 * u32::from(level)))).flat_map(|(level, hashes)| {
            let partial = Tile { level, number: hashes >> 8, width: u16::from(hashes.to_le_bytes()[0]) };
            let full = (0..hashes >> 8).map(move |number| Tile { level, number, width: 256 });
            full.chain((partial.width > 0).then_some(partial))
        })
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}{}", self.level, number(self.number), self.suffix())
    }
}

fn number(mut rest: u64) -> String {
    let mut path = format!("{:03}", rest % 1000);
    rest /= 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    path
}

impl TileHashes {
    /// The bytes that are stored and served: the hashes one after another.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
    }

    /// Reads the bytes of a tile; there must be as many hashes as the tile is wide.
    pub fn from_bytes(tile: Tile, bytes: &[u8]) -> Result<Self, LedgerError> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() != usize::from(tile.width) || hashes.is_empty() {
            return Err(LedgerError::Malformed { what: "a tile", why: "the number of bytes is wrong" });
        }
        Ok(TileHashes { tile, hashes: hashes.iter().map(|hash| Digest::from_bytes(*hash)).collect() })
    }
}

/// The root over 256 (or another power of two) hashes.
pub(crate) fn full_root(hashes: &[Digest]) -> Digest {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.chunks(2).filter_map(|pair| pair.first().zip(pair.get(1))).map(|(l, r)| node_hash(l, r)).collect();
    }
    row.first().copied().unwrap_or_else(crate::empty_root)
}

/// Leaves as tlog-tiles serves them: each after its length in two bytes.
pub fn entry_bundle<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, LedgerError> {
    let mut bundle = Vec::new();
    for leaf in leaves {
        let Ok(length) = u16::try_from(leaf.len()) else {
            return Err(crate::LeafError::TooLong { size: leaf.len() }.into());
        };
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(leaf);
    }
    Ok(bundle)
}

/// The leaves of a bundle; at most 256, and nothing may follow them.
pub fn read_entry_bundle(mut bundle: &[u8]) -> Result<Vec<&[u8]>, LedgerError> {
    let mut leaves = Vec::new();
    let bad = |why| LedgerError::Malformed { what: "a bundle of entries", why };
    while let Some((length, rest)) = bundle.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length)).min(MAX_LEAF);
        let (leaf, rest) = rest.split_at_checked(length).ok_or(bad("an entry is cut short"))?;
        leaves.push(leaf);
        bundle = rest;
    }
    if !bundle.is_empty() || leaves.len() > WIDTH {
        return Err(bad("there are bytes or entries too many"));
    }
    Ok(leaves)
}
