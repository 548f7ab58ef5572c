//! Bodies are for ever: each line of `facts/<kind>.json` was written by some version of Onus, must be read by this one,
//! and is written back byte for byte. Lines are added when a shape gains a field; none is ever changed.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use onus_assess::fact::FactError;
use onus_assess::{Entry, Fact, Record};
use std::path::Path;

fn lines(kind: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts").join(format!("{kind}.json"));
    #[expect(clippy::disallowed_methods, reason = "a test reads its vectors")]
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn every_kind_is_read_and_written_as_ever() {
    for kind in Fact::KINDS {
        let lines = lines(kind);
        assert!(!lines.is_empty(), "{kind}");
        for line in lines {
            let fact = Fact::from_body(kind, line.as_bytes()).unwrap_or_else(|error| panic!("{kind}: {error}\n{line}"));
            assert_eq!(fact.kind(), *kind);
            assert_eq!(String::from_utf8(fact.to_body()).unwrap(), line, "{kind}");
        }
    }
}

#[test]
fn a_field_of_a_later_version_is_passed_over_and_a_missing_one_is_refused() {
    for line in Fact::KINDS.iter().flat_map(|kind| lines(kind).into_iter().map(move |line| (kind, line))) {
        let (kind, line) = line;
        let longer = line.replacen('{', "{\"later\":{\"deep\":[1]},", 1);
        let expected = Fact::from_body(kind, line.as_bytes()).unwrap();
        assert_eq!(Fact::from_body(kind, longer.as_bytes()).unwrap(), expected, "{kind}");
        assert!(matches!(Fact::from_body(kind, b"{}"), Err(FactError::Shape { .. })), "{kind}");
    }
}

#[test]
fn a_newer_kind_is_refused_by_name_and_stops_nothing() {
    let time = "2026-03-03T12:00:00Z".parse().unwrap();
    let mut record = Record::default();
    let bodies =
        [("notice.sent", r#"{"to":"Nimbus"}"#.to_owned()), ("workspace.created", lines("workspace.created").remove(0))];
    for (index, (kind, body)) in (0..).zip(&bodies) {
        let body = Some(body.as_bytes());
        record.apply(&Entry { index, kind, at: time, recorded: time, by: "p-ada", about: Vec::new(), body });
    }
    let flaws: Vec<(u64, &str)> = record.flaws().iter().map(|flaw| (flaw.entry, flaw.what.as_str())).collect();
    let what = "entries of kind `notice.sent` are not known to this version of onus; use a newer one";
    assert_eq!(flaws, [(0, what)]);
    assert_eq!(record.workspace().unwrap().name, "Alder Clinics");
}
