//! Whatever bytes arrive: no panic, the same answer each time, citations that slice back, and time in proportion to size.

#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests look at the clock and may fail")]

use onus_agreement::{Deal, Options, compare, merged, read, structure};
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
        "Section 1",
        "Sections 1 and 2(b)",
        "this Section",
        "Exhibit A",
        "of the GDPR",
        "“Stop Event” means",
        "Stop Event",
        "breaches",
        "fails to",
        "overdue",
        "suspend",
        "terminate",
        "your account",
        "indemnify",
        "will not apply to",
        "limitations of liability",
        "late payments",
        "interest",
        "except for",
        "Acceptable Use Policy (AUP)",
        "incorporated by reference",
        "conflict",
        "prevails",
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
    fn any_text_has_a_structure(text in prop_oneof![scraps(), any::<String>()], name in prop::sample::select(vec!["a.md", "a.txt", "a.html"])) {
        let Some(document) = document(&text, name) else { return Ok(()) };
        let reading = read(&document, &Options::default());
        let duties = merged(reading.responsibilities.clone());
        prop_assert!(duties.len() <= reading.responsibilities.len());
        prop_assert_eq!(&merged(duties.clone()), &duties);
        let deal = Deal { responsibilities: &duties, papers: &[(document.digest, name)] };
        let built = structure(&document, &reading.parties, &deal);
        let own = built.consequences.iter().flat_map(|found| [Some(&found.citation), found.lead_in.as_ref()]);
        let references = built.references.iter().map(|found| &found.citation);
        let definitions = built.definitions.iter().map(|found| &found.citation);
        let papers = built.incorporated.iter().map(|found| &found.citation);
        for citation in own.flatten().chain(references).chain(definitions).chain(papers).chain(&built.precedence) {
            prop_assert!(citation.holds_in(&document.text), "{:?}", citation);
        }
        for clause in &built.clauses {
            prop_assert!(clause.span.slice(&document.text).is_some(), "{:?}", clause);
        }
        let places = built.consequences.iter().flat_map(|found| &found.links).map(|link| link.responsibility);
        prop_assert!(places.into_iter().all(|place| place < duties.len()));
        let through = built.consequences.iter().flat_map(|found| &found.links).filter_map(|link| link.through);
        prop_assert!(through.into_iter().all(|place| place < built.definitions.len()));
        prop_assert!(built.references.iter().flat_map(|found| &found.clauses).all(|clause| *clause < built.clauses.len()));
        prop_assert_eq!(&built, &structure(&document, &reading.parties, &deal));
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

/// The shortest of some runs.
fn shortest(runs: usize, mut run: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap()
}

fn time(text: &str) -> Duration {
    let document = document(text, "a.md").unwrap();
    shortest(5, || {
        read(&document, &Options::default());
    })
}

fn time_of_structure(text: &str) -> Duration {
    let document = document(text, "a.md").unwrap();
    let reading = read(&document, &Options::default());
    shortest(2, || {
        let duties = merged(reading.responsibilities.clone());
        structure(&document, &reading.parties, &Deal { responsibilities: &duties, papers: &[] });
    })
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

#[test]
fn hostile_structure_costs_in_proportion_to_its_size() {
    type Text = fn(usize) -> String;
    let texts: [(&str, Text); 16] = [
        ("references in a sentence", |n| {
            format!("We may suspend your account if you breach {}", "Section 1 and ".repeat(n))
        }),
        ("references in blocks", |n| "1. See Section 1.\n\n".repeat(n)),
        ("a reference to many", |n| format!("See Sections {}", "1, ".repeat(n))),
        ("definitions", |n| (0..n).map(|at| format!("“Term{at}” means a breach of Term{}.\n\n", at + 1)).collect()),
        ("definitions in brackets", |n| "rent (the “Rent”) ".repeat(n)),
        ("breaches of one clause", |n| {
            let duties = "You must sweep the quay by night.\n\n".repeat(n / 8);
            format!(
                "## 1. Quay\n\n{duties}## 2. End\n\n{}",
                "We may suspend your account if you breach Section 1.\n\n".repeat(n / 8)
            )
        }),
        ("late payments", |n| {
            let duties = (0..n / 8).map(|at| format!("You must pay rent number {at} to us.\n\n"));
            format!("{}{}", duties.collect::<String>(), "Late payments bear interest.\n\n".repeat(n / 8))
        }),
        ("deeds in a sentence", |n| format!("If you fail, we may {}", "suspend your account, ".repeat(n))),
        ("failures in a sentence", |n| {
            format!("We may suspend your account if you {}", "breach, fail, default ".repeat(n))
        }),
        ("items", |n| format!("We may suspend your account if:\n\n{}", "(a) you breach Section 1;\n\n".repeat(n))),
        ("inline items", |n| format!("You must {}", "(a) pay (b) row ".repeat(n))),
        ("headings", |n| (0..n).map(|at| format!("## {at}. Head\n\n")).collect()),
        ("nested lists", |n| (0..n).map(|at| format!("{}1. row\n", " ".repeat(at % 200))).collect()),
        ("papers", |n| format!("You must comply with {}", "the Quay Use Policy and ".repeat(n))),
        ("the same duty", |n| "Customer shall lock the harbour gate every night of the year.\n\n".repeat(n / 4)),
        ("almost the same duty", |n| {
            (0..n / 4)
                .map(|at| format!("Customer shall lock the harbour gate every night of the year {at}.\n\n"))
                .collect()
        }),
    ];
    for (name, text) in texts {
        let (small, large) = (time_of_structure(&text(1_000)), time_of_structure(&text(8_000)));
        // Eight times the text; a square would take sixty-four times as long.
        let bound = small.max(Duration::from_millis(2)) * 30;
        assert!(large < bound, "{name}: {small:?} for 1,000 and {large:?} for 8,000");
    }
}
