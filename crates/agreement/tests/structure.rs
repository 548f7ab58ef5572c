//! Clauses, references, definitions, other papers and duties told twice, with wording of our own, and on real papers
//! where they are present.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use onus_agreement::{Deal, Options, is_paper, jsonl, merged, read, structure};
use onus_documents::Limits;
use onus_terms::{Citation, DocumentText, Structure};

fn document(text: &str) -> DocumentText {
    onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap().content
}

fn built(text: &str) -> Structure {
    let document = document(text);
    let reading = read(&document, &Options::default());
    structure(&document, &reading.parties, &Deal { responsibilities: &reading.responsibilities, papers: &[] })
}

/// Numbers of clauses, and what they say.
fn clauses(text: &str) -> Vec<(String, String)> {
    let all: Vec<char> = text.chars().collect();
    let told = built(text).clauses.into_iter().filter_map(|clause| {
        let words: String = all[clause.span.start..clause.span.end].iter().collect();
        Some((clause.number?, words))
    });
    told.collect()
}

/// The words of references, with the numbers of the clauses they lead to.
fn references(text: &str) -> Vec<(String, Vec<String>)> {
    let built = built(text);
    let number = |at: &usize| built.clauses[*at].number.clone().unwrap_or_default();
    let told = built.references.iter().map(|found| {
        let numbers: Vec<String> = found.clauses.iter().map(number).collect();
        (found.citation.quote.clone(), if found.elsewhere { vec!["elsewhere".to_owned()] } else { numbers })
    });
    told.collect()
}

#[test]
fn clauses_have_their_number_and_all_their_words() {
    let text = "# Lease\n\n## 1. Quay\n\n1.1 Quay means (a) the wall and (b) the steps.\n\n1.2 The wall:\n\n(a) stands;\n\n(b) falls.\n\n## 2. Rent\n\nRent is paid.\n\n## Exhibit A – Prices\n\n1. Low.\n\n2. High.\n";
    let found = clauses(text);
    let numbers: Vec<&str> = found.iter().map(|(number, _)| number.as_str()).collect();
    let expected = ["1", "1.1", "1.1(a)", "1.1(b)", "1.2", "1.2(a)", "1.2(b)", "2", "Exhibit A", "1", "2"];
    assert_eq!(numbers, expected);
    let words = |number: &str| found.iter().find(|(found, _)| found == number).map_or("", |(_, words)| words.as_str());
    assert!(words("1").contains("stands") && words("1").contains("falls.") && !words("1").contains("Rent"));
    assert_eq!(words("1.1(a)"), "(a) the wall and ");
    assert_eq!(words("1.2(b)"), "(b) falls.");
    assert!(words("Exhibit A").ends_with("High."));
}

#[test]
fn nested_lists_count_from_the_clause_above() {
    let text = "1. **Quay**\n\n    1. **Wall**. The wall stands.\n\n    2. **Steps**. The steps fall.\n\n2. **Rent**\n\n    1. **Sum**. The rent is high.\n";
    let numbers: Vec<String> = clauses(text).into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, ["1", "1.1", "1.2", "2", "2.1"]);
}

#[test]
fn a_number_that_stands_alone_numbers_the_heading_below_it() {
    let text = "1.1\n\n### Quay\n\nThe quay is long.\n\n1.2.\n\n### Wall\n\nThe wall is high. See Section 1.1.\n\n3.5\n\nA plain paragraph.\n";
    let numbers: Vec<String> = clauses(text).into_iter().map(|(number, _)| number).collect();
    assert_eq!(numbers, ["1.1", "1.2"]);
    assert_eq!(references(text), [("Section 1.1".to_owned(), vec!["1.1".to_owned()])]);
}

#[test]
fn references_are_resolved() {
    let text = "## 1. Quay\n\n1.1 Open (a) daily and (b) nightly.\n\n## 2. Rent\n\n2.1 See Section 1.1(b), Sections 1 and 2, Section 1.1 (Quay) or 2.1, and this Section. \
                See Article 28 of the GDPR, Section 9.9 and Exhibit B.\n\n2.2 Sections 1 through 3 stay, as Section 2 of Exhibit A does.\n\n## 3. End\n\nIt ends.\n\n\
                ## Exhibit A\n\n1. Low.\n\n2. High, as in Section 1.\n";
    let found = references(text);
    let expected: [(&str, &[&str]); 10] = [
        ("Section 1.1(b)", &["1.1(b)"]),
        ("Sections 1 and 2", &["1", "2"]),
        ("Section 1.1 (Quay) or 2.1", &["1.1", "2.1"]),
        ("this Section", &["2.1"]),
        ("Article 28", &["elsewhere"]),
        ("Section 9.9", &[]),
        ("Exhibit B", &[]),
        ("Sections 1 through 3", &["1", "2", "3"]),
        ("Section 2 of Exhibit A", &["2"]),
        ("Section 1", &["1"]),
    ];
    for (at, (words, numbers)) in expected.iter().enumerate() {
        let (quote, found) = found.get(at).map_or(("", &[][..]), |(quote, found)| (quote.as_str(), found.as_slice()));
        assert!(quote.starts_with(words) && found == *numbers, "{words}: {quote} {found:?}");
    }
    assert_eq!(found.len(), expected.len());
    // In its own exhibit, `Section 1` is the exhibit's.
    let built = built(text);
    let last = built.references.last().map(|found| found.clauses.clone()).unwrap_or_default();
    assert!(built.clauses[last[0]].span.start > text.find("Exhibit A\n").unwrap());
}

#[test]
fn terms_are_found_wherever_they_stand() {
    let text = "This lease is between Birke Ltd (“Landlord”) and the “Tenant”. The Quay Use Policy (**QUP**) holds, and so do the tide tables (the \"Tables\" or \"Tide Tables\").\n\n\
                “Spring Tide” means the highest tide. Neap Tide means the lowest tide. “Fee” or “Toll” has the meaning given below. The tide means little to us.\n\n\
                ## Definitions\n\n* Berth: a place for one boat.\n* Buoy – a float on a chain.\n\n| Term | Meaning |\n|---|---|\n| Mole | A long wall. |\n\n## Rent\n\n* Rent: it is due.\n";
    let terms: Vec<String> = built(text).definitions.into_iter().map(|found| found.term).collect();
    let expected = [
        "Landlord",
        "QUP",
        "Tables",
        "Tide Tables",
        "Spring Tide",
        "Neap Tide",
        "Fee",
        "Toll",
        "Berth",
        "Buoy",
        "Mole",
    ];
    assert_eq!(terms, expected);
}

#[test]
fn other_papers_and_their_order_are_listed() {
    let text = "Customer will comply with our Quay Use Policy (“QUP”) at https://birke.example/qup. The [Data Annex Terms](https://birke.example/data) are incorporated by reference. \
                The Tide Documentation is long.\n\nIf the order and this lease conflict, the order prevails. This lease is governed by the conflict of laws rules of Ruritania.\n";
    let found = built(text);
    let papers: Vec<_> = found
        .incorporated
        .iter()
        .map(|paper| (paper.name.as_str(), paper.called.as_deref(), paper.url.as_deref(), paper.part))
        .collect();
    assert_eq!(
        papers,
        [
            ("Quay Use Policy", Some("QUP"), Some("https://birke.example/qup"), false),
            ("Data Annex Terms", None, Some("https://birke.example/data"), true)
        ]
    );
    let order: Vec<&str> = found.precedence.iter().map(|citation| citation.quote.as_str()).collect();
    assert_eq!(order, ["If the order and this lease conflict, the order prevails."]);
    for (title, expected) in [
        ("quay-use-policy.md", true),
        ("QUP.pdf", true),
        ("Quay Use Policy, 2026", true),
        ("quay-terms.md", false),
        ("policy.md", false),
    ] {
        assert_eq!(is_paper(&found.incorporated[0], title), expected, "{title}");
    }
}

#[test]
fn a_duty_told_twice_is_one_with_both_places() {
    let text = "## 1. Gate\n\nCustomer shall lock the harbour gate every night.\n\n## 2. Again\n\nCUSTOMER SHALL LOCK THE HARBOUR GATE EVERY NIGHT!\n\n\
                For the avoidance of any doubt Customer shall lock the harbour gate every night.\n\n\
                Customer shall lock the harbour gate every night within 2 hours.\n\nCustomer shall not lock the harbour gate every night.\n";
    let all = read(&document(text), &Options::default()).responsibilities;
    assert_eq!(all.len(), 5);
    let lines: Vec<String> = all.iter().map(|duty| jsonl("own.md", duty)).collect();
    assert_eq!(lines.len(), 5);
    let one = merged(all);
    let places: Vec<usize> = one.iter().map(|duty| duty.also.len()).collect();
    // The longer sentence has much more to say, the fourth has a limit, and the fifth forbids.
    assert_eq!(places, [1, 0, 0, 0]);
    assert_eq!(one[0].also[0].quote, "CUSTOMER SHALL LOCK THE HARBOUR GATE EVERY NIGHT!");
    assert_eq!(merged(one.clone()), one);
}

#[test]
fn a_duty_that_holds_another_nearly_whole_is_the_same() {
    let text = "Customer shall keep a register of all boats that enter the harbour by night and hand it over each spring.\n\n\
                Customer shall keep a register of all boats that enter the harbour by night and hand it over each spring, too.\n";
    let one = merged(read(&document(text), &Options::default()).responsibilities);
    assert_eq!((one.len(), one[0].also.len()), (1, 1));
}

fn citations(built: &Structure) -> Vec<&Citation> {
    let definitions = built.definitions.iter().map(|found| &found.citation);
    let references = built.references.iter().map(|found| &found.citation);
    let papers = built.incorporated.iter().map(|found| &found.citation);
    let consequences = built.consequences.iter().flat_map(|found| [Some(&found.citation), found.lead_in.as_ref()]);
    definitions.chain(references).chain(papers).chain(&built.precedence).chain(consequences.flatten()).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads papers; only the room is pure")]
fn every_citation_of_every_real_paper_slices_back() {
    let shared =
        std::env::var("ONUS_SHARED").unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
    let papers: Vec<_> = ["data/agreements", "gold"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(format!("{shared}/{folder}")).ok())
        .flat_map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "txt" || ending == "docx"))
        .collect();
    if papers.is_empty() {
        assert!(std::env::var("ONUS_REQUIRE_SHARED").is_err(), "../shared is required and absent");
        eprintln!("SKIPPED: ../shared is absent");
        return;
    }
    let mut found = [0; 5];
    for path in papers {
        let bytes = std::fs::read(&path).unwrap();
        let document = onus_documents::read(&bytes, path.to_str(), &Limits::default()).unwrap().content;
        let reading = read(&document, &Options::default());
        let duties = merged(reading.responsibilities);
        let built = structure(&document, &reading.parties, &Deal { responsibilities: &duties, papers: &[] });
        for citation in citations(&built) {
            assert!(citation.holds_in(&document.text), "{}: {citation:?}", path.display());
        }
        for also in duties.iter().flat_map(|duty| &duty.also) {
            assert!(also.holds_in(&document.text), "{}: {also:?}", path.display());
        }
        let length = document.text.chars().count();
        for clause in &built.clauses {
            assert!(
                clause.span.start <= clause.span.end && clause.span.end <= length,
                "{}: {clause:?}",
                path.display()
            );
            let inside = clause
                .parent
                .and_then(|parent| built.clauses.get(parent))
                .is_none_or(|parent| parent.span.start <= clause.span.start && clause.span.end <= parent.span.end);
            assert!(inside, "{}: {clause:?}", path.display());
        }
        let counts = [
            built.clauses.len(),
            built.references.len(),
            built.definitions.len(),
            built.incorporated.len(),
            built.consequences.len(),
        ];
        for (sum, count) in found.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    assert!(found.iter().all(|sum| *sum > 50), "{found:?}");
}
