use onus_terms::{Area, Kind};
use std::collections::BTreeMap;

/// What of a duty is compared with others.
pub(crate) struct Likeness<'a> {
    pub(crate) place: usize,
    pub(crate) words: &'a [String],
    pub(crate) kind: Kind,
    pub(crate) area: Option<Area>,
}

/// From this likeness on, two texts are the same duty; in percent.
const ALIKE: u64 = 50;
/// A pair of words that more duties than this share tells nothing of any.
const COMMON: usize = 24;
/// How many of the most promising duties each one is compared with.
const CANDIDATES: usize = 6;

/// The best pairs of duties that are alike, each duty in one pair at most.
pub(crate) fn alike(old: &[Likeness], new: &[Likeness]) -> Vec<(usize, usize)> {
    let mut index: BTreeMap<[&str; 2], Vec<usize>> = BTreeMap::new();
    for (at, duty) in old.iter().enumerate() {
        for pair in pairs(duty) {
            let places = index.entry(pair).or_default();
            if places.len() <= COMMON && places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    let mut scored: Vec<(u64, usize, usize)> = Vec::new();
    for (to, duty) in new.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for places in pairs(duty).filter_map(|pair| index.get(&pair)).filter(|places| places.len() <= COMMON) {
            for at in places {
                *shared.entry(*at).or_default() += 1;
            }
        }
        let mut best: Vec<(usize, usize)> = shared.into_iter().map(|(at, count)| (count, at)).collect();
        best.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), *at));
        for (_, from) in best.into_iter().take(CANDIDATES) {
            let Some(before) = old.get(from) else { continue };
            scored.push((likeness(before, duty), from, to));
        }
    }
    best_first(scored, old, new)
}

fn best_first(mut scored: Vec<(u64, usize, usize)>, old: &[Likeness], new: &[Likeness]) -> Vec<(usize, usize)> {
    scored.retain(|(score, _, _)| *score >= ALIKE);
    scored.sort_by_key(|(score, from, to)| (std::cmp::Reverse(*score), *to, *from));
    let mut taken_old = vec![false; old.len()];
    let mut taken_new = vec![false; new.len()];
    let mut found = Vec::new();
    for (_, from, to) in scored {
        let (Some(left), Some(right)) = (taken_old.get_mut(from), taken_new.get_mut(to)) else { continue };
        if *left || *right {
            continue;
        }
        (*left, *right) = (true, true);
        if let (Some(before), Some(after)) = (old.get(from), new.get(to)) {
            found.push((before.place, after.place));
        }
    }
    found
}

/// Neighbouring words.
fn pairs<'a>(duty: &Likeness<'a>) -> impl Iterator<Item = [&'a str; 2]> {
    duty.words.iter().zip(duty.words.iter().skip(1)).map(|(first, second)| [first.as_str(), second.as_str()])
}

/// How alike two duties are, in percent: the share of their words and pairs of words that both have. Another kind of
/// duty is another duty unless nearly all words agree.
fn likeness(old: &Likeness, new: &Likeness) -> u64 {
    let single = |duty: &Likeness| duty.words.iter().map(|word| [word.clone(), String::new()]).collect::<Vec<_>>();
    let double = |duty: &Likeness| pairs(duty).map(|pair| pair.map(str::to_owned)).collect::<Vec<_>>();
    let words = dice(single(old), single(new));
    let pairs = dice(double(old), double(new));
    let kind = if old.kind == new.kind { 0 } else { 15 };
    let area = if old.area == new.area { 0 } else { 5 };
    ((words + pairs) / 2).saturating_sub(kind + area)
}

/// Twice what two lists share over what they hold, in percent.
fn dice(mut left: Vec<[String; 2]>, mut right: Vec<[String; 2]>) -> u64 {
    left.sort_unstable();
    right.sort_unstable();
    let total = left.len() + right.len();
    let (mut at, mut shared) = (0, 0);
    for item in &left {
        while right.get(at).is_some_and(|other| other < item) {
            at += 1;
        }
        if right.get(at) == Some(item) {
            shared += 2;
            at += 1;
        }
    }
    u64::try_from(100 * shared / total.max(1)).unwrap_or(0)
}
