//! `onus agreement list` and `onus agreement show`: the papers in a workspace.

use crate::agreement::understood;
use crate::answer::{Answer, BOLD, DIM, colour, styled};
use crate::arguments::Show;
use crate::problem::{Problem, printable};
use crate::reading;
use crate::sheets;
use crate::status::asked;
use crate::workspace::Workspace;
use anstyle::Style;
use jiff::Timestamp;
use onus_assess::fact::AgreementVersion;
use onus_assess::{Line, Moment};
use onus_documents::{Document, Limits};
use onus_terms::{Block, BlockKind, Digest, DocumentText, ResponsibilityId};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// What `onus agreement list` answers.
#[derive(Serialize)]
pub(crate) struct Agreements<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    agreements: Vec<Listed<'a>>,
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    version: &'a AgreementVersion,
    /// From when it holds.
    effective: Timestamp,
    /// The number of the entry.
    entry: u64,
    /// When the agreement ended, where no version began it anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<Timestamp>,
}

/// The agreements and their versions.
pub(crate) fn list(workspace: &Workspace) -> Agreements<'_> {
    let mut agreements = Vec::new();
    for (id, versions) in workspace.agreements() {
        let last = versions.last().map(|version| version.stamp.at);
        let ended = workspace.ended(id).filter(|ended| last.is_none_or(|last| last <= *ended));
        agreements.extend(versions.into_iter().map(|version| {
            let (effective, entry) = (version.stamp.at, version.stamp.entry);
            Listed { version: &version.fact, effective, entry, ended }
        }));
    }
    Agreements { workspace, agreements }
}

impl Answer for Agreements<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for Listed { version, effective, ended, .. } in &self.agreements {
            let names: Vec<String> = version.papers.iter().map(|paper| printable(&paper.name)).collect();
            let (title, provider) = (printable(&version.title), printable(&version.provider));
            let id = styled(BOLD, &version.agreement);
            let from = self.workspace.date(*effective);
            let until = ended.map(|ended| format!(" until {}", self.workspace.date(ended))).unwrap_or_default();
            writeln!(out, "{id} version {}  {title}, {provider}, from {from}{until}", version.version)?;
            let source = version.source.as_deref().map(|source| format!("  from {}", printable(source)));
            writeln!(out, "    {}", styled(DIM, format!("{}{}", names.join(", "), source.unwrap_or_default())))?;
        }
        if self.agreements.is_empty() {
            writeln!(out, "no agreement yet: onus agreement add FILE --provider NAME --title TITLE")?;
        }
        Ok(())
    }
}

/// What `onus agreement show` answers: the papers with their responsibilities in place.
#[derive(Serialize)]
pub(crate) struct Marked<'a> {
    #[serde(flatten)]
    version: &'a AgreementVersion,
    /// From when it holds.
    effective: Timestamp,
    /// As of when the statuses are told: now, or the last second before the next version.
    as_of: Timestamp,
    marked: Vec<Paper<'a>>,
    #[serde(skip)]
    only_marked: bool,
    /// The time of the statuses in words, where another version holds now.
    #[serde(skip)]
    then: Option<String>,
}

#[derive(Serialize)]
struct Paper<'a> {
    name: &'a str,
    document: Digest,
    /// In the order of the text, with their citations.
    responsibilities: Vec<Line>,
    #[serde(skip)]
    text: DocumentText,
    /// Whether it has rows and no clauses.
    #[serde(skip)]
    table: bool,
    /// Places that say again what a responsibility says, by their first character.
    #[serde(skip)]
    again: BTreeMap<usize, ResponsibilityId>,
}

/// The papers of one version, read again from the vault, with what they ask as it stands now, or stood at its end.
pub(crate) fn show<'a>(workspace: &'a Workspace, given: &Show) -> Result<Marked<'a>, Problem> {
    let versions = workspace.versions(&given.agreement);
    let wanted = |version: u32| given.version.is_none_or(|given| given == version);
    let Some(version) = versions.iter().rev().find(|version| wanted(version.fact.version)) else {
        let id = &given.agreement;
        return Err(Problem::User(match versions.last() {
            None => format!("there is no agreement `{id}`; see `onus agreement list`"),
            Some(last) => {
                let number = given.version.unwrap_or_default();
                format!("`{id}` has no version {number}; its last is {}", last.fact.version)
            }
        }));
    };
    let next = versions.iter().find(|other| other.stamp.at > version.stamp.at);
    let present = workspace.present();
    let second = jiff::SignedDuration::from_secs(1);
    let before = |next: Timestamp| Moment { as_of: next.checked_sub(second).unwrap_or(next), ..present };
    // A version that takes effect later is shown as of then.
    let moment =
        next.map_or(Moment { as_of: present.as_of.max(version.stamp.at), ..present }, |next| before(next.stamp.at));
    let lines = workspace.status(moment, false)?.lines;
    let mut marked = Vec::new();
    for (name, read) in documents(workspace, &version.fact)? {
        let table = reading::is_table(read.format);
        let text = read.content;
        let document = text.digest;
        let of = lines.iter().filter(|line| line.agreement == version.fact.agreement);
        // A row of a matrix only points at the duty that it tells again; a paper shows it at each place.
        let mut own: Vec<Line> = of.flat_map(|line| places(line, document, table)).collect();
        own.sort_by_key(|line| line.citation.place.span.start);
        let again = if table { again(&own) } else { BTreeMap::new() };
        marked.push(Paper { name, document, responsibilities: own, text, table, again });
    }
    let (as_of, only_marked) = (moment.as_of, given.only_marked);
    let then = (as_of != present.as_of).then(|| asked(workspace, moment));
    Ok(Marked { version: &version.fact, effective: version.stamp.at, as_of, marked, only_marked, then })
}

/// Where the text says again what these lines say.
fn again(lines: &[Line]) -> BTreeMap<usize, ResponsibilityId> {
    let places = |line: &Line| {
        let starts: Vec<usize> = line.also.iter().map(|citation| citation.place.span.start).collect();
        starts.into_iter().map(|start| (start, line.responsibility.clone())).collect::<Vec<_>>()
    };
    lines.iter().flat_map(places).collect()
}

/// A line once for each place in a paper that says it, or only for the first.
fn places(line: &Line, document: Digest, first: bool) -> impl Iterator<Item = Line> {
    let all = std::iter::once(&line.citation).chain(line.also.iter().filter(move |_| !first));
    let here = all.filter(move |citation| citation.document == document);
    here.map(|citation| Line { citation: citation.clone(), ..line.clone() })
}

/// The papers of a version, read again from the vault, with their names.
pub(crate) fn documents<'a>(
    workspace: &Workspace,
    version: &'a AgreementVersion,
) -> Result<Vec<(&'a str, Document)>, Problem> {
    let mut documents = Vec::new();
    for paper in &version.papers {
        let bytes = workspace.vault.read(&paper.document)?;
        // What was read once is read again, whatever the limit was then. Packages are bounded by a multiple of it.
        let limits = Limits { bytes: bytes.len().max(Limits::default().bytes) };
        let document = understood(Path::new(&paper.name), &bytes, &limits)?;
        documents.push((paper.name.as_str(), document));
    }
    Ok(documents)
}

impl Answer for Marked<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(then) = &self.then {
            writeln!(out, "{then}: where the responsibilities of this version stood then\n")?;
        }
        for paper in &self.marked {
            let count = crate::answer::counted(paper.responsibilities.len(), "responsibility", "responsibilities");
            writeln!(out, "{}\n", styled(BOLD, format!("{}: {count}", printable(paper.name))))?;
            if paper.table {
                sheets::show(&paper.text, &paper.responsibilities, &paper.again, self.only_marked, out)?;
            } else {
                paper.show(self.only_marked, out)?;
            }
        }
        Ok(())
    }
}

impl Paper<'_> {
    fn show(&self, only_marked: bool, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = self.responsibilities.iter().peekable();
        for block in &self.text.blocks {
            let Some(whole) = self.text.cite(block, 0..block.words().len()) else { continue };
            let end = whole.place.span.end;
            let mut own = Vec::new();
            while let Some(line) = lines.next_if(|line| line.citation.place.span.start < end) {
                own.push(line);
            }
            let heading = matches!(block.kind, BlockKind::Heading(_));
            if own.is_empty() && only_marked && !heading {
                continue;
            }
            show_block(block, &own, out)?;
        }
        Ok(())
    }
}

fn show_block(block: &Block, lines: &[&Line], out: &mut dyn Write) -> io::Result<()> {
    let words = printable(block.words());
    let indent = if let BlockKind::Item(depth) = block.kind { "  ".repeat(depth.min(8) + 1) } else { String::new() };
    // A number that the format computes stands only in the marker.
    let marker = block.marker.as_deref().map(printable).filter(|marker| !words.starts_with(marker.as_str()));
    let marker = marker.map(|marker| format!("{marker} ")).unwrap_or_default();
    if matches!(block.kind, BlockKind::Heading(_)) {
        return writeln!(out, "{marker}{}\n", styled(BOLD, words));
    }
    let bar = if lines.is_empty() { " " } else { "▌" };
    let quotes = lines.iter().map(|line| printable(&line.citation.quote));
    let marked =
        quotes.fold(words, |words, quote| words.replacen(&quote, &styled(Style::new().underline(), &quote), 1));
    writeln!(out, "{bar} {indent}{marker}{marked}")?;
    for line in lines {
        let areas: Vec<&str> = line.areas.iter().map(|area| area.as_str()).collect();
        let status = styled(colour(line.status), line.status.as_str());
        let act = if lines.len() > 1 { styled(DIM, format!("  {}", printable(&line.act))) } else { String::new() };
        let id = styled(BOLD, &line.responsibility);
        let page = line.citation.place.page.map(|page| styled(DIM, format!("  p. {page}"))).unwrap_or_default();
        writeln!(out, "▌ {indent}  {id} {} {}  {status}{page}{act}", line.kind, areas.join("+"))?;
        if let Some(lead_in) = &line.lead_in {
            let after = format!("after “{}”", printable(&lead_in.quote));
            writeln!(out, "▌ {indent}  {}", styled(DIM, after))?;
        }
    }
    writeln!(out)
}
