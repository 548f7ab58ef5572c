//! The fold: however the ledger is cut into batches, the record is the same, and small rows lose nothing that counts.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use jiff::Timestamp;
use onus_assess::{Batch, Entry, Fact, Library, Moment, Record, status};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Kind, body, days at which it held and was recorded.
type Row = (&'static str, Option<Value>, i64, i64);

fn time(day: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + day * 86_400).unwrap()
}

fn entry<'a>(index: usize, row: &Row, body: Option<&'a [u8]>) -> Entry<'a> {
    let (kind, _, at, recorded) = row;
    let about = if *kind == "entry.withdrawn" { vec!["entry:2"] } else { vec!["r-0", "r-1"] };
    Entry { index: index as u64, kind, at: time(*at), recorded: time(*recorded), by: "p-ada", about, body }
}

fn fold(rows: &[Row], cut: impl Fn(usize) -> bool) -> Record {
    let mut record = Record::default();
    let mut batch = Batch::default();
    for (index, row) in rows.iter().enumerate() {
        if cut(index) {
            record.take(std::mem::take(&mut batch));
        }
        let body = row.1.as_ref().map(|body| body.to_string().into_bytes());
        batch.read(&entry(index, row, body.as_deref()));
    }
    record.take(batch);
    record
}

fn proposed(id: u8, version: u32) -> Value {
    json!({"responsibility": format!("r-{id}"), "agreement": "csa", "version": version,
        "controls": ["identity.access-review"], "reading": {"kind": "must", "party": "customer", "areas": ["identity"],
        "act": "Review access", "confidence": 80, "citation": {"document": "0".repeat(64),
        "span": {"start": 0, "end": 13}, "quote": "Review access"}}})
}

/// Any row that a ledger can hold: good, about an unknown responsibility, erased, or nonsense.
fn row() -> impl Strategy<Value = Row> {
    let id = || 0u8..4;
    let body = prop_oneof![
        (id(), 1u32..4).prop_map(|(id, version)| ("responsibility.proposed", proposed(id, version))),
        id().prop_map(|id| ("responsibility.confirmed", json!({"responsibility": format!("r-{id}")}))),
        id().prop_map(|id| ("responsibility.ended", json!({"responsibility": format!("r-{id}"), "version": 2}))),
        (id(), id(), any::<bool>()).prop_map(|(one, other, done)| {
            let outcome = if done { "done" } else { "not-done" };
            let ids = [format!("r-{one}"), format!("r-{other}")];
            (
                "act.attested",
                json!({"for": ids, "control": "identity.access-review", "act": "review",
                "outcome": outcome, "note": "n", "evidence": [format!("e-{other}")]}),
            )
        }),
        (id(), id()).prop_map(|(id, file)| {
            (
                "evidence.added",
                json!({"evidence": format!("e-{file}"), "digest": "0".repeat(64), "name": "a.csv",
                "bytes": 3, "for": [format!("r-{id}")]}),
            )
        }),
        (0u64..20).prop_map(|entry| ("entry.withdrawn", json!({"entry": entry, "reason": "wrong"}))),
        (1u32..4).prop_map(|version| {
            (
                "agreement.added",
                json!({"agreement": "csa", "version": version, "title": "CSA", "provider": "Nimbus", "papers": [],
                "reader": "onus"}),
            )
        }),
        id().prop_map(|id| {
            ("agreement.ended", json!({"agreement": "csa", "reason": "left", "keep": [format!("r-{id}")]}))
        }),
        id().prop_map(|id| {
            let mut said = proposed(id, 3);
            (
                "responsibility.restated",
                json!({"responsibility": format!("r-{id}"), "version": 3, "reading": said.get_mut("reading").map(Value::take)}),
            )
        }),
        Just(("person.added", json!({"person": "p-ada", "name": "Ada"}))),
        Just(("act.attested", json!({"for": ["r-0", "R!"], "control": "c", "act": "a", "outcome": "done"}))),
        Just(("weather.observed", json!({"rain": true}))),
    ];
    (body, any::<u8>(), -20i64..20, 0i64..30)
        .prop_map(|((kind, body), erased, at, recorded)| (kind, (erased > 20).then_some(body), at, recorded))
}

proptest! {
    #[test]
    fn a_record_is_the_same_however_it_is_cut(rows in proptest::collection::vec(row(), 0..40), cuts in any::<u64>()) {
        let whole = fold(&rows, |_| false);
        prop_assert_eq!(&fold(&rows, |_| true), &whole);
        prop_assert_eq!(&fold(&rows, |index| cuts >> (index % 64) & 1 == 1), &whole);
        prop_assert_eq!(whole.entries(), rows.len() as u64);
    }

    #[test]
    fn what_is_known_later_does_not_change_what_was_known(
        rows in proptest::collection::vec(row(), 0..30), more in proptest::collection::vec(row(), 0..10),
    ) {
        let library = Library::standard().unwrap();
        let moment = Moment { as_of: time(15), known_at: time(30) };
        let before = status(&fold(&rows, |_| false), &library, moment);
        let later = more.into_iter().map(|(kind, body, at, _)| (kind, body, at, 31));
        let all: Vec<Row> = rows.into_iter().chain(later).collect();
        prop_assert_eq!(status(&fold(&all, |_| false), &library, moment), before);
    }

    #[test]
    fn rows_take_exactly_the_bodies_that_facts_take(
        which in any::<bool>(), key in 0usize..11, value in 0usize..9, drop in any::<bool>(), note in ".{0,6}",
    ) {
        let (kind, mut body) = if which {
            ("act.attested", json!({"for": ["r-0"], "control": "c", "act": "a\n", "outcome": "done", "note": note,
                "evidence": ["e-0"], "more": 1}))
        } else {
            ("evidence.added", json!({"evidence": "e-0", "digest": "0".repeat(64), "name": "é\"", "bytes": 3,
                "for": ["r-0"], "control": "c", "until": "2026-01-01T00:00:00Z", "source": note, "note": "n"}))
        };
        let values = [json!(null), json!(1), json!(-1), json!("x"), json!("X!"), json!([]), json!(["r-0", "r-1"]),
            json!("not-done"), json!("F".repeat(64))];
        let keys: Vec<String> = body.as_object().unwrap().keys().cloned().collect();
        if let Some(key) = keys.get(key) {
            if drop { body.as_object_mut().unwrap().remove(key); } else { body[key] = values[value].clone(); }
        }
        let bytes = body.to_string().into_bytes();
        let row = (kind, None, 0, 0);
        let mut record = Record::default();
        let proposal = proposed(0, 1).to_string().into_bytes();
        let other = proposed(1, 1).to_string().into_bytes();
        record.apply(&entry(0, &("responsibility.proposed", None, 0, 0), Some(&proposal)));
        record.apply(&entry(1, &("responsibility.proposed", None, 0, 0), Some(&other)));
        record.apply(&entry(2, &row, Some(&bytes)));
        let fact = Fact::from_body(kind, &bytes);
        let said = record.flaws().iter().map(|flaw| flaw.what.clone()).collect::<Vec<_>>();
        prop_assert_eq!(said, fact.err().map(|error| error.to_string()).into_iter().collect::<Vec<_>>(), "{}", body);
    }
}

#[test]
fn a_body_that_is_erased_later_is_forgotten_by_folding_anew() {
    let erasure = json!({"entry": 1, "reason": "named a patient"});
    let mut rows = vec![
        ("responsibility.proposed", Some(proposed(0, 1)), 0, 0),
        ("responsibility.confirmed", Some(json!({"responsibility": "r-0"})), 0, 0),
    ];
    let mut record = fold(&rows, |_| false);
    assert!(!record.is_stale());
    rows.push(("body.erased", Some(erasure), 1, 1));
    let body = rows[2].1.as_ref().unwrap().to_string().into_bytes();
    record.apply(&entry(2, &rows[2], Some(&body)));
    assert!(record.is_stale(), "the confirmation is still in it");
    rows[1].1 = None;
    let anew = fold(&rows, |_| false);
    assert!(!anew.is_stale());
    assert!(anew.history(&"r-0".parse().unwrap()).unwrap().verdicts.is_empty());
}

#[test]
fn an_erased_proposal_makes_no_responsibility_of_its_agreement() {
    let mut record = Record::default();
    let about = vec!["r-7", "nimbus-csa"];
    record.apply(&Entry { about, ..entry(0, &("responsibility.proposed", None, 0, 0), None) });
    let ids: Vec<&str> = record.responsibilities().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["r-7"]);
    assert_eq!(record.flaws().len(), 1);
}
