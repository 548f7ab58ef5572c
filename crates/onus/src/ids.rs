//! Ids: fresh ones, and those that follow from what they name.

use crate::problem::Problem;
use onus_store::Options;
use onus_terms::Digest;

/// Thirteen letters and digits that nobody has used: 65 random bits.
pub(crate) fn fresh(prefix: &str) -> Result<String, Problem> {
    let mut bytes = [0; 13];
    (Options::default().random)(&mut bytes)?;
    Ok(prefix.chars().chain(bytes.iter().map(|byte| letter(*byte))).collect())
}

/// The id of what was read at a place: the same reading gives the same id.
pub(crate) fn derived(prefix: &str, from: &str) -> String {
    let digest = Digest::of(from.as_bytes());
    prefix.chars().chain(digest.as_bytes().iter().take(8).map(|byte| letter(*byte))).collect()
}

fn letter(byte: u8) -> char {
    // Without i, l, o and u, which are misread.
    char::from(*b"0123456789abcdefghjkmnpqrstvwxyz".get(usize::from(byte % 32)).unwrap_or(&b'0'))
}
