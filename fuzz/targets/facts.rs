//! Bodies of any kind: no panic, and what is read and written is read again the same. The record takes any of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onus_assess::{Batch, Entry, Fact, Library, Moment, Record};

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let kind = Fact::KINDS[usize::from(*first) % Fact::KINDS.len()];
    if let Ok(fact) = Fact::from_body(kind, body) {
        let again = Fact::from_body(kind, &fact.to_body()).unwrap();
        assert!(fact == again, "a fact that changes when it is written");
    }
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    let entry = Entry { index: 0, kind, at: time, recorded: time, by: "p-1", about: vec!["r-1"], body: Some(body) };
    let mut batch = Batch::default();
    batch.read(&entry);
    let mut record = Record::default();
    record.take(batch);
    onus_assess::status(&record, &Library::default(), Moment { as_of: time, known_at: time });
});
