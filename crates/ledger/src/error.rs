/// Why bytes are not a leaf, or a draft cannot become one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LeafError {
    /// Written by a later program.
    #[error("the entry has version {found}, this program reads up to version {known}; use a newer `onus`")]
    Newer {
        /// The version in the entry.
        found: u64,
        /// The newest version that this program reads.
        known: u16,
    },
    /// Not the one canonical form.
    #[error("not the canonical form of an entry: {what} at byte {at}")]
    Form {
        /// What was expected or is wrong.
        what: &'static str,
        /// Offset in bytes.
        at: usize,
    },
    /// A leaf must fit an entry bundle.
    #[error("the entry has {size} bytes, the most is 65535; put content into the body or the vault")]
    TooLong {
        /// Bytes of the encoded leaf.
        size: usize,
    },
    /// The word for what happened.
    #[error("`{found}` cannot be the kind of an entry: use 1 to 64 lower-case letters, digits, dots and dashes")]
    Kind {
        /// Its beginning.
        found: String,
    },
    /// One thing the entry is about.
    #[error(
        "`{found}` cannot be what an entry is about: use 1 to 200 bytes without quotes, backslashes or control characters"
    )]
    About {
        /// Its beginning.
        found: String,
    },
    /// A time outside the years 0000 to 9999.
    #[error("the time {found} is outside the years 0000 to 9999")]
    Time {
        /// The time.
        found: jiff::Timestamp,
    },
}

/// What can be wrong with notes, keys, checkpoints, proofs and tiles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// A leaf.
    #[error(transparent)]
    Leaf(#[from] LeafError),
    /// Text that is not what it should be.
    #[error("not {what}: {why}")]
    Malformed {
        /// What it should be, such as `a checkpoint`.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A name that a note cannot carry.
    #[error("`{found}` cannot be the name of a log: use 1 to 200 visible characters without `+`")]
    Name {
        /// Its beginning.
        found: String,
    },
    /// No signature by the key that was asked for.
    #[error("there is no signature by `{name}` with this key")]
    Unsigned {
        /// The name of the key.
        name: String,
    },
    /// A signature that does not fit the text.
    #[error("the signature by `{name}` does not fit the text: text or signature was changed")]
    Signature {
        /// The name of the key.
        name: String,
    },
    /// A checkpoint of another log.
    #[error("this is a checkpoint of `{found}`, not of `{expected}`")]
    Origin {
        /// The log that was asked about.
        expected: String,
        /// The log it speaks of.
        found: String,
    },
    /// A proof that does not lead to the root.
    #[error(
        "the proof does not lead from the entry to the root of the checkpoint: entry, proof or checkpoint was changed"
    )]
    Proof,
    /// A proof with data beside it that no signature covers.
    #[error("the proof carries extra data that nothing vouches for; ask for the proof without it")]
    Extra,
    /// A body that is not the one of the entry.
    #[error("body or salt is not what was recorded: the entry is in the log, but not with this body")]
    Body,
    /// A salt of the wrong length.
    #[error("the salt has {found} bytes, a salt has 16")]
    Salt {
        /// Its bytes.
        found: usize,
    },
    /// An index or size that the tree does not have.
    #[error("the tree has {size} entries, there is no {wanted}")]
    Beyond {
        /// What was asked for.
        wanted: u64,
        /// Entries in the tree.
        size: u64,
    },
}
