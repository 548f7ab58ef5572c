//! Turns files into document text with places: Markdown, HTML and plain text.
//!
//! What a file is, is told by its content. Nothing here knows what a contract is. PDF, DOCX and other binary formats are
//! recognised and refused.

mod entities;
mod error;
mod html;
mod hyphens;
mod inline;
mod layout;
mod lines;
mod markers;
mod numerals;
mod outline;
mod sniff;
mod source;
mod tables;
mod tags;
mod whole;

pub use error::DocumentError;
pub use sniff::{Format, Limits};

use onus_terms::{Digest, DocumentText};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is.
    pub format: Format,
    /// Its text, in blocks with places.
    pub content: DocumentText,
}

/// Reads the bytes of a file. The name is only a hint where the content does not tell.
///
/// # Errors
/// Says why the bytes are no document that can be read: empty, too large, not text, or of a format that is not read; the
/// message says what to do then.
pub fn read(bytes: &[u8], name_hint: Option<&str>, limits: &Limits) -> Result<Document, DocumentError> {
    let (format, text) = sniff::decode(bytes, name_hint, limits)?;
    let (blocks, pages) = match format {
        Format::Html => (html::blocks(&text), Vec::new()),
        Format::Markdown | Format::Text => lines::blocks(&text, format == Format::Markdown),
    };
    let content = DocumentText::new(Digest::of(bytes), text.into_owned(), blocks).with_pages(pages);
    Ok(Document { format, content })
}
