use onus_terms::{Block, BlockKind};

/// Keeps a block that has words.
pub(crate) fn keep(blocks: &mut Vec<Block>, block: Block) {
    if !block.words().trim().is_empty() {
        blocks.push(block);
    }
}

/// Cuts Markdown or plain text into blocks, line by line.
pub(crate) fn blocks(text: &str, markdown: bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut block = Block::new(BlockKind::Paragraph);
    let mut at = 0;
    let mut front_matter = markdown && text.starts_with("---\n");
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let body = line.trim_start_matches([' ', '\t', '\u{feff}', '>']);
        let indent = line.len() - body.len();
        let trimmed = body.trim_end();
        if front_matter {
            front_matter = number == 0 || trimmed != "---";
            continue;
        }
        if trimmed.is_empty() || page_number(trimmed) {
            keep(&mut blocks, std::mem::replace(&mut block, Block::new(BlockKind::Paragraph)));
            continue;
        }
        if markdown && trimmed.bytes().all(|byte| matches!(byte, b'=' | b'-' | b'*' | b' ')) {
            if trimmed.len() > 2 && !block.words().is_empty() {
                block.kind = BlockKind::Heading(2);
            }
            keep(&mut blocks, std::mem::replace(&mut block, Block::new(BlockKind::Paragraph)));
            continue;
        }
        let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        let marker = marker(trimmed);
        let kind = if markdown && (1..=6).contains(&hashes) {
            Some(BlockKind::Heading(u8::try_from(hashes).unwrap_or(6)))
        } else if marker.is_some() {
            Some(BlockKind::Item(indent))
        } else if trimmed.starts_with('|') {
            Some(BlockKind::Row)
        } else {
            None
        };
        if let Some(kind) = kind {
            keep(&mut blocks, std::mem::replace(&mut block, Block::new(kind)));
            block.marker = marker;
        }
        let skip = if markdown { hashes } else { 0 };
        inline(body.get(skip..).unwrap_or(body), start + indent + skip, markdown, &mut block);
        block.push(' ', (start + line.len()).saturating_sub(1));
        if matches!(block.kind, BlockKind::Heading(_)) {
            keep(&mut blocks, std::mem::replace(&mut block, Block::new(BlockKind::Paragraph)));
        }
    }
    keep(&mut blocks, block);
    blocks
}

/// A line that holds only a page number: `- 7 -`, `3/18`, `7`.
fn page_number(line: &str) -> bool {
    line.len() < 10
        && line.bytes().any(|byte| byte.is_ascii_digit())
        && line.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' ' | b'/'))
}

/// The bullet or number that a line begins with.
fn marker(line: &str) -> Option<String> {
    let word = line.split_whitespace().next()?;
    if word.len() > 16 {
        return None;
    }
    let plain: String = word.chars().filter(|c| !matches!(c, '*' | '\\' | '_')).collect();
    let inner = plain.trim_matches(['(', ')', '.']);
    let bullet = matches!(word, "*" | "-" | "+" | "•");
    let numbered = plain.ends_with([')', '.']) && inner.len() <= 9 && !inner.is_empty() && {
        let digits = inner.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        digits || (inner.len() <= 4 && inner.bytes().all(|byte| byte.is_ascii_lowercase()) && plain.contains(')'))
    };
    if bullet || numbered { Some(if bullet { String::new() } else { plain }) } else { None }
}

const ENTITIES: [(&str, char); 9] = [
    ("&amp;", '&'),
    ("&nbsp;", ' '),
    ("&quot;", '"'),
    ("&rsquo;", '’'),
    ("&lsquo;", '‘'),
    ("&ldquo;", '“'),
    ("&rdquo;", '”'),
    ("&lt;", '<'),
    ("&gt;", '>'),
];

/// Adds the plain words of a piece of source that begins at byte `base`, without markup.
pub(crate) fn inline(source: &str, base: usize, markdown: bool, block: &mut Block) {
    let mut skip_to = 0;
    let mut target = false;
    for (at, character) in source.char_indices() {
        if at < skip_to {
            continue;
        }
        let rest = source.get(at..).unwrap_or("");
        match character {
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' => {}
            '*' | '\\' | '|' | '[' if markdown => {}
            ']' if markdown => target = rest.starts_with("]("),
            '(' if target => {
                target = false;
                match rest.bytes().take(2048).position(|byte| byte == b')') {
                    Some(end) => skip_to = at + end + 1,
                    None => block.push('(', base + at),
                }
            }
            '<' if markdown => match rest.bytes().take(512).position(|byte| byte == b'>') {
                Some(end) => skip_to = at + end + 1,
                None => block.push('<', base + at),
            },
            '&' => match ENTITIES.iter().find(|(name, _)| rest.starts_with(name)) {
                Some((name, plain)) => {
                    block.push(*plain, base + at);
                    skip_to = at + name.len();
                }
                None => block.push('&', base + at),
            },
            other => block.push(other, base + at),
        }
    }
}
