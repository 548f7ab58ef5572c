//! Status in the formats that other programs read. Bytes come out; nothing is written anywhere here.
//!
//! Now: calendars of what falls due.

mod calendar;

pub use calendar::{Task, calendar};
