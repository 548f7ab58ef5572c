use crate::active::Verdict;
use crate::outline::Style;
use crate::rule::Rule;
use crate::tokens::Token;
use onus_terms::{Citation, Responsibility};

/// A responsibility and the rule that found it.
pub(crate) struct Unit {
    pub(crate) responsibility: Responsibility,
    pub(crate) rule: Rule,
}

/// A sentence that ends in a colon and gives the items below it their party and sense.
pub(crate) struct LeadIn {
    pub(crate) verdict: Option<Verdict>,
    /// The party whose verbs the items begin with, as in `Customer:` or `you agree that you:`.
    pub(crate) subject: Option<Token>,
    /// The style and indentation of the block that the lead-in itself stands in.
    pub(crate) own: (Option<Style>, usize),
    /// Whether the lead-in begins in lower case, as a part of another sentence.
    pub(crate) lower: bool,
    /// The style and indentation of its first item.
    pub(crate) items: Option<(Option<Style>, usize)>,
    /// The lead-in as a unit of its own, for when no item follows.
    pub(crate) alone: Option<Unit>,
    pub(crate) citation: Citation,
}

/// What a block is to the lead-ins above it.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// A numbered or bulleted item: its style and indentation, and whether its words begin in lower case.
    Item(Option<Style>, usize, bool),
    /// A paragraph that can only be an item that lost its mark: it begins in lower case or ends in a semicolon.
    Loose,
    /// Anything else ends the lists.
    Other,
}

/// The open lead-ins, innermost last.
#[derive(Default)]
pub(crate) struct Leads {
    open: Vec<LeadIn>,
}

const DEEPEST: usize = 8;

impl Leads {
    /// Closes what a block does not belong to; gives back the lead-ins that stayed without items, as units.
    pub(crate) fn enter(&mut self, place: Place) -> Vec<Unit> {
        let mut alone = Vec::new();
        while let Some(lead) = self.open.last_mut() {
            if lead.takes(place) {
                break;
            }
            alone.extend(self.open.pop().and_then(|lead| lead.alone));
        }
        alone.reverse();
        alone
    }

    pub(crate) fn push(&mut self, lead: LeadIn) {
        if self.open.len() == DEEPEST {
            self.open.remove(0);
        }
        self.open.push(lead);
    }

    pub(crate) fn last(&self) -> Option<&LeadIn> {
        self.open.last()
    }

    /// An item was found: the lead-ins above it are no units of their own.
    pub(crate) fn used(&mut self) {
        for lead in &mut self.open {
            lead.alone = None;
        }
    }
}

impl LeadIn {
    /// Whether a block is one of its items; the first item sets what the others look like.
    fn takes(&mut self, place: Place) -> bool {
        let Place::Item(style, indent, lower) = place else {
            return matches!(place, Place::Loose) && self.items.is_none_or(|(style, _)| style.is_none());
        };
        let Some((first, at)) = self.items else {
            let (own, own_indent) = self.own;
            let sibling = own.is_some() && own == style && indent <= own_indent;
            // Captured pages flatten lists: an item that goes on in lower case is one of the item before it.
            let takes = !sibling || lower && !self.lower;
            if takes {
                self.items = Some((style, indent));
            }
            return takes;
        };
        let flattened = self.own == (first, at) && !lower;
        !flattened && first == style && indent.abs_diff(at) < 2 || indent > at
    }
}
