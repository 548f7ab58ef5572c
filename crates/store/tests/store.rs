//! A store in a fresh folder: what is acknowledged is there, what is changed is found, what is erased is gone.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use onus_ledger::{Draft, Problem};
use onus_store::*;
use onus_terms::PersonId;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

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

struct Fresh {
    folder: tempfile::TempDir,
}

impl Fresh {
    fn new() -> (Self, Store) {
        let fresh = Fresh { folder: tempfile::tempdir().unwrap() };
        let store = Store::create(&fresh.dir(), "onus.local/test-1", fresh.options()).unwrap();
        (fresh, store)
    }

    fn dir(&self) -> std::path::PathBuf {
        self.folder.path().join("workspace")
    }

    fn options(&self) -> Options {
        Options { watch: Some(self.folder.path().join("state")), ..Options::default() }
    }

    fn open(&self) -> Store {
        Store::open(&self.dir(), self.options()).unwrap()
    }

    fn sql(&self, text: &str) {
        let connection = rusqlite::Connection::open(self.dir().join("ledger.db")).unwrap();
        connection.execute_batch(text).unwrap();
    }
}

fn good(store: &Store) {
    let report = store.verify(|_| ()).unwrap();
    assert!(report.is_good(), "{:?}", report.problems);
    assert_eq!(report.entries, store.size().unwrap());
}

#[test]
fn what_is_appended_is_there_proven_and_verified() {
    let (fresh, store) = Fresh::new();
    for round in 0..3 {
        let receipts = store.append((0..200).map(|nth| draft(&format!("{round} {nth}"))).collect()).unwrap();
        assert_eq!(receipts[0].index, round * 200);
    }
    drop(store);
    let store = fresh.open();
    good(&store);
    for index in [0, 255, 256, 511, 512, 599] {
        let entry = store.entry(index).unwrap().unwrap();
        let proof: onus_ledger::Proof = store.prove(index).unwrap().to_string().parse().unwrap();
        assert_eq!(proof.verify(&entry.bytes, store.verifier()).unwrap().size, 600);
        assert!(proof.verify(b"another", store.verifier()).is_err());
    }
    let mut seen = 0;
    store.scan(100, |row| seen += u64::from(row.body.is_some())).unwrap();
    assert_eq!(seen, 500);
    assert!(store.prove(600).is_err());
}

#[test]
fn a_wish_that_cannot_be_granted_leaves_nothing() {
    let (_fresh, store) = Fresh::new();
    let bad = Draft { kind: "Bad Kind".into(), ..draft("x") };
    assert!(matches!(store.append(vec![draft("a"), bad]), Err(StoreError::Leaf(_))));
    assert_eq!(store.size().unwrap(), 0);
    store.append_if(0, vec![draft("a")]).unwrap();
    assert!(matches!(store.append_if(0, vec![draft("b")]), Err(StoreError::Moved { expected: 0, found: 1 })));
    good(&store);
}

#[test]
fn many_threads_and_two_openings_write_at_once() {
    let (fresh, store) = Fresh::new();
    let other = fresh.open();
    let seen = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for nth in 0..16 {
            let store = if nth % 2 == 0 { &store } else { &other };
            let seen = &seen;
            scope.spawn(move || {
                for round in 0..10 {
                    let receipts = store.append(vec![draft(&format!("{nth} {round}"))]).unwrap();
                    seen.lock().unwrap().push(receipts[0].index);
                }
            });
        }
    });
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, (0..160).collect::<Vec<u64>>());
    good(&store);
}

#[test]
fn an_erased_body_is_nowhere_and_proofs_hold() {
    let (fresh, store) = Fresh::new();
    let secret = "the secret of Blue Heron ".repeat(600);
    store.append(vec![draft(&secret), draft("other")]).unwrap();
    assert!(matches!(store.erase(0, draft("x")), Err(StoreError::NotErasure(_))));
    let why = Draft { kind: "body.erased".into(), ..draft("asked for") };
    assert!(matches!(store.erase(9, why.clone()), Err(StoreError::NoEntry(9))));
    assert_eq!(store.erase(0, why).unwrap().index, 2);
    let entry = store.entry(0).unwrap().unwrap();
    assert_eq!((entry.body, entry.salt), (None, None));
    store.prove(0).unwrap().verify(&entry.bytes, store.verifier()).unwrap();
    for file in fs::read_dir(fresh.dir()).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(10).any(|part| part == b"Blue Heron"), "{}", path.display());
    }
    let report = store.verify(|_| ()).unwrap();
    assert_eq!((report.erased, report.problems), (1, vec![]));
}

#[test]
fn a_body_that_is_taken_away_in_silence_is_found() {
    let (fresh, store) = Fresh::new();
    store.append(vec![draft("a"), draft("b")]).unwrap();
    fresh.sql("UPDATE entry SET salt = NULL, body = NULL WHERE place = 1");
    assert_eq!(store.verify(|_| ()).unwrap().problems, [Problem::Gone { index: 1 }]);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn nothing_is_signed_after_an_old_copy_was_put_back() {
    let (fresh, store) = Fresh::new();
    store.append(vec![draft("a")]).unwrap();
    drop(store);
    let backup = fresh.folder.path().join("backup");
    copy(&fresh.dir(), &backup);
    fresh.open().append(vec![draft("b")]).unwrap();
    fs::remove_dir_all(fresh.dir()).unwrap();
    copy(&backup, &fresh.dir());
    let store = fresh.open();
    let Err(StoreError::RolledBack { size: 1, kept: 2, .. }) = store.append(vec![draft("c")]) else { panic!() };
    assert_eq!(store.size().unwrap(), 1);
    assert!(!store.verify(|_| ()).unwrap().is_good());
}

#[test]
fn every_changed_byte_is_found() {
    let (fresh, store) = Fresh::new();
    store.append(vec![draft("one"), draft("two"), draft("three")]).unwrap();
    drop(store);
    let original = fs::read(fresh.dir().join("ledger.db")).unwrap();
    let triggers = "DROP TRIGGER entry_same; DROP TRIGGER tile_grows; DROP TRIGGER log_same;";
    let cells = [("entry", "leaf"), ("entry", "salt"), ("entry", "body"), ("tile", "hashes"), ("log", "note")];
    for (table, column) in cells {
        let connection = rusqlite::Connection::open(fresh.dir().join("ledger.db")).unwrap();
        let query = format!("SELECT rowid, CAST({column} AS BLOB) FROM {table}");
        let rows: Vec<(i64, Vec<u8>)> = {
            let mut statement = connection.prepare(&query).unwrap();
            statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
        };
        let kept: Vec<String> = {
            let mut statement = connection.prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
            statement.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        let kept = kept.into_iter().filter(|sql| sql.contains("_same") || sql.contains("_grows"));
        let kept: Vec<_> = kept.collect();
        // Without a change, taking the triggers off and putting them back is no problem by itself.
        connection.execute_batch(triggers).unwrap();
        connection.execute_batch(&kept.join(";")).unwrap();
        good(&fresh.open());
        connection.execute_batch(triggers).unwrap();
        let kind = if column == "note" { "TEXT" } else { "BLOB" };
        let change = format!("UPDATE {table} SET {column} = CAST(?2 AS {kind}) WHERE rowid = ?1");
        for (row, bytes) in rows {
            for at in 0..bytes.len() {
                let mut wrong = bytes.clone();
                wrong[at] ^= 1 << (at % 8);
                connection.execute_batch("BEGIN").unwrap();
                connection.execute(&change, (row, &wrong)).unwrap();
                connection.execute_batch(&kept.join(";")).unwrap();
                connection.execute_batch("COMMIT").unwrap();
                let found = fresh.open().verify(|_| ()).map(|report| report.is_good());
                assert!(!matches!(found, Ok(true)), "{table}.{column} row {row} byte {at}");
                connection.execute_batch(triggers).unwrap();
                connection.execute(&change, (row, &bytes)).unwrap();
            }
        }
        drop(connection);
        fs::write(fresh.dir().join("ledger.db"), &original).unwrap();
        good(&fresh.open());
    }
    let copy = fresh.dir().join("checkpoint");
    let note = fs::read(&copy).unwrap();
    for at in 0..note.len() {
        let mut wrong = note.clone();
        wrong[at] ^= 1;
        fs::write(&copy, &wrong).unwrap();
        assert!(!fresh.open().verify(|_| ()).unwrap().is_good(), "byte {at} of the copy");
        assert!(fresh.open().append(vec![draft("x")]).is_err(), "byte {at} of the copy");
    }
}

struct Fail(Step, bool);

impl Faults for Fail {
    fn at(&self, step: Step, done: bool) -> std::io::Result<()> {
        if (step, done) == (self.0, self.1) { Err(std::io::Error::other("on purpose")) } else { Ok(()) }
    }
}

#[test]
fn the_failure_table() {
    use Step::*;
    let table = [Entries, Tiles, Head, Commit, Copy, Watch].into_iter().flat_map(|step| [(step, false), (step, true)]);
    for (step, done) in table {
        let (fresh, store) = Fresh::new();
        store.append(vec![draft("before")]).unwrap();
        let (head, _) = store.checkpoint().unwrap();
        drop(store);
        let options = Options { faults: Some(Arc::new(Fail(step, done))), ..fresh.options() };
        let failing = Store::open(&fresh.dir(), options).unwrap();
        assert!(failing.append(vec![draft("during")]).is_err(), "{step:?} {done}");
        drop(failing);
        let store = fresh.open();
        good(&store);
        let recorded = matches!((step, done), (Commit, true) | (Copy | Watch, _));
        assert_eq!(store.size().unwrap(), 1 + u64::from(recorded), "{step:?} {done}");
        store.append(vec![draft("after")]).unwrap();
        good(&store);
        let (now, _) = store.checkpoint().unwrap();
        let path = store.prove_consistency(head.size).unwrap();
        onus_ledger::verify_consistency(head.size, &head.root, now.size, &now.root, &path).unwrap();
    }
}

#[test]
fn foreign_newer_missing_and_open_keys_are_refused() {
    let (fresh, store) = Fresh::new();
    drop(store);
    let open = || Store::open(&fresh.dir(), fresh.options()).map(|_| ());
    assert!(matches!(Store::create(&fresh.dir(), "x", fresh.options()), Err(StoreError::Exists(_))));
    fresh.sql("PRAGMA user_version = 9");
    assert!(matches!(open(), Err(StoreError::Newer { found: 9, known: 1 })));
    fresh.sql("PRAGMA user_version = 1; PRAGMA application_id = 1");
    assert!(matches!(open(), Err(StoreError::Foreign(_))));
    fs::write(fresh.dir().join("ledger.db"), "not a database at all, but a text".repeat(99)).unwrap();
    assert!(matches!(open(), Err(StoreError::Foreign(_))));
    fs::remove_file(fresh.dir().join("ledger.db")).unwrap();
    assert!(matches!(open(), Err(StoreError::Missing(_))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let (fresh, store) = Fresh::new();
        fs::set_permissions(fresh.dir().join("key"), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(store.append(vec![draft("x")]), Err(StoreError::KeyOpen(_))));
    }
}

#[test]
fn the_vault_gives_back_what_was_put_and_notices_changes() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::open(folder.path()).unwrap();
    let digest = vault.put(b"bytes").unwrap();
    assert_eq!(vault.put(b"bytes").unwrap(), digest);
    assert_eq!((vault.read(&digest).unwrap(), vault.list().unwrap()), (b"bytes".to_vec(), vec![digest]));
    let text = digest.to_string();
    let (first, rest) = text.split_at(2);
    fs::write(folder.path().join(first).join(rest), "other").unwrap();
    assert!(vault.contains(&digest));
    assert!(matches!(vault.read(&digest), Err(StoreError::BlobChanged(_))));
    vault.put(b"bytes").unwrap();
    assert!(vault.read(&digest).is_ok());
    assert!(matches!(vault.read(&onus_terms::Digest::of(b"")), Err(StoreError::NoBlob(_))));
}

#[test]
fn files_that_entries_name_must_be_in_the_vault() {
    let (fresh, store) = Fresh::new();
    let vault = Vault::open(&fresh.dir().join("vault")).unwrap();
    let (kept, lost) = (vault.put(b"kept").unwrap(), vault.put(b"lost").unwrap());
    store.append(vec![draft("a"), Draft { blobs: vec![kept, lost], ..draft("b") }]).unwrap();
    store.append(vec![Draft { blobs: vec![lost], ..draft("c") }]).unwrap();
    let spare = vault.put(b"named by nobody").unwrap();
    let report = store.verify_with(&vault, |_| ()).unwrap();
    assert_eq!((report.blobs, report.problems), (3, vec![]));
    let path = |digest: &onus_terms::Digest| {
        let text = digest.to_string();
        let (folder, name) = text.split_at(2);
        fresh.dir().join("vault").join(folder).join(name)
    };
    fs::remove_file(path(&lost)).unwrap();
    fs::write(path(&kept), "Kept").unwrap();
    fs::write(path(&spare), "Named").unwrap();
    let problems = store.verify_with(&vault, |_| ()).unwrap().problems;
    let texts: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 4, "{texts:?}");
    let told = |wanted: String| assert!(texts.contains(&wanted), "{wanted} is not in {texts:?}");
    // Both entries that rest on it.
    told(format!("entry 1: {}", StoreError::NoBlob(lost)));
    told(format!("entry 2: {}", StoreError::NoBlob(lost)));
    told(format!("entry 1: {}", StoreError::BlobChanged(kept)));
    told(format!("vault: {}", StoreError::BlobChanged(spare)));
}

#[test]
fn a_missing_copy_of_the_checkpoint_is_told_and_can_be_written_anew() {
    let (fresh, store) = Fresh::new();
    store.append(vec![draft("a")]).unwrap();
    let copy = fresh.dir().join("checkpoint");
    fs::remove_file(&copy).unwrap();
    let text = store.verify(|_| ()).unwrap().problems[0].to_string();
    assert!(text.contains("the next entry writes it anew"), "{text}");
    store.append(vec![draft("b")]).unwrap();
    assert_eq!(fs::read_to_string(&copy).unwrap(), store.checkpoint().unwrap().1);
    good(&store);

    fs::remove_file(&copy).unwrap();
    fs::remove_dir_all(fresh.folder.path().join("state")).unwrap();
    assert!(matches!(store.append(vec![draft("c")]), Err(StoreError::NoCopy(place)) if place == copy));
    let text = store.verify(|_| ()).unwrap().problems[0].to_string();
    assert!(text.contains("onus ledger checkpoint > "), "{text}");
    // What the message says.
    fs::write(&copy, store.checkpoint().unwrap().1).unwrap();
    store.append(vec![draft("c")]).unwrap();
    good(&store);
    fs::write(&copy, "not a note").unwrap();
    assert!(matches!(store.append(vec![draft("d")]), Err(StoreError::CopyChanged { place, .. }) if place == copy));
}

#[test]
fn a_walk_gives_each_entry_once_and_stops_at_the_first_that_was_changed() {
    let (fresh, store) = Fresh::new();
    store.append((0..700).map(|nth| draft(&format!("body {nth}"))).collect()).unwrap();
    let walked = |from: u64, to: u64| {
        let mut seen = Vec::new();
        let trunk = store.trunk().unwrap();
        store.walk(&trunk, (from, to), |sound| seen.push((sound.index, sound.body.unwrap().to_vec()))).map(|()| seen)
    };
    for (from, to) in [(0, 700), (0, 1), (255, 257), (256, 512), (511, 700), (699, 700), (600, 5000), (700, 700)] {
        let wanted: Vec<_> = (from..to.min(700)).map(|nth| (nth, format!("body {nth}").into_bytes())).collect();
        assert_eq!(walked(from, to).unwrap(), wanted, "{from} to {to}");
    }
    fresh.sql("DROP TRIGGER entry_same; DROP TRIGGER entry_stays;");
    for place in [0, 255, 256, 511, 512, 699] {
        let whole = format!("SELECT leaf, salt, body FROM entry WHERE place = {place}");
        let connection = rusqlite::Connection::open(fresh.dir().join("ledger.db")).unwrap();
        let kept: (Vec<u8>, Vec<u8>, Vec<u8>) =
            connection.query_row(&whole, (), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        for change in ["leaf = x'7b7d'", "salt = zeroblob(16)", "body = x'7b7d'", "salt = NULL"] {
            connection.execute(&format!("UPDATE entry SET {change} WHERE place = {place}"), ()).unwrap();
            let found = walked(0, 700);
            let told = found.as_ref().map(Vec::len);
            assert!(matches!(found, Err(StoreError::EntryChanged(at)) if at == place), "{change} {place}: {told:?}");
            let back = "UPDATE entry SET leaf = ?1, salt = ?2, body = ?3 WHERE place = ?4";
            connection.execute(back, (&kept.0, &kept.1, &kept.2, i64::try_from(place).unwrap())).unwrap();
        }
    }
    assert_eq!(walked(0, 700).unwrap().len(), 700);
    // A leaf that was changed together with the tile over it does not lead to the checkpoint either.
    fresh.sql("DROP TRIGGER tile_grows; UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND number = 1;");
    assert!(matches!(walked(0, 700), Err(StoreError::TileChanged { first: 256, last: 511 })));
    fresh.sql("UPDATE tile SET hashes = zeroblob(64) WHERE level = 1;");
    assert!(matches!(store.trunk(), Err(StoreError::Inconsistent)));
}

#[test]
fn doubts_tell_of_a_rollback_and_of_a_wrong_key() {
    let (fresh, store) = Fresh::new();
    store.append(vec![draft("a")]).unwrap();
    drop(store);
    let old = fs::read(fresh.dir().join("ledger.db")).unwrap();
    let store = fresh.open();
    assert!(store.doubts().is_empty(), "{:?}", store.doubts());
    store.append(vec![draft("b")]).unwrap();
    drop(store);
    _ = fs::remove_file(fresh.dir().join("ledger.db-wal"));
    fs::write(fresh.dir().join("ledger.db"), old).unwrap();
    assert!(matches!(fresh.open().doubts()[..], [StoreError::RolledBack { size: 1, kept: 2, .. }]));
    fs::write(fresh.dir().join("key"), "no key").unwrap();
    assert_eq!(fresh.open().doubts().len(), 2);
}
