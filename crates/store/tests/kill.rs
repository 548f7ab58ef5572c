//! Kill -9 and Ctrl-C at random moments under load: what was acknowledged is there, and no checkpoint is ever contradicted.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use onus_ledger::{Checkpoint, Draft, verify_consistency};
use onus_store::{Options, Store};
use onus_terms::PersonId;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const CHILD: &str = "ONUS_TEST_KILL_CHILD";
const ROUNDS: u32 = 200;

fn options(folder: &Path) -> Options {
    Options { watch: Some(folder.join("state")), ..Options::default() }
}

/// What the child does: append from four threads, and print every receipt and checkpoint that it got.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let folder = Path::new(&folder);
    let store = Store::open(&folder.join("workspace"), options(folder)).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let store = &store;
            scope.spawn(move || {
                loop {
                    let draft = Draft {
                        kind: "test.made".into(),
                        at: "2026-03-03T10:00:00Z".parse().unwrap(),
                        by: PersonId::new("p-1").unwrap(),
                        about: vec![format!("t-{thread}")],
                        blobs: vec![],
                        body: vec![b'x'; 300],
                    };
                    let lines: String = store
                        .append(vec![draft])
                        .unwrap()
                        .iter()
                        .map(|got| format!("\nentry {} {}", got.index, got.leaf))
                        .collect();
                    let (head, _) = store.checkpoint().unwrap();
                    let line = format!("{lines}\nhead {} {}\n", head.size, head.root);
                    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
}

#[derive(Default)]
struct Seen {
    entries: Vec<(u64, String)>,
    heads: Vec<Checkpoint>,
}

/// Lets a child run for a while and kills it. A line that the kill cut short counts for nothing.
fn round(folder: &Path, nth: u32, seen: &mut Seen) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let output = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        BufReader::new(output).split(b'\n').map(|line| String::from_utf8(line.unwrap()).unwrap()).collect::<Vec<_>>()
    });
    std::thread::sleep(Duration::from_micros(u64::from(nth * 7919 % 97) * 1000 + 5000));
    // Every fourth round ends as Ctrl-C ends a program, the others as nothing can be answered.
    let interrupt = || Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    if nth % 4 != 3 || !interrupt().is_ok_and(|status| status.success()) {
        child.kill().unwrap();
    }
    child.wait().unwrap();
    for line in reader.join().unwrap() {
        let words: Vec<_> = line.split(' ').collect();
        match words.as_slice() {
            ["entry", index, leaf] if leaf.len() == 64 => {
                seen.entries.push((index.parse().unwrap(), (*leaf).to_owned()))
            }
            ["head", size, root] if root.len() == 64 => seen.heads.push(Checkpoint {
                origin: "onus.local/kill".into(),
                size: size.parse().unwrap(),
                root: root.parse().unwrap(),
            }),
            _ => {}
        }
    }
}

#[test]
fn two_hundred_kills_lose_nothing() {
    if std::env::var_os(CHILD).is_some() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    drop(Store::create(&folder.path().join("workspace"), "onus.local/kill", options(folder.path())).unwrap());
    let mut seen = Seen::default();
    for nth in 0..ROUNDS {
        let mut new = Seen::default();
        round(folder.path(), nth, &mut new);
        check(folder.path(), &new);
        seen.entries.extend(new.entries);
        seen.heads.extend(new.heads);
    }
    assert!(seen.entries.len() > 200, "the load was too small to show anything: {}", seen.entries.len());
    check(folder.path(), &seen);
    let store = Store::open(&folder.path().join("workspace"), options(folder.path())).unwrap();
    let report = store.verify(|_| ()).unwrap();
    assert!(report.is_good(), "{:?}", report.problems);
    eprintln!("{ROUNDS} kills, {} entries acknowledged, {} recorded", seen.entries.len(), report.entries);
}

fn check(folder: &Path, seen: &Seen) {
    let store = Store::open(&folder.join("workspace"), options(folder)).unwrap();
    for (index, leaf) in &seen.entries {
        let entry = store.entry(*index).unwrap().unwrap();
        assert_eq!(onus_ledger::leaf_hash(&entry.bytes).to_string(), *leaf);
    }
    let (now, _) = store.checkpoint().unwrap();
    for head in &seen.heads {
        let path = store.prove_consistency(head.size).unwrap();
        verify_consistency(head.size, &head.root, now.size, &now.root, &path).unwrap();
    }
}
