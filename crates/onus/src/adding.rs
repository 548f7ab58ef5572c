//! `onus agreement add`: what a workspace learns from papers.

use crate::agreement::{bytes, understood};
use crate::answer::Answer;
use crate::arguments::{Add, Reading};
use crate::changes::{Counts, Place};
use crate::deal;
use crate::problem::{Problem, printable};
use crate::progress;
use crate::reading;
use crate::workspace::{Edge, Workspace};
use jiff::Timestamp;
use onus_assess::Fact;
use onus_assess::fact::{AgreementVersion, Paper};
use onus_documents::{Document, Format};
use onus_terms::AgreementId;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// What `onus agreement add` answers.
#[derive(Serialize)]
pub(crate) struct Added {
    pub(crate) agreement: AgreementId,
    pub(crate) version: u32,
    /// Responsibilities that are new or say something else than before: somebody has to confirm them.
    proposed: usize,
    /// How many of these change one of the version before.
    changed: usize,
    /// Responsibilities that the version before had too: decisions carry over.
    restated: usize,
    /// Responsibilities that this version no longer has.
    ended: usize,
    /// What somebody should know about how the papers were read, such as tracked changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    /// The number of the first entry.
    first: u64,
    /// The number of the last.
    last: u64,
}

impl Answer for Added {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let Added { agreement, version, proposed, changed, restated, ended, .. } = self;
        let changed = if *changed > 0 { format!(" ({changed} of them changed)") } else { String::new() };
        writeln!(
            out,
            "added {agreement} version {version}: {proposed} proposed{changed}, {restated} as before, {ended} gone"
        )?;
        for notice in &self.notices {
            writeln!(out, "note: {}", printable(notice))?;
        }
        if *version > 1 {
            writeln!(out, "what is different: onus agreement diff {agreement}")?;
        }
        if proposed + restated == 0 {
            writeln!(out, "no duty of the customer was found in it; check that it is the right paper")?;
        }
        if *proposed > 0 {
            writeln!(out, "next: onus responsibilities --proposed, then onus responsibility confirm …")?;
        }
        Ok(())
    }
}

/// A version to be recorded: what the command line, or a watched source, says of it.
pub(crate) struct NewVersion<'a> {
    /// The agreement that it belongs to; without one it begins an agreement.
    pub(crate) version_of: Option<&'a AgreementId>,
    /// The id of the agreement that it begins, where that is not made of the title.
    pub(crate) begins: Option<&'a AgreementId>,
    /// Whom it is with, where that is not as before.
    pub(crate) provider: Option<&'a str>,
    /// What it is called, where that is not as before.
    pub(crate) title: Option<&'a str>,
    /// Its papers: name and bytes.
    pub(crate) papers: Vec<(String, Vec<u8>)>,
    /// When it takes effect.
    pub(crate) effective: Timestamp,
    /// Who adds it.
    pub(crate) by: Option<&'a str>,
    /// Where it was published; its words may come back then after they were gone.
    pub(crate) source: Option<&'a str>,
}

/// Adds an agreement or a new version of one. All of it is recorded, or nothing.
pub(crate) fn add(workspace: &mut Workspace, given: &Add) -> Result<Added, Problem> {
    let mut papers = Vec::new();
    for path in &given.files {
        let bytes = bytes(path, &given.reading.limits())?;
        papers.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes));
    }
    let effective = match &given.effective {
        Some(text) => workspace.time(text, Edge::Start)?,
        None => workspace.now,
    };
    let version = NewVersion {
        version_of: given.version_of.as_ref(),
        begins: None,
        provider: given.provider.as_deref(),
        title: given.title.as_deref(),
        papers,
        effective,
        by: given.by.as_deref(),
        source: None,
    };
    record(workspace, version, &given.reading)
}

/// Reads the papers of a version and records it with what it proposes, restates and ends.
pub(crate) fn record(workspace: &mut Workspace, new: NewVersion<'_>, how: &Reading) -> Result<Added, Problem> {
    let bar = progress::bar(u64::try_from(new.papers.len()).unwrap_or(u64::MAX), "reading");
    let mut papers = Vec::new();
    let mut readings = Vec::new();
    let mut contents = Vec::new();
    let mut notices = Vec::new();
    for (name, bytes) in &new.papers {
        let document = understood(Path::new(name), bytes, &how.limits())?;
        let said = reading::read(Path::new(name), &document, &how.options())?;
        readings.extend(said.responsibilities);
        notices.extend(said.notices.iter().map(|notice| format!("{name}: {notice}")));
        papers.push(paper(name, bytes, &document));
        if let Some(parties) = said.parties {
            contents.push((name.as_str(), document.content, parties));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let version = version(workspace, &new, papers, how)?;
    let readings = onus_agreement::merged(readings);
    notices.extend(deal::missing(&contents));
    notices.extend(namesake(workspace, &version));
    for (_, bytes) in &new.papers {
        workspace.vault.put(bytes)?;
    }
    let (agreement, number, at) = (version.agreement.clone(), version.version, new.effective);
    let mut facts = vec![(Fact::AgreementAdded(version), at)];
    let place = Place::of(workspace, &agreement, number, at);
    notices.extend(place.notice(workspace));
    let Counts { proposed, changed, restated, ended } = place.changes(workspace, &readings, &mut facts)?;
    // What it restates and ends was compared with what is known: nobody may have recorded anything meanwhile.
    let receipts = workspace.record_if_unmoved(&facts, new.by)?;
    let (first, last) = receipts.first().zip(receipts.last()).map_or((0, 0), |(first, last)| (first.index, last.index));
    Ok(Added { agreement, version: number, proposed, changed, restated, ended, notices, first, last })
}

fn paper(name: &str, bytes: &[u8], document: &Document) -> Paper {
    Paper {
        document: document.content.digest,
        name: name.to_owned(),
        format: format(document.format).to_owned(),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    }
}

fn format(format: Format) -> &'static str {
    match format {
        Format::Html => "html",
        Format::Markdown => "markdown",
        Format::Text => "text",
        Format::Docx => "docx",
        Format::Xlsx => "xlsx",
        Format::Csv => "csv",
        Format::Pdf => "pdf",
    }
}

fn version(
    workspace: &Workspace,
    new: &NewVersion<'_>,
    papers: Vec<Paper>,
    how: &Reading,
) -> Result<AgreementVersion, Problem> {
    let before = match new.version_of {
        Some(id) => match workspace.versions(id).last() {
            Some(before) => Some(&before.fact),
            None => return Err(Problem::User(format!("there is no agreement `{id}`; see `onus agreement list`"))),
        },
        None => None,
    };
    let highest = before
        .and_then(|before| workspace.versions(&before.agreement).iter().map(|version| version.fact.version).max());
    let digests = |papers: &[Paper]| papers.iter().map(|paper| paper.document).collect::<Vec<_>>();
    let mut all = workspace.agreements().flat_map(|(_, versions)| versions);
    // A provider can publish again what it had taken back.
    let back = |version: &AgreementVersion| {
        let current = before.is_some_and(|before| before.version == version.version);
        new.source.is_some() && Some(&version.agreement) == new.version_of && !current
    };
    // The same standard terms may be agreed with another provider.
    let other = |version: &AgreementVersion| {
        let provider = new.provider.filter(|_| before.is_none());
        provider.is_some_and(|provider| !provider.trim().eq_ignore_ascii_case(version.provider.trim()))
    };
    let same =
        |version: &AgreementVersion| digests(&version.papers) == digests(&papers) && !back(version) && !other(version);
    if let Some(twice) = all.find(|version| same(&version.fact)) {
        let (id, number) = (&twice.fact.agreement, twice.fact.version);
        return Err(Problem::User(format!(
            "these papers are in the workspace already, as {id} version {number}; nothing was recorded. `onus agreement show {id}` shows them"
        )));
    }
    let or =
        |given: Option<&str>, old: Option<&String>| given.or(old.map(String::as_str)).unwrap_or_default().to_owned();
    let title = or(new.title, before.map(|before| &before.title));
    let agreement = match (before, new.begins) {
        (Some(before), _) => before.agreement.clone(),
        (None, Some(id)) => id.clone(),
        (None, None) => free_id(workspace, &title)?,
    };
    Ok(AgreementVersion {
        agreement,
        version: highest.map_or(1, |highest| highest.saturating_add(1)),
        provider: or(new.provider, before.map(|before| &before.provider)),
        title,
        papers,
        reader: concat!("onus ", env!("CARGO_PKG_VERSION")).to_owned(),
        source: new.source.map(str::to_owned),
        called_customer: how.called_customer.clone(),
        called_provider: how.called_provider.clone(),
    })
}

/// Another agreement that has the same title and provider.
fn namesake(workspace: &Workspace, new: &AgreementVersion) -> Option<String> {
    let last = workspace.agreements().filter_map(|(id, versions)| Some((id, &versions.last()?.fact)));
    let same = |(id, old): &(&AgreementId, &AgreementVersion)| {
        **id != new.agreement && old.title == new.title && old.provider == new.provider
    };
    let (id, _) = { last }.find(same)?;
    Some(format!("`{id}` has the same title and provider; a new version of it is added with --version-of {id}"))
}

/// An id made of the title's words that no agreement has; one that was withdrawn can be added again under its id, so that
/// its responsibilities keep theirs, with what was decided of them.
fn free_id(workspace: &Workspace, title: &str) -> Result<AgreementId, Problem> {
    let plain: String = title.chars().flat_map(crate::ids::spelled).collect();
    let words: Vec<String> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let slug: String = words.join("-").chars().take(48).collect();
    let slug = if slug.is_empty() { "agreement".to_owned() } else { slug };
    (1u32..)
        .map(|number| if number == 1 { slug.clone() } else { format!("{slug}-{number}") })
        .filter_map(|text| AgreementId::new(text).ok())
        .find(|id| workspace.versions(id).is_empty())
        .ok_or_else(|| Problem::User(format!("no id can be made of the title `{}`", printable(title))))
}
