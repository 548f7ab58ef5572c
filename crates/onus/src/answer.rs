//! Answers: what a command found or did, once for programs (JSON) and once for people.

use crate::problem::{Problem, printable};
use anstyle::{AnsiColor, Style};
use onus_assess::Standing;
use onus_terms::Place;
use serde::Serialize;
use std::fmt::Display;
use std::io::{self, Write};

/// The answer of a command. Its JSON shape is a promise, written down in docs/json.md.
pub(crate) trait Answer: Serialize {
    /// Prints it for people. Colours are taken out again where the output is no terminal.
    fn show(&self, out: &mut dyn Write) -> io::Result<()>;

    /// Whether it found something failing, overdue or at fault: exit code 1.
    fn bad(&self) -> bool {
        false
    }
}

/// Prints an answer, as JSON in one line where that was asked for.
pub(crate) fn give(answer: &impl Answer, json: bool, out: &mut dyn Write) -> Result<bool, Problem> {
    if json {
        serde_json::to_writer(&mut *out, answer).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        answer.show(out)?;
    }
    Ok(answer.bad())
}

/// For headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// For what stands beside the point.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Where a quote stands, for people: the number of its clause or the heading over it, and its page where it has one.
pub(crate) fn place(place: &Place) -> String {
    // In a workbook the act begins with the requirement; what is wanted is its title and where it stands.
    if let Some(cell) = &place.cell {
        let title = place.heading.as_deref().map(printable);
        return title.into_iter().chain([printable(cell)]).collect::<Vec<_>>().join(", ");
    }
    let clause = place.clause.as_deref().or(place.heading.as_deref()).map(printable);
    let page = place.page.map(|page| format!("p. {page}"));
    clause.into_iter().chain(page).collect::<Vec<_>>().join(", ")
}

/// Text in a style.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// The colour of a status.
pub(crate) fn colour(standing: Standing) -> Style {
    let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match standing {
        Standing::Failing => colour(AnsiColor::Red).bold(),
        Standing::Overdue => colour(AnsiColor::Red),
        Standing::Unproven => colour(AnsiColor::Yellow),
        Standing::Due => colour(AnsiColor::Cyan),
        Standing::Met | Standing::Standing => colour(AnsiColor::Green),
        Standing::Waived | Standing::NotApplicable => DIM,
    }
}

/// A number with its noun, in the plural where it is not one.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
