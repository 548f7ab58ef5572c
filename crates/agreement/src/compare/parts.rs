use super::likeness::{COMMON, bigrams};
use super::said::Side;
use std::collections::{BTreeMap, BTreeSet};

/// So much of a part has to stand in the whole, in percent.
const WITHIN: usize = 85;
/// Fewer words than this stand in many a sentence.
const SHORTEST: usize = 7;

/// Which duties of one side are parts of a duty of the other: sentences that were joined, or one that was cut in two. Each
/// part is told with its whole; `close` says whether they can belong together (whole, part).
pub(super) fn parts(
    wholes: (&Side, &[usize]),
    parts: (&Side, &[usize]),
    close: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut index: BTreeMap<[&str; 2], Vec<usize>> = BTreeMap::new();
    for whole in wholes.1 {
        for pair in bigrams(wholes.0.words(*whole)) {
            let places = index.entry(pair).or_default();
            if places.len() <= COMMON && places.last() != Some(whole) {
                places.push(*whole);
            }
        }
    }
    let mut found = Vec::new();
    for part in parts.1.iter().filter(|part| parts.0.words(**part).len() >= SHORTEST) {
        let own: BTreeSet<[&str; 2]> = bigrams(parts.0.words(*part)).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for whole in own.iter().filter_map(|pair| index.get(pair)).filter(|places| places.len() <= COMMON).flatten() {
            *shared.entry(*whole).or_default() += 1;
        }
        let holds = |(whole, count): &(usize, usize)| count * 100 >= own.len() * WITHIN && close(*whole, *part);
        let best = shared.into_iter().filter(holds).max_by_key(|(whole, count)| (*count, std::cmp::Reverse(*whole)));
        found.extend(best.map(|(whole, _)| (whole, *part)));
    }
    found
}
