//! DOCX: the paragraphs of a Word document with the numbers that Word shows.
//!
//! The text is taken out of the package, one paragraph a line; a citation counts its characters.

mod body;
mod numbering;
mod styles;

use crate::error::DocumentError;
use crate::notice::Notice;
use crate::package::{DOCUMENT, Package};
use crate::xml;
use body::{Body, Notes};
use numbering::Numbering;
use onus_terms::Block;
use styles::Styles;

/// What was read of a package.
pub(crate) struct Paper {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) notices: Vec<Notice>,
}

/// Reads the package of a DOCX file.
pub(crate) fn read(mut package: Package) -> Result<Paper, DocumentError> {
    let styles = package.part("word/styles.xml")?.map_or(Ok(Styles::default()), |part| Styles::read(&part))?;
    let numbering =
        package.part("word/numbering.xml")?.map_or(Ok(Numbering::default()), |part| Numbering::read(&part))?;
    let mut notes = Notes::default();
    for (name, kind) in [("word/footnotes.xml", 'f'), ("word/endnotes.xml", 'e')] {
        if let Some(part) = package.part(name)? {
            notes.read(&part, kind)?;
        }
    }
    let document = package.part(DOCUMENT)?.ok_or(DocumentError::Damaged("zip package"))?;
    let mut body = Body::new(styles, numbering, notes);
    xml::walk(&document, |piece| {
        body.piece(piece);
        Ok(())
    })?;
    let paper = body.finish();
    if paper.blocks.is_empty() { Err(DocumentError::Empty) } else { Ok(paper) }
}
