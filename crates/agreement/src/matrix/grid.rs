//! The sheets of a document as rows of cells.

use onus_terms::{Block, Cell, DocumentText};

/// A sheet with its filled rows.
pub(crate) struct Sheet<'a> {
    pub(crate) name: &'a str,
    pub(crate) rows: Vec<Row<'a>>,
}

/// A row with its filled cells, from left to right.
pub(crate) struct Row<'a> {
    /// From 0.
    pub(crate) number: usize,
    pub(crate) cells: Vec<Filled<'a>>,
}

/// A cell that holds something.
#[derive(Clone, Copy)]
pub(crate) struct Filled<'a> {
    pub(crate) place: Cell,
    /// Its paragraphs.
    pub(crate) blocks: &'a [Block],
}

impl Row<'_> {
    /// The cell of a column.
    pub(crate) fn cell(&self, column: usize) -> Option<&Filled<'_>> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.place.column).ok()?;
        self.cells.get(at)
    }
}

impl Filled<'_> {
    /// All words of the cell.
    pub(crate) fn words(&self) -> String {
        let paragraphs: Vec<&str> = self.blocks.iter().map(Block::words).collect();
        paragraphs.join(" ")
    }

    /// The words of a cell that is read as one value; of a long one only the beginning.
    pub(crate) fn value(&self) -> &str {
        self.blocks.first().map_or("", Block::words)
    }
}

/// The sheets of a document. Cells of a row that stand twice in a damaged workbook count once.
pub(crate) fn sheets(document: &DocumentText) -> Vec<Sheet<'_>> {
    let mut sheets: Vec<Sheet> = document.sheets().map(|name| Sheet { name, rows: Vec::new() }).collect();
    let same = |one: &Block, other: &Block| one.cell.is_some() && one.cell == other.cell && other.continues;
    for blocks in document.blocks.chunk_by(same) {
        let Some((block, place)) = blocks.first().and_then(|block| Some((block, block.cell?))) else { continue };
        let Some(sheet) = document.sheet_of(block).and_then(|at| sheets.get_mut(at)) else { continue };
        let filled = Filled { place, blocks };
        match sheet.rows.last_mut().filter(|row| row.number == place.row) {
            Some(row) => row.cells.push(filled),
            None => sheet.rows.push(Row { number: place.row, cells: vec![filled] }),
        }
    }
    for sheet in &mut sheets {
        sheet.rows.sort_by_key(|row| row.number);
        for row in &mut sheet.rows {
            row.cells.sort_by_key(|cell| cell.place.column);
            row.cells.dedup_by_key(|cell| cell.place.column);
        }
    }
    sheets
}
