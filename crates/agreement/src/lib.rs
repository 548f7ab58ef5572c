//! Reads document text into the responsibilities of the customer's side, and compares two versions.
//!
//! Deterministic and pure: text in, responsibilities out, every one cited. It does not read files.

mod active;
mod areas;
mod assent;
mod compare;
mod conditions;
mod copula;
mod deadlines;
mod details;
mod imperative;
mod leads;
mod lengths;
mod line;
pub mod matrix;
mod modal;
mod names;
mod neutral;
mod options;
mod outline;
mod parties;
mod passive;
mod predicate;
mod reading;
mod rule;
mod sentence;
mod sentences;
mod structure;
mod things;
mod tokens;
mod twice;
mod verdicts;
mod words;

pub use compare::{Change, How, compare, moved};
pub use line::jsonl;
pub use parties::Parties;
pub use reading::{Options, Reading, read};
pub use rule::Rule;
pub use structure::{Deal, is_paper, structure};
pub use twice::merged;
