//! `onus agreement`: reading papers.

use crate::arguments::Read;
use crate::problem::{Problem, printable};
use onus_agreement::{Options, Reading};
use onus_documents::{Document, DocumentError, Limits};
use onus_terms::{Digest, Responsibility};
use serde::Serialize;
use std::io::{self, Read as _, Write};
use std::path::Path;

/// One paper as `--json` prints it.
#[derive(Serialize)]
struct Paper<'a> {
    /// The file's name without folders.
    document: String,
    /// The SHA-256 of its bytes.
    digest: Digest,
    /// Names of the customer in it.
    customer: &'a [String],
    /// Names of the provider in it.
    provider: &'a [String],
    responsibilities: &'a [Responsibility],
}

/// Reads each file in turn. One that cannot be read does not stop the others; the first problem is the answer.
pub(crate) fn read(arguments: &Read, json: bool, out: &mut impl Write) -> Result<(), Problem> {
    let options = Options { customer: arguments.customer.clone(), provider: arguments.provider.clone() };
    let limits = Limits { bytes: arguments.max_bytes };
    let mut first = None;
    for path in &arguments.files {
        match document(path, &limits) {
            Ok((_, document)) => {
                let reading = onus_agreement::read(&document.content, &options);
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if arguments.jsonl {
                    lines(out, &name, &reading)?;
                } else if json {
                    whole(out, name, &document, &reading)?;
                } else {
                    text(out, &name, &reading)?;
                }
            }
            Err(problem) => {
                if arguments.files.len() > 1 {
                    crate::complain(&problem);
                }
                first.get_or_insert(problem);
            }
        }
    }
    match first {
        Some(problem) if arguments.files.len() == 1 => Err(problem),
        Some(problem) => Err(Problem::Told(Box::new(problem))),
        None => Ok(()),
    }
}

/// A file's bytes and what they say. Reads at most one byte more than the limit, so that a huge file costs no memory.
pub(crate) fn document(path: &Path, limits: &Limits) -> Result<(Vec<u8>, Document), Problem> {
    let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
    let size = file.metadata().map_err(Problem::machine(path))?.len();
    let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).map_err(Problem::machine(path))?;
    let document = onus_documents::read(&bytes, path.to_str(), limits).map_err(|source| {
        let source = match source {
            // Only the beginning was read: say the size of the whole.
            DocumentError::TooLarge { limit, found } => {
                DocumentError::TooLarge { limit, found: usize::try_from(size).unwrap_or(usize::MAX).max(found) }
            }
            other => other,
        };
        Problem::Document { path: path.to_owned(), source }
    })?;
    Ok((bytes, document))
}

fn lines(out: &mut impl Write, name: &str, reading: &Reading) -> io::Result<()> {
    for found in &reading.responsibilities {
        writeln!(out, "{}", onus_agreement::jsonl(name, found))?;
    }
    Ok(())
}

fn whole(out: &mut impl Write, name: String, document: &Document, reading: &Reading) -> io::Result<()> {
    let paper = Paper {
        document: name,
        digest: document.content.digest,
        customer: &reading.parties.customer,
        provider: &reading.parties.provider,
        responsibilities: &reading.responsibilities,
    };
    serde_json::to_writer(&mut *out, &paper)?;
    writeln!(out)
}

fn text(out: &mut impl Write, name: &str, reading: &Reading) -> io::Result<()> {
    let count = reading.responsibilities.len();
    let noun = if count == 1 { "responsibility" } else { "responsibilities" };
    writeln!(out, "{}: {count} {noun}", printable(name))?;
    for found in &reading.responsibilities {
        let areas: Vec<&str> = found.areas.iter().map(|area| area.as_str()).collect();
        let limits: Vec<String> = found.deadlines.iter().map(|deadline| deadline.limit.to_string()).collect();
        let place = &found.citation.place;
        let clause = place.clause.as_deref().or(place.heading.as_deref()).map(printable).unwrap_or_default();
        writeln!(out, "\n  {:9} {:8} {}  {clause}", found.kind, found.party, areas.join("+"))?;
        writeln!(out, "    {}", printable(&found.act))?;
        if !limits.is_empty() {
            writeln!(out, "    time: {}", limits.join(", "))?;
        }
        if let Some(lead_in) = &found.lead_in {
            writeln!(out, "    after: {}", printable(&lead_in.quote))?;
        }
    }
    Ok(())
}
