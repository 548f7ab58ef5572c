//! Any bytes, with any ending of the name: no panic, and every place slices back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onus_documents::Limits;

const NAMES: [&str; 6] = ["a.md", "a.html", "a.txt", "a.docx", "a.pdf", "a"];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let Ok(document) = onus_documents::read(bytes, Some(name), &Limits::default()) else { return };
    let content = document.content;
    for block in &content.blocks {
        if let Some(citation) = content.cite(block, 0..block.words().len()) {
            assert!(citation.holds_in(&content.text), "a place that does not slice back");
        }
    }
});
