//! `onus due`: what has to be done by when, on the screen and in a calendar.

use crate::answer::{Answer, BOLD, colour, styled};
use crate::arguments;
use crate::problem::{Problem, printable};
use crate::status::moment;
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::{ActLine, Line, Standing};
use onus_terms::{PersonId, ResponsibilityId};
use serde::Serialize;
use std::io::{self, Write};

/// What `onus due` answers.
#[derive(Serialize)]
pub(crate) struct Due<'a> {
    #[serde(skip)]
    workspace: &'a Workspace,
    /// The time asked about.
    as_of: Timestamp,
    /// How far it looks.
    until: Timestamp,
    /// The acts that are overdue or fall due by then, the earliest first.
    tasks: Vec<Task>,
}

#[derive(Serialize)]
struct Task {
    responsibility: ResponsibilityId,
    /// What the responsibility asks.
    duty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<PersonId>,
    #[serde(flatten)]
    act: ActLine,
}

/// What is overdue or falls due within a time. Writes the calendar where one is asked for.
pub(crate) fn due<'a>(workspace: &'a Workspace, given: &arguments::Due) -> Result<Due<'a>, Problem> {
    let moment = moment(workspace, &given.times)?;
    let until = onus_clock::after(moment.as_of, given.within, &workspace.zone())
        .map_err(|error| Problem::User(error.to_string()))?;
    let lines = onus_assess::status(&workspace.record, &workspace.library, moment).lines;
    let open = |line: &Line| !matches!(line.status, Standing::Waived | Standing::NotApplicable);
    let mut tasks: Vec<Task> = lines
        .into_iter()
        .filter(open)
        .flat_map(tasks)
        .filter(|task| task.act.due.is_some_and(|due| due <= until))
        .collect();
    tasks.sort_by(|a, b| (a.act.due, &a.responsibility).cmp(&(b.act.due, &b.responsibility)));
    let due = Due { workspace, as_of: moment.as_of, until, tasks };
    if let Some(path) = &given.ics {
        std::fs::write(path, due.calendar()).map_err(Problem::machine(path))?;
    }
    Ok(due)
}

fn tasks(line: Line) -> impl Iterator<Item = Task> {
    let Line { responsibility, act: duty, owner, acts, .. } = line;
    acts.into_iter().map(move |act| Task {
        responsibility: responsibility.clone(),
        duty: duty.clone(),
        owner: owner.clone(),
        act,
    })
}

impl Due<'_> {
    fn calendar(&self) -> String {
        let mut tasks = Vec::new();
        for Task { responsibility, duty, owner, act } in &self.tasks {
            let owner = owner.as_ref().map(|owner| self.workspace.name(owner));
            tasks.push(onus_report::Task { responsibility, duty, owner, act });
        }
        onus_report::calendar(self.workspace.store.origin(), self.as_of, &self.workspace.zone(), &tasks)
    }
}

impl Answer for Due<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        for task in &self.tasks {
            let act = &task.act;
            let date = act.due.map(|due| self.workspace.date(due)).unwrap_or_default();
            let status = styled(colour(act.status), format!("{:10}", act.status.as_str()));
            let owner = task.owner.as_ref().map(|owner| printable(self.workspace.name(owner)));
            let who = owner.unwrap_or_else(|| act.role.clone());
            writeln!(out, "{date:>17}  {status} {}  {} ({who}, {})", task.responsibility, act.title, act.control)?;
        }
        let until = self.workspace.date(self.until);
        match self.tasks.len() {
            0 => writeln!(out, "nothing falls due by {until}"),
            count => writeln!(out, "{}", styled(BOLD, format!("{count} by {until}"))),
        }
    }
}
