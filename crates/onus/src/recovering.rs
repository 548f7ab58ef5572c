//! `onus ledger recover`: going on from an older ledger after the newer one is lost.

use crate::arguments::Recording;
use crate::drafts::draft;
use crate::problem::Problem;
use crate::recording::{Recorded, happened};
use crate::workspace::Workspace;
use onus_assess::Fact;
use onus_assess::fact::Recovered;
use std::io::{self, IsTerminal as _, Write as _};

/// Records which entries are lost, signs that, and replaces the copies of the checkpoint.
pub(crate) fn recover(
    workspace: &mut Workspace,
    reason: &str,
    yes: bool,
    record: &Recording,
) -> Result<Recorded, Problem> {
    let from = workspace.record.entries();
    let Some(lost) = workspace.store.lost()? else {
        let why = "no checkpoint kept outside has more entries than this ledger: there is nothing to recover from";
        return Err(Problem::User(why.to_owned()));
    };
    if reason.trim().is_empty() {
        return Err(Problem::User("say with --reason how it came to that".to_owned()));
    }
    if !yes {
        confirmed(from, lost.size)?;
    }
    let at = happened(workspace, record)?;
    let fact = Fact::LedgerRecovered(Recovered { from, size: lost.size, root: lost.root, reason: reason.to_owned() });
    let by = workspace.by(record.by.as_deref())?;
    let receipt = workspace.store.recover(&lost, draft(&fact, at, &by))?;
    workspace.follow()?;
    Ok(Recorded::of(&[receipt], &[], Vec::new()))
}

fn confirmed(from: u64, size: u64) -> Result<(), Problem> {
    let last = size.saturating_sub(1);
    let what = format!(
        "Entries {from} to {last} were signed and are not here. Going on gives them up, and says so in the ledger for ever."
    );
    if !io::stdin().is_terminal() {
        return Err(Problem::User(format!("{what} Say --yes to do that")));
    }
    let mut answer = String::new();
    write!(io::stderr(), "{what}\nGo on? Type yes: ").and_then(|()| io::stdin().read_line(&mut answer))?;
    if answer.trim() == "yes" { Ok(()) } else { Err(Problem::User("nothing was recorded".to_owned())) }
}
