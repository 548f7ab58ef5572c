//! XLSX: the filled cells of the sheets that are shown, one a line under the name of their sheet.
//!
//! Formulas are never computed: the value that was saved with them is read. A citation counts the characters of the text
//! taken out, and says sheet and cell.

mod book;
mod sheet;
mod strings;
mod styles;
mod values;

use crate::cells;
use crate::error::DocumentError;
use crate::notice::Notice;
use crate::package::Package;
use book::Book;
use onus_terms::{Block, BlockKind, Cell};
use std::collections::BTreeSet;
use strings::Strings;
use styles::Styles;

/// What was read of a workbook.
pub(crate) struct Paper {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    /// Where each sheet begins in the text, and its name.
    pub(crate) sheets: Vec<(usize, String)>,
    pub(crate) notices: Vec<Notice>,
}

/// Text and blocks while they are written.
pub(crate) struct Pen {
    paper: Paper,
    told: BTreeSet<Notice>,
    filled: usize,
    /// The most bytes that the text may take: a long string can be in many cells.
    most: usize,
}

/// Reads the package of an XLSX file.
pub(crate) fn read(mut package: Package, most: usize) -> Result<Paper, DocumentError> {
    let book = Book::read(&mut package)?;
    let strings =
        book.part(&mut package, "sharedStrings")?.map_or(Ok(Strings::default()), |part| Strings::read(&part))?;
    let styles = book.part(&mut package, "styles")?.map_or(Ok(Styles::default()), |part| Styles::read(&part))?;
    let mut pen = Pen::new(most);
    if strings.struck {
        pen.tell(Notice::StruckText);
    }
    if package.has_any("xl/vbaProject") {
        pen.tell(Notice::Macros);
    }
    if package.has_any("xl/comments") || package.has_any("xl/threadedComments") {
        pen.tell(Notice::Comments);
    }
    let values = values::Values { strings: &strings, styles: &styles, since_1904: book.since_1904 };
    for sheet in &book.sheets {
        if sheet.hidden {
            pen.tell(Notice::HiddenSheet(sheet.name.clone()));
            continue;
        }
        if let Some(part) = package.part(&sheet.part)? {
            sheet::read(&part, &sheet.name, &values, &mut pen)?;
        }
    }
    pen.finish()
}

impl Pen {
    fn new(most: usize) -> Self {
        let paper = Paper { text: String::new(), blocks: Vec::new(), sheets: Vec::new(), notices: Vec::new() };
        Pen { paper, told: BTreeSet::new(), filled: 0, most }
    }

    fn tell(&mut self, notice: Notice) {
        self.told.insert(notice);
    }

    /// Begins a sheet, with its name as a heading.
    fn sheet(&mut self, name: &str) {
        let start = self.paper.text.len();
        self.paper.sheets.push((start, name.to_owned()));
        let mut heading = Block::new(BlockKind::Heading(1));
        heading.push_text(name, start);
        heading.close();
        self.paper.text.push_str(name);
        self.paper.text.push('\n');
        if !heading.words().is_empty() {
            self.paper.blocks.push(heading);
        }
    }

    /// Writes a cell that holds something.
    fn cell(&mut self, cell: Cell, value: &str) -> Result<(), DocumentError> {
        self.filled += 1;
        if self.filled > cells::MOST {
            return Err(DocumentError::ManyCells(cells::MOST));
        }
        let start = self.paper.text.len();
        if start.saturating_add(value.len()) > self.most {
            return Err(DocumentError::Bomb);
        }
        self.paper.text.push_str(value);
        cells::blocks(value, start, cell, false, &mut self.paper.blocks);
        self.paper.text.push('\n');
        Ok(())
    }

    fn finish(self) -> Result<Paper, DocumentError> {
        let Pen { mut paper, told, filled, .. } = self;
        if filled == 0 {
            return Err(DocumentError::Empty);
        }
        paper.notices = told.into_iter().collect();
        Ok(paper)
    }
}
