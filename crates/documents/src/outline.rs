//! Builds blocks from the elements of HTML, also where they stand inside Markdown.

use crate::entities::reference;
use crate::numerals::Numeral;
use crate::tags::Tag;
use memchr::memchr;
use onus_terms::{Block, BlockKind, Cell};

/// A list or table that is open.
#[derive(Debug)]
enum Holder {
    List { ordered: bool, next: i64, step: i64, numeral: Numeral, item: bool },
    Table { row: Option<usize>, column: usize, heading: bool, cell: Option<Cell> },
}

/// Blocks under construction.
#[derive(Debug)]
pub(crate) struct Outline {
    blocks: Vec<Block>,
    /// The block that words are added to.
    pub(crate) block: Block,
    holders: Vec<Holder>,
    lists: usize,
    tables: usize,
    quotes: usize,
}

impl Outline {
    pub(crate) fn new() -> Self {
        let block = Block::new(BlockKind::Paragraph);
        Outline { blocks: Vec::new(), block, holders: Vec::new(), lists: 0, tables: 0, quotes: 0 }
    }

    /// Closes the block and opens another.
    pub(crate) fn start(&mut self, kind: BlockKind) {
        let mut next = Block::new(kind);
        next.quoted = self.quotes > 0;
        let mut done = std::mem::replace(&mut self.block, next);
        done.close();
        if !done.words().is_empty() {
            self.blocks.push(done);
        }
    }

    /// The blocks that are closed.
    pub(crate) fn closed(&mut self) -> &mut [Block] {
        &mut self.blocks
    }

    pub(crate) fn finish(mut self) -> Vec<Block> {
        self.start(BlockKind::Paragraph);
        self.blocks
    }

    /// Adds text of HTML, which begins at byte `place`.
    pub(crate) fn text(&mut self, text: &str, place: usize) {
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let plain = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.block.push_text(rest.get(..plain).unwrap_or(""), place + at);
            at += plain;
            at += self.reference(text.get(at..).unwrap_or(""), place + at, false);
        }
    }

    /// Adds the character reference that `rest` begins with, or the `&` itself; says how many bytes that were.
    pub(crate) fn reference(&mut self, rest: &str, place: usize, markdown: bool) -> usize {
        let Some(found) = reference(rest, markdown) else {
            let length = usize::from(!rest.is_empty());
            self.block.push_text(rest.get(..length).unwrap_or(""), place);
            return length;
        };
        for character in found.characters.chars().chain(found.number) {
            self.block.push_written(character, place, found.length);
        }
        found.length
    }

    /// Opens or closes an element; its tag stands at byte `place` and has `length` bytes.
    pub(crate) fn tag(&mut self, tag: &Tag, place: usize, length: usize) {
        match (tag.name.as_str(), tag.closing) {
            ("br", _) => self.block.push_written(' ', place, length),
            (heading @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6"), false) => {
                self.start(BlockKind::Heading(heading.as_bytes().get(1).map_or(1, |digit| digit - b'0')));
            }
            (list @ ("ul" | "ol" | "menu" | "dir"), false) => self.open_list(tag, list == "ol"),
            ("ul" | "ol" | "menu" | "dir", true) => self.close_list(),
            ("li", false) => self.item(tag),
            ("li", true) => self.close_item(),
            ("table", false) => self.open_table(),
            ("table", true) => self.close_table(),
            (part @ ("thead" | "tbody" | "tfoot" | "tr" | "td" | "th"), closing) => self.table_part(part, closing, tag),
            ("blockquote" | "aside", false) => {
                self.quotes += 1;
                self.proceed();
            }
            ("blockquote" | "aside", true) => {
                self.quotes = self.quotes.saturating_sub(1);
                self.proceed();
            }
            (
                "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "body" | "html" | "pre"
                | "dl" | "dt" | "dd" | "hr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figure" | "figcaption"
                | "caption" | "form" | "fieldset" | "legend" | "details" | "summary" | "address" | "center",
                _,
            ) => self.proceed(),
            _ => {}
        }
    }

    /// A further paragraph of what is open: an item, a cell, or the page itself.
    fn proceed(&mut self) {
        let open = self.kind_here();
        // The first paragraph inside an item or cell is that item or cell.
        let fresh = self.block.words().is_empty() && !self.block.continues;
        if fresh && open.is_some_and(|(kind, _)| kind == self.block.kind) {
            self.block.quoted = self.quotes > 0;
            return;
        }
        self.start(open.map_or(BlockKind::Paragraph, |(kind, _)| kind));
        self.block.continues = open.is_some();
        self.block.cell = open.and_then(|(_, cell)| cell);
    }

    fn kind_here(&self) -> Option<(BlockKind, Option<Cell>)> {
        match self.holders.last()? {
            Holder::List { item: true, .. } => Some((BlockKind::Item(self.indent()), None)),
            Holder::Table { cell: cell @ Some(_), .. } => Some((BlockKind::Row, *cell)),
            _ => None,
        }
    }

    /// Two columns for each list around the innermost.
    fn indent(&self) -> usize {
        self.lists.saturating_sub(1) * 2
    }

    fn open_list(&mut self, tag: &Tag, ordered: bool) {
        let numeral = match tag.attribute("type").as_deref() {
            Some("a") => Numeral::LowerLetter,
            Some("A") => Numeral::UpperLetter,
            Some("i") => Numeral::LowerRoman,
            Some("I") => Numeral::UpperRoman,
            _ => Numeral::Decimal,
        };
        let next = tag.attribute("start").and_then(|start| start.trim().parse::<i32>().ok()).map_or(1, i64::from);
        let step = if tag.attribute("reversed").is_some() { -1 } else { 1 };
        self.holders.push(Holder::List { ordered, next, step, numeral, item: false });
        self.lists += 1;
        self.start(BlockKind::Paragraph);
    }

    fn close_list(&mut self) {
        // A list around the table whose cell this stands in is not ended by it.
        if self.holders.pop_if(|holder| matches!(holder, Holder::List { .. })).is_some() {
            self.lists -= 1;
        }
        self.start(BlockKind::Paragraph);
        self.proceed();
    }

    fn item(&mut self, tag: &Tag) {
        let value = tag.attribute("value").and_then(|value| value.trim().parse::<i32>().ok()).map(i64::from);
        let mut marker = String::new();
        if let Some(Holder::List { ordered, next, step, numeral, item }) = self.holders.last_mut() {
            *item = true;
            if *ordered {
                *next = value.unwrap_or(*next);
                marker = numeral.write(*next) + ".";
                *next += *step;
            }
        }
        self.start(BlockKind::Item(self.indent()));
        self.block.marker = Some(marker);
    }

    fn close_item(&mut self) {
        if let Some(Holder::List { item, .. }) = self.holders.last_mut() {
            *item = false;
        }
        self.start(BlockKind::Paragraph);
    }

    fn open_table(&mut self) {
        self.tables += 1;
        self.holders.push(Holder::Table { row: None, column: 0, heading: false, cell: None });
        self.start(BlockKind::Paragraph);
    }

    fn close_table(&mut self) {
        if self.tables > 0 {
            self.tables -= 1;
            // A list left open in the last cell ends with the table.
            while matches!(self.holders.pop(), Some(Holder::List { .. })) {
                self.lists -= 1;
            }
        }
        self.start(BlockKind::Paragraph);
        self.proceed();
    }

    fn table_part(&mut self, part: &str, closing: bool, tag: &Tag) {
        let kind = if matches!(part, "td" | "th") && !closing { BlockKind::Row } else { BlockKind::Paragraph };
        self.start(kind);
        let Some(Holder::Table { row, column, heading, cell }) = self.holders.last_mut() else { return };
        *cell = None;
        match (part, closing) {
            ("tr", false) => {
                *row = Some(row.map_or(0, |row| row + 1));
                *column = 0;
            }
            ("thead", closing) => *heading = !closing,
            ("td" | "th", false) => {
                let header = *heading || part == "th";
                *cell = Some(Cell { row: row.unwrap_or(0), column: *column, header });
                let span = tag.attribute("colspan").and_then(|span| span.trim().parse::<u16>().ok());
                *column += usize::from(span.unwrap_or(1).max(1));
            }
            _ => {}
        }
        self.block.cell = *cell;
    }
}
