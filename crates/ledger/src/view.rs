use crate::scan::{Scan, digest};
use crate::{Leaf, LeafError, MAX_LEAF, VERSION};
use jiff::Timestamp;
use onus_terms::{Digest, PersonId};

/// A leaf read in place, without a copy: for folding over many entries.
///
/// It accepts exactly the bytes that [`Leaf::parse`] accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafView<'a> {
    /// What happened.
    pub kind: &'a str,
    /// When it held.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The id of the person who recorded it.
    pub by: &'a str,
    /// The commitment to the body.
    pub body: Digest,
    about: &'a str,
    blobs: &'a str,
}

impl<'a> LeafView<'a> {
    /// Reads the canonical form of version 1.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, LeafError> {
        if bytes.len() > MAX_LEAF {
            return Err(LeafError::TooLong { size: bytes.len() });
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(LeafError::Form { what: "bytes that are not UTF-8", at: 0 });
        };
        Self::read(&mut Scan::new(text)).map_err(|error| newer(bytes).unwrap_or(error))
    }

    fn read(scan: &mut Scan<'a>) -> Result<Self, LeafError> {
        scan.exactly("{\"about\":[")?;
        let about = scan.list("not what an entry can be about", good_about)?;
        scan.exactly(",\"at\":\"")?;
        let at = time(scan)?;
        scan.exactly(",\"blobs\":[")?;
        let blobs = scan.list("not a digest", |text| digest(text).is_some())?;
        scan.exactly(",\"body\":\"")?;
        let body = scan.digest()?;
        scan.exactly(",\"by\":\"")?;
        let by = scan.quoted()?;
        if !good_person(by) {
            return scan.fail("not a person id");
        }
        scan.exactly(",\"kind\":\"")?;
        let kind = scan.quoted()?;
        if !good_kind(kind) {
            return scan.fail("not a kind");
        }
        scan.exactly(",\"recorded\":\"")?;
        let recorded = time(scan)?;
        scan.exactly(",\"version\":")?;
        match scan.last_number()? {
            version if version == u64::from(VERSION) => Ok(LeafView { kind, at, recorded, by, body, about, blobs }),
            0 => scan.fail("version 0"),
            found => Err(LeafError::Newer { found, known: VERSION }),
        }
    }

    /// What it is about, in order.
    pub fn about(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        items(self.about)
    }

    /// The blobs that it rests on, in order.
    pub fn blobs(&self) -> impl Iterator<Item = Digest> + use<'a> {
        items(self.blobs).filter_map(digest)
    }

    /// A copy that stands on its own.
    pub fn to_leaf(&self) -> Result<Leaf, LeafError> {
        let by = PersonId::new(self.by).map_err(|_| LeafError::Form { what: "not a person id", at: 0 })?;
        Ok(Leaf {
            version: VERSION,
            kind: self.kind.to_owned(),
            at: self.at,
            recorded: self.recorded,
            by,
            about: self.about().map(str::to_owned).collect(),
            blobs: self.blobs().collect(),
            body: self.body,
        })
    }
}

// No text in a leaf holds a quote, so `","` stands only between two texts.
fn items(list: &str) -> impl Iterator<Item = &str> {
    list.strip_prefix('"').and_then(|list| list.strip_suffix('"')).into_iter().flat_map(|list| list.split("\",\""))
}

fn time(scan: &mut Scan<'_>) -> Result<Timestamp, LeafError> {
    match crate::text::time(scan.quoted()?) {
        Some(time) => Ok(time),
        None => scan.fail("not a time in UTC"),
    }
}

fn newer(bytes: &[u8]) -> Option<LeafError> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u64,
    }
    let Versioned { version: found } = serde_json::from_slice(bytes).ok()?;
    (found > u64::from(VERSION)).then_some(LeafError::Newer { found, known: VERSION })
}

pub(crate) fn good_kind(kind: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    (1..=64).contains(&kind.len()) && kind.bytes().all(good)
}

pub(crate) fn good_about(about: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    (1..=200).contains(&about.len())
        && (about.bytes().all(plain)
            || !about.chars().any(|letter| letter.is_control() || matches!(letter, '"' | '\\')))
}

// The rule of `PersonId`, without making one; a test holds the two together.
fn good_person(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=64).contains(&id.len())
        && id.bytes().next().is_some_and(plain)
        && id.bytes().all(|byte| plain(byte) || matches!(byte, b'-' | b'.' | b'_'))
}

#[cfg(test)]
mod tests;
