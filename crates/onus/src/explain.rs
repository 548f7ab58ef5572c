//! `onus explain` and `onus responsibility show`: one responsibility from its clause to its proof.

use crate::answer::{Answer, BOLD, DIM, colour, place, styled};
use crate::arguments;
use crate::deal::{Hanging, consequences};
use crate::exposure::hanging;
use crate::problem::{Problem, printable};
use crate::status::{heading, moment, reasons};
use crate::story::{self, Event};
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::controls::Control;
use onus_assess::fact::{AgreementVersion, EvidenceAdded};
use onus_assess::record::{History, Stamped};
use onus_assess::{Fact, Line, Moment};
use onus_terms::{Digest, EvidenceId, Responsibility, ResponsibilityId};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What `onus explain` answers: the chain.
#[derive(Serialize)]
pub(crate) struct Explained<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    /// Where it stands, why, and the citation.
    line: Line,
    /// The version of the agreement that says it.
    agreement: &'a AgreementVersion,
    /// The name of the paper that is cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<&'a str>,
    /// What it words anew, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Before>,
    /// The controls that discharge it, with what they mean for security.
    controls: Vec<&'a Control>,
    /// What the agreement attaches to failing it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    consequences: Vec<Hanging>,
    /// The evidence handed over for it.
    evidence: Vec<Evidence>,
    /// What was recorded of it.
    story: Vec<Event>,
}

/// A file that was handed over.
#[derive(Serialize)]
pub(crate) struct Evidence {
    pub(crate) evidence: EvidenceId,
    pub(crate) entry: u64,
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) digest: Digest,
    pub(crate) at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
    /// Whether the file is not in the vault any more, so that it backs nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) missing: bool,
}

impl Evidence {
    pub(crate) fn gone(&self) -> &'static str {
        if self.missing { ", NOT IN THE VAULT any more: put a backup back" } else { "" }
    }
}

/// The responsibility of another version that this one words anew.
#[derive(Serialize)]
struct Before {
    responsibility: ResponsibilityId,
    version: u32,
    /// What it asked.
    act: String,
    /// The evidence handed over for it.
    evidence: Vec<Evidence>,
}

/// The files handed over for a responsibility that count.
pub(crate) fn evidence(workspace: &Workspace, history: &History, moment: Moment) -> Result<Vec<Evidence>, Problem> {
    let view = story::view(workspace, moment);
    let mut files = Vec::new();
    for entry in workspace.record.evidence_of(history) {
        let Some(Stamped { stamp, fact: Fact::EvidenceAdded(fact) }) = workspace.fact(entry)? else { continue };
        if view.sees(&stamp) {
            let EvidenceAdded { evidence, name, bytes, digest, until, source, .. } = fact;
            let missing = !workspace.vault.contains(&digest);
            files.push(Evidence { evidence, entry, name, bytes, digest, at: stamp.at, until, source, missing });
        }
    }
    Ok(files)
}

/// One responsibility from its clause to its proof.
pub(crate) fn explain<'a>(workspace: &'a Workspace, given: &arguments::Explain) -> Result<Explained<'a>, Problem> {
    let (id, history) = workspace.responsibility(&given.id)?;
    let moment = moment(workspace, &given.times)?;
    let absent = || Problem::User(format!("`{id}` was not in force, or not known, then"));
    let line = workspace.checked_line(id, moment)?.ok_or_else(absent)?;
    let versions = workspace.record.versions(&line.agreement);
    let agreement = versions.iter().rev().find(|version| version.fact.version == line.version).ok_or_else(absent)?;
    let papers = &agreement.fact.papers;
    let paper = papers.iter().find(|paper| paper.document == line.citation.document);
    Ok(Explained {
        workspace,
        agreement: &agreement.fact,
        paper: paper.map(|paper| paper.name.as_str()),
        consequences: of(workspace, &line, moment)?,
        controls: line.controls.iter().filter_map(|id| workspace.library.control(id)).collect(),
        before: before(workspace, &line, moment)?,
        evidence: evidence(workspace, history, moment)?,
        story: story::story(workspace, history, moment)?,
        line,
    })
}

/// What the agreement of a line attaches to failing it.
fn of(workspace: &Workspace, line: &Line, moment: Moment) -> Result<Vec<Hanging>, Problem> {
    let mut found = consequences(workspace, std::slice::from_ref(&line.agreement), moment)?;
    Ok(found.hanging.remove(&line.responsibility).unwrap_or_default())
}

/// The other places that say the same.
fn also(line: &Line, out: &mut dyn Write) -> io::Result<()> {
    for citation in &line.also {
        let place = citation.place.clause.as_deref().or(citation.place.heading.as_deref()).map(printable);
        writeln!(out, "    also {}: “{}”", place.unwrap_or_default(), printable(&citation.quote))?;
    }
    Ok(())
}

/// What a responsibility words anew, as it was last.
fn before(workspace: &Workspace, line: &Line, moment: Moment) -> Result<Option<Before>, Problem> {
    let Some((id, history)) = line.rewords.as_ref().and_then(|id| Some((id, workspace.record.history(id)?))) else {
        return Ok(None);
    };
    let second = jiff::SignedDuration::from_secs(1);
    let as_of = line.since.checked_sub(second).unwrap_or(line.since);
    let Some(last) = workspace.line(id, Moment { as_of, ..moment }) else { return Ok(None) };
    let evidence = evidence(workspace, history, moment)?;
    Ok(Some(Before { responsibility: id.clone(), version: last.version, act: last.act, evidence }))
}

/// The words of a clause as the paper says them, after those that lead in to its list.
pub(crate) fn quoted(line: &Line) -> String {
    let lead_in = line.lead_in.as_ref().map(|lead_in| format!("{} … ", printable(&lead_in.quote))).unwrap_or_default();
    format!("“{lead_in}{}”", printable(&line.citation.quote))
}

impl Answer for Explained<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let Explained { workspace, line, agreement, .. } = self;
        heading(workspace, line, out)?;
        part("clause", out)?;
        let (title, provider) = (printable(&agreement.title), printable(&agreement.provider));
        let span = line.citation.place.span;
        writeln!(out, "    {title} with {provider}, version {}, {}", agreement.version, place(&line.citation.place))?;
        writeln!(out, "    {}", quoted(line))?;
        let paper = self.paper.map(printable).unwrap_or_default();
        let characters = || format!("characters {} to {}", span.start, span.end);
        let cell = line.citation.place.cell.as_ref().map(|cell| format!("cell {}", printable(cell)));
        let at = cell.unwrap_or_else(characters);
        let place = format!("{paper}, {at}, SHA-256 {}", line.citation.document);
        writeln!(out, "    {}", styled(DIM, place))?;
        also(line, out)?;
        if let Some(Before { responsibility, version, act, evidence }) = &self.before {
            writeln!(out, "    words anew {responsibility} of version {version}: {}", printable(act))?;
            for file in evidence {
                let from = format!("of {} [{}]{}", workspace.date(file.at), file.entry, file.gone());
                writeln!(out, "        {}  {}", printable(&file.name), styled(DIM, from))?;
            }
        }
        if !self.consequences.is_empty() {
            part("what hangs on it", out)?;
            hanging(&self.consequences, out)?;
        }
        part("control", out)?;
        for control in &self.controls {
            show_control(control, out)?;
        }
        for act in &line.acts {
            let due = act.due.map(|due| format!(", due {}", workspace.date(due))).unwrap_or_default();
            let status = styled(colour(act.status), act.status.as_str());
            writeln!(out, "    {status}{due}: {} ({})", act.title, act.role)?;
        }
        part("evidence", out)?;
        for file in &self.evidence {
            let name = printable(&file.name);
            let about = format!(
                "{} bytes, of {}, SHA-256 {} [{}]{}",
                file.bytes,
                workspace.date(file.at),
                file.digest,
                file.entry,
                file.gone()
            );
            writeln!(out, "    {name}  {}", styled(DIM, about))?;
        }
        if self.evidence.is_empty() {
            writeln!(out, "    none was handed over: onus evidence add FILE --for {}", line.responsibility)?;
        }
        part("what was recorded", out)?;
        story::show(&self.story, |time| workspace.date(time), out)?;
        part("status", out)?;
        writeln!(out, "    {}", styled(colour(line.status), line.status.as_str()))?;
        reasons(workspace, line, out)?;
        if let Some(entry) = line.reasons.iter().flat_map(|reason| &reason.entries).max() {
            part("proof", out)?;
            writeln!(out, "    onus ledger prove {entry} > {entry}.tlog-proof")?;
        }
        Ok(())
    }
}

fn part(name: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}", styled(BOLD, name))
}

fn show_control(control: &Control, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "    {}: {}", control.id, control.title)?;
    writeln!(out, "    {}", control.impact)?;
    let references: Vec<String> =
        control.references.iter().map(|(framework, ids)| format!("{framework} {}", ids.join(", "))).collect();
    writeln!(out, "    {}", styled(DIM, references.join("; ")))
}

/// What `onus responsibility show` answers: the reading and what was decided about it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    /// Where it stands now.
    line: Line,
    /// What was read, before any edit.
    reading: &'a Responsibility,
    /// What the agreement attaches to failing it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    consequences: Vec<Hanging>,
    /// The readings of later versions that say the same, by version.
    restated: BTreeMap<u32, &'a Responsibility>,
    /// What was recorded of it.
    story: Vec<Event>,
}

/// One responsibility as it was read, and what was decided about it.
pub(crate) fn show<'a>(workspace: &'a Workspace, id: &str) -> Result<Shown<'a>, Problem> {
    let (id, history) = workspace.responsibility(id)?;
    let moment = workspace.present();
    let absent = || Problem::User(format!("`{id}` is not in force now; `onus explain {id} --as-of …` shows it then"));
    let line = workspace.checked_line(id, moment)?.ok_or_else(absent)?;
    let reading = &history.proposed.last().ok_or_else(absent)?.fact.reading;
    let restated = history.restated.iter().map(|again| (again.fact.version, &again.fact.reading)).collect();
    let consequences = of(workspace, &line, moment)?;
    Ok(Shown { workspace, reading, consequences, restated, story: story::story(workspace, history, moment)?, line })
}

impl Answer for Shown<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let Shown { workspace, line, reading, .. } = self;
        heading(workspace, line, out)?;
        writeln!(out, "    {}", quoted(line))?;
        also(line, out)?;
        writeln!(out, "    binds: {}; read with {} % confidence", reading.party, reading.confidence.as_percent())?;
        if let Some(trigger) = &reading.trigger {
            writeln!(out, "    when: {}", printable(trigger))?;
        }
        for deadline in &reading.deadlines {
            let anchor = deadline.anchor.as_deref().map(|anchor| format!(", from {}", printable(anchor)));
            let phrase = printable(&deadline.phrase);
            writeln!(out, "    time: {} (“{phrase}”{})", deadline.limit, anchor.unwrap_or_default())?;
        }
        for exception in &reading.exceptions {
            writeln!(out, "    exception: {}", printable(exception))?;
        }
        if !self.consequences.is_empty() {
            part("what hangs on it", out)?;
            hanging(&self.consequences, out)?;
        }
        part("what was recorded", out)?;
        story::show(&self.story, |time| workspace.date(time), out)
    }
}
