//! SHA-256 over a few short parts: most of what a verification does.

use onus_terms::Digest;
use sha2::block_api::compress256;
use sha2::{Digest as _, Sha256};

/// The state that SHA-256 begins with (FIPS 180-4, section 5.3.3).
const START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// SHA-256 over the parts, one after another.
///
/// What fits into `BLOCKS` blocks of 64 bytes is padded in place: a fifth faster than a hasher that takes bytes bit by
/// bit. Longer input goes through that hasher.
pub(crate) fn sha256<const BLOCKS: usize>(parts: &[&[u8]]) -> Digest {
    short::<BLOCKS>(parts).unwrap_or_else(|| {
        let hash = parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part));
        Digest::from_bytes(hash.finalize().into())
    })
}

fn short<const BLOCKS: usize>(parts: &[&[u8]]) -> Option<Digest> {
    let mut blocks = [[0; 64]; BLOCKS];
    let mut free = blocks.as_flattened_mut();
    let mut length = 0;
    for part in parts {
        let (place, rest) = free.split_at_mut_checked(part.len())?;
        place.copy_from_slice(part);
        free = rest;
        length += part.len();
    }
    *free.first_mut()? = 0x80;
    let used = blocks.get_mut(..(length + 9).div_ceil(64))?;
    let bits = u64::try_from(length).ok()? * 8;
    *used.last_mut()?.last_chunk_mut()? = bits.to_be_bytes();
    let mut state = START;
    compress256(&mut state, used);
    let mut bytes = [0; 32];
    for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
    Some(Digest::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_split_is_hashed_as_by_the_plain_hasher() {
        let bytes: Vec<u8> = (0..=255).cycle().take(700).collect();
        for length in 0..bytes.len() {
            let wanted = Digest::of(&bytes[..length]);
            for at in [0, length / 3, length / 2, length] {
                let parts = [&bytes[..at], &bytes[at..length]];
                assert_eq!((sha256::<2>(&parts), sha256::<9>(&parts)), (wanted, wanted), "{length} bytes, cut at {at}");
            }
        }
    }
}
