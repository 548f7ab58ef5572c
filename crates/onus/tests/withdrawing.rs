//! What is taken back: versions, agreements, files and persons, with what hangs on them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::{House, SAMPLE};
use serde_json::Value;

const ADD: &[&str] = &["agreement", "add", SAMPLE, "--provider", "Nimbus", "--title", "Cloud terms", "--effective"];

fn json(house: &House, arguments: &[&str]) -> Value {
    serde_json::from_str(&house.done(&[arguments, &["--json"]].concat())).unwrap()
}

/// Responsibilities in force on a day, with what was decided of each.
fn in_force(house: &House, as_of: &str) -> Vec<(String, String)> {
    let status = house.status(&["--as-of", as_of]);
    let text = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
    let lines = status["lines"].as_array().unwrap().iter();
    let mut lines: Vec<_> = lines.map(|line| (text(line, "responsibility"), text(line, "decided"))).collect();
    lines.sort();
    lines
}

#[test]
fn a_version_that_takes_effect_before_another_is_put_in_its_place_and_told() {
    let house = House::empty();
    house.done(&[ADD, &["2026-06-01"]].concat());
    let later = in_force(&house, "2026-07-01");
    // In the older version one duty reads otherwise, and there is one more.
    let text = std::fs::read_to_string(SAMPLE).unwrap().replace("within 48 hours", "within 72 hours");
    std::fs::write(house.path().join("old.md"), text + "\nYou must keep a list of your locations.\n").unwrap();
    let added = ["agreement", "add", "old.md", "--version-of", "cloud-terms", "--effective", "2025-01-01"];
    let told = house.done(&added);
    assert!(told.contains("13 proposed, 0 as before, 0 gone"), "{told}");
    assert!(
        told.contains("note: it takes effect before version 1, which stays what holds from 1 June 2026 on"),
        "{told}"
    );
    assert_eq!(in_force(&house, "2026-07-01"), later, "what holds now is as it was");
    let earlier = in_force(&house, "2025-07-01");
    assert_eq!(earlier.len(), 13);
    let same = earlier.iter().filter(|line| later.contains(line)).count();
    assert_eq!(same, 11, "what both say is one responsibility");
    let versions: Vec<u64> = json(&house, &["agreement", "list"])["agreements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| version["version"].as_u64().unwrap())
        .collect();
    assert_eq!(versions, [2, 1]);
    assert!(house.done(&["agreement", "diff", "cloud-terms"]).contains("cloud-terms@2 → cloud-terms@1"));
}

#[test]
fn a_wrong_day_is_corrected_by_withdrawing_and_adding_again() {
    let house = House::empty();
    house.done(&[ADD, &["2026-06-01"]].concat());
    house.done(&["responsibility", "confirm", "--all"]);
    let before = in_force(&house, "2999-01-01");
    let entry = json(&house, &["agreement", "list"])["agreements"][0]["entry"].to_string();
    let dry = house.done(&["ledger", "withdraw", &entry, "--reason", "the wrong day", "--dry-run"]);
    assert!(dry.contains("12 responsibilities no longer in force"), "{dry}");
    assert_eq!(in_force(&house, "2999-01-01"), before, "a dry run records nothing");
    let told = house.done(&["ledger", "withdraw", &entry, "--reason", "the wrong day"]);
    for part in ["12 responsibilities no longer in force", "12 entries about them", "add the papers again"] {
        assert!(told.contains(part), "{told}");
    }
    let status = house.status(&[]);
    assert_eq!(status["lines"].as_array().unwrap().len(), 0);
    assert_eq!(status["flaws"][0]["entry"].to_string(), entry);
    // The same papers, under the same ids, with what was decided.
    let told = house.done(&[ADD, &["2026-01-01"]].concat());
    assert!(told.starts_with("added cloud-terms version 1: 12 proposed"), "{told}");
    assert_eq!(in_force(&house, "2999-01-01"), before);
    assert_eq!(in_force(&house, "2026-02-01").len(), 12);
    assert_eq!(house.status(&[])["flaws"].as_array().unwrap().len(), 0);
    assert!(house.done(&["ledger", "verify"]).contains("in order"));
}

#[test]
fn an_agreement_ends_but_for_what_is_kept() {
    let house = House::new();
    let end = ["agreement", "end", "cloud-terms", "--at", "2026-09-30", "--reason", "we left"];
    let end = [&end[..], &["--keep-contains", "confidential"]].concat();
    assert!(house.done(&[&end[..], &["--dry-run"]].concat()).contains("nothing was recorded"));
    let told = house.done(&end);
    assert!(told.contains("for 11 responsibilities") && told.contains("1 responsibility binds on"), "{told}");
    assert_eq!(in_force(&house, "2026-10-01").len(), 1);
    assert_eq!(in_force(&house, "2026-09-29").len(), 12);
    assert!(house.done(&["agreement", "list"]).contains("until 30 September 2026"));
    let (code, told) = house.refused(&["agreement", "end", "cloud-terms", "--at", "2025-01-01", "--reason", "r"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("holds from 1 January 2026 on"), "{told}");
    let last = json(&house, &["ledger", "checkpoint"])["size"].as_u64().unwrap() - 1;
    let told = house.done(&["ledger", "withdraw", &last.to_string(), "--reason", "we stay"]);
    assert!(told.contains("11 responsibilities in force again"), "{told}");
}

#[test]
fn what_everything_rests_on_is_neither_withdrawn_nor_erased() {
    let house = House::new();
    let before = house.done(&["ledger", "checkpoint"]);
    for (entry, message) in [("0", "with its name and zone"), ("1", "adds the first person")] {
        for command in ["withdraw", "erase"] {
            let (code, told) = house.refused(&["ledger", command, entry, "--reason", "r"]);
            assert_eq!(code, Some(2), "{told}");
            assert!(told.contains(message), "{told}");
        }
    }
    let (code, told) = house.refused(&["ledger", "erase", "2", "--reason", "r"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("withdraw it first"), "{told}");
    assert_eq!(house.done(&["ledger", "checkpoint"]), before);
    house.done(&["person", "add", "Ben Reed"]);
    let last = json(&house, &["ledger", "checkpoint"])["size"].as_u64().unwrap() - 1;
    let told = house.done(&["ledger", "erase", &last.to_string(), "--reason", "he left"]);
    assert!(told.contains("has no name any more"), "{told}");
}

#[test]
fn an_erased_file_leaves_the_vault_unless_another_entry_names_it() {
    let house = House::new();
    let first = in_force(&house, "2026-11-01")[0].0.clone();
    for (name, text) in [("a.csv", "Ada, 1970-01-01\n"), ("b.csv", "Ben\n"), ("c.csv", "Ben\n")] {
        std::fs::write(house.path().join(name), text).unwrap();
        house.done(&["evidence", "add", name, "--for", &first]);
    }
    let last = json(&house, &["ledger", "checkpoint"])["size"].as_u64().unwrap() - 1;
    let blobs = || -> usize {
        let folders = std::fs::read_dir(house.path().join("vault")).unwrap().map(|entry| entry.unwrap().path());
        folders.filter(|path| path.is_dir()).map(|path| std::fs::read_dir(path).unwrap().count()).sum()
    };
    assert_eq!(blobs(), 3, "one paper and two files of different bytes");
    let erase = |entry: u64, more: &[&str]| {
        house.done(&[&["ledger", "erase", &entry.to_string(), "--reason", "personal data"], more].concat())
    };
    assert!(erase(last - 2, &["--dry-run"]).contains("would be deleted from the vault"));
    assert_eq!(blobs(), 3);
    assert!(erase(last - 2, &[]).contains("was deleted from the vault"));
    assert_eq!(blobs(), 2);
    assert!(erase(last - 1, &[]).contains(&format!("stays in the vault: entry {last} names it too")));
    assert_eq!(blobs(), 2);
    assert!(erase(last, &[]).contains("was deleted from the vault"));
    assert_eq!(blobs(), 1);
    let verified = house.done(&["ledger", "verify"]);
    assert!(verified.contains("3 erased: in order"), "{verified}");
}
