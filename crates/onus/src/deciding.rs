//! `onus responsibility …` and `onus attest`: what people decide and do.

use crate::answer::give;
use crate::arguments::{self, Attest, Choice, ResponsibilityCommand};
use crate::problem::Problem;
use crate::recording::{Recorded, happened_about};
use crate::selecting::{named, not_rejected, of_control, selected};
use crate::workspace::{Edge, Workspace};
use crate::{evidence, explain, story};
use onus_assess::fact::{ActAttested, Assigned, Decision, Edit, Edited, Match, Matched, Outcome, Waived};
use onus_assess::status::Decided;
use onus_assess::{Fact, Line};
use onus_terms::{ControlId, Deadline, Length, ResponsibilityId};
use std::io::Write;

/// Shows one responsibility, or records one decision about each of a selection.
pub(crate) fn run(
    workspace: &mut Workspace,
    command: &ResponsibilityCommand,
    json: bool,
    out: &mut dyn Write,
) -> Result<bool, Problem> {
    use ResponsibilityCommand as Command;
    let recorded = match command {
        Command::Show { id } => return give(&explain::show(workspace, id)?, json, out),
        Command::Edit(edit) => edited(workspace, edit)?,
        Command::Confirm { choice, with_controls } => confirm(workspace, choice, *with_controls)?,
        Command::Reject { choice, reason } => {
            let fact = |line: &Line| Fact::ResponsibilityRejected(because(line, reason));
            record(workspace, choice, |line| step(line, Decided::Rejected, fact(line)))?
        }
        Command::NotApplicable { choice, reason } => {
            let fact = |line: &Line| Fact::ResponsibilityNotApplicable(because(line, reason));
            record(workspace, choice, |line| step(line, Decided::NotApplicable, fact(line)))?
        }
        Command::Assign { choice, to } => assign(workspace, choice, to)?,
        Command::Match { choice, control, cadence } => choose(workspace, choice, control, *cadence)?,
        Command::Waive { choice, until, reason } => waive(workspace, choice, until, reason)?,
    };
    give(&recorded, json, out)
}

fn because(line: &Line, reason: &str) -> Decision {
    Decision { responsibility: line.responsibility.clone(), reason: Some(reason.to_owned()) }
}

/// What a decision means for one line of a selection.
enum Step {
    /// These facts are recorded.
    Record(Vec<Fact>),
    /// It is so decided already; the facts are recorded where somebody names it by id.
    Already(Vec<Fact>),
    /// It is decided otherwise; the facts are recorded where somebody names it by id.
    Left(Vec<Fact>),
}

/// A verdict: a selection in bulk does not overturn another one.
fn step(line: &Line, wanted: Decided, fact: Fact) -> Step {
    match line.decided {
        Decided::Proposed => Step::Record(vec![fact]),
        decided if decided == wanted => Step::Already(vec![fact]),
        _ => Step::Left(vec![fact]),
    }
}

fn record(workspace: &mut Workspace, choice: &Choice, decide: impl Fn(&Line) -> Step) -> Result<Recorded, Problem> {
    let lines = selected(workspace, &choice.selection)?;
    decide_all(workspace, choice, lines, decide)
}

fn decide_all(
    workspace: &mut Workspace,
    choice: &Choice,
    lines: Vec<Line>,
    decide: impl Fn(&Line) -> Step,
) -> Result<Recorded, Problem> {
    let at = happened_about(workspace, &choice.record, &lines)?;
    let by_id = !choice.selection.ids.is_empty();
    let (mut facts, mut about, mut already, mut left) = (Vec::new(), Vec::new(), 0, 0);
    for line in lines {
        match decide(&line) {
            Step::Already(_) if !by_id => already += 1,
            Step::Left(_) if !by_id => left += 1,
            Step::Record(more) | Step::Already(more) | Step::Left(more) => {
                facts.extend(more.into_iter().map(|fact| (fact, at)));
                about.push(line);
            }
        }
    }
    if choice.dry_run {
        return Ok(Recorded::dry(&about).passing(already, left));
    }
    let receipts = if facts.is_empty() { Vec::new() } else { workspace.record(&facts, choice.record.by.as_deref())? };
    Ok(Recorded::of(&receipts, &about, Vec::new()).passing(already, left))
}

/// Confirms, and with `controls` says that what is suggested to discharge it is right.
fn confirm(workspace: &mut Workspace, choice: &Choice, controls: bool) -> Result<Recorded, Problem> {
    record(workspace, choice, |line| {
        let responsibility = line.responsibility.clone();
        let confirmed =
            Fact::ResponsibilityConfirmed(Decision { responsibility: responsibility.clone(), reason: None });
        if !controls || line.control_confirmed || line.controls.is_empty() {
            return step(line, Decided::Confirmed, confirmed);
        }
        let chosen = line.controls.iter().map(|control| Match { control: control.clone(), cadence: None });
        let matched = Fact::ResponsibilityMatched(Matched { responsibility, controls: chosen.collect() });
        match line.decided {
            Decided::Proposed => Step::Record(vec![confirmed, matched]),
            Decided::Confirmed => Step::Record(vec![matched]),
            _ => Step::Left(vec![confirmed, matched]),
        }
    })
}

fn assign(workspace: &mut Workspace, choice: &Choice, to: &str) -> Result<Recorded, Problem> {
    let to = workspace.person(to)?;
    let lines = selected(workspace, &choice.selection)?;
    not_rejected(&lines)?;
    decide_all(workspace, choice, lines, |line| {
        let responsibility = line.responsibility.clone();
        let facts = vec![Fact::ResponsibilityAssigned(Assigned { responsibility, to: to.clone() })];
        if line.owner.as_ref() == Some(&to) { Step::Already(facts) } else { Step::Record(facts) }
    })
}

fn choose(
    workspace: &mut Workspace,
    choice: &Choice,
    controls: &[ControlId],
    cadence: Option<Length>,
) -> Result<Recorded, Problem> {
    let controls = matches(workspace, controls, cadence)?;
    let lines = selected(workspace, &choice.selection)?;
    not_rejected(&lines)?;
    let chosen = |line: &Line| {
        let history = workspace.record.history(&line.responsibility)?;
        story::view(workspace, workspace.present()).chosen(history)
    };
    let same: Vec<ResponsibilityId> = lines
        .iter()
        .filter(|line| chosen(line).is_some_and(|chosen| *chosen == *controls))
        .map(|line| line.responsibility.clone())
        .collect();
    decide_all(workspace, choice, lines, |line| {
        let responsibility = line.responsibility.clone();
        let already = same.contains(&responsibility);
        let facts = vec![Fact::ResponsibilityMatched(Matched { responsibility, controls: controls.clone() })];
        if already { Step::Already(facts) } else { Step::Record(facts) }
    })
}

fn waive(workspace: &mut Workspace, choice: &Choice, until: &str, reason: &str) -> Result<Recorded, Problem> {
    let end = workspace.time(until, Edge::End)?;
    let lines = selected(workspace, &choice.selection)?;
    not_rejected(&lines)?;
    if end <= happened_about(workspace, &choice.record, &lines)? {
        let what = format!("`{until}` is over when the waiver begins; give a later --until, or an earlier --at");
        return Err(Problem::User(what));
    }
    decide_all(workspace, choice, lines, |line| {
        let (responsibility, reason) = (line.responsibility.clone(), reason.to_owned());
        Step::Record(vec![Fact::ResponsibilityWaived(Waived { responsibility, until: end, reason })])
    })
}

fn matches(workspace: &Workspace, controls: &[ControlId], cadence: Option<Length>) -> Result<Vec<Match>, Problem> {
    let known = |id: &ControlId| match workspace.library.control(id) {
        Some(_) => Ok(Match { control: id.clone(), cadence }),
        None => Err(Problem::User(format!("there is no control `{id}`; `onus controls` lists them"))),
    };
    controls.iter().map(known).collect()
}

fn edited(workspace: &mut Workspace, given: &arguments::Edit) -> Result<Recorded, Problem> {
    let lines = named(workspace, &given.ids)?;
    let deadline = |limit: &onus_terms::Limit| Deadline { limit: *limit, anchor: None, phrase: limit.to_string() };
    let edit = Edit {
        kind: given.set_kind,
        party: given.set_party,
        areas: (!given.set_area.is_empty()).then(|| given.set_area.clone()),
        act: given.act.clone(),
        trigger: given.trigger.clone(),
        deadlines: (!given.deadline.is_empty()).then(|| given.deadline.iter().map(deadline).collect()),
    };
    if edit == Edit::default() {
        return Err(Problem::User("say what to put right, such as --set-area or --deadline".to_owned()));
    }
    not_rejected(&lines)?;
    let at = happened_about(workspace, &given.record, &lines)?;
    let fact = |line: &Line| {
        let responsibility = line.responsibility.clone();
        (Fact::ResponsibilityEdited(Edited { responsibility, edit: edit.clone(), reason: given.reason.clone() }), at)
    };
    let facts: Vec<_> = lines.iter().map(fact).collect();
    let receipts = workspace.record(&facts, given.record.by.as_deref())?;
    Ok(Recorded::of(&receipts, &lines, Vec::new()))
}

/// Records that an act was done, or not, with the files that back it.
pub(crate) fn attest(workspace: &mut Workspace, given: &Attest) -> Result<Recorded, Problem> {
    let mut lines = selected(workspace, &given.selection)?;
    not_rejected(&lines)?;
    if let Some(control) = &given.control {
        lines = of_control(lines, control, !given.selection.ids.is_empty())?;
    }
    let at = happened_about(workspace, &given.record, &lines)?;
    let responsibilities: Vec<ResponsibilityId> = lines.iter().map(|line| line.responsibility.clone()).collect();
    let control = control(given, &lines)?;
    let act = act(workspace, given, &control)?;
    let mut facts = Vec::new();
    let mut files = Vec::new();
    for path in &given.evidence {
        let mut added = evidence::taken_in(workspace, path, &responsibilities)?;
        added.control = Some(control.clone());
        files.push(added.evidence.clone());
        facts.push((Fact::EvidenceAdded(added), at));
    }
    let outcome = if given.not_done { Outcome::NotDone } else { Outcome::Done };
    let (note, evidence) = (given.note.clone(), files.clone());
    let named = given.control.is_some();
    facts.push((Fact::ActAttested(ActAttested { responsibilities, control, act, outcome, note, evidence, named }), at));
    let receipts = workspace.record(&facts, given.record.by.as_deref())?;
    Ok(Recorded::of(&receipts, &lines, files))
}

fn control(given: &Attest, lines: &[Line]) -> Result<ControlId, Problem> {
    if let Some(control) = &given.control {
        return Ok(control.clone());
    }
    let mut controls: Vec<&ControlId> = lines.iter().flat_map(|line| &line.controls).collect();
    controls.sort();
    controls.dedup();
    match controls.as_slice() {
        [only] => Ok((*only).clone()),
        [] => Err(Problem::User("there is no control yet; choose one with `onus responsibility match`".to_owned())),
        several => {
            let names: Vec<&str> = several.iter().map(|id| id.as_str()).collect();
            Err(Problem::User(format!("say which control with --control: {}", names.join(", "))))
        }
    }
}

fn act(workspace: &Workspace, given: &Attest, control: &ControlId) -> Result<String, Problem> {
    let acts = workspace.library.control(control).map_or(&[][..], |control| &control.acts);
    let names: Vec<&str> = acts.iter().map(|act| act.id.as_str()).collect();
    match (&given.act, names.as_slice()) {
        (Some(act), names) if names.contains(&act.as_str()) => Ok(act.clone()),
        (None, [only]) => Ok((*only).to_owned()),
        (_, names) => Err(Problem::User(format!("say which act of `{control}` with --act: {}", names.join(", ")))),
    }
}
