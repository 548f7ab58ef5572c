//! Entries in SQLite with group commit, and the vault of blobs
