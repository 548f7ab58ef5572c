use crate::{Citation, Digest, Place, Span};
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
    /// A row of a table.
    Row,
}

/// A block of a document: plain words without markup, each byte mapped to where it stands in the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The number or letter as printed, such as `3.2` or `(b)`, where it has one.
    pub marker: Option<String>,
    words: String,
    places: Vec<usize>,
}

impl Block {
    /// An empty block.
    pub fn new(kind: BlockKind) -> Self {
        Block { kind, marker: None, words: String::new(), places: Vec::new() }
    }

    /// Adds a character that stands at byte `place` of the document's text. White space is collapsed.
    pub fn push(&mut self, character: char, place: usize) {
        let character = if character.is_whitespace() { ' ' } else { character };
        if character == ' ' && (self.words.is_empty() || self.words.ends_with(' ')) {
            return;
        }
        self.words.push(character);
        self.places.resize(self.words.len(), place);
    }

    /// The plain words.
    pub fn words(&self) -> &str {
        &self.words
    }
}

/// The text of a document in blocks, with the places of its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentText {
    /// The digest of the file's bytes.
    pub digest: Digest,
    /// The decoded text of the file itself.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    counts: Vec<usize>,
}

/// Bytes between two remembered character counts.
const STEP: usize = 1024;

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
        DocumentText { digest, text, blocks, counts }
    }

    /// Cites a range of bytes of a block's words; `None` where the range is empty or not inside.
    pub fn cite(&self, block: &Block, range: Range<usize>) -> Option<Citation> {
        let start = *block.places.get(range.start)?;
        let last = *block.places.get(range.end.checked_sub(1)?)?;
        let end = last + self.text.get(last..)?.chars().next()?.len_utf8();
        let quote = self.text.get(start..end)?.to_owned();
        let span = Span { start: self.character(start)?, end: self.character(end)? };
        let place = Place { span, page: None, clause: None, heading: None };
        Some(Citation { document: self.digest, place, quote })
    }

    fn character(&self, byte: usize) -> Option<usize> {
        let step = (byte / STEP).min(self.counts.len().checked_sub(1)?);
        Some(self.counts.get(step)? + characters(self.text.as_bytes().get(step * STEP..byte)?))
    }
}
