//! Markdown and plain text, line by line.

use crate::hyphens::Hyphens;
use crate::inline::Inline;
use crate::layout::{Layout, goes_on, line_end};
use crate::markers::{Marker, Style, interrupts, marker};
use crate::outline::Outline;
use crate::source::{first_word, in_capitals};
use crate::tables::{cells, is_rule};
use crate::whole::{definition, front_matter, labels};
use onus_terms::{Block, BlockKind, Cell};
use std::ops::Range;

/// Cuts Markdown or plain text into blocks; says where its pages begin.
pub(crate) fn blocks(text: &str, markdown: bool) -> (Vec<Block>, Vec<usize>) {
    let layout = Layout::of(text);
    let hyphens = Hyphens::new(text, layout.printed);
    let labels = if markdown { labels(text) } else { Default::default() };
    let mut at = if markdown { front_matter(text) } else { 0 };
    let mut reader = Reader::new(text, Inline { markdown, labels, hyphens }, layout);
    while at < text.len() {
        let end = line_end(text, at);
        at = reader.line(at, end).max(end);
    }
    reader.finish()
}

/// So many blank lines are what is left of a page break.
const PAGE_GAP: usize = 4;

/// A table that is being read.
#[derive(Clone, Copy, Debug)]
struct Table {
    row: usize,
}

/// A line that was read last.
#[derive(Clone, Copy, Debug, Default)]
struct Last<'a> {
    words: &'a str,
    /// Blank lines after it.
    blank: usize,
    /// Whether page furniture stood after it.
    page_turned: bool,
}

struct Reader<'a> {
    text: &'a str,
    inline: Inline<'a>,
    layout: Layout,
    outline: Outline,
    /// Source of the block that was not read yet.
    pending: Range<usize>,
    lines: usize,
    last: Last<'a>,
    table: Option<Table>,
    fence: Option<&'a str>,
    /// Whether the last comment or script that was passed over had an end.
    ends: bool,
    quoted: bool,
    /// The list item that is open: its indentation and style.
    item: Option<(usize, Style)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, inline: Inline<'a>, layout: Layout) -> Self {
        Reader {
            text,
            inline,
            layout,
            outline: Outline::new(),
            pending: 0..0,
            lines: 0,
            last: Last::default(),
            table: None,
            fence: None,
            ends: true,
            quoted: false,
            item: None,
        }
    }

    /// Reads the line at `start..end`; says where reading goes on.
    fn line(&mut self, start: usize, end: usize) -> usize {
        let line = self.text.get(start..end).unwrap_or("");
        if self.layout.is_furniture(start) {
            self.last.page_turned = true;
            return end;
        }
        let glued = self.layout.glued_at(start);
        let blank = |byte: &u8| byte.is_ascii_whitespace();
        let begin = line.bytes().skip(glued).take_while(blank).count() + glued;
        let body = line.get(begin..).unwrap_or("");
        let (body, quoted) = self.unquoted(body);
        let begin = line.len() - body.len();
        let trimmed = body.trim_end();
        if trimmed.is_empty() {
            self.last.blank += 1;
            return end;
        }
        let indent = columns(line.get(glued..begin).unwrap_or(""));
        let next = self.content(start + begin, end, trimmed, indent, quoted);
        self.last = Last { words: trimmed, blank: 0, page_turned: false };
        next
    }

    /// Takes off the marks of a block quote.
    fn unquoted(&self, body: &'a str) -> (&'a str, bool) {
        let quoted = body.starts_with('>') && self.fence.is_none();
        let marks = |c: char| c == '>' || c == ' ' || c == '\t' || c == '\u{feff}';
        (if quoted { body.trim_start_matches(marks) } else { body.trim_start_matches('\u{feff}') }, quoted)
    }

    fn content(&mut self, at: usize, end: usize, line: &'a str, indent: usize, quoted: bool) -> usize {
        if self.inline.markdown
            && let Some(next) = self.markdown_line(at, end, line)
        {
            return next;
        }
        if self.last.blank > 0 || !line.contains('|') {
            self.table = None;
        }
        let fresh = self.fresh(line) || (quoted && !self.quoted);
        if fresh {
            self.close();
            self.quoted = quoted;
        }
        if line.starts_with('|') || self.table.is_some() {
            self.row(at, line);
            return end;
        }
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        let rest = line.get(hashes..).unwrap_or("");
        if self.inline.markdown && (1..=6).contains(&hashes) && rest.starts_with([' ', '\t']) {
            self.heading(at + hashes, rest, u8::try_from(hashes).unwrap_or(6));
            return end;
        }
        match marker(line).filter(|found| fresh || self.pending.is_empty() || self.begins_item(found)) {
            Some(found) => self.item(found, indent),
            None if fresh => self.paragraph(indent),
            None => {}
        }
        let skip = if self.pending.is_empty() { self.bullet(line) } else { 0 };
        self.add(at + skip, end);
        end
    }

    /// Reads the lines that only Markdown knows; says where reading goes on, or that it is none of them.
    fn markdown_line(&mut self, at: usize, end: usize, line: &'a str) -> Option<usize> {
        if let Some(fence) = self.fence {
            if line.starts_with(fence) {
                self.fence = None;
                self.close();
            } else {
                self.outline.block.push_text(self.text.get(at..end)?, at);
            }
            return Some(end);
        }
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence)) {
            self.close();
            self.fence = Some(fence);
            return Some(end);
        }
        if is_rule(line) {
            self.table_rule(line);
            return Some(end);
        }
        if line.bytes().all(|byte| matches!(byte, b'=' | b'-' | b'*' | b'_' | b' ')) && line.len() > 2 {
            self.underline(line);
            return Some(end);
        }
        if self.pending.is_empty() && self.last.blank > 0 && definition(line).is_some() {
            return Some(end);
        }
        self.left_out(at, line)
    }

    /// Passes over a comment or script that begins a line.
    fn left_out(&mut self, at: usize, line: &str) -> Option<usize> {
        let lower = line.get(..8).unwrap_or("").to_ascii_lowercase();
        let close = match lower.as_str() {
            "<script>" | "<script " => "</script>",
            _ if lower.starts_with("<style") => "</style>",
            _ if line.starts_with("<!--") => "-->",
            _ => return None,
        };
        if !self.ends {
            return None;
        }
        let found = memchr::memmem::find(self.text.get(at..)?.as_bytes(), close.as_bytes());
        self.ends = found.is_some();
        let found = found?;
        self.close();
        Some(at + found + close.len())
    }

    /// Whether a line begins a block of its own after what stands before it.
    fn fresh(&self, line: &str) -> bool {
        if self.pending.is_empty() {
            return true;
        }
        let page_turned = self.last.page_turned || (self.last.blank >= PAGE_GAP && self.is_typed());
        if page_turned && marker(line).is_none() {
            return !goes_on(self.last.words, self.layout.width, line);
        }
        self.last.blank > self.layout.spacing || self.ended(line)
    }

    /// Whether lines stand as they stood on paper.
    fn is_typed(&self) -> bool {
        !self.inline.markdown || self.layout.printed
    }

    /// Whether the line before ended a paragraph although no blank line says so: it is short, as only a last line is.
    fn ended(&self, line: &str) -> bool {
        let before = self.last.words;
        let wrapped = self.is_typed() && self.layout.width < 255;
        if !wrapped || before.len() * 10 > self.layout.width * 7 || line.starts_with(char::is_lowercase) {
            return false;
        }
        before.ends_with(['.', ':', '!', '?']) || (in_capitals(before) && !in_capitals(line))
    }

    fn begins_item(&self, found: &Marker) -> bool {
        interrupts(self.last.words, found, self.item.map(|(_, style)| style))
    }

    fn item(&mut self, found: Marker, indent: usize) {
        self.close();
        self.start(BlockKind::Item(indent));
        self.item = Some((indent, found.style));
        self.outline.block.marker = Some(found.shown);
    }

    fn paragraph(&mut self, indent: usize) {
        self.start(BlockKind::Paragraph);
        // On paper a first line is indented for its own sake.
        let inside = !self.is_typed() && self.item.is_some_and(|(item, _)| indent > item + 1);
        self.outline.block.continues = inside;
        if !inside {
            self.item = None;
        }
    }

    fn bullet(&self, line: &str) -> usize {
        marker(line).map_or(0, |found| found.skip)
    }

    fn start(&mut self, kind: BlockKind) {
        self.outline.start(kind);
        self.outline.block.quoted = self.quoted;
    }

    fn add(&mut self, at: usize, end: usize) {
        if self.pending.is_empty() {
            self.pending = at..end;
            self.lines = 0;
        } else if self.layout.printed && self.between(self.pending.end, at) {
            self.read_pending();
            self.pending = at..end;
        } else {
            self.pending.end = end;
        }
        self.lines += 1;
    }

    /// Whether something that is no part of the text stands between two bytes of it.
    fn between(&self, from: usize, to: usize) -> bool {
        self.text.get(from..to).is_some_and(|between| !between.trim().is_empty())
    }

    fn read_pending(&mut self) {
        let pending = std::mem::replace(&mut self.pending, 0..0);
        if !pending.is_empty() {
            let source = self.text.get(pending.clone()).unwrap_or("");
            self.inline.words(source, pending.start, self.quoted, &mut self.outline);
        }
    }

    fn close(&mut self) {
        self.read_pending();
        let words = self.outline.block.unnumbered();
        let level = if self.is_typed() { heading_level(words, self.lines, &self.outline.block) } else { None };
        if let Some(level) = level {
            self.outline.block.kind = BlockKind::Heading(level);
        }
        self.outline.start(BlockKind::Paragraph);
    }

    fn heading(&mut self, at: usize, rest: &'a str, level: u8) {
        self.close();
        self.item = None;
        self.start(BlockKind::Heading(level));
        let words = rest.trim_end().trim_end_matches('#');
        let words = if words.ends_with([' ', '\t']) { words } else { rest };
        self.inline.words(words, at, false, &mut self.outline);
        self.outline.start(BlockKind::Paragraph);
    }

    /// A line under a heading, or one that separates.
    fn underline(&mut self, line: &str) {
        let under = self.last.blank == 0 && !self.pending.is_empty() && self.pending.len() < 300;
        self.read_pending();
        if under && !line.contains(['*', '_', ' ']) {
            self.outline.block.kind = BlockKind::Heading(if line.starts_with('=') { 1 } else { 2 });
        }
        self.outline.start(BlockKind::Paragraph);
        self.item = None;
    }

    /// The line under the head of a table.
    fn table_rule(&mut self, line: &str) {
        if self.table.is_none() && line.contains('|') && !self.pending.is_empty() && self.last.words.contains('|') {
            let head = std::mem::replace(&mut self.pending, 0..0);
            self.table = Some(Table { row: 0 });
            self.cells(head.start, self.text.get(head).unwrap_or("").trim_end(), true);
            return;
        }
        if self.table.is_none_or(|table| table.row != 0) {
            self.close();
        }
        for block in self.outline.closed().iter_mut().rev() {
            match &mut block.cell {
                Some(cell) if self.table.is_some() && cell.row == 0 => cell.header = true,
                _ => break,
            }
        }
    }

    fn row(&mut self, at: usize, line: &'a str) {
        let table = self.table.map_or(Table { row: 0 }, |table| Table { row: table.row + 1 });
        self.close();
        self.table = Some(table);
        self.cells(at, line, false);
    }

    fn cells(&mut self, at: usize, line: &'a str, header: bool) {
        let row = self.table.map_or(0, |table| table.row);
        for (column, cell) in cells(line).into_iter().enumerate() {
            self.start(BlockKind::Row);
            self.outline.block.cell = Some(Cell { row, column, header });
            let source = line.get(cell.clone()).unwrap_or("");
            self.inline.words(source, at + cell.start, false, &mut self.outline);
        }
        self.outline.start(BlockKind::Paragraph);
    }

    fn finish(mut self) -> (Vec<Block>, Vec<usize>) {
        self.close();
        (self.outline.finish(), self.layout.pages)
    }
}

/// How far white space indents, with a tab as four columns.
fn columns(space: &str) -> usize {
    space.bytes().map(|byte| if byte == b'\t' { 4 } else { usize::from(byte == b' ') }).sum()
}

/// The level of a heading in printed text: a short block in capitals, or one that begins with the word for a part.
pub(crate) fn heading_level(words: &str, lines: usize, block: &Block) -> Option<u8> {
    let fits = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_)) && lines <= 2 && words.len() <= 120;
    if !fits || words.is_empty() || block.continues {
        return None;
    }
    let part = matches!(first_word(words).as_str(), "article" | "part" | "chapter");
    let section = first_word(words) == "section" && words.split_whitespace().count() <= 8;
    let sentence = words.ends_with(['.', ';', ',']) && words.split_whitespace().count() > 6;
    match (part, section || in_capitals(words)) {
        _ if sentence => None,
        (true, _) => Some(1),
        (_, true) => Some(2),
        _ => None,
    }
}
