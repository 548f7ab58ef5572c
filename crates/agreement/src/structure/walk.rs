//! The pass over the blocks.

use super::clauses::Tree;
use super::definitions;
use super::effects::{Effect, effects};
use super::papers::{self, Papers};
use super::references::{Pending, references};
use super::trigger::{Read, Trigger};
use super::vocabulary::{Sense, marks};
use crate::outline::{self, Style, sums_up};
use crate::sentence::Sentence;
use crate::tokens::Text;
use crate::words::Class;
use crate::{Parties, sentences};
use onus_terms::{Actor, Block, BlockKind, Citation, ConsequenceKind, Definition, DocumentText, Span};
use std::ops::Range;

/// A consequence before its responsibilities are known.
pub(super) struct Draft {
    pub(super) kind: ConsequenceKind,
    pub(super) actor: Actor,
    pub(super) trigger: Trigger,
    /// The words of the trigger.
    pub(super) words: String,
    pub(super) citation: Citation,
    pub(super) lead_in: Option<Citation>,
    /// The clause that it stands in.
    pub(super) clause: Option<usize>,
    /// Where the block before began: what stands right before.
    pub(super) near: usize,
    /// The character before which a duty of the same sentence fails, in `Customer must …, failing which …`.
    pub(super) hinge: Option<usize>,
}

/// A term with what its meaning says of failures.
pub(super) struct Defined {
    pub(super) definition: Definition,
    pub(super) trigger: Trigger,
    /// All characters of its meaning, with the items of its list.
    pub(super) span: Span,
}

/// A sentence that opens a list of what brings a consequence, or of what something brings.
struct Lead {
    effects: Vec<(ConsequenceKind, Actor)>,
    trigger: Option<(Trigger, String)>,
    /// The actor of the items.
    actor: Option<Actor>,
    citation: Option<Citation>,
    /// The look of its own block, for an item of a list.
    own: Option<Look>,
    /// The look of its items.
    items: Option<Look>,
}

/// How an item looks: the style of its mark, and how deep it is indented.
type Look = (Option<Style>, usize);

/// The look of an item. `(i)` may be a letter or a numeral, so that both are one style.
fn look(block: &Block) -> Option<Look> {
    let BlockKind::Item(indent) = block.kind else { return None };
    let style = block.marker.as_deref().map(|marker| outline::style(marker, None));
    Some((if style == Some(Style::Roman) { Some(Style::Letter) } else { style }, indent))
}

impl Lead {
    /// Whether a block is one of its items; the first sets how deep they stand.
    fn takes(&mut self, block: &Block) -> bool {
        let Some((style, indent)) = look(block) else { return definitions::carries_on(block) };
        let fits = match (self.items, self.own) {
            (Some((first, at)), _) => first == style && indent.abs_diff(at) < 2 || indent > at,
            (None, Some((own, at))) => own != style || indent > at + 1,
            (None, None) => true,
        };
        self.items.get_or_insert((style, indent));
        fits
    }
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
    document: &'a DocumentText,
    parties: &'a Parties,
    text: Text,
    found: Walked,
    lead: Option<Lead>,
    /// Whether terms are listed below the last heading.
    listed: bool,
    /// The term in the first column of the row.
    cell: Option<(usize, String)>,
    /// Whether the table gives terms.
    terms_table: bool,
    /// Whether the definition told last goes on in items.
    defining: bool,
    /// Where the last two blocks began.
    near: (usize, usize),
}

/// Longer words of a trigger are cut.
const MOST_LETTERS: usize = 400;
/// A longer lead-in is not told again with each of its items.
const MOST_LEAD: usize = 2000;

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

    fn consequences(&mut self, block: &Block, read: &Read) {
        let given = self.lead.as_ref().and_then(|lead| lead.actor);
        let effects = effects(read, given);
        let opens = read.s.len() > 1 && read.s.is(read.s.len() - 1, Class::COLON);
        if opens {
            self.open(block, read, &effects);
        }
        if effects.is_empty() {
            if !opens {
                self.item(block, read);
            }
            return;
        }
        for effect in effects {
            self.draft(block, read, &effect);
        }
    }

    fn open(&mut self, block: &Block, read: &Read, effects: &[Effect]) {
        let all = 0..read.s.len();
        let trigger = read.trigger(all.clone());
        let words = self.words_of(block, read, &all);
        let citation = read
            .s
            .bytes()
            .and_then(|bytes| self.cite(block, bytes))
            .filter(|citation| citation.quote.len() <= MOST_LEAD);
        let provider = read.s.find(0, read.s.len(), Class::PROVIDER).filter(|at| !read.s.is(*at, Class::OWNS));
        let modal = read.s.len().checked_sub(5).and_then(|from| read.s.find(from, read.s.len(), Class::MODAL));
        let actor = provider.filter(|_| modal.is_some()).map(|_| Actor::Provider);
        let failing = trigger.fails && effects.is_empty();
        self.lead = Some(Lead {
            effects: effects.iter().map(|effect| (effect.kind, effect.actor)).collect(),
            trigger: failing.then_some((trigger, words)),
            actor,
            citation,
            own: look(block),
            items: None,
        });
        if effects.is_empty() && !failing {
            self.capped(read);
        }
    }

    /// `… will not exceed …, with these exceptions:` opens a list of what no limit covers; so does `may be suspended if:`.
    fn capped(&mut self, read: &Read) {
        let all = 0..read.s.len();
        let has = |sense| read.within(&all, sense).next().is_some();
        let capped = has(Sense::CAP_STATED.and(Sense::CAP)) && has(Sense::EXCEPTED.and(Sense::UNCAPPED));
        let Some(lead) = self.lead.as_mut() else { return };
        if capped {
            lead.effects.push((ConsequenceKind::UncappedLiability, Actor::Automatic));
        } else if let Some((kind, actor)) = super::effects::announced(read) {
            lead.effects.push((kind, actor));
        }
    }

    /// An item of a list that a lead-in gives its effect.
    fn item(&mut self, block: &Block, read: &Read) {
        let Some(lead) = &self.lead else { return };
        let all = 0..read.s.len();
        let trigger = read.trigger(all.clone());
        if lead.effects.is_empty() || !trigger.leads() {
            return;
        }
        let (effects, lead_in) = (lead.effects.clone(), lead.citation.clone());
        let Some(citation) = read.s.bytes().and_then(|bytes| self.cite(block, bytes)) else { return };
        let words = self.words_of(block, read, &all);
        for (kind, actor) in effects {
            let draft = Draft {
                kind,
                actor,
                trigger: trigger.clone(),
                words: words.clone(),
                citation: citation.clone(),
                lead_in: lead_in.clone(),
                clause: self.found.tree.here(),
                near: self.near.0,
                hinge: None,
            };
            self.found.drafts.push(draft);
        }
    }

    fn draft(&mut self, block: &Block, read: &Read, effect: &Effect) {
        let Some(bytes) = read.s.bytes() else { return };
        let Some(citation) = self.cite(block, bytes.clone()) else { return };
        let own = read.trigger(effect.trigger.clone());
        let given = self.lead.as_ref().and_then(|lead| lead.trigger.clone().zip(Some(lead.citation.clone())));
        let (trigger, words, lead_in) = match given {
            Some(((trigger, words), lead_in)) if !own.fails => (trigger, words, lead_in),
            _ => (own, self.words_of(block, read, &effect.trigger), None),
        };
        let hinge = read.within(&(1..effect.at.min(effect.trigger.end)), Sense::HINGE).last().map(|mark| mark.at);
        let hinge =
            hinge.and_then(|at| self.document.span(block, bytes.start..read.s.at(at).bytes().end)).map(|span| span.end);
        let (kind, actor) = (effect.kind, effect.actor);
        let clause = self.found.tree.here();
        self.found.drafts.push(Draft {
            kind,
            actor,
            trigger,
            words,
            citation,
            lead_in,
            clause,
            near: self.near.0,
            hinge,
        });
    }

    /// The words of some tokens, not too many.
    fn words_of(&self, block: &Block, read: &Read, range: &Range<usize>) -> String {
        let Some(last) = range.end.min(read.s.len()).checked_sub(1) else { return String::new() };
        let bytes = read.s.at(range.start).bytes().start..read.s.at(last).bytes().end;
        let words = block
            .words()
            .get(bytes)
            .unwrap_or("")
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
        words.chars().take(MOST_LETTERS).collect()
    }

    /// Words with their place, clause and heading.
    fn cite(&self, block: &Block, bytes: Range<usize>) -> Option<Citation> {
        let mut citation = self.document.cite(block, bytes)?;
        let here = self.found.tree.here();
        citation.place.clause = self.found.tree.number(here);
        citation.place.heading = self.found.tree.head(here);
        Some(citation)
    }
}
