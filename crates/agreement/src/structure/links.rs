//! From consequences to the responsibilities that they hang on.

use super::Deal;
use super::clauses::Tree;
use super::drafts::Draft;
use super::duties::Duties;
use super::papers::is_paper;
use super::trigger::{Again, Trigger};
use super::vocabulary::{PAYMENT, USE, bit};
use super::walk::{Defined, Walked};
use crate::tokens::Text;
use onus_terms::{Basis, Consequence, ConsequenceKind, DocumentText, Incorporated, Kind, Link, Responsibility, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A consequence that hangs on more than this in particular hangs on all in general.
const MOST_LINKS: usize = 120;
/// A paper with more clauses of one figure than this collects the terms of many services.
const MOST_CLAUSES: usize = 50;
/// How many duties right before a sentence it may speak of.
const NEAR: usize = 16;
/// A matter of more duties than this, far from the sentence, is too broad.
const MOST_OF_A_MATTER: usize = 8;
/// The same for paying and using, which are one act each.
const MOST_OF_ONE_ACT: usize = 40;
/// More definitions than this are not followed from one sentence.
const MOST_DEFINITIONS: usize = 32;
/// How deep one definition may lead to another.
const DEEPEST: usize = 3;

/// The consequences with their links; without those that lead nowhere and are not general.
pub(super) fn consequences(found: &Walked, document: &DocumentText, deal: &Deal<'_>) -> Vec<Consequence> {
    let duties = Duties::of(document, deal);
    let terms = terms(&found.defined);
    let papers = papers(&found.papers.found);
    let whole = found.tree.clauses.iter().filter_map(|clause| clause.number.as_deref());
    let collection = whole.filter(|number| number.bytes().all(|byte| byte.is_ascii_digit())).count() > MOST_CLAUSES;
    let linker = Linker { found, papers: &papers, collection, duties: &duties, terms: &terms };
    let mut all: Vec<Consequence> = found.drafts.iter().filter_map(|draft| linker.told(draft)).collect();
    all.extend(duties.conditions(document));
    all.sort_by_key(|consequence| (consequence.citation.place.span, consequence.kind));
    all
}

/// Papers by their names and short names, in small letters.
fn papers(named: &[Incorporated]) -> BTreeMap<String, usize> {
    let mut papers = BTreeMap::new();
    for (at, paper) in named.iter().enumerate() {
        for name in std::iter::once(&paper.name).chain(&paper.called) {
            papers.entry(name.to_lowercase()).or_insert(at);
        }
    }
    papers
}

/// Terms in plain form, with their definitions.
fn terms(defined: &[Defined]) -> BTreeMap<String, usize> {
    let mut text = Text::default();
    let mut terms = BTreeMap::new();
    for (at, defined) in defined.iter().enumerate() {
        text.read(&defined.definition.term);
        let plain = text.plain(0..text.tokens.len()).to_owned();
        terms.entry(plain).or_insert(at);
    }
    terms
}

struct Linker<'a> {
    found: &'a Walked,
    /// The papers that are named, by their names in small letters.
    papers: &'a BTreeMap<String, usize>,
    /// Whether the paper collects the terms of many services, so that its clauses have little to do with each other.
    collection: bool,
    duties: &'a Duties<'a>,
    terms: &'a BTreeMap<String, usize>,
}

/// Links that are being gathered; the surest basis of each duty stays.
#[derive(Default)]
struct Gathered {
    links: BTreeMap<usize, (Basis, Option<usize>)>,
    general: bool,
    /// The definitions that were followed.
    seen: BTreeSet<usize>,
}

impl Gathered {
    fn add(&mut self, duty: usize, basis: Basis) {
        self.add_through(duty, basis, None);
    }

    fn add_through(&mut self, duty: usize, basis: Basis, definition: Option<usize>) {
        let known = self.links.entry(duty).or_insert((basis, definition));
        if basis < known.0 {
            *known = (basis, definition);
        }
    }
}

impl Linker<'_> {
    fn told(&self, draft: &Draft) -> Option<Consequence> {
        let own = draft.citation.place.span;
        let mut gathered = Gathered { general: draft.trigger.general, ..Gathered::default() };
        self.same_sentence(draft, &mut gathered);
        let broad = matches!(draft.kind, ConsequenceKind::Indemnity | ConsequenceKind::UncappedLiability);
        if !broad {
            self.before(draft, &mut gathered);
        }
        self.follow(&draft.trigger, own, Basis::Reference, &mut gathered);
        self.defined(&draft.trigger, own, 0, &mut gathered);
        let aside: Vec<usize> = self.duties.inside(own).collect();
        gathered.links.retain(|duty, (basis, _)| *basis == Basis::Clause || !aside.contains(duty));
        if broad || gathered.links.is_empty() && draft.trigger.fails {
            let matters = draft.trigger.matters;
            self.matter(matters, draft.clause, own, &mut gathered);
        }
        let Gathered { mut links, mut general, .. } = gathered;
        if links.len() > MOST_LINKS {
            (links, general) = (BTreeMap::new(), true);
        }
        if links.is_empty() && !general && !draft.trigger.fails {
            return None;
        }
        let link = |(responsibility, (basis, through))| Link { responsibility, basis, through };
        Some(Consequence {
            kind: draft.kind,
            actor: draft.actor,
            trigger: draft.words.clone(),
            citation: draft.citation.clone(),
            lead_in: draft.lead_in.clone(),
            general,
            links: links.into_iter().map(link).collect(),
        })
    }

    /// `Customer must …, failing which …`.
    fn same_sentence(&self, draft: &Draft, gathered: &mut Gathered) {
        let Some(hinge) = draft.hinge else { return };
        for duty in self.duties.inside(draft.citation.place.span).take(NEAR) {
            let kind = self.duties.duty(duty).map(|duty| duty.kind);
            let starts = self.duties.duty(duty).is_some_and(|duty| duty.citation.place.span.start < hinge);
            if starts && kind.is_some_and(|kind| kind != Kind::Condition) {
                gathered.add(duty, Basis::Clause);
            }
        }
    }

    /// The duty, or the list of duties, right before the sentence.
    fn before(&self, draft: &Draft, gathered: &mut Gathered) {
        let own = draft.citation.place.span;
        let until = self.duties.places.partition_point(|(place, _)| place.start < own.start);
        let near = self.duties.places.get(..until).unwrap_or(&[]).iter().rev().take(NEAR);
        let near: Vec<usize> = near
            .take_while(|(place, _)| place.end >= draft.near && place.end <= own.start)
            .map(|(_, duty)| *duty)
            .collect();
        let Some(last) = near.first().and_then(|last| self.duties.duty(*last)) else { return };
        if let Some(again) = draft.trigger.again {
            let list = |duty: &&usize| {
                let lead = self.duties.duty(**duty).and_then(|duty| duty.lead_in.as_ref());
                lead.is_some() && lead == last.lead_in.as_ref()
            };
            let mut meant: Vec<usize> = near.first().copied().into_iter().collect();
            if again == Again::All {
                meant.extend(self.list_before(own, last).into_iter().filter(|duty| list(&duty)));
            }
            let fits = |duty: &usize| self.duties.duty(*duty).is_some_and(|duty| duty.kind != Kind::Condition);
            meant.into_iter().filter(fits).for_each(|duty| gathered.add(duty, Basis::NextSentence));
            return;
        }
        if !draft.trigger.fails && !draft.trigger.deed {
            return;
        }
        let alike = near.into_iter().take(4).find(|duty| self.repeats(&draft.trigger, *duty));
        if let Some(duty) = alike {
            gathered.add(duty, Basis::NextSentence);
        }
    }

    /// The duties of the list whose last item is `last`.
    fn list_before(&self, own: Span, last: &Responsibility) -> Vec<usize> {
        let Some(lead) = &last.lead_in else { return Vec::new() };
        let span = Span { start: lead.place.span.end, end: own.start };
        self.duties.inside(span).take(MOST_LINKS).collect()
    }

    /// Whether a trigger repeats most of what tells in the words of a duty.
    fn repeats(&self, trigger: &Trigger, duty: usize) -> bool {
        let Some(duty) = self.duties.duty(duty).filter(|duty| duty.kind != Kind::Condition) else { return false };
        let mut text = Text::default();
        let act: String = duty.act.chars().take(600).collect();
        text.read(&act);
        let said: Vec<u64> = text.tokens.iter().map(|token| token.hash).collect();
        let mut words: Vec<u64> = trigger.words.clone();
        words.sort_unstable();
        words.dedup();
        let shared = words.iter().filter(|word| said.contains(word)).count();
        shared >= 2 && shared * 2 >= words.len()
    }

    /// Through references to the clauses that hold the duties.
    fn follow(&self, trigger: &Trigger, own: Span, basis: Basis, gathered: &mut Gathered) {
        let tree: &Tree = &self.found.tree;
        for pending in trigger.references.iter().filter_map(|at| self.found.pending.get(*at)) {
            for clause in pending.clauses(tree) {
                if gathered.links.len() > MOST_LINKS {
                    return;
                }
                let mut held = self.held(clause, own);
                // `this Section` that holds nothing else means the one around it.
                if let Some(around) = tree
                    .clauses
                    .get(clause)
                    .and_then(|clause| clause.parent)
                    .filter(|_| held.is_empty() && pending.is_this())
                {
                    held = self.held(around, own);
                }
                held.into_iter().for_each(|duty| gathered.add(duty, basis));
            }
        }
        for term in &trigger.terms {
            self.paper(term, basis, gathered);
        }
    }

    /// The duties in a clause, without conditions and those of the sentence itself.
    fn held(&self, clause: usize, own: Span) -> Vec<usize> {
        let Some(span) = self.found.tree.clauses.get(clause).map(|clause| clause.span) else { return Vec::new() };
        let fits = |duty: &usize| {
            self.duties.duty(*duty).is_some_and(|duty| {
                let place = duty.citation.place.span;
                duty.kind != Kind::Condition && (place.start < own.start || place.start >= own.end)
            })
        };
        self.duties.inside(span).filter(fits).take(MOST_LINKS + 1).collect()
    }

    /// The duties of another paper of the deal that is named.
    fn paper(&self, term: &str, basis: Basis, gathered: &mut Gathered) {
        const HEADS: [&str; 7] = ["policy", "aup", "addendum", "dpa", "guidelines", "sla", "baa"];
        let Some(head) = term.split(' ').next_back().filter(|last| HEADS.contains(last)) else { return };
        let paper = self.papers.get(term).and_then(|at| self.found.papers.found.get(*at));
        for (digest, title) in self.duties.deal.papers {
            let hit = paper.map_or_else(|| term != head && titled(term, title), |paper| is_paper(paper, title));
            let own = self.duties.by_paper.get(digest).filter(|_| hit).into_iter().flatten();
            own.take(MOST_LINKS + 1).for_each(|duty| gathered.add(*duty, basis));
        }
    }

    /// Through defined terms: their references, the duties in their meaning, and what is in the same matter.
    fn defined(&self, trigger: &Trigger, own: Span, depth: usize, gathered: &mut Gathered) {
        for term in trigger.terms.iter().filter(|_| depth < DEEPEST) {
            let single = term.strip_suffix('s').unwrap_or(term);
            let Some(place) = self.terms.get(term.as_str()).or_else(|| self.terms.get(single)).copied() else {
                continue;
            };
            let Some(defined) = self.found.defined.get(place) else { continue };
            let inner = &defined.trigger;
            let says = inner.fails || !inner.references.is_empty();
            let elsewhere = defined.definition.citation.place.span != own;
            if says && elsewhere && gathered.seen.len() < MOST_DEFINITIONS && gathered.seen.insert(place) {
                self.meant(place, defined, own, gathered);
                self.defined(inner, own, depth + 1, gathered);
            }
        }
    }

    /// The duties that one definition leads to.
    fn meant(&self, place: usize, defined: &Defined, own: Span, gathered: &mut Gathered) {
        let mut found = Gathered::default();
        self.follow(&defined.trigger, own, Basis::Definition, &mut found);
        self.matter(defined.trigger.matters, None, own, &mut found);
        let fits = |duty: &usize| self.duties.duty(*duty).is_some_and(|duty| duty.kind != Kind::Condition);
        let inside = self.duties.inside(defined.span).filter(fits).take(MOST_LINKS);
        for duty in inside.chain(found.links.into_keys()) {
            gathered.add_through(duty, Basis::Definition, Some(place));
        }
        gathered.general |= defined.trigger.general;
    }

    /// The duties in the same matters: of the nearest clause around that has some, else of the whole deal.
    fn matter(&self, matters: u32, from: Option<usize>, own: Span, gathered: &mut Gathered) {
        let tree = &self.found.tree;
        for matter in (0..u32::BITS).map(|shift| 1 << shift).filter(|matter| matters & matter != 0) {
            let outside = |duty: &usize| {
                let place = self.duties.duty(*duty).map(|duty| duty.citation.place.span);
                place.is_some_and(|place| place.start < own.start || place.start >= own.end)
            };
            let in_it = |duty: &usize| self.duties.matters.get(*duty).is_some_and(|own| own & matter != 0);
            let mut near = Vec::new();
            for clause in tree.above(from) {
                let Some(span) =
                    tree.clauses.get(clause).filter(|clause| clause.number.is_some()).map(|clause| clause.span)
                else {
                    continue;
                };
                near = self.duties.inside(span).take(MOST_LINKS).filter(in_it).filter(outside).collect();
                if !near.is_empty() {
                    break;
                }
            }
            if near.is_empty() && !self.collection {
                let all = self.duties.by_matter.get(&matter).map_or(&[][..], Vec::as_slice);
                // What half the deal speaks of tells nothing of any one duty.
                let most =
                    if matter == bit(PAYMENT) || matter == bit(USE) { MOST_OF_ONE_ACT } else { MOST_OF_A_MATTER };
                near.extend(all.iter().copied().filter(outside).take(most + 1));
                if near.len() > most {
                    near.clear();
                }
            }
            near.into_iter().for_each(|duty| gathered.add(duty, Basis::Subject));
        }
    }
}

/// Whether the words of a name all stand in a title.
fn titled(name: &str, title: &str) -> bool {
    let title = title.to_lowercase();
    name.split(' ').all(|word| title.contains(word))
}
