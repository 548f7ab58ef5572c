//! Versions of a paper as somebody published them, wherever they lie.

use crate::problem::Problem;
use jiff::Timestamp;

/// One published version.
pub(super) struct Published {
    /// The name of its file.
    pub(super) name: String,
    /// When it was published.
    pub(super) at: Timestamp,
    /// Where it is from, for the record.
    pub(super) origin: String,
}

/// Where published versions lie.
pub(super) trait Source {
    /// All of them, the first first.
    fn published(&self) -> Vec<Published>;

    /// The bytes of one, at most one more than the limit.
    fn bytes(&self, number: usize, limit: usize) -> Result<Vec<u8>, Problem>;
}
