use crate::text::beginning;
use crate::view::{LeafView, good_about, good_kind};
use crate::{LeafError, Salt, commit};
use jiff::Timestamp;
use onus_terms::{Digest, PersonId};
use std::fmt::Write as _;

/// The version of leaves that this program writes.
pub const VERSION: u16 = 1;

/// The most bytes of a leaf: entry bundles count them in 16 bits.
pub const MAX_LEAF: usize = 65_535;

/// What somebody wants to record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What happened, such as `responsibility.confirmed`: lower-case letters, digits, dots and dashes.
    pub kind: String,
    /// When it held.
    pub at: Timestamp,
    /// Who records it.
    pub by: PersonId,
    /// What it is about: ids, at most 200 bytes each, without quotes, backslashes and control characters.
    pub about: Vec<String>,
    /// The vault's blobs that it rests on.
    pub blobs: Vec<Digest>,
    /// The fact itself, which can be erased later.
    pub body: Vec<u8>,
}

/// The part of an entry that is kept for ever and hashed into the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The version of the form, now 1.
    pub version: u16,
    /// What happened.
    pub kind: String,
    /// When it held.
    pub at: Timestamp,
    /// When it was recorded; never earlier than in the entry before.
    pub recorded: Timestamp,
    /// Who recorded it.
    pub by: PersonId,
    /// What it is about.
    pub about: Vec<String>,
    /// The vault's blobs that it rests on.
    pub blobs: Vec<Digest>,
    /// The salted commitment to the body, see [`commit`].
    pub body: Digest,
}

impl Leaf {
    /// The leaf of a draft that is recorded now with this salt.
    pub fn new(draft: &Draft, recorded: Timestamp, salt: &Salt) -> Self {
        Leaf {
            version: VERSION,
            kind: draft.kind.clone(),
            at: draft.at,
            recorded,
            by: draft.by.clone(),
            about: draft.about.clone(),
            blobs: draft.blobs.clone(),
            body: commit(salt, &draft.body),
        }
    }

    /// The canonical JSON: keys sorted, no white space, times in UTC.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LeafError> {
        self.check()?;
        let text = self.json();
        if text.len() > MAX_LEAF { Err(LeafError::TooLong { size: text.len() }) } else { Ok(text.into_bytes()) }
    }

    /// Reads exactly the canonical form; whatever else is refused.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafError> {
        let leaf = LeafView::parse(bytes)?.to_leaf()?;
        if leaf.to_bytes()? == bytes { Ok(leaf) } else { Err(LeafError::Form { what: "another spelling", at: 0 }) }
    }

    fn check(&self) -> Result<(), LeafError> {
        if self.version != VERSION {
            return Err(LeafError::Newer { found: self.version.into(), known: VERSION });
        }
        if !good_kind(&self.kind) {
            return Err(LeafError::Kind { found: beginning(&self.kind) });
        }
        if let Some(bad) = self.about.iter().find(|about| !good_about(about)) {
            return Err(LeafError::About { found: beginning(bad) });
        }
        let printable = |time: &Timestamp| crate::text::time(&time.to_string()).is_some();
        match [self.at, self.recorded].into_iter().find(|time| !printable(time)) {
            Some(found) => Err(LeafError::Time { found }),
            None => Ok(()),
        }
    }

    // Nothing that `check` lets through needs an escape in JSON.
    fn json(&self) -> String {
        let mut text = String::with_capacity(400);
        text.push_str("{\"about\":[");
        for (place, about) in self.about.iter().enumerate() {
            text.push_str(if place == 0 { "\"" } else { ",\"" });
            text.push_str(about);
            text.push('"');
        }
        _ = write!(text, "],\"at\":\"{}\",\"blobs\":[", self.at);
        for (place, blob) in self.blobs.iter().enumerate() {
            text.push_str(if place == 0 { "\"" } else { ",\"" });
            push_hex(&mut text, blob);
            text.push('"');
        }
        text.push_str("],\"body\":\"");
        push_hex(&mut text, &self.body);
        _ = write!(
            text,
            "\",\"by\":\"{}\",\"kind\":\"{}\",\"recorded\":\"{}\",\"version\":{}}}",
            self.by, self.kind, self.recorded, self.version
        );
        text
    }
}

fn push_hex(text: &mut String, digest: &Digest) {
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble });
    for byte in digest.as_bytes() {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
}
