//! `onus responsibilities` and `onus status`: where one stands, and why.

use crate::answer::{Answer, BOLD, DIM, colour, counted, place, styled};
use crate::arguments::{self, Filter, Times};
use crate::matrix;
use crate::problem::{Problem, printable};
use crate::selecting::{filtered, present_and_coming};
use crate::workspace::{Edge, Workspace};
use onus_assess::fact::Recovered;
use onus_assess::record::Flaw;
use onus_assess::status::{MetBy, Recovery};
use onus_assess::{Line, Moment, Standing, Status};
use serde::Serialize;
use std::io::{self, Write};

/// The two times that a command asks about.
pub(crate) fn moment(workspace: &Workspace, times: &Times) -> Result<Moment, Problem> {
    let present = workspace.present();
    let time = |text: &Option<String>, edge| text.as_ref().map(|text| workspace.time(text, edge)).transpose();
    Ok(Moment {
        as_of: time(&times.as_of, Edge::End)?.unwrap_or(present.as_of),
        known_at: time(&times.known_at, Edge::End)?.unwrap_or(present.known_at),
    })
}

/// What `onus responsibilities` answers: the lines without their reasons in the text, with all in JSON.
#[derive(Serialize)]
pub(crate) struct Responsibilities<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    #[serde(flatten)]
    status: Status,
}

/// The responsibilities in force now, or known and in force later, that pass a filter.
pub(crate) fn list<'a>(workspace: &'a Workspace, filter: &Filter) -> Result<Responsibilities<'a>, Problem> {
    Ok(Responsibilities { workspace, status: present_and_coming(workspace, filter)? })
}

impl Answer for Responsibilities<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.status.lines {
            heading(self.workspace, line, out)?;
            if line.since > self.status.moment.as_of {
                let from = self.workspace.date(line.since);
                writeln!(out, "    {}", styled(BOLD, format!("not in force yet: from {from} on")))?;
            }
        }
        let total = counted(self.status.lines.len(), "responsibility", "responsibilities");
        writeln!(out, "\n{}", styled(BOLD, total))
    }
}

/// What `onus status` answers.
#[derive(Serialize)]
pub(crate) struct Standings<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    /// Whether lines in order are printed too.
    #[serde(skip)]
    whole: bool,
    #[serde(flatten)]
    status: Status,
}

/// Where the responsibilities that pass a filter stand.
pub(crate) fn status<'a>(workspace: &'a Workspace, given: &arguments::Status) -> Result<Standings<'a>, Problem> {
    let mut status = filtered(workspace, &given.filter, moment(workspace, &given.times)?)?;
    status.lines.sort_by_key(|line| line.status);
    Ok(Standings { workspace, whole: given.all || !given.filter.is_empty(), status })
}

impl Answer for Standings<'_> {
    fn bad(&self) -> bool {
        self.status.lines.iter().any(|line| matches!(line.status, Standing::Failing | Standing::Overdue))
    }

    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let lines = &self.status.lines;
        let count = counted(lines.len(), "responsibility", "responsibilities");
        writeln!(out, "{}\n", styled(BOLD, format!("{}: {count}", asked(self.workspace, self.status.moment))))?;
        matrix::show(lines, out)?;
        for standing in Standing::ALL {
            let of: Vec<&Line> = lines.iter().filter(|line| line.status == standing).collect();
            let most = if self.whole { of.len() } else { shown(standing) };
            for line in of.iter().take(most) {
                heading(self.workspace, line, out)?;
                reasons(self.workspace, line, out)?;
            }
            if (1..of.len()).contains(&most) {
                let more = of.len() - most;
                writeln!(out, "\n… and {more} more {0}: onus status --status {0}", standing.as_str())?;
            }
        }
        for Flaw { entry, what, .. } in &self.status.flaws {
            writeln!(out, "\nentry {entry} does not count: {}", printable(what))?;
        }
        for recovery in &self.status.recoveries {
            writeln!(out, "\n{}", lost(recovery))?;
        }
        self.met_by(out)?;
        let unproven = self.status.totals.get(Standing::Unproven.as_str()).copied().unwrap_or(0);
        if !self.whole && unproven > 0 {
            let verb = if unproven == 1 { "is" } else { "are" };
            writeln!(out, "\n{unproven} {verb} unproven and {verb} not counted as met: onus status --status unproven")?;
        }
        Ok(())
    }
}

/// What was lost when an older ledger was accepted.
fn lost(recovery: &Recovery) -> String {
    let Recovered { from, size, reason, .. } = &recovery.lost;
    let last = size.saturating_sub(1);
    format!("entry {}: entries {from} to {last} had been signed and are lost: {}", recovery.entry, printable(reason))
}

impl Standings<'_> {
    /// On what those rest that are met.
    fn met_by(&self, out: &mut dyn Write) -> io::Result<()> {
        let MetBy { evidence, statement, control_unconfirmed } = self.status.met_by;
        let met = evidence + statement;
        if met == 0 {
            return Ok(());
        }
        let control = match control_unconfirmed {
            0 => String::new(),
            count => format!("; {count} of them by a control that nobody has confirmed"),
        };
        writeln!(out, "\nof {met} met: {evidence} shown by files, {statement} on a statement{control}")
    }
}

/// The two times asked about, as people read them.
pub(crate) fn asked(workspace: &Workspace, moment: Moment) -> String {
    let as_of = workspace.clock_time(moment.as_of);
    if moment.known_at == workspace.present().known_at {
        format!("As of {as_of}")
    } else {
        format!("As of {as_of}, as known at {}", workspace.clock_time(moment.known_at))
    }
}

/// How many lines of a status are printed where nobody asked for certain ones: those that need somebody.
fn shown(standing: Standing) -> usize {
    match standing {
        Standing::Failing => 20,
        Standing::Overdue | Standing::Due => 8,
        _ => 0,
    }
}

/// One line of a responsibility, and the words of its duty.
pub(crate) fn heading(workspace: &Workspace, line: &Line, out: &mut dyn Write) -> io::Result<()> {
    let areas: Vec<&str> = line.areas.iter().map(|area| area.as_str()).collect();
    let owner = line.owner.as_ref().map(|owner| format!("  {}", printable(workspace.name(owner)))).unwrap_or_default();
    let status = styled(colour(line.status), format!("{:14}", line.status.as_str()));
    let id = styled(BOLD, &line.responsibility);
    let place = place(&line.citation.place);
    writeln!(out, "\n{id}  {status} {} {}  {} {place}{owner}", line.kind, areas.join("+"), line.agreement)?;
    writeln!(out, "    {}", printable(&line.act))?;
    match &line.lead_in {
        Some(lead_in) => writeln!(out, "    {}", styled(DIM, format!("after “{}”", printable(&lead_in.quote)))),
        None => Ok(()),
    }
}

/// Why it stands where it stands.
pub(crate) fn reasons(workspace: &Workspace, line: &Line, out: &mut dyn Write) -> io::Result<()> {
    for reason in &line.reasons {
        let entries: Vec<String> = reason.entries.iter().map(ToString::to_string).collect();
        let text = named(workspace, &printable(&reason.text));
        writeln!(out, "    - {text} {}", styled(DIM, format!("[{}]", entries.join(", "))))?;
    }
    Ok(())
}

/// A text with the names of persons in place of their ids.
fn named(workspace: &Workspace, text: &str) -> String {
    if !text.contains("p-") {
        return text.to_owned();
    }
    workspace
        .record
        .persons()
        .fold(text.to_owned(), |text, person| text.replace(person.person.as_str(), &printable(&person.name)))
}
