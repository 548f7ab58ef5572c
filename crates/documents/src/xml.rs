//! Elements and attributes of a part by their local names.

use crate::entities::reference;
use crate::error::DocumentError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// What a part is made of.
pub(crate) enum Piece<'a> {
    /// An element begins.
    Open(BytesStart<'a>),
    /// An element ends.
    Close(String),
    /// Text.
    Text(String),
    /// A character reference such as `&amp;`, as it is written.
    Reference(String),
}

/// Walks over a part; an element without content opens and closes.
pub(crate) fn walk(part: &str, mut visit: impl FnMut(Piece) -> Result<(), DocumentError>) -> Result<(), DocumentError> {
    let mut reader = Reader::from_str(part);
    loop {
        match reader.read_event().map_err(|_| DocumentError::Damaged("part of the package"))? {
            Event::Start(start) => visit(Piece::Open(start))?,
            Event::End(end) => visit(Piece::Close(end.local_name().as_ref().to_owned()))?,
            Event::Empty(start) => {
                let name = name(&start);
                visit(Piece::Open(start))?;
                visit(Piece::Close(name))?;
            }
            Event::Text(text) => visit(Piece::Text(text.into_inner().into_owned()))?,
            Event::CData(text) => visit(Piece::Text(text.into_inner().into_owned()))?,
            Event::GeneralRef(reference) => visit(Piece::Reference(format!("&{};", reference.into_inner())))?,
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The local name of an element.
pub(crate) fn name(start: &BytesStart) -> String {
    start.local_name().as_ref().to_owned()
}

/// The value of an attribute by its local name.
pub(crate) fn value(start: &BytesStart, name: &str) -> Option<String> {
    let found =
        start.attributes().with_checks(false).flatten().find(|found| found.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(quick_xml::XmlVersion::default())
            .map_or_else(|_| found.value.to_string(), |value| value.into_owned()),
    )
}

/// A whole number in the attribute `val`.
pub(crate) fn number(start: &BytesStart) -> Option<i64> {
    value(start, "val")?.trim().parse::<i32>().ok().map(i64::from)
}

/// Whether a switch such as `<w:b/>` is on.
pub(crate) fn is_on(start: &BytesStart) -> bool {
    !matches!(value(start, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// What a character reference stands for.
pub(crate) fn decoded(written: &str) -> String {
    let Some(found) = reference(written, false) else { return String::new() };
    found.characters.chars().chain(found.number).collect()
}
