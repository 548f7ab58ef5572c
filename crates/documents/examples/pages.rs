//! Prints how many pages of the named PDF files are read in a second, one file a line, and beside it the same of
//! `pdftotext` with the start of its program, where that is installed. What is printed is the best of some runs.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn best(runs: usize, run: impl Fn() -> bool) -> Option<Duration> {
    let time = |_| {
        let start = Instant::now();
        run().then(|| start.elapsed())
    };
    (0..runs).map(time).min().flatten()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let limits = onus_documents::Limits { bytes: usize::MAX };
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let document = onus_documents::read(&bytes, Some(&path), &limits)?;
        let pages = f64::from(document.content.pages());
        let ours = best(30, || onus_documents::read(&bytes, Some(&path), &limits).is_ok());
        let theirs = best(30, || {
            let mut program = Command::new("pdftotext");
            program.args(["-layout", &path, "-"]).stdout(Stdio::null()).stderr(Stdio::null());
            program.status().is_ok_and(|status| status.success())
        });
        let told = |time: Option<Duration>| {
            time.map_or("not there".to_owned(), |time| format!("{:.0} pages/s", pages / time.as_secs_f64()))
        };
        println!("{path}: {pages} pages, onus {}, pdftotext {}", told(ours), told(theirs));
    }
    Ok(())
}
