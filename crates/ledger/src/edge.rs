use crate::tile::full_root;
use crate::tree::{empty_root, node_hash};
use crate::{Tile, TileHashes, WIDTH};
use onus_terms::Digest;

/// The right edge of a tree: the partial tile of each level, all that is needed to append.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<Digest>>,
}

impl Edge {
    /// The partial tiles from which [`Edge::load`] restores the edge of a tree with `size` entries.
    pub fn tiles(size: u64) -> impl Iterator<Item = Tile> {
        (0..8_u8).filter_map(move |level| {
            let hashes = size >> (8 * u32::from(level));
            let width = u16::from(hashes.to_le_bytes()[0]);
            (width > 0).then_some(Tile { level, number: hashes >> 8, width })
        })
    }

    /// Restores an edge; `read` gives the tile's hashes.
    pub fn load<E>(size: u64, mut read: impl FnMut(Tile) -> Result<TileHashes, E>) -> Result<Self, E> {
        let mut levels = Vec::new();
        for tile in Edge::tiles(size) {
            levels.resize(usize::from(tile.level), Vec::new());
            levels.push(read(tile)?.hashes);
        }
        Ok(Edge { size, levels })
    }

    /// Entries in the tree.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends the hash of an entry; tiles that become full go to `full`.
    pub fn push(&mut self, leaf: Digest, full: &mut Vec<TileHashes>) {
        let mut hash = leaf;
        let mut number = self.size >> 8;
        self.size += 1;
        for level in 0_u8..8 {
            let place = usize::from(level);
            if self.levels.len() <= place {
                self.levels.push(Vec::with_capacity(WIDTH));
            }
            let Some(row) = self.levels.get_mut(place) else { return };
            row.push(hash);
            if row.len() < WIDTH {
                return;
            }
            let hashes = std::mem::replace(row, Vec::with_capacity(WIDTH));
            hash = full_root(&hashes);
            full.push(TileHashes { tile: Tile { level, number, width: 256 }, hashes });
            number >>= 8;
        }
    }

    /// The partial tiles as they are now.
    pub fn partial(&self) -> impl Iterator<Item = TileHashes> {
        Edge::tiles(self.size).filter_map(|tile| {
            let hashes = self.levels.get(usize::from(tile.level))?.clone();
            Some(TileHashes { tile, hashes })
        })
    }

    /// The root over all entries.
    pub fn root(&self) -> Digest {
        let mut root = None;
        for row in &self.levels {
            let mut rest = row.as_slice();
            while !rest.is_empty() {
                let (left, piece) = rest.split_at(rest.len() & (rest.len() - 1));
                let piece = full_root(piece);
                root = Some(root.map_or(piece, |right| node_hash(&piece, &right)));
                rest = left;
            }
        }
        root.unwrap_or_else(empty_root)
    }
}
