//! The words of a piece of Markdown or plain text, without its marks.

use crate::hyphens::Hyphens;
use crate::outline::Outline;
use crate::tags::{Markup, Tags};
use memchr::{memchr, memmem};
use std::collections::HashSet;

/// What the words of a document are read with.
#[derive(Debug)]
pub(crate) struct Inline<'a> {
    pub(crate) markdown: bool,
    /// Labels that the document defines links for, in lower case.
    pub(crate) labels: HashSet<String>,
    pub(crate) hyphens: Hyphens<'a>,
}

/// A piece of source that is left out: a link's target, an image.
type Gap = (usize, usize);

/// Bytes that may be more than themselves in plain text.
const TEXT: [bool; 256] = table(b"&-\n");

/// Bytes that may be marks in Markdown.
const MARKDOWN: [bool; 256] = table(b"&-\n*_\\`<[]!~");

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks it")]
const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// The furthest that a link's target reaches.
const TARGET: usize = 2048;

impl<'a> Inline<'a> {
    /// Adds the plain words of `source`, which begins at byte `place`.
    pub(crate) fn words(&self, source: &'a str, place: usize, quoted: bool, outline: &mut Outline) {
        let mut piece = Piece {
            inline: self,
            source,
            place,
            quoted,
            gaps: if self.markdown { self.links(source) } else { Vec::new() },
            next_gap: 0,
            tags: Tags::new(source),
            ticks: true,
            closes: true,
            outline,
        };
        piece.read();
    }

    /// The marks of links, and their targets, in order.
    fn links(&self, source: &str) -> Vec<Gap> {
        let mut gaps = Vec::new();
        if memchr(b'[', source.as_bytes()).is_none() {
            return gaps;
        }
        let bytes = source.as_bytes();
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some(step) = bytes.get(at..).and_then(|rest| memchr::memchr3(b'[', b']', b'\\', rest)) {
            at += step;
            match bytes.get(at) {
                Some(b'\\') => at += 1,
                Some(b'[') => open.push(at),
                _ => {
                    if let Some(start) = open.pop()
                        && let Some(end) = self.link_end(source, start, at)
                    {
                        let image = start > 0 && bytes.get(start - 1) == Some(&b'!');
                        gaps.extend(if image { vec![(start - 1, end)] } else { vec![(start, start + 1), (at, end)] });
                        at = end - 1;
                    }
                }
            }
            at += 1;
        }
        gaps.sort_unstable();
        gaps
    }

    /// Where a link ends whose text stands between `[` at `start` and `]` at `close`.
    fn link_end(&self, source: &str, start: usize, close: usize) -> Option<usize> {
        let after = source.get(close + 1..)?;
        match after.as_bytes().first() {
            Some(b'(') => target_end(after).map(|end| close + 1 + end),
            Some(b'[') => {
                let label = after.as_bytes().get(..after.len().min(TARGET))?;
                let end = memchr(b']', label)?;
                let name = after.get(1..end)?;
                (name.is_empty() || self.defines(name)).then_some(close + 1 + end + 1)
            }
            _ => self.defines(source.get(start + 1..close)?).then_some(close + 1),
        }
    }

    fn defines(&self, label: &str) -> bool {
        !self.labels.is_empty() && label.len() < 200 && self.labels.contains(&label.to_lowercase())
    }
}

/// The byte after the parenthesis that closes a link's target, which begins with `(`.
fn target_end(after: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in after.bytes().enumerate().take(TARGET) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'[' | b']' => return None,
            _ => {}
        }
    }
    None
}

/// A piece of source that is being read.
struct Piece<'a, 'b> {
    inline: &'b Inline<'a>,
    source: &'a str,
    place: usize,
    quoted: bool,
    gaps: Vec<Gap>,
    next_gap: usize,
    tags: Tags<'a>,
    /// Whether the last row of backticks, and the last element that is left out, had an end.
    ticks: bool,
    closes: bool,
    outline: &'b mut Outline,
}

impl<'a> Piece<'a, '_> {
    fn read(&mut self) {
        let mut at = 0;
        loop {
            let special = self.next_special(at);
            self.text(at, special);
            let Some(byte) = self.source.as_bytes().get(special) else { break };
            at = self.special(*byte, special);
        }
    }

    fn next_special(&self, at: usize) -> usize {
        let rest = self.source.as_bytes().get(at..).unwrap_or_default();
        let marks = if self.inline.markdown { &MARKDOWN } else { &TEXT };
        let found = rest.iter().position(|byte| marks.get(usize::from(*byte)).is_some_and(|mark| *mark));
        found.map_or(self.source.len(), |step| at + step)
    }

    fn text(&mut self, from: usize, to: usize) {
        self.outline.block.push_text(self.source.get(from..to).unwrap_or(""), self.place + from);
    }

    /// Reads what stands at a byte that may be a mark; says where reading goes on.
    fn special(&mut self, byte: u8, at: usize) -> usize {
        if let Some((_, end)) = self.gaps.get(self.next_gap).filter(|(start, _)| *start == at) {
            let end = *end;
            while self.gaps.get(self.next_gap).is_some_and(|(start, _)| *start < end) {
                self.next_gap += 1;
            }
            return end;
        }
        match byte {
            b'&' => at + self.outline.reference(self.rest(at), self.place + at, true),
            b'\n' => self.line_feed(at),
            b'-' => self.hyphen(at),
            b'\\' => self.escape(at),
            b'*' | b'_' | b'~' => self.emphasis(byte, at),
            b'`' => self.code(at),
            b'<' => self.markup(at),
            _ => self.literal(at),
        }
    }

    fn rest(&self, at: usize) -> &'a str {
        self.source.get(at..).unwrap_or("")
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    fn literal(&mut self, at: usize) -> usize {
        self.text(at, at + 1);
        at + 1
    }

    fn line_feed(&mut self, at: usize) -> usize {
        let cut = self.source.get(..at).is_some_and(|before| before.ends_with('\u{ad}'));
        if !cut {
            self.text(at, at + 1);
        }
        let marks: &[u8] = if self.quoted { b" \t>" } else { b" \t" };
        at + 1 + self.rest(at + 1).bytes().take_while(|byte| marks.contains(byte)).count()
    }

    /// A hyphen at the end of a line joins the word that goes on in the next.
    fn hyphen(&mut self, at: usize) -> usize {
        let rest = self.rest(at + 1);
        let blank = rest.bytes().take(200).take_while(u8::is_ascii_whitespace).count();
        let wrapped = rest.get(..blank).is_some_and(|blank| blank.contains('\n'));
        let next = rest.get(blank..).unwrap_or("");
        if !wrapped || !next.starts_with(char::is_lowercase) {
            return self.literal(at);
        }
        match self.inline.hyphens.joined(self.source.get(..at).unwrap_or(""), next) {
            None => self.literal(at),
            Some(keeps) => {
                self.text(at, at + usize::from(keeps));
                at + 1 + blank
            }
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.byte(at + 1) {
            Some(next) if next.is_ascii_punctuation() => {
                self.text(at + 1, at + 2);
                at + 2
            }
            Some(b'\n') | None => at + 1,
            Some(_) => self.literal(at),
        }
    }

    /// Drops marks of emphasis: those that touch a word on one side. A lone star or a row of underscores stays.
    fn emphasis(&mut self, mark: u8, at: usize) -> usize {
        let length = self.rest(at).bytes().take_while(|byte| *byte == mark).count();
        let before = at.checked_sub(1).and_then(|before| self.byte(before));
        let after = self.byte(at + length);
        let space = |byte: Option<u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace());
        let word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80);
        let marks = match mark {
            b'*' => !(space(before) && space(after)) || length > 1,
            b'_' => length <= 3 && (word(before) != word(after) || (!word(before) && space(before) != space(after))),
            _ => length == 2,
        };
        if !marks {
            self.text(at, at + length);
        }
        at + length
    }

    /// Code between equal rows of backticks is taken as it stands.
    fn code(&mut self, at: usize) -> usize {
        let length = self.rest(at).bytes().take_while(|byte| *byte == b'`').count();
        let start = at + length;
        let ticks = self.source.get(at..start).unwrap_or("");
        let end = if self.ticks { memmem::find(self.rest(start).as_bytes(), ticks.as_bytes()) } else { None };
        self.ticks = end.is_some();
        match end {
            Some(end) => {
                self.text(start, start + end);
                start + end + length
            }
            None => start,
        }
    }

    fn markup(&mut self, at: usize) -> usize {
        let address = self.rest(at + 1).bytes().take(512).position(|byte| b" \t\n<>".contains(&byte));
        if let Some(address) = address.map(|end| end + 1).filter(|end| self.byte(at + end) == Some(b'>'))
            && self.source.get(at..at + address).is_some_and(|inner| inner.contains(['@', ':']))
        {
            self.text(at + 1, at + address);
            return at + address + 1;
        }
        match self.tags.at(at) {
            None => self.literal(at),
            Some(Markup::Aside(end)) => end,
            Some(Markup::Tag(tag, end)) => {
                let raw = !tag.closing && matches!(tag.name.as_str(), "script" | "style" | "del" | "s");
                let skipped = if raw && self.closes { self.tags.element(tag.name, end) } else { None };
                self.closes &= skipped.is_some() || !raw;
                self.outline.tag(&tag, self.place + at, end - at);
                skipped.unwrap_or(end)
            }
        }
    }
}
