use crate::active::{self, Verdict};
use crate::areas::Context;
use crate::deadlines::Periods;
use crate::imperative::imperative;
use crate::leads::{LeadIn, Leads, Place, Unit};
use crate::outline::{self, Outline, Scope, Style, sums_up};
use crate::predicate::past_adverbs;
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::tokens::Text;
use crate::words::Class;
use crate::{Parties, areas, deadlines, details, sentences, verdicts};
use onus_terms::{Block, BlockKind, Confidence, DocumentText, Kind, Party, Responsibility};
use std::ops::Range;

/// What is set by hand before reading.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Further names of the customer.
    pub customer: Vec<String>,
    /// Further names of the provider.
    pub provider: Vec<String>,
}

/// What an agreement says.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Who is called what.
    pub parties: Parties,
    /// What it puts on the customer, in the order of the text.
    pub responsibilities: Vec<Responsibility>,
    /// For each responsibility, the rule that found it.
    pub rules: Vec<Rule>,
}

struct Reader<'a> {
    document: &'a DocumentText,
    parties: &'a Parties,
    text: Text,
    outline: Outline,
    leads: Leads,
    periods: Periods,
    /// Whether a sentence that ends in a colon opened the list that is being read.
    listing: bool,
    found: Vec<Unit>,
}

/// Reads the text of one document.
pub fn read(document: &DocumentText, options: &Options) -> Reading {
    let parties = Parties::of(document, options);
    let found = passage(document, &parties, &document.blocks);
    let (responsibilities, rules) = found.into_iter().map(|unit| (unit.responsibility, unit.rule)).unzip();
    Reading { parties, responsibilities, rules }
}

/// Reads some blocks of a document by themselves.
pub(crate) fn passage(document: &DocumentText, parties: &Parties, blocks: &[Block]) -> Vec<Unit> {
    let mut reader = Reader {
        document,
        parties,
        text: Text::default(),
        outline: Outline::default(),
        leads: Leads::default(),
        periods: Periods::new(),
        listing: false,
        found: Vec::new(),
    };
    for block in blocks {
        reader.block(block);
    }
    reader.enter(Place::Other);
    reader.found
}

/// Where a sentence stands in its block.
#[derive(Clone, Copy)]
struct Spot {
    style: Option<Style>,
    indent: usize,
    /// The first sentence of an item.
    item: bool,
    /// The last sentence of the block.
    last: bool,
}

impl Reader<'_> {
    fn enter(&mut self, place: Place) {
        self.listing &= !matches!(place, Place::Other);
        self.found.extend(self.leads.enter(place));
    }

    fn block(&mut self, block: &Block) {
        if let BlockKind::Heading(level) = block.kind {
            self.enter(Place::Other);
            self.outline.heading(level, block.words());
            return;
        }
        if sums_up(block) {
            return;
        }
        let last_marker = self.outline.last_marker();
        let style = block.marker.as_deref().map(|marker| outline::style(marker, last_marker.as_deref()));
        let (place, indent) = match block.kind {
            BlockKind::Item(indent) => (Place::Item(style, indent, begins_lower(block.unnumbered())), indent),
            _ if loose(block.words()) => (Place::Loose, 0),
            _ => (Place::Other, 0),
        };
        self.outline.enter(block);
        self.enter(place);
        let mut text = std::mem::take(&mut self.text);
        text.read(block.words());
        self.parties.mark(&mut text);
        let sentences = sentences::split(&text);
        let count = sentences.len();
        for (number, mut range) in sentences.into_iter().enumerate() {
            if number == 0 {
                range.start += printed_number(&text);
            }
            let item = number == 0 && !matches!(place, Place::Other);
            let spot = Spot { style, indent, item, last: number + 1 == count };
            self.sentence(block, &Sentence::new(&text, range), spot);
        }
        self.text = text;
    }

    fn sentence(&mut self, block: &Block, s: &Sentence, spot: Spot) {
        let opens = spot.last && s.len() > 1 && s.is(s.len() - 1, Class::COLON) && !addresses(s);
        let (own, inherited) = self.verdicts(s, spot);
        let subject = opens.then(|| active::subject_before_colon(s)).flatten();
        let Some(bytes) = s.bytes() else { return };
        self.listing |= opens;
        let lead = |verdict, alone, citation| LeadIn {
            verdict,
            subject,
            own: (spot.style, spot.indent),
            lower: begins_lower(block.unnumbered()),
            items: None,
            alone,
            citation,
        };
        let Some(verdict) = own.or(inherited) else {
            if let (true, Some(citation)) = (subject.is_some(), self.document.cite(block, bytes)) {
                self.leads.push(lead(None, None, citation));
            }
            return;
        };
        let Some(unit) = self.unit(block, s, bytes, verdict, own.is_none()) else { return };
        if self.periods.len() < 64 {
            self.periods.extend(deadlines::defined(s, &unit.responsibility.deadlines));
        }
        if spot.item {
            self.leads.used();
        }
        if opens {
            let citation = unit.responsibility.citation.clone();
            self.leads.push(lead(Some(verdict), Some(unit), citation));
        } else {
            self.found.push(unit);
        }
    }

    /// What a sentence says by itself, and what it takes from its lead-in or heading.
    fn verdicts(&self, s: &Sentence, spot: Spot) -> (Option<Verdict>, Option<Verdict>) {
        let lead = self.leads.last().filter(|_| spot.item);
        let promise = lead.and_then(|lead| lead.verdict).filter(|verdict| verdict.kind == Kind::Warrant);
        let begun = lead.filter(|_| promise.is_none()).and_then(|lead| lead.subject);
        let own = begun.and_then(|subject| active::continued(s, subject)).or_else(|| verdicts::verdict(s));
        let given = lead.and_then(|lead| lead.verdict).or_else(|| self.scoped(s, spot)).map(|given| refused(s, given));
        let free = given.is_none() && !(spot.item && self.listing);
        let own = own.or_else(|| if free { imperative(s) } else { None });
        (own, given.filter(|_| !knows(s)))
    }

    /// A bullet without a sentence of its own under a heading such as `Prohibited uses`.
    fn scoped(&self, s: &Sentence, spot: Spot) -> Option<Verdict> {
        let listed =
            spot.item && spot.style.is_some() && s.len() > 1 && !s.classes().is(Class::MODAL.and(Class::PROVIDER));
        // `Suspension. If …`: a heading that runs into the text.
        let titled = !spot.last && s.len() < 6;
        let kind = match self.outline.scope().filter(|_| listed && !titled)? {
            Scope::Bans => Kind::MustNot,
            Scope::Duties => Kind::Must,
            Scope::Provider => return None,
        };
        Some(Verdict { kind, party: Party::Customer, verb: 0, sure: 55, rule: Rule::here() })
    }

    fn unit(&self, block: &Block, s: &Sentence, bytes: Range<usize>, verdict: Verdict, item: bool) -> Option<Unit> {
        let mut citation = self.document.cite(block, bytes)?;
        citation.place.clause = self.outline.clause();
        citation.place.heading = self.outline.nearest().map(str::to_owned);
        let heading = self.outline.nearest().unwrap_or("").to_lowercase();
        let lead =
            self.leads.last().filter(|_| item).map(|lead| lead.citation.quote.to_lowercase()).unwrap_or_default();
        let Verdict { kind, party, verb, .. } = verdict;
        let (areas, clear) = areas::of(s, &Context { kind, party, verb, heading: &heading, lead: &lead });
        let responsibility = Responsibility {
            kind,
            party,
            areas,
            act: details::act(s, block.words(), &verdict, item),
            trigger: details::trigger(s, block.words(), verb),
            deadlines: deadlines::of(s, block.words(), &verdict, &self.periods),
            exceptions: details::exceptions(s, block.words()),
            citation,
            lead_in: self.leads.last().filter(|_| item).map(|lead| lead.citation.clone()),
            also: Vec::new(),
            references: Vec::new(),
            confidence: confidence(&verdict, item, clear),
        };
        Some(Unit { responsibility, rule: verdict.rule })
    }
}

/// How sure a unit is: of its verb, less where party and sense come from a lead-in, less where its area is unclear.
fn confidence(verdict: &Verdict, item: bool, clear: u8) -> Confidence {
    let borrowed = if item { 10 } else { 0 };
    let unclear = if clear < 50 { 10 } else { 0 };
    Confidence::percent(verdict.sure.saturating_sub(borrowed + unclear))
}

/// A paragraph that can only be an item without its mark: it begins in lower case, or ends in a semicolon.
fn loose(words: &str) -> bool {
    let words = words.trim();
    let lower = begins_lower(words);
    let listed = words.ends_with([';', ',']) || words.ends_with("; or") || words.ends_with("; and");
    lower || listed
}

fn begins_lower(words: &str) -> bool {
    words.starts_with(char::is_lowercase)
}

/// An item `not to copy it` under a lead-in that asks for something is a prohibition.
fn refused(s: &Sentence, given: Verdict) -> Verdict {
    let first = past_adverbs(s, 0);
    let not = s.is(first, Class::NOT) || s.word(first) == "refrain";
    if not && given.kind == Kind::Must { Verdict { kind: Kind::MustNot, ..given } } else { given }
}

/// Whether an item only states knowledge.
fn knows(s: &Sentence) -> bool {
    let address = s.word(0) == "if" && s.word(1) == "to";
    address || s.find_word(0, 6, &["acknowledge", "acknowledges"]).is_some()
}

/// `… shall be sent as follows:` opens a list of addresses, not of duties.
fn addresses(s: &Sentence) -> bool {
    let end = s.len();
    let follows = end > 2 && s.word(end - 2) == "follows" && s.word(end - 3) == "as";
    follows && s.classes().is(Class::TELLING)
}

/// How many tokens at the beginning of a paragraph are its printed number, such as `3.2` or `12.`.
fn printed_number(text: &Text) -> usize {
    let first = text.tokens.first().copied().unwrap_or_default();
    let second = text.tokens.get(1).copied().unwrap_or_default();
    let number = text.word(first);
    if !first.is(Class::NUMBER) || number.len() > 12 {
        return 0;
    }
    if second.is(Class::STOP) { 2 } else { usize::from(number.contains('.')) }
}
