//! `onus ledger`: checks, checkpoints, proofs, and the entries themselves.

use crate::answer::{Answer, give};
use crate::arguments::LedgerCommand;
use crate::problem::{Problem, printable};
use crate::progress;
use crate::recording::{Recorded, happened};
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::Fact;
use onus_assess::fact::EntryRef;
use onus_ledger::{Checkpoint, LeafView, Proof, Verifier};
use onus_terms::Digest;
use serde::Serialize;
use std::io::{self, Read as _, Write};
use std::path::Path;

/// Runs one of its commands. True where a fault was found.
pub(crate) fn run(
    workspace: &mut Workspace,
    command: &LedgerCommand,
    json: bool,
    out: &mut dyn Write,
) -> Result<bool, Problem> {
    match command {
        LedgerCommand::Verify => give(&verify(workspace)?, json, out),
        LedgerCommand::Checkpoint => give(&checkpoint(workspace)?, json, out),
        LedgerCommand::Prove { check: Some(file), key, .. } => {
            let key = key.clone().unwrap_or_else(|| workspace.store.verifier().to_string());
            give(&check(file, &key)?, json, out)
        }
        LedgerCommand::Prove { entry, .. } => give(&prove(workspace, entry.unwrap_or_default())?, json, out),
        LedgerCommand::Log { from, limit } => give(&log(workspace, *from, *limit)?, json, out),
        LedgerCommand::Withdraw { entry, reason, record } => {
            if *entry >= workspace.record.entries() {
                return Err(Problem::User(format!("there is no entry {entry}")));
            }
            let at = happened(workspace, record)?;
            let fact = Fact::EntryWithdrawn(EntryRef { entry: *entry, reason: reason.clone() });
            let receipts = workspace.record(&[(fact, at)], record.by.as_deref())?;
            give(&Recorded::of(&receipts, &[], Vec::new()), json, out)
        }
        LedgerCommand::Erase { entry, reason, record } => {
            let at = happened(workspace, record)?;
            let receipt = workspace.erase(*entry, reason, at, record.by.as_deref())?;
            give(&Recorded::of(&[receipt], &[], Vec::new()), json, out)
        }
    }
}

/// What `onus ledger verify` answers.
#[derive(Serialize)]
struct Verified {
    in_order: bool,
    entries: u64,
    erased: u64,
    /// What is wrong, in words.
    faults: Vec<String>,
    /// How many faults more there are.
    more: u64,
}

fn verify(workspace: &Workspace) -> Result<Verified, Problem> {
    let bar = progress::bar(workspace.record.entries(), "checking entries");
    let report = workspace.store.verify_with(&workspace.vault, |done| bar.set_position(done))?;
    bar.finish_and_clear();
    let faults = report.problems.iter().map(ToString::to_string).collect();
    let (entries, erased, more) = (report.entries, report.erased, report.more);
    Ok(Verified { in_order: report.is_good(), entries, erased, faults, more })
}

impl Answer for Verified {
    fn bad(&self) -> bool {
        !self.in_order
    }

    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for fault in &self.faults {
            writeln!(out, "FAULT {}", printable(fault))?;
        }
        if self.more > 0 {
            writeln!(out, "and {} faults more", self.more)?;
        }
        let word = if self.in_order { "in order" } else { "NOT in order; keep this copy, and put a backup back" };
        writeln!(out, "{} entries, {} erased: {word}", self.entries, self.erased)
    }
}

/// What `onus ledger checkpoint` answers.
#[derive(Serialize)]
struct Head {
    #[serde(flatten)]
    head: Root,
    /// The public key that it is signed with.
    key: String,
    /// The signed note, word for word.
    note: String,
}

#[derive(Serialize)]
struct Root {
    /// The name of the log.
    origin: String,
    /// How many entries it has.
    size: u64,
    /// The root of the tree over them.
    root: Digest,
}

impl From<Checkpoint> for Root {
    fn from(head: Checkpoint) -> Self {
        let Checkpoint { origin, size, root, .. } = head;
        Root { origin, size, root }
    }
}

fn checkpoint(workspace: &Workspace) -> Result<Head, Problem> {
    let (head, note) = workspace.store.checkpoint()?;
    Ok(Head { head: head.into(), key: workspace.store.verifier().to_string(), note })
}

impl Answer for Head {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}", self.note)
    }
}

/// What `onus ledger prove` answers.
#[derive(Serialize)]
struct Proved {
    entry: u64,
    /// The proof as a file holds it (C2SP tlog-proof); its `extra` are the bytes of the leaf.
    proof: String,
}

fn prove(workspace: &Workspace, index: u64) -> Result<Proved, Problem> {
    let absent = || Problem::User(format!("there is no entry {index}"));
    let entry = workspace.store.entry(index)?.ok_or_else(absent)?;
    let proof = Proof { extra: Some(entry.bytes), ..workspace.store.prove(index)? };
    Ok(Proved { entry: index, proof: proof.to_string() })
}

impl Answer for Proved {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}", self.proof)
    }
}

/// What `onus ledger prove --check` answers.
#[derive(Serialize)]
pub(crate) struct Checked {
    holds: bool,
    /// Why it does not hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// What the proof shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    shows: Option<Shows>,
}

#[derive(Serialize)]
struct Shows {
    entry: u64,
    #[serde(flatten)]
    head: Root,
    kind: String,
    at: Timestamp,
    recorded: Timestamp,
    by: String,
    about: Vec<String>,
}

/// The largest proof file, in bytes: the format allows one of 1 MiB.
const MOST: u64 = 1 << 20;

/// Checks a proof file against the public key of a log.
pub(crate) fn check(path: &Path, key: &str) -> Result<Checked, Problem> {
    let key = Verifier::parse(key).map_err(|error| Problem::User(format!("--key: {error}")))?;
    let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
    let mut text = String::new();
    let read = file.take(MOST + 1).read_to_string(&mut text);
    if read.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::InvalidData) {
        read.map_err(Problem::machine(path))?;
        text.clear();
    }
    Ok(match shown(&text, &key) {
        Ok(shows) => Checked { holds: true, fault: None, shows: Some(shows) },
        Err(fault) => Checked { holds: false, fault: Some(fault), shows: None },
    })
}

fn shown(text: &str, key: &Verifier) -> Result<Shows, String> {
    let proof: Proof = text.parse().map_err(|error: onus_ledger::LedgerError| error.to_string())?;
    let leaf = proof.extra.as_deref().ok_or("it does not carry the leaf of its entry")?;
    let head = proof.verify(leaf, key).map_err(|error| error.to_string())?;
    let view = LeafView::parse(leaf).map_err(|error| error.to_string())?;
    Ok(Shows {
        entry: proof.index,
        head: head.into(),
        kind: view.kind.to_owned(),
        at: view.at,
        recorded: view.recorded,
        by: view.by.to_owned(),
        about: view.about().map(str::to_owned).collect(),
    })
}

impl Answer for Checked {
    fn bad(&self) -> bool {
        !self.holds
    }

    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(shows) = &self.shows else {
            return writeln!(out, "the proof does NOT hold: {}", printable(self.fault.as_deref().unwrap_or_default()));
        };
        let Shows { entry, head, kind, at, recorded, by, about } = shows;
        writeln!(out, "the proof holds: entry {entry} is in the log {} of {} entries", head.origin, head.size)?;
        writeln!(out, "  {kind} about {}", about.join(" "))?;
        writeln!(out, "  held {at}, recorded {recorded} by {by}")
    }
}

/// What `onus ledger log` answers.
#[derive(Serialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    entry: u64,
    kind: String,
    at: Timestamp,
    recorded: Timestamp,
    /// By name where that is known, else the id.
    by: String,
    about: Vec<String>,
    blobs: Vec<Digest>,
    erased: bool,
}

fn log(workspace: &Workspace, from: u64, limit: usize) -> Result<Log, Problem> {
    let mut entries = Vec::new();
    for index in (from..workspace.record.entries()).take(limit) {
        let Some(entry) = workspace.store.entry(index)? else { break };
        let (leaf, erased) = (entry.leaf, entry.body.is_none());
        let by = workspace.name(&leaf.by).to_owned();
        let onus_ledger::Leaf { kind, at, recorded, about, blobs, .. } = leaf;
        entries.push(Entry { entry: index, kind, at, recorded, by, about, blobs, erased });
    }
    Ok(Log { entries })
}

impl Answer for Log {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for Entry { entry, kind, at, recorded, by, about, erased, .. } in &self.entries {
            let gone = if *erased { "  (erased)" } else { "" };
            writeln!(out, "{entry:8}  {recorded}  {kind}  at {at}  {}  {}{gone}", printable(by), about.join(" "))?;
        }
        Ok(())
    }
}
