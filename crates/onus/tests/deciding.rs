//! What people decide and do: nothing is overturned by the way, nothing implausible is taken, and what is listed can be found.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::{House, SAMPLE};
use serde_json::Value;

fn json(house: &House, arguments: &[&str]) -> Value {
    let output = house.run(&[arguments, &["--json"]].concat());
    assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn lines(house: &House, filter: &[&str]) -> Vec<Value> {
    json(house, &[&["responsibilities"], filter].concat())["lines"].as_array().unwrap().clone()
}

fn id(line: &Value) -> String {
    line["responsibility"].as_str().unwrap().to_owned()
}

fn size(house: &House) -> u64 {
    json(house, &["ledger", "checkpoint"])["size"].as_u64().unwrap()
}

#[test]
fn a_bulk_passes_over_what_is_decided_and_only_ids_overturn() {
    let house = House::new();
    let all: Vec<String> = lines(&house, &[]).iter().map(id).collect();
    let (first, second) = (all[0].as_str(), all[1].as_str());
    house.done(&["responsibility", "not-applicable", first, "--reason", "no such users"]);
    house.done(&["responsibility", "reject", second, "--reason", "theirs"]);
    let told = house.done(&["responsibility", "confirm", "--all"]);
    assert!(told.contains("for 10 responsibilities\n1 responsibility is decided otherwise"), "{told}");
    let before = size(&house);
    let told = house.done(&["responsibility", "confirm", "--all"]);
    assert!(told.contains("nothing was recorded\n10 responsibilities are so decided already"), "{told}");
    let told = house.done(&["responsibility", "reject", "--all", "--reason", "all theirs"]);
    assert!(told.contains("nothing was recorded\n11 responsibilities are decided otherwise"), "{told}");
    let told = house.done(&["responsibility", "confirm", "--rejected"]);
    assert!(told.contains("1 responsibility is decided otherwise"), "{told}");
    house.done(&["responsibility", "assign", "--all", "--to", "Ada Finch"]);
    assert_eq!(size(&house), before + 11);
    let told = house.done(&["responsibility", "assign", "--all", "--to", "Ada Finch"]);
    assert!(told.contains("11 responsibilities are so decided already"), "{told}");
    let choose = ["responsibility", "match", "--all", "--control", "data.backup,identity.access-review"];
    house.done(&choose);
    assert!(house.done(&choose).contains("11 responsibilities are so decided already"));
    assert_eq!(size(&house), before + 22);
    // By id the same is recorded again, and another verdict takes the place of the first.
    house.done(&["responsibility", "confirm", first]);
    assert_eq!(lines(&house, &["--status", "not-applicable"]).len(), 0);
}

#[test]
fn what_was_rejected_is_found_and_takes_nothing_more() {
    let house = House::new();
    let line = lines(&house, &["--contains", "who has access"]).remove(0);
    let id = id(&line);
    house.done(&["responsibility", "reject", &id, "--reason", "theirs"]);
    std::fs::write(house.path().join("a.csv"), "a\n").unwrap();
    let before = size(&house);
    let commands: &[&[&str]] = &[
        &["attest", &id],
        &["responsibility", "assign", &id, "--to", "Ada Finch"],
        &["responsibility", "waive", &id, "--until", "2999-01-01", "--reason", "r"],
        &["responsibility", "match", &id, "--control", "data.backup"],
        &["responsibility", "edit", &id, "--set-kind", "must"],
        &["evidence", "add", "a.csv", "--for", &id],
    ];
    for command in commands {
        let (code, told) = house.refused(command);
        assert_eq!(code, Some(2), "{command:?}");
        assert!(told.contains("was rejected; confirm it first"), "{command:?}: {told}");
    }
    assert_eq!(size(&house), before);
    let explained = json(&house, &["explain", &id])["line"].clone();
    assert_eq!(
        (explained["decided"].as_str(), explained["status"].as_str()),
        (Some("rejected"), Some("not-applicable"))
    );
    assert_eq!(lines(&house, &[]).len(), 11);
    let rejected = lines(&house, &["--rejected"]);
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0]["responsibility"].as_str(), Some(id.as_str()));
    house.done(&["responsibility", "confirm", &id]);
    assert_eq!(lines(&house, &["--rejected"]).len(), 0);
}

#[test]
fn implausible_times_lengths_and_words_are_refused() {
    let house = House::new();
    let id = id(&lines(&house, &["--contains", "who has access"])[0]);
    std::fs::write(house.path().join("a.csv"), "a\n").unwrap();
    std::fs::copy(house.path().join("key"), house.path().join("copy")).unwrap();
    let before = size(&house);
    let cases: &[(&[&str], &str)] = &[
        (&["attest", &id, "--at", "2999-01-01"], "lies in the future"),
        (&["evidence", "add", "a.csv", "--for", &id, "--at", "2999-01-01"], "lies in the future"),
        (&["responsibility", "confirm", &id, "--at", "0001-01-01"], "lies before 1970"),
        (&["responsibility", "confirm", "--all", "--at", "2025-12-31"], "holds from 1 January 2026 on"),
        (&["attest", &id, "--at", "2025-12-31"], "holds from 1 January 2026 on"),
        (&["responsibility", "waive", &id, "--until", "2026-01-01", "--reason", "r"], "over when the waiver begins"),
        (&["evidence", "add", "a.csv", "--for", &id, "--at", "2026-03-01", "--until", "2026-02-01"], "lies before"),
        (&["responsibility", "match", &id, "--control", "data.backup", "--cadence", "0d"], "is no cadence"),
        (&["responsibility", "match", &id, "--control", "data.backup", "--cadence", "100000y"], "is no cadence"),
        (&["responsibility", "edit", &id, "--deadline", "every:P0D"], "no limit that can be kept"),
        (&["responsibility", "edit", &id, "--act", " "], "it says nothing"),
        (&["responsibility", "reject", &id, "--reason", ""], "it says nothing"),
        (&["ledger", "withdraw", "5", "--reason", ""], "it says nothing"),
        (&["person", "add", " "], "it says nothing"),
        (&["person", "add", "Ada Finch"], "there is a person `Ada Finch` already"),
        (&["agreement", "add", "a.csv", "--provider", "", "--title", "T"], "it says nothing"),
        (&["responsibility", "confirm", &id, "--area", "identity"], "not both"),
        (&["attest", &id, "--all"], "not both"),
        (&["status", "--agreement", "nope"], "there is no agreement `nope`"),
        (&["responsibilities", "--agreement", "cloud-terms,nope"], "there is no agreement `nope`"),
        (&["evidence", "add", "a.csv", "--for", &id, "--control", "data.backup"], "is no control of"),
        (&["evidence", "add", "key", "--for", &id], "its key must stay secret"),
        (&["evidence", "add", "copy", "--for", &id], "its key must stay secret"),
        (&["evidence", "add", "ledger.db", "--for", &id], "belongs to the workspace itself"),
    ];
    for (arguments, message) in cases {
        let (code, told) = house.refused(arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {told}");
        assert!(told.contains(message), "{arguments:?}: {told}");
    }
    assert_eq!(size(&house), before);
    // Today is not the future, and a waiver may be told afterwards.
    let today =
        jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::get("Europe/Berlin").unwrap()).date().to_string();
    house.done(&["responsibility", "confirm", &id, "--at", &today]);
    let waive = ["responsibility", "waive", &id, "--at", "2026-01-15", "--until", "2026-02-01", "--reason", "r"];
    house.done(&waive);
}

#[test]
fn a_file_that_is_handed_over_again_is_told_and_one_that_is_gone_backs_nothing() {
    let house = House::new();
    let id = id(&lines(&house, &["--contains", "who has access"])[0]);
    house.done(&["responsibility", "confirm", &id]);
    for name in ["a.csv", "b.csv"] {
        std::fs::write(house.path().join(name), "ada,keep\n").unwrap();
    }
    let told = house.done(&["evidence", "add", "a.csv", "b.csv", "--for", &id]);
    assert!(told.contains("b.csv has the bytes of another of these files"), "{told}");
    assert!(house.done(&["evidence", "add", "b.csv", "--for", &id]).contains("was handed over for them before, as e-"));
    assert_eq!(json(&house, &["evidence", "list"])["evidence"].as_array().unwrap().len(), 2);
    house.done(&["attest", &id]);
    let line = |house: &House| house.status(&["--contains", "who has access"])["lines"][0].clone();
    assert_eq!((line(&house)["status"].as_str(), line(&house)["basis"].as_str()), (Some("met"), Some("evidence")));
    let told = house.done(&["status"]);
    let expected = "of 1 met: 1 shown by files, 0 on a statement; 1 of them by a control that nobody has confirmed";
    assert!(told.contains(expected), "{told}");
    house.done(&["responsibility", "confirm", "--contains", "who has access", "--with-controls"]);
    let told = house.done(&["status"]);
    assert!(told.contains("of 1 met: 1 shown by files, 0 on a statement\n"), "{told}");
    let blob = json(&house, &["evidence", "list"])["evidence"][0]["digest"].as_str().unwrap().to_owned();
    let (folder, name) = blob.split_at(2);
    std::fs::remove_file(house.path().join("vault").join(folder).join(name)).unwrap();
    assert_eq!(line(&house)["status"], "unproven");
    assert!(house.status(&[]).to_string().contains("is not in the vault any more"));
    let explained = house.done(&["explain", &id]);
    assert!(explained.contains("NOT IN THE VAULT") && explained.contains("\n    unproven\n"), "{explained}");
    assert!(house.done(&["evidence", "list"]).contains("NOT IN THE VAULT"));
}

#[test]
fn lists_say_what_is_coming_who_owns_and_what_has_no_dates() {
    let house = House::new();
    let told = house.done(&["due"]);
    assert!(told.contains("nothing falls due") && told.contains("12 responsibilities have no dates"), "{told}");
    let new = std::fs::read_to_string(SAMPLE).unwrap().replace("within 48 hours", "within 24 hours");
    std::fs::write(house.path().join("new.md"), new).unwrap();
    std::fs::write(house.path().join("old.csv"), "a\n").unwrap();
    house.done(&["responsibility", "assign", "--area", "incident,identity", "--to", "Ada Finch"]);
    let owned = lines(&house, &["--owner", "Ada Finch"]).len();
    assert!(owned > 0 && owned + lines(&house, &["--unowned"]).len() == 12);
    let old = id(&lines(&house, &["--contains", "within 48 hours"])[0]);
    house.done(&["evidence", "add", "old.csv", "--for", &old]);
    house.done(&["agreement", "add", "new.md", "--version-of", "cloud-terms", "--effective", "2998-01-01"]);
    let told = house.done(&["responsibilities", "--contains", "within 24 hours"]);
    assert!(told.contains("not in force yet: from 1 January 2998 on"), "{told}");
    let new = id(&lines(&house, &["--contains", "within 24 hours"])[0]);
    let explained = house.done(&["explain", &new, "--as-of", "2998-02-01"]);
    assert!(
        explained.contains(&format!("words anew {old} of version 1")) && explained.contains("old.csv"),
        "{explained}"
    );
    let shown = house.done(&["agreement", "show", "cloud-terms", "--version", "1"]);
    assert!(shown.starts_with("As of 31 December 2997, 23:59 CET: where the responsibilities"), "{shown}");
    let explained = house.done(&["explain", &old, "--as-of", "2026-01-02"]);
    assert!(explained.contains("old.csv [later]"), "{explained}");
    let told = house.done(&["status", "--known-at", "2026-03-05"]);
    assert!(told.contains(", as known at 5 March 2026, 23:59 CET"), "{told}");
}

#[test]
fn items_are_shown_after_their_lead_in_and_in_the_order_of_the_paper() {
    let house = House::empty();
    let paper = "# Use\n\nYou may not use the Service to:\n\n- send mail that nobody asked for;\n- break a law; or\n- harm a child.\n\nYou must keep a list of your locations.\n";
    std::fs::write(house.path().join("use.md"), paper).unwrap();
    house.done(&["agreement", "add", "use.md", "--provider", "Nimbus", "--title", "Use", "--effective", "2026-01-01"]);
    let found = lines(&house, &["--contains", "You may not use"]);
    assert_eq!(found.len(), 3, "{found:?}");
    let starts: Vec<u64> =
        lines(&house, &[]).iter().map(|line| line["citation"]["span"]["start"].as_u64().unwrap()).collect();
    assert!(starts.is_sorted() && starts.len() == 4, "{starts:?}");
    let first = id(&found[0]);
    let explained = house.done(&["explain", &first]);
    assert!(explained.contains("“You may not use the Service to: … send mail"), "{explained}");
    assert!(house.done(&["agreement", "show", "use"]).contains("after “You may not use the Service to:”"));
    std::fs::write(house.path().join("new.md"), paper.replace("nobody asked", "nobody has asked")).unwrap();
    let told = house.done(&["agreement", "diff", "use.md", "new.md"]);
    assert!(told.contains("You may not use the Service to:"), "{told}");
}
