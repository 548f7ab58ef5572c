use std::fmt;
use std::panic::Location;

/// The place in the reader that took a sentence for a duty. It names the rule where somebody measures what each one adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    file: &'static str,
    line: u32,
}

impl Rule {
    /// The rule that calls.
    #[track_caller]
    pub(crate) fn here() -> Self {
        let place = Location::caller();
        let file = place.file();
        Rule { file: file.rsplit(['/', '\\']).next().unwrap_or(file), line: place.line() }
    }
}

impl fmt::Display for Rule {
    /// As `file:line`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
