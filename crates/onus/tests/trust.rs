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
