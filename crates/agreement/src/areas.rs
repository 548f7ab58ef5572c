use crate::sentence::Sentence;
use crate::words::Class;
use aho_corasick::{AhoCorasick, MatchKind};
use onus_terms::{Area, Kind, Party};
use std::sync::OnceLock;

const TABLE: &str = include_str!("../data/areas.txt");
const AREAS: usize = Area::ALL.len();

/// The vocabulary: one automaton over all words; each pattern's area and weight.
struct Vocabulary {
    words: AhoCorasick,
    meanings: Vec<(usize, u32)>,
}

fn vocabulary() -> Option<&'static Vocabulary> {
    static VOCABULARY: OnceLock<Option<Vocabulary>> = OnceLock::new();
    VOCABULARY.get_or_init(read).as_ref()
}

fn read() -> Option<Vocabulary> {
    let mut patterns: Vec<String> = Vec::new();
    let mut meanings = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.splitn(3, ' ');
        let area: Area = parts.next()?.parse().ok()?;
        let place = Area::ALL.iter().position(|other| *other == area)?;
        let weight: u32 = parts.next()?.parse().ok()?;
        for word in parts.next()?.split('|') {
            patterns.push(format!(" {word}"));
            meanings.push((place, weight));
        }
    }
    let words = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok()?;
    Some(Vocabulary { words, meanings })
}

/// What surrounds a sentence and tells what it is about.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) kind: Kind,
    pub(crate) party: Party,
    /// Where the verb stands.
    pub(crate) verb: usize,
    /// The nearest heading, in lower case.
    pub(crate) heading: &'a str,
    /// The words of the lead-in, in lower case.
    pub(crate) lead: &'a str,
}

/// The closest areas first, never empty, and how clear the first is, in percent.
pub(crate) fn of(s: &Sentence, context: &Context) -> (Vec<Area>, u8) {
    let mut scores = [0_u32; AREAS];
    let from = context.verb.min(s.len());
    let whole = s.plain(0, s.len());
    let begin = s.plain(0, from).len();
    let end = begin + s.plain(from, s.len().min(from + 24)).len() + 1;
    add(&mut scores, whole, |at| if (begin..end).contains(&at) { 4 } else { 2 });
    add(&mut scores, context.heading, |_| 3);
    add(&mut scores, context.lead, |_| 1);
    for (area, weight) in priors(s, context) {
        if let Some(score) = Area::ALL.iter().position(|other| *other == area).and_then(|at| scores.get_mut(at)) {
            *score += weight;
        }
    }
    ranked(&scores)
}

/// Adds the weight of each word of the vocabulary that occurs, times what its place tells; a word counts once.
fn add(scores: &mut [u32; AREAS], text: &str, times: impl Fn(usize) -> u32) {
    let Some(vocabulary) = vocabulary().filter(|_| !text.is_empty()) else { return };
    let text = text.get(..floor(text, 4000)).unwrap_or(text);
    let padded = format!(" {text} ");
    let mut seen: Vec<(usize, u32)> = vocabulary
        .words
        .find_overlapping_iter(&padded)
        .map(|hit| (hit.pattern().as_usize(), times(hit.start())))
        .collect();
    // The best place of each word comes first and stays.
    seen.sort_unstable_by_key(|(word, times)| (*word, std::cmp::Reverse(*times)));
    seen.dedup_by_key(|(word, _)| *word);
    for (word, times) in seen {
        let Some((area, weight)) = vocabulary.meanings.get(word) else { continue };
        if let Some(score) = scores.get_mut(*area) {
            *score += weight * times;
        }
    }
}

/// The longest length up to `most` that ends between two characters. Long text tells nothing more about its area.
fn floor(text: &str, most: usize) -> usize {
    if text.len() <= most { text.len() } else { (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0) }
}

/// What kind and party make likely where the words say little.
fn priors(s: &Sentence, context: &Context) -> Vec<(Area, u32)> {
    let mut priors = vec![(Area::Governance, 1)];
    if context.party == Party::Mutual {
        priors.push((Area::Legal, 9));
    }
    if context.party == Party::Users {
        priors.push((Area::Identity, 14));
    }
    match context.kind {
        Kind::MustNot if context.party != Party::Mutual => priors.push((Area::Use, 8)),
        Kind::Warrant => priors.push((Area::Governance, 6)),
        _ => {}
    }
    if s.is(context.verb, Class::MONEY.and(Class::PAYABLE)) || matches!(s.word(context.verb), "pay" | "reimburse") {
        priors.push((Area::Commercial, 10));
    }
    priors
}

fn ranked(scores: &[u32; AREAS]) -> (Vec<Area>, u8) {
    let mut order: Vec<(u32, Area)> = scores.iter().copied().zip(Area::ALL).filter(|(score, _)| *score > 0).collect();
    order.sort_by_key(|(score, area)| (std::cmp::Reverse(*score), *area));
    let total: u32 = order.iter().map(|(score, _)| score).sum();
    let most = order.first().map_or(0, |(score, _)| *score);
    let share = u8::try_from(100 * most / total.max(1)).unwrap_or(100);
    let areas: Vec<Area> =
        order.into_iter().filter(|(score, _)| score * 5 >= most * 2).map(|(_, area)| area).take(3).collect();
    if areas.is_empty() { (vec![Area::Governance], 0) } else { (areas, share) }
}
