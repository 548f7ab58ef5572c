//! What people and machines do to a workspace by mistake: wrong files, killed and doubled inits, pipes, held locks, and
//! words that a command does not take. Each is told with the right exit code, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::{House, SAMPLE};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn onus(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    command.args(arguments).current_dir(folder).env("ONUS_STATE", folder.join("outside"));
    command.env_remove("ONUS_WORKSPACE").env_remove("ONUS_PERSON");
    command
}

const INIT: &[&str] = &["init", "--name", "Alder", "--me", "Ada Finch"];

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_calendar_goes_over_nothing_but_a_calendar() {
    let house = House::new();
    house.done(&["responsibility", "confirm", "--all", "--at", "2026-02-01"]);
    std::fs::write(house.path().join("notes.txt"), "mine").unwrap();
    std::fs::create_dir(house.path().join("folder")).unwrap();
    let own =
        ["ledger.db", "ledger.db-wal", "key", "checkpoint", "checkpoint.lock", "person", "vault/x.ics", "./key.old"];
    for name in own.iter().chain(&["notes.txt", "folder"]) {
        let before = std::fs::read(house.path().join(name)).ok();
        let (code, told) = house.refused(&["due", "--within", "2y", "--ics", name]);
        assert!(code == Some(2) && told.contains("name another file"), "{name}: {told}");
        assert_eq!(std::fs::read(house.path().join(name)).ok(), before, "{name}");
    }
    for _ in 0..2 {
        house.done(&["due", "--within", "2y", "--ics", "duties.ics"]);
    }
    assert!(std::fs::read_to_string(house.path().join("duties.ics")).unwrap().starts_with("BEGIN:VCALENDAR"));
    assert!(house.done(&["ledger", "verify"]).contains("in order"));
}

#[test]
fn ten_inits_at_once_make_one_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let many: Vec<_> = (0..10)
        .map(|_| onus(folder.path(), INIT).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    let outputs: Vec<Output> = many.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    assert_eq!(outputs.iter().filter(|output| output.status.success()).count(), 1);
    for output in outputs.iter().filter(|output| !output.status.success()) {
        assert!(output.status.code() == Some(2) && told(output).contains("there is a ledger"), "{}", told(output));
    }
    let output = onus(folder.path(), &["person", "add", "Ben Reed"]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", told(&output));
    let output = onus(folder.path(), &["ledger", "verify"]).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("3 entries, 0 erased: in order"));
}

#[test]
fn an_init_that_was_killed_is_begun_again() {
    let whole = House::empty();
    let key = std::fs::read(whole.path().join("key")).unwrap();
    let house = tempfile::tempdir().unwrap();
    let path = house.path().join("key");
    let lay = |name: &str, bytes: &[u8]| {
        std::fs::copy(whole.path().join("key"), house.path().join(name)).unwrap();
        std::fs::write(house.path().join(name), bytes).unwrap();
    };
    lay("key", &key);
    lay("key.new-7-ThreadId(1)", b"PRIVATE+KEY+left");
    lay("ledger.db.new", b"half");
    let output = onus(house.path(), INIT).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(std::fs::read(&path).unwrap(), key, "the key is not thrown away");
    let left = std::fs::read_dir(house.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(!left.into_iter().any(|name| name.to_string_lossy().contains(".new")));
    let output = onus(house.path(), &["person", "list"]).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("Ada Finch"));
    // A key that has signed entries belongs to a ledger that is lost, and begins no other.
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(house.path().join(name));
    }
    let output = onus(house.path(), INIT).output().unwrap();
    assert!(output.status.code() == Some(2) && told(&output).contains("put its ledger.db back"), "{}", told(&output));
    assert_eq!(std::fs::read(&path).unwrap(), key);
}

#[test]
fn who_is_named_needs_no_file_that_says_who_works_here() {
    let house = House::new();
    house.done(&["person", "add", "Ben Reed", "--email", "ben@alder.example"]);
    std::fs::remove_file(house.path().join("person")).unwrap();
    let (code, told) = house.refused(&["responsibility", "confirm", "--all"]);
    assert!(code == Some(2) && told.contains("--by"), "{told}");
    for by in ["Ada Finch", "ada", "BEN@alder.example"] {
        house.done(&["responsibility", "confirm", "--all", "--by", by]);
    }
}

#[test]
fn pipes_and_empty_files_are_no_evidence() {
    let house = House::new();
    assert!(Command::new("mkfifo").arg(house.path().join("pipe")).status().unwrap().success());
    std::fs::write(house.path().join("empty.csv"), "").unwrap();
    let commands: [(&[&str], &str); 4] = [
        (&["evidence", "add", "pipe", "--area", "identity"], "a pipe or a device"),
        (&["agreement", "read", "pipe"], "a pipe or a device"),
        (&["agreement", "read", "/dev/zero"], "a pipe or a device"),
        (&["evidence", "add", "empty.csv", "--area", "identity"], "the file is empty"),
    ];
    for (command, message) in commands {
        let (code, told) = house.refused(command);
        assert!(code == Some(3) && told.contains(message), "{command:?}: {told}");
    }
    let (code, told) = house.refused(&["evidence", "add", "empty.csv"]);
    assert!(code == Some(2) && told.contains("--for") && !told.contains("--all"), "{told}");
}

#[test]
fn a_lock_that_is_held_is_told_and_loses_nothing() {
    let house = House::new();
    let lock = std::fs::File::options().write(true).open(house.path().join("checkpoint.lock")).unwrap();
    lock.lock().unwrap();
    let (code, told) = house.refused(&["person", "add", "Ben Reed"]);
    assert!(code == Some(4) && told.contains("checkpoint.lock"), "{told}");
    drop(lock);
    house.done(&["person", "add", "Cleo Marsh"]);
    assert!(house.done(&["ledger", "verify"]).contains("in order"));
}

#[test]
fn a_command_line_that_is_wrong_is_told_as_json_where_that_is_asked_for() {
    let house = House::empty();
    for command in [
        &["--json", "status", "--such"][..],
        &["responsibilities", "--area", "cellar", "--json"],
        &["responsibilities", "--agreement", "AWS", "--json"],
        &["attest", "--json", "--evidence"],
        &["nothing", "--json"],
    ] {
        let (code, told) = house.refused(command);
        let error: Value = serde_json::from_str(&told).unwrap_or_else(|_| panic!("{command:?}: {told}"));
        assert_eq!((code, error["error"]["code"].as_u64()), (Some(2), Some(2)), "{told}");
        assert!(!error["error"]["message"].as_str().unwrap().is_empty(), "{told}");
    }
    let (_, told) = house.refused(&["responsibilities", "--agreement", "AWS"]);
    assert!(told.contains("onus agreement list"), "{told}");
    assert!(house.done(&["--help", "--json"]).contains("Usage"));
}

#[test]
fn a_reader_that_goes_away_ends_no_command_with_a_fault() {
    for shell in ["bash", "zsh", "fish"] {
        let script = format!(
            "'{}' completions {shell} | head -c 1 > /dev/null; echo ${{PIPESTATUS[0]}}",
            env!("CARGO_BIN_EXE_onus")
        );
        let output = Command::new("bash").args(["-c", &script]).output().unwrap();
        assert_eq!((String::from_utf8_lossy(&output.stdout).trim(), told(&output).as_str()), ("0", ""), "{shell}");
    }
    let script = onus(Path::new("."), &["completions", "bash"]).output().unwrap();
    assert!(String::from_utf8(script.stdout).unwrap().contains("identity monitoring incident"));
    let folder = tempfile::tempdir().unwrap();
    assert!(onus(folder.path(), &["man", "pages"]).status().unwrap().success());
    let page = std::fs::read_to_string(folder.path().join("pages/onus.1")).unwrap();
    assert!(page.contains(".SH EXAMPLES") && !page.contains("EXTRA"));
}

#[test]
fn where_a_workspace_cannot_be_is_told() {
    let house = House::empty();
    std::fs::write(house.path().join("some-file"), "x").unwrap();
    for command in [&["status"][..], INIT] {
        let (code, told) = house.refused(&[command, &["--workspace", "some-file"]].concat());
        assert!(code == Some(2) && told.contains("is a file; name"), "{told}");
    }
    let output = onus(house.path(), &["status"]).env("ONUS_STATE", "some-file/state").output().unwrap();
    assert!(output.status.code() == Some(4) && told(&output).contains("ONUS_STATE"), "{}", told(&output));
    let output = onus(house.path(), &["person", "list"]).env("ONUS_WORKSPACE", "").output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
    let (code, told) = house.refused(INIT);
    assert!(code == Some(2) && told.contains("next: "), "{told}");
    let (code, told) = house.refused(&["person", "add", &"x".repeat(100_000)]);
    assert!(code == Some(2) && told.contains("the most is 200"), "{}", told.chars().take(200).collect::<String>());
}

#[test]
fn the_same_terms_can_be_agreed_with_two_providers() {
    let house = House::new();
    let again = |provider: &str| {
        ["agreement", "add", SAMPLE, "--provider", provider, "--title", "Zwölf Wolken"].map(str::to_owned)
    };
    let words = |provider| again(provider);
    let (code, told) = house.refused(&words("nimbus").each_ref().map(String::as_str));
    assert!(code == Some(2) && told.contains("nothing was recorded"), "{told}");
    let text = house.done(&words("Cirrus").each_ref().map(String::as_str));
    assert!(text.contains("added zwoelf-wolken version 1"), "{text}");
    let count = |id: &str| {
        let shown: Value = serde_json::from_str(&house.done(&["agreement", "show", id, "--json"])).unwrap();
        let lines = shown["marked"][0]["responsibilities"].as_array().unwrap().clone();
        assert!(lines.iter().all(|line| line["agreement"] == id), "{id}");
        lines.len()
    };
    assert_eq!(count("cloud-terms"), count("zwoelf-wolken"));
    let (_, told) = house.refused(&["agreement", "show", "cloud-terms", "--version", "2"]);
    assert!(told.contains("has no version 2; its last is 1"), "{told}");
    let (_, told) = house.refused(&["explain", "r-"]);
    assert!(told.contains("give more of it: r-"), "{told}");
}

#[test]
fn the_log_says_what_it_leaves_out_and_what_counts_no_longer() {
    let house = House::new();
    house.done(&["ledger", "withdraw", "5", "--reason", "read twice"]);
    let text = house.done(&["ledger", "log", "--limit", "6"]);
    assert!(text.contains("(withdrawn)") && text.contains("more: onus ledger log --from 6"), "{text}");
    assert!(!text.contains('Z'), "times are those of the workspace: {text}");
    let added: Value = serde_json::from_str(&house.done(&["person", "add", "Ben Reed", "--json"])).unwrap();
    let ben = added["persons"].as_array().unwrap().iter().find(|person| person["name"] == "Ben Reed").unwrap();
    assert_eq!(added["added"], ben["person"]);
    let text = house.done(&["status", "--as-of", "9999-12-31", "--all"]);
    assert!(text.contains("As of"), "{text}");
}
