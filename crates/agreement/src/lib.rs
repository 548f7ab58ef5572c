//! Reads document text into the responsibilities of the customer's side, and compares two versions.
//!
//! Deterministic and pure: text in, responsibilities out, every one cited. It does not read files.

mod active;
mod areas;
mod compare;
mod conditions;
mod deadlines;
mod details;
mod leads;
mod likeness;
mod line;
mod names;
mod neutral;
mod outline;
mod parties;
mod predicate;
mod reading;
mod sentence;
mod sentences;
mod structure;
mod tokens;
mod twice;
mod verdicts;
mod words;

pub use compare::{Change, How, compare};
pub use line::jsonl;
pub use parties::Parties;
pub use reading::{Options, Reading, read};
pub use structure::{Deal, is_paper, structure};
pub use twice::merged;
