use std::collections::BTreeSet;

/// Of pairs of places in the order of the new text, those whose place among the others changed, by their place in `pairs`:
/// all but a longest run that kept its order. Numbers and headings of clauses say nothing here, since they change without
/// anything moving.
pub fn moved(pairs: &[(usize, usize)]) -> BTreeSet<usize> {
    // For each length, the pair that ends a run of it with the smallest old place; and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    let old = |at: usize| pairs.get(at).map_or(0, |pair| pair.0);
    for (at, (place, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| old(*end) <= *place);
        if let Some(slot) = before.get_mut(at) {
            *slot = length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied());
        }
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut moved: BTreeSet<usize> = (0..pairs.len()).collect();
    let mut kept = ends.last().copied();
    while let Some(at) = kept {
        moved.remove(&at);
        kept = before.get(at).copied().flatten();
    }
    moved
}

/// The pairs that kept their order, by which a place of the old text is found in the new one.
pub(super) struct Anchors(Vec<(usize, usize)>);

impl Anchors {
    pub(super) fn new(same: &[(usize, usize)]) -> Self {
        let mut pairs = same.to_vec();
        pairs.sort_unstable_by_key(|(old, new)| (*new, *old));
        let moved = moved(&pairs);
        Anchors((0..pairs.len()).filter(|at| !moved.contains(at)).filter_map(|at| pairs.get(at).copied()).collect())
    }

    /// Whether a place of the new text lies between the same neighbours as a place of the old one.
    pub(super) fn near(&self, old: usize, new: usize) -> bool {
        let next = self.0.partition_point(|(at, _)| *at < old);
        let before = next.checked_sub(1).and_then(|at| self.0.get(at)).is_none_or(|(_, at)| *at < new);
        before && self.0.get(next).is_none_or(|(_, at)| new < *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_left_its_place_has_moved() {
        let pairs = |old: &[usize]| old.iter().copied().zip(0..).collect::<Vec<_>>();
        assert!(moved(&pairs(&[0, 1, 4, 7, 9])).is_empty());
        assert_eq!(moved(&pairs(&[0, 5, 1, 2, 3])), BTreeSet::from([1]));
        assert_eq!(moved(&pairs(&[3, 0, 1, 2])), BTreeSet::from([0]));
        assert!(moved(&[]).is_empty());
    }

    #[test]
    fn a_place_is_found_by_its_neighbours() {
        let anchors = Anchors::new(&[(0, 0), (2, 4), (3, 5)]);
        assert!(anchors.near(1, 2) && anchors.near(4, 9));
        assert!(!anchors.near(1, 6) && !anchors.near(4, 2));
    }
}
