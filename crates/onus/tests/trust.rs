//! Whoever reads a ledger is told when it is not what was signed: changed entries are refused by every command, and an
//! older, foreign or key-less ledger is read with a warning and never signed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::House;

const TRIGGERS: &str = "DROP TRIGGER entry_stays; DROP TRIGGER entry_same; DROP TRIGGER tile_stays; DROP TRIGGER tile_grows; DROP TRIGGER log_stays; DROP TRIGGER log_same;";

/// A workspace whose ledger was changed by a statement.
fn changed(statement: &str) -> House {
    let house = House::new();
    house.done(&["responsibility", "confirm", "--all"]);
    let database = rusqlite::Connection::open(house.path().join("ledger.db")).unwrap();
    database.execute_batch(&format!("{TRIGGERS} {statement}")).unwrap();
    house
}

#[test]
fn no_command_answers_from_a_ledger_that_was_changed() {
    let cases = [
        ("UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), 'Ada', 'Eve') AS BLOB) WHERE place = 1", "entry 1 "),
        (
            "UPDATE entry SET leaf = CAST(replace(CAST(leaf AS TEXT), 'confirmed', 'rejected') AS BLOB) WHERE place = 15",
            "entry 15 ",
        ),
        ("UPDATE entry SET body = NULL, salt = NULL WHERE place = 3", "entry 3 "),
        ("UPDATE entry SET body = NULL WHERE place = 3", "entry 3 "),
        ("DELETE FROM entry WHERE place = 4", "entry 4 "),
        ("UPDATE entry SET place = 999 WHERE place = (SELECT max(place) FROM entry)", "is not what was recorded"),
        ("UPDATE tile SET hashes = zeroblob(length(hashes)) WHERE level = 0", "does not fit its signed checkpoint"),
        ("UPDATE log SET note = replace(note, char(10) || '2', char(10) || '1')", "the signature by"),
    ];
    for (statement, message) in cases {
        let house = changed(statement);
        let commands: [&[&str]; 4] = [&["status"], &["responsibilities"], &["due"], &["person", "add", "Ben Reed"]];
        for command in commands {
            let (code, told) = house.refused(command);
            assert_eq!(code, Some(3), "{statement}: {command:?}: {told}");
            assert!(told.contains(message), "{statement}: {command:?}: {told}");
        }
        // The check itself always says all that is wrong.
        let output = house.run(&["ledger", "verify", "--json"]);
        assert_eq!(output.status.code(), Some(1), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["in_order"], false, "{statement}");
        assert!(!told["faults"].to_string().contains("run `onus ledger verify`"), "{statement}: {told}");
    }
}

#[test]
fn an_older_ledger_is_read_with_a_warning() {
    let house = House::new();
    let old = std::fs::read(house.path().join("ledger.db")).unwrap();
    house.done(&["person", "add", "Ben Reed"]);
    let _ = std::fs::remove_file(house.path().join("ledger.db-wal"));
    std::fs::write(house.path().join("ledger.db"), old).unwrap();
    let (code, told) = house.refused(&["responsibilities"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.starts_with("warning: ") && told.contains("an old copy was put back"), "{told}");
    let (code, told) = house.refused(&["responsibilities", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((code, told["warning"]["code"].as_u64()), (Some(0), Some(3)), "{told}");
    let (code, told) = house.refused(&["person", "add", "Ben Reed"]);
    assert_eq!(code, Some(3), "{told}");
    assert_eq!(told.matches("an old copy was put back").count(), 1, "{told}");
}

#[test]
fn a_lost_ledger_is_recovered_only_when_asked_and_that_is_told_for_ever() {
    let house = House::new();
    let nothing = house.refused(&["ledger", "recover", "--reason", "none", "--yes"]);
    assert!(nothing.0 == Some(2) && nothing.1.contains("nothing to recover"), "{nothing:?}");
    let old = std::fs::read(house.path().join("ledger.db")).unwrap();
    house.done(&["person", "add", "Ben Reed"]);
    house.done(&["person", "add", "Cleo Marsh"]);
    let lost: serde_json::Value = serde_json::from_str(&house.done(&["ledger", "checkpoint", "--json"])).unwrap();
    let _ = std::fs::remove_file(house.path().join("ledger.db-wal"));
    std::fs::write(house.path().join("ledger.db"), old).unwrap();
    let asked = house.refused(&["ledger", "recover", "--reason", "the disk failed"]);
    assert!(asked.0 == Some(2) && asked.1.contains("--yes"), "{asked:?}");
    house.done(&["ledger", "recover", "--reason", "the disk failed", "--yes"]);
    house.done(&["person", "add", "Dora Hale"]);
    let verified: serde_json::Value = serde_json::from_str(&house.done(&["ledger", "verify", "--json"])).unwrap();
    assert_eq!(verified["in_order"], true, "{verified}");
    assert!(verified["recoveries"][0].as_str().unwrap().contains(lost["root"].as_str().unwrap()), "{verified}");
    let recovery = house.status(&[])["recoveries"][0].clone();
    let size = lost["size"].as_u64().unwrap();
    assert_eq!((&recovery["size"], &recovery["root"]), (&lost["size"], &lost["root"]), "{recovery}");
    assert_eq!(recovery["from"].as_u64(), Some(size - 2), "{recovery}");
    let output = house.run(&["status"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let told = format!("entries {} to {} had been signed and are lost: the disk failed", size - 2, size - 1);
    assert!(text.contains(&told) && output.stderr.is_empty(), "{text}");
    let entry = recovery["entry"].to_string();
    for hide in ["withdraw", "erase"] {
        let (code, told) = house.refused(&["ledger", hide, &entry, "--reason", "hide it"]);
        assert!(code == Some(2) && told.contains("it stays"), "{hide}: {told}");
    }
}

#[test]
fn a_proof_with_its_disclosure_shows_what_was_done_and_with_which_file() {
    let house = House::new();
    house.done(&["responsibility", "confirm", "--all"]);
    std::fs::write(house.path().join("review.csv"), "login,decision\nada,keep\n").unwrap();
    let attest = ["attest", "--contains", "who has access", "--evidence", "review.csv", "--note", "all kept", "--json"];
    let recorded: serde_json::Value = serde_json::from_str(&house.done(&attest)).unwrap();
    let (file, entry) = (recorded["evidence"][0].as_str().unwrap().to_owned(), recorded["last"].to_string());
    let digest = house.done(&["evidence", "list", "--json"]);
    let digest: serde_json::Value = serde_json::from_str(&digest).unwrap();
    let digest = digest["evidence"][0]["digest"].as_str().unwrap().to_owned();
    let proof = house.done(&["ledger", "prove", &entry, "--disclose", "open.json"]);
    std::fs::write(house.path().join("a.tlog-proof"), &proof).unwrap();
    let (code, told) = house.refused(&["ledger", "prove", &entry, "--disclose", "open.json"]);
    assert!(code == Some(2) && told.contains("there already"), "{told}");
    let key: serde_json::Value = serde_json::from_str(&house.done(&["ledger", "checkpoint", "--json"])).unwrap();
    let key = key["key"].as_str().unwrap();
    let check = ["ledger", "prove", "--check", "a.tlog-proof", "--disclosed", "open.json"];
    let text = house.done(&[&check[..], &["--key", key]].concat());
    for words in ["it says: done: ", "note: all kept", "backed by review.csv", &digest] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // Another outcome, another note, another file: none of them fits.
    let open = std::fs::read_to_string(house.path().join("open.json")).unwrap();
    for (from, to) in [("all kept", "all gone"), ("\\\"done\\\"", "\\\"not-done\\\""), ("review.csv", "revue.csv")] {
        let changed = open.replace(from, to);
        assert_ne!(changed, open, "{from}");
        std::fs::write(house.path().join("changed.json"), changed).unwrap();
        let output = house.run(&["ledger", "prove", "--check", "a.tlog-proof", "--disclosed", "changed.json"]);
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.code() == Some(1) && told.contains("does NOT hold"), "{from}: {told}");
    }
    // The file comes back, byte for byte, into a new file only.
    for (which, to) in [(file.as_str(), "back.csv"), (&digest, "again.csv")] {
        house.done(&["evidence", "export", which, "--to", to]);
        assert_eq!(std::fs::read(house.path().join(to)).unwrap(), b"login,decision\nada,keep\n");
    }
    assert_eq!(house.refused(&["evidence", "export", &file, "--to", "back.csv"]).0, Some(2));
    assert_eq!(house.refused(&["evidence", "export", "e-none", "--to", "new.csv"]).0, Some(2));
    // What became of it since is told where the ledger is.
    house.done(&["ledger", "withdraw", &entry, "--reason", "the wrong quarter"]);
    let text = house.done(&check);
    assert!(text.contains("withdrawn since, by entry") && text.contains("the wrong quarter"), "{text}");
    assert!(!house.done(&[&check[..], &["--key", key]].concat()).contains("since"));
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(["ledger", "prove", "--check", house.path().join("a.tlog-proof").to_str().unwrap()])
        .current_dir(folder.path())
        .env_remove("ONUS_WORKSPACE")
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("--key"), "{told}");
}

#[test]
fn a_ledger_without_its_key_or_with_another_is_read_with_a_warning() {
    let (house, other) = (House::new(), House::empty());
    let key = house.path().join("key");
    std::fs::copy(other.path().join("key"), &key).unwrap();
    let (code, told) = house.refused(&["responsibilities"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("is not the key of this ledger"), "{told}");
    std::fs::remove_file(&key).unwrap();
    let (code, told) = house.refused(&["responsibilities"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("signing key"), "{told}");
    // A ledger of somebody else, put in the place of this one.
    let house = House::new();
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(house.path().join(name));
    }
    std::fs::copy(other.path().join("ledger.db"), house.path().join("ledger.db")).unwrap();
    let (_, told) = house.refused(&["responsibilities"]);
    assert!(told.contains("the copy of the checkpoint") && told.contains("is not the key of this ledger"), "{told}");
}
