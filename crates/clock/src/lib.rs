//! When something falls due.
//!
//! Hours are elapsed time; days, weeks, months and years are counted on the calendar of a time zone, so that the two
//! differ when the clocks change. Nothing here knows what time it is, and nothing is due without something to count from.

mod count;

pub use count::{ClockError, after, before};
