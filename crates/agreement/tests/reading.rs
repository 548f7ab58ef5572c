//! Reading text of our own, and every paper in the shared folder where it is present.

use onus_agreement::{Options, read};
use onus_documents::Limits;
use onus_terms::{Kind, Party, Responsibility};

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn reading(text: &str) -> Vec<Responsibility> {
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    let found = read(&document.content, &Options::default()).responsibilities;
    assert!(found.iter().all(|found| found.citation.holds_in(text)));
    found
}

#[test]
fn forms_bind_whom_they_bind() {
    let cases = [
        ("Customer shall rotate its keys each quarter.", Some((Kind::Must, Party::Customer))),
        ("The Controller shall keep a register of its forms.", Some((Kind::Must, Party::Customer))),
        ("The Processor shall lock the forms of the Controller away.", None),
        ("Provider shall tell Customer of outages promptly.", None),
        ("Each party shall keep the records of the other safe.", Some((Kind::Must, Party::Mutual))),
        ("You will not receive a discount.", None),
        ("You acknowledge that storage can fail.", None),
        ("Client may not lend its login to strangers.", Some((Kind::MustNot, Party::Customer))),
        (
            "To receive a credit, Customer must file a ticket within five (5) business days.",
            Some((Kind::Condition, Party::Customer)),
        ),
        ("Customer represents and warrants that it owns the files.", Some((Kind::Warrant, Party::Customer))),
        ("You agree to the latest price list.", None),
        ("The Customer is solely responsible for its copies.", Some((Kind::Must, Party::Customer))),
    ];
    for (text, expected) in cases {
        let found = reading(text).first().map(|found| (found.kind, found.party));
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn items_take_their_sense_from_the_lead_in() {
    let found = reading("You may not:\n\n* copy the manual\n* break the seal\n\nWe send invoices.\n");
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|found| found.kind == Kind::MustNot && found.lead_in.is_some()));
}

#[test]
fn deadlines_have_a_normal_form() {
    let cases = [
        ("Customer shall pay within thirty (30) days of the invoice.", "P30D"),
        ("Customer must call at least five business days before the visit.", "before:P5B"),
        ("Customer shall promptly report a theft.", "promptly"),
    ];
    for (text, expected) in cases {
        let limits: Vec<String> =
            reading(text)[0].deadlines.iter().map(|deadline| deadline.limit.to_string()).collect();
        assert_eq!(limits, [expected], "{text}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads papers; only the room is pure")]
fn every_citation_slices_back_to_its_quote() {
    let shared =
        std::env::var("ONUS_SHARED").unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
    let papers: Vec<_> = ["data/agreements", "gold"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(format!("{shared}/{folder}")).ok())
        .flat_map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "md" || ending == "txt" || ending == "pdf"))
        .collect();
    if papers.is_empty() {
        assert!(std::env::var("ONUS_REQUIRE_SHARED").is_err(), "../shared is required and absent");
        eprintln!("SKIPPED: ../shared is absent");
        return;
    }
    for path in papers {
        let bytes = std::fs::read(&path).unwrap();
        let document = onus_documents::read(&bytes, path.to_str(), &Limits::default()).unwrap();
        for found in read(&document.content, &Options::default()).responsibilities {
            assert!(found.citation.holds_in(&document.content.text), "{}: {}", path.display(), found.act);
        }
    }
}
