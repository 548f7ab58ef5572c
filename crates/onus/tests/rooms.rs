//! Which room may know which: the arrows of docs/architecture.md, held against `cargo metadata`.

use std::collections::BTreeSet;
use std::process::Command;

const ARROWS: &[(&str, &[&str])] = &[
    ("onus-terms", &[]),
    ("onus-agreement", &["onus-terms"]),
    ("onus-clock", &["onus-terms"]),
    ("onus-ledger", &["onus-terms"]),
    ("onus-assess", &["onus-terms", "onus-clock"]),
    ("onus-documents", &["onus-terms"]),
    ("onus-store", &["onus-ledger", "onus-terms"]),
    ("onus-report", &["onus-assess", "onus-terms"]),
];

#[test]
fn arrows_point_inwards() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let arguments = ["metadata", "--no-deps", "--format-version", "1", "--offline", "--manifest-path", manifest];
    let output = Command::new(env!("CARGO")).args(arguments).output().unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut rooms = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if name == "onus" {
            continue;
        }
        let (_, allowed) =
            ARROWS.iter().find(|(room, _)| *room == name).unwrap_or_else(|| panic!("no arrows for {name}"));
        let known: BTreeSet<&str> = package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .map(|dependency| dependency["name"].as_str().unwrap())
            .filter(|dependency| dependency.starts_with("onus"))
            .collect();
        assert!(known.iter().all(|dependency| allowed.contains(dependency)), "{name} knows {known:?}");
        rooms += 1;
    }
    assert_eq!(rooms, ARROWS.len());
}
