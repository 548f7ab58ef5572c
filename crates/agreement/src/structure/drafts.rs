//! Consequences as they are met in the pass, alone or in lists.

use super::deeds::announced;
use super::definitions;
use super::effects::{Effect, effects};
use super::trigger::{Read, Trigger};
use super::vocabulary::Sense;
use super::walk::Walk;
use crate::outline::{self, Style};
use crate::words::Class;
use onus_terms::{Actor, Block, BlockKind, Citation, ConsequenceKind};
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

/// A sentence that opens a list of what brings a consequence, or of what something brings.
pub(super) struct Lead {
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
    pub(super) fn takes(&mut self, block: &Block) -> bool {
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

/// Longer words of a trigger are cut.
const MOST_LETTERS: usize = 400;
/// A longer lead-in is not told again with each of its items.
const MOST_LEAD: usize = 2000;

impl Walk<'_> {
    pub(super) fn consequences(&mut self, block: &Block, read: &Read) {
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
        } else if let Some((kind, actor)) = announced(read) {
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
        // The duty itself stands before: `Customer shall pay, and late payments bear interest`.
        let told = Class::MODAL.and(Class::AGREE).and(Class::BE);
        let hinge = hinge.filter(|at| read.s.find(0, *at, told).is_some());
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
}
