//! PDF: the text layer of a paper, from the glyphs that its pages draw.
//!
//! Glyphs make words, words make lines, lines make paragraphs, by where they stand. The text is taken out of the file, one
//! paragraph a line; a citation counts its characters and has its page.

mod footnote;
mod furniture;
mod glyphs;
mod guard;
mod letters;
mod line;
mod numbered;
mod order;
mod pages;
mod paragraph;
mod print;
mod table;
mod writing;

use crate::error::DocumentError;
use crate::notice::Notice;
use hayro_syntax::{LoadPdfError, Pdf};
use line::Line;
use pages::{Leaf, leaves};
use paragraph::{Paragraph, Paragraphs, Placed};
use print::Print;
use table::Part;
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
    let mut paragraphs = Paragraphs::new(print);
    for (number, page) in (1..).zip(pages) {
        add_page(&mut paragraphs, number, page, &print);
    }
    paragraphs.finish()
}

fn add_page(paragraphs: &mut Paragraphs, number: u32, mut page: Page, print: &Print) {
    let notes = footnote::take_off(&mut page.lines, print.size);
    let parts = table::aligned(table::parts(page.lines, &page.rules), |word| crate::markers::marker(word).is_some());
    let mut column: Vec<Line> = Vec::new();
    let mut turned = true;
    for part in parts {
        match part {
            Part::Line(line) => {
                if column.last().is_some_and(|last| line.base < last.base - last.size) {
                    add_column(paragraphs, number, std::mem::take(&mut column), turned, print);
                    turned = true;
                }
                column.push(line);
            }
            Part::Table(cells) => {
                add_column(paragraphs, number, std::mem::take(&mut column), turned, print);
                turned = false;
                let head = cells.first().map_or(0, |cell| cell.row);
                let bold = |cell: &table::Cell| cell.row != head || cell.lines.iter().all(Line::is_bold);
                let headed = cells.iter().all(bold) && cells.iter().any(|cell| cell.row != head);
                for cell in cells {
                    let header = headed && cell.row == head;
                    let place = onus_terms::Cell { row: cell.row, column: cell.column, header };
                    paragraphs.cell(placed(number, cell.lines, false, 0.0), place);
                }
            }
        }
    }
    add_column(paragraphs, number, column, turned, print);
    for note in notes.into_iter().chain([page.aside]) {
        paragraphs.note(placed(number, note, false, 0.0));
    }
}

fn add_column(paragraphs: &mut Paragraphs, number: u32, lines: Vec<Line>, turned: bool, print: &Print) {
    let edge = if lines.iter().any(|line| line.right > print.right * 0.7) { print.right } else { 0.0 };
    for placed in placed(number, lines, turned, edge) {
        paragraphs.add(placed);
    }
}

/// Lines with their page and the right edge of their column, which is at least `edge`.
fn placed(page: u32, lines: Vec<Line>, turned: bool, edge: f32) -> Vec<Placed> {
    let edge = lines.iter().map(|line| line.right).fold(edge, f32::max);
    let place = |(index, line): (usize, Line)| Placed { turned: (turned && index == 0) || line.turned, line, page, edge };
    lines.into_iter().enumerate().map(place).collect()
}
