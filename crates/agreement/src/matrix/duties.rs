//! What a row makes the customer do: the duties that its words tell, or its share where it has none.

use super::control::Control;
use super::grid::Filled;
use super::row::{Entry, Share};
use super::words::values;
use crate::active::{Verdict, group_start, party_of};
use crate::deadlines::{self, Periods};
use crate::reading::passage;
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::tokens::Text;
use crate::words::Class;
use crate::{Parties, areas, sentences};
use onus_terms::{Area, Block, Citation, Confidence, Deadline, DocumentText, Kind, Party, Responsibility, Span};

/// The longest act that is taken from a cell as it is.
const LONGEST: usize = 600;

/// Reads rows of a document.
pub(crate) struct Rows<'a> {
    pub(crate) document: &'a DocumentText,
    pub(crate) parties: &'a Parties,
}

/// What a row comes to.
pub(crate) enum Outcome {
    /// What it makes the customer do, told in words or only marked.
    Asks(Vec<Responsibility>, Told),
    /// It asks nothing of the customer.
    Nothing,
    /// It does not say whose the requirement is.
    Unclear(&'static str),
}

/// How a row tells what the customer has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// In words.
    Words,
    /// Only by a mark.
    Mark,
}

impl Rows<'_> {
    /// What a row comes to.
    pub(crate) fn outcome(&self, entry: &Entry) -> Outcome {
        let mut found: Vec<Responsibility> =
            entry.duties.iter().chain(&entry.notes).flat_map(|cell| self.told(cell)).collect();
        if found.is_empty() && (entry.share == Share::Customer || entry.share == Share::Unsaid) {
            let open = |cell: &&Filled| entry.share == Share::Customer || !denies(cell);
            found.extend(entry.duties.iter().filter(open).filter_map(|cell| self.whole(cell)));
        }
        let told = if found.is_empty() { Told::Mark } else { Told::Words };
        if let (true, Share::Customer, Some((share, cell))) = (found.is_empty(), entry.share, &entry.told) {
            found.extend(self.marked(entry, share, cell));
        }
        if !found.is_empty() {
            let named = found.into_iter().map(|duty| named(entry, duty, told));
            return Outcome::Asks(named.collect(), told);
        }
        let denied = entry.duties.iter().any(denies);
        match entry.share {
            Share::Nothing => Outcome::Nothing,
            // A row of questions that names nobody asks nothing; so does one whose words say so.
            Share::Unsaid if denied || entry.duties.is_empty() && !entry.notes.is_empty() => Outcome::Nothing,
            Share::Unknown => Outcome::Unclear("says whose it is in words that are not known"),
            _ => Outcome::Unclear("does not say whose it is"),
        }
    }

    /// The duties that the words of a cell tell: those in the forms of contracts, and those in the forms of matrices.
    fn told(&self, cell: &Filled) -> Vec<Responsibility> {
        let units = passage(self.document, self.parties, cell.blocks);
        let mut found: Vec<Responsibility> = units.into_iter().map(|unit| unit.responsibility).collect();
        let mut spans: Vec<Span> = found.iter().map(|duty| duty.citation.place.span).collect();
        spans.sort_unstable();
        let mut text = Text::default();
        for block in cell.blocks {
            text.read(block.words());
            self.parties.mark(&mut text);
            for range in sentences::split(&text) {
                let s = Sentence::new(&text, range);
                let Some((party, citation)) = assigned(&s).and_then(|party| Some((party, self.cite(block, &s)?)))
                else {
                    continue;
                };
                let Span { start, end } = citation.place.span;
                let after = spans.partition_point(|known| known.end <= start);
                if spans.get(after).is_none_or(|known| known.start >= end) {
                    found.push(unit(&[(block, &s)], party, citation, 70));
                }
            }
        }
        found.sort_by_key(|duty| duty.citation.place.span);
        found
    }

    fn cite(&self, block: &Block, s: &Sentence) -> Option<Citation> {
        self.document.cite(block, s.bytes()?)
    }

    /// All words of a cell as one duty.
    fn whole(&self, cell: &Filled) -> Option<Responsibility> {
        let citation = self.document.cite_through(cell.blocks.first()?, cell.blocks.last()?)?;
        let texts: Vec<Text> = cell
            .blocks
            .iter()
            .map(|block| {
                let mut text = Text::default();
                text.read(block.words());
                self.parties.mark(&mut text);
                text
            })
            .collect();
        let parts: Vec<(&Block, Sentence)> = cell
            .blocks
            .iter()
            .zip(&texts)
            .flat_map(|(block, text)| {
                sentences::split(text).into_iter().map(move |range| (block, Sentence::new(text, range)))
            })
            .collect();
        let parts: Vec<(&Block, &Sentence)> = parts.iter().map(|(block, s)| (*block, s)).collect();
        let mut duty = unit(&parts, Party::Customer, citation, 60);
        duty.act = shortened(&cell.words());
        Some(duty)
    }

    /// The share of a row that has a mark and no words.
    fn marked(&self, entry: &Entry, share: &str, cell: &Filled) -> Option<Responsibility> {
        let citation = self.document.cite_through(cell.blocks.first()?, cell.blocks.last()?)?;
        let family = entry.control.family().map(|(_, name)| name);
        let title = if entry.title.is_empty() { family.unwrap_or("") } else { &entry.title };
        let title = if title.is_empty() { String::new() } else { format!(" ({title})") };
        let share = share.to_lowercase();
        let mut duty = unit(&[], Party::Customer, citation, 65);
        duty.act = format!("Do the customer's part of {}{title}: {share}", entry.control.printed);
        Some(duty)
    }
}

/// A duty of the customer made of sentences.
fn unit(parts: &[(&Block, &Sentence)], party: Party, citation: Citation, sure: u8) -> Responsibility {
    let kind = Kind::Must;
    let verdict = Verdict { kind, party, verb: 0, sure, rule: Rule::here() };
    let limits = |(block, s): &(&Block, &Sentence)| deadlines::of(s, block.words(), &verdict, &Periods::new());
    let mut deadlines: Vec<Deadline> = parts.iter().flat_map(limits).collect();
    deadlines.truncate(8);
    let of = |s: &Sentence| areas::of(s, &areas::Context { kind, party, verb: 0, heading: "", lead: "" });
    let areas = parts.iter().map(|(_, s)| of(s)).max_by_key(|(_, clear)| *clear);
    Responsibility {
        kind,
        party,
        areas: areas.map_or_else(|| vec![Area::Governance], |(areas, _)| areas),
        act: shortened(&citation.quote),
        trigger: None,
        deadlines,
        exceptions: Vec::new(),
        citation,
        lead_in: None,
        also: Vec::new(),
        references: Vec::new(),
        confidence: Confidence::percent(sure),
    }
}

/// Puts the requirement to a duty: its id, its references, its title as the heading, the area of its family.
fn named(entry: &Entry, mut duty: Responsibility, told: Told) -> Responsibility {
    let control = &entry.control;
    let family = control.family();
    if told == Told::Words {
        duty.act = acts(control, &duty.act);
    }
    duty.citation.place.clause = Some(control.printed.clone());
    let title =
        if entry.title.is_empty() { family.map(|(_, name)| name.to_owned()) } else { Some(entry.title.clone()) };
    duty.citation.place.heading = title;
    duty.references = control.normal.iter().cloned().collect();
    if let Some((area, _)) = family {
        // The family is sure; of what the words say only the first goes with it, and no guess. Requirements of security
        // speak of use and access all the time; only a ban is about what the service may be used for.
        let guess = duty.areas == [Area::Governance];
        let of_use = |other: Area| other == Area::Use && duty.kind != Kind::MustNot;
        duty.areas.retain(|other| *other != area && !guess && !of_use(*other));
        duty.areas.truncate(1);
        duty.areas.insert(0, area);
    }
    // A row that gives a requirement to the provider, and its words a part of it to the customer, is to be looked at first.
    if entry.share == Share::Nothing {
        duty.confidence = Confidence::percent(duty.confidence.as_percent().saturating_sub(30));
    }
    duty
}

/// An act with the requirement before it, as people look for it.
pub(crate) fn acts(control: &Control, act: &str) -> String {
    format!("{}: {act}", control.printed)
}

/// Whom a sentence of a matrix makes responsible in the forms that contracts do not use: `… is the responsibility of the
/// customer`, `… is a customer responsibility`, `customers should …`, `customers using … are responsible for …`.
fn assigned(s: &Sentence) -> Option<Party> {
    (0..s.len()).find_map(|at| {
        let party = party_of(s.at(at)).filter(|_| s.is(at, Class::CUSTOMER.and(Class::USERS)))?;
        let start = group_start(s, at);
        let subject = !s.is(at, Class::OWNS) && !s.before(start, 1).is(Class::PREP);
        let assigned = assigns(s, start, at) || subject && (asks(s, at) || answers(s, at));
        let denied = s.find_word(start.saturating_sub(4), at + 4, &["not", "no", "if", "where", "when"]).is_some();
        (assigned && !denied).then_some(party)
    })
}

/// `… the responsibility of the customer`, `… is a customer responsibility`.
fn assigns(s: &Sentence, start: usize, at: usize) -> bool {
    let noun = |word: &str| matches!(word, "responsibility" | "responsibilities");
    let of = s.word_before(start, 1) == "of" && noun(s.word_before(start, 2));
    of || noun(s.word(at + 1)) && s.find(at.saturating_sub(3), at, DET_OR_BE).is_some()
}

const DET_OR_BE: Class = Class::BE.and(Class::DET);

/// `customers should …`, `customers need to …`.
fn asks(s: &Sentence, at: usize) -> bool {
    (at + 1..at + 4).any(|next| match s.word(next) {
        "should" => true,
        "need" | "needs" | "have" | "has" | "required" | "expected" => s.word(next + 1) == "to",
        _ => false,
    })
}

/// `Customers using their own directory are responsible for …`: what stands between describes the subject.
fn answers(s: &Sentence, at: usize) -> bool {
    let Some(found) = s.find_word(at + 1, at + 16, &["responsible"]) else { return false };
    let between = Class::PROVIDER.and(Class::STOP).and(Class::SEMICOLON).and(Class::COND);
    s.is(found - 1, Class::BE) && s.find(at + 1, found, between).is_none()
}

/// Whether the words of a cell say that nothing is asked.
fn denies(cell: &Filled) -> bool {
    cell.blocks.iter().any(|block| values().first(block.words(), &["nothing"]).is_some())
}

/// Words in one line, cut where they are very long.
fn shortened(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line).trim_end()),
        None => line,
    }
}
