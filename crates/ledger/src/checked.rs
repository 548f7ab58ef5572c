use crate::{ERASED, LeafError, LeafView, RECOVERED, Row, Salt, commit, leaf_hash};
use jiff::Timestamp;
use onus_terms::Digest;

/// What can be said of an entry without those around it: most of the work of an [`Audit`](crate::Audit), which may be
/// done for many entries at once.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(crate) index: u64,
    pub(crate) hash: Digest,
    pub(crate) leaf: Result<CheckedLeaf, LeafError>,
}

#[derive(Clone, Debug)]
pub(crate) struct CheckedLeaf {
    pub(crate) recorded: Timestamp,
    pub(crate) body: CheckedBody,
    pub(crate) blobs: Vec<Digest>,
    /// The entries whose bodies it says are erased.
    pub(crate) erases: Vec<u64>,
    /// Size and root of the ledger that was lost, where it tells of that.
    pub(crate) recovered: Option<(u64, Digest)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckedBody {
    Fits,
    Erased,
    Wrong,
}

impl Checked {
    /// Reads leaf, salt and body, and hashes them.
    pub fn of(row: &Row<'_>) -> Self {
        Checked { index: row.index, hash: leaf_hash(row.leaf), leaf: checked_leaf(row) }
    }
}

fn checked_leaf(row: &Row<'_>) -> Result<CheckedLeaf, LeafError> {
    let leaf = LeafView::parse(row.leaf)?;
    let body = match (row.salt, row.body) {
        (Some(salt), Some(body)) => match Salt::from_slice(salt) {
            Some(salt) if commit(&salt, body) == leaf.body => CheckedBody::Fits,
            _ => CheckedBody::Wrong,
        },
        (None, None) => CheckedBody::Erased,
        _ => CheckedBody::Wrong,
    };
    let erases = erased_by(row.index, &leaf).collect();
    Ok(CheckedLeaf {
        recorded: leaf.recorded,
        body,
        blobs: leaf.blobs().collect(),
        erases,
        recovered: recovered(&leaf),
    })
}

/// The earlier entries whose bodies this entry, of this number, says are erased.
pub fn erased_by<'a>(index: u64, leaf: &LeafView<'a>) -> impl Iterator<Item = u64> + use<'a> {
    let erases = leaf.kind == ERASED;
    let named = leaf.about().filter(move |_| erases);
    let entries = named.filter_map(|about| about.strip_prefix("entry:").and_then(crate::text::decimal));
    entries.filter(move |erased| *erased < index)
}

fn recovered(leaf: &LeafView<'_>) -> Option<(u64, Digest)> {
    let about = (leaf.kind == RECOVERED).then(|| leaf.about().next())??;
    let (size, root) = about.strip_prefix("checkpoint:")?.split_once(':')?;
    Some((crate::text::decimal(size)?, root.parse().ok()?))
}
