//! Progress of long work, on the standard error, where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over a known number of steps. It shows itself only when the work takes longer than a moment.
pub(crate) fn bar(total: u64, doing: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(total).with_message(doing);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
