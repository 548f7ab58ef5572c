use crate::active::{self, Verdict};
use crate::sentence::Sentence;
use crate::tokens::{Text, Token};
use crate::{Parties, areas, deadlines, details, sentences, verdicts};
use onus_terms::{Block, BlockKind, Citation, Confidence, DocumentText, Responsibility};
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
}

/// A sentence that ends in a colon and gives the items below it their party and sense.
struct LeadIn {
    verdict: Option<Verdict>,
    /// The party whose verbs the items begin with, as in `Customer:` or `you agree that you:`.
    subject: Option<Token>,
    indent: usize,
    /// The style of the first item's number; an item of another style ends the list.
    style: Option<char>,
    /// The lead-in as a unit of its own, for when no item follows.
    alone: Option<Responsibility>,
    citation: Citation,
}

struct Reader<'a> {
    document: &'a DocumentText,
    parties: &'a Parties,
    text: Text,
    heading: Option<String>,
    lead: Option<LeadIn>,
    found: Vec<Responsibility>,
}

/// Reads the text of one document.
pub fn read(document: &DocumentText, options: &Options) -> Reading {
    let parties = Parties::of(document, options);
    let mut reader =
        Reader { document, parties: &parties, text: Text::default(), heading: None, lead: None, found: Vec::new() };
    for block in &document.blocks {
        reader.block(block);
    }
    reader.close_lead();
    let responsibilities = reader.found;
    Reading { parties, responsibilities }
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        if matches!(block.kind, BlockKind::Heading(_)) {
            self.close_lead();
            self.heading = Some(block.words().trim().to_owned());
            return;
        }
        let (item, indent) = match block.kind {
            BlockKind::Item(indent) => (true, indent),
            _ => (false, 0),
        };
        let style = block.marker.as_deref().and_then(style);
        if let Some(open) = self.lead.as_mut() {
            open.style = open.style.or(style);
            if !item || indent < open.indent || open.style != style {
                self.close_lead();
            }
        }
        let mut text = std::mem::take(&mut self.text);
        text.read(block.words());
        self.parties.mark(&mut text);
        let sentences = sentences::split(&text);
        let last = sentences.len().saturating_sub(1);
        for (number, mut range) in sentences.into_iter().enumerate() {
            if number == 0 {
                range.start += printed_number(&text);
            }
            let sentence = Sentence::new(&text, range);
            self.sentence(block, &sentence, indent, item && number == 0, number == last);
        }
        self.text = text;
    }

    fn sentence(&mut self, block: &Block, s: &Sentence, indent: usize, first_of_item: bool, last: bool) {
        let begun = self.lead.as_ref().filter(|_| first_of_item).and_then(|lead| lead.subject);
        let own = begun.and_then(|subject| active::continued(s, subject)).or_else(|| verdicts::verdict(s));
        let opens = last && s.len() > 1 && s.is(s.len() - 1, crate::words::Class::COLON) && !addresses(s);
        let inherited = self.lead.as_ref().filter(|_| first_of_item).and_then(|lead| lead.verdict);
        let inherited = inherited.filter(|_| !knows(s));
        let subject = opens.then(|| active::subject_before_colon(s)).flatten();
        let Some(verdict) = own.or(inherited) else {
            if let (Some(_), Some(bytes)) = (subject, s.bytes())
                && let Some(citation) = self.document.cite(block, bytes)
            {
                self.close_lead();
                self.lead = Some(LeadIn { verdict: None, subject, indent, style: None, alone: None, citation });
            }
            return;
        };
        let Some(bytes) = s.bytes() else { return };
        let Some(unit) = self.unit(block, s, bytes, verdict, own.is_none()) else { return };
        if opens && own.is_some() {
            self.close_lead();
            let citation = unit.citation.clone();
            self.lead =
                Some(LeadIn { verdict: Some(verdict), subject, indent, style: None, alone: Some(unit), citation });
            return;
        }
        if first_of_item && let Some(lead) = self.lead.as_mut() {
            lead.alone = None;
        }
        self.found.push(unit);
    }

    fn unit(
        &self,
        block: &Block,
        s: &Sentence,
        bytes: Range<usize>,
        verdict: Verdict,
        item: bool,
    ) -> Option<Responsibility> {
        let words = block.words().get(bytes.clone())?;
        let mut citation = self.document.cite(block, bytes)?;
        citation.place.clause = block.marker.clone().filter(|marker| !marker.is_empty());
        citation.place.heading.clone_from(&self.heading);
        Some(Responsibility {
            kind: verdict.kind,
            party: verdict.party,
            areas: areas::of(s.plain(0, s.len())),
            act: words.trim().to_owned(),
            trigger: details::trigger(words),
            deadlines: deadlines::of(words),
            exceptions: details::exceptions(words),
            citation,
            lead_in: self.lead.as_ref().filter(|_| item).map(|lead| lead.citation.clone()),
            confidence: Confidence::percent(if item { verdict.sure.saturating_sub(10) } else { verdict.sure }),
        })
    }

    /// A lead-in without items is a unit of its own.
    fn close_lead(&mut self) {
        if let Some(unit) = self.lead.take().and_then(|lead| lead.alone) {
            self.found.push(unit);
        }
    }
}

/// Whether an item only states knowledge.
fn knows(s: &Sentence) -> bool {
    s.find_word(0, 6, &["acknowledge", "acknowledges"]).is_some()
}

/// `… shall be sent as follows:` opens a list of addresses, not of duties.
fn addresses(s: &Sentence) -> bool {
    let end = s.len();
    let follows = end > 2 && s.word(end - 2) == "follows" && s.word(end - 3) == "as";
    follows && s.classes().is(crate::words::Class::TELLING)
}

/// How many tokens at the beginning of a paragraph are its printed number, such as `3.2` or `12.`.
fn printed_number(text: &Text) -> usize {
    let first = text.tokens.first().copied().unwrap_or_default();
    let second = text.tokens.get(1).copied().unwrap_or_default();
    let number = text.word(first);
    if !first.is(crate::words::Class::NUMBER) || number.len() > 12 {
        return 0;
    }
    if second.is(crate::words::Class::STOP) { 2 } else { usize::from(number.contains('.')) }
}

/// How an item is numbered: a bullet, a letter or Roman number in parentheses, or digits.
fn style(marker: &str) -> Option<char> {
    let first = marker.chars().find(|c| c.is_alphanumeric());
    Some(match first {
        None => '*',
        Some(c) if c.is_ascii_digit() => '1',
        Some(_) => 'a',
    })
}
