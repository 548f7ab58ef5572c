//! Reads document text into the responsibilities of the customer's side, and compares two versions.
//!
//! Deterministic and pure: text in, responsibilities out, every one cited. It does not read files.

mod areas;
mod compare;
mod deadlines;
mod line;
mod parties;
mod rules;
mod sentences;

pub use compare::{Change, compare};
pub use line::jsonl;
pub use parties::Parties;

use onus_terms::{Block, BlockKind, Citation, Confidence, DocumentText, Kind, Party, Responsibility};

/// What is set by hand before reading.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Further names of the customer, one word each.
    pub customer: Vec<String>,
    /// Further names of the provider, one word each.
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

struct LeadIn {
    kind: Kind,
    party: Party,
    indent: usize,
    /// The style of the first item's number; an item of another style ends the list.
    style: Option<char>,
    citation: Citation,
}

/// Reads the text of one document.
pub fn read(document: &DocumentText, options: &Options) -> Reading {
    let parties = Parties::of(document, options);
    let mut responsibilities = Vec::new();
    let mut heading: Option<String> = None;
    let mut lead: Option<LeadIn> = None;
    for block in &document.blocks {
        if matches!(block.kind, BlockKind::Heading(_)) {
            heading = Some(block.words().trim().to_owned());
            lead = None;
            continue;
        }
        let found = in_block(document, block, &parties, &mut lead);
        responsibilities.extend(found.into_iter().map(|mut found| {
            found.citation.place.clause =
                block.marker.clone().or_else(|| printed_number(block.words()).map(str::to_owned));
            found.citation.place.heading.clone_from(&heading);
            found
        }));
    }
    Reading { parties, responsibilities }
}

fn in_block(
    document: &DocumentText,
    block: &Block,
    parties: &Parties,
    lead: &mut Option<LeadIn>,
) -> Vec<Responsibility> {
    let mut found = Vec::new();
    let indent = if let BlockKind::Item(indent) = block.kind { indent } else { 0 };
    let item = matches!(block.kind, BlockKind::Item(_));
    let style = block.marker.as_deref().and_then(style);
    if let Some(open) = lead.as_mut() {
        open.style = open.style.or(style);
        if !item || indent < open.indent || open.style != style {
            *lead = None;
        }
    }
    let sentences = sentences::split(block.words());
    let last = sentences.len().saturating_sub(1);
    let skipped = printed_number(block.words()).map_or(0, |number| number.len() + 1);
    for (number, mut range) in sentences.into_iter().enumerate() {
        if number == 0 && range.start + skipped < range.end {
            range.start += skipped;
        }
        let Some(words) = block.words().get(range.clone()) else { continue };
        let plain = parties.canonical(words);
        let Some(citation) = document.cite(block, range) else { continue };
        let own = rules::verdict(&plain);
        if let (Some((kind, party)), true) = (own, number == last && words.trim_end().ends_with(':')) {
            *lead = Some(LeadIn { kind, party, indent, style: None, citation });
            continue;
        }
        let inherited = lead.as_ref().filter(|_| item && number == 0).map(|lead| (lead.kind, lead.party));
        let Some((kind, party)) = own.or(inherited.filter(|_| !rules::acknowledges(&plain))) else { continue };
        found.push(Responsibility {
            kind,
            party,
            areas: areas::of(&plain),
            act: words.trim().to_owned(),
            trigger: rules::trigger(words),
            deadlines: deadlines::of(words),
            exceptions: rules::exceptions(words),
            citation,
            lead_in: lead.as_ref().filter(|_| own.is_none()).map(|lead| lead.citation.clone()),
            confidence: Confidence::percent(if own.is_some() { 80 } else { 65 }),
        });
    }
    found
}

/// The number of a clause that a paragraph begins with, such as `3.2` or `12.`, where it does.
fn printed_number(words: &str) -> Option<&str> {
    let (first, _) = words.split_once(' ')?;
    let digits = first.starts_with(|c: char| c.is_ascii_digit()) && first.contains('.');
    (digits && first.len() < 16 && first.chars().all(|c| c.is_ascii_digit() || c == '.')).then_some(first)
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
