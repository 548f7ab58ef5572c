//! Paragraphs to text: one a line, words that a line break cut made whole, with the places where pages begin.

use super::paragraph::{Paragraph, Placed};
use crate::hyphens::Hyphens;
use onus_terms::Block;

/// Text with its blocks, and at which bytes which page begins.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) pages: Vec<(usize, u32)>,
}

/// Lines of which one in so many ends with a hyphen were broken by a program that cuts words.
const CUTTING: usize = 40;

pub(crate) fn write(paragraphs: &[Paragraph]) -> Written {
    let lines = || paragraphs.iter().flat_map(|paragraph| &paragraph.lines);
    let all: String = lines().map(|placed| placed.line.text() + "\n").collect();
    let cut = lines().filter(|placed| cuts(&placed.line.text())).count();
    let typed = Hyphens::new(&all, cut * CUTTING > lines().count());
    let printed = Hyphens::new(&all, true);
    let hyphens = |sign: char| if sign == SOFT { &printed } else { &typed };
    let mut written = Written::default();
    for paragraph in paragraphs {
        written.paragraph(paragraph, hyphens);
    }
    written
}

fn cuts(line: &str) -> bool {
    let before = line.strip_suffix(HYPHENS);
    before.is_some_and(|before| before.ends_with(char::is_alphabetic))
}

/// Signs that cut a word at the end of a line.
const HYPHENS: [char; 2] = ['-', SOFT];

/// The hyphen that programs cut words with; people type the other one.
const SOFT: char = '\u{2010}';

impl Written {
    fn paragraph<'a>(&mut self, paragraph: &Paragraph, hyphens: impl Fn(char) -> &'a Hyphens<'a>) {
        let start = self.text.len();
        for placed in &paragraph.lines {
            self.line(start, placed, &hyphens);
        }
        let skip = paragraph.marker.as_ref().map_or(0, |marker| marker.skip);
        let mut block = Block::new(paragraph.kind);
        block.marker = paragraph.marker.as_ref().map(|marker| marker.shown.clone());
        block.cell = paragraph.cell;
        block.continues = paragraph.continues;
        block.push_text(self.text.get(start + skip..).unwrap_or(""), start + skip);
        block.close();
        self.text.push('\n');
        if !block.words().is_empty() {
            self.blocks.push(block);
        }
    }

    fn line<'a>(&mut self, start: usize, placed: &Placed, hyphens: impl Fn(char) -> &'a Hyphens<'a>) {
        let words = placed.line.text();
        let before = self.text.get(start..).unwrap_or("");
        if !before.is_empty() {
            let stem = before.strip_suffix(HYPHENS).filter(|stem| stem.ends_with(char::is_alphabetic));
            let sign = before.chars().next_back().unwrap_or('-');
            match stem.and_then(|stem| hyphens(sign).joined(stem, &words)) {
                Some(true) => {}
                Some(false) => {
                    self.text.pop();
                }
                None => self.text.push(' '),
            }
        }
        if self.pages.last().is_none_or(|(_, page)| *page != placed.page) {
            self.pages.push((self.text.len(), placed.page));
        }
        self.text.push_str(&words);
    }
}
