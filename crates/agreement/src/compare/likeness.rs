use super::difference::{Budget, segments};
use super::order::Anchors;
use super::said::{Said, Side, Written};
use std::collections::{BTreeMap, BTreeSet};

/// From this likeness on, two texts are the same duty; in percent.
const ALIKE: u64 = 50;
/// Two duties of different sections, and not between the same neighbours, have to be more alike.
const FAR: u64 = 65;
/// Of several duties that are alike, the one between the same neighbours or in the same section is likelier the same.
const NEAR: u64 = 8;
/// A pair of words that more duties than this share tells nothing of any.
pub(super) const COMMON: usize = 24;
/// How many of the most promising duties each one is compared with.
const CANDIDATES: usize = 8;

/// What is left on each side to be paired, with what is known of their places.
pub(super) struct Open<'a> {
    pub(super) old: &'a Side<'a>,
    pub(super) new: &'a Side<'a>,
    pub(super) old_places: &'a [usize],
    pub(super) new_places: &'a [usize],
    pub(super) anchors: &'a Anchors,
}

struct Scored {
    score: u64,
    from: usize,
    to: usize,
}

/// The best pairs of duties that are alike, each duty in one pair at most.
pub(super) fn alike(open: &Open, budget: &mut Budget) -> Vec<(usize, usize)> {
    let index = index(open);
    let mut scored = Vec::new();
    for to in open.new_places {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for places in bigrams(open.new.words(*to)).filter_map(|pair| index.get(&pair)) {
            for from in places.iter().filter(|_| places.len() <= COMMON) {
                *shared.entry(*from).or_default() += 1;
            }
        }
        let mut best: Vec<(bool, usize, usize)> =
            shared.into_iter().map(|(from, count)| (open.close(from, *to), count, from)).collect();
        best.sort_by_key(|(close, count, from)| (std::cmp::Reverse((*close, *count)), *from));
        scored.extend(best.into_iter().take(CANDIDATES).filter_map(|(_, _, from)| open.score(from, *to, budget)));
    }
    best_first(scored)
}

fn index<'a>(open: &Open<'a>) -> BTreeMap<[&'a str; 2], Vec<usize>> {
    let mut index: BTreeMap<[&str; 2], Vec<usize>> = BTreeMap::new();
    for from in open.old_places {
        for pair in bigrams(open.old.words(*from)) {
            let places = index.entry(pair).or_default();
            if places.len() <= COMMON && places.last() != Some(from) {
                places.push(*from);
            }
        }
    }
    index
}

fn best_first(mut scored: Vec<Scored>) -> Vec<(usize, usize)> {
    scored.sort_by_key(|pair| (std::cmp::Reverse(pair.score), pair.to, pair.from));
    let (mut old, mut new) = (BTreeSet::new(), BTreeSet::new());
    let mut free = |pair: &Scored| {
        let free = !old.contains(&pair.from) && !new.contains(&pair.to);
        free && old.insert(pair.from) && new.insert(pair.to)
    };
    scored.into_iter().filter(|pair| free(pair)).map(|pair| (pair.from, pair.to)).collect()
}

impl Open<'_> {
    /// Whether two duties stand in the same section, or between the same neighbours.
    pub(super) fn close(&self, from: usize, to: usize) -> bool {
        let section = self.old.section(from);
        !section.is_empty() && section == self.new.section(to) || self.anchors.near(from, to)
    }

    /// How alike two duties are, in percent, where that is enough to be one.
    fn score(&self, from: usize, to: usize, budget: &mut Budget) -> Option<Scored> {
        let (old, new) = (self.old.duties.get(from)?, self.new.duties.get(to)?);
        let (before, after) = (self.old.said.get(from)?, self.new.said.get(to)?);
        let kind = if old.kind == new.kind { 0 } else { 15 };
        let area = if old.areas.first() == new.areas.first() { 0 } else { 5 };
        let words = likeness(&before.words, &after.words).saturating_sub(kind + area);
        let (section, near) = (self.old.section(from), self.anchors.near(from, to));
        let same = !section.is_empty() && section == self.new.section(to);
        let close = NEAR * (u64::from(near) + u64::from(same));
        let enough =
            if close > 0 { words + close >= ALIKE } else { words >= FAR && !other_thing(before, after, budget) };
        enough.then_some(Scored { score: words + close, from, to })
    }
}

/// Whether two texts differ by a name: the same words about another service are another duty.
fn other_thing(old: &Said, new: &Said, budget: &mut Budget) -> bool {
    let name = |said: &Said, at: usize| said.written.get(at) == Some(&Written::Name);
    let Some(found) = segments(&old.words, &new.words, budget) else { return true };
    found
        .into_iter()
        .any(|segment| segment.old.clone().any(|at| name(old, at)) || segment.new.clone().any(|at| name(new, at)))
}

/// Neighbouring words.
pub(super) fn bigrams(words: &[String]) -> impl Iterator<Item = [&str; 2]> {
    words.iter().zip(words.iter().skip(1)).map(|(first, second)| [first.as_str(), second.as_str()])
}

/// How alike two texts are: the share of their words and pairs of words that both have, in percent. Where the longer holds
/// nearly all of the shorter, that counts too.
fn likeness(old: &[String], new: &[String]) -> u64 {
    let single = |words: &[String]| words.iter().map(|word| [word.as_str(), ""].map(str::to_owned)).collect::<Vec<_>>();
    let double = |words: &[String]| bigrams(words).map(|pair| pair.map(str::to_owned)).collect::<Vec<_>>();
    let (words, pairs) = (shared(single(old), single(new)), shared(double(old), double(new)));
    let dice = (words.of_both() + pairs.of_both()) / 2;
    let within = (words.of_shorter() + pairs.of_shorter()) / 2;
    if within >= 80 && old.len().min(new.len()) >= 8 { dice.max(within - 25) } else { dice }
}

/// How much two lists share, and how long they are.
struct Shared {
    shared: usize,
    left: usize,
    right: usize,
}

impl Shared {
    fn of_both(&self) -> u64 {
        percent(2 * self.shared, self.left + self.right)
    }

    fn of_shorter(&self) -> u64 {
        percent(self.shared, self.left.min(self.right))
    }
}

fn percent(part: usize, whole: usize) -> u64 {
    u64::try_from(100 * part / whole.max(1)).unwrap_or(0)
}

fn shared(mut left: Vec<[String; 2]>, mut right: Vec<[String; 2]>) -> Shared {
    left.sort_unstable();
    right.sort_unstable();
    let (mut at, mut shared) = (0, 0);
    for item in &left {
        while right.get(at).is_some_and(|other| other < item) {
            at += 1;
        }
        if right.get(at) == Some(item) {
            shared += 1;
            at += 1;
        }
    }
    Shared { shared, left: left.len(), right: right.len() }
}
