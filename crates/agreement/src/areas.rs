use crate::sentence::Sentence;
use crate::words::Class;
use aho_corasick::{AhoCorasick, MatchKind};
use onus_terms::{Area, Kind, Party};
use std::cmp::Reverse;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../data/areas.txt");
/// What words outside the vocabulary may weigh: with few words of it no area is clear.
const UNHEARD: u32 = 20;
const AREAS: usize = Area::ALL.len();

/// The vocabulary: one automaton over all words, and what each of them means.
struct Vocabulary {
    words: AhoCorasick,
    meanings: Vec<Meaning>,
}

/// What a word of the vocabulary tells.
#[derive(Clone, Copy)]
struct Meaning {
    /// The place of its area; none for a compound that tells nothing (`service provider`).
    area: Option<usize>,
    weight: u32,
    /// Whether the word ends where the pattern ends.
    whole: bool,
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
        let area = match parts.next()? {
            "-" => None,
            name => Some(place(name.parse().ok()?)?),
        };
        let weight: u32 = parts.next()?.parse().ok()?;
        for word in parts.next()?.split('|') {
            let stem = word.trim_end_matches('_');
            patterns.push(format!(" {stem}"));
            meanings.push(Meaning { area, weight, whole: stem.len() < word.len() });
        }
    }
    let words = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok()?;
    Some(Vocabulary { words, meanings })
}

fn place(area: Area) -> Option<usize> {
    Area::ALL.iter().position(|other| *other == area)
}

impl Vocabulary {
    /// The words that occur, each with the best that `times` gives for its places. Where several begin at one place the
    /// longest speaks: a compound says what its first word alone does not.
    fn hits(&self, text: &str, times: impl Fn(usize) -> u32) -> Vec<(usize, u32)> {
        let mut found: Vec<(usize, usize, usize)> = self
            .words
            .find_overlapping_iter(text)
            .filter(|hit| self.ends(text, hit.pattern().as_usize(), hit.end()))
            .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
            .collect();
        found.sort_unstable_by_key(|(start, end, word)| (*start, Reverse(*end), *word));
        let (mut begun, mut longest, mut hidden) = (usize::MAX, 0, 0);
        found.retain(|(start, end, word)| {
            if *start < hidden && *start != begun {
                return false;
            }
            if *start != begun {
                (begun, longest) = (*start, *end);
            }
            if *end == longest && self.silent(*word) {
                hidden = *end;
            }
            *end == longest
        });
        let mut hits: Vec<(usize, u32)> = found.into_iter().map(|(start, _, word)| (word, times(start))).collect();
        hits.sort_unstable_by_key(|(word, times)| (*word, Reverse(*times)));
        hits.dedup_by_key(|(word, _)| *word);
        hits
    }

    /// Whether a compound tells nothing, and so hides the words inside it.
    fn silent(&self, word: usize) -> bool {
        self.meanings.get(word).is_some_and(|meaning| meaning.area.is_none())
    }

    /// Whether a pattern may end here: anywhere, or where a whole word is asked for, before something that is no letter.
    fn ends(&self, text: &str, word: usize, end: usize) -> bool {
        let whole = self.meanings.get(word).is_some_and(|meaning| meaning.whole);
        !(whole && text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric))
    }
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
    let begin = s.plain(0, from).len();
    let end = |tokens: usize| begin + s.plain(from, s.len().min(from + tokens)).len() + 1;
    // What is done, and to what, stands beside the verb; the subject of a passive before it.
    let (beside, near) = (end(8), end(24));
    add(&mut scores, s.plain(0, s.len()), |at| match at {
        at if at < begin => 3,
        at if at < beside => 6,
        at if at < near => 4,
        _ => 2,
    });
    add(&mut scores, context.heading, |_| 3);
    add(&mut scores, context.lead, |_| 1);
    if context.kind != Kind::MustNot {
        // Nearly every duty names the service that is used; what it may be used for is mostly said by a ban.
        scale(&mut scores, Area::Use, 3, 5);
    }
    for (area, weight) in priors(s, context) {
        if let Some(score) = place(area).and_then(|at| scores.get_mut(at)) {
            *score += weight;
        }
    }
    ranked(&scores)
}

fn scale(scores: &mut [u32; AREAS], area: Area, times: u32, of: u32) {
    if let Some(score) = place(area).and_then(|at| scores.get_mut(at)) {
        *score = *score * times / of;
    }
}

/// Adds the weight of each word of the vocabulary that occurs, times what its place tells; a word counts once.
fn add(scores: &mut [u32; AREAS], text: &str, times: impl Fn(usize) -> u32) {
    let Some(vocabulary) = vocabulary().filter(|_| !text.is_empty()) else { return };
    let text = text.get(..floor(text, 4000)).unwrap_or(text);
    for (word, times) in vocabulary.hits(&format!(" {text} "), times) {
        let Some(meaning) = vocabulary.meanings.get(word) else { continue };
        if let Some(score) = meaning.area.and_then(|area| scores.get_mut(area)) {
            *score += meaning.weight * times;
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
        priors.push((Area::Identity, 10));
    }
    match context.kind {
        Kind::MustNot if context.party != Party::Mutual => priors.push((Area::Use, 16)),
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
    order.sort_by_key(|(score, area)| (Reverse(*score), *area));
    let total: u32 = order.iter().map(|(score, _)| score).sum();
    let most = order.first().map_or(0, |(score, _)| *score);
    let share = u8::try_from(100 * most / (total + UNHEARD)).unwrap_or(100);
    let areas: Vec<Area> =
        order.into_iter().filter(|(score, _)| score * 5 >= most * 2).map(|(_, area)| area).take(3).collect();
    if areas.is_empty() { (vec![Area::Governance], 0) } else { (areas, share) }
}
