//! `onus responsibilities`, `status`, `due` and `explain`: where one stands.

use crate::arguments::{Due, Explain, Filter, Status, Times};
use crate::deciding::filtered;
use crate::problem::{Problem, printable};
use crate::workspace::{Edge, Workspace};
use onus_assess::{ActLine, Line, Moment, Standing, View};
use onus_terms::{PersonId, ResponsibilityId};
use serde::Serialize;
use std::io::{self, Write};

fn moment(workspace: &Workspace, times: &Times) -> Result<Moment, Problem> {
    let present = workspace.present();
    let time = |text: &Option<String>, edge| text.as_ref().map(|text| workspace.time(text, edge)).transpose();
    Ok(Moment {
        as_of: time(&times.as_of, Edge::End)?.unwrap_or(present.as_of),
        known_at: time(&times.known_at, Edge::End)?.unwrap_or(present.known_at),
    })
}

fn json<T: Serialize>(out: &mut impl Write, value: &T) -> Result<(), Problem> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

/// Lists the responsibilities in force now.
pub(crate) fn list(workspace: &Workspace, filter: &Filter, as_json: bool, out: &mut impl Write) -> Result<(), Problem> {
    for line in filtered(workspace, filter, workspace.present())?.lines {
        if as_json {
            json(out, &line)?;
        } else {
            heading(workspace, &line, out)?;
        }
    }
    Ok(())
}

/// Prints the status. True where something is failing or overdue.
pub(crate) fn status(
    workspace: &Workspace,
    arguments: &Status,
    as_json: bool,
    out: &mut impl Write,
) -> Result<bool, Problem> {
    let moment = moment(workspace, &arguments.times)?;
    let mut status = filtered(workspace, &arguments.filter, moment)?;
    status.lines.sort_by_key(|line| line.status);
    let bad = status.lines.iter().any(|line| matches!(line.status, Standing::Failing | Standing::Overdue));
    if as_json {
        json(out, &status)?;
        return Ok(bad);
    }
    writeln!(out, "as of {}, {} responsibilities", moment.as_of, status.lines.len())?;
    for standing in Standing::ALL {
        let count = status.totals.get(standing.as_str()).copied().unwrap_or(0);
        writeln!(out, "{count:6}  {}", standing.as_str())?;
    }
    for line in &status.lines {
        heading(workspace, line, out)?;
        reasons(workspace, line, out)?;
    }
    for (entry, what) in &status.flaws {
        writeln!(out, "\nentry {entry} does not count: {}", printable(what))?;
    }
    Ok(bad)
}

fn heading(workspace: &Workspace, line: &Line, out: &mut impl Write) -> Result<(), Problem> {
    let areas: Vec<&str> = line.areas.iter().map(|area| area.as_str()).collect();
    let place = &line.citation.place;
    let clause = place.clause.as_deref().or(place.heading.as_deref()).map(printable).unwrap_or_default();
    let owner = line.owner.as_ref().map(|owner| format!("  {}", printable(workspace.name(owner)))).unwrap_or_default();
    let (id, status) = (&line.responsibility, line.status.as_str());
    writeln!(out, "\n{id}  {status:14} {} {}  {} {clause}{owner}", line.kind, areas.join("+"), line.agreement)?;
    writeln!(out, "    {}", printable(&line.act))?;
    Ok(())
}

fn reasons(workspace: &Workspace, line: &Line, out: &mut impl Write) -> Result<(), Problem> {
    for reason in &line.reasons {
        let entries: Vec<String> = reason.entries.iter().map(ToString::to_string).collect();
        let mut text = printable(&reason.text);
        for person in workspace.record.persons() {
            text = text.replace(person.person.as_str(), &printable(&person.name));
        }
        writeln!(out, "    - {text} [{}]", entries.join(", "))?;
    }
    Ok(())
}

/// An act that falls due, as `--json` prints it.
#[derive(Serialize)]
struct Task<'a> {
    responsibility: &'a ResponsibilityId,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a PersonId>,
    #[serde(flatten)]
    act: &'a ActLine,
}

/// Prints the acts that are overdue or fall due within a time, the earliest first.
pub(crate) fn due(workspace: &Workspace, arguments: &Due, as_json: bool, out: &mut impl Write) -> Result<(), Problem> {
    let moment = moment(workspace, &arguments.times)?;
    let zone = onus_assess::status::zone(&workspace.record);
    let end =
        onus_clock::after(moment.as_of, arguments.within, &zone).map_err(|error| Problem::User(error.to_string()))?;
    let lines = onus_assess::status(&workspace.record, &workspace.library, moment).lines;
    let open = |line: &&Line| !matches!(line.status, Standing::Waived | Standing::NotApplicable);
    let mut tasks: Vec<Task<'_>> = lines
        .iter()
        .filter(open)
        .flat_map(|line| {
            line.acts.iter().map(|act| Task { responsibility: &line.responsibility, owner: line.owner.as_ref(), act })
        })
        .filter(|task| task.act.due.is_some_and(|due| due <= end))
        .collect();
    tasks.sort_by(|a, b| (a.act.due, a.responsibility).cmp(&(b.act.due, b.responsibility)));
    let view = View::new(&workspace.record, &workspace.library, moment);
    for task in &tasks {
        if as_json {
            json(out, task)?;
            continue;
        }
        let date = task.act.due.map(|due| view.date(due)).unwrap_or_default();
        let (id, act) = (task.responsibility, task.act);
        writeln!(out, "{date:18} {:10} {id}  {} ({}, {})", act.status.as_str(), act.title, act.role, act.control)?;
    }
    if tasks.is_empty() && !as_json {
        writeln!(out, "nothing falls due by {}", view.date(end))?;
    }
    Ok(())
}

/// Prints one responsibility from its clause to its proof.
pub(crate) fn explain(
    workspace: &Workspace,
    arguments: &Explain,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), Problem> {
    let (id, _) = workspace.responsibility(&arguments.id)?;
    let line = workspace
        .line(id, moment(workspace, &arguments.times)?)
        .ok_or_else(|| Problem::User(format!("`{id}` was not in force, or not known, then")))?;
    if as_json {
        return json(out, &line);
    }
    heading(workspace, &line, out)?;
    let place = &line.citation.place;
    writeln!(out, "  clause    characters {} to {} of {}", place.span.start, place.span.end, line.citation.document)?;
    writeln!(out, "            {}", printable(&line.citation.quote))?;
    for control in line.controls.iter().filter_map(|id| workspace.library.control(id)) {
        writeln!(out, "  control   {}: {}", control.id, control.title)?;
        writeln!(out, "            {}", control.impact)?;
        for (framework, ids) in &control.references {
            writeln!(out, "            {framework}: {}", ids.join(", "))?;
        }
    }
    writeln!(out, "  status    {}", line.status.as_str())?;
    reasons(workspace, &line, out)?;
    let entry = line.reasons.iter().flat_map(|reason| &reason.entries).max();
    if let Some(entry) = entry {
        writeln!(out, "  proof     onus ledger prove {entry}")?;
    }
    Ok(())
}
