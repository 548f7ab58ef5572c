//! HTML: what a browser shows, without the furniture of the page.

use crate::markers::{Style, marker};
use crate::outline::Outline;
use crate::tags::{Markup, Tag, Tags};
use memchr::memchr;
use onus_terms::{Block, BlockKind};

/// How often an element that is not shown may lack its end before all of them are shown.
const PATIENCE: usize = 16;

/// Cuts HTML into blocks by its tags.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut outline = Outline::new();
    let mut tags = Tags::new(text);
    let mut page = Page::default();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        outline.text(rest.get(..plain).unwrap_or(""), at);
        at += plain;
        match tags.at(at) {
            None => {
                outline.block.push_text(text.get(at..).and_then(|rest| rest.get(..1)).unwrap_or(""), at);
                at += 1;
            }
            Some(Markup::Aside(end)) => at = end,
            Some(Markup::Tag(tag, end)) => {
                let skipped = if page.leaves_out(&tag) { tags.element(tag.name, end) } else { None };
                page.note(&tag, skipped.is_some());
                outline.tag(&tag, at, end - at);
                at = skipped.unwrap_or(end);
            }
        }
    }
    let mut blocks = outline.finish();
    blocks.iter_mut().for_each(number);
    blocks
}

/// A paragraph whose number is printed in its words, such as `(a)`, is an item, as on paper.
fn number(block: &mut Block) {
    let plain = block.kind == BlockKind::Paragraph && block.marker.is_none() && !block.continues;
    let Some(found) = marker(block.words()).filter(|found| plain && found.style != Style::Bullet) else { return };
    block.kind = BlockKind::Item(0);
    block.marker = Some(found.shown);
}

/// Which elements of a page belong to its text.
#[derive(Debug, Default)]
struct Page {
    inside: usize,
    left_open: usize,
}

impl Page {
    fn leaves_out(&self, tag: &Tag) -> bool {
        if tag.closing || self.left_open >= PATIENCE {
            return false;
        }
        match tag.name.as_str() {
            "script" | "style" | "template" | "head" | "nav" | "footer" | "svg" | "noscript" | "select" | "button"
            | "textarea" | "object" | "iframe" | "canvas" | "title" | "del" | "s" | "strike" => true,
            // The header of an article is its title; that of a page is its menu.
            "header" => self.inside == 0,
            "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source"
            | "track" | "wbr" | "html" | "body" => false,
            _ => tag.hides(),
        }
    }

    fn note(&mut self, tag: &Tag, skipped: bool) {
        if matches!(tag.name.as_str(), "main" | "article" | "section") {
            self.inside = if tag.closing { self.inside.saturating_sub(1) } else { self.inside + 1 };
        }
        if !skipped && self.leaves_out(tag) {
            self.left_open += 1;
        }
    }
}
