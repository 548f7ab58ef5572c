use crate::{Cell, Citation, Digest, Place, Span};
use std::ops::Range;

/// What sort of block it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, with its level from 1.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list item, with its indentation in columns.
    Item(usize),
    /// A row or a cell of a table.
    Row,
}

/// A block of a document: plain words without markup, each mapped to where it stands in the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The number or letter as a person sees it, such as `3.2.` or `(b)`, and empty for a bullet. It is also the
    /// beginning of the words where the text itself holds it; a number that the format computes is only here.
    pub marker: Option<String>,
    /// Where it stands in its table, for a cell.
    pub cell: Option<Cell>,
    /// Whether it is quoted or set apart from the text, as summaries often are.
    pub quoted: bool,
    /// Whether it is a further paragraph of the item or cell before it.
    pub continues: bool,
    words: String,
    runs: Vec<Run>,
}

/// Words that stand together in the source: byte for byte where `source` is their own length, else as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    words: usize,
    place: usize,
    source: usize,
}

impl Block {
    /// An empty block.
    pub fn new(kind: BlockKind) -> Self {
        Block {
            kind,
            marker: None,
            cell: None,
            quoted: false,
            continues: false,
            words: String::new(),
            runs: Vec::new(),
        }
    }

    /// Adds a character that stands at byte `place` of the document's text. White space is collapsed.
    pub fn push(&mut self, character: char, place: usize) {
        self.push_written(character, place, character.len_utf8());
    }

    /// Adds a character that is written with `source` bytes at byte `place`, such as an entity.
    pub fn push_written(&mut self, character: char, place: usize, source: usize) {
        if invisible(character) {
            return;
        }
        if character.is_whitespace() {
            return self.space(place, source);
        }
        self.run(place, character.len_utf8(), source);
        self.words.push(character);
    }

    /// Adds a piece of the document's text that begins at byte `place`. White space is collapsed, and characters that
    /// nobody sees are left out.
    pub fn push_text(&mut self, text: &str, place: usize) {
        let bytes = text.as_bytes();
        let mut kept = 0;
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let next = bytes.get(at + 1);
            if plain(*byte) || (*byte == b' ' && next.is_some_and(|next| plain(*next)) && at > kept) {
                at += 1;
                continue;
            }
            self.piece(text.get(kept..at).unwrap_or(""), place + kept);
            let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { return };
            self.push(character, place + at);
            at += character.len_utf8();
            kept = at;
        }
        self.piece(text.get(kept..).unwrap_or(""), place + kept);
    }

    /// The plain words.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The words after the number or letter that is printed before them.
    pub fn unnumbered(&self) -> &str {
        let marker = self.marker.as_deref().unwrap_or("");
        self.words.strip_prefix(marker).unwrap_or(&self.words).trim_start()
    }

    /// Takes off white space at the end.
    pub fn close(&mut self) {
        let (before, after) = (self.words.len(), self.words.trim_end().len());
        self.words.truncate(after);
        while self.runs.pop_if(|run| run.words >= after).is_some() {}
        if let Some(last) = self.runs.last_mut().filter(|last| last.words + last.source == before) {
            last.source = after - last.words;
        }
    }

    fn piece(&mut self, text: &str, place: usize) {
        if !text.is_empty() {
            self.run(place, text.len(), text.len());
            self.words.push_str(text);
        }
    }

    fn space(&mut self, place: usize, source: usize) {
        if !self.words.is_empty() && !self.words.ends_with(' ') {
            self.run(place, 1, source);
            self.words.push(' ');
        }
    }

    /// Notes where the next `length` bytes of words come from.
    fn run(&mut self, place: usize, length: usize, source: usize) {
        let words = self.words.len();
        if let Some(last) = self.runs.last_mut() {
            let faithful = last.source == words - last.words && length == source;
            if faithful && last.place + last.source == place {
                last.source += length;
                return;
            }
        }
        self.runs.push(Run { words, place, source });
    }

    /// The bytes of the document's text that the word bytes of `range` come from.
    fn source(&self, range: Range<usize>) -> Option<Range<usize>> {
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start && range.end <= self.words.len())?;
        let (first_run, first_length) = self.run_at(range.start)?;
        let (last_run, last_length) = self.run_at(last)?;
        let faithful = |run: Run, length: usize| run.source == length;
        let start = first_run.place + if faithful(first_run, first_length) { range.start - first_run.words } else { 0 };
        let end =
            last_run.place + if faithful(last_run, last_length) { range.end - last_run.words } else { last_run.source };
        Some(start..end)
    }

    /// The run that holds a byte of the words, and how many bytes of words it has.
    fn run_at(&self, byte: usize) -> Option<(Run, usize)> {
        let after = self.runs.partition_point(|run| run.words <= byte);
        let run = *self.runs.get(after.checked_sub(1)?)?;
        let end = self.runs.get(after).map_or(self.words.len(), |next| next.words);
        Some((run, end - run.words))
    }
}

/// A byte that always stands for itself.
fn plain(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, 0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF | 0x7F)
}

/// A character that takes no room on the page: soft hyphen, zero-width space, joiners, marks of direction.
fn invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || (character.is_control() && !character.is_whitespace())
}

/// The text of a document in blocks, with the places of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentText {
    /// The digest of the file's bytes.
    pub digest: Digest,
    /// The text of the file itself, decoded; for a format that is no text, the text taken from it.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    counts: Vec<usize>,
    /// At which bytes which page begins, in order of the bytes.
    pages: Vec<(usize, u32)>,
    sheets: Vec<(usize, String)>,
}

/// Bytes between two remembered character counts.
const STEP: usize = 256;

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

impl DocumentText {
    /// Puts text and blocks together.
    pub fn new(digest: Digest, text: String, blocks: Vec<Block>) -> Self {
        let mut total = 0;
        let counts = text.as_bytes().chunks(STEP).map(|chunk| {
            let before = total;
            total += characters(chunk);
            before
        });
        let counts = counts.collect();
        DocumentText { digest, text, blocks, counts, pages: Vec::new(), sheets: Vec::new() }
    }

    /// Says at which bytes of the text its pages begin, in order; citations then carry their page.
    #[must_use]
    pub fn with_pages(self, pages: Vec<usize>) -> Self {
        self.with_page_starts(pages.into_iter().zip(1..).collect())
    }

    /// Says at which bytes of the text which page begins or goes on, in order of the bytes. A page may go on after
    /// another one has begun, as where a footnote stands under a paragraph that runs over its page.
    #[must_use]
    pub fn with_page_starts(mut self, pages: Vec<(usize, u32)>) -> Self {
        self.pages = pages;
        self
    }

    /// The last page that it has words of, 0 where it has no pages.
    pub fn pages(&self) -> u32 {
        self.pages.iter().map(|(_, page)| *page).max().unwrap_or(0)
    }

    /// Says at which bytes of the text its sheets begin, in order, with their names; citations then carry their cell.
    /// A file that is one sheet without a name has one whose name is empty.
    #[must_use]
    pub fn with_sheets(mut self, sheets: Vec<(usize, String)>) -> Self {
        self.sheets = sheets;
        self
    }

    /// The names of its sheets, in order; none where it is no workbook.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|(_, name)| name.as_str())
    }

    /// The place among the sheets of the one that a block belongs to.
    pub fn sheet_of(&self, block: &Block) -> Option<usize> {
        let begin = block.runs.first()?.place;
        self.sheets.partition_point(|(start, _)| *start <= begin).checked_sub(1)
    }

    /// Cites a range of bytes of a block's words; `None` where the range is empty or not inside.
    pub fn cite(&self, block: &Block, range: Range<usize>) -> Option<Citation> {
        self.cite_source(block, block.source(range)?)
    }

    /// Cites all that stands from the begin of one block to the end of another, such as the paragraphs of a cell.
    pub fn cite_through(&self, first: &Block, last: &Block) -> Option<Citation> {
        let (start, end) = (first.source(0..first.words.len())?.start, last.source(0..last.words.len())?.end);
        self.cite_source(first, start..end)
    }

    fn cite_source(&self, block: &Block, source: Range<usize>) -> Option<Citation> {
        let (start, end) = (source.start, source.end);
        let quote = self.text.get(start..end)?.to_owned();
        let span = Span { start: self.character(start)?, end: self.character(end)? };
        let after = self.pages.partition_point(|(begin, _)| *begin <= start);
        let page = after.checked_sub(1).and_then(|last| self.pages.get(last)).map(|(_, page)| *page);
        let place = Place { span, page, clause: None, heading: None, cell: self.cell(block) };
        Some(Citation { document: self.digest, place, quote })
    }

    fn cell(&self, block: &Block) -> Option<String> {
        let (_, sheet) = self.sheets.get(self.sheet_of(block)?)?;
        let cell = block.cell?.name();
        Some(if sheet.is_empty() { cell } else { format!("{sheet}!{cell}") })
    }

    /// The characters of the document's text that a range of bytes of a block's words covers.
    pub fn span(&self, block: &Block, range: Range<usize>) -> Option<Span> {
        let source = block.source(range)?;
        Some(Span { start: self.character(source.start)?, end: self.character(source.end)? })
    }

    fn character(&self, byte: usize) -> Option<usize> {
        let step = (byte / STEP).min(self.counts.len().checked_sub(1)?);
        Some(self.counts.get(step)? + characters(self.text.as_bytes().get(step * STEP..byte)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(text: &str, block: Block, range: Range<usize>) -> Option<String> {
        let document = DocumentText::new(Digest::of(text.as_bytes()), text.to_owned(), vec![block]);
        let citation = document.cite(&document.blocks[0], range)?;
        assert!(citation.holds_in(text), "{citation:?}");
        Some(citation.quote)
    }

    #[test]
    fn words_are_mapped_to_their_source() {
        let text = "  You\u{a0} must\n  re\u{ad}port&nbsp;&amp; pay &lt;";
        let mut block = Block::new(BlockKind::Paragraph);
        let first = text.find("&nbsp;").unwrap();
        block.push_text(text.get(..first).unwrap(), 0);
        block.push_written('\u{a0}', first, 6);
        block.push_written('&', first + 6, 5);
        block.push_text(" pay ", first + 11);
        block.push_written('<', first + 16, 4);
        block.push_text("  ", 0);
        block.close();
        assert_eq!(block.words(), "You must report & pay <");
        assert_eq!(cited(text, block.clone(), 0..3).as_deref(), Some("You"));
        assert_eq!(cited(text, block.clone(), 4..15).as_deref(), Some("must\n  re\u{ad}port"));
        assert_eq!(cited(text, block.clone(), 9..17).as_deref(), Some("re\u{ad}port&nbsp;&amp;"));
        assert_eq!(cited(text, block.clone(), 18..23).as_deref(), Some("pay &lt;"));
        assert_eq!(cited(text, block.clone(), 0..24), None);
        assert_eq!(cited(text, block, 5..5), None);
    }

    #[test]
    fn the_end_of_a_closed_block_is_its_last_word() {
        let text = "pay now \n";
        let mut block = Block::new(BlockKind::Paragraph);
        block.push_text(text, 0);
        block.close();
        assert_eq!(block.words(), "pay now");
        assert_eq!(cited(text, block, 4..7).as_deref(), Some("now"));
    }

    #[test]
    fn a_citation_says_its_sheet_and_cell() {
        let text = "Roles\none\ntwo\nMore\nthree";
        let cell = |words: &str, row, column| {
            let mut block = Block::new(BlockKind::Row);
            block.cell = Some(Cell { row, column, header: false });
            block.push_text(words, text.find(words).unwrap());
            block
        };
        let blocks = vec![cell("one", 0, 0), cell("two", 0, 0), cell("three", 11, 27)];
        let sheets = vec![(0, "Roles".to_owned()), (14, "More".to_owned())];
        let document = DocumentText::new(Digest::of(b""), text.to_owned(), blocks).with_sheets(sheets);
        let [one, two, three] = document.blocks.as_slice() else { panic!() };
        assert_eq!(document.cite(three, 0..5).unwrap().place.cell.as_deref(), Some("More!AB12"));
        let through = document.cite_through(one, two).unwrap();
        assert_eq!((through.place.cell.as_deref(), through.quote.as_str()), (Some("Roles!A1"), "one\ntwo"));
        assert!(through.holds_in(text));
    }

    #[test]
    fn a_citation_says_its_page() {
        let text = "one two";
        let mut block = Block::new(BlockKind::Paragraph);
        block.push_text(text, 0);
        let document = DocumentText::new(Digest::of(b""), text.to_owned(), vec![block]).with_pages(vec![0, 4]);
        let page = |range| document.cite(&document.blocks[0], range).unwrap().place.page;
        assert_eq!((page(0..3), page(4..7)), (Some(1), Some(2)));
        let document = document.clone().with_page_starts(vec![(0, 2), (4, 1)]);
        let page = |range| document.cite(&document.blocks[0], range).unwrap().place.page;
        assert_eq!((page(0..3), page(4..7), document.pages()), (Some(2), Some(1), 2));
    }
}
