//! Tables that are drawn with rules, and rows whose cells stand clearly under each other.

use super::glyphs::Rule;
use super::grid::{Grid, grids, near};
use super::line::{Line, Word};
use std::collections::BTreeMap;

/// White space between cells is wider, as part of the size of the print.
const CELL_GAP: f32 = 1.6;

/// Rows that a table without rules has at least.
const ROWS: usize = 3;

/// More words than a page with a table has.
const MOST_WORDS: usize = 20_000;

/// A cell: its row, its column, and its lines.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) lines: Vec<Line>,
}

/// What stands on a page: lines, or a table in their place.
#[derive(Debug)]
pub(crate) enum Part {
    Line(Line),
    Table(Vec<Cell>),
}

/// Puts the lines inside ruled tables into cells.
pub(crate) fn parts(lines: Vec<Line>, rules: &[Rule]) -> Vec<Part> {
    let words: usize = lines.iter().map(|line| line.words.len()).sum();
    let grids = if words > MOST_WORDS { Vec::new() } else { grids(rules) };
    let mut parts: Vec<Part> = Vec::new();
    // Where the table of each grid stands among the parts, and its cells.
    let mut filled: Vec<(Option<usize>, Cells)> = grids.iter().map(|_| (None, Cells::new())).collect();
    for line in lines {
        let middle = line.base - line.size * 0.3;
        let inside = |grid: &Grid| grid.holds((line.left + line.right) / 2.0, middle);
        let Some(number) = grids.iter().position(inside) else {
            parts.push(Part::Line(line));
            continue;
        };
        if let (Some(grid), Some((place, cells))) = (grids.get(number), filled.get_mut(number)) {
            if place.is_none() {
                *place = Some(parts.len());
                parts.push(Part::Table(Vec::new()));
            }
            for (row, column, words) in grid.cut(line) {
                let lines = cells.entry((row, column)).or_default();
                lines.extend(Line::of(words));
            }
        }
    }
    for (place, cells) in filled {
        if let Some(part) = place.and_then(|place| parts.get_mut(place)) {
            *part = table(cells);
        }
    }
    parts.into_iter().flat_map(unboxed).collect()
}

type Cells = BTreeMap<(usize, usize), Vec<Line>>;

fn table(cells: Cells) -> Part {
    let cell = |((row, column), lines)| Cell { row, column, lines };
    Part::Table(cells.into_iter().map(cell).collect())
}

/// A box around text, or one row, is no table: its lines are read as they stand.
fn unboxed(part: Part) -> Vec<Part> {
    let Part::Table(cells) = part else { return vec![part] };
    let columns = cells.iter().map(|cell| cell.column).max().unwrap_or(0);
    let first = cells.iter().map(|cell| cell.column).min().unwrap_or(0);
    if columns > first {
        return vec![Part::Table(cells)];
    }
    cells.into_iter().flat_map(|cell| cell.lines).map(Part::Line).collect()
}

/// Cuts a line where white space as wide as between cells stands; `None` where it has one piece.
fn cells(line: &Line) -> Option<Vec<Vec<Word>>> {
    let mut cells: Vec<Vec<Word>> = Vec::new();
    for word in &line.words {
        match cells.last_mut().filter(|cell| !apart(cell, word)) {
            Some(cell) => cell.push(word.clone()),
            None => cells.push(vec![word.clone()]),
        }
    }
    (cells.len() > 1).then_some(cells)
}

fn apart(cell: &[Word], word: &Word) -> bool {
    cell.last().is_some_and(|last| word.left - last.right > last.size * CELL_GAP)
}

/// Makes a table of lines that follow each other with as many cells, which begin at the same places. What begins with a
/// number or bullet is a list.
pub(crate) fn aligned(parts: Vec<Part>, listed: impl Fn(&str) -> bool) -> Vec<Part> {
    let mut done = Vec::new();
    let mut rows: Vec<(Line, Vec<Vec<Word>>)> = Vec::new();
    for part in parts {
        let row = match &part {
            Part::Line(line) => cells(line).filter(|_| !line.words.first().is_some_and(|word| listed(&word.text))),
            Part::Table(_) => None,
        };
        match (part, row) {
            (Part::Line(line), Some(row)) => {
                if rows.last().is_some_and(|(_, last)| !fits(last, &row)) {
                    flush(&mut rows, &mut done);
                }
                rows.push((line, row));
            }
            (part, _) => {
                flush(&mut rows, &mut done);
                done.push(part);
            }
        }
    }
    flush(&mut rows, &mut done);
    done
}

/// Whether two rows have their cells under each other.
fn fits(one: &[Vec<Word>], other: &[Vec<Word>]) -> bool {
    let begin = |cell: &[Word]| cell.first().map_or(0.0, |word| word.left);
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| near(begin(one), begin(other)))
}

fn flush(rows: &mut Vec<(Line, Vec<Vec<Word>>)>, done: &mut Vec<Part>) {
    let rows = std::mem::take(rows);
    if rows.len() < ROWS {
        done.extend(rows.into_iter().map(|(line, _)| Part::Line(line)));
        return;
    }
    let mut table = Cells::new();
    for (row, (_, cells)) in rows.into_iter().enumerate() {
        for (column, words) in cells.into_iter().enumerate() {
            table.entry((row, column)).or_default().extend(Line::of(words));
        }
    }
    done.push(self::table(table));
}
