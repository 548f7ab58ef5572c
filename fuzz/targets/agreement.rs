//! Any text read as an agreement, and compared with a part of itself: no panic, and every citation slices back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onus_agreement::{Options, compare, read};
use onus_documents::Limits;

fuzz_target!(|data: &[u8]| {
    let Ok(document) = onus_documents::read(data, Some("a.md"), &Limits::default()) else { return };
    let reading = read(&document.content, &Options::default());
    for found in &reading.responsibilities {
        assert!(found.citation.holds_in(&document.content.text), "a citation that does not slice back");
        assert!(!found.areas.is_empty());
    }
    let half = reading.responsibilities.len() / 2;
    compare(&reading.responsibilities, &reading.responsibilities[half..]);
});
