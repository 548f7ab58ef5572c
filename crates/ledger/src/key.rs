use crate::LedgerError;
use crate::note::{NoteSignature, SignedNote};
use crate::text::{base64, beginning, name as good_name, unbase64};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::fmt;

const ED25519: u8 = 1;

fn malformed(why: &'static str) -> LedgerError {
    LedgerError::Malformed { what: "a key", why }
}

fn key_id(name: &str, key: &VerifyingKey) -> u32 {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
    let bytes: [u8; 32] = hash.into();
    let [a, b, c, d, ..] = bytes;
    u32::from_be_bytes([a, b, c, d])
}

/// The public key of a log, in the text form of signed notes: `name+id+key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl Verifier {
    fn new(name: &str, key: VerifyingKey) -> Result<Self, LedgerError> {
        if !good_name(name) {
            return Err(LedgerError::Name { found: beginning(name) });
        }
        Ok(Verifier { name: name.to_owned(), id: key_id(name, &key), key })
    }

    /// Reads the text form and checks that the id belongs to name and key.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed("expected `name+id+key`"));
        };
        let bytes = unbase64(key).ok_or(malformed("the key is not strict base64"))?;
        let Some((&ED25519, key)) = bytes.split_first() else { return Err(malformed("not an Ed25519 key")) };
        let key = key.try_into().map_err(|_| malformed("the key is not 32 bytes"))?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| malformed("not a point of the curve"))?;
        let verifier = Verifier::new(name, key)?;
        if verifier.to_string() == text { Ok(verifier) } else { Err(malformed("the id is not that of name and key")) }
    }

    /// The name of the key: for a log's key, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Checks the note for this key's signature; every signature that claims to be by it must fit.
    pub fn verify(&self, note: &SignedNote) -> Result<(), LedgerError> {
        let mut found = false;
        for signature in note.signatures.iter().filter(|found| found.id == self.id && found.name == self.name) {
            let wrong = || LedgerError::Signature { name: self.name.clone() };
            let fits = Signature::from_slice(&signature.bytes).map_err(|_| wrong())?;
            self.key.verify_strict(note.text.as_bytes(), &fits).map_err(|_| wrong())?;
            found = true;
        }
        if found { Ok(()) } else { Err(LedgerError::Unsigned { name: self.name.clone() }) }
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key: Vec<u8> = std::iter::once(ED25519).chain(*self.key.as_bytes()).collect();
        write!(f, "{}+{:08x}+{}", self.name, self.id, base64(&key))
    }
}

/// The private key of a log. It is wiped from memory when dropped and never printed.
pub struct Signer {
    key: SigningKey,
    verifier: Verifier,
}

impl Signer {
    /// From 32 random bytes.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, LedgerError> {
        let key = SigningKey::from_bytes(seed);
        let verifier = Verifier::new(name, key.verifying_key())?;
        Ok(Signer { key, verifier })
    }

    /// Reads what [`Signer::secret_text`] wrote.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let body = text.strip_suffix('\n').unwrap_or(text);
        let body = body.strip_prefix("PRIVATE+KEY+").ok_or(malformed("expected `PRIVATE+KEY+`"))?;
        let mut parts = body.splitn(3, '+');
        let (Some(name), Some(id), Some(seed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed("expected name, id and key"));
        };
        let bytes = unbase64(seed).ok_or(malformed("the key is not strict base64"))?;
        let Some((&ED25519, seed)) = bytes.split_first() else { return Err(malformed("not an Ed25519 key")) };
        let signer = Signer::from_seed(name, seed.try_into().map_err(|_| malformed("the key is not 32 bytes"))?)?;
        let same = format!("{:08x}", signer.verifier.id) == id;
        if same { Ok(signer) } else { Err(malformed("the id is not that of name and key")) }
    }

    /// The secret in the text form of signed notes; keep it where only the owner reads.
    pub fn secret_text(&self) -> String {
        let seed: Vec<u8> = std::iter::once(ED25519).chain(self.key.to_bytes()).collect();
        format!("PRIVATE+KEY+{}+{:08x}+{}\n", self.verifier.name, self.verifier.id, base64(&seed))
    }

    /// The public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Signs a text that ends with a newline.
    pub fn sign(&self, text: &str) -> SignedNote {
        let bytes = self.key.sign(text.as_bytes()).to_bytes().to_vec();
        let signature = NoteSignature { name: self.verifier.name.clone(), id: self.verifier.id, bytes };
        SignedNote { text: text.to_owned(), signatures: vec![signature] }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier)
    }
}
