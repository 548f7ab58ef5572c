//! What a cell holds, in blocks: its paragraphs, and the items of lists in it.

use crate::markers::{Style, marker};
use memchr::memmem;
use onus_terms::{Block, BlockKind, Cell};

/// More filled cells than any matrix has.
pub(crate) const MOST: usize = 300_000;

/// Adds the blocks of a cell whose text begins at byte `place` of the document's text. Where quotes are `doubled`, as in a
/// CSV field in quotes, two stand for one.
pub(crate) fn blocks(text: &str, place: usize, cell: Cell, doubled: bool, blocks: &mut Vec<Block>) {
    let mut at = 0;
    let mut continues = false;
    for line in text.split_inclusive(['\n', '\r']) {
        let begin = at + line.len() - line.trim_start().len();
        let words = line.trim();
        at += line.len();
        let found = marker(words).filter(|found| continues || found.style != Style::Clause);
        let mut block =
            Block::new(if found.is_some() && text.len() > line.len() { BlockKind::Item(0) } else { BlockKind::Row });
        let skip = if block.kind == BlockKind::Row { 0 } else { found.as_ref().map_or(0, |found| found.skip) };
        if block.kind != BlockKind::Row {
            block.marker = found.map(|found| found.shown);
        }
        block.cell = Some(cell);
        block.continues = continues;
        push(&mut block, words.get(skip..).unwrap_or(""), place + begin + skip, doubled);
        block.close();
        if !block.words().is_empty() {
            blocks.push(block);
            continues = true;
        }
    }
}

fn push(block: &mut Block, text: &str, place: usize, doubled: bool) {
    let mut at = 0;
    if doubled {
        for quote in memmem::find_iter(text.as_bytes(), b"\"\"") {
            block.push_text(text.get(at..quote).unwrap_or(""), place + at);
            block.push_written('"', place + quote, 2);
            at = quote + 2;
        }
    }
    block.push_text(text.get(at..).unwrap_or(""), place + at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use onus_terms::{Digest, DocumentText};

    #[test]
    fn a_cell_has_paragraphs_and_items() {
        let text = "The tenant must:\r\n\n- lock \"\"doors\"\"\n2) watch\nThen rest.";
        let mut found = Vec::new();
        blocks(text, 0, Cell { row: 2, column: 1, header: false }, true, &mut found);
        let document = DocumentText::new(Digest::of(b""), text.to_owned(), found);
        let told: Vec<_> = document
            .blocks
            .iter()
            .map(|block| {
                let citation = document.cite(block, 0..block.words().len()).unwrap();
                assert!(citation.holds_in(text), "{citation:?}");
                (block.words(), block.kind, block.marker.as_deref(), block.continues, citation.quote)
            })
            .collect();
        let row = |words: &'static str, continues| (words, BlockKind::Row, None, continues, words.to_owned());
        assert_eq!(
            told,
            [
                row("The tenant must:", false),
                ("lock \"doors\"", BlockKind::Item(0), Some(""), true, "lock \"\"doors\"\"".to_owned()),
                ("2) watch", BlockKind::Item(0), Some("2)"), true, "2) watch".to_owned()),
                row("Then rest.", true),
            ]
        );
        // A value of one line is no list, whatever it begins with.
        let mut found = Vec::new();
        blocks("- none", 0, Cell { row: 0, column: 0, header: false }, false, &mut found);
        assert_eq!((found[0].words(), found[0].kind), ("- none", BlockKind::Row));
    }
}
