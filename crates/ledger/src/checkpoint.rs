use crate::text::{base64, decimal, unbase64_digest};
use crate::{LedgerError, SignedNote, Signer, Verifier};
use onus_terms::Digest;
use std::fmt;

/// The head of a log: which log, how many entries, and the root over them (C2SP tlog-checkpoint).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log.
    pub origin: String,
    /// Entries in the tree.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

impl Checkpoint {
    /// Reads the text of a note; extension lines are refused, since nobody could audit them.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let bad = |why| LedgerError::Malformed { what: "a checkpoint", why };
        let lines = text.strip_suffix('\n').ok_or(bad("no newline at the end"))?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root), None) = (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(bad("expected three lines: origin, size and root"));
        };
        if origin.is_empty() {
            return Err(bad("the origin is empty"));
        }
        let size = decimal(size).ok_or(bad("the size is not a plain number"))?;
        let root = unbase64_digest(root).ok_or(bad("the root is not a digest in strict base64"))?;
        Ok(Checkpoint { origin: origin.to_owned(), size, root })
    }

    /// Reads a signed checkpoint of the log that this key belongs to, after checking the signature.
    pub fn open(note: &str, verifier: &Verifier) -> Result<Self, LedgerError> {
        let note = SignedNote::parse(note)?;
        verifier.verify(&note)?;
        let checkpoint = Checkpoint::parse(&note.text)?;
        if checkpoint.origin == verifier.name() {
            Ok(checkpoint)
        } else {
            Err(LedgerError::Origin { expected: verifier.name().to_owned(), found: checkpoint.origin })
        }
    }

    /// The signed note, as text.
    pub fn sign(&self, signer: &Signer) -> String {
        signer.sign(&self.to_string()).to_string()
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, base64(self.root.as_bytes()))
    }
}
