//! The record, a fold over entries, and status as of a time.
//!
//! Everything here is a pure function of recorded facts and of the times it is asked about. It reads no disk, knows no
//! clock, and never fails as a whole: what is wrong with one responsibility is said in that line.

mod acts;
mod batch;
pub mod controls;
pub mod fact;
mod few;
mod line;
mod names;
pub mod record;
mod rows;
pub mod status;
mod view;
mod void;

pub use acts::ActLine;
pub use batch::{Batch, Entry};
pub use controls::Library;
pub use fact::Fact;
pub use line::line;
pub use record::Record;
pub use status::{Basis, Line, Moment, Standing, Status, status};
pub use view::View;
