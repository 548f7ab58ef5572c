//! Ids by number: each is kept once, and rows name it by its number.

use foldhash::fast::FixedState;
use onus_terms::{ControlId, EvidenceId, PersonId, ResponsibilityId};
use std::borrow::Borrow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::str::FromStr;
use std::sync::Arc;

/// Ids of one sort, numbered in the order of their first mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names<T: Eq + Hash> {
    ids: Vec<T>,
    // A hasher without randomness, and a fast one: a million entries name ids. Nothing ever walks over this map.
    numbers: HashMap<T, u32, FixedState>,
}

impl<T: Eq + Hash> Default for Names<T> {
    fn default() -> Self {
        Names { ids: Vec::new(), numbers: HashMap::default() }
    }
}

impl<T: Borrow<str> + Clone + Eq + Hash> Names<T> {
    /// The number of an id, whose text is checked when it is mentioned for the first time.
    pub(crate) fn number(&mut self, text: &str) -> Result<u32, T::Err>
    where
        T: FromStr,
    {
        match self.find(text) {
            Some(number) => Ok(number),
            None => text.parse().map(|id| self.add(id)),
        }
    }

    /// The number of a text that any is.
    pub(crate) fn number_of(&mut self, text: &str) -> u32
    where
        T: for<'a> From<&'a str>,
    {
        self.find(text).unwrap_or_else(|| self.add(text.into()))
    }

    /// The number of an id.
    pub(crate) fn mention(&mut self, id: &T) -> u32 {
        self.find(id.borrow()).unwrap_or_else(|| self.add(id.clone()))
    }

    fn add(&mut self, id: T) -> u32 {
        let number = count(&self.ids);
        self.ids.push(id.clone());
        self.numbers.insert(id, number);
        number
    }

    /// The number of an id that was mentioned.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// The id with this number.
    pub(crate) fn id(&self, number: u32) -> Option<&T> {
        self.ids.get(number as usize)
    }

    /// Takes in other names; the answer gives for each of their numbers the number here.
    fn merge(&mut self, others: Names<T>) -> Vec<u32> {
        let (ids, numbers) = (&mut self.ids, &mut self.numbers);
        let number = |id: T| match numbers.entry(id) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                let number = count(ids);
                ids.push(new.key().clone());
                *new.insert(number)
            }
        };
        others.ids.into_iter().map(number).collect()
    }
}

/// The number of the next id; more than 32 bits count do not fit into memory.
fn count<T>(ids: &[T]) -> u32 {
    u32::try_from(ids.len()).unwrap_or(u32::MAX)
}

/// The names of a record, or of a batch on its way into one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AllNames {
    pub(crate) responsibilities: Names<ResponsibilityId>,
    pub(crate) persons: Names<PersonId>,
    pub(crate) controls: Names<ControlId>,
    pub(crate) evidence: Names<EvidenceId>,
    /// Acts of controls.
    pub(crate) acts: Names<Arc<str>>,
}

/// For each number of a batch the number in the record.
pub(crate) struct Renumbered {
    responsibilities: Vec<u32>,
    persons: Vec<u32>,
    controls: Vec<u32>,
    evidence: Vec<u32>,
    acts: Vec<u32>,
}

impl AllNames {
    pub(crate) fn merge(&mut self, others: AllNames) -> Renumbered {
        Renumbered {
            responsibilities: self.responsibilities.merge(others.responsibilities),
            persons: self.persons.merge(others.persons),
            controls: self.controls.merge(others.controls),
            evidence: self.evidence.merge(others.evidence),
            acts: self.acts.merge(others.acts),
        }
    }
}

// A batch holds only numbers of its own names, so that each is found.
fn new(numbers: &[u32], old: u32) -> u32 {
    numbers.get(old as usize).copied().unwrap_or(u32::MAX)
}

impl Renumbered {
    pub(crate) fn responsibility(&self, old: u32) -> u32 {
        new(&self.responsibilities, old)
    }

    pub(crate) fn person(&self, old: u32) -> u32 {
        new(&self.persons, old)
    }

    pub(crate) fn control(&self, old: u32) -> u32 {
        new(&self.controls, old)
    }

    pub(crate) fn evidence(&self, old: u32) -> u32 {
        new(&self.evidence, old)
    }

    pub(crate) fn act(&self, old: u32) -> u32 {
        new(&self.acts, old)
    }
}
