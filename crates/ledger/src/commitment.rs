use crate::hash::sha256;
use onus_terms::Digest;
use std::fmt;

const DOMAIN: &[u8] = b"onus body v1\0";

/// Sixteen random bytes that keep a body from being guessed from its digest once the body is erased.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    /// From bytes that a random source gave.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Salt(bytes)
    }

    /// From stored bytes; `None` unless there are sixteen.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Salt)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// What a leaf says of its body: SHA-256 over `onus body v1`, a zero byte, the salt and the body.
pub fn commit(salt: &Salt, body: &[u8]) -> Digest {
    sha256::<9>(&[DOMAIN, &salt.0, body])
}
