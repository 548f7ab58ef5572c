//! PDF: the text layer of a paper, from the glyphs that its pages draw.
//!
//! Glyphs make words, words make lines, lines make paragraphs, by where they stand. The text is taken out of the file,
//! one paragraph a line; a citation counts its characters and has its page.

mod footnote;
mod furniture;
mod glyphs;
mod grid;
mod guard;
mod ink;
mod letters;
mod line;
mod numbered;
mod order;
mod pages;
mod paragraph;
mod print;
mod spread;
mod table;
mod writing;

use crate::error::DocumentError;
use crate::notice::Notice;
use hayro_syntax::{LoadPdfError, Pdf};
use line::Line;
use pages::{Leaf, leaves};
use paragraph::{Paragraph, Paragraphs, Placed};
use print::Print;
use spread::{Margins, Spread, Stretch};
use std::collections::BTreeMap;
use writing::Written;

/// What was read of a PDF.
pub(crate) struct Paper {
    pub(crate) written: Written,
    pub(crate) notices: Vec<Notice>,
}

/// The lines of a page that are in its way of reading, and what else stands there.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) lines: Vec<Line>,
    rules: Vec<glyphs::Rule>,
    /// Lines that run another way, such as those on a margin.
    aside: Vec<Line>,
}

/// Reads a PDF file.
pub(crate) fn read(bytes: &[u8]) -> Result<Paper, DocumentError> {
    guard::unpacks(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => DocumentError::Locked,
        LoadPdfError::Invalid => DocumentError::Damaged("PDF"),
    })?;
    guard::layers(&pdf, bytes)?;
    let leaves = leaves(&pdf)?;
    let mut notices = pages::notices(&pdf, &leaves)?;
    let mut pages: Vec<Page> = leaves.into_iter().map(Leaf::page).collect();
    let running = furniture::take_off(&mut pages);
    if numbered::take_off(&mut pages) || running {
        notices.push(Notice::RunningTextRemoved);
    }
    let written = writing::write(&paragraphs(pages));
    notices.sort();
    if written.blocks.is_empty() { Err(DocumentError::Empty) } else { Ok(Paper { written, notices }) }
}

fn paragraphs(mut pages: Vec<Page>) -> Vec<Paragraph> {
    for page in &mut pages {
        page.lines = order::in_order(std::mem::take(&mut page.lines), &page.rules);
    }
    let print = Print::of(&pages);
    let mut leaves: Vec<Spread> = pages.into_iter().map(|page| Spread::of(page, &print)).collect();
    let margins = Margins::of(&leaves, &print);
    let mut paragraphs = Paragraphs::new(print);
    for (number, leaf) in (1..).zip(leaves.drain(..)) {
        add_page(&mut paragraphs, number, leaf, &margins);
    }
    paragraphs.finish()
}

fn add_page(paragraphs: &mut Paragraphs, number: u32, page: Spread, margins: &Margins) {
    let plain = page.is_plain();
    for stretch in page.stretches {
        let around = margins.around(stretch.left().unwrap_or(0.0), plain);
        match stretch {
            Stretch::Lines { lines, turned } => {
                placed(number, lines, turned, around).into_iter().for_each(|placed| paragraphs.add(placed));
            }
            Stretch::Table(cells) => add_table(paragraphs, number, cells),
        }
    }
    for note in page.notes {
        paragraphs.note(placed(number, note, false, (margins.left, 0.0)));
    }
}

fn add_table(paragraphs: &mut Paragraphs, number: u32, cells: Vec<table::Cell>) {
    let head = cells.first().map_or(0, |cell| cell.row);
    let bold = |cell: &table::Cell| cell.row != head || cell.lines.iter().all(Line::is_bold);
    let headed = cells.iter().all(bold) && cells.iter().any(|cell| cell.row != head);
    for cell in cells {
        let place = onus_terms::Cell { row: cell.row, column: cell.column, header: headed && cell.row == head };
        paragraphs.cell(placed(number, cell.lines, false, (0.0, 0.0)), place);
    }
}

/// Lines with their page and the edges of their column: at the right where the furthest of those in the same print
/// ends, and at least `edge`.
fn placed(page: u32, lines: Vec<Line>, turned: bool, (margin, edge): (f32, f32)) -> Vec<Placed> {
    let mut edges: BTreeMap<i32, f32> = BTreeMap::new();
    for line in &lines {
        let furthest = edges.entry(print_of(line)).or_insert(edge);
        *furthest = furthest.max(line.right);
    }
    let place = |(index, line): (usize, Line)| {
        let edge = edges.get(&print_of(&line)).copied().unwrap_or(line.right);
        Placed { turned: (turned && index == 0) || line.turned, line, page, edge, margin }
    };
    lines.into_iter().enumerate().map(place).collect()
}

/// The size of a line, in half points.
fn print_of(line: &Line) -> i32 {
    (line.size * 2.0).round() as i32
}
