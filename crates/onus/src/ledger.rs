//! `onus ledger`: checks, checkpoints, proofs, and the entries themselves.

use crate::arguments::LedgerCommand;
use crate::deciding::{happened, told};
use crate::problem::Problem;
use crate::workspace::Workspace;
use onus_assess::Fact;
use onus_assess::fact::EntryRef;
use std::io::Write;

/// Runs one of its commands. True where a fault was found.
pub(crate) fn run(mut workspace: Workspace, command: &LedgerCommand, out: &mut impl Write) -> Result<bool, Problem> {
    match command {
        LedgerCommand::Verify => return verify(&workspace, out),
        LedgerCommand::Checkpoint => write!(out, "{}", workspace.store.checkpoint()?.1)?,
        LedgerCommand::Prove { entry } => write!(out, "{}", workspace.store.prove(*entry)?)?,
        LedgerCommand::Log { from, limit } => log(&workspace, *from, *limit, out)?,
        LedgerCommand::Withdraw { entry, reason, record } => {
            if *entry >= workspace.record.entries() {
                return Err(Problem::User(format!("there is no entry {entry}")));
            }
            let at = happened(&workspace, record)?;
            let fact = Fact::EntryWithdrawn(EntryRef { entry: *entry, reason: reason.clone() });
            let receipts = workspace.record(&[(fact, at)], record.by.as_deref())?;
            told(out, &receipts)?;
        }
        LedgerCommand::Erase { entry, reason, record } => {
            let at = happened(&workspace, record)?;
            let receipt = workspace.erase(*entry, reason, at, record.by.as_deref())?;
            told(out, &[receipt])?;
        }
    }
    Ok(false)
}

fn verify(workspace: &Workspace, out: &mut impl Write) -> Result<bool, Problem> {
    let report = workspace.store.verify_with(&workspace.vault, |_| {})?;
    for fault in &report.problems {
        writeln!(out, "FAULT {fault}")?;
    }
    if report.more > 0 {
        writeln!(out, "and {} faults more", report.more)?;
    }
    let word = if report.is_good() { "in order" } else { "NOT in order; keep this copy, and put a backup back" };
    writeln!(out, "{} entries, {} erased: {word}", report.entries, report.erased)?;
    Ok(!report.is_good())
}

fn log(workspace: &Workspace, from: u64, limit: usize, out: &mut impl Write) -> Result<(), Problem> {
    for index in (from..workspace.record.entries()).take(limit) {
        let Some(entry) = workspace.store.entry(index)? else { break };
        let leaf = entry.leaf;
        let by = workspace.name(&leaf.by);
        let gone = if entry.body.is_none() { "  (erased)" } else { "" };
        let by = crate::problem::printable(by);
        writeln!(
            out,
            "{index:8}  {}  {}  at {}  {by}  {}{gone}",
            leaf.recorded,
            leaf.kind,
            leaf.at,
            leaf.about.join(" ")
        )?;
    }
    Ok(())
}
