//! The record, a fold over entries, and status as of a time.
//!
//! Everything here is a pure function of recorded facts and of the times it is asked about. It reads no disk, knows no
//! clock, and never fails as a whole: what is wrong with one responsibility is said in that line.

mod acts;
pub mod controls;
pub mod fact;
pub mod record;
pub mod status;
mod view;

pub use acts::ActLine;
pub use controls::Library;
pub use fact::Fact;
pub use record::{Entry, Record};
pub use status::{Line, Moment, Standing, Status, line, status};
pub use view::View;
