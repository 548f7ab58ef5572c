//! The zip package of an Office file, opened with room for no more than was allowed.

use crate::error::DocumentError;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// More parts than any paper has.
const MOST_PARTS: usize = 10_000;

/// How many times larger than the file its parts may be together.
const GROWTH: u64 = 200;

/// Growth that is never refused, so that a short paper may compress well.
const SMALL: u64 = 8_000_000;

/// The part that holds the text of a Word document.
pub(crate) const DOCUMENT: &str = "word/document.xml";

/// The part that lists the sheets of a workbook.
pub(crate) const WORKBOOK: &str = "xl/workbook.xml";

/// A package with its parts.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    room: u64,
}

/// What a package that is read holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A Word document.
    Word,
    /// An Excel workbook.
    Workbook,
}

impl<'a> Package<'a> {
    /// Opens a package; it must hold a Word document or an Excel workbook.
    pub(crate) fn open(bytes: &'a [u8], limit: usize) -> Result<(Self, Kind), DocumentError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocumentError::Damaged("zip package"))?;
        if archive.len() > MOST_PARTS {
            return Err(DocumentError::Bomb);
        }
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_mul(10);
        let room = size.saturating_mul(GROWTH).max(SMALL).min(limit);
        let package = Package { archive, room };
        let kind = package.kind()?;
        Ok((package, kind))
    }

    fn kind(&self) -> Result<Kind, DocumentError> {
        match () {
            () if self.has(DOCUMENT) => Ok(Kind::Word),
            () if self.has(WORKBOOK) => Ok(Kind::Workbook),
            () if self.has("xl/workbook.bin") => Err(DocumentError::Spreadsheet("a binary Excel workbook (XLSB)")),
            () if self.has("ppt/presentation.xml") => Err(DocumentError::Format("PowerPoint")),
            () if self.has("content.xml") => Err(DocumentError::Format("OpenDocument")),
            () => Err(DocumentError::Archive("zip")),
        }
    }

    /// Whether the package has a part of that name.
    pub(crate) fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    /// Whether the package has a part whose name begins so.
    pub(crate) fn has_any(&self, beginning: &str) -> bool {
        self.archive.file_names().flatten().any(|name| name.starts_with(beginning))
    }

    /// The text of a part; `None` where the package has none of that name.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, DocumentError> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(DocumentError::Damaged("part of the package")),
        };
        let mut text = String::new();
        let read = part.take(self.room + 1).read_to_string(&mut text);
        let taken = u64::try_from(text.len()).unwrap_or(u64::MAX);
        match self.room.checked_sub(taken) {
            None => Err(DocumentError::Bomb),
            Some(room) => {
                self.room = room;
                read.map(|_| Some(text)).map_err(|_| DocumentError::Damaged("part of the package"))
            }
        }
    }
}
