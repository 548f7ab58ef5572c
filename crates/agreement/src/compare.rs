use onus_terms::Responsibility;
use std::collections::BTreeMap;

/// What happened to a duty between two versions, by place in the two lists.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// The same duty (old, new).
    Same(usize, usize),
    /// Only in the old version.
    Gone(usize),
    /// Only in the new version.
    New(usize),
}

fn key(found: &Responsibility) -> String {
    found.act.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Pairs duties whose words are equal, ignoring case, punctuation, spacing and markup.
pub fn compare(old: &[Responsibility], new: &[Responsibility]) -> Vec<Change> {
    let mut waiting: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, found) in old.iter().enumerate().rev() {
        waiting.entry(key(found)).or_default().push(at);
    }
    let mut changes: Vec<Change> = new
        .iter()
        .enumerate()
        .map(|(at, found)| match waiting.get_mut(&key(found)).and_then(Vec::pop) {
            Some(before) => Change::Same(before, at),
            None => Change::New(at),
        })
        .collect();
    changes.extend(waiting.into_values().flatten().map(Change::Gone));
    changes
}
