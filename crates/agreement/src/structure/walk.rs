//! The pass over the blocks.

use super::clauses::Tree;
use super::definitions;
use super::drafts::{Draft, Lead};
use super::papers::{self, Papers};
use super::references::{Pending, references};
use super::trigger::{Read, Trigger};
use super::vocabulary::marks;
use crate::outline::sums_up;
use crate::sentence::Sentence;
use crate::tokens::Text;
use crate::{Parties, sentences};
use onus_terms::{Block, BlockKind, Citation, Definition, DocumentText, Span};
use std::ops::Range;

/// A term with what its meaning says of failures.
pub(super) struct Defined {
    pub(super) definition: Definition,
    pub(super) trigger: Trigger,
    /// All characters of its meaning, with the items of its list.
    pub(super) span: Span,
}

/// All that the pass found.
pub(super) struct Walked {
    pub(super) tree: Tree,
    pub(super) pending: Vec<Pending>,
    pub(super) defined: Vec<Defined>,
    pub(super) papers: Papers,
    pub(super) precedence: Vec<Citation>,
    pub(super) drafts: Vec<Draft>,
}

/// The pass.
pub(super) struct Walk<'a> {
    pub(super) document: &'a DocumentText,
    parties: &'a Parties,
    text: Text,
    pub(super) found: Walked,
    pub(super) lead: Option<Lead>,
    /// Whether terms are listed below the last heading.
    listed: bool,
    /// The term in the first column of the row.
    cell: Option<(usize, String)>,
    /// Whether the table gives terms.
    terms_table: bool,
    /// Whether the definition told last goes on in items.
    defining: bool,
    /// Where the last two blocks began.
    pub(super) near: (usize, usize),
}

impl<'a> Walk<'a> {
    pub(super) fn new(document: &'a DocumentText, parties: &'a Parties) -> Self {
        let found = Walked {
            tree: Tree::default(),
            pending: Vec::new(),
            defined: Vec::new(),
            papers: Papers::default(),
            precedence: Vec::new(),
            drafts: Vec::new(),
        };
        Walk {
            document,
            parties,
            text: Text::default(),
            found,
            lead: None,
            listed: false,
            cell: None,
            terms_table: false,
            defining: false,
            near: (0, 0),
        }
    }

    pub(super) fn done(mut self) -> Walked {
        self.found.tree.close();
        self.found
    }

    pub(super) fn block(&mut self, block: &Block) {
        if sums_up(block) {
            return;
        }
        let mut text = std::mem::take(&mut self.text);
        text.read(block.words());
        self.found.tree.enter(self.document, block, &text);
        if let BlockKind::Heading(_) = block.kind {
            self.listed = definitions::over_definitions(block.words());
            self.lead = None;
            self.defining = false;
        } else {
            self.words(block, &mut text);
        }
        self.text = text;
    }

    fn words(&mut self, block: &Block, text: &mut Text) {
        self.parties.mark(text);
        self.lead.take_if(|lead| !lead.takes(block));
        self.defining &= definitions::carries_on(block);
        let begins = self.document.span(block, 0..block.words().len()).map_or(0, |span| span.start);
        self.near = (self.near.1, begins);
        self.row(block);
        let ranges = sentences::split(text);
        for (number, range) in ranges.into_iter().enumerate() {
            self.sentence(block, Sentence::new(text, range), number == 0);
        }
    }

    /// Notes a term that a row of a table defines.
    fn row(&mut self, block: &Block) {
        let Some(cell) = block.cell else {
            self.terms_table = false;
            return;
        };
        if cell.column == 0 {
            if cell.header || cell.row == 0 {
                self.terms_table = definitions::over_definitions(block.words());
            }
            self.cell = definitions::cell_term(block).filter(|_| !cell.header).map(|term| (cell.row, term));
        } else if cell.column == 1
            && let Some((_, term)) = self.cell.take().filter(|(row, _)| *row == cell.row)
            && (self.listed || self.terms_table)
            && let Some(citation) = self.cite(block, 0..block.words().len())
        {
            let span = citation.place.span;
            self.found.defined.push(Defined {
                definition: Definition { term, citation },
                trigger: Trigger::default(),
                span,
            });
            self.defining = true;
        }
    }

    fn sentence(&mut self, block: &Block, s: Sentence<'_>, first: bool) {
        let found = references(&s);
        let place = self.found.pending.len();
        let from = self.found.tree.here();
        for reference in &found {
            let last = reference.tokens.end.saturating_sub(1);
            let bytes = s.at(reference.tokens.start).bytes().start..s.at(last).bytes().end;
            // Each keeps its place, so that triggers can name it.
            let Some(citation) = self.cite(block, bytes).or_else(|| self.cite(block, 0..block.words().len())) else {
                return;
            };
            let (targets, elsewhere) = (reference.targets.clone(), reference.elsewhere);
            self.found.pending.push(Pending { citation, from, targets, elsewhere });
        }
        let marks = marks(&s);
        let read = Read { s, marks: &marks, references: &found, first: place };
        self.define(block, &read, first);
        self.found.papers.sentence(self.document, block, &s);
        if papers::ranks(&s) {
            let cited = s.bytes().and_then(|bytes| self.cite(block, bytes));
            self.found.precedence.extend(cited);
        }
        self.consequences(block, &read);
    }

    fn define(&mut self, block: &Block, read: &Read, first: bool) {
        let listed = self.listed && first && !matches!(block.kind, BlockKind::Row);
        let found = definitions::definitions(self.document, block, &read.s, listed);
        if found.is_empty() {
            if self.defining {
                self.carry(block, read);
            }
            return;
        }
        self.defining = false;
        for found in found {
            let Some(citation) = self.cite(block, found.bytes) else { continue };
            let span = citation.place.span;
            let trigger = read.trigger(found.tokens);
            self.found.defined.push(Defined { definition: Definition { term: found.term, citation }, trigger, span });
            self.defining = true;
        }
    }

    /// An item, or a further sentence, of the meaning told last.
    fn carry(&mut self, block: &Block, read: &Read) {
        let span = read.s.bytes().and_then(|bytes| self.document.span(block, bytes));
        let item = matches!(block.kind, BlockKind::Item(_) | BlockKind::Row);
        let opened = self.found.defined.last().is_some_and(|last| {
            last.definition.citation.quote.trim_end().ends_with([':', ';', ',']) || matches!(block.kind, BlockKind::Row)
        });
        if let (true, Some(span), Some(last)) = (item && opened, span, self.found.defined.last_mut()) {
            last.span.end = last.span.end.max(span.end);
            last.trigger.take(read.trigger(0..read.s.len()));
        }
    }

    /// Words with their place, clause and heading.
    pub(super) fn cite(&self, block: &Block, bytes: Range<usize>) -> Option<Citation> {
        let mut citation = self.document.cite(block, bytes)?;
        let here = self.found.tree.here();
        citation.place.clause = self.found.tree.number(here);
        citation.place.heading = self.found.tree.head(here);
        Some(citation)
    }
}
