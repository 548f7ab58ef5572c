//! Entries that were read and wait to be taken in. Reading is most of the work and needs no record: a caller may read
//! several batches at the same time, on threads of its own, and has the record take them in one after the other.

use crate::fact::light::{Attested, HandedOver, Text};
use crate::fact::{Fact, FactError};
use crate::few::Few;
use crate::names::{AllNames, Renumbered};
use crate::rows::{ActRow, EvidenceRow, Mark};
use jiff::Timestamp;
use onus_terms::{AgreementId, IdError, ResponsibilityId};
use serde::Deserialize;
use std::fmt::Display;

/// An entry as the fold takes it.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its number in the ledger.
    pub index: u64,
    /// Its kind.
    pub kind: &'a str,
    /// When the fact held.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The id of the person who recorded it.
    pub by: &'a str,
    /// The ids it is about. Only looked at where the body was erased; a caller in a hurry leaves it empty elsewhere.
    pub about: Vec<&'a str>,
    /// Its body, unless erased.
    pub body: Option<&'a [u8]>,
}

/// Entries that were read, in the order of the ledger.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub(crate) names: AllNames,
    pub(crate) items: Vec<Item>,
}

/// One entry that was read. Its numbers are those of the batch's names.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Attested { row: ActRow, responsibilities: Few<u32> },
    HandedOver { row: EvidenceRow, responsibilities: Few<u32> },
    Other(Mark, Box<Fact>),
    Erased(Mark, Box<Gone>),
    Flawed(Mark, Box<str>),
}

/// What the leaf still says of an entry whose body was erased.
#[derive(Clone, Debug)]
pub(crate) struct Gone {
    pub(crate) kind: String,
    pub(crate) responsibilities: Vec<ResponsibilityId>,
    /// The agreement of which it added a version.
    pub(crate) agreement: Option<AgreementId>,
    /// The entries that it withdraws.
    pub(crate) entries: Vec<u64>,
}

impl Batch {
    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Reads the next entry. What is wrong with it becomes a flaw of the record and stops nothing.
    pub fn read(&mut self, entry: &Entry<'_>) {
        let by = self.names.persons.number(entry.by);
        let number = by.as_ref().copied().unwrap_or(u32::MAX);
        let mark = Mark { entry: entry.index, at: entry.at, recorded: entry.recorded, by: number };
        let item = match (by, entry.body) {
            (Err(error), _) => flawed(mark, &error),
            (Ok(_), None) => Item::Erased(mark, Box::new(self.gone(entry))),
            (Ok(_), Some(body)) => self.item(mark, entry.kind, body).unwrap_or_else(|error| flawed(mark, &error)),
        };
        self.items.push(item);
    }

    fn item(&mut self, mark: Mark, kind: &str, body: &[u8]) -> Result<Item, FactError> {
        match kind {
            "act.attested" => self.attested(mark, shape(kind, body)?).map_err(|error| misfit(kind, error)),
            "evidence.added" => self.handed_over(mark, shape(kind, body)?).map_err(|error| misfit(kind, error)),
            _ => {
                let fact = Fact::from_body(kind, body)?;
                if let Fact::ResponsibilityProposed(proposed) = &fact {
                    // Numbers follow the order of first mention, however the ledger is cut into batches.
                    self.names.responsibilities.mention(&proposed.responsibility);
                }
                Ok(Item::Other(mark, Box::new(fact)))
            }
        }
    }

    fn gone(&mut self, entry: &Entry<'_>) -> Gone {
        let about = entry.about.iter();
        // What a proposal is about besides is its agreement.
        let most = if entry.kind == "responsibility.proposed" { 1 } else { usize::MAX };
        let responsibilities: Vec<_> =
            about.clone().take(most).filter_map(|id| ResponsibilityId::new(id).ok()).collect();
        if most == 1 {
            responsibilities.iter().for_each(|id| _ = self.names.responsibilities.mention(id));
        }
        let agreement = about.clone().next().filter(|_| entry.kind == "agreement.added");
        let withdrawn = about.filter(|_| entry.kind == "entry.withdrawn");
        Gone {
            kind: entry.kind.to_owned(),
            responsibilities,
            agreement: agreement.and_then(|id| AgreementId::new(id).ok()),
            entries: withdrawn.filter_map(|about| about.strip_prefix("entry:")?.parse().ok()).collect(),
        }
    }

    fn attested(&mut self, mark: Mark, read: Attested<'_>) -> Result<Item, IdError> {
        let responsibilities = self.responsibilities(&read.responsibilities)?;
        let control = self.names.controls.number(read.control.as_str())?;
        let evidence = read.evidence.try_map(|id| self.names.evidence.number(id.as_str()))?;
        let act = self.names.acts.number_of(read.act.as_str());
        let row = ActRow::new(mark, (control, act), read, evidence);
        Ok(Item::Attested { row, responsibilities })
    }

    fn handed_over(&mut self, mark: Mark, read: HandedOver<'_>) -> Result<Item, IdError> {
        let responsibilities = self.responsibilities(&read.responsibilities)?;
        let control = read.control.map(|text| self.names.controls.number(text.as_str())).transpose()?;
        let evidence = self.names.evidence.number(read.evidence.as_str())?;
        Ok(Item::HandedOver { row: EvidenceRow::new(mark, evidence, control, read.until), responsibilities })
    }

    fn responsibilities(&mut self, ids: &Few<Text<'_>>) -> Result<Few<u32>, IdError> {
        ids.try_map(|id| self.names.responsibilities.number(id.as_str()))
    }
}

fn shape<'a, T: Deserialize<'a>>(kind: &str, body: &'a [u8]) -> Result<T, FactError> {
    serde_json::from_slice(body).map_err(|source| FactError::Shape { kind: kind.to_owned(), source })
}

fn misfit(kind: &str, error: impl Display) -> FactError {
    FactError::Shape { kind: kind.to_owned(), source: serde::de::Error::custom(error) }
}

fn flawed(mark: Mark, error: &impl Display) -> Item {
    Item::Flawed(mark, error.to_string().into())
}

impl Item {
    /// With the numbers of the record in place of those of the batch.
    pub(crate) fn renumbered(mut self, new: &Renumbered) -> Self {
        let mark = match &mut self {
            Item::Attested { row, responsibilities } => {
                row.control = new.control(row.control);
                row.act = new.act(row.act);
                row.evidence.as_mut_slice().iter_mut().for_each(|evidence| *evidence = new.evidence(*evidence));
                responsibilities.as_mut_slice().iter_mut().for_each(|id| *id = new.responsibility(*id));
                &mut row.mark
            }
            Item::HandedOver { row, responsibilities } => {
                row.evidence = new.evidence(row.evidence);
                row.control = row.control.map(|control| new.control(control));
                responsibilities.as_mut_slice().iter_mut().for_each(|id| *id = new.responsibility(*id));
                &mut row.mark
            }
            Item::Other(mark, _) | Item::Erased(mark, _) | Item::Flawed(mark, _) => mark,
        };
        mark.by = new.person(mark.by);
        self
    }
}
