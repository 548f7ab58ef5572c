//! What commands that record have in common: when it happened, and what they answer.

use crate::answer::{Answer, counted};
use crate::arguments::Recording;
use crate::problem::{Problem, printable};
use crate::workspace::{Edge, Workspace};
use jiff::Timestamp;
use onus_assess::Line;
use onus_store::Receipt;
use onus_terms::{EvidenceId, ResponsibilityId};
use serde::Serialize;
use std::io::{self, Write};

/// What a command answers that recorded facts, or would record them.
#[derive(Serialize)]
pub(crate) struct Recorded {
    /// The number of the first entry; absent where nothing was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<u64>,
    /// The number of the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<u64>,
    /// The responsibilities that they are about.
    responsibilities: Vec<ResponsibilityId>,
    /// Evidence that was taken in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<EvidenceId>,
    /// Responsibilities of the selection that are so decided already: nothing was recorded for them.
    #[serde(skip_serializing_if = "is_zero")]
    already: usize,
    /// Responsibilities of the selection that are decided otherwise, and were left so because nobody named them.
    #[serde(skip_serializing_if = "is_zero")]
    left: usize,
    /// What it changes beside, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    /// With --dry-run: what would be recorded for, in words.
    #[serde(skip)]
    would: Vec<String>,
}

impl Recorded {
    /// From the receipts of the ledger.
    pub(crate) fn of(receipts: &[Receipt], lines: &[Line], evidence: Vec<EvidenceId>) -> Self {
        Recorded {
            first: receipts.first().map(|receipt| receipt.index),
            last: receipts.last().map(|receipt| receipt.index),
            responsibilities: lines.iter().map(|line| line.responsibility.clone()).collect(),
            evidence,
            already: 0,
            left: 0,
            notices: Vec::new(),
            would: Vec::new(),
        }
    }

    /// With what it changes beside.
    pub(crate) fn noting(mut self, notices: Vec<String>) -> Self {
        self.notices.extend(notices);
        self
    }

    /// With how many of the selection were passed over: so decided already, or decided otherwise.
    pub(crate) fn passing(self, already: usize, left: usize) -> Self {
        Recorded { already, left, ..self }
    }

    /// Nothing was recorded: only what it would be about.
    pub(crate) fn dry(lines: &[Line]) -> Self {
        let would = lines.iter().map(|line| format!("{}  {}", line.responsibility, printable(&line.act))).collect();
        Recorded { would, ..Self::of(&[], lines, Vec::new()) }
    }
}

impl Answer for Recorded {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.would {
            writeln!(out, "{line}")?;
        }
        self.recorded(out)?;
        if self.already > 0 {
            let count = counted(self.already, "responsibility is", "responsibilities are");
            writeln!(out, "{count} so decided already: nothing was recorded for them")?;
        }
        if self.left > 0 {
            let count = counted(self.left, "responsibility is", "responsibilities are");
            writeln!(out, "{count} decided otherwise and left so; name them by id to decide anew")?;
        }
        for notice in &self.notices {
            writeln!(out, "note: {}", printable(notice))?;
        }
        Ok(())
    }
}

impl Recorded {
    fn recorded(&self, out: &mut dyn Write) -> io::Result<()> {
        let about = counted(self.responsibilities.len(), "responsibility", "responsibilities");
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last && self.responsibilities.is_empty() => {
                writeln!(out, "recorded as entry {first}")
            }
            (Some(first), Some(last)) if first == last => writeln!(out, "recorded as entry {first}, for {about}"),
            (Some(first), Some(last)) => writeln!(out, "recorded as entries {first} to {last}, for {about}"),
            _ if self.responsibilities.is_empty() => writeln!(out, "nothing was recorded"),
            _ => writeln!(out, "nothing was recorded; it would be for {about}"),
        }
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// When something happened that is recorded now: not in the future.
pub(crate) fn happened(workspace: &Workspace, record: &Recording) -> Result<Timestamp, Problem> {
    let Some(text) = &record.at else { return Ok(workspace.now) };
    let at = workspace.time(text, Edge::Past)?;
    if at > workspace.now {
        return Err(Problem::User(format!("`{text}` lies in the future; record it when it has happened")));
    }
    if at < Timestamp::UNIX_EPOCH {
        return Err(Problem::User(format!("`{text}` lies before 1970; check the year")));
    }
    Ok(at)
}

/// When something was decided or done about these responsibilities: not before their agreements held, or were added.
pub(crate) fn happened_about(workspace: &Workspace, record: &Recording, lines: &[Line]) -> Result<Timestamp, Problem> {
    let at = happened(workspace, record)?;
    for line in lines.iter().filter(|_| record.at.is_some()) {
        let effective = workspace.versions(&line.agreement).first().map(|version| version.stamp.at);
        let history = workspace.record.history(&line.responsibility);
        let added = history.and_then(|history| history.proposed.first()).map(|proposed| proposed.stamp.recorded);
        if let Some(first) = effective.min(added.or(effective)).filter(|first| at < *first) {
            let (text, agreement) = (record.at.as_deref().unwrap_or_default(), &line.agreement);
            let from = workspace.date(first);
            let what = format!("`{text}` lies before `{agreement}`, which holds from {from} on; check the date");
            return Err(Problem::User(what));
        }
    }
    Ok(at)
}
