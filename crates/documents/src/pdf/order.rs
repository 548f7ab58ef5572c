//! The order in which lines are read. That in which they are drawn is nearly always the right one.

use super::glyphs::Rule;
use super::line::Line;

/// Lines that two columns have at least, side by side.
const COLUMN: usize = 8;

/// More lines than a page of text has.
const MOST_LINES: usize = 2_000;

/// So many pieces of a page are put in order; more of them are no page of text.
const MOST_PIECES: usize = 200;

/// Puts the lines of a page in reading order.
pub(crate) fn in_order(lines: Vec<Line>, rules: &[Rule]) -> Vec<Line> {
    let lines = match gutter(&lines, rules) {
        Some(gutter) => by_columns(lines, gutter),
        None => lines,
    };
    by_height(lines)
}

/// The middle of the white strip between two columns of running text that were drawn line by line across both.
fn gutter(lines: &[Line], rules: &[Rule]) -> Option<f32> {
    let left = lines.iter().map(|line| line.left).reduce(f32::min)?;
    let right = lines.iter().map(|line| line.right).reduce(f32::max)?;
    let mut gaps: Vec<(f32, f32)> = lines.iter().filter_map(|line| widest_gap(line, left, right)).collect();
    if gaps.len() < COLUMN || gaps.len() * 10 < lines.len() * 5 {
        return None;
    }
    // Each right column begins at one place, which most gaps end at.
    gaps.sort_by(|one, other| one.1.total_cmp(&other.1));
    let begin = gaps.get(gaps.len() / 2)?.1;
    let fitting: Vec<f32> =
        gaps.iter().filter(|gap| (gap.1 - begin).abs() < 3.0 && gap.0 < begin - 4.0).map(|gap| gap.0).collect();
    if fitting.len() < COLUMN || fitting.len() * 10 < gaps.len() * 7 {
        return None;
    }
    // Running text fills its column; a table does not.
    let full = fitting.iter().filter(|end| begin - **end < (begin - left) * 0.2).count();
    let at = begin - 2.0;
    let ruled = rules.iter().any(|rule| {
        let tall = rule.bottom - rule.top > 20.0;
        tall && rule.left < begin && rule.left > fitting.iter().copied().fold(left, f32::max) - 20.0
    });
    (full * 10 > fitting.len() * 6 && !ruled).then_some(at)
}

/// The ends of the gap in the middle of a line that parts two columns.
fn widest_gap(line: &Line, left: f32, right: f32) -> Option<(f32, f32)> {
    let middle = left + (right - left) * 0.3..left + (right - left) * 0.7;
    let pairs = line.words.iter().zip(line.words.iter().skip(1));
    let gaps = pairs.map(|(one, next)| (one.right, next.left)).filter(|gap| middle.contains(&gap.1));
    let widest = gaps.max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))?;
    (widest.1 - widest.0 > line.size).then_some(widest)
}

/// Cuts lines at the gutter and reads the left column before the right one; a line across both ends the pair.
fn by_columns(lines: Vec<Line>, gutter: f32) -> Vec<Line> {
    let mut ordered = Vec::new();
    let mut waiting = Vec::new();
    for line in lines {
        let crosses = line.words.iter().any(|word| word.left < gutter - 2.0 && word.right > gutter + 2.0);
        if crosses {
            ordered.append(&mut waiting);
            ordered.push(line);
            continue;
        }
        let (left, right): (Vec<_>, Vec<_>) = line.words.into_iter().partition(|word| word.left < gutter);
        ordered.extend(Line::of(left));
        waiting.extend(Line::of(right));
    }
    ordered.append(&mut waiting);
    ordered
}

/// Lines that follow each other down the page.
#[derive(Debug)]
struct Piece {
    lines: Vec<Line>,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Piece {
    fn of(line: Line) -> Self {
        let (left, right, top, bottom) = (line.left, line.right, line.base - line.size, line.base);
        Piece { lines: vec![line], left, right, top, bottom }
    }

    fn add(&mut self, line: Line) {
        self.left = self.left.min(line.left);
        self.right = self.right.max(line.right);
        self.bottom = line.base;
        self.lines.push(line);
    }

    /// Whether a line of it is level with this value and asks for it: what was typed into a form is drawn after it.
    fn asks(&self, value: &Line) -> bool {
        self.lines.iter().any(|line| line.is_level(value) && line.asks_before(value.left))
    }

    fn take(&mut self, value: &Line) {
        let Some(line) = self.lines.iter_mut().find(|line| line.is_level(value) && line.asks_before(value.left)) else {
            return;
        };
        let mut words = std::mem::take(&mut line.words);
        words.retain(|word| !word.is_blank() || word.right < value.left || word.left > value.right);
        words.extend(value.words.iter().cloned());
        *line = Line::of(words).unwrap_or_else(|| value.clone());
        self.right = self.right.max(value.right);
    }

    fn is_above(&self, other: &Piece) -> bool {
        let shared = self.right.min(other.right) - self.left.max(other.left);
        let narrow = (self.right - self.left).min(other.right - other.left);
        self.bottom <= other.top + 1.0 && shared > narrow * 0.5
    }
}

/// Moves a piece that was drawn late to its place above the pieces it stands over. Columns are beside each other and
/// stay as they are.
fn by_height(lines: Vec<Line>) -> Vec<Line> {
    if lines.len() > MOST_LINES {
        return lines;
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        match pieces.last_mut() {
            Some(piece) if line.base >= piece.bottom - 1.0 => piece.add(line),
            _ => pieces.push(Piece::of(line)),
        }
    }
    if pieces.len() > 1 && pieces.len() <= MOST_PIECES {
        let mut ordered: Vec<Piece> = Vec::new();
        for piece in pieces {
            if !ordered.is_empty() && piece.lines.iter().all(|value| ordered.iter().any(|other| other.asks(value))) {
                for value in piece.lines {
                    ordered
                        .iter_mut()
                        .find(|other| other.asks(&value))
                        .into_iter()
                        .for_each(|other| other.take(&value));
                }
                continue;
            }
            let under = ordered.iter().rev().take_while(|other| piece.is_above(other)).count();
            ordered.insert(ordered.len() - under, piece);
        }
        pieces = ordered;
    }
    pieces.into_iter().flat_map(|piece| piece.lines).collect()
}
