//! Walks over the paragraphs and tables of a Word document.

use super::Paper;
use super::numbering::Numbering;
use super::styles::Styles;
use crate::error::DocumentError;
use crate::notice::Notice;
use crate::xml::{Piece, decoded, is_on, name, number, value, walk};
use onus_terms::{Block, BlockKind, Cell};
use quick_xml::events::BytesStart;
use std::collections::{BTreeSet, HashMap};

/// The longest paragraph of a heading style that is a heading: some papers number whole clauses with these styles.
const HEADING: usize = 120;

/// Footnotes and endnotes by kind and id.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    words: HashMap<(char, String), String>,
}

impl Notes {
    pub(crate) fn read(&mut self, part: &str, kind: char) -> Result<(), DocumentError> {
        let mut open: Option<String> = None;
        let mut text = String::new();
        let mut shown = false;
        let mut skipped = 0_usize;
        walk(part, |piece| {
            match piece {
                Piece::Open(start) => {
                    let name = name(&start);
                    skipped += usize::from(skipped > 0 || gone(&name));
                    match name.as_str() {
                        "footnote" | "endnote" => open = value(&start, "id"),
                        "p" | "tab" | "br" => text.push(' '),
                        _ => {}
                    }
                    shown = name == "t" && skipped == 0;
                }
                Piece::Close(name) => {
                    skipped = skipped.saturating_sub(1);
                    shown = false;
                    if matches!(name.as_str(), "footnote" | "endnote")
                        && let Some(id) = open.take()
                    {
                        self.words.insert((kind, id), std::mem::take(&mut text).trim().to_owned());
                    }
                }
                Piece::Text(words) if shown => text.push_str(&words),
                Piece::Reference(written) if shown => text.push_str(&decoded(&written)),
                Piece::Text(_) | Piece::Reference(_) => {}
            }
            Ok(())
        })
    }
}

/// Elements whose text is not part of the accepted paper, or stands there twice.
fn gone(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback") || name.ends_with("PrChange") || name == "numberingChange"
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    outline: Option<i64>,
    words: String,
    notes: Vec<(char, String)>,
    /// Its end was deleted, so that the next paragraph goes on with it.
    goes_on: bool,
    /// It ends a section.
    section: bool,
}

#[derive(Debug, Default)]
struct Table {
    rows: usize,
    columns: usize,
    header: bool,
    cell: Option<Cell>,
    /// A tracked change deletes this row.
    dropped: bool,
    /// Paragraphs that the cell has already.
    filled: bool,
}

#[derive(Debug)]
pub(crate) struct Body {
    styles: Styles,
    numbering: Numbering,
    notes: Notes,
    text: String,
    blocks: Vec<Block>,
    notices: BTreeSet<Notice>,
    open: Vec<Paragraph>,
    tables: Vec<Table>,
    skipped: usize,
    properties: usize,
    hidden: bool,
    shown: bool,
    carried: String,
    note_count: usize,
}

impl Body {
    pub(crate) fn new(styles: Styles, numbering: Numbering, notes: Notes) -> Self {
        Body {
            styles,
            numbering,
            notes,
            text: String::new(),
            blocks: Vec::new(),
            notices: BTreeSet::new(),
            open: Vec::new(),
            tables: Vec::new(),
            skipped: 0,
            properties: 0,
            hidden: false,
            shown: false,
            carried: String::new(),
            note_count: 0,
        }
    }

    pub(crate) fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Open(start) => self.opened(&start),
            Piece::Close(name) => self.closed(&name),
            Piece::Text(words) => self.words(&words),
            Piece::Reference(written) => self.words(&decoded(&written)),
        }
    }

    pub(crate) fn finish(self) -> Paper {
        Paper { text: self.text, blocks: self.blocks, notices: self.notices.into_iter().collect() }
    }

    fn words(&mut self, words: &str) {
        if self.shown
            && self.skipped == 0
            && !self.hidden
            && let Some(paragraph) = self.open.last_mut()
        {
            paragraph.words.push_str(words);
        }
    }

    fn opened(&mut self, start: &BytesStart) {
        let name = name(start);
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        if self.properties > 0 {
            self.property(&name, start);
            return;
        }
        if gone(&name) {
            self.skipped = 1;
            if name != "Fallback" {
                self.notices.insert(Notice::TrackedChanges);
            }
            return;
        }
        match name.as_str() {
            "pPr" | "rPr" | "trPr" | "tcPr" => self.properties = 1,
            "p" => self.open.push(Paragraph::default()),
            "r" => self.hidden = false,
            "t" => self.shown = true,
            "tab" | "br" | "cr" | "ptab" => self.mark(" "),
            "noBreakHyphen" => self.mark("-"),
            "ins" | "moveTo" => {
                self.notices.insert(Notice::TrackedChanges);
            }
            "commentReference" | "commentRangeStart" => {
                self.notices.insert(Notice::Comments);
            }
            "footnoteReference" => self.refer('f', start),
            "endnoteReference" => self.refer('e', start),
            "tbl" => self.tables.push(Table::default()),
            "tr" => self.row(),
            "tc" => self.cell(),
            _ => {}
        }
    }

    fn mark(&mut self, words: &str) {
        self.shown = true;
        self.words(words);
        self.shown = false;
    }

    fn refer(&mut self, kind: char, start: &BytesStart) {
        if let Some((paragraph, id)) = self.open.last_mut().zip(value(start, "id")) {
            paragraph.notes.push((kind, id));
        }
    }

    fn row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            *table = Table { rows: table.rows + 1, ..Table::default() };
        }
    }

    fn cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.filled = false;
            table.cell = Some(Cell { row: table.rows.saturating_sub(1), column: table.columns, header: table.header });
            table.columns += 1;
        }
    }

    /// Something inside the properties of a paragraph, run, row or cell.
    fn property(&mut self, name: &str, start: &BytesStart) {
        self.properties += 1;
        if name.ends_with("PrChange") {
            self.properties -= 1;
            self.skipped = 1;
            self.notices.insert(Notice::TrackedChanges);
            return;
        }
        match name {
            "gridSpan" => {
                let span = number(start).and_then(|span| usize::try_from(span).ok()).unwrap_or(1).clamp(1, 1000);
                self.in_table(|table| table.columns += span - 1);
            }
            "tblHeader" if is_on(start) => self.in_table(|table| table.header = true),
            "ins" | "del" | "moveFrom" | "moveTo" => self.tracked(name),
            "vanish" | "strike" | "dstrike" if is_on(start) => self.unseen(name),
            _ => self.paragraph_property(name, start),
        }
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    /// A tracked change of a paragraph's end or of a row.
    fn tracked(&mut self, name: &str) {
        self.notices.insert(Notice::TrackedChanges);
        if matches!(name, "ins" | "moveTo") {
            return;
        }
        match self.open.last_mut() {
            Some(paragraph) => paragraph.goes_on = true,
            None => self.in_table(|table| table.dropped = true),
        }
    }

    /// The run is not read; the mark at a paragraph's end may be hidden without its words.
    fn unseen(&mut self, name: &str) {
        if self.properties == 2 {
            self.hidden = true;
            self.notices.insert(if name == "vanish" { Notice::HiddenText } else { Notice::StruckText });
        }
    }

    fn paragraph_property(&mut self, name: &str, start: &BytesStart) {
        let Some(paragraph) = self.open.last_mut() else { return };
        match name {
            "pStyle" => paragraph.style = value(start, "val"),
            "numId" => paragraph.list = value(start, "val"),
            "ilvl" => paragraph.level = number(start).and_then(|level| usize::try_from(level).ok()),
            "sectPr" => paragraph.section = true,
            "outlineLvl" => paragraph.outline = number(start).filter(|level| (0..9).contains(level)),
            _ => {}
        }
    }

    fn closed(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if self.properties > 0 {
            self.properties -= 1;
            return;
        }
        match name {
            "t" => self.shown = false,
            "r" => self.hidden = false,
            "p" => self.end_paragraph(),
            "tbl" => {
                self.tables.pop();
            }
            "tc" => self.in_table(|table| table.cell = None),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.open.pop() else { return };
        if !self.carried.is_empty() {
            paragraph.words.insert_str(0, &std::mem::take(&mut self.carried));
        }
        if paragraph.goes_on {
            self.carried = paragraph.words;
            return;
        }
        // Word shows no number where nothing but the end of a section stands.
        let bare = paragraph.section && paragraph.words.trim().is_empty();
        if bare || self.tables.last().is_some_and(|table| table.dropped) {
            return;
        }
        let style = paragraph.style.as_ref().map(|id| self.styles.style(id)).unwrap_or_default();
        if style.hidden || style.contents {
            self.notices.extend(style.hidden.then_some(Notice::HiddenText));
            return;
        }
        let list = paragraph.list.or(style.list).filter(|list| list != "0");
        let level = paragraph.level.or(style.level).unwrap_or(0).min(8);
        let marker = list.as_ref().and_then(|list| self.numbering.next(list, level));
        let outline = paragraph.outline.or(style.outline);
        self.block(&paragraph.words, kind(&paragraph.words, outline, marker.is_some(), level), marker);
        for note in paragraph.notes {
            self.note(&note);
        }
    }

    fn block(&mut self, words: &str, kind: BlockKind, marker: Option<String>) {
        if words.trim().is_empty() {
            return;
        }
        let mut block = Block::new(kind);
        if let Some(table) = self.tables.last_mut() {
            block.cell = table.cell;
            block.continues = std::mem::replace(&mut table.filled, true);
            if kind == BlockKind::Paragraph {
                block.kind = BlockKind::Row;
            }
        }
        if let Some(marker) = marker.as_ref().filter(|marker| !marker.is_empty()) {
            self.text.push_str(marker);
            self.text.push(' ');
        }
        block.marker = marker;
        block.push_text(words, self.text.len());
        block.close();
        self.text.push_str(words);
        self.text.push('\n');
        if !block.words().is_empty() {
            self.blocks.push(block);
        }
    }

    fn note(&mut self, note: &(char, String)) {
        let Some(words) = self.notes.words.remove(note) else { return };
        self.note_count += 1;
        self.block(&words, BlockKind::Paragraph, Some(self.note_count.to_string()));
    }
}

fn kind(words: &str, outline: Option<i64>, numbered: bool, level: usize) -> BlockKind {
    let words = words.trim();
    let heading = words.len() <= HEADING && !words.ends_with([';', ',', ':']);
    let sentence = words.ends_with('.') && words.split_whitespace().count() > 6;
    match outline.and_then(|outline| u8::try_from(outline).ok()) {
        Some(outline) if heading && !sentence => BlockKind::Heading(outline + 1),
        _ if numbered => BlockKind::Item(level * 2),
        _ => BlockKind::Paragraph,
    }
}
