use crate::text::{base64, decimal, unbase64, unbase64_digest};
use crate::{Checkpoint, Leaf, LedgerError, Salt, Verifier, commit, leaf_hash, verify_inclusion};
use onus_terms::Digest;
use std::fmt;
use std::str::FromStr;

const FIRST: &str = "c2sp.org/tlog-proof@v1";
const MAX_PROOF: usize = 1024 * 1024;

/// All that is needed to check offline that an entry is in the log (C2SP tlog-proof, `.tlog-proof`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Bytes for the application; nothing vouches for them.
    pub extra: Option<Vec<u8>>,
    /// The place of the entry.
    pub index: u64,
    /// From the entry's sibling up to the root's child; at most 63.
    pub path: Vec<Digest>,
    /// The signed checkpoint, word for word.
    pub checkpoint: String,
}

impl Proof {
    /// Checks signature, origin and path for the entry with these bytes; gives the checkpoint that vouches for it.
    pub fn verify(&self, leaf: &[u8], verifier: &Verifier) -> Result<Checkpoint, LedgerError> {
        let head = Checkpoint::open(&self.checkpoint, verifier)?;
        verify_inclusion(&leaf_hash(leaf), self.index, head.size, &self.path, &head.root)?;
        Ok(head)
    }
}

/// What somebody shows who says that an entry is in a log: files, read by whoever checks them.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The bytes of the `.tlog-proof` file.
    pub proof: &'a [u8],
    /// The bytes of the entry's leaf.
    pub leaf: &'a [u8],
    /// Salt and body of the entry, where they are shown too.
    pub body: Option<(&'a [u8], &'a [u8])>,
}

/// What a claim that holds shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The place of the entry.
    pub index: u64,
    /// What the entry says.
    pub leaf: Leaf,
    /// The signed checkpoint that vouches for it.
    pub checkpoint: Checkpoint,
    /// Whether the body was shown and is the one that was recorded.
    pub body: bool,
}

impl Claim<'_> {
    /// Checks all of it against the public key of a log: no ledger is needed.
    pub fn check(&self, verifier: &Verifier) -> Result<Proven, LedgerError> {
        let text = std::str::from_utf8(self.proof).map_err(|_| malformed("it is not text"))?;
        let proof: Proof = text.parse()?;
        // No signature covers extra data; only the entry itself, which the path covers, is harmless there.
        if proof.extra.as_ref().is_some_and(|extra| extra != self.leaf) {
            return Err(LedgerError::Extra);
        }
        let checkpoint = proof.verify(self.leaf, verifier)?;
        let leaf = Leaf::parse(self.leaf)?;
        if let Some((salt, body)) = self.body {
            let salt = Salt::from_slice(salt).ok_or(LedgerError::Salt { found: salt.len() })?;
            if commit(&salt, body) != leaf.body {
                return Err(LedgerError::Body);
            }
        }
        Ok(Proven { index: proof.index, leaf, checkpoint, body: self.body.is_some() })
    }
}

fn malformed(why: &'static str) -> LedgerError {
    LedgerError::Malformed { what: "a tlog-proof", why }
}

impl FromStr for Proof {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        if text.len() > MAX_PROOF {
            return Err(malformed("it is longer than 1 MiB"));
        }
        let (head, checkpoint) = text.split_once("\n\n").ok_or(malformed("no empty line before the checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST) {
            return Err(malformed("the first line is not `c2sp.org/tlog-proof@v1`"));
        }
        let mut line = lines.next().unwrap_or_default();
        let mut extra = None;
        if let Some(bytes) = line.strip_prefix("extra ") {
            extra = Some(unbase64(bytes).ok_or(malformed("the extra data is not strict base64"))?);
            line = lines.next().unwrap_or_default();
        }
        let index = line.strip_prefix("index ").and_then(decimal).ok_or(malformed("no line with the index"))?;
        let path: Option<Vec<_>> = lines.map(unbase64_digest).collect();
        let path = path.ok_or(malformed("a line of the path is not a digest in strict base64"))?;
        if path.len() > 63 {
            return Err(malformed("the path has more than 63 steps"));
        }
        Ok(Proof { extra, index, path, checkpoint: checkpoint.to_owned() })
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", base64(hash.as_bytes()))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
