//! The words of Onus as types.
//!
//! Ids, digests, areas, citations, deadlines, parties and responsibilities: what every other room speaks of. Nothing
//! here reads, stores, computes a status or knows what time it is.

#[macro_use]
mod words;

mod area;
mod cell;
mod citation;
mod consequence;
mod deadline;
mod digest;
mod id;
mod passage;
mod responsibility;
mod structure;

pub use area::{Area, UnknownArea};
pub use cell::Cell;
pub use citation::{Citation, Place, Span};
pub use consequence::{Actor, Basis, Consequence, ConsequenceKind, Link};
pub use deadline::{Deadline, Length, Limit, LimitError, Unit, Vague};
pub use digest::{Digest, DigestError};
pub use id::{AgreementId, ControlId, EvidenceId, IdError, PersonId, ResponsibilityId};
pub use passage::{Block, BlockKind, DocumentText};
pub use responsibility::{Confidence, Kind, Party, Responsibility};
pub use structure::{Clause, Definition, Incorporated, Reference, Structure};
pub use words::UnknownWord;
