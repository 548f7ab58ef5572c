//! `onus evidence`: files that show how responsibilities are kept.

use crate::answer::{Answer, DIM, styled};
use crate::arguments::AddEvidence;
use crate::explain::{Evidence, evidence};
use crate::ids::fresh;
use crate::problem::{Problem, printable};
use crate::progress;
use crate::recording::{Recorded, happened};
use crate::selecting::{not_rejected, of_control, selected};
use crate::workspace::{Edge, Workspace};
use onus_assess::fact::EvidenceAdded;
use onus_assess::{Fact, Line};
use onus_terms::{Digest, EvidenceId, ResponsibilityId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _, Write};
use std::path::Path;

/// The largest piece of evidence, in bytes.
const MOST: u64 = 1 << 30;

/// Takes files in for responsibilities. All are recorded, or none.
pub(crate) fn add(workspace: &mut Workspace, given: &AddEvidence) -> Result<Recorded, Problem> {
    let selection = given.selection();
    if selection.ids.is_empty() && selection.filter.is_empty() {
        let why = "say what the files speak for: --for RESPONSIBILITY, or a filter such as --area";
        return Err(Problem::User(why.to_owned()));
    }
    let mut lines = selected(workspace, &selection)?;
    not_rejected(&lines)?;
    let at = happened(workspace, &given.record)?;
    let until = given.until.as_deref().map(|until| workspace.time(until, Edge::End)).transpose()?;
    if let Some(until) = given.until.as_deref().filter(|_| until.is_some_and(|until| until < at)) {
        return Err(Problem::User(format!("`{until}` lies before what the files speak of; check --at and --until")));
    }
    if let Some(unknown) = given.control.as_ref().filter(|id| workspace.library.control(id).is_none()) {
        return Err(Problem::User(format!("there is no control `{unknown}`; `onus controls` lists them")));
    }
    if let Some(control) = &given.control {
        lines = of_control(lines, control, !given.responsibilities.is_empty())?;
    }
    let ids: Vec<ResponsibilityId> = lines.iter().map(|line| line.responsibility.clone()).collect();
    let bar = progress::bar(u64::try_from(given.files.len()).unwrap_or(u64::MAX), "taking in files");
    let known = known(workspace, &lines)?;
    let mut facts = Vec::new();
    let (mut files, mut notices, mut taken) = (Vec::new(), Vec::new(), BTreeSet::new());
    for path in &given.files {
        let added = taken_in(workspace, path, &ids)?;
        if !taken.insert(added.digest) {
            notices.push(format!("{} has the bytes of another of these files; it is taken in once", path.display()));
            continue;
        }
        if let Some(before) = known.get(&added.digest) {
            notices.push(format!("{} was handed over for them before, as {before}", path.display()));
        }
        files.push(added.evidence.clone());
        let (control, source, note) = (given.control.clone(), given.source.clone(), given.note.clone());
        facts.push((Fact::EvidenceAdded(EvidenceAdded { control, until, source, note, ..added }), at));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let receipts = workspace.record(&facts, given.record.by.as_deref())?;
    Ok(Recorded::of(&receipts, &lines, files).noting(notices))
}

/// The files that were handed over for one of these responsibilities and count, by their digests.
fn known(workspace: &Workspace, lines: &[Line]) -> Result<BTreeMap<Digest, EvidenceId>, Problem> {
    let mut known = BTreeMap::new();
    for history in lines.iter().filter_map(|line| workspace.record.history(&line.responsibility)) {
        let files = evidence(workspace, history, workspace.present())?;
        known.extend(files.into_iter().map(|file| (file.digest, file.evidence)));
    }
    Ok(known)
}

/// Whether a file is one of those that make up the workspace, such as its signing key, or a copy of that key.
fn own(workspace: &Workspace, path: &Path, bytes: &[u8]) -> bool {
    let key = std::fs::read(workspace.folder.join("key")).unwrap_or_default();
    let whole = |path: &Path| path.canonicalize().ok();
    let inside = whole(path).is_some_and(|path| path.parent().map(Path::to_owned) == whole(&workspace.folder));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let names = ["key", "person", "checkpoint", "ledger.db", "ledger.db-wal", "ledger.db-shm", "checkpoint.lock"];
    (inside && names.contains(&name.as_ref())) || (!key.is_empty() && key == bytes)
}

/// Puts a file into the vault and says what it is for.
pub(crate) fn taken_in(workspace: &Workspace, path: &Path, ids: &[ResponsibilityId]) -> Result<EvidenceAdded, Problem> {
    crate::agreement::plain(path)?;
    let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(Problem::machine(path))?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if bytes.is_empty() || size > MOST {
        let why = if bytes.is_empty() {
            "the file is empty, and shows nothing".to_owned()
        } else {
            format!("the file has more than {MOST} bytes, the most that evidence may have")
        };
        return Err(Problem::File { path: path.to_owned(), why });
    }
    if own(workspace, path, &bytes) {
        let what =
            format!("{} belongs to the workspace itself and shows nothing; its key must stay secret", path.display());
        return Err(Problem::User(what));
    }
    Ok(EvidenceAdded {
        evidence: EvidenceId::new(fresh("e-")?).map_err(|error| Problem::User(error.to_string()))?,
        digest: workspace.vault.put(&bytes)?,
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: size,
        responsibilities: ids.to_vec(),
        control: None,
        until: None,
        source: None,
        note: None,
    })
}

/// What `onus evidence list` answers.
#[derive(Serialize)]
pub(crate) struct AllEvidence<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    /// In the order of recording.
    evidence: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    file: Evidence,
    /// What it is for.
    #[serde(rename = "for")]
    responsibilities: Vec<ResponsibilityId>,
}

/// All evidence that counts.
pub(crate) fn list(workspace: &Workspace) -> Result<AllEvidence<'_>, Problem> {
    let mut all: BTreeMap<u64, Listed> = BTreeMap::new();
    for (id, history) in workspace.record.responsibilities() {
        for file in evidence(workspace, history, workspace.present())? {
            let listed = all.entry(file.entry).or_insert(Listed { file, responsibilities: Vec::new() });
            listed.responsibilities.push(id.clone());
        }
    }
    Ok(AllEvidence { workspace, evidence: all.into_values().collect() })
}

impl Answer for AllEvidence<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for Listed { file, responsibilities } in &self.evidence {
            let ids: Vec<&str> = responsibilities.iter().map(ResponsibilityId::as_str).collect();
            let (of, name) = (self.workspace.date(file.at), printable(&file.name));
            let until = file.until.map(|until| format!(" until {}", self.workspace.date(until))).unwrap_or_default();
            writeln!(out, "{}  {name}  of {of}{until}, for {}", file.evidence, ids.join(", "))?;
            writeln!(
                out,
                "    {}",
                styled(DIM, format!("{} bytes, SHA-256 {}{}", file.bytes, file.digest, file.gone()))
            )?;
        }
        if self.evidence.is_empty() {
            writeln!(out, "no evidence yet: onus evidence add FILE --for RESPONSIBILITY")?;
        }
        Ok(())
    }
}

/// What `onus evidence export` answers.
#[derive(Serialize)]
pub(crate) struct Exported {
    evidence: EvidenceId,
    digest: Digest,
    bytes: u64,
    /// Where it was written.
    file: String,
}

/// Writes a file of the vault into a new file.
pub(crate) fn export(workspace: &Workspace, which: &str, to: &Path) -> Result<Exported, Problem> {
    let all = list(workspace)?.evidence;
    let fits =
        |file: &Evidence| file.evidence.as_str().starts_with(which) || file.digest.to_string().starts_with(which);
    let mut found: Vec<Evidence> = all.into_iter().map(|listed| listed.file).filter(fits).collect();
    if let Some(exact) = found.iter().position(|file| file.evidence.as_str() == which) {
        found = vec![found.swap_remove(exact)];
    }
    let same = found.windows(2).all(|pair| matches!(pair, [left, right] if left.digest == right.digest));
    let file = match found.into_iter().next() {
        Some(file) if same && !which.is_empty() => file,
        Some(_) => return Err(Problem::User(format!("`{which}` begins several files; give more of it"))),
        None => return Err(Problem::User(format!("there is no evidence `{which}`; `onus evidence list` shows it"))),
    };
    write_new(to, &workspace.vault.read(&file.digest)?)?;
    let Evidence { evidence, digest, bytes, .. } = file;
    Ok(Exported { evidence, digest, bytes, file: to.display().to_string() })
}

/// Writes a file that is not there yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    match file.and_then(|mut file| file.write_all(bytes)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Problem::User(format!("{}: it is there already; name a new file", path.display())))
        }
        written => written.map_err(Problem::machine(path)),
    }
}

impl Answer for Exported {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let Exported { evidence, digest, bytes, file } = self;
        writeln!(out, "wrote {evidence} to {}: {bytes} bytes, SHA-256 {digest}", printable(file))
    }
}
