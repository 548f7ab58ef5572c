//! `onus due`: what has to be done by when, on the screen and in a calendar.

use crate::answer::{Answer, BOLD, DIM, colour, counted, styled};
use crate::arguments;
use crate::problem::{Problem, printable};
use crate::status::moment;
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::status::Decided;
use onus_assess::{ActLine, Line, Standing};
use onus_terms::{PersonId, ResponsibilityId};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Read as _, Write};
use std::path::Path;

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
    /// How many responsibilities nobody has confirmed yet: nothing falls due for them.
    unconfirmed: usize,
}

/// One thing to do, which may serve several responsibilities of one owner at once.
#[derive(Serialize)]
struct Task {
    /// What it serves, with what each asks.
    responsibilities: BTreeMap<ResponsibilityId, String>,
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
    let lines = workspace.status(moment, false)?.lines;
    let unconfirmed = lines.iter().filter(|line| line.decided == Decided::Proposed).count();
    let open = |line: &Line| !matches!(line.status, Standing::Waived | Standing::NotApplicable);
    let tasks = tasks(lines.into_iter().filter(open), until);
    let due = Due { workspace, as_of: moment.as_of, until, tasks, unconfirmed };
    if let Some(path) = &given.ics {
        replaceable(workspace, path)?;
        std::fs::write(path, due.calendar()).map_err(Problem::machine(path))?;
    }
    Ok(due)
}

/// Refuses to write a calendar over anything but a calendar, or among the workspace's own files.
fn replaceable(workspace: &Workspace, path: &Path) -> Result<(), Problem> {
    let refuse = |why: &str| Err(Problem::User(format!("{}: {why}; name another file", path.display())));
    if path.is_dir() {
        return refuse("it is a folder");
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.canonicalize().is_ok_and(|folder| workspace.keeps(&folder, path)) {
        return refuse("the workspace keeps its records there");
    }
    if !path.is_file() {
        return Ok(());
    }
    let mut start = Vec::new();
    let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
    file.take(64).read_to_end(&mut start).map_err(Problem::machine(path))?;
    let text = String::from_utf8_lossy(&start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.is_empty() || text.starts_with("BEGIN:VCALENDAR") {
        Ok(())
    } else {
        refuse("there is a file that is no calendar")
    }
}

/// The acts that fall due by then, the earliest first. The same act of the same owner on the same day is one task.
fn tasks(lines: impl Iterator<Item = Line>, until: Timestamp) -> Vec<Task> {
    let mut tasks: BTreeMap<_, Task> = BTreeMap::new();
    for Line { responsibility, act: duty, owner, acts, .. } in lines {
        for act in acts.into_iter().filter(|act| act.due.is_some_and(|due| due <= until)) {
            let same = (act.due, act.control.clone(), act.act.clone(), owner.clone(), act.status);
            let new = || Task { responsibilities: BTreeMap::new(), owner: owner.clone(), act };
            let task = tasks.entry(same).or_insert_with(new);
            task.responsibilities.insert(responsibility.clone(), duty.clone());
        }
    }
    tasks.into_values().collect()
}

impl Due<'_> {
    fn calendar(&self) -> String {
        let mut tasks = Vec::new();
        for Task { responsibilities, owner, act } in &self.tasks {
            let mut duties: Vec<_> = responsibilities.iter().map(|(id, duty)| (id, duty.as_str())).collect();
            // The one that was read first names the event, so that a duty that joins later does not make it another.
            duties.sort_by_key(|(id, _)| self.workspace.since(id));
            let owner = owner.as_ref().map(|owner| self.workspace.name(owner));
            tasks.push(onus_report::Task { duties, owner, act });
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
            let ids = &task.responsibilities;
            let first = ids.keys().next().map(ResponsibilityId::as_str).unwrap_or_default();
            writeln!(out, "{date:>17}  {status} {first}  {} ({who}, {})", act.title, act.control)?;
            for (id, duty) in ids.iter().skip(1) {
                writeln!(out, "{:30}{id}  {}", "and for", styled(DIM, printable(duty)))?;
            }
        }
        let until = self.workspace.date(self.until);
        match self.tasks.len() {
            0 => writeln!(out, "nothing falls due by {until}"),
            count => writeln!(out, "{}", styled(BOLD, format!("{count} by {until}"))),
        }?;
        if self.unconfirmed > 0 {
            let count = counted(self.unconfirmed, "responsibility has", "responsibilities have");
            writeln!(out, "{count} no dates because nobody has confirmed them yet: onus responsibilities --proposed")?;
        }
        Ok(())
    }
}
