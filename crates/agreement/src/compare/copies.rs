use super::said::Side;
use std::collections::{BTreeMap, BTreeSet};

/// Duties with equal words, and what is left on each side.
#[derive(Default)]
pub(super) struct Equal {
    /// Old and new; an old one that the new text tells no longer as often goes with the last.
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) old: Vec<usize>,
    pub(super) new: Vec<usize>,
}

/// What marks a duty: its section, and the letters of its neighbours.
type Mark = [String; 3];

/// By what copies of the same words are told apart, the closest first.
const MARKS: [fn(&Side, usize) -> Option<Mark>; 6] = [
    |side, at| mark(side.section(at), side.before(at), side.after(at)),
    |side, at| mark(side.section(at), side.before(at), ""),
    |side, at| mark(side.section(at), "", side.after(at)),
    |side, at| mark(side.section(at), "", ""),
    |side, at| mark(side.before(at), "", "before"),
    |side, at| mark(side.after(at), "", "after"),
];

fn mark(first: &str, second: &str, third: &str) -> Option<Mark> {
    (!first.is_empty()).then(|| [first, second, third].map(str::to_owned))
}

/// Pairs equal duties. Papers say the same words in several sections: each copy goes with the one in its own section, or
/// between its own neighbours.
pub(super) fn equal(old: &Side, new: &Side) -> Equal {
    let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, letters) in old.letters.iter().enumerate() {
        groups.entry(letters).or_default().0.push(at);
    }
    for (at, letters) in new.letters.iter().enumerate() {
        groups.entry(letters).or_default().1.push(at);
    }
    let mut equal = Equal::default();
    for (before, after) in groups.into_values() {
        let Some(last) = after.last().copied().filter(|_| !before.is_empty()) else {
            equal.old.extend(before);
            equal.new.extend(after);
            continue;
        };
        let (olds, news) = (sections(old, &before), sections(new, &after));
        let (before, after) = pair(old, new, before, after, &mut equal.pairs);
        for at in before {
            if foreign(old, at, &news) { equal.old.push(at) } else { equal.pairs.push((at, last)) }
        }
        // More copies than before, such as on a page captured twice, are the same duty told again, and no change.
        equal.new.extend(after.into_iter().filter(|at| foreign(new, *at, &olds)));
    }
    equal.old.sort_unstable();
    equal.new.sort_unstable();
    equal
}

fn sections<'a>(side: &'a Side, copies: &[usize]) -> BTreeSet<&'a str> {
    copies.iter().map(|at| side.section(*at)).collect()
}

/// Whether it stands in a section where the other version does not say it: the same words there are another duty.
fn foreign(side: &Side, at: usize, others: &BTreeSet<&str>) -> bool {
    let section = side.section(at);
    !section.is_empty() && !others.contains(section) && !others.contains("")
}

/// Pairs copies of the same words; gives back those that are left of each side.
fn pair(
    old: &Side,
    new: &Side,
    mut before: Vec<usize>,
    mut after: Vec<usize>,
    pairs: &mut Vec<(usize, usize)>,
) -> (Vec<usize>, Vec<usize>) {
    if before.len() + after.len() > 2 {
        for mark in MARKS {
            let mut waiting: BTreeMap<Mark, Vec<usize>> = BTreeMap::new();
            for at in before.iter().rev() {
                if let Some(mark) = mark(old, *at) {
                    waiting.entry(mark).or_default().push(*at);
                }
            }
            let mut taken = BTreeSet::new();
            after.retain(|at| {
                let Some(from) = mark(new, *at).and_then(|mark| waiting.get_mut(&mark)).and_then(Vec::pop) else {
                    return true;
                };
                taken.insert(from);
                pairs.push((from, *at));
                false
            });
            before.retain(|at| !taken.contains(at));
        }
    }
    let common = before.len().min(after.len());
    pairs.extend(before.drain(..common).zip(after.drain(..common)));
    (before, after)
}
