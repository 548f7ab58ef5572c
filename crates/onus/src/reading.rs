//! Reads a paper as what it is: prose in clauses, or a matrix of responsibilities.

use crate::problem::Problem;
use onus_agreement::matrix::{self, Rowed};
use onus_agreement::{Options, Parties};
use onus_documents::{Document, Format};
use onus_terms::Responsibility;
use std::path::Path;

/// What a paper says.
pub(crate) struct Said {
    pub(crate) responsibilities: Vec<Responsibility>,
    /// Who is called what, in prose.
    pub(crate) parties: Option<Parties>,
    /// What became of the rows of each sheet, in a matrix.
    pub(crate) sheets: Vec<Rowed>,
    /// What somebody should know about how it was read.
    pub(crate) notices: Vec<String>,
}

/// Whether a format has sheets.
pub(crate) fn is_table(format: Format) -> bool {
    matches!(format, Format::Xlsx | Format::Csv)
}

/// What a document says.
pub(crate) fn read(path: &Path, document: &Document, options: &Options) -> Result<Said, Problem> {
    let mut notices: Vec<String> = document.notices.iter().map(ToString::to_string).collect();
    if !is_table(document.format) {
        let reading = onus_agreement::read(&document.content, options);
        let (responsibilities, parties) = (reading.responsibilities, Some(reading.parties));
        return Ok(Said { responsibilities, parties, sheets: Vec::new(), notices });
    }
    let matrix =
        matrix::read(&document.content, options).map_err(|source| Problem::Matrix { path: path.to_owned(), source })?;
    notices.extend(matrix.sheets.iter().map(ToString::to_string));
    if !matrix.others.is_empty() {
        notices.push(format!("no matrix, and not read: {}", matrix.others.join(", ")));
    }
    Ok(Said { responsibilities: matrix.responsibilities, parties: None, sheets: matrix.sheets, notices })
}
