//! The tree of clauses.

use super::numbers::{self, Printed};
use crate::outline::{self, Style};
use crate::tokens::Text;
use crate::words::Class;
use onus_terms::{Block, BlockKind, Clause, DocumentText, Span};
use std::collections::BTreeMap;

/// Deeper nesting than any agreement has is laid flat.
pub(super) const DEEPEST: usize = 12;

/// An open clause.
pub(super) struct Node {
    pub(super) clause: usize,
    heading: Option<u8>,
    /// Of an item that counts from the clause above it.
    relative: Option<Style>,
    indent: usize,
    /// Whether its printed number says by itself where it belongs: `4.1`.
    dotted: bool,
    /// Inside a block.
    pub(super) inline: bool,
}

/// What is known of a clause besides what is told outside.
pub(super) struct Known {
    /// The attached paper that it is in; 0 for the paper itself.
    pub(super) scope: usize,
    /// Its number in full; empty without one.
    pub(super) parts: Vec<String>,
    /// Whether it counts from the clause above it.
    pub(super) relative: bool,
}

/// The clauses found so far, and those that are open.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) clauses: Vec<Clause>,
    pub(super) known: Vec<Known>,
    pub(super) open: Vec<Node>,
    pub(super) index: BTreeMap<(usize, String), usize>,
    pub(super) attached: BTreeMap<String, usize>,
    scope: usize,
    /// The last marks of the lists inside a block.
    marks: Vec<(Style, String)>,
    /// Where the last block ended.
    end: usize,
    /// A number that stands alone in its block, before the heading that it numbers.
    waiting: Option<Printed>,
}

impl Tree {
    /// Notes the clause that a block begins, and those inside it.
    pub(super) fn enter(&mut self, document: &DocumentText, block: &Block, text: &Text) {
        let Some(span) = document.span(block, 0..block.words().len()) else { return };
        let heading = match block.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        let waiting = self.waiting.take();
        if heading.is_none() {
            self.waiting = numbers::alone(block.words());
        }
        let written = numbers::printed(block.words(), heading.is_some()).filter(|_| self.waiting.is_none());
        let computed = block.marker.as_deref().filter(|marker| !block.words().starts_with(*marker));
        let printed = written.or_else(|| computed.and_then(|marker| numbers::printed(&format!("{marker} x"), true)));
        match (heading, printed) {
            (Some(level), printed) => self.heading(level, block.words(), printed.or(waiting), span),
            (None, Some(printed)) => self.numbered(block, printed, span),
            (None, None) => {}
        }
        self.end = span.end;
        self.inside(document, block, text);
    }

    /// Ends all clauses.
    pub(super) fn close(&mut self) {
        self.pop_to(0);
    }

    fn heading(&mut self, level: u8, words: &str, printed: Option<Printed>, span: Span) {
        let title = title(words, printed.as_ref().map_or(0, |printed| printed.length));
        if let Some(name) = printed.as_ref().and_then(|printed| printed.attached) {
            return self.attach(
                name,
                printed.map(|printed| printed.core).unwrap_or_default(),
                title,
                Some(level),
                span,
            );
        }
        let parts = printed.as_ref().map(|printed| printed.parts.clone()).unwrap_or_default();
        let depth = match self.holder(&parts) {
            Some(depth) => depth,
            None => {
                let outer = |node: &Node| node.heading.is_some_and(|open| open < level) || node.indent == usize::MAX;
                self.open.iter().rposition(outer).map_or(0, |at| at + 1)
            }
        };
        self.pop_to(depth);
        let number = printed.map(|printed| printed.core.trim_end_matches('.').to_owned());
        let node = Node { clause: 0, heading: Some(level), relative: None, indent: 0, dotted: false, inline: false };
        self.push(node, number, title, parts, span);
    }

    /// An attached paper begins: a clause of its own with clauses that are counted anew.
    fn attach(&mut self, name: &str, core: String, title: Option<String>, level: Option<u8>, span: Span) {
        self.pop_to(0);
        let key = format!("{name} {}", core.to_lowercase());
        let scopes = self.attached.len() + 1;
        self.scope = *self.attached.entry(key).or_insert(scopes);
        let mut capital = name.to_owned();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let node = Node { clause: 0, heading: level, relative: None, indent: usize::MAX, dotted: false, inline: false };
        self.push(node, Some(format!("{capital} {core}")), title, Vec::new(), span);
    }

    fn numbered(&mut self, block: &Block, printed: Printed, span: Span) {
        let indent = if let BlockKind::Item(indent) = block.kind { indent } else { 0 };
        let title = block.words().get(printed.length..).and_then(short_title);
        if let Some(name) = printed.attached {
            return self.attach(name, printed.core, title, None, span);
        }
        if printed.relative {
            return self.relative(indent, &printed, title, span);
        }
        let dotted = printed.parts.len() > 1;
        let (depth, nested) = match self.holder(&printed.parts).filter(|_| dotted) {
            Some(depth) => (depth, false),
            None if dotted => (self.headings(), false),
            None => self.figure(indent, &printed),
        };
        self.pop_to(depth);
        let above = self.open.last().filter(|_| nested).map(|node| node.clause);
        let (parts, number) = self.full(above, &printed, false);
        let node = Node { clause: 0, heading: None, relative: None, indent, dotted, inline: false };
        self.push(node, Some(number), title, parts, span);
    }

    /// Where a clause that begins with one figure belongs, and whether it counts from the clause above it.
    fn figure(&self, indent: usize, printed: &Printed) -> (usize, bool) {
        let figure = |node: &Node| node.heading.is_none() && node.relative.is_none() && node.indent < usize::MAX;
        let sibling =
            self.open.iter().rposition(|node| figure(node) && !node.dotted && node.indent.abs_diff(indent) < 2);
        let core = &printed.core;
        if let Some(at) = sibling {
            let open = self.open.get(at);
            let single = |node: &Node| self.known.get(node.clause).is_some_and(|known| !known.parts.is_empty());
            let above = at.checked_sub(1).and_then(|above| self.open.get(above));
            let counted = above.is_some_and(|above| single(above) && self.begins(open, above));
            return (at, counted);
        }
        let Some(at) =
            self.open.iter().rposition(|node| figure(node) && node.indent < indent || node.heading.is_some())
        else {
            return (0, false);
        };
        let above = self.open.get(at);
        let known = above.and_then(|node| self.known.get(node.clause)).filter(|known| !known.parts.is_empty());
        // A list counts from one; any other number under a numbered heading is its sibling that lost its look.
        let lost = above.is_some_and(|node| node.heading.is_some()) && known.is_some() && core != "1";
        if lost { (at, false) } else { (at + 1, known.is_some()) }
    }

    /// Whether the number of a clause begins with that of the one above it.
    fn begins(&self, node: Option<&Node>, above: &Node) -> bool {
        let parts = |node: &Node| self.known.get(node.clause).map_or(&[][..], |known| known.parts.as_slice());
        node.is_some_and(|node| parts(node).starts_with(parts(above)) && parts(node).len() > parts(above).len())
    }

    fn last(&self, node: &Node) -> Option<String> {
        self.known.get(node.clause)?.parts.last().cloned()
    }

    fn relative(&mut self, indent: usize, printed: &Printed, title: Option<String>, span: Span) {
        let last = self.open.iter().rev().find(|node| node.relative.is_some()).and_then(|node| self.last(node));
        let style = outline::style(&printed.core, last.as_deref());
        let at = self.open.iter().position(|node| node.relative == Some(style));
        self.pop_to(at.unwrap_or(self.open.len()).min(DEEPEST));
        let above = self.open.last().map(|node| node.clause);
        let (parts, number) = self.full(above, printed, true);
        let node = Node { clause: 0, heading: None, relative: Some(style), indent, dotted: false, inline: false };
        self.push(node, Some(number), title, parts, span);
    }

    /// The items `(a)`, `(b)` inside a block.
    fn inside(&mut self, document: &DocumentText, block: &Block, text: &Text) {
        let outer = self.open.len();
        self.marks.clear();
        for (at, token) in text.tokens.iter().enumerate().skip(1) {
            let before = at.checked_sub(1).and_then(|at| text.tokens.get(at)).copied().unwrap_or_default();
            if !token.is(Class::MARK) || numbers::called(text.word(before)) {
                continue;
            }
            let core = text.word(*token).trim_matches(['(', ')']).to_owned();
            let depth = self.marks.iter().rposition(|(_, last)| numbers::follows(&core, last));
            let depth = match depth {
                Some(depth) => depth,
                None if numbers::opens(&core) && outer + self.marks.len() < DEEPEST => self.marks.len(),
                None => continue,
            };
            let Some(span) = document.span(block, token.bytes().start..block.words().len()) else { continue };
            self.end = span.start;
            self.pop_to(outer + depth);
            self.marks.truncate(depth);
            self.marks.push((Style::Letter, core.clone()));
            let above = self.open.last().map(|node| node.clause);
            let printed = Printed { attached: None, parts: vec![core.clone()], relative: true, core, length: 0 };
            let (parts, number) = self.full(above, &printed, true);
            let node = Node {
                clause: 0,
                heading: None,
                relative: Some(Style::Letter),
                indent: 0,
                dotted: false,
                inline: true,
            };
            self.push(node, Some(number), None, parts, span);
        }
        if let Some(span) = document.span(block, 0..block.words().len()) {
            self.end = span.end;
        }
        self.pop_to(outer);
    }

    /// How deep the open clause stands whose number a longer number begins with.
    fn holder(&self, parts: &[String]) -> Option<usize> {
        if parts.len() < 2 {
            return None;
        }
        let holds = |node: &Node| {
            let own = self.known.get(node.clause).map_or(&[][..], |known| known.parts.as_slice());
            !own.is_empty() && own.len() < parts.len() && parts.starts_with(own)
        };
        self.open.iter().rposition(holds).map(|at| at + 1)
    }

    /// How deep the headings stand that a numbered paragraph is under.
    fn headings(&self) -> usize {
        let outer = |node: &Node| node.heading.is_some() || node.indent == usize::MAX;
        self.open.iter().rposition(outer).map_or(0, |at| at + 1)
    }

    /// The number in full, as parts and as printed.
    fn full(&self, above: Option<usize>, printed: &Printed, bracket: bool) -> (Vec<String>, String) {
        let own = printed.core.trim_end_matches('.');
        let Some(above) = above else {
            let alone = if bracket { format!("({own})") } else { own.to_owned() };
            return (printed.parts.clone(), alone);
        };
        let mut parts = self.known.get(above).map(|known| known.parts.clone()).unwrap_or_default();
        parts.extend(printed.parts.iter().cloned());
        let number = self.number(Some(above)).unwrap_or_default();
        let joined = match (bracket, number.is_empty()) {
            (true, _) => format!("{number}({own})"),
            (false, true) => own.to_owned(),
            (false, false) => format!("{number}.{own}"),
        };
        (parts, joined)
    }

    fn push(
        &mut self,
        mut node: Node,
        number: Option<String>,
        heading: Option<String>,
        parts: Vec<String>,
        span: Span,
    ) {
        if self.open.len() >= DEEPEST {
            self.pop_to(DEEPEST - 1);
        }
        let clause = self.clauses.len();
        let parent = self.open.last().map(|node| node.clause);
        if number.is_some() {
            self.index.entry((self.scope, parts.join("."))).or_insert(clause);
        }
        self.known.push(Known { scope: self.scope, parts, relative: node.relative.is_some() });
        self.clauses.push(Clause { number, heading, span, parent });
        node.clause = clause;
        self.open.push(node);
    }

    fn pop_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(clause) = self.open.pop().and_then(|node| self.clauses.get_mut(node.clause)) {
                clause.span.end = self.end.max(clause.span.start);
            }
        }
    }
}

/// The words of a heading after its number.
fn title(words: &str, length: usize) -> Option<String> {
    let rest = words.get(length..).unwrap_or(words);
    let plain = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '–' | '—' | '-'));
    (!plain.is_empty()).then(|| plain.chars().take(200).collect())
}

/// The heading that a numbered paragraph begins with: a few capitalised words before a full stop.
fn short_title(rest: &str) -> Option<String> {
    let rest = rest.trim_start();
    let (first, _) = rest.split_once(['.', ':', '–']).unwrap_or((rest, ""));
    let words = first.split_whitespace().count();
    let fits = (1..=8).contains(&words) && first.len() <= 80 && first.starts_with(char::is_uppercase);
    let sentence =
        first.split_whitespace().any(|word| matches!(word, "shall" | "will" | "must" | "may" | "is" | "are"));
    (fits && !sentence).then(|| first.trim().to_owned())
}
