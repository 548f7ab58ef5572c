//! `onus agreement read`: papers without a workspace.

use crate::answer::{Answer, BOLD, DIM, counted, place, styled};
use crate::arguments::Read;
use crate::deal::{Named, absent, named};
use crate::problem::{Problem, printable};
use crate::reading;
use onus_agreement::matrix::Rowed;
use onus_agreement::{Deal, merged, structure};
use onus_documents::{Document, DocumentError, Limits};
use onus_terms::{Citation, Consequence, ConsequenceKind, Definition, Digest, Responsibility};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _, Write};
use std::path::Path;

/// What `onus agreement read` answers.
#[derive(Serialize)]
pub(crate) struct Papers {
    papers: Vec<Paper>,
    /// One line of JSON for each responsibility in place of text.
    #[serde(skip)]
    as_lines: bool,
}

#[derive(Serialize)]
struct Paper {
    /// The file's name without folders.
    document: String,
    /// The SHA-256 of its bytes.
    digest: Digest,
    /// Names of the customer in it.
    customer: Vec<String>,
    /// Names of the provider in it.
    provider: Vec<String>,
    responsibilities: Vec<Responsibility>,
    /// What became of the rows of each sheet, in a matrix.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sheets: Vec<Sheet>,
    /// The terms that it defines.
    definitions: Vec<Definition>,
    /// The papers that it makes part of the agreement or binds the customer to.
    incorporated: Vec<Named>,
    /// What it says of which paper counts in a conflict.
    precedence: Vec<Citation>,
    /// What it attaches to failing; links name places in `responsibilities`.
    consequences: Vec<Consequence>,
    /// What somebody should know about how the file was read, such as tracked changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
}

#[derive(Serialize)]
struct Sheet {
    sheet: String,
    /// How many rows ask something of the customer.
    asking: usize,
    /// How many ask nothing.
    nothing: usize,
    /// Rows that were not understood.
    unclear: Vec<Unclear>,
}

#[derive(Serialize)]
struct Unclear {
    row: usize,
    control: String,
    why: &'static str,
}

impl From<Rowed> for Sheet {
    fn from(rowed: Rowed) -> Self {
        let Rowed { sheet, asking, nothing, unclear, .. } = rowed;
        let unclear = unclear.into_iter().map(|row| Unclear { row: row.row, control: row.control, why: row.why });
        Sheet { sheet, asking, nothing, unclear: unclear.collect() }
    }
}

/// Reads each file in turn. One that cannot be read does not stop the others: it is told, and comes back as the problem.
pub(crate) fn read(given: &Read, json: bool) -> (Papers, Option<Problem>) {
    let mut documents = Vec::new();
    let mut first = None;
    for path in &given.files {
        match document(path, &given.reading.limits()) {
            Ok(document) => documents.push((file_name(path), document)),
            Err(problem) if given.files.len() == 1 => first = Some(problem),
            Err(problem) => {
                crate::complain(&problem, json);
                first.get_or_insert(Problem::Told(Box::new(problem)));
            }
        }
    }
    let all: Vec<(Digest, &str)> =
        documents.iter().map(|(name, document)| (document.content.digest, name.as_str())).collect();
    let mut papers = Vec::new();
    for (name, document) in &documents {
        match paper(name, document, &all, given) {
            Ok(paper) => papers.push(paper),
            Err(problem) if given.files.len() == 1 => first = Some(problem),
            Err(problem) => {
                crate::complain(&problem, json);
                first.get_or_insert(Problem::Told(Box::new(problem)));
            }
        }
    }
    (Papers { papers, as_lines: given.jsonl }, first)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn paper(name: &str, document: &Document, all: &[(Digest, &str)], given: &Read) -> Result<Paper, Problem> {
    let content = &document.content;
    let said = reading::read(Path::new(name), document, &given.reading.options())?;
    let names = said.parties.as_ref().map(|names| (names.customer.clone(), names.provider.clone()));
    let (customer, provider) = names.unwrap_or_default();
    let mut paper = Paper {
        document: name.to_owned(),
        digest: content.digest,
        customer,
        provider,
        responsibilities: said.responsibilities,
        sheets: said.sheets.into_iter().map(Sheet::from).collect(),
        definitions: Vec::new(),
        incorporated: Vec::new(),
        precedence: Vec::new(),
        consequences: Vec::new(),
        notices: said.notices,
    };
    let Some(parties) = said.parties.filter(|_| !given.jsonl) else {
        // One line for each place that says something: nothing is merged. A matrix merges its rows itself.
        return Ok(paper);
    };
    paper.responsibilities = merged(paper.responsibilities);
    let deal = Deal { responsibilities: &paper.responsibilities, papers: all };
    let mut structure = structure(content, &parties, &deal);
    paper.incorporated = named(content, std::mem::take(&mut structure.incorporated), all);
    paper.notices.extend(absent(&structure, &paper.incorporated));
    paper.definitions = structure.definitions;
    paper.precedence = structure.precedence;
    paper.consequences = structure.consequences;
    Ok(paper)
}

/// A file's bytes and what they say.
pub(crate) fn document(path: &Path, limits: &Limits) -> Result<Document, Problem> {
    understood(path, &bytes(path, limits)?, limits)
}

/// Refuses what never ends or never comes: pipes that nobody may write into, and devices. What a shell hands over
/// (`/dev/stdin`, `<(…)`) is read.
pub(crate) fn plain(path: &Path) -> Result<(), Problem> {
    let found = std::fs::metadata(path).map_err(Problem::machine(path))?;
    let handed =
        ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"].iter().any(|name| path.to_string_lossy().starts_with(name));
    if found.is_file() || found.is_dir() || handed {
        return Ok(());
    }
    let why = "it is a pipe or a device and no file; save what it gives into a file first".to_owned();
    Err(Problem::File { path: path.to_owned(), why })
}

/// The bytes of a file, at most one more than the limit, so that a huge file costs no memory; its size is told then.
pub(crate) fn bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, Problem> {
    plain(path)?;
    let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
    let size = file.metadata().map_err(Problem::machine(path))?.len();
    let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).map_err(Problem::machine(path))?;
    if bytes.len() > limits.bytes {
        let found = usize::try_from(size).unwrap_or(usize::MAX).max(bytes.len());
        let source = DocumentError::TooLarge { limit: limits.bytes, found };
        return Err(Problem::Document { path: path.to_owned(), source });
    }
    Ok(bytes)
}

/// What the bytes of a file say.
pub(crate) fn understood(path: &Path, bytes: &[u8], limits: &Limits) -> Result<Document, Problem> {
    onus_documents::read(bytes, path.to_str(), limits)
        .map_err(|source| Problem::Document { path: path.to_owned(), source })
}

impl Answer for Papers {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for paper in &self.papers {
            if self.as_lines {
                for found in &paper.responsibilities {
                    writeln!(out, "{}", onus_agreement::jsonl(&paper.document, found))?;
                }
                continue;
            }
            let count = counted(paper.responsibilities.len(), "responsibility", "responsibilities");
            writeln!(out, "{}", styled(BOLD, format!("{}: {count}", printable(&paper.document))))?;
            for notice in &paper.notices {
                writeln!(out, "  note: {}", printable(notice))?;
            }
            if paper.responsibilities.is_empty() {
                writeln!(out, "  no duty of the customer was found in it; check that it is the right paper")?;
            }
            let hanging = hanging(paper);
            for (place, found) in paper.responsibilities.iter().enumerate() {
                show(found, out)?;
                if let Some(all) = hanging.get(&place) {
                    let words: Vec<&str> = all.iter().map(|(_, words)| words.as_str()).collect();
                    writeln!(out, "    if it fails: {}", words.join(", "))?;
                }
            }
        }
        Ok(())
    }
}

/// The kinds of what hangs on each responsibility, and where that stands.
fn hanging(paper: &Paper) -> BTreeMap<usize, BTreeSet<(ConsequenceKind, String)>> {
    let mut all: BTreeMap<usize, BTreeSet<(ConsequenceKind, String)>> = BTreeMap::new();
    for found in &paper.consequences {
        let clause = found.citation.place.clause.as_deref().map(|clause| format!(" ({})", printable(clause)));
        let words = format!("{}{}", found.kind, clause.unwrap_or_default());
        for link in &found.links {
            all.entry(link.responsibility).or_default().insert((found.kind, words.clone()));
        }
    }
    all
}

fn show(found: &Responsibility, out: &mut dyn Write) -> io::Result<()> {
    let areas: Vec<&str> = found.areas.iter().map(|area| area.as_str()).collect();
    let limits: Vec<String> = found.deadlines.iter().map(|deadline| deadline.limit.to_string()).collect();
    let place = place(&found.citation.place);
    let kind = styled(BOLD, format!("{:9}", found.kind));
    writeln!(out, "\n  {kind} {:8} {}  {}", found.party, areas.join("+"), styled(DIM, place))?;
    writeln!(out, "    {}", printable(&found.act))?;
    if !limits.is_empty() {
        writeln!(out, "    time: {}", limits.join(", "))?;
    }
    if let Some(lead_in) = &found.lead_in {
        writeln!(out, "    after: {}", printable(&lead_in.quote))?;
    }
    if !found.also.is_empty() {
        let clauses = found.also.iter().filter_map(|also| also.place.clause.as_deref()).map(printable);
        let clauses: Vec<String> = clauses.collect();
        let more = counted(found.also.len(), "further place", "further places");
        writeln!(out, "    told in {more} {}", styled(DIM, clauses.join(", ")))?;
    }
    Ok(())
}
