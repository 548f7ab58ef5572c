//! Lines to paragraphs, items and headings.

use super::footnote::sign;
use super::line::{Line, Word};
use super::print::{Print, gap};
use crate::layout::goes_on;
use crate::lines::heading_level;
use crate::markers::{Marker, Style, interrupts, marker};
use onus_terms::{Block, BlockKind, Cell};

/// Two places are one within so many points.
const SAME: f32 = 2.5;

/// Lines further apart than usual, by this factor, are of two paragraphs.
const APART: f32 = 1.2;

/// The longest heading that is told by its print, in bytes.
const HEADING: usize = 160;

/// A line of a paragraph, with its page and the edges of its column.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) line: Line,
    pub(crate) page: u32,
    pub(crate) edge: f32,
    /// Where its column begins at the left.
    pub(crate) margin: f32,
    /// Whether another page or column begins with it.
    pub(crate) turned: bool,
}

impl Placed {
    /// How far it stands in.
    fn inset(&self) -> f32 {
        self.line.left - self.margin
    }
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    pub(crate) lines: Vec<Placed>,
    pub(crate) kind: BlockKind,
    pub(crate) marker: Option<Marker>,
    pub(crate) cell: Option<Cell>,
    pub(crate) continues: bool,
}

/// Builds paragraphs out of lines.
#[derive(Debug)]
pub(crate) struct Paragraphs {
    print: Print,
    done: Vec<Paragraph>,
    open: Vec<Placed>,
    marker: Option<Marker>,
    /// The item that was read last: where it and its words begin, and its style.
    item: Option<(f32, f32, Style)>,
    /// Footnotes that wait for the end of a paragraph which runs over their page.
    notes: Vec<Paragraph>,
}

impl Paragraphs {
    pub(crate) fn new(print: Print) -> Self {
        Paragraphs { print, done: Vec::new(), open: Vec::new(), marker: None, item: None, notes: Vec::new() }
    }

    pub(crate) fn add(&mut self, placed: Placed) {
        let found = printed_marker(&placed.line);
        if !self.open.is_empty() && self.begins(&placed, found.as_ref()) {
            self.close(None);
        }
        if self.open.is_empty() {
            self.marker = found;
        }
        self.open.push(placed);
    }

    /// Reads the lines of a cell.
    pub(crate) fn cell(&mut self, lines: Vec<Placed>, cell: Cell) {
        self.close(None);
        let first = self.done.len();
        for placed in lines {
            let found = printed_marker(&placed.line);
            if !self.open.is_empty() && self.begins(&placed, found.as_ref()) {
                self.close(Some(cell));
            }
            if self.open.is_empty() {
                self.marker = found;
            }
            self.open.push(placed);
        }
        self.close(Some(cell));
        for further in self.done.iter_mut().skip(first + 1) {
            further.continues = true;
        }
        self.item = None;
    }

    /// Reads something that stands beside the text: a footnote, or lines on a margin.
    pub(crate) fn note(&mut self, lines: Vec<Placed>) {
        let Some(first) = lines.first() else { return };
        let style = Style::Number;
        let marker = sign(&first.line).map(|shown| Marker { shown, style, skip: 0 });
        self.notes.push(Paragraph { lines, kind: BlockKind::Paragraph, marker, cell: None, continues: false });
        if self.open.is_empty() {
            self.done.append(&mut self.notes);
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Paragraph> {
        self.close(None);
        self.done
    }

    /// Whether a paragraph begins with a line.
    fn begins(&self, next: &Placed, found: Option<&Marker>) -> bool {
        let Some(last) = self.open.last() else { return true };
        let before = last.line.text();
        let after = next.line.text();
        if (last.line.size - next.line.size).abs() > last.line.size * 0.08 {
            return true;
        }
        if next.turned {
            let item = found.is_some_and(|found| self.begins_item(&before, found, next));
            let long = last.line.right - last.line.left > self.print.span * 0.6;
            let cut = long && !has_room(last, next) && !is_end(&before);
            return item || self.is_heading_so_far(next) || !(cut || goes_on(&before, self.print.width, &after));
        }
        let wide = gap(&last.line, &next.line).is_none_or(|gap| gap > self.print.leading * APART);
        wide || found.is_some_and(|found| self.begins_item(&before, found, next))
            || self.is_heading_so_far(next)
            || self.leaves_margin(last, next)
            || self.ended(last, next)
    }

    /// Whether a number at the beginning of a line is that of an item and no reference that the wrap put there.
    fn begins_item(&self, before: &str, found: &Marker, next: &Placed) -> bool {
        let (Some(first), Some(last)) = (self.open.first(), self.open.last()) else { return true };
        let ended = has_room(last, next);
        // Places count from the margin, as the line may stand in another column.
        let (left, body) = (next.inset(), self.body());
        // It hangs to the left of the words that it would otherwise go on with.
        let out = left < body - SAME && (self.open.len() > 1 || ended);
        let apart = hanging(&next.line) && (ended || found.shown.is_empty());
        let open = self.marker.as_ref().map(|marker| marker.style);
        let sibling = open == Some(found.style) && (first.inset() - left).abs() < SAME;
        let fresh = next.turned && is_end(before);
        let stands = ended || sibling || out || apart || fresh || left > body + SAME;
        let style = open.or(self.item.map(|(_, _, style)| style)).filter(|_| sibling || ended);
        out || apart || stands && interrupts(before, found, style)
    }

    /// How far the lines of the open paragraph stand in after its first.
    fn body(&self) -> f32 {
        let rest = self.open.iter().skip(1).map(Placed::inset);
        let Some(first) = self.open.first() else { return 0.0 };
        let words = if self.marker.is_some() { words_begin(&first.line) } else { first.line.left } - first.margin;
        rest.reduce(f32::min).unwrap_or(words)
    }

    /// Whether a bold heading ends before a line that is not bold.
    fn is_heading_so_far(&self, next: &Placed) -> bool {
        let bold = self.open.iter().all(|placed| placed.line.is_bold());
        let full = self.open.last().is_some_and(|last| !has_room(last, next));
        bold != next.line.is_bold() && !full && self.open.len() <= 3
    }

    /// Whether a line stands further in or out than the lines of the open paragraph, as a first line does.
    fn leaves_margin(&self, last: &Placed, next: &Placed) -> bool {
        let indent = next.inset() - self.body();
        if self.open.len() > 1 {
            let ends = is_end(&last.line.text());
            return ends && (indent > last.line.size * 0.7 || indent < -last.line.size);
        }
        // The second line of a paragraph may stand further in or out than its first.
        let ended = has_room(last, next) && is_end(&last.line.text());
        indent.abs() > last.line.size * 0.7 && self.marker.is_none() && ended
    }

    /// Whether the line before ended although there was room for more.
    fn ended(&self, last: &Placed, next: &Placed) -> bool {
        if !has_room(last, next) {
            return false;
        }
        let before = last.line.text();
        let after = next.line.text();
        let lower = after.starts_with(char::is_lowercase);
        let space = last.edge - last.line.right > (last.edge - last.margin) * 0.3;
        (is_end(&before) && !lower) || (space && !lower && !before.ends_with(','))
    }

    fn close(&mut self, cell: Option<Cell>) {
        let lines = std::mem::take(&mut self.open);
        let Some(first) = lines.first() else { return };
        let marker = self.marker.take();
        let left = first.line.left;
        let inside = marker.is_none()
            && cell.is_none()
            && self.item.is_some_and(|(item, words, _)| {
                let inside = |placed: &Placed| (placed.line.left - words).abs() < SAME * 2.0;
                words > item + SAME && lines.iter().all(inside)
            });
        let mut block = Block::new(match (&marker, cell) {
            (Some(_), _) => BlockKind::Item(self.columns(left - first.margin)),
            (None, Some(_)) => BlockKind::Row,
            (None, None) => BlockKind::Paragraph,
        });
        block.continues = inside;
        if cell.is_none()
            && let Some(level) = self.heading(&lines, marker.as_ref(), &block)
        {
            block.kind = BlockKind::Heading(level);
            block.continues = false;
        }
        if let Some(marker) = &marker {
            self.item = Some((left, words_begin(&first.line), marker.style));
        } else if !block.continues {
            self.item = None;
        }
        let (kind, continues) = (block.kind, block.continues);
        self.done.push(Paragraph { lines, kind, marker, cell, continues });
        self.done.append(&mut self.notes);
    }

    /// How far something stands in, in columns of half a letter's size.
    fn columns(&self, indent: f32) -> usize {
        let columns = indent / (self.print.size * 0.5).max(1.0);
        if columns > 0.0 { (columns.round() as usize).min(200) } else { 0 }
    }

    /// The level of a heading, by its words or by its print.
    fn heading(&self, lines: &[Placed], marker: Option<&Marker>, block: &Block) -> Option<u8> {
        let words: Vec<String> = lines.iter().map(|placed| placed.line.text()).collect();
        let words = words.join(" ");
        let shown = marker.map_or("", |marker| marker.shown.as_str());
        let bare = words.strip_prefix(shown).unwrap_or(&words).trim();
        if let Some(level) = heading_level(bare, lines.len(), block) {
            return Some(level);
        }
        let size = lines.iter().map(|placed| placed.line.size).fold(f32::MAX, f32::min);
        let bold = lines.iter().all(|placed| placed.line.is_bold());
        // The number of a clause and its print make a title of what might be a sentence.
        let title = bold && marker.is_some_and(|marker| marker.style == Style::Clause) || size > self.print.size * 1.12;
        let most = if title { 12 } else { 6 };
        let sentence = bare.ends_with(['.', ';', ',', ':']) && bare.split_whitespace().count() > most;
        let letters = bare.chars().any(char::is_alphabetic);
        let begins = !bare.starts_with(char::is_lowercase);
        if bare.len() > HEADING || lines.len() > 3 || sentence || !letters || !begins || bare.ends_with([';', ',']) {
            return None;
        }
        match () {
            () if size > self.print.size * 1.4 => Some(1),
            () if size > self.print.size * 1.12 => Some(2),
            () if bold && marker.is_none_or(|marker| marker.style != Style::Letter) => Some(3),
            () => None,
        }
    }
}

/// The number or bullet that a line begins with.
fn printed_marker(line: &Line) -> Option<Marker> {
    let first = line.words.first().filter(|word| !word.raised)?;
    // Word prints its second bullet as the letter o.
    if first.text == "o" && words_begin(line) - first.right > line.size * 0.6 {
        return Some(Marker { shown: String::new(), style: Style::Bullet, skip: 2 });
    }
    marker(&line.text())
}

/// Where the words after the number of a line begin.
fn words_begin(line: &Line) -> f32 {
    line.words.get(1).map_or(line.left, |word| word.left)
}

/// Whether the number of a line stands apart from its words, as in a list.
fn hanging(line: &Line) -> bool {
    let ends = line.words.first().map_or(0.0, |word| word.right);
    words_begin(line) - ends > line.size * 0.6
}

/// Whether the first word of a line would have fitted on the line before.
fn has_room(last: &Placed, next: &Placed) -> bool {
    let width = next.line.words.first().map_or(0.0, |word: &Word| word.right - word.left);
    last.line.right + width + last.line.size * 0.8 < last.edge
}

/// Whether words end a sentence or a part of one.
fn is_end(words: &str) -> bool {
    let end = words.trim_end_matches(['"', '”', '’', ')', ' ']);
    end.ends_with(['.', ':', ';', '?', '!']) || words.ends_with("; and") || words.ends_with("; or")
}
