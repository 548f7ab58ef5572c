//! The bodies of the two kinds that make up most of a ledger, read in place without a copy.
//!
//! They take exactly what [`super::ActAttested`] and [`super::EvidenceAdded`] take; a test holds them together.

use super::Outcome;
use crate::few::Few;
use jiff::Timestamp;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;

/// A text of a body: borrowed, unless it holds an escape.
#[derive(Debug)]
pub(crate) struct Text<'a>(Cow<'a, str>);

impl Text<'_> {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Read)
    }
}

/// What the record keeps of an `act.attested`.
#[derive(Debug, Deserialize)]
pub(crate) struct Attested<'a> {
    #[serde(rename = "for", borrow)]
    pub(crate) responsibilities: Few<Text<'a>>,
    #[serde(borrow)]
    pub(crate) control: Text<'a>,
    #[serde(borrow)]
    pub(crate) act: Text<'a>,
    pub(crate) outcome: Outcome,
    #[serde(borrow, default)]
    pub(crate) note: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) evidence: Few<Text<'a>>,
    #[serde(default)]
    pub(crate) named: bool,
}

/// What the record keeps of an `evidence.added`, and the rest of its shape.
#[derive(Debug, Deserialize)]
pub(crate) struct HandedOver<'a> {
    #[serde(borrow)]
    pub(crate) evidence: Text<'a>,
    #[serde(rename = "digest", deserialize_with = "digest")]
    _digest: (),
    #[serde(borrow, rename = "name")]
    _name: Text<'a>,
    #[serde(rename = "bytes")]
    _bytes: u64,
    #[serde(rename = "for", borrow)]
    pub(crate) responsibilities: Few<Text<'a>>,
    #[serde(borrow, default)]
    pub(crate) control: Option<Text<'a>>,
    #[serde(default)]
    pub(crate) until: Option<Timestamp>,
    #[serde(borrow, default, rename = "source")]
    _source: Option<Text<'a>>,
    #[serde(borrow, default, rename = "note")]
    _note: Option<Text<'a>>,
}

/// Sees that a digest is one, as [`onus_terms::Digest`] does, without making it.
fn digest<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let text = Text::deserialize(deserializer)?;
    let good = text.as_str().len() == 64 && text.as_str().bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if good { Ok(()) } else { Err(D::Error::custom("not a digest")) }
}
