//! Looking clauses up.

use super::clauses::{DEEPEST, Tree};
use super::numbers;

impl Tree {
    /// The innermost clause that is open, of those that begin blocks.
    pub(super) fn here(&self) -> Option<usize> {
        self.open.iter().rev().find(|node| !node.inline).map(|node| node.clause)
    }

    /// The number of the clause, or of the nearest one above it that has one.
    pub(super) fn number(&self, clause: Option<usize>) -> Option<String> {
        self.above(clause).find_map(|clause| self.clauses.get(clause)?.number.clone())
    }

    /// The heading of the clause, or of the nearest one above it that has one.
    pub(super) fn head(&self, clause: Option<usize>) -> Option<String> {
        self.above(clause).find_map(|clause| self.clauses.get(clause)?.heading.clone())
    }

    /// A clause and those above it.
    pub(super) fn above(&self, clause: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(clause, |at| self.clauses.get(*at).and_then(|clause| clause.parent)).take(2 * DEEPEST)
    }

    /// The clause that `this Section` means: the nearest one with a number of its own.
    pub(super) fn own(&self, clause: Option<usize>) -> Option<usize> {
        let whole = |at: &usize| self.known.get(*at).is_some_and(|known| !known.relative && !known.parts.is_empty());
        self.above(clause).find(whole).or(clause)
    }

    /// The clause with a number, seen from a clause; a letter that the text does not set apart leads to the clause around it.
    pub(super) fn find(&self, from: Option<usize>, attached: Option<&str>, parts: &[String]) -> Option<usize> {
        let scope = match attached {
            Some(name) => *self.attached.get(name)?,
            None => from.and_then(|from| self.known.get(from)).map_or(0, |known| known.scope),
        };
        let at = |scope: usize, parts: &[String]| self.index.get(&(scope, parts.join("."))).copied();
        if attached.is_some() && parts.is_empty() {
            return at(scope, &[]);
        }
        let figure = parts.first().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        if !figure && attached.is_none() {
            // `(b)` counts from here.
            let near = self.above(from).find_map(|above| {
                let known = self.known.get(above)?;
                at(known.scope, &[known.parts.as_slice(), parts].concat())
            });
            if near.is_some() {
                return near;
            }
        }
        let firm = numbers::firm(parts);
        let lengths = (firm..=parts.len()).rev();
        let mut tries = lengths.filter_map(|length| parts.get(..length));
        tries.find_map(|parts| at(scope, parts).or_else(|| if attached.is_none() { at(0, parts) } else { None }))
    }

    /// The clauses from one up to another on the same level.
    pub(super) fn between(&self, first: usize, last: usize) -> Vec<usize> {
        let parent = |at: usize| self.clauses.get(at).and_then(|clause| clause.parent);
        let siblings = (first..=last.min(self.clauses.len())).filter(|at| parent(*at) == parent(first));
        siblings.take(100).collect()
    }
}
