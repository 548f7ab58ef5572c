//! The matrix of areas and statuses.

use crate::answer::{BOLD, DIM, colour, styled};
use anstyle::Style;
use onus_assess::{Line, Standing};
use onus_terms::Area;
use std::io::{self, Write};

/// Prints how many lines of each area have each status. A line counts in its first area, so that the sums are right.
pub(crate) fn show(lines: &[Line], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{:11}", "")?;
    for standing in Standing::ALL {
        let (name, style) = (standing.as_str(), colour(standing));
        write!(out, "{}", cell(name, name, style))?;
    }
    writeln!(out, "{}", cell("all", "all", BOLD))?;
    for area in Area::ALL {
        let of: Vec<&Line> = lines.iter().filter(|line| line.areas.first() == Some(&area)).collect();
        if !of.is_empty() {
            row(area.as_str(), &of, out)?;
        }
    }
    row("all", &lines.iter().collect::<Vec<_>>(), out)?;
    if lines.iter().any(|line| line.areas.len() > 1) {
        writeln!(out, "{}", styled(DIM, "each counts in its first area; --area finds it in any of its areas"))?;
    }
    Ok(())
}

fn row(name: &str, lines: &[&Line], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{name:11}")?;
    for standing in Standing::ALL {
        let count = lines.iter().filter(|line| line.status == standing).count();
        let (text, style) = if count == 0 { ("·".to_owned(), DIM) } else { (count.to_string(), colour(standing)) };
        write!(out, "{}", cell(standing.as_str(), &text, style))?;
    }
    writeln!(out, "{}", cell("all", &lines.len().to_string(), BOLD))
}

/// A text at the right of its column, styled without the blanks before it.
fn cell(head: &str, text: &str, style: Style) -> String {
    let blanks = (head.len().max(4) + 2).saturating_sub(text.chars().count());
    format!("{:blanks$}{}", "", styled(style, text))
}
