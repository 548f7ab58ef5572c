//! A workbook or table in a terminal: one line a row, with its responsibilities below it.

use crate::answer::{BOLD, DIM, colour, styled};
use crate::problem::printable;
use anstyle::Style;
use onus_assess::Line;
use onus_terms::{Block, BlockKind, Cell, DocumentText, ResponsibilityId};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

/// How much of a cell is shown in a row that asks nothing.
const SHORT: usize = 48;

/// The rows of a workbook's text, with the lines that cite them, in the order of the text, and the places that say again
/// what a responsibility says.
pub(crate) fn show(
    text: &DocumentText,
    lines: &[Line],
    again: &BTreeMap<usize, ResponsibilityId>,
    only_marked: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let row_of = |block: &Block| (text.sheet_of(block), block.cell.map(|cell| cell.row));
    for blocks in text.blocks.chunk_by(|one, other| one.cell.is_some() && row_of(one) == row_of(other)) {
        let [first, ..] = blocks else { continue };
        if matches!(first.kind, BlockKind::Heading(_)) {
            writeln!(out, "{}\n", styled(BOLD, printable(first.words())))?;
            continue;
        }
        let range = characters(text, blocks);
        let from = lines.partition_point(|line| line.citation.place.span.start < range.start);
        let own = lines.get(from..).unwrap_or_default();
        let own = own.get(..own.partition_point(|line| line.citation.place.span.start < range.end)).unwrap_or_default();
        let told: Vec<&ResponsibilityId> = again.range(range).map(|(_, id)| id).collect();
        if !only_marked || !own.is_empty() || !told.is_empty() {
            show_row(blocks, own, &told, out)?;
        }
    }
    writeln!(out)
}

/// The characters that a row's cells take.
fn characters(text: &DocumentText, blocks: &[Block]) -> Range<usize> {
    let whole = blocks.first().zip(blocks.last()).and_then(|(first, last)| text.cite_through(first, last));
    whole.map_or(0..0, |citation| citation.place.span.start..citation.place.span.end)
}

fn show_row(blocks: &[Block], lines: &[Line], again: &[&ResponsibilityId], out: &mut dyn Write) -> io::Result<()> {
    let shown = blocks.chunk_by(|one, other| one.cell == other.cell).map(|cell| shown(cell, lines));
    let shown: Vec<String> = shown.collect();
    let number = blocks.first().and_then(|block| block.cell).map_or(0, |cell| cell.row + 1);
    let bar = if lines.is_empty() && again.is_empty() { " " } else { "▌" };
    let mut told: Vec<String> = again.iter().map(ToString::to_string).collect();
    told.dedup();
    let told = if told.is_empty() { String::new() } else { styled(DIM, format!("  as {}", told.join(", "))) };
    writeln!(out, "{bar} {number:>4}  {}{told}", shown.join(&styled(DIM, " │ ")))?;
    for line in lines {
        let areas: Vec<&str> = line.areas.iter().map(|area| area.as_str()).collect();
        let status = styled(colour(line.status), line.status.as_str());
        let act = if lines.len() > 1 { styled(DIM, format!("  {}", printable(&line.act))) } else { String::new() };
        let id = styled(BOLD, &line.responsibility);
        writeln!(out, "▌       {id} {} {}  {status}{act}", line.kind, areas.join("+"))?;
    }
    Ok(())
}

/// A cell as it is shown: a mark with the letters of its column, which tell what it marks.
fn shown(cell: &[Block], lines: &[Line]) -> String {
    let words = cell.iter().map(|block| printable(block.words())).collect::<Vec<_>>().join(" ");
    let place = cell.first().and_then(|block| block.cell).map(Cell::name).unwrap_or_default();
    let column = place.trim_end_matches(|c: char| c.is_ascii_digit());
    let letters = if words.chars().count() < 3 { styled(DIM, format!("{column} ")) } else { String::new() };
    let words = if lines.is_empty() { cut(&words) } else { marked(words, lines) };
    format!("{letters}{words}")
}

/// The words of a cell with what lines cite underlined.
fn marked(words: String, lines: &[Line]) -> String {
    let quotes = lines.iter().map(|line| printable(&line.citation.quote));
    // A mark of one letter is the whole cell, not each such letter.
    let cited = |words: &str, quote: &str| quote.len() > 3 && words.contains(quote) || words == quote;
    quotes.fold(words, |words, quote| {
        if cited(&words, &quote) { words.replacen(&quote, &styled(Style::new().underline(), &quote), 1) } else { words }
    })
}

/// The beginning of a long cell.
fn cut(words: &str) -> String {
    match words.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or(words).trim_end()),
        None => words.to_owned(),
    }
}
