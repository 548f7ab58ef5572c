//! Whatever bytes arrive: no panic, the same answer each time, citations that slice back, and time in proportion to size.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests look at the clock and may fail")]

use onus_agreement::{Options, compare, read};
use onus_documents::Limits;
use onus_terms::{Digest, DocumentText};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn document(text: &str, name: &str) -> Option<DocumentText> {
    let limits = Limits { bytes: usize::MAX };
    onus_documents::read(text.as_bytes(), Some(name), &limits).ok().map(|document| document.content)
}

/// Pieces of contract language, markup and odd characters in any order.
fn scraps() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Customer",
        "Provider",
        "you",
        "we",
        "each party",
        "neither",
        "shall",
        "must",
        "may",
        "not",
        "only",
        "agrees",
        "to",
        "that",
        "is responsible for",
        "unless",
        "if",
        "within",
        "thirty (30)",
        "days",
        "prior to",
        "notice",
        ",",
        ";",
        ":",
        ".",
        "(a)",
        "(ii)",
        "\n\n",
        "\n* ",
        "\n1. ",
        "## ",
        "“",
        "”",
        "’s",
        "\u{ad}",
        "\u{a0}",
        "|",
        "<br>",
        "é",
        "ß",
        "İ",
        "provided that",
        "and",
        "or",
        "represents",
        "fees",
        "are due",
        "upon",
        "Customershall",
        "5-day",
        "٣",
        "(the “Period”)",
    ]);
    prop::collection::vec((words, prop::bool::ANY), 0..60).prop_map(|words| {
        words.into_iter().map(|(word, space)| if space { format!("{word} ") } else { word.to_owned() }).collect()
    })
}

proptest! {
    #[test]
    fn any_text_is_read(text in prop_oneof![scraps(), any::<String>()], name in prop::sample::select(vec!["a.md", "a.txt", "a.html"])) {
        let Some(document) = document(&text, name) else { return Ok(()) };
        let found = read(&document, &Options::default()).responsibilities;
        for unit in &found {
            prop_assert!(unit.citation.holds_in(&document.text), "{:?}", unit.citation);
            prop_assert!(!unit.areas.is_empty());
        }
        prop_assert_eq!(&found, &read(&document, &Options::default()).responsibilities);
        let changes = compare(&found, &found);
        prop_assert!(changes.iter().all(|change| matches!(change, onus_agreement::Change::Same(..))));
    }

    #[test]
    fn any_names_can_be_set(name in any::<String>(), text in scraps()) {
        let Some(document) = document(&text, "a.md") else { return Ok(()) };
        let options = Options { customer: vec![name.clone(), String::new()], provider: vec![name] };
        read(&document, &options);
    }
}

#[test]
fn nothing_is_read_from_nothing() {
    let empty = DocumentText::new(Digest::of(b""), String::new(), Vec::new());
    assert!(read(&empty, &Options::default()).responsibilities.is_empty());
}

/// The shortest of five runs.
fn time(text: &str) -> Duration {
    let document = document(text, "a.md").unwrap();
    (0..5)
        .map(|_| {
            let start = Instant::now();
            read(&document, &Options::default());
            start.elapsed()
        })
        .min()
        .unwrap()
}

#[test]
fn hostile_text_costs_in_proportion_to_its_size() {
    type Text = fn(usize) -> String;
    let texts: [(&str, Text); 9] = [
        ("commas", |n| ", ".repeat(n)),
        ("commas after a party", |n| format!("Customer {}", ", ".repeat(n))),
        ("one sentence", |n| format!("Customer will {}", "pay and ".repeat(n))),
        ("subjects", |n| "Customer Provider, ".repeat(n)),
        ("conditions", |n| "if Customer, unless you ".repeat(n)),
        ("nested lists", |n| (0..n).map(|at| format!("{}* you must:\n", " ".repeat(at % 200))).collect()),
        ("headings", |n| "# Customer obligations\n".repeat(n)),
        ("brackets", |n| format!("You must {}", "(".repeat(n))),
        ("numbers", |n| format!("You must pay within {}", "thirty (30) ".repeat(n))),
    ];
    for (name, text) in texts {
        let (small, large) = (time(&text(4_000)), time(&text(32_000)));
        // Eight times the text; a square would take sixty-four times as long.
        let bound = small.max(Duration::from_millis(2)) * 40;
        assert!(large < bound, "{name}: {small:?} for 4,000 and {large:?} for 32,000");
    }
}
