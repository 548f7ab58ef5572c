//! Prints how many megabytes of the named files are read in a second, one file a line, over 1, 10 and 100 copies.

use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let limits = onus_documents::Limits { bytes: usize::MAX };
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        for copies in [1, 10, 100] {
            let bytes = bytes.repeat(copies);
            let mut best = Duration::MAX;
            for _ in 0..(200 / copies).max(3) {
                let start = Instant::now();
                let document = onus_documents::read(&bytes, Some(&path), &limits)?;
                best = best.min(start.elapsed());
                std::hint::black_box(document);
            }
            println!("{path} x{copies}: {:.1} MB/s", bytes.len() as f64 / best.as_secs_f64() / 1e6);
        }
    }
    Ok(())
}
