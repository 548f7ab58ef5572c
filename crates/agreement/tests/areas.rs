//! The area of a responsibility, on sentences of our own (`forms/areas.tsv`, and `forms/areas-held.tsv`, which the vocabulary
//! was not tuned on): a share must be right.

#![expect(clippy::disallowed_methods, reason = "the test reads its tables; only the room is pure")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use onus_agreement::{Options, read};
use onus_documents::Limits;

/// How many of the sentences of a table are read as one responsibility, and of how many of these the area is right.
fn right(table: &str) -> (usize, usize) {
    let path = format!("{}/tests/forms/{table}", env!("CARGO_MANIFEST_DIR"));
    let (mut all, mut right) = (0, 0);
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let document = onus_documents::read(fields[4].as_bytes(), Some("own.md"), &Limits::default()).unwrap();
        let found = read(&document.content, &Options::default()).responsibilities;
        if let [one] = &found[..] {
            all += 1;
            let area = one.areas.first().unwrap().to_string();
            right += usize::from(fields[2].split('+').any(|accepted| accepted == area));
        }
    }
    (all, right)
}

#[test]
fn area_is_right_in_most_sentences() {
    for (table, least) in [("areas.tsv", 95), ("areas-held.tsv", 91)] {
        let (all, right) = right(table);
        println!("{table}: {right} of {all} right");
        assert!(all >= 200, "{table}: only {all} sentences are read as one responsibility");
        assert!(right * 100 >= all * least, "{table}: {right} of {all} right, {least} % are needed");
    }
}

#[test]
fn compound_hides_the_words_inside_it() {
    let area = |text: &str| {
        let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
        read(&document.content, &Options::default()).responsibilities[0].areas[0].to_string()
    };
    assert_eq!(area("Customer shall pay the fee."), "commercial");
    assert_eq!(area("Customer shall help its auditor free of charge."), "governance");
    assert_ne!(area("Customer shall furnish feedback."), "commercial");
}
