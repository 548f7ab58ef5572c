//! How long `onus status` takes from a cold start, on a workspace of 10,000 responsibilities and 1,000,000 entries.
//! `ONUS_BENCH_ENTRIES` sets another number of entries; `ONUS_BENCH_FOLDER` names a folder that keeps the workspace for
//! the next run. Prints figures and their share of the limit of 2 s.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark may fail")]

#[path = "../../assess/benches/history/mod.rs"]
mod history;

use jiff::Timestamp;
use onus_store::{Options, Store, Vault};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Makes the workspace: entries are recorded by the store itself, with the clock of the history.
fn make(folder: &Path, entries: u32) {
    let clock = Arc::new(Mutex::new(Timestamp::MIN));
    let now = Arc::clone(&clock);
    let options =
        Options { watch: Some(state(folder)), now: Arc::new(move || *now.lock().unwrap()), ..Options::default() };
    std::fs::create_dir_all(state(folder)).unwrap();
    let store = Store::create(folder, "onus.local/bench", options).unwrap();
    Vault::open(&folder.join("vault")).unwrap();
    let mut waiting = Vec::new();
    let flush = |waiting: &mut Vec<_>| _ = store.append(std::mem::take(waiting)).unwrap();
    history::write(entries, |next| {
        if waiting.len() == 5_000 {
            flush(&mut waiting);
        }
        *clock.lock().unwrap() = next.recorded;
        match next.erases {
            Some(entry) => {
                flush(&mut waiting);
                store.erase(entry, next.draft).unwrap();
            }
            None => waiting.push(next.draft),
        }
    });
    flush(&mut waiting);
    std::fs::write(folder.join("person"), "p-0000000000000").unwrap();
}

fn state(folder: &Path) -> PathBuf {
    folder.with_extension("state")
}

/// Runs `onus status` and prints how long it took, from the start of the process to its end, with its processor time
/// (which other programs on the machine disturb less) and the most memory it had.
fn status(folder: &Path, times: &[&str]) {
    let mut best = Duration::MAX;
    let mut work = f64::MAX;
    let mut most = 0;
    for _ in 0..5 {
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_onus"))
            .arg("--workspace")
            .arg(folder)
            .args(["status", "--json"])
            .args(times)
            .env("ONUS_STATE", state(folder))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut worked = 0.0;
        while child.try_wait().unwrap().is_none() {
            most = most.max(peak(child.id()));
            worked = processor(child.id()).max(worked);
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(child.wait().unwrap().code().is_some_and(|code| code < 2));
        best = best.min(start.elapsed());
        work = work.min(worked);
    }
    let (taken, words) = (best.as_secs_f64(), times.join(" "));
    println!(
        "onus status {words}: {taken:.2} s, {:.2} of the limit of 2 s; {work:.2} s of processors, {most} MB",
        taken / 2.0
    );
}

/// The seconds of processors that a process has used so far, all threads together.
fn processor(process: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// The most megabytes that a process has held so far.
fn peak(process: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

fn main() {
    let entries = std::env::var("ONUS_BENCH_ENTRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000_u32);
    let temporary = tempfile::tempdir().unwrap();
    let base = std::env::var_os("ONUS_BENCH_FOLDER").map_or(temporary.path().to_owned(), PathBuf::from);
    let folder = base.join(format!("workspace-{entries}"));
    if !folder.exists() {
        let start = Instant::now();
        make(&folder, entries);
        println!("made {} in {:.1} s", folder.display(), start.elapsed().as_secs_f64());
    }
    let size = std::fs::metadata(folder.join("ledger.db")).unwrap().len() / 1_000_000;
    println!("{entries} entries, {size} MB on disk; the best of five runs each");
    status(&folder, &["--as-of", "2026-11-24"]);
    status(&folder, &["--as-of", "2025-11-24"]);
    status(&folder, &["--as-of", "2024-03-03", "--known-at", "2024-03-05"]);
}
