//! `onus init`, `onus person` and `onus agreement add`: what a workspace begins with.

use crate::arguments::{Add, Init, PersonCommand};
use crate::problem::{Problem, printable};
use crate::workspace::{Edge, Workspace, derived, fresh, person_added};
use jiff::Timestamp;
use onus_agreement::Change;
use onus_assess::Fact;
use onus_assess::fact::{AgreementVersion, Ended, Paper, Proposed, Restated};
use onus_documents::{Document, Format, Limits};
use onus_terms::{AgreementId, PersonId, Responsibility, ResponsibilityId};
use std::io::Write;
use std::path::Path;

/// Makes a workspace.
pub(crate) fn init(folder: Option<&Path>, arguments: &Init, out: &mut impl Write) -> Result<(), Problem> {
    let folder = folder.unwrap_or(Path::new("."));
    let Init { name, me, email, zone } = arguments;
    let workspace = Workspace::create(folder, name, me, email.as_deref(), zone)?;
    writeln!(out, "made the workspace of {} with the log {}", printable(name), workspace.store.origin())?;
    writeln!(out, "keep `key` to yourself; next: onus agreement add FILE --provider NAME --title TITLE")?;
    Ok(())
}

/// Adds or lists persons.
pub(crate) fn person(mut workspace: Workspace, command: &PersonCommand, out: &mut impl Write) -> Result<(), Problem> {
    if let PersonCommand::Add { name, email } = command {
        let id = PersonId::new(fresh("p-")?).map_err(|error| Problem::User(error.to_string()))?;
        let now = workspace.now;
        workspace.record(&[(person_added(&id, name, email.as_deref()), now)], None)?;
    }
    for person in workspace.record.persons() {
        writeln!(out, "{}  {}", person.person, printable(&person.name))?;
    }
    Ok(())
}

/// Lists the agreements and their versions.
pub(crate) fn list(workspace: &Workspace, json: bool, out: &mut impl Write) -> Result<(), Problem> {
    for (id, versions) in workspace.record.agreements() {
        for version in versions {
            if json {
                serde_json::to_writer(&mut *out, &version.fact).map_err(std::io::Error::from)?;
                writeln!(out)?;
                continue;
            }
            let fact = &version.fact;
            let names: Vec<String> = fact.papers.iter().map(|paper| printable(&paper.name)).collect();
            let (title, provider) = (printable(&fact.title), printable(&fact.provider));
            writeln!(
                out,
                "{id} v{}  {title}, {provider}  from {}  {}",
                fact.version,
                version.stamp.at,
                names.join(", ")
            )?;
        }
    }
    Ok(())
}

/// Adds an agreement or a new version of one. All of it is recorded, or nothing.
pub(crate) fn add(mut workspace: Workspace, arguments: &Add, out: &mut impl Write) -> Result<(), Problem> {
    let limits = Limits { bytes: arguments.max_bytes };
    let mut papers = Vec::new();
    let mut readings = Vec::new();
    for path in &arguments.files {
        let (bytes, document) = crate::agreement::document(path, &limits)?;
        let reading = onus_agreement::read(&document.content, &onus_agreement::Options::default());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        papers.push((paper(name, &document), bytes));
        readings.extend(reading.responsibilities);
    }
    let at = match &arguments.effective {
        Some(text) => workspace.time(text, Edge::Start)?,
        None => workspace.now,
    };
    let version = version(&workspace, arguments, papers.iter().map(|(paper, _)| paper.clone()).collect())?;
    for (_, bytes) in &papers {
        workspace.vault.put(bytes)?;
    }
    let (id, number) = (version.agreement.clone(), version.version);
    let mut facts = vec![(Fact::AgreementAdded(version), at)];
    let counts = changes(&workspace, &id, number, readings, at, &mut facts)?;
    workspace.record(&facts, None)?;
    let [new, same, gone] = counts;
    writeln!(out, "added {id} version {number}: {new} proposed, {same} as before, {gone} gone")?;
    if new + same == 0 {
        writeln!(out, "no duty of the customer was found in it; check that it is the right paper")?;
    }
    writeln!(out, "next: onus responsibilities --proposed, then onus responsibility confirm …")?;
    Ok(())
}

fn paper(name: String, document: &Document) -> Paper {
    let format = match document.format {
        Format::Html => "html",
        Format::Markdown => "markdown",
        Format::Text => "text",
        Format::Docx => "docx",
    };
    let bytes = u64::try_from(document.content.text.len()).unwrap_or(u64::MAX);
    Paper { document: document.content.digest, name, format: format.to_owned(), bytes }
}

fn version(workspace: &Workspace, arguments: &Add, papers: Vec<Paper>) -> Result<AgreementVersion, Problem> {
    let before = match &arguments.version_of {
        Some(id) => match workspace.record.versions(id).last() {
            Some(before) => Some(&before.fact),
            None => return Err(Problem::User(format!("there is no agreement `{id}`; see `onus agreement list`"))),
        },
        None => None,
    };
    let digests = |papers: &[Paper]| papers.iter().map(|paper| paper.document).collect::<Vec<_>>();
    let mut all = workspace.record.agreements().flat_map(|(_, versions)| versions);
    if let Some(twice) = all.find(|version| digests(&version.fact.papers) == digests(&papers)) {
        let (id, number) = (&twice.fact.agreement, twice.fact.version);
        return Err(Problem::User(format!("these papers are in the workspace already, as {id} version {number}")));
    }
    let or = |given: &Option<String>, old: Option<&String>| given.clone().or(old.cloned()).unwrap_or_default();
    let title = or(&arguments.title, before.map(|before| &before.title));
    let agreement = match before {
        Some(before) => before.agreement.clone(),
        None => free_id(workspace, &title)?,
    };
    Ok(AgreementVersion {
        agreement,
        version: before.map_or(1, |before| before.version.saturating_add(1)),
        provider: or(&arguments.provider, before.map(|before| &before.provider)),
        title,
        papers,
        reader: concat!("onus ", env!("CARGO_PKG_VERSION")).to_owned(),
    })
}

/// An id made of the title's words that no agreement has yet.
fn free_id(workspace: &Workspace, title: &str) -> Result<AgreementId, Problem> {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let slug: String = words.join("-").chars().take(48).collect();
    let slug = if slug.is_empty() { "agreement".to_owned() } else { slug };
    (1u32..)
        .map(|number| if number == 1 { slug.clone() } else { format!("{slug}-{number}") })
        .filter_map(|text| AgreementId::new(text).ok())
        .find(|id| workspace.record.versions(id).is_empty())
        .ok_or_else(|| Problem::User(format!("no id can be made of the title `{}`", printable(title))))
}

/// What a version proposes, restates and ends: the facts, and how many of each.
fn changes(
    workspace: &Workspace,
    agreement: &AgreementId,
    version: u32,
    readings: Vec<Responsibility>,
    at: Timestamp,
    facts: &mut Vec<(Fact, Timestamp)>,
) -> Result<[usize; 3], Problem> {
    let present = workspace.present();
    let moment = onus_assess::Moment { as_of: at.max(present.as_of), ..present };
    let before: Vec<(ResponsibilityId, Responsibility)> = workspace
        .record
        .responsibilities()
        .filter(|(id, _)| workspace.line(id, moment).is_some_and(|line| line.agreement == *agreement))
        .filter_map(|(id, history)| {
            let last = history.restated.last().map(|again| &again.fact.reading);
            Some((id.clone(), last.or(history.proposed.last().map(|first| &first.fact.reading))?.clone()))
        })
        .collect();
    let old: Vec<Responsibility> = before.iter().map(|(_, reading)| reading.clone()).collect();
    let mut counts = [0; 3];
    for change in onus_agreement::compare(&old, &readings) {
        let (which, fact) = match change {
            Change::New(new) => {
                let Some(reading) = readings.get(new).cloned() else { continue };
                (0, Fact::ResponsibilityProposed(proposed(workspace, agreement, version, reading)?))
            }
            Change::Same(old, new) => {
                let (Some((id, _)), Some(reading)) = (before.get(old), readings.get(new).cloned()) else { continue };
                (1, Fact::ResponsibilityRestated(Restated { responsibility: id.clone(), version, reading }))
            }
            Change::Gone(old) => {
                let Some((id, _)) = before.get(old) else { continue };
                (2, Fact::ResponsibilityEnded(Ended { responsibility: id.clone(), version }))
            }
            _ => continue,
        };
        if let Some(count) = counts.get_mut(which) {
            *count += 1;
        }
        facts.push((fact, at));
    }
    Ok(counts)
}

fn proposed(
    workspace: &Workspace,
    agreement: &AgreementId,
    version: u32,
    reading: Responsibility,
) -> Result<Proposed, Problem> {
    let span = reading.citation.place.span;
    let place = format!("{agreement}/{version}/{}/{}/{}", reading.citation.document, span.start, span.end);
    let responsibility =
        ResponsibilityId::new(derived("r-", &place)).map_err(|error| Problem::User(error.to_string()))?;
    let controls = workspace.library.suggest(&reading);
    Ok(Proposed { responsibility, agreement: agreement.clone(), version, reading, controls, rewords: None })
}
