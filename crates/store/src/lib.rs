//! Entries in SQLite with group commit, and the vault of blobs.
//!
//! An append is answered only when the entry is durable and inside a signed checkpoint, and when copies of that
//! checkpoint stand outside the database. This room knows nothing of what entries mean; forms, tree and checks are
//! those of the ledger.

mod batch;
mod checkers;
mod copies;
mod error;
mod files;
mod options;
mod read;
mod schema;
mod store;
mod tiles;
mod trunk;
mod vault;
mod verify;
mod writer;

pub use error::StoreError;
pub use options::{Faults, Options, Step};
pub use read::{Entry, EntryRow};
pub use store::{Receipt, Store};
pub use trunk::{Sound, Trunk};
pub use vault::Vault;
