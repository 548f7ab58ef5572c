//! The record, a fold over entries, and status as of a time.
//!
//! Everything here is a pure function of recorded facts and of the times it is asked about. It reads no disk, knows no
//! clock, and never fails as a whole: what is wrong with one responsibility is said in that line.

pub mod fact;
