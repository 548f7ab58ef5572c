//! Turns files into document text with places: PDF, Word, Excel, CSV, HTML, Markdown and plain text.
//!
//! What a file is, is told by its content. Nothing here knows what a contract is. Other binary formats are recognised and
//! refused.

mod cells;
mod csv;
mod docx;
mod entities;
mod error;
mod html;
mod hyphens;
mod inline;
mod layout;
mod lines;
mod markers;
mod notice;
mod numerals;
mod outline;
mod package;
mod pdf;
mod sniff;
mod source;
mod tables;
mod tags;
mod whole;
mod workbook;
mod xml;

pub use error::DocumentError;
pub use notice::Notice;
pub use sniff::{Format, Limits};

use package::{Kind, Package};

use onus_terms::{Digest, DocumentText};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is.
    pub format: Format,
    /// Its text, in blocks with places.
    pub content: DocumentText,
    /// What its text alone does not show.
    pub notices: Vec<Notice>,
}

/// Reads the bytes of a file. The name is only a hint where the content does not tell.
///
/// # Errors
/// Says why the bytes are no document that can be read: empty, too large, not text, or of a format that is not read; the
/// message says what to do then.
pub fn read(bytes: &[u8], name_hint: Option<&str>, limits: &Limits) -> Result<Document, DocumentError> {
    if bytes.len() > limits.bytes {
        return Err(DocumentError::TooLarge { found: bytes.len(), limit: limits.bytes });
    }
    let digest = Digest::of(bytes);
    if sniff::is_package(bytes) {
        let (package, kind) = Package::open(bytes, limits.bytes)?;
        return Ok(match kind {
            Kind::Word => {
                let paper = docx::read(package)?;
                let content = DocumentText::new(digest, paper.text, paper.blocks);
                Document { format: Format::Docx, content, notices: paper.notices }
            }
            Kind::Workbook => {
                let paper = workbook::read(package, limits.bytes)?;
                let content = DocumentText::new(digest, paper.text, paper.blocks).with_sheets(paper.sheets);
                Document { format: Format::Xlsx, content, notices: paper.notices }
            }
        });
    }
    if sniff::is_pdf(bytes) {
        let paper = pdf::read(bytes)?;
        let written = paper.written;
        let content = DocumentText::new(digest, written.text, written.blocks).with_page_starts(written.pages);
        return Ok(Document { format: Format::Pdf, content, notices: paper.notices });
    }
    let (format, text) = sniff::decode(bytes, name_hint)?;
    if format == Format::Csv {
        let blocks = csv::blocks(&text)?;
        // One sheet that has no name.
        let content = DocumentText::new(digest, text.into_owned(), blocks).with_sheets(vec![(0, String::new())]);
        return Ok(Document { format, content, notices: Vec::new() });
    }
    let (blocks, pages) = match format {
        Format::Html => (html::blocks(&text), Vec::new()),
        _ => lines::blocks(&text, format == Format::Markdown),
    };
    let content = DocumentText::new(digest, text.into_owned(), blocks).with_pages(pages);
    Ok(Document { format, content, notices: Vec::new() })
}
