//! How fast the record is folded and status answered, over 10,000 responsibilities and 1,000,000 entries in memory.
//! `ONUS_BENCH_ENTRIES` sets another number of entries. Prints figures and their share of the limits: 2 s for the first
//! answer, 0.2 s for the next. What reading the entries from a disk adds is measured by the bench of the program.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark may fail")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock and the process's memory")]

mod history;

use jiff::{SignedDuration, Timestamp};
use onus_assess::{Batch, Entry, Library, Moment, Record, status};
use onus_ledger::{Leaf, LeafView, Salt};
use std::time::Instant;

struct Row {
    leaf: Vec<u8>,
    body: Option<Vec<u8>>,
}

fn rows(entries: u32) -> Vec<Row> {
    let salt = Salt::from_bytes([7; 16]);
    let mut rows: Vec<Row> = Vec::new();
    history::write(entries, |next| {
        let leaf = Leaf::new(&next.draft, next.recorded, &salt).to_bytes().unwrap();
        rows.push(Row { leaf, body: Some(next.draft.body) });
        if let Some(erased) = next.erases {
            rows[usize::try_from(erased).unwrap()].body = None;
        }
    });
    rows
}

/// As many entries as one thread reads at a time.
const PIECE: usize = 32_768;

fn read(first: u64, rows: &[Row]) -> Batch {
    let mut batch = Batch::default();
    for (index, row) in (first..).zip(rows) {
        let leaf = LeafView::parse(&row.leaf).unwrap();
        batch.read(&Entry {
            index,
            kind: leaf.kind,
            at: leaf.at,
            recorded: leaf.recorded,
            by: leaf.by,
            about: if row.body.is_none() { leaf.about().collect() } else { Vec::new() },
            body: row.body.as_deref(),
        });
    }
    batch
}

fn fold(rows: &[Row]) -> Record {
    let read = |(place, piece)| read(u64::try_from(place * PIECE).unwrap(), piece);
    let batches: Vec<Batch> =
        timed("read leaves and bodies, one core", 2.0, || rows.chunks(PIECE).enumerate().map(read).collect());
    let mut record = Record::default();
    timed("take them in, one core", 2.0, || batches.into_iter().for_each(|batch| record.take(batch)));
    record
}

fn fold_on_two_threads(rows: &[Row]) -> Record {
    let pieces: Vec<&[Row]> = rows.chunks(PIECE).collect();
    let mut record = Record::default();
    std::thread::scope(|scope| {
        let mut readers: Vec<_> = (0..2)
            .map(|thread| {
                let (sender, receiver) = std::sync::mpsc::sync_channel(2);
                let mine = pieces.iter().enumerate().skip(thread).step_by(2);
                scope.spawn(move || {
                    mine.for_each(|(place, piece)| {
                        sender.send(read(u64::try_from(place * PIECE).unwrap(), piece)).unwrap();
                    });
                });
                receiver
            })
            .collect();
        for place in 0..pieces.len() {
            record.take(readers[place % 2].recv().unwrap());
        }
        readers.clear();
    });
    record
}

/// Megabytes of memory that the process holds now.
fn memory() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}

fn timed<T>(what: &str, limit: f64, run: impl FnOnce() -> T) -> T {
    let (start, before) = (Instant::now(), processor());
    let value = run();
    let (taken, work) = (start.elapsed().as_secs_f64(), processor() - before);
    println!("{what}: {taken:.3} s, {:.2} of the limit of {limit} s; {work:.2} s of processors", taken / limit);
    value
}

/// The seconds of processors used so far, all threads together: other programs on the machine disturb them less.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn main() {
    let entries = std::env::var("ONUS_BENCH_ENTRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000_u32);
    let rows = rows(entries);
    let bytes: usize = rows.iter().map(|row| row.leaf.len() + row.body.as_ref().map_or(0, Vec::len)).sum();
    println!("{} entries, {} MB of leaves and bodies", rows.len(), bytes / 1_000_000);
    timed("read each leaf, one core", 2.0, || rows.iter().for_each(|row| _ = LeafView::parse(&row.leaf).unwrap()));
    let before = memory();
    let record = timed("fold on two threads", 2.0, || fold_on_two_threads(&rows));
    println!("the record holds {:.0} MB, {} flaws", memory() - before, record.flaws().len());
    assert!(record == fold(&rows), "a record is the same however it is cut");
    let library = timed("read the library of controls", 2.0, || Library::standard().unwrap());
    let now = Moment { as_of: history::end(), known_at: Timestamp::MAX };
    let first = timed("first answer, as of now", 2.0, || status(&record, &library, now));
    println!("{} lines, {:?}", first.lines.len(), first.totals);
    timed("second answer, as of now", 0.2, || status(&record, &library, now));
    let year = SignedDuration::from_hours(24 * 365);
    let then = Moment { as_of: now.as_of - year, known_at: Timestamp::MAX };
    timed("as of a year ago", 0.2, || status(&record, &library, then));
    let known = Moment { known_at: then.as_of, ..then };
    timed("as of a year ago, as known then", 0.2, || status(&record, &library, known));
}
