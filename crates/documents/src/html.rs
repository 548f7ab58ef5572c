use crate::lines::{inline, keep};
use onus_terms::{Block, BlockKind};

/// Cuts HTML into blocks by its tags; never nests, so depth costs nothing.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut block = Block::new(BlockKind::Paragraph);
    let mut at = 0;
    let mut hidden = false;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let open = rest.find('<').unwrap_or(rest.len());
        if !hidden {
            inline(rest.get(..open).unwrap_or(""), at, false, &mut block);
        }
        let Some(tag_text) = rest.get(open + 1..) else { break };
        let close = tag_text.find('>').unwrap_or(tag_text.len());
        let tag = tag_text.get(..close).unwrap_or("");
        let closing = tag.starts_with('/');
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
        let name = name.to_ascii_lowercase();
        let kind = match name.as_str() {
            "script" | "style" | "head" => {
                hidden = !closing;
                None
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !closing => {
                Some(BlockKind::Heading(name.as_bytes().get(1).map_or(1, |digit| digit - b'0')))
            }
            "li" if !closing => Some(BlockKind::Item(1)),
            "tr" | "td" | "th" if !closing => Some(BlockKind::Row),
            "p" | "div" | "section" | "article" | "ul" | "ol" | "li" | "table" | "tr" | "td" | "th" | "body"
            | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Paragraph),
            "br" => {
                block.push(' ', at + open);
                None
            }
            _ => None,
        };
        if let Some(kind) = kind {
            // The paragraph inside an item or cell is still that item or cell.
            if block.words().is_empty() && name == "p" && !closing {
                // nothing to close
            } else {
                keep(&mut blocks, std::mem::replace(&mut block, Block::new(kind)));
            }
        }
        at += open + 1 + close + 1;
    }
    keep(&mut blocks, block);
    blocks
}
