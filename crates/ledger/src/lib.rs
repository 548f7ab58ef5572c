//! Entries as bytes, the Merkle tree over them, signed checkpoints and offline proofs.
//!
//! This room turns facts into leaves, leaves into a tree (RFC 6962), and says with reasons whether entries, tiles,
//! checkpoints and proofs belong together. Formats are those of C2SP: tlog-tiles, tlog-checkpoint, signed-note and
//! tlog-proof. It stores nothing, makes no randomness and knows no clock: salts, keys and times come in as arguments.

mod audit;
mod checked;
mod checkpoint;
mod commitment;
mod edge;
mod error;
mod hash;
mod key;
mod leaf;
mod note;
mod proof;
mod scan;
mod text;
mod tile;
mod tree;
mod view;

pub use audit::{
    Audit, ERASED, Problem, RECOVERED, Recovery, Report, Roots, Row, Tiles, about_checkpoint, about_entry,
};
pub use checked::{Checked, erased_by};
pub use checkpoint::Checkpoint;
pub use commitment::{Salt, commit};
pub use edge::Edge;
pub use error::{LeafError, LedgerError};
pub use key::{Signer, Verifier};
pub use leaf::{Draft, Leaf, MAX_LEAF, VERSION};
pub use note::{NoteSignature, SignedNote};
pub use proof::{Claim, Proof, Proven};
pub use tile::{Tile, TileHashes, WIDTH, entry_bundle, read_entry_bundle};
pub use tree::{
    Nodes, empty_root, leaf_hash, node_hash, prove_consistency, prove_inclusion, root, verify_consistency,
    verify_inclusion,
};
pub use view::LeafView;
