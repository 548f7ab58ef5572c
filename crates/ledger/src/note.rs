use crate::LedgerError;
use crate::text::{base64, name as good_name, unbase64};
use std::fmt;

const MAX_NOTE: usize = 64 * 1024;

/// A text with signatures, as C2SP signed-note writes it. What it says counts only after
/// [`Verifier::verify`](crate::Verifier::verify).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    /// The signed text, with its last newline.
    pub text: String,
    /// At least one, at most 64.
    pub signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The id of the key.
    pub id: u32,
    /// The signature.
    pub bytes: Vec<u8>,
}

fn malformed(why: &'static str) -> LedgerError {
    LedgerError::Malformed { what: "a signed note", why }
}

impl SignedNote {
    /// Reads a note strictly: what is accepted prints the same.
    pub fn parse(note: &str) -> Result<Self, LedgerError> {
        if note.len() > MAX_NOTE {
            return Err(malformed("it is longer than 64 KiB"));
        }
        if note.chars().any(|letter| letter < ' ' && letter != '\n') {
            return Err(malformed("it holds control characters"));
        }
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(malformed("no empty line before the signatures"))?;
        let lines = signatures.strip_suffix('\n').ok_or(malformed("no newline at the end"))?;
        let signatures = lines.split('\n').map(signature).collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > 64 {
            return Err(malformed("more than 64 signatures"));
        }
        Ok(SignedNote { text: format!("{text}\n"), signatures })
    }
}

fn signature(line: &str) -> Result<NoteSignature, LedgerError> {
    let line = line.strip_prefix("— ").ok_or(malformed("a signature line without its dash"))?;
    let (name, rest) = line.split_once(' ').ok_or(malformed("a signature line without a signature"))?;
    let bytes = unbase64(rest).ok_or(malformed("a signature is not strict base64"))?;
    let (id, bytes) = bytes.split_first_chunk::<4>().ok_or(malformed("a signature is too short"))?;
    if !good_name(name) || bytes.is_empty() {
        return Err(malformed("a signature line without a name or signature"));
    }
    Ok(NoteSignature { name: name.to_owned(), id: u32::from_be_bytes(*id), bytes: bytes.to_vec() })
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            let bytes: Vec<u8> = signature.id.to_be_bytes().iter().chain(&signature.bytes).copied().collect();
            writeln!(f, "— {} {}", signature.name, base64(&bytes))?;
        }
        Ok(())
    }
}
