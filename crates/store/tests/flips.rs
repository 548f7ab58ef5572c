//! Single bytes of a workspace's raw files are changed: each change is reported, refused, or changes nothing that is
//! read. The key is left out: a changed key signs nothing and harms no entry.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use onus_ledger::Draft;
use onus_store::{Options, Store, StoreError};
use onus_terms::PersonId;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files of a workspace, by their path in it.
type Files = BTreeMap<PathBuf, Vec<u8>>;

fn draft(text: &str) -> Draft {
    Draft {
        kind: "test.made".into(),
        at: "2026-03-03T10:00:00Z".parse().unwrap(),
        by: PersonId::new("p-1").unwrap(),
        about: vec!["r-1".into()],
        blobs: vec![],
        body: text.as_bytes().to_vec(),
    }
}

fn options(folder: &Path) -> Options {
    Options { watch: Some(folder.join("state")), ..Options::default() }
}

/// The files that a machine finds after it lost power: with a write-ahead log where `open` is true.
fn workspace(entries: usize, erased: bool, open: bool) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("workspace"), "onus.local/flips", options(folder.path())).unwrap();
    store.append((0..entries).map(|nth| draft(&format!("fact {nth} {}", "x".repeat(nth % 300)))).collect()).unwrap();
    if erased {
        store.erase(1, Draft { kind: "body.erased".into(), ..draft("asked for") }).unwrap();
        store.append(vec![draft("later")]).unwrap();
    }
    // Whoever closes a database last moves the write-ahead log into it.
    let still_open = open.then_some(store);
    let files = read(folder.path());
    drop(still_open);
    assert_eq!(files.contains_key(Path::new("workspace/ledger.db-wal")), open);
    files
}

fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    for sub in ["workspace", "state"] {
        for file in fs::read_dir(folder.join(sub)).unwrap() {
            let path = file.unwrap().path();
            // SQLite makes the shared memory anew when nobody has the database open.
            if !path.to_string_lossy().ends_with("-shm") {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn lay(folder: &Path, files: &Files) {
    for sub in ["workspace", "state"] {
        _ = fs::remove_dir_all(folder.join(sub));
        fs::create_dir_all(folder.join(sub)).unwrap();
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::write(&path, bytes).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
}

/// All that can be read: each entry alone and in a walk, the note, each proof's path, each tile by its key.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    note: String,
    walk: Vec<(u64, Vec<u8>, Option<Vec<u8>>)>,
    entries: Vec<Option<onus_store::Entry>>,
    paths: Vec<Vec<onus_terms::Digest>>,
    tiles: Vec<(i64, i64, Vec<u8>)>,
}

fn contents(folder: &Path, store: &Store) -> Result<Contents, StoreError> {
    let (head, note) = store.checkpoint()?;
    let mut walk = Vec::new();
    store.scan(0, |row| walk.push((row.index, row.leaf.to_vec(), row.body.map(<[u8]>::to_vec))))?;
    let entries = (0..=head.size).map(|index| store.entry(index)).collect::<Result<_, _>>()?;
    let paths = (0..head.size).step_by(7).map(|index| Ok(store.prove(index)?.path));
    let paths = paths.collect::<Result<_, StoreError>>()?;
    let connection = rusqlite::Connection::open(folder.join("workspace/ledger.db"))?;
    let mut query = connection.prepare("SELECT level, number, hashes FROM tile ORDER BY level, number")?;
    let tiles = query.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    Ok(Contents { note, walk, entries, paths, tiles })
}

#[derive(Debug, Default)]
struct Tally {
    refused: u32,
    reported: u32,
    unread: u32,
}

struct Bench {
    folder: tempfile::TempDir,
    files: Files,
    wanted: Contents,
    tally: Tally,
}

impl Bench {
    fn new(files: Files) -> Self {
        let folder = tempfile::tempdir().unwrap();
        lay(folder.path(), &files);
        let store = Store::open(&folder.path().join("workspace"), options(folder.path())).unwrap();
        let report = store.verify(|_| ()).unwrap();
        assert!(report.is_good(), "{:?}", report.problems);
        let wanted = contents(folder.path(), &store).unwrap();
        drop(store);
        Bench { folder, files, wanted, tally: Tally::default() }
    }

    fn flip(&mut self, path: &Path, at: usize, mask: u8) {
        let folder = self.folder.path();
        let mut files = self.files.clone();
        files.get_mut(path).unwrap()[at] ^= mask;
        lay(folder, &files);
        let place = format!("{} byte {at} mask {mask:#04x}", path.display());
        let opened = Store::open(&folder.join("workspace"), options(folder));
        match opened.and_then(|store| Ok((store.verify(|_| ())?, store))) {
            Err(error) => {
                let text = error.to_string();
                assert!(NEXT_STEPS.iter().any(|step| text.contains(step)), "{place}: no next step in: {text}");
                self.tally.refused += 1;
            }
            Ok((report, _)) if !report.is_good() => self.tally.reported += 1,
            Ok((_, store)) => {
                assert_eq!(contents(folder, &store).unwrap(), self.wanted, "{place}: in order with other content");
                self.tally.unread += 1;
            }
        }
    }
}

/// What an error of a damaged ledger tells people to do.
const NEXT_STEPS: [&str; 3] = ["put a backup back", "use a newer `onus`", "move the workspace to a local disk"];

/// A small generator: the same flips in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

fn random_flips(files: Files, seed: u64, count: usize) -> Tally {
    let mut bench = Bench::new(files);
    let mut dice = Dice(seed);
    let key = Path::new("workspace/key");
    let sizes: Vec<_> = bench.files.iter().filter(|(path, _)| *path != key).collect();
    let sizes: Vec<_> = sizes.into_iter().map(|(path, bytes)| (path.clone(), bytes.len())).collect();
    let total: usize = sizes.iter().map(|(_, size)| size).sum();
    for _ in 0..count {
        let (mut at, mask) = (dice.below(total), 1 << dice.below(8));
        for (path, size) in &sizes {
            if at < *size {
                bench.flip(path, at, mask);
                break;
            }
            at -= size;
        }
    }
    bench.tally
}

#[test]
fn random_flips_of_a_closed_ledger() {
    let tally = random_flips(workspace(1200, true, false), 0x5eed_0001, 300);
    eprintln!("closed: {tally:?}");
    assert!(tally.reported > 200, "{tally:?}");
}

#[test]
fn random_flips_of_a_ledger_with_a_write_ahead_log() {
    let tally = random_flips(workspace(500, true, true), 0x5eed_0002, 300);
    eprintln!("with a write-ahead log: {tally:?}");
    assert!(tally.reported + tally.refused > 200, "{tally:?}");
}

/// Every byte of a small ledger that holds something, and every sixteenth of its empty space.
#[test]
fn every_byte_of_a_small_ledger() {
    let mut bench = Bench::new(workspace(3, true, false));
    for path in bench.files.keys().filter(|path| !path.ends_with("key")).cloned().collect::<Vec<_>>() {
        let bytes = bench.files[&path].clone();
        for (at, byte) in bytes.iter().enumerate().filter(|(at, byte)| **byte != 0 || at % 16 == 0 || *at < 100) {
            bench.flip(&path, at, 1 << ((at + usize::from(*byte)) % 8));
        }
    }
    eprintln!("every byte: {:?}", bench.tally);
    assert!(bench.tally.reported > 1000, "{:?}", bench.tally);
}
