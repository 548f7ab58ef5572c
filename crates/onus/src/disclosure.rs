//! What an entry says, in a file beside its proof: leaf, salt and body, which fit each other and nothing else.

use crate::evidence::write_new;
use crate::problem::{Problem, printable};
use crate::proof::with_leaf;
use crate::workspace::Workspace;
use onus_assess::Fact;
use onus_assess::fact::{ActAttested, EvidenceAdded, Outcome};
use onus_ledger::{Claim, Verifier};
use onus_terms::Digest;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::Path;

/// The largest disclosure, in bytes: a body has at most 4 MiB, and JSON writes some bytes as six.
pub(crate) const MOST: u64 = 64 << 20;

/// The file. Its shape is told in docs/json.md.
#[derive(Serialize, Deserialize)]
struct Disclosure {
    #[serde(flatten)]
    entry: Opened,
    /// The files that back it, each with the entry and the proof that it was handed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<Backed>,
}

/// An entry with what its leaf only commits to.
#[derive(Serialize, Deserialize)]
struct Opened {
    /// The number of the entry.
    entry: u64,
    /// The leaf, byte for byte.
    leaf: String,
    /// Sixteen bytes in hexadecimal.
    salt: String,
    /// The body, byte for byte.
    body: String,
}

#[derive(Serialize, Deserialize)]
struct Backed {
    #[serde(flatten)]
    entry: Opened,
    /// The text of its proof file.
    proof: String,
}

/// Writes what an entry says into a new file.
pub(crate) fn write(workspace: &Workspace, index: u64, path: &Path) -> Result<(), Problem> {
    let entry = opened(workspace, index)?;
    let mut files = Vec::new();
    if let Some(Fact::ActAttested(act)) = workspace.fact(index)?.map(|stamped| stamped.fact) {
        for index in handed_over(workspace, &act)? {
            let (entry, proof) = (opened(workspace, index)?, with_leaf(workspace, index)?.to_string());
            files.push(Backed { entry, proof });
        }
    }
    let text = serde_json::to_vec(&Disclosure { entry, files }).map_err(io::Error::from)?;
    write_new(path, &[&text[..], b"\n"].concat())
}

fn opened(workspace: &Workspace, index: u64) -> Result<Opened, Problem> {
    let entry = workspace.store.entry(index)?;
    let entry = entry.ok_or_else(|| Problem::User(format!("there is no entry {index}")))?;
    let (Some(salt), Some(body)) = (entry.salt, entry.body) else {
        return Err(Problem::User(format!("the body of entry {index} is erased: nobody can disclose it any more")));
    };
    let text = |bytes: Vec<u8>| {
        String::from_utf8(bytes).map_err(|_| Problem::User(format!("the body of entry {index} is no text")))
    };
    let salt = salt.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Opened { entry: index, leaf: text(entry.bytes)?, salt, body: text(body)? })
}

/// The entries of the files that an act rests on and that can still be disclosed.
fn handed_over(workspace: &Workspace, act: &ActAttested) -> Result<Vec<u64>, Problem> {
    let mut entries = Vec::new();
    let histories = act.responsibilities.iter().filter_map(|id| workspace.record.history(id));
    for entry in histories.flat_map(|history| workspace.record.evidence_of(history)) {
        let Some(stamped) = workspace.fact(entry)? else { continue };
        let backs = matches!(&stamped.fact, Fact::EvidenceAdded(file) if act.evidence.contains(&file.evidence));
        if backs && !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// What a disclosure that holds says.
#[derive(Serialize)]
pub(crate) struct Disclosed {
    /// The body of the entry.
    fact: serde_json::Value,
    /// The files that back it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<File>,
    #[serde(skip)]
    words: Vec<String>,
}

/// A file that was handed over before the act was recorded.
#[derive(Serialize)]
struct File {
    entry: u64,
    name: String,
    bytes: u64,
    digest: Digest,
}

/// Checks a disclosure against the proof of its entry.
pub(crate) fn check(proof: &str, leaf: &[u8], text: &str, key: &Verifier) -> Result<Disclosed, String> {
    let Disclosure { entry, files } =
        serde_json::from_str(text).map_err(|error| format!("the disclosure is none: {error}"))?;
    if entry.leaf.as_bytes() != leaf {
        return Err("the disclosure is of another entry than the proof".to_owned());
    }
    let fact = entry.check(proof, key)?;
    let act = if let Fact::ActAttested(act) = &fact { Some(act) } else { None };
    let files = files.iter().map(|file| file.check(act, key)).collect::<Result<_, _>>()?;
    let body = serde_json::from_str(&entry.body).map_err(|error| error.to_string())?;
    Ok(Disclosed { fact: body, files, words: words(&fact) })
}

impl Opened {
    fn check(&self, proof: &str, key: &Verifier) -> Result<Fact, String> {
        let bytes = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let salt: Option<Vec<u8>> = self.salt.as_bytes().chunks(2).map(bytes).collect();
        let salt = salt.ok_or("the salt of the disclosure is not hexadecimal")?;
        let body = Some((salt.as_slice(), self.body.as_bytes()));
        let claim = Claim { proof: proof.as_bytes(), leaf: self.leaf.as_bytes(), body };
        let proven = claim.check(key).map_err(|error| error.to_string())?;
        if proven.index != self.entry {
            return Err(format!("the disclosure says entry {}, its proof {}", self.entry, proven.index));
        }
        Fact::from_body(&proven.leaf.kind, self.body.as_bytes()).map_err(|error| error.to_string())
    }
}

impl Backed {
    fn check(&self, act: Option<&ActAttested>, key: &Verifier) -> Result<File, String> {
        let Fact::EvidenceAdded(EvidenceAdded { evidence, name, bytes, digest, .. }) =
            self.entry.check(&self.proof, key)?
        else {
            return Err(format!("entry {} of the disclosure is no file", self.entry.entry));
        };
        if !act.is_some_and(|act| act.evidence.contains(&evidence)) {
            return Err(format!("the file of entry {} does not back the act", self.entry.entry));
        }
        Ok(File { entry: self.entry.entry, name, bytes, digest })
    }
}

/// What a fact says, in lines.
fn words(fact: &Fact) -> Vec<String> {
    let (first, note) = match fact {
        Fact::ActAttested(act) => {
            let word = if act.outcome == Outcome::Done { "done" } else { "NOT done" };
            (format!("{word}: {} of {}", act.act, act.control), act.note.clone())
        }
        Fact::EvidenceAdded(file) => {
            (format!("file {}: {} bytes, SHA-256 {}", file.name, file.bytes, file.digest), file.note.clone())
        }
        other => (String::from_utf8_lossy(&other.to_body()).into_owned(), None),
    };
    std::iter::once(first).chain(note.map(|note| format!("note: {note}"))).collect()
}

impl Disclosed {
    /// Prints it for people.
    pub(crate) fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.words {
            writeln!(out, "  it says: {}", printable(line))?;
        }
        for File { entry, name, bytes, digest } in &self.files {
            writeln!(out, "  backed by {}: {bytes} bytes, SHA-256 {digest}, in entry {entry}", printable(name))?;
        }
        Ok(())
    }
}
