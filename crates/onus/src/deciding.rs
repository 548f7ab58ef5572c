//! `onus responsibility …` and `onus attest`: what people decide and do.

use crate::answer::give;
use crate::arguments::{self, Attest, Choice, ResponsibilityCommand};
use crate::problem::Problem;
use crate::recording::{Recorded, happened};
use crate::selecting::{named, selected};
use crate::workspace::{Edge, Workspace};
use crate::{evidence, explain};
use onus_assess::fact::{ActAttested, Assigned, Decision, Edit, Edited, Match, Matched, Outcome, Waived};
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
    let because = |responsibility, reason: &String| Decision { responsibility, reason: Some(reason.clone()) };
    let recorded = match command {
        Command::Show { id } => return give(&explain::show(workspace, id)?, json, out),
        Command::Edit(edit) => edited(workspace, edit)?,
        Command::Confirm(choice) => record(workspace, choice, |responsibility| {
            Fact::ResponsibilityConfirmed(Decision { responsibility, reason: None })
        })?,
        Command::Reject { choice, reason } => {
            record(workspace, choice, |id| Fact::ResponsibilityRejected(because(id, reason)))?
        }
        Command::NotApplicable { choice, reason } => {
            record(workspace, choice, |id| Fact::ResponsibilityNotApplicable(because(id, reason)))?
        }
        Command::Assign { choice, to } => {
            let to = workspace.person(to)?;
            record(workspace, choice, |responsibility| {
                Fact::ResponsibilityAssigned(Assigned { responsibility, to: to.clone() })
            })?
        }
        Command::Match { choice, control, cadence } => {
            let controls = matches(workspace, control, *cadence)?;
            record(workspace, choice, |responsibility| {
                Fact::ResponsibilityMatched(Matched { responsibility, controls: controls.clone() })
            })?
        }
        Command::Waive { choice, until, reason } => {
            let until = workspace.time(until, Edge::End)?;
            record(workspace, choice, |responsibility| {
                Fact::ResponsibilityWaived(Waived { responsibility, until, reason: reason.clone() })
            })?
        }
    };
    give(&recorded, json, out)
}

fn record(
    workspace: &mut Workspace,
    choice: &Choice,
    fact: impl Fn(ResponsibilityId) -> Fact,
) -> Result<Recorded, Problem> {
    let lines = selected(workspace, &choice.selection)?;
    let at = happened(workspace, &choice.record)?;
    if choice.dry_run {
        return Ok(Recorded::dry(&lines));
    }
    let facts: Vec<_> = lines.iter().map(|line| (fact(line.responsibility.clone()), at)).collect();
    let receipts = workspace.record(&facts, choice.record.by.as_deref())?;
    Ok(Recorded::of(&receipts, &lines, Vec::new()))
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
    let at = happened(workspace, &given.record)?;
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
    if let (Some(control), true) = (&given.control, given.selection.ids.is_empty()) {
        // A filter means those of them that the control is for.
        lines.retain(|line| line.controls.contains(control));
        if lines.is_empty() {
            return Err(Problem::User(format!("`{control}` is a control of none of them; nothing was recorded")));
        }
    }
    let at = happened(workspace, &given.record)?;
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
        return match lines.iter().find(|line| !line.controls.contains(control)) {
            None => Ok(control.clone()),
            Some(line) => Err(Problem::User(format!(
                "`{control}` is no control of `{}`; choose it with `onus responsibility match` first",
                line.responsibility
            ))),
        };
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
