//! Matrices of responsibilities: workbooks and tables in which a provider says, requirement by requirement, what is the
//! customer's part.
//!
//! A sheet is read by the heads of its columns, whatever their order: FedRAMP's CIS and CRM, CSA's CAIQ, or a list of
//! requirements and owners of the provider's own. No row is dropped silently: each asks something, asks nothing, or is
//! listed as not understood.

mod control;
mod duties;
mod grid;
mod head;
mod merge;
mod row;
mod words;

use crate::{Options, Parties};
use control::Control;
use duties::{Outcome, Rows};
use grid::Sheet;
use head::Head;
use merge::{Found, merged};
use onus_terms::{Digest, DocumentText, Responsibility};
use row::Entry;
use std::fmt;

/// What a matrix says.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What it puts on the customer, in the order of the sheets and rows. A duty that several rows tell stands once, with
    /// all their cells.
    pub responsibilities: Vec<Responsibility>,
    /// The sheets that hold a matrix, with what became of their rows.
    pub sheets: Vec<Rowed>,
    /// The names of the sheets that hold none.
    pub others: Vec<String>,
}

/// What became of the rows of a sheet. Every row with a requirement counts in one of the three.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rowed {
    /// The name of the sheet, empty in a file that has none.
    pub sheet: String,
    /// How many rows ask something of the customer.
    pub asking: usize,
    /// How many ask nothing: the provider's, inherited, not applicable.
    pub nothing: usize,
    /// Rows that do not say whose the requirement is, or in words that are not known.
    pub unclear: Vec<Unclear>,
}

/// A row that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// Its number in the sheet, from 1.
    pub row: usize,
    /// Its requirement as printed.
    pub control: String,
    /// What is not understood.
    pub why: &'static str,
}

/// A document without a matrix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no sheet of it is a matrix of responsibilities; one needs a row of heads with a column for the requirement (such as \
     `Control ID`) and one that says whose it is (such as `Responsibility`, `Shared`, `Can be inherited` or `Customer \
     responsibilities`)"
)]
pub struct NoMatrix;

impl Rowed {
    /// All rows with a requirement.
    pub fn rows(&self) -> usize {
        self.asking + self.nothing + self.unclear.len()
    }
}

/// Rows that are listed one by one; of more only the number is told.
const LISTED: usize = 12;

impl fmt::Display for Rowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "sheet `{}`: ", self.sheet)?;
        }
        let Rowed { asking, nothing, unclear, .. } = self;
        write!(f, "{} rows: {asking} ask something of you, {nothing} ask nothing", self.rows())?;
        if !unclear.is_empty() {
            write!(f, ", {} not understood", unclear.len())?;
        }
        for (number, Unclear { row, control, why }) in unclear.iter().take(LISTED).enumerate() {
            write!(f, "{} row {row} ({control}) {why}", if number == 0 { ":" } else { ";" })?;
        }
        match unclear.len().checked_sub(LISTED) {
            Some(more) if more > 0 => write!(f, "; and {more} more"),
            _ => Ok(()),
        }
    }
}

/// Reads the matrices of a workbook or table.
///
/// # Errors
/// None of its sheets has the heads of a matrix.
pub fn read(document: &DocumentText, options: &Options) -> Result<Matrix, NoMatrix> {
    let nobody = DocumentText::new(Digest::of(b""), String::new(), Vec::new());
    let parties = Parties::of(&nobody, &words::options(options));
    let rows = Rows { document, parties: &parties };
    let mut matrix = Matrix { responsibilities: Vec::new(), sheets: Vec::new(), others: Vec::new() };
    let mut found = Vec::new();
    for (number, sheet) in grid::sheets(document).iter().enumerate() {
        let heads = head::heads(sheet);
        if heads.is_empty() {
            matrix.others.push(sheet.name.to_owned());
        } else {
            matrix.sheets.push(read_sheet(&rows, number, sheet, &heads, &mut found));
        }
    }
    matrix.responsibilities = merged(found);
    if matrix.sheets.is_empty() { Err(NoMatrix) } else { Ok(matrix) }
}

fn read_sheet(rows: &Rows, number: usize, sheet: &Sheet, heads: &[(usize, Head)], found: &mut Vec<Found>) -> Rowed {
    let mut rowed = Rowed { sheet: sheet.name.to_owned(), ..Rowed::default() };
    let ends = heads.iter().skip(1).map(|(start, _)| *start).chain([sheet.rows.len()]);
    for ((_, head), end) in heads.iter().zip(ends) {
        let mut above: Option<Control> = None;
        for row in sheet.rows.get(head.after..end).unwrap_or_default() {
            let Some(entry) = Entry::read(head, row, above.as_ref()) else {
                above = None;
                continue;
            };
            match rows.outcome(&entry) {
                Outcome::Asks(duties, told) => {
                    rowed.asking += 1;
                    let found_here = duties.into_iter().map(|duty| Found {
                        sheet: number,
                        row: row.number,
                        control: entry.control.clone(),
                        told,
                        duty,
                    });
                    found.extend(found_here);
                }
                Outcome::Nothing => rowed.nothing += 1,
                Outcome::Unclear(why) => {
                    let control = entry.control.printed.clone();
                    rowed.unclear.push(Unclear { row: row.number + 1, control, why });
                }
            }
            above = Some(entry.control);
        }
    }
    rowed
}
