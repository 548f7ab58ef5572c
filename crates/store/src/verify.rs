use crate::copies::Copies;
use crate::files::read_key;
use crate::tiles::Stored;
use crate::{Store, StoreError, Vault, checkers, read, schema};
use onus_ledger::{Audit, Checkpoint, Problem, Report, Roots, Tile};
use onus_terms::Digest;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

pub(crate) fn run(store: &Store, vault: Option<&Vault>, progress: impl FnMut(u64)) -> Result<Report, StoreError> {
    store.reading(|connection| {
        let copies = Copies::new(&store.place().dir, &store.place().options, store.verifier());
        let (kept, unread) = match copies.read() {
            Ok(kept) => (kept, copies.missing().map(|why| other("checkpoint", why))),
            Err(error) => (Vec::new(), Some(other("checkpoint", error.to_string()))),
        };
        let (head, headless) = match read::note(connection) {
            Ok(note) => (Some(("the database".to_owned(), note)), None),
            Err(error) => (None, Some(other("the database", format!("its signed checkpoint cannot be read: {error}")))),
        };
        let kept = kept.into_iter().map(|(place, note)| (place.display().to_string(), note));
        let notes: Vec<_> = head.into_iter().chain(kept).collect();
        let heads: Vec<_> =
            notes.into_iter().map(|(place, note)| (place, Checkpoint::open(&note, store.verifier()))).collect();
        let sizes = heads.iter().filter_map(|(_, head)| Some(head.as_ref().ok()?.size));
        // SQLite looks through its pages beside us: that takes as long again as reading them.
        let ((mut report, roots, named), pages) = std::thread::scope(|scope| {
            let pages = scope.spawn(|| pages(store));
            (entries(connection, sizes, progress), pages.join())
        });
        let pages = pages.unwrap_or_else(|_| vec![other("ledger.db", "its pages could not be checked".to_owned())]);
        let around = unread.into_iter().chain(headless.clone()).chain(pages).chain(around(store, connection));
        around.for_each(|problem| report.add(problem));
        compare(&mut report, &heads, &roots, headless.is_none());
        if let Err(error) = spare_tiles(&mut report, connection) {
            report.add(other("tiles", error.to_string()));
        }
        if let Some(vault) = vault {
            blobs(&mut report, vault, named);
        }
        Ok(report)
    })
}

fn other(place: &str, why: String) -> Problem {
    Problem::Other { place: place.to_owned(), why }
}

fn entries(
    connection: &Connection,
    sizes: impl Iterator<Item = u64>,
    mut progress: impl FnMut(u64),
) -> (Report, Roots, BTreeMap<Digest, Vec<u64>>) {
    let (stored, mut audit) = (Stored(connection), Audit::new(sizes));
    let mut done = 0;
    let read = checkers::check(
        |each| {
            let mut sent = Ok(());
            read::rows(connection, 0, |row| {
                sent = each(row);
                if sent.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            sent
        },
        |checked| {
            audit.take(checked, &stored);
            done += 1;
            if done % 65_536 == 0 {
                progress(done);
            }
        },
    );
    let named = audit.blobs().clone();
    let (mut report, roots) = audit.finish(&stored);
    if let Err(error) = read {
        report.add(other("ledger.db", error.to_string()));
    }
    (report, roots, named)
}

// Each file that an entry names, and each that is in the vault beside.
fn blobs(report: &mut Report, vault: &Vault, named: BTreeMap<Digest, Vec<u64>>) {
    let listed = vault.list().unwrap_or_else(|error| {
        report.add(other("vault", error.to_string()));
        Vec::new()
    });
    let spare: BTreeSet<_> = listed.into_iter().filter(|digest| !named.contains_key(digest)).collect();
    report.blobs = u64::try_from(named.len() + spare.len()).unwrap_or(u64::MAX);
    for (digest, entries) in named {
        if let Err(error) = vault.read(&digest) {
            entries
                .iter()
                .for_each(|index| report.add(Problem::Blob { index: *index, digest, why: error.to_string() }));
        }
    }
    for digest in spare {
        if let Err(error) = vault.read(&digest) {
            report.add(other("vault", error.to_string()));
        }
    }
}

type Heads = [(String, Result<Checkpoint, onus_ledger::LedgerError>)];

fn compare(report: &mut Report, heads: &Heads, roots: &Roots, headed: bool) {
    let entries = report.entries;
    for (nth, (place, head)) in heads.iter().enumerate() {
        match head {
            Err(error) => report.add(Problem::Checkpoint { place: place.clone(), error: error.clone() }),
            // The first is the head of the log: it must cover every entry. Copies may be behind.
            Ok(head) if !roots.lead_to(head.size, &head.root) || (headed && nth == 0 && head.size != entries) => {
                report.add(Problem::Root { place: place.clone(), size: head.size });
            }
            Ok(_) => {}
        }
    }
}

// What SQLite says of its own pages: keys out of order, pages used twice, an index that does not fit its table.
fn pages(store: &Store) -> Vec<Problem> {
    let place = store.place();
    let lines = schema::reader(&place.database(), place.options.patience).and_then(|fresh| Ok(integrity(&fresh)?));
    match lines {
        Ok(lines) => lines.into_iter().filter(|line| line != "ok").map(|line| other("ledger.db", line)).collect(),
        Err(error) => vec![other("ledger.db", error.to_string())],
    }
}

// The tables and the key.
fn around(store: &Store, connection: &Connection) -> Vec<Problem> {
    let mut problems = Vec::new();
    match tables(connection) {
        Ok(true) => {}
        Ok(false) => problems.push(other("ledger.db", "its tables or triggers were changed".to_owned())),
        Err(error) => problems.push(other("ledger.db", error.to_string())),
    }
    match read_key(&store.place().key()) {
        Ok(signer) if signer.verifier() == store.verifier() => {}
        Ok(_) => problems.push(other("key", StoreError::KeyForeign(store.place().key()).to_string())),
        Err(error) => problems.push(other("key", error.to_string())),
    }
    problems
}

fn integrity(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    connection.prepare("PRAGMA integrity_check")?.query_map((), |row| row.get(0))?.collect()
}

fn tables(connection: &Connection) -> Result<bool, StoreError> {
    let read = |connection: &Connection| -> Result<BTreeSet<String>, rusqlite::Error> {
        let query = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL";
        connection.prepare(query)?.query_map((), |row| row.get(0))?.collect()
    };
    let fresh = Connection::open_in_memory()?;
    fresh.execute_batch(schema::TABLES)?;
    Ok(read(connection)? == read(&fresh)?)
}

// Tiles beyond the tree are not covered by any checkpoint.
fn spare_tiles(report: &mut Report, connection: &Connection) -> Result<(), StoreError> {
    let wanted = Tile::all(report.entries).count();
    let found: i64 = connection.query_row("SELECT count(*) FROM tile", (), |row| row.get(0))?;
    if usize::try_from(found).ok() != Some(wanted) {
        report.add(other("tiles", format!("there are {found}, the entries give {wanted}")));
    }
    Ok(())
}
