//! What can happen to a workspace: foreign, newer and damaged ledgers, a full disk, a folder that cannot be written, several
//! writers at once, programs that are killed. Each is told plainly, with the right exit code, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::House;
use serde_json::Value;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn size(house: &House) -> u64 {
    let head: Value = serde_json::from_str(&house.done(&["ledger", "checkpoint", "--json"])).unwrap();
    head.get("size").and_then(Value::as_u64).unwrap()
}

fn in_order(house: &House) {
    assert!(house.done(&["ledger", "verify"]).contains("in order"));
}

#[test]
fn a_ledger_that_is_none_of_ours_is_told() {
    let house = House::new();
    let path = house.path().join("ledger.db");
    for name in ["ledger.db-wal", "ledger.db-shm"] {
        let _ = std::fs::remove_file(house.path().join(name));
    }
    let good = std::fs::read(&path).unwrap();
    // In the head of an SQLite file, bytes 60 to 63 hold the format and 68 to 71 the program.
    let with = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        bytes
    };
    let cases: [(&str, Vec<u8>, i32, &str); 5] = [
        (
            "a text",
            b"not a database at all, but long enough to look like one of them".repeat(40).to_vec(),
            3,
            "not a ledger of Onus",
        ),
        ("empty", Vec::new(), 3, "not a ledger of Onus"),
        ("another program's", with(71, 9), 3, "not a ledger of Onus"),
        ("a newer program's", with(63, 2), 3, "use a newer `onus`"),
        ("cut off", good[..good.len() / 2].to_vec(), 3, "backup"),
    ];
    for (what, bytes, code, message) in cases {
        std::fs::write(&path, bytes).unwrap();
        let output = house.run(&["status"]);
        assert_eq!(output.status.code(), Some(code), "{what}: {}", told(&output));
        assert!(told(&output).contains(message), "{what}: {}", told(&output));
    }
    std::fs::write(&path, good).unwrap();
    in_order(&house);
}

#[test]
fn an_old_copy_that_was_put_back_signs_nothing() {
    let house = House::new();
    // The write-ahead log is taken in when the last program closes the ledger; the copy is whole.
    let old = std::fs::read(house.path().join("ledger.db")).unwrap();
    house.done(&["responsibility", "confirm", "--all"]);
    let _ = std::fs::remove_file(house.path().join("ledger.db-wal"));
    std::fs::write(house.path().join("ledger.db"), old).unwrap();
    let output = house.run(&["responsibility", "confirm", "--all"]);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("an old copy was put back"), "{}", told(&output));
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let house = House::new();
    for name in ["ledger.db", "key", "vault", "checkpoint"] {
        let mode = std::fs::metadata(house.path().join(name)).unwrap().mode();
        assert_eq!(mode & 0o077, 0, "others can use `{name}`: {mode:o}");
    }
    let key = house.path().join("key");
    std::fs::set_permissions(&key, PermissionsExt::from_mode(0o644)).unwrap();
    let output = house.run(&["responsibility", "confirm", "--all"]);
    assert!(told(&output).contains("chmod 600"), "{}", told(&output));
    assert_ne!(output.status.code(), Some(0));
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_can_be_read() {
    let house = House::new();
    let before = size(&house);
    let writable = |mode: u32| {
        for entry in std::fs::read_dir(house.path()).unwrap() {
            let path = entry.unwrap().path();
            let own = if path.is_dir() { 0o500 } else { 0o400 };
            std::fs::set_permissions(path, PermissionsExt::from_mode(own | mode)).unwrap();
        }
        std::fs::set_permissions(house.path(), PermissionsExt::from_mode(0o500 | mode)).unwrap();
    };
    // Permissions say nothing to root: then a user of no importance owns the folder and does it.
    let root = std::fs::metadata(house.path()).unwrap().uid() == 0;
    let nobody = 65534;
    if root {
        let give = |path: &std::path::Path| std::os::unix::fs::chown(path, Some(nobody), Some(nobody)).unwrap();
        let mut open = vec![house.path().to_owned()];
        while let Some(path) = open.pop() {
            give(&path);
            if path.is_dir() {
                open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            }
        }
    }
    // The build may lie where only root can go; a copy beside the house is within that user's reach.
    let reach = tempfile::tempdir().unwrap();
    std::fs::set_permissions(reach.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let program = reach.path().join("onus");
    std::fs::copy(env!("CARGO_BIN_EXE_onus"), &program).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).args(["--workspace", house.path().to_str().unwrap()]).current_dir("/");
        command.env("ONUS_STATE", house.path().join("outside"));
        if root {
            command.uid(nobody).gid(nobody);
        }
        command.output().unwrap()
    };
    writable(0);
    let output = run(&["responsibility", "confirm", "--all"]);
    writable(0o200);
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(told(&output).contains("read-only") || told(&output).contains("permission"), "{}", told(&output));
    let output = run(&["ledger", "checkpoint", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains(&format!("\"size\":{before}")));
}

#[test]
fn a_disk_that_fills_up_loses_nothing() {
    let house = House::new();
    let before = size(&house);
    let database = std::fs::metadata(house.path().join("ledger.db")).unwrap().len();
    // A limit on the size of files fails writes as a full disk does. The shell makes it an error instead of a signal.
    let blocks = database / 1024 + 1;
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec '{}' responsibility not-applicable --all --reason \"$(head -c 100000 /dev/zero | tr '\\0' x)\"",
        env!("CARGO_BIN_EXE_onus")
    );
    let mut command = Command::new("bash");
    command.args(["-c", &script]).current_dir(house.path()).env("ONUS_STATE", house.path().join("outside"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(told(&output).contains("disk is full") || told(&output).contains("check the disk"), "{}", told(&output));
    assert_eq!(size(&house), before);
    in_order(&house);
    // And there is room again.
    house.done(&["responsibility", "confirm", "--all"]);
    in_order(&house);
}

#[test]
fn an_answer_that_cannot_be_written_is_told() {
    let house = House::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    command.args(["status"]).current_dir(house.path()).env("ONUS_STATE", house.path().join("outside"));
    let output = command.stdout(Stdio::from(full)).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(told(&output).contains("cannot write the answer"), "{}", told(&output));
}

#[test]
fn several_writers_at_once_all_get_their_entries() {
    let house = House::new();
    let before = size(&house);
    let writers: Vec<_> = (0..8)
        .map(|number| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
            command.args(["person", "add", &format!("Person {number}")]).current_dir(house.path());
            command.env("ONUS_STATE", house.path().join("outside")).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    assert_eq!(size(&house), before + 8);
    let persons = house.done(&["person", "list"]);
    assert!((0..8).all(|number| persons.contains(&format!("Person {number}"))), "{persons}");
    in_order(&house);
}

#[test]
fn programs_that_are_stopped_leave_all_or_nothing() {
    let house = House::new();
    let lines = house.status(&[])["lines"].as_array().unwrap().len();
    for round in 0..24u64 {
        let before = size(&house);
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        let reason = format!("round {round}");
        command.args(["responsibility", "waive", "--all", "--until", "2999-01-01", "--reason", &reason]);
        command.current_dir(house.path());
        let mut child = command.env("ONUS_STATE", house.path().join("outside")).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(700 * round));
        // Ctrl-C in one half of the rounds, kill -9 in the other.
        let signal = if round % 2 == 0 { "-INT" } else { "-KILL" };
        Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().unwrap();
        let done = child.wait().unwrap().success();
        let grown = size(&house) - before;
        let all = u64::try_from(lines).unwrap();
        assert!(grown == all || (grown == 0 && !done), "round {round}: {grown} of {lines} entries");
    }
    in_order(&house);
}
