//! `onus ledger prove`: proofs that stand without this program, and their check.

use crate::answer::Answer;
use crate::ledger::Root;
use crate::problem::{Problem, printable};
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_ledger::{Claim, Leaf, LedgerError, Proof, Proven, Verifier};
use onus_terms::PersonId;
use serde::Serialize;
use std::io::{self, Read as _, Write};
use std::path::Path;

/// What `onus ledger prove` answers.
#[derive(Serialize)]
pub(crate) struct Proved {
    entry: u64,
    /// The proof as a file holds it (C2SP tlog-proof); its `extra` are the bytes of the leaf.
    proof: String,
}

/// The proof of an entry, with its leaf.
pub(crate) fn prove(workspace: &Workspace, index: u64) -> Result<Proved, Problem> {
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
    by: PersonId,
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
    let proof: Proof = text.parse().map_err(|error: LedgerError| error.to_string())?;
    let leaf = proof.extra.as_deref().ok_or("it does not carry the leaf of its entry")?;
    let claim = Claim { proof: text.as_bytes(), leaf, body: None };
    let Proven { index, leaf, checkpoint, .. } = claim.check(key).map_err(|error| error.to_string())?;
    let Leaf { kind, at, recorded, by, about, .. } = leaf;
    Ok(Shows { entry: index, head: checkpoint.into(), kind, at, recorded, by, about })
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
