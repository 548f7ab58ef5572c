//! `onus ledger`: checks, checkpoints, proofs, and the entries themselves.

use crate::answer::{Answer, give};
use crate::arguments::LedgerCommand;
use crate::problem::{Problem, printable};
use crate::withdrawing::{self, Given};
use crate::workspace::Workspace;
use crate::{progress, proof};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use onus_ledger::{Checkpoint, Recovery};
use onus_store::{Store, Vault};
use onus_terms::Digest;
use serde::Serialize;
use std::io::{self, Write};

/// Runs one of its commands. True where a fault was found.
pub(crate) fn run(
    workspace: &mut Workspace,
    command: &LedgerCommand,
    json: bool,
    out: &mut dyn Write,
) -> Result<bool, Problem> {
    match command {
        LedgerCommand::Verify => give(&verify(&workspace.store, &workspace.vault)?, json, out),
        LedgerCommand::Checkpoint => give(&checkpoint(workspace)?, json, out),
        LedgerCommand::Prove { check: Some(file), key, disclosed, .. } => {
            let key = key.clone().unwrap_or_else(|| workspace.store.verifier().to_string());
            give(&proof::check(file, disclosed.as_deref(), &key, Some(workspace))?, json, out)
        }
        LedgerCommand::Prove { entry, disclose, .. } => {
            give(&proof::prove(workspace, entry.unwrap_or_default(), disclose.as_deref())?, json, out)
        }
        LedgerCommand::Recover { reason, yes, record } => {
            give(&crate::recovering::recover(workspace, reason, *yes, record)?, json, out)
        }
        LedgerCommand::Log { from, limit } => give(&log(workspace, *from, *limit)?, json, out),
        LedgerCommand::Withdraw { entry, reason, record, dry_run } => {
            let given = Given { entry: *entry, reason, record, dry_run: *dry_run };
            give(&withdrawing::withdraw(workspace, &given)?, json, out)
        }
        LedgerCommand::Erase { entry, reason, record, dry_run } => {
            let given = Given { entry: *entry, reason, record, dry_run: *dry_run };
            give(&withdrawing::erase(workspace, &given)?, json, out)
        }
    }
}

/// What `onus ledger verify` answers.
#[derive(Serialize)]
pub(crate) struct Verified {
    in_order: bool,
    entries: u64,
    erased: u64,
    /// Where an older ledger was accepted and entries were lost, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recoveries: Vec<String>,
    /// What is wrong, in words.
    faults: Vec<String>,
    /// How many faults more there are.
    more: u64,
}

/// Checks every byte. Nothing of the ledger has to be readable for that: what is not is a fault.
pub(crate) fn verify(store: &Store, vault: &Vault) -> Result<Verified, Problem> {
    let bar = progress::bar(store.size().unwrap_or_default(), "checking entries");
    let report = store.verify_with(vault, |done| bar.set_position(done))?;
    bar.finish_and_clear();
    let faults = report.problems.iter().map(ToString::to_string).collect();
    let (entries, erased, more) = (report.entries, report.erased, report.more);
    let recovery = |Recovery { index, size, root }: &Recovery| {
        let last = size.saturating_sub(1);
        format!(
            "entry {index}: an older ledger was accepted; entries {index} to {last} of the checkpoint with root {root} are lost"
        )
    };
    let recoveries = report.recoveries.iter().map(recovery).collect();
    Ok(Verified { in_order: report.is_good(), entries, erased, recoveries, faults, more })
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
        for recovery in &self.recoveries {
            writeln!(out, "note: {recovery}")?;
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

/// The signed head of a log.
#[derive(Serialize)]
pub(crate) struct Root {
    /// The name of the log.
    pub(crate) origin: String,
    /// How many entries it has.
    pub(crate) size: u64,
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

/// What `onus ledger log` answers.
#[derive(Serialize)]
struct Log {
    entries: Vec<Entry>,
    /// How many there are after these.
    more: u64,
    #[serde(skip)]
    zone: TimeZone,
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
    /// Whether it counts no longer.
    withdrawn: bool,
}

fn log(workspace: &Workspace, from: u64, limit: usize) -> Result<Log, Problem> {
    let mut entries = Vec::new();
    for index in (from..workspace.record.entries()).take(limit) {
        let Some(entry) = workspace.store.entry(index)? else { break };
        let (leaf, erased) = (entry.leaf, entry.body.is_none());
        let by = workspace.name(&leaf.by).to_owned();
        let onus_ledger::Leaf { kind, at, recorded, about, blobs, .. } = leaf;
        let withdrawn = workspace.record.withdrawal(index, Timestamp::MAX).is_some();
        entries.push(Entry { entry: index, kind, at, recorded, by, about, blobs, erased, withdrawn });
    }
    let shown = from.saturating_add(u64::try_from(entries.len()).unwrap_or(u64::MAX));
    Ok(Log { entries, more: workspace.record.entries().saturating_sub(shown), zone: workspace.zone() })
}

impl Answer for Log {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let time =
            |time: &Timestamp| time.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        for Entry { entry, kind, at, recorded, by, about, erased, withdrawn, .. } in &self.entries {
            let gone = if *erased { "  (erased)" } else { "" };
            let void = if *withdrawn { "  (withdrawn)" } else { "" };
            let (recorded, held) =
                (time(recorded), if at == recorded { String::new() } else { format!("  held {}", time(at)) });
            writeln!(out, "{entry:8}  {recorded}  {kind}{held}  {}  {}{gone}{void}", printable(by), about.join(" "))?;
        }
        if self.more > 0 {
            let next = self.entries.last().map_or(0, |last| last.entry + 1);
            writeln!(out, "and {} more: onus ledger log --from {next}", self.more)?;
        }
        Ok(())
    }
}
