//! How fast entries become durable, and how fast they are verified. `ONUS_BENCH_ENTRIES` sets how many are verified
//! (a million unless set). Prints figures; compares nothing.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail")]

use onus_ledger::{Audit, Draft, Edge, LeafView, Row, Tiles, leaf_hash};
use onus_store::{Options, Store};
use onus_terms::PersonId;
use std::time::{Duration, Instant};

const FOR: Duration = Duration::from_secs(3);

fn draft() -> Draft {
    Draft {
        kind: "control.attested".into(),
        at: "2026-03-03T10:00:00Z".parse().unwrap(),
        by: PersonId::new("p-8d2m4x").unwrap(),
        about: vec!["r-4k7w2m9".into()],
        blobs: vec![],
        body: vec![b'x'; 200],
    }
}

fn fresh(folder: &tempfile::TempDir) -> Store {
    let options = Options { watch: Some(folder.path().join("state")), ..Options::default() };
    Store::create(&folder.path().join("workspace"), "onus.local/bench", options).unwrap()
}

/// Entries a second that were durable, inside a signed checkpoint with both copies written, and acknowledged.
fn appends(writers: usize) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let store = fresh(&folder);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                while start.elapsed() < FOR {
                    store.append(vec![draft()]).unwrap();
                }
            });
        }
    });
    let taken = start.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let entries = store.size().unwrap() as f64;
    entries / taken
}

/// One commit for each row with nothing around it: what a plain table costs.
fn naive() -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let connection = rusqlite::Connection::open(folder.path().join("naive.db")).unwrap();
    connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (b BLOB)").unwrap();
    let (start, mut entries) = (Instant::now(), 0.0);
    while start.elapsed() < FOR {
        connection.execute("INSERT INTO t VALUES (?1)", [vec![b'x'; 500]]).unwrap();
        entries += 1.0;
    }
    entries / start.elapsed().as_secs_f64()
}

struct NoTiles;

impl Tiles for NoTiles {
    fn tile(&self, _: u8, _: u64) -> Option<Vec<u8>> {
        None
    }
}

/// Seconds that all cores together spent on this program, in steps of 10 ms; only Linux says so.
fn cores() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    let ticks: f64 = fields.next()?.parse().ok()?;
    Some((ticks + fields.next()?.parse::<f64>().ok()?) / 100.0)
}

fn report(what: &str, entries: u32, run: impl FnOnce()) {
    let (start, before) = (Instant::now(), cores());
    run();
    let taken = start.elapsed().as_secs_f64();
    let entries = f64::from(entries);
    let of_cores = cores().zip(before).map_or(taken, |(after, before)| after - before);
    println!(
        "{what}: {taken:.2} s, {:.0} entries a second; {of_cores:.2} s of cores, {:.0} a second and core",
        entries / taken,
        entries / of_cores,
    );
}

/// How fast this machine hashes just now, which all figures of verification hang on.
fn hashing() {
    let bytes = vec![7; 64 << 20];
    let start = Instant::now();
    std::hint::black_box(onus_terms::Digest::of(&bytes));
    println!("SHA-256 alone: {:.0} MB/s", 67.1 / start.elapsed().as_secs_f64());
}

fn verification() {
    let entries = std::env::var("ONUS_BENCH_ENTRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000_u32);
    let folder = tempfile::tempdir().unwrap();
    let store = fresh(&folder);
    report("append in batches of 10000", entries, || {
        (0..entries.div_ceil(10_000)).for_each(|_| _ = store.append(vec![draft(); 10_000]).unwrap());
    });
    report("scan, leaf and body bytes", entries, || store.scan(0, |_| ()).unwrap());
    report("scan and read each leaf", entries, || store.scan(0, |row| _ = LeafView::parse(row.leaf).unwrap()).unwrap());
    let leaf = store.entry(0).unwrap().unwrap();
    report("leaf hash and tree, in memory", entries, || {
        let (mut edge, mut full) = (Edge::default(), Vec::new());
        for _ in 0..entries {
            edge.push(leaf_hash(&leaf.bytes), &mut full);
            full.clear();
        }
        assert_eq!(edge.size(), u64::from(entries));
    });
    report("leaf hash, tree, strict form and body commitment, in memory", entries, || {
        let mut audit = Audit::new([]);
        for index in 0..u64::from(entries) {
            let (salt, body) = (leaf.salt.as_deref(), leaf.body.as_deref());
            audit.entry(&Row { index, leaf: &leaf.bytes, salt, body }, &NoTiles);
        }
        _ = audit.finish(&NoTiles);
    });
    report("the database's own integrity check, which the whole verification runs beside", entries, || {
        let database = folder.path().join("workspace/ledger.db");
        let connection = rusqlite::Connection::open(database).unwrap();
        let says: String = connection.query_row("PRAGMA integrity_check", (), |row| row.get(0)).unwrap();
        assert_eq!(says, "ok");
    });
    report("whole verification, with the database's own integrity check", entries, || {
        assert!(store.verify(|_| ()).unwrap().is_good());
    });
}

fn main() {
    // Disks change their pace, so each figure stands beside the plain table just before and just after.
    let mut before = naive();
    for writers in [1, 16, 256] {
        let rate = appends(writers);
        let after = naive();
        let plain = f64::midpoint(before, after);
        println!(
            "{writers} writers: {rate:.0}/s; a plain table with one commit for each row {before:.0} and {after:.0}/s, \
             {:.1} times that",
            rate / plain
        );
        before = after;
    }
    hashing();
    verification();
    hashing();
}
