use crate::checked::{Checked, CheckedBody};
use crate::{Edge, LeafError, LedgerError, Tile, TileHashes};
use jiff::Timestamp;
use onus_terms::Digest;
use std::collections::{BTreeMap, BTreeSet};

/// The kind of the entry that says that a body was erased.
pub const ERASED: &str = "body.erased";

/// The kind of the entry that says that an older ledger was accepted after entries were lost.
pub const RECOVERED: &str = "ledger.recovered";

/// How such an entry names the checkpoint that was seen outside: `checkpoint:57:<root>`.
pub fn about_checkpoint(size: u64, root: &Digest) -> String {
    format!("checkpoint:{size}:{root}")
}

/// How an entry names another entry in `about`: `entry:12`.
pub fn about_entry(index: u64) -> String {
    format!("entry:{index}")
}

/// The most problems that a report lists; the others are counted.
const MOST: usize = 1000;

/// An entry as it is stored.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its place.
    pub index: u64,
    /// The leaf's bytes.
    pub leaf: &'a [u8],
    /// The salt, unless the body was erased.
    pub salt: Option<&'a [u8]>,
    /// The body, unless it was erased.
    pub body: Option<&'a [u8]>,
}

/// Where stored tiles come from.
pub trait Tiles {
    /// The bytes of a tile; `None` when there is none or it cannot be read.
    fn tile(&self, level: u8, number: u64) -> Option<Vec<u8>>;
}

/// Something in a ledger that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Rows are missing.
    #[error("entry {index}: it is missing")]
    Missing {
        /// Its place.
        index: u64,
    },
    /// The bytes of an entry are not a leaf.
    #[error("entry {index}: {error}")]
    Form {
        /// Its place.
        index: u64,
        /// Why not.
        error: LeafError,
    },
    /// The entry does not have the hash that the tile keeps for it.
    #[error("entry {index}: it does not have the hash kept in `{tile}`: one of the two was changed")]
    Hash {
        /// Its place.
        index: u64,
        /// The tile.
        tile: Tile,
    },
    /// The body does not fit the leaf.
    #[error("entry {index}: body or salt is not what was recorded")]
    Body {
        /// Its place.
        index: u64,
    },
    /// The body is gone and nobody said so.
    #[error("entry {index}: its body is gone, and no later `body.erased` entry says why")]
    Gone {
        /// Its place.
        index: u64,
    },
    /// Time ran backwards.
    #[error("entry {index}: it says that it was recorded before the entry in front of it")]
    Backwards {
        /// Its place.
        index: u64,
    },
    /// A stored tile is missing or not what the entries give.
    #[error("`{tile}`: {why}")]
    Tile {
        /// Which.
        tile: Tile,
        /// What is wrong.
        why: &'static str,
    },
    /// A checkpoint that cannot be trusted.
    #[error("checkpoint in {place}: {error}")]
    Checkpoint {
        /// Where it is kept.
        place: String,
        /// Why not.
        error: LedgerError,
    },
    /// A checkpoint that the entries do not lead to.
    #[error("checkpoint in {place}: it is of {size} entries with another root or number of entries")]
    Root {
        /// Where it is kept.
        place: String,
        /// The size it states.
        size: u64,
    },
    /// A file that an entry rests on is not in the vault as it was.
    #[error("entry {index}: {why}")]
    Blob {
        /// An entry that names it.
        index: u64,
        /// Its digest.
        digest: Digest,
        /// What is wrong, with the digest.
        why: String,
    },
    /// Something around the entries: the database, the key, a file.
    #[error("{place}: {why}")]
    Other {
        /// Where.
        place: String,
        /// What is wrong.
        why: String,
    },
}

/// An older ledger was accepted: the entries from this one up to `size` had been signed before, and are lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The entry that says so, the first that took the place of a lost one.
    pub index: u64,
    /// Entries that the ledger had had.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

/// What was checked and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries that were checked.
    pub entries: u64,
    /// Entries whose body is erased.
    pub erased: u64,
    /// Files in the vault that were checked.
    pub blobs: u64,
    /// Where an older ledger was accepted and entries were lost.
    pub recoveries: Vec<Recovery>,
    /// What is wrong, the first thousand.
    pub problems: Vec<Problem>,
    /// Problems that are not listed.
    pub more: u64,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }

    /// Adds a problem, or counts it when there are too many.
    pub fn add(&mut self, problem: Problem) {
        if self.problems.len() < MOST { self.problems.push(problem) } else { self.more += 1 }
    }
}

/// Checks a ledger entry by entry: every leaf, body, time and tile, and the roots of checkpoints.
#[derive(Debug, Default)]
pub struct Audit {
    edge: Edge,
    report: Report,
    last: Option<Timestamp>,
    bare: BTreeSet<u64>,
    blobs: BTreeMap<Digest, Vec<u64>>,
    roots: BTreeMap<u64, Option<Digest>>,
    full: Vec<TileHashes>,
}

impl Audit {
    /// An audit that remembers the root at these sizes, to compare with checkpoints.
    pub fn new(sizes: impl IntoIterator<Item = u64>) -> Self {
        let mut roots: BTreeMap<_, _> = sizes.into_iter().map(|size| (size, None)).collect();
        roots.entry(0).insert_entry(Some(crate::empty_root()));
        Audit { roots, ..Audit::default() }
    }

    /// Checks the next entry; entries come in order.
    pub fn entry(&mut self, row: &Row<'_>, tiles: &impl Tiles) {
        self.take(Checked::of(row), tiles);
    }

    /// Takes the next entry, which was checked already; entries come in order.
    pub fn take(&mut self, checked: Checked, tiles: &impl Tiles) {
        while self.edge.size() < checked.index {
            let index = self.edge.size();
            self.report.add(Problem::Missing { index });
            if checked.index - index > 1_000_000 {
                return;
            }
            self.push(Digest::from_bytes([0; 32]), tiles);
        }
        self.report.entries += 1;
        let hash = checked.hash;
        if let Err(problem) = self.leaf(checked) {
            self.report.add(problem);
        }
        self.push(hash, tiles);
    }

    fn leaf(&mut self, Checked { index, leaf, .. }: Checked) -> Result<(), Problem> {
        let leaf = leaf.map_err(|error| Problem::Form { index, error })?;
        let before = self.last.replace(leaf.recorded);
        // The files of an entry go with its body.
        let rests = !matches!(leaf.body, CheckedBody::Erased);
        match leaf.body {
            CheckedBody::Fits => {}
            CheckedBody::Wrong => return Err(Problem::Body { index }),
            CheckedBody::Erased => {
                self.report.erased += 1;
                self.bare.insert(index);
            }
        }
        let recovery = |(size, root)| Recovery { index, size, root };
        self.report.recoveries.extend(leaf.recovered.map(recovery));
        for digest in leaf.blobs.into_iter().filter(|_| rests) {
            self.blobs.entry(digest).or_default().push(index);
        }
        for erased in leaf.erases {
            self.bare.remove(&erased);
        }
        if before > Some(leaf.recorded) { Err(Problem::Backwards { index }) } else { Ok(()) }
    }

    fn push(&mut self, hash: Digest, tiles: &impl Tiles) {
        self.edge.push(hash, &mut self.full);
        for full in std::mem::take(&mut self.full) {
            self.compare(&full, tiles);
        }
        let root = self.roots.get_mut(&self.edge.size());
        if let Some(root) = root {
            *root = Some(self.edge.root());
        }
    }

    fn compare(&mut self, wanted: &TileHashes, tiles: &impl Tiles) {
        let tile = wanted.tile;
        let Some(bytes) = tiles.tile(tile.level, tile.number) else {
            return self.report.add(Problem::Tile { tile, why: "it is missing" });
        };
        match TileHashes::from_bytes(tile, &bytes) {
            Err(_) => self.report.add(Problem::Tile { tile, why: "it has the wrong length" }),
            Ok(found) if tile.level == 0 => {
                let pairs = wanted.hashes.iter().zip(&found.hashes);
                for (index, _) in (tile.number << 8..).zip(pairs).filter(|(_, (wanted, found))| wanted != found) {
                    self.report.add(Problem::Hash { index, tile });
                }
            }
            Ok(found) if found != *wanted => {
                self.report.add(Problem::Tile { tile, why: "it does not hold the hashes that the entries give" });
            }
            Ok(_) => {}
        }
    }

    /// The files that the entries so far rest on, without those that only erased entries name, each with the entries
    /// that name it. Whoever holds the vault checks them.
    pub fn blobs(&self) -> &BTreeMap<Digest, Vec<u64>> {
        &self.blobs
    }

    /// Checks the partial tiles and what is still open, and gives the report with the roots asked for.
    pub fn finish(mut self, tiles: &impl Tiles) -> (Report, Roots) {
        for partial in self.edge.partial().collect::<Vec<_>>() {
            self.compare(&partial, tiles);
        }
        for index in std::mem::take(&mut self.bare) {
            self.report.add(Problem::Gone { index });
        }
        (self.report, Roots(self.roots))
    }
}

/// The roots at the sizes that an audit was asked to remember.
#[derive(Clone, Debug)]
pub struct Roots(BTreeMap<u64, Option<Digest>>);

impl Roots {
    /// Whether the entries lead to this root at this size.
    pub fn lead_to(&self, size: u64, root: &Digest) -> bool {
        self.0.get(&size).is_some_and(|found| found.as_ref() == Some(root))
    }
}
