//! Any text read as an agreement, with its structure, and compared with a part of itself: no panic, and every citation
//! slices back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onus_agreement::{Deal, Options, compare, merged, read, structure};
use onus_documents::Limits;

fuzz_target!(|data: &[u8]| {
    let Ok(document) = onus_documents::read(data, Some("a.md"), &Limits::default()) else { return };
    let reading = read(&document.content, &Options::default());
    for found in &reading.responsibilities {
        assert!(found.citation.holds_in(&document.content.text), "a citation that does not slice back");
        assert!(!found.areas.is_empty());
    }
    let duties = merged(reading.responsibilities.clone());
    let papers = [(document.content.digest, "a.md")];
    let built = structure(&document.content, &reading.parties, &Deal { responsibilities: &duties, papers: &papers });
    for found in &built.consequences {
        assert!(found.citation.holds_in(&document.content.text), "a consequence that does not slice back");
        assert!(found.links.iter().all(|link| link.responsibility < duties.len()));
    }
    for found in &built.references {
        assert!(found.citation.holds_in(&document.content.text), "a reference that does not slice back");
        assert!(found.clauses.iter().all(|clause| *clause < built.clauses.len()));
    }
    let half = reading.responsibilities.len() / 2;
    compare(&reading.responsibilities, &reading.responsibilities[half..]);
});
