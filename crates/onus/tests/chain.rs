//! The whole chain, from a paper to a proof, with the real binary.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::{House, SAMPLE};
use serde_json::Value;

#[test]
fn from_clause_to_proof() {
    let house = House::new();
    assert_eq!(house.status(&[])["totals"]["unproven"], 12);
    house.done(&["responsibility", "confirm", "--contains", "who has access", "--at", "2026-06-01"]);
    house.done(&["responsibility", "reject", "--contains", "another tenant", "--reason", "covered by clause 1"]);
    house.done(&["responsibility", "assign", "--area", "incident", "--to", "Ada Finch"]);
    let until =
        ["responsibility", "waive", "--contains", "health records", "--until", "2999-01-01", "--reason", "none"];
    house.done(&until);
    assert_eq!(house.run(&["status"]).status.code(), Some(1), "something is overdue");
    std::fs::write(house.path().join("leavers.csv"), "name,left\nB,2026-11-01\n").unwrap();
    house.done(&["attest", "--contains", "who has access", "--evidence", "leavers.csv"]);
    assert_eq!(house.run(&["status"]).status.code(), Some(0));
    let status = house.status(&[]);
    assert_eq!(status["totals"]["met"], 1);
    assert_eq!(status["totals"]["waived"], 1);
    assert_eq!(status["totals"]["unproven"], 9);
    // What was recorded today says nothing to whoever asks what was known before today.
    let then = house.status(&["--known-at", "2026-11-01"]);
    assert_eq!(then["lines"].as_array().unwrap().len(), 0);
    assert!(house.done(&["due", "--within", "P60D"]).contains("identity.leavers"));
    let met = status["lines"].as_array().unwrap().iter().find(|line| line["status"] == "met").unwrap();
    assert!(house.done(&["explain", met["responsibility"].as_str().unwrap()]).contains("nist-800-53"));
    assert!(house.done(&["ledger", "verify"]).contains("in order"));
    assert!(house.done(&["ledger", "prove", "3"]).starts_with("c2sp.org/tlog-proof@v1\n"));
    assert!(house.done(&["ledger", "log"]).contains("act.attested"));
}

#[test]
fn a_new_version_keeps_decisions_where_the_duty_is_the_same() {
    let house = House::new();
    house.done(&["responsibility", "confirm", "--all"]);
    let old = std::fs::read_to_string(SAMPLE).unwrap();
    let new = old.replace("within 48 hours", "within 24 hours").replace("may lawfully", "may “lawfully”");
    std::fs::write(house.path().join("new.md"), new).unwrap();
    let told = house.done(&["agreement", "add", "new.md", "--version-of", "cloud-terms"]);
    assert!(told.contains("version 2: 1 proposed (1 of them changed), 11 as before, 0 gone"), "{told}");
    let lines = house.status(&[])["lines"].as_array().unwrap().clone();
    assert_eq!(lines.len(), 12);
    let proposed: Vec<&Value> = lines.iter().filter(|line| line["decided"] == "proposed").collect();
    assert_eq!(proposed.len(), 1);
    assert!(proposed[0]["act"].as_str().unwrap().contains("24 hours"));
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_recorded() {
    let house = House::new();
    let before = house.done(&["ledger", "checkpoint"]);
    let cases: &[(&[&str], i32, &str)] = &[
        (&["agreement", "add", SAMPLE, "--provider", "Nimbus", "--title", "T"], 2, "in the workspace already"),
        (&["responsibility", "confirm"], 2, "give a filter such as --area, or say --all"),
        (&["responsibility", "confirm", "r-none"], 2, "there is no responsibility `r-none`"),
        (&["responsibility", "confirm", "--all", "--at", "2026-06-01T10:00"], 2, "a time with its zone"),
        (&["responsibility", "confirm", "--all", "--at", "2999-01-01T00:00:00Z"], 2, "lies in the future"),
        (&["responsibility", "match", "--all", "--control", "none.such"], 2, "`onus controls` lists them"),
        (&["responsibility", "assign", "--all", "--to", "Bob"], 2, "onus person add"),
        (&["attest", "--all"], 2, "say which control with --control"),
        (&["status", "--status", "fine"], 2, "possible values: failing, overdue"),
        (&["init", "--name", "A", "--me", "B"], 2, "there is a ledger in"),
        (&["ledger", "erase", "999", "--reason", "x"], 2, "there is no entry 999"),
        (&["agreement", "add", "absent.md", "--provider", "Nimbus", "--title", "T"], 2, "next: check the path"),
    ];
    for (arguments, code, message) in cases {
        let (found, told) = house.refused(arguments);
        assert_eq!(found, Some(*code), "{arguments:?}: {told}");
        assert!(told.contains(message), "{arguments:?}: {told}");
    }
    assert_eq!(house.done(&["ledger", "checkpoint"]), before);
}

#[test]
fn a_changed_blob_and_an_erased_body_are_seen() {
    let house = House::new();
    house.done(&["responsibility", "confirm", "--all"]);
    house.done(&["ledger", "erase", "15", "--reason", "named a person"]);
    assert!(house.done(&["ledger", "verify"]).contains("1 erased: in order"));
    let vault = house.path().join("vault");
    let inner = std::fs::read_dir(&vault).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let blob = inner.flat_map(|folder| std::fs::read_dir(folder).unwrap()).next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&blob).unwrap();
    bytes[0] ^= 1;
    std::fs::remove_file(&blob).unwrap();
    std::fs::write(&blob, bytes).unwrap();
    let output = house.run(&["ledger", "verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("FAULT"));
}
