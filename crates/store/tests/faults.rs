//! A full disk, failing system calls, folders that cannot be written, several programs at once. Programs under test are
//! this test binary itself, started again as a child.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use onus_ledger::{Draft, verify_consistency};
use onus_store::{Faults, Options, Step, Store, StoreError, Vault};
use onus_terms::PersonId;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::{env, fs};

const CHILD: &str = "ONUS_TEST_FAULT_CHILD";
const FOLDER: &str = "ONUS_TEST_FAULT_FOLDER";

fn draft(bytes: usize) -> Draft {
    Draft {
        kind: "test.made".into(),
        at: "2026-03-03T10:00:00Z".parse().unwrap(),
        by: PersonId::new("p-1").unwrap(),
        about: vec!["r-1".into()],
        blobs: vec![],
        body: vec![b'x'; bytes],
    }
}

fn options(folder: &Path) -> Options {
    Options { watch: Some(folder.join("state")), ..Options::default() }
}

fn open(folder: &Path) -> Result<Store, StoreError> {
    Store::open(&folder.join("workspace"), options(folder))
}

fn fresh() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::create(&folder.path().join("workspace"), "onus.local/faults", options(folder.path())).unwrap());
    folder
}

/// Runs a shell line whose `"$@"` is this program as a child in this mode.
fn child(line: &str, mode: &str, folder: &Path) -> Output {
    Command::new("sh")
        .args(["-c", line, "sh"])
        .arg(env::current_exe().unwrap())
        .args(["--exact", "the_child", "--nocapture", "--test-threads=1"])
        .env(CHILD, mode)
        .env(FOLDER, folder)
        .output()
        .unwrap()
}

fn words(output: &Output, first: &str) -> Vec<Vec<String>> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|words| words.first().is_some_and(|word| word == first)).collect()
}

#[test]
fn the_child() {
    let (Ok(mode), Some(folder)) = (env::var(CHILD), env::var_os(FOLDER)) else { return };
    let folder = PathBuf::from(folder);
    println!();
    match mode.as_str() {
        "few" => append(&folder, 6, 300),
        "many" => append(&folder, 60, 20_000),
        "full" => fill(&folder),
        "read only" => read_only(&folder),
        other => panic!("no such mode: {other}"),
    }
}

/// Appends one by one and says what was acknowledged, what was refused, and the head after each.
fn append(folder: &Path, count: usize, bytes: usize) {
    let Ok(store) = open(folder).inspect_err(|error| println!("error {error}")) else { return };
    for _ in 0..count {
        match store.append(vec![draft(bytes)]) {
            Ok(receipts) => receipts.iter().for_each(|got| println!("entry {} {}", got.index, got.leaf)),
            Err(error) => println!("error {error}"),
        }
        if let Ok((head, _)) = store.checkpoint() {
            println!("head {} {}", head.size, head.root);
        }
    }
}

/// Every acknowledged entry is there once, every head that was seen is extended, and the ledger is in order.
fn check(folder: &Path, outputs: &[Output]) -> usize {
    let store = open(folder).unwrap();
    let (now, _) = store.checkpoint().unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for words in outputs.iter().flat_map(|output| words(output, "entry")) {
        let [_, index, leaf]: [String; 3] = words.try_into().unwrap();
        let index: u64 = index.parse().unwrap();
        assert!(seen.insert(index), "entry {index} was given twice");
        let entry = store.entry(index).unwrap().unwrap();
        assert_eq!(onus_ledger::leaf_hash(&entry.bytes).to_string(), leaf);
    }
    for words in outputs.iter().flat_map(|output| words(output, "head")) {
        let [_, size, root]: [String; 3] = words.try_into().unwrap();
        let (size, root) = (size.parse().unwrap(), root.parse().unwrap());
        let path = store.prove_consistency(size).unwrap();
        verify_consistency(size, &root, now.size, &now.root, &path).unwrap();
    }
    let report = store.verify(|_| ()).unwrap();
    assert!(report.is_good(), "{:?}", report.problems);
    seen.len()
}

#[test]
fn several_programs_append_at_once() {
    let folder = fresh();
    let outputs: Vec<_> = std::thread::scope(|scope| {
        let children: Vec<_> = (0..5).map(|_| scope.spawn(|| child("exec \"$@\"", "few", folder.path()))).collect();
        children.into_iter().map(|child| child.join().unwrap()).collect()
    });
    assert_eq!(check(folder.path(), &outputs), 30);
    assert_eq!(open(folder.path()).unwrap().size().unwrap(), 30);
}

/// A limit on the size of files works for any user everywhere; writes beyond it fail as on a broken disk.
#[test]
fn files_that_may_not_grow_lose_nothing() {
    let folder = fresh();
    let output = child("trap '' XFSZ; ulimit -f 1200; exec \"$@\"", "many", folder.path());
    assert!(output.status.success(), "{output:?}");
    let errors = words(&output, "error");
    assert!(!errors.is_empty(), "the limit was never met");
    assert!(check(folder.path(), &[output]) > 3);
    open(folder.path()).unwrap().append(vec![draft(10)]).unwrap();
}

/// Past the capture of the test runner, so that it is seen.
fn not_run(what: &str) {
    std::io::stderr().write_all(format!("NOT RUN: {what}\n").as_bytes()).unwrap();
}

/// Whether this machine lets us mount in a namespace of our own; says so loudly where not.
fn may_mount(test: &str) -> Option<String> {
    let root = fs::metadata("/proc/self").is_ok_and(|found| found.uid() == 0);
    let unshare = if root { "unshare -m" } else { "unshare -rm" };
    let script = format!("{unshare} sh -c 'mount -t tmpfs -o size=1m none /mnt'");
    let works = Command::new("sh").args(["-c", &script]).output().is_ok_and(|output| output.status.success());
    if !works {
        not_run(&format!("{test}: this machine does not let us mount"));
    }
    works.then(|| unshare.to_owned())
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let Some(unshare) = may_mount("a full disk") else { return };
    let folder = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size=2m none '{}'", folder.path().display());
    let output = child(
        &format!("exec {unshare} sh -c '{}; exec \"$@\"' sh \"$@\"", mount.replace('\'', "\"")),
        "full",
        folder.path(),
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(words(&output, "done").len(), 1, "{output:?}");
}

fn fill(folder: &Path) {
    let store = Store::create(&folder.join("workspace"), "onus.local/full", options(folder)).unwrap();
    fs::write(folder.join("ballast"), vec![1; 600_000]).unwrap();
    let mut acknowledged = Vec::new();
    let error = loop {
        match store.append(vec![draft(20_000)]) {
            Ok(receipts) => acknowledged.extend(receipts),
            Err(error) => break error,
        }
    };
    let text = error.to_string();
    assert!(text.contains("the disk is full") && text.contains("ree some space"), "{text}");
    assert!(store.append(vec![draft(2_000_000)]).is_err());
    assert!(!acknowledged.is_empty());
    assert!(store.verify(|_| ()).unwrap().is_good());
    fs::remove_file(folder.join("ballast")).unwrap();
    acknowledged.extend(store.append(vec![draft(10)]).unwrap());
    drop(store);
    let store = open(folder).unwrap();
    for receipt in acknowledged {
        assert_eq!(onus_ledger::leaf_hash(&store.entry(receipt.index).unwrap().unwrap().bytes), receipt.leaf);
    }
    assert!(store.verify(|_| ()).unwrap().is_good());
    println!("done");
}

#[test]
fn a_folder_that_cannot_be_written_is_read_and_says_so() {
    let folder = fresh();
    open(folder.path()).unwrap().append(vec![draft(10)]).unwrap();
    let root = fs::metadata(folder.path()).unwrap().uid() == 0;
    let output = if root {
        // Permissions do not stop the administrator, so the folder is mounted read-only.
        let Some(unshare) = may_mount("a folder that cannot be written") else { return };
        let place = folder.path().display();
        let mount = format!("mount --bind {place} {place} && mount -o remount,bind,ro {place}");
        child(&format!("exec {unshare} sh -c '{mount} && exec \"$@\"' sh \"$@\""), "read only", folder.path())
    } else {
        let mode =
            |mode| fs::set_permissions(folder.path().join("workspace"), fs::Permissions::from_mode(mode)).unwrap();
        mode(0o500);
        let output = child("exec \"$@\"", "read only", folder.path());
        mode(0o700);
        output
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(words(&output, "done").len(), 1, "{output:?}");
}

fn read_only(folder: &Path) {
    let store = open(folder).unwrap();
    assert_eq!(store.size().unwrap(), 1);
    assert!(store.verify(|_| ()).unwrap().is_good());
    let text = store.append(vec![draft(10)]).unwrap_err().to_string();
    assert!(text.contains("read-only; change its permissions"), "{text}");
    assert_eq!(store.size().unwrap(), 1);
    println!("done");
}

struct NoRoom;

impl Faults for NoRoom {
    fn at(&self, step: Step, done: bool) -> std::io::Result<()> {
        if step == Step::Head && !done { Err(std::io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

#[test]
fn a_full_disk_by_hook_refuses_and_loses_nothing() {
    let folder = fresh();
    open(folder.path()).unwrap().append(vec![draft(10)]).unwrap();
    let options = Options { faults: Some(Arc::new(NoRoom)), ..options(folder.path()) };
    let failing = Store::open(&folder.path().join("workspace"), options).unwrap();
    assert!(matches!(failing.append(vec![draft(10)]), Err(StoreError::Full)));
    drop(failing);
    let store = open(folder.path()).unwrap();
    assert_eq!(store.size().unwrap(), 1);
    assert!(store.verify(|_| ()).unwrap().is_good());
}

/// Each system call that writes fails once, or kills the program, at one of its first times.
#[test]
fn system_calls_that_fail_or_kill_lose_nothing() {
    let folder = fresh();
    let strace = |how: &str| format!("exec strace -f -qq -o /dev/null {how} \"$@\"");
    let works = child(&strace("-e trace=fsync"), "few", folder.path());
    if !works.status.success() || words(&works, "entry").is_empty() {
        not_run("failing system calls: there is no `strace` that may trace; the failure table ran instead");
        return;
    }
    let mut outputs = vec![works];
    let mut failed = 0;
    for call in ["fsync", "pwrite64", "rename", "ftruncate"] {
        for nth in [1, 2, 3, 5, 8, 13] {
            for what in ["error=EIO", "signal=KILL"] {
                let output = child(
                    &strace(&format!("-e trace={call} -e inject={call}:{what}:when={nth}")),
                    "few",
                    folder.path(),
                );
                let stderr = String::from_utf8_lossy(&output.stderr);
                assert!(!stderr.contains("panicked"), "{call} {what} {nth}: {stderr}");
                failed += words(&output, "error").len() + usize::from(!output.status.success());
                outputs.push(output);
                check(folder.path(), &outputs);
            }
        }
    }
    println!("{failed} failures in 48 runs");
    assert!(failed > 20, "too little failed to show anything: {failed}");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn all_files_are_for_their_owner_alone() {
    let folder = fresh();
    let place = folder.path().join("workspace");
    let store = open(folder.path()).unwrap();
    store.append(vec![draft(10)]).unwrap();
    Vault::open(&place.join("vault")).unwrap().put(b"paper").unwrap();
    let mut open = vec![place, folder.path().join("state")];
    let mut seen = Vec::new();
    while let Some(path) = open.pop() {
        let folder = path.is_dir();
        assert_eq!(mode(&path), if folder { 0o700 } else { 0o600 }, "{}", path.display());
        if folder {
            open.extend(fs::read_dir(&path).unwrap().map(|found| found.unwrap().path()));
        }
        seen.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "key", "checkpoint", "checkpoint.lock", "vault"] {
        assert!(seen.iter().any(|found| found == name), "{name}");
    }
}

#[test]
fn what_is_no_ledger_of_ours_is_refused_with_the_next_step() {
    let lay = |what: &dyn Fn(&Path)| {
        let folder = fresh();
        let database = folder.path().join("workspace/ledger.db");
        fs::remove_file(&database).unwrap();
        what(&database);
        let error = open(folder.path()).map(|_| ()).unwrap_err();
        let there = database.exists();
        let again = Store::create(&folder.path().join("workspace"), "onus.local/x", options(folder.path()));
        // Where only the key of a ledger without entries is left, that ledger is begun again.
        assert_eq!(matches!(again, Err(StoreError::Exists(_))), there);
        assert!(there || again.is_ok());
        error.to_string()
    };
    let sql = |path: &Path, text: &str| rusqlite::Connection::open(path).unwrap().execute_batch(text).unwrap();
    let texts = [
        (lay(&|_| ()), "make one with `onus init`"),
        (lay(&|path| fs::create_dir(path).unwrap()), "not a ledger of Onus"),
        (
            lay(&|path| fs::write(path, "a plain text, longer than the header of a database".repeat(9)).unwrap()),
            "not a ledger of Onus",
        ),
        (lay(&|path| fs::write(path, "").unwrap()), "not a ledger of Onus"),
        (lay(&|path| sql(path, "CREATE TABLE t (a)")), "not a ledger of Onus"),
        (lay(&|path| sql(path, "CREATE TABLE t (a); PRAGMA application_id = 0x4f4e5553")), "not a ledger of Onus"),
        (lay(&|path| sql(path, "PRAGMA application_id = 0x4f4e5553; PRAGMA user_version = 2")), "use a newer `onus`"),
        (lay(&|path| sql(path, "PRAGMA application_id = 0x4f4e5553; PRAGMA user_version = 1")), "put a backup back"),
    ];
    for (text, wanted) in texts {
        assert!(text.contains(wanted), "{text}");
    }
}
