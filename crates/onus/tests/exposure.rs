//! What hangs on responsibilities, as a lawyer asks for it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::House;
use serde_json::Value;

const LEASE: &str = "# Lease\n\n1. Rent. Customer shall pay the rent within 30 days. Late payments bear interest at 1% a month.\n\n\
    2. Care. Customer shall oil the winch each week.\n\n3. Paint. Customer shall not paint the hull.\n\n\
    4. Stop. Provider may suspend the service if Customer breaches Section 2 or the Quay Use Policy. Provider may terminate this agreement if \
    Customer materially breaches this agreement.\n";
const POLICY: &str =
    "# Quay Use Policy\n\nYou must not feed the gulls. You must not feed the gulls by night or by day.\n";

fn house() -> House {
    let house = House::empty();
    std::fs::write(house.path().join("lease.md"), LEASE).unwrap();
    std::fs::write(house.path().join("quay-use-policy.md"), POLICY).unwrap();
    let add = ["agreement", "add", "lease.md", "quay-use-policy.md", "--provider", "Birke", "--title", "Lease"];
    house.done(&[&add[..], &["--effective", "2026-01-01"]].concat());
    house
}

fn exposed(house: &House, arguments: &[&str]) -> Vec<(String, String, bool, Vec<String>)> {
    let answer: Value = serde_json::from_str(&house.done(&[&["exposure", "--json"], arguments].concat())).unwrap();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let told = answer["exposed"].as_array().unwrap().iter().map(|exposed| {
        let hanging = exposed["consequences"].as_array().unwrap().iter();
        let hanging = hanging.map(|found| format!("{} {}", word(&found["kind"]), word(&found["basis"]))).collect();
        let line = &exposed["line"];
        (word(&line["act"]), word(&line["status"]), exposed["at_risk"].as_bool().unwrap(), hanging)
    });
    told.collect()
}

#[test]
fn what_hangs_on_each_responsibility_is_listed_with_where_it_stands() {
    let house = house();
    let mut found = exposed(&house, &[]);
    found.sort();
    let acts: Vec<(&str, Vec<&str>)> =
        found.iter().map(|(act, _, _, all)| (act.as_str(), all.iter().map(String::as_str).collect())).collect();
    assert_eq!(
        acts,
        [
            ("Customer shall oil the winch each week.", vec!["suspension reference"]),
            ("Customer shall pay the rent within 30 days.", vec!["fees subject"]),
            ("You must not feed the gulls by night or by day.", vec!["suspension reference"]),
            ("You must not feed the gulls.", vec!["suspension reference"]),
        ]
    );
    let text = house.done(&["exposure"]);
    assert!(text.contains("4 responsibilities have consequences of their own, 4 at risk now"), "{text}");
    assert_eq!(text.matches("termination by the provider").count(), 1, "{text}");
    let policy = house.done(&["exposure", "--contains", "gulls by night"]);
    assert!(policy.contains("1 responsibility has") && !policy.contains("winch each week"), "{policy}");
}

#[test]
fn at_risk_leaves_out_what_is_in_order() {
    let house = house();
    let control = ["responsibility", "match", "--contains", "oil the winch", "--control"];
    let controls = house.done(&["controls", "--json"]);
    let controls: Value = serde_json::from_str(&controls).unwrap();
    let first = controls["controls"].as_array().unwrap().iter().find(|control| {
        let acts = control["acts"].as_array().unwrap();
        acts.len() == 1 && acts[0]["proof"].as_bool() != Some(true)
    });
    let id = first.unwrap()["id"].as_str().unwrap();
    house.done(&["responsibility", "confirm", "--contains", "oil the winch"]);
    house.done(&[&control[..], &[id]].concat());
    std::fs::write(house.path().join("oil.csv"), "day,oil\n").unwrap();
    house.done(&["attest", "--contains", "oil the winch", "--evidence", "oil.csv"]);
    let all = exposed(&house, &[]);
    let winch = all.iter().find(|(act, ..)| act.contains("winch")).unwrap();
    assert!(!winch.2, "{winch:?}");
    let risky = exposed(&house, &["--at-risk"]);
    assert_eq!(risky.len(), all.len() - 1);
    assert!(risky.iter().all(|(act, _, at_risk, _)| *at_risk && !act.contains("winch")), "{risky:?}");
    // The worst stand first.
    assert!(all.last().unwrap().0.contains("winch"), "{all:?}");
}

#[test]
fn one_responsibility_tells_what_hangs_on_it() {
    let house = house();
    let line = &house.status(&["--contains", "oil the winch"])["lines"][0];
    let id = line["responsibility"].as_str().unwrap();
    for command in [&["explain", id][..], &["responsibility", "show", id]] {
        let text = house.done(command);
        assert!(text.contains("what hangs on it") && text.contains("suspension by the provider (reference)"), "{text}");
    }
}

#[test]
fn reading_says_what_is_named_and_not_there() {
    let house = house();
    let alone = house.done(&["agreement", "read", "lease.md"]);
    assert!(alone.contains("if it fails: suspension (4)"), "{alone}");
    std::fs::write(
        house.path().join("more.md"),
        "Customer will comply with the Quay Use Policy and the Tide Guidelines at https://birke.example/tide. See Section 7 and Section 8.\n",
    )
    .unwrap();
    let alone = house.done(&["agreement", "read", "more.md"]);
    assert!(
        alone.contains("note: binds you to papers that were not given: Quay Use Policy, Tide Guidelines (https://birke.example/tide)"),
        "{alone}"
    );
    assert!(alone.contains("note: points at clauses that are not in it: Section 7, Section 8"), "{alone}");
    let both = house.done(&["agreement", "read", "more.md", "quay-use-policy.md"]);
    assert!(both.contains("were not given: Tide Guidelines (") && !both.contains("given: Quay Use Policy"), "{both}");
    let added = house.done(&["agreement", "add", "more.md", "--provider", "Birke", "--title", "More"]);
    assert!(added.contains("note: more.md: binds you to papers that were not given"), "{added}");
}

#[test]
fn a_duty_told_twice_is_recorded_once_and_printed_for_each_place() {
    let house = House::empty();
    let text = "## 1. Gate\n\nAlder Holding shall lock the harbour gate every night.\n\n## 2. Again\n\nAlder Holding shall lock the harbour gate every night.\n";
    std::fs::write(house.path().join("gate.md"), text).unwrap();
    let named = ["--called-customer", "Alder Holding"];
    let lines = house.done(&[&["agreement", "read", "gate.md", "--jsonl"], &named[..]].concat());
    assert_eq!(lines.lines().count(), 2);
    let add = ["agreement", "add", "gate.md", "--provider", "Birke", "--title", "Gate"];
    let added = house.done(&[&add[..], &named].concat());
    assert!(added.contains("1 proposed"), "{added}");
    let status = house.status(&[]);
    let line = &status["lines"][0];
    assert_eq!(line["also"][0]["clause"], "2");
    let shown: Value = serde_json::from_str(&house.done(&["agreement", "show", "gate", "--json"])).unwrap();
    let places = shown["marked"][0]["responsibilities"].as_array().unwrap();
    assert_eq!((places.len(), &places[1]["citation"]["clause"]), (2, &Value::from("2")));
    let listed: Value = serde_json::from_str(&house.done(&["agreement", "list", "--json"])).unwrap();
    assert_eq!(listed["agreements"][0]["called_customer"][0], "Alder Holding");
    let shown = house.done(&["responsibility", "show", line["responsibility"].as_str().unwrap()]);
    assert!(shown.contains("also 2: “Alder Holding shall lock"), "{shown}");
}
