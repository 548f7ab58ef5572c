//! A page cut into its columns and tables, and where the columns of the paper begin.

use super::Page;
use super::footnote;
use super::line::{Line, marks};
use super::print::Print;
use super::table::{Cell, Part, aligned, parts};

/// What stands on a page, cut into columns and tables.
#[derive(Debug)]
pub(crate) struct Spread {
    pub(crate) stretches: Vec<Stretch>,
    /// Footnotes, and lines on a margin.
    pub(crate) notes: Vec<Vec<Line>>,
}

impl Spread {
    pub(crate) fn of(mut page: Page, print: &Print) -> Self {
        let mut notes = footnote::take_off(&mut page.lines, print.size);
        let parts = aligned(parts(page.lines, &page.rules), marks);
        notes.extend(Some(page.aside).filter(|aside| !aside.is_empty()));
        Spread { stretches: stretches(parts), notes }
    }

    /// Whether lines go all across the page.
    pub(crate) fn is_plain(&self) -> bool {
        self.stretches.iter().filter(|stretch| matches!(stretch, Stretch::Lines { .. })).count() == 1
    }
}

/// Where columns begin and lines end.
#[derive(Debug)]
pub(crate) struct Margins {
    pub(crate) left: f32,
    right: f32,
    /// Where the lines of columns begin, in order.
    columns: Vec<f32>,
}

/// Items of a column stand in by less.
const INDENT: f32 = 60.0;

impl Margins {
    pub(crate) fn of(pages: &[Spread], print: &Print) -> Self {
        let split = pages.iter().filter(|page| !page.is_plain()).flat_map(|page| &page.stretches);
        let mut columns: Vec<f32> = split.filter_map(Stretch::left).collect();
        columns.sort_by(f32::total_cmp);
        Margins { left: print.left, right: print.right, columns }
    }

    /// The left margin of lines that begin at `left`, and where their longest end at least.
    pub(crate) fn around(&self, left: f32, plain: bool) -> (f32, f32) {
        if plain {
            return (self.left, self.right);
        }
        let first = self.columns.partition_point(|column| *column < left - INDENT);
        (self.columns.get(first).copied().unwrap_or(left), 0.0)
    }
}

/// Lines of one column, or a table.
#[derive(Debug)]
pub(crate) enum Stretch {
    Lines { lines: Vec<Line>, turned: bool },
    Table(Vec<Cell>),
}

impl Stretch {
    /// Where its lines begin.
    pub(crate) fn left(&self) -> Option<f32> {
        match self {
            Stretch::Lines { lines, .. } => lines.iter().map(|line| line.left).reduce(f32::min),
            Stretch::Table(_) => None,
        }
    }
}

/// Cuts a page where another column begins, and around its tables.
fn stretches(parts: Vec<Part>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for part in parts {
        match (part, stretches.last_mut()) {
            (Part::Table(cells), _) => stretches.push(Stretch::Table(cells)),
            (Part::Line(line), Some(Stretch::Lines { lines, .. })) if follows(lines, &line) => lines.push(line),
            (Part::Line(line), last) => {
                let turned = !matches!(last, Some(Stretch::Table(_)));
                stretches.push(Stretch::Lines { lines: vec![line], turned });
            }
        }
    }
    stretches
}

fn follows(lines: &[Line], line: &Line) -> bool {
    lines.last().is_none_or(|last| line.base >= last.base - last.size)
}
