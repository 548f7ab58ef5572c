//! `onus ledger prove`: proofs that stand without this program, and their check.

use crate::answer::Answer;
use crate::disclosure::{self, Disclosed};
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
///
/// What the entry says is written into the file `disclose`, where one is named.
pub(crate) fn prove(workspace: &Workspace, index: u64, disclose: Option<&Path>) -> Result<Proved, Problem> {
    if let Some(path) = disclose {
        disclosure::write(workspace, index, path)?;
    }
    Ok(Proved { entry: index, proof: with_leaf(workspace, index)?.to_string() })
}

/// The proof of an entry with the bytes of its leaf.
pub(crate) fn with_leaf(workspace: &Workspace, index: u64) -> Result<Proof, Problem> {
    let absent = || Problem::User(format!("there is no entry {index}"));
    let entry = workspace.store.entry(index)?.ok_or_else(absent)?;
    Ok(Proof { extra: Some(entry.bytes), ..workspace.store.prove(index)? })
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
    /// What the entry says, where that was disclosed.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    disclosed: Option<Disclosed>,
    /// What became of the entry since, where the ledger is at hand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    since: Vec<Since>,
}

/// Why an entry that was proven counts no longer.
#[derive(Serialize)]
struct Since {
    /// The entry that says so.
    entry: u64,
    /// `withdrawn` or `erased`.
    what: &'static str,
    reason: String,
}

/// The largest proof file, in bytes: the format allows one of 1 MiB.
const MOST: u64 = 1 << 20;

/// Checks a proof file against the public key of a log, with what was disclosed of its entry. In the workspace of that
/// log, what became of the entry since is told too.
pub(crate) fn check(
    path: &Path,
    disclosed: Option<&Path>,
    key: &str,
    workspace: Option<&Workspace>,
) -> Result<Checked, Problem> {
    let key = Verifier::parse(key).map_err(|error| Problem::User(format!("--key: {error}")))?;
    let text = text(path, MOST)?;
    let disclosure = disclosed.map(|path| self::text(path, disclosure::MOST)).transpose()?;
    Ok(match shown(&text, disclosure.as_deref(), &key) {
        Ok(shows) => {
            let since = workspace.map(|workspace| since(workspace, shows.entry)).unwrap_or_default();
            Checked { holds: true, fault: None, shows: Some(Shows { since, ..shows }) }
        }
        Err(fault) => Checked { holds: false, fault: Some(fault), shows: None },
    })
}

/// The text of a file; what is too long or no text is cut short or left empty, and then no proof.
fn text(path: &Path, most: u64) -> Result<String, Problem> {
    crate::agreement::plain(path)?;
    let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
    let mut text = String::new();
    let read = file.take(most + 1).read_to_string(&mut text);
    if read.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::InvalidData) {
        read.map_err(Problem::machine(path))?;
        text.clear();
    }
    Ok(text)
}

fn shown(text: &str, disclosure: Option<&str>, key: &Verifier) -> Result<Shows, String> {
    let proof: Proof = text.parse().map_err(|error: LedgerError| error.to_string())?;
    let leaf = proof.extra.as_deref().ok_or("it does not carry the leaf of its entry")?;
    let claim = Claim { proof: text.as_bytes(), leaf, body: None };
    let Proven { index, leaf: read, checkpoint, .. } = claim.check(key).map_err(|error| error.to_string())?;
    let disclosed = disclosure.map(|disclosure| disclosure::check(text, leaf, disclosure, key)).transpose()?;
    let Leaf { kind, at, recorded, by, about, .. } = read;
    Ok(Shows { entry: index, head: checkpoint.into(), kind, at, recorded, by, about, disclosed, since: Vec::new() })
}

fn since(workspace: &Workspace, entry: u64) -> Vec<Since> {
    let withdrawn = workspace.record.withdrawal(entry, Timestamp::MAX).map(|gone| ("withdrawn", gone));
    let erased = workspace.record.erasure(entry).map(|gone| ("erased", gone));
    let told = withdrawn.into_iter().chain(erased);
    told.map(|(what, gone)| Since { entry: gone.stamp.entry, what, reason: gone.fact.reason.clone() }).collect()
}

impl Answer for Checked {
    fn bad(&self) -> bool {
        !self.holds
    }

    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(shows) = &self.shows else {
            return writeln!(out, "the proof does NOT hold: {}", printable(self.fault.as_deref().unwrap_or_default()));
        };
        let Shows { entry, head, kind, at, recorded, by, about, disclosed, since } = shows;
        writeln!(out, "the proof holds: entry {entry} is in the log {} of {} entries", head.origin, head.size)?;
        writeln!(out, "  {kind} about {}", about.join(" "))?;
        writeln!(out, "  held {at}, recorded {recorded} by {by}")?;
        match disclosed {
            Some(disclosed) => disclosed.show(out)?,
            None => writeln!(out, "  what it says was not disclosed, only that it was recorded")?,
        }
        for Since { entry, what, reason } in since {
            writeln!(out, "  {what} since, by entry {entry}: {}; it counts no longer", printable(reason))?;
        }
        Ok(())
    }
}
