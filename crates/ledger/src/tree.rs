//! The Merkle tree of RFC 6962, section 2.1, and the checks of RFC 9162, section 2.1.

use crate::LedgerError;
use crate::hash::sha256;
use onus_terms::Digest;

/// The hash of one entry's bytes.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    sha256::<9>(&[&[0], leaf])
}

/// The hash over two subtrees.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    sha256::<2>(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The root of a tree without entries.
pub fn empty_root() -> Digest {
    Digest::of(b"")
}

/// Where the hashes of complete subtrees come from.
pub trait Nodes {
    /// Why a hash cannot be had.
    type Error;

    /// The hash over the entries from `index << height` up to `(index + 1) << height`, all of which exist.
    fn node(&self, height: u32, index: u64) -> Result<Digest, Self::Error>;
}

/// The root over the first `size` entries.
pub fn root<N: Nodes>(nodes: &N, size: u64) -> Result<Digest, N::Error> {
    if size == 0 { Ok(empty_root()) } else { range(nodes, 0, size) }
}

// `from` is a multiple of the largest power of two in `length`, so each piece is a complete subtree.
fn range<N: Nodes>(nodes: &N, from: u64, length: u64) -> Result<Digest, N::Error> {
    let mut hash = None;
    let mut left = length;
    while left != 0 {
        let height = left.trailing_zeros();
        left &= left - 1;
        let piece = nodes.node(height, (from + left) >> height)?;
        hash = Some(hash.map_or(piece, |right| node_hash(&piece, &right)));
    }
    Ok(hash.unwrap_or_else(empty_root))
}

// The largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

/// The path from entry `index` to the root over `size` entries, the nearest sibling first.
///
/// # Errors
/// What the nodes say; an index that is not below `size` gives an empty path.
pub fn prove_inclusion<N: Nodes>(nodes: &N, index: u64, size: u64) -> Result<Vec<Digest>, N::Error> {
    let mut path = Vec::new();
    let (mut from, mut length) = (0, size);
    while length > 1 && index < size {
        let half = split(length);
        if index - from < half {
            path.push(range(nodes, from + half, length - half)?);
            length = half;
        } else {
            path.push(range(nodes, from, half)?);
            from += half;
            length -= half;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree over `size` entries extends the one over its first `old` entries.
///
/// # Errors
/// What the nodes say; when `old` is 0 or not below `size` the proof is empty.
pub fn prove_consistency<N: Nodes>(nodes: &N, old: u64, size: u64) -> Result<Vec<Digest>, N::Error> {
    let mut path = Vec::new();
    if old == 0 || old >= size {
        return Ok(path);
    }
    let (mut from, mut length, mut left) = (0, size, old);
    while left < length {
        let half = split(length);
        if left <= half {
            path.push(range(nodes, from + half, length - half)?);
            length = half;
        } else {
            path.push(range(nodes, from, half)?);
            from += half;
            length -= half;
            left -= half;
        }
    }
    if from != 0 {
        path.push(range(nodes, from, length)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that an entry with this hash is entry `index` of the tree with this root.
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    path: &[Digest],
    root: &Digest,
) -> Result<(), LedgerError> {
    if index >= size {
        return Err(LedgerError::Beyond { wanted: index, size });
    }
    let (mut place, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in path {
        if last == 0 {
            return Err(LedgerError::Proof);
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(LedgerError::Proof) }
}

/// Checks that the tree with root `new_root` extends the tree with root `old_root`.
pub fn verify_consistency(
    old: u64,
    old_root: &Digest,
    new: u64,
    new_root: &Digest,
    path: &[Digest],
) -> Result<(), LedgerError> {
    let good = match (old, path) {
        _ if old > new => false,
        (0, []) => *old_root == empty_root() && (new != 0 || old_root == new_root),
        (_, []) => old == new && old_root == new_root,
        (0, _) => false,
        _ => old < new && extends(old, old_root, new, new_root, path),
    };
    if good { Ok(()) } else { Err(LedgerError::Proof) }
}

fn extends(old: u64, old_root: &Digest, new: u64, new_root: &Digest, path: &[Digest]) -> bool {
    let shift = (old - 1).trailing_ones();
    let (mut place, mut last) = ((old - 1) >> shift, (new - 1) >> shift);
    let (mut rest, first) = match path.split_first() {
        _ if old.is_power_of_two() => (path, *old_root),
        Some((first, rest)) => (rest, *first),
        None => return false,
    };
    let (mut old_hash, mut new_hash) = (first, first);
    while let Some((sibling, tail)) = rest.split_first() {
        rest = tail;
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}
