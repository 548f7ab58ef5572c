use super::difference::Segment;
use super::said::Side;
use super::strength::Vocabulary;
use std::collections::BTreeMap;

/// Which number a clause of the old version has in the new one, as the duties tell that stayed.
pub(super) struct Renumbered(BTreeMap<String, BTreeMap<String, usize>>);

impl Renumbered {
    pub(super) fn new(old: &Side, new: &Side, same: &[(usize, usize)]) -> Self {
        let mut numbers: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (from, to) in same {
            let clause =
                |side: &Side, at: usize| side.duties.get(at).and_then(|duty| duty.citation.place.clause.clone());
            let (Some(before), Some(after)) = (clause(old, *from), clause(new, *to)) else { continue };
            for (before, after) in levels(&before).zip(levels(&after)) {
                *numbers.entry(before.to_owned()).or_default().entry(after.to_owned()).or_default() += 1;
            }
        }
        Renumbered(numbers)
    }

    /// Whether all that differs are references to clauses that have other numbers now.
    pub(super) fn explains(&self, old: &[String], new: &[String], segments: &[Segment], words: &Vocabulary) -> bool {
        let reference = |segment: &Segment| {
            let (Some([from]), Some([to])) = (old.get(segment.old.clone()), new.get(segment.new.clone())) else {
                return false;
            };
            let mut before = old.get(..segment.old.start).unwrap_or(&[]).iter().rev().take(4);
            // The last word before the number that is not itself a number or a link.
            let named = before.find(|word| !number(word) && !words.is(word, "join"));
            named.is_some_and(|word| words.is(word, "clause")) && self.usual(from) == Some(to.as_str())
        };
        !segments.is_empty() && segments.iter().all(reference)
    }

    fn usual(&self, clause: &str) -> Option<&str> {
        let most = self.0.get(clause)?.iter().max_by_key(|(_, count)| **count)?;
        Some(most.0)
    }
}

/// How deep the numbers of clauses are looked at.
const DEEPEST: usize = 8;

/// `8`, `8.2` and `8.2.1` of `8.2.1(b)`.
fn levels(clause: &str) -> impl Iterator<Item = &str> {
    let plain = clause.split('(').next().unwrap_or_default().trim_end_matches('.');
    let ends = plain.match_indices('.').map(|(at, _)| at).chain([plain.len()]);
    ends.filter_map(|end| plain.get(..end)).filter(|level| !level.is_empty()).take(DEEPEST)
}

fn number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_levels() {
        assert_eq!(levels("8.2.1(b)").collect::<Vec<_>>(), ["8", "8.2", "8.2.1"]);
        assert_eq!(levels("12.").collect::<Vec<_>>(), ["12"]);
        assert_eq!(levels("(b)").count(), 0);
    }
}
