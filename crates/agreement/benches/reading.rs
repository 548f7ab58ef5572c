//! How fast agreements are read, and how fast their structure: megabytes a second on one core, of the same text once, ten and a hundred times over.
//! Prints figures; compares nothing. The AWS service terms are found by `ONUS_SHARED` or beside the project.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a benchmark reads files and clocks, and may fail")]

use onus_agreement::{Deal, Options, merged, read, structure};
use onus_documents::Limits;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const FOR: Duration = Duration::from_millis(1500);
const SAMPLES: [&str; 4] = [
    "cloud-services-agreement.md",
    "data-processing-addendum.html",
    "service-level-agreement.txt",
    "acceptable-use-policy.md",
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in SAMPLES {
        measure(&root.join("../onus/demo").join(name));
    }
    let shared = std::env::var_os("ONUS_SHARED").map_or_else(|| root.join("../../../shared"), PathBuf::from);
    let terms = shared.join("data/agreements/aws-service-terms.md");
    if terms.exists() {
        measure(&terms);
        all(&shared.join("data/agreements"));
    } else {
        println!("aws-service-terms.md: absent; set ONUS_SHARED");
    }
}

/// All text papers of a folder, each once: from the bytes of a file to its responsibilities.
fn all(folder: &Path) {
    let mut papers: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md" || ending == "txt") {
            let bytes = std::fs::read(&path).unwrap();
            papers.push((path, bytes));
        }
    }
    let (taken, found) = fastest(|| {
        let found = papers.iter().map(|(path, bytes)| {
            let document = onus_documents::read(bytes, path.to_str(), &Limits::default()).unwrap();
            read(&document.content, &Options::default()).responsibilities.len()
        });
        found.sum::<usize>()
    });
    let size: usize = papers.iter().map(|(_, bytes)| bytes.len()).sum();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let rate = size as f64 / 1e6 / taken.as_secs_f64();
    println!("all {} text papers, {size} bytes: document and reading {rate:.1} MB/s ({found} found)", papers.len());
}

fn measure(path: &Path) {
    let once = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    for times in [1, 10, 100] {
        let bytes = once.repeat(times);
        let limits = Limits { bytes: usize::MAX };
        let (parse, document) = fastest(|| onus_documents::read(&bytes, path.to_str(), &limits).unwrap());
        let (reading, found) = fastest(|| read(&document.content, &Options::default()).responsibilities.len());
        let reading_once = read(&document.content, &Options::default());
        let duties = merged(reading_once.responsibilities);
        let deal = Deal { responsibilities: &duties, papers: &[] };
        let (building, hanging) =
            fastest(|| structure(&document.content, &reading_once.parties, &deal).consequences.len());
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let rate = |taken: Duration| bytes.len() as f64 / 1e6 / taken.as_secs_f64();
        println!(
            "{name} {times:>3}x {:>9} bytes: reading {:6.1} MB/s ({:.2} ms, {found} found), structure {:6.1} MB/s ({:.2} ms, {hanging} \
             consequences), document {:6.1} MB/s",
            bytes.len(),
            rate(reading),
            reading.as_secs_f64() * 1e3,
            rate(building),
            building.as_secs_f64() * 1e3,
            rate(parse),
        );
    }
}

/// The shortest of several runs, and what the last one gave.
fn fastest<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let mut best = Duration::MAX;
    loop {
        let start = Instant::now();
        let made = run();
        best = best.min(start.elapsed());
        if begun.elapsed() > FOR {
            return (best, made);
        }
    }
}
