//! `onus responsibility …` and `onus attest`: what people decide and do.

use crate::arguments::{Attest, Filter, Recording, ResponsibilityCommand, Selection};
use crate::problem::Problem;
use crate::workspace::{Edge, Workspace, fresh};
use jiff::Timestamp;
use onus_assess::fact::{ActAttested, Assigned, Decision, EvidenceAdded, Match, Matched, Outcome, Waived};
use onus_assess::status::Decided;
use onus_assess::{Fact, Line, Moment, Standing, Status};
use onus_terms::{ControlId, EvidenceId, ResponsibilityId};
use std::io::{Read as _, Write};
use std::path::Path;

/// The largest piece of evidence, in bytes.
const MOST: u64 = 1 << 30;

/// The status with only the lines that pass a filter. The filter is checked once, before any line.
pub(crate) fn filtered(workspace: &Workspace, filter: &Filter, moment: Moment) -> Result<Status, Problem> {
    let known = Standing::ALL.map(Standing::as_str);
    if let Some(wrong) = filter.status.iter().find(|word| !known.contains(&word.as_str())) {
        return Err(Problem::User(format!("`{wrong}` is not a status; use one of {}", known.join(", "))));
    }
    let owner = filter.owner.as_deref().map(|owner| workspace.person(owner)).transpose()?;
    let wanted = filter.contains.as_ref().map(|text| text.to_lowercase());
    let mut status = onus_assess::status(&workspace.record, &workspace.library, moment);
    status.keep(|line| {
        (filter.agreement.is_empty() || filter.agreement.contains(&line.agreement))
            && (filter.area.is_empty() || line.areas.iter().any(|area| filter.area.contains(area)))
            && (filter.kind.is_empty() || filter.kind.contains(&line.kind))
            && (filter.status.is_empty() || filter.status.iter().any(|word| word == line.status.as_str()))
            && (!filter.proposed || line.decided == Decided::Proposed)
            && (owner.is_none() || owner == line.owner)
            && wanted.as_ref().is_none_or(|text| line.citation.quote.to_lowercase().contains(text))
    });
    Ok(status)
}

/// The lines of a selection now. A selection that names nothing is refused, so that nothing happens to all by mistake.
fn selected(workspace: &Workspace, selection: &Selection) -> Result<Vec<Line>, Problem> {
    let Filter { agreement, area, kind, status, proposed, owner, contains } = &selection.filter;
    let narrowed = !agreement.is_empty()
        || !area.is_empty()
        || !kind.is_empty()
        || !status.is_empty()
        || *proposed
        || owner.is_some()
        || contains.is_some();
    let moment = workspace.present();
    if !selection.ids.is_empty() {
        let line = |text: &String| {
            let (id, _) = workspace.responsibility(text)?;
            workspace.line(id, moment).ok_or_else(|| Problem::User(format!("`{id}` is not in force now")))
        };
        return selection.ids.iter().map(line).collect();
    }
    if !narrowed && !selection.all {
        return Err(Problem::User("name responsibilities, give a filter such as --area, or say --all".to_owned()));
    }
    let lines = filtered(workspace, &selection.filter, moment)?.lines;
    if lines.is_empty() {
        Err(Problem::User("no responsibility fits; nothing was recorded".to_owned()))
    } else {
        Ok(lines)
    }
}

/// Records one decision about each of a selection.
pub(crate) fn responsibility(
    mut workspace: Workspace,
    command: &ResponsibilityCommand,
    out: &mut impl Write,
) -> Result<(), Problem> {
    use ResponsibilityCommand as Command;
    let (selection, record) = match command {
        Command::Confirm { selection, record }
        | Command::Reject { selection, record, .. }
        | Command::NotApplicable { selection, record, .. }
        | Command::Assign { selection, record, .. }
        | Command::Match { selection, record, .. }
        | Command::Waive { selection, record, .. } => (selection, record),
    };
    let lines = selected(&workspace, selection)?;
    let at = happened(&workspace, record)?;
    let mut facts = Vec::new();
    for line in &lines {
        facts.push((decision(&workspace, command, line.responsibility.clone())?, at));
    }
    let receipts = workspace.record(&facts, record.by.as_deref())?;
    told(out, &receipts)
}

fn decision(
    workspace: &Workspace,
    command: &ResponsibilityCommand,
    responsibility: ResponsibilityId,
) -> Result<Fact, Problem> {
    use ResponsibilityCommand as Command;
    let because = |reason: &String| Decision { responsibility: responsibility.clone(), reason: Some(reason.clone()) };
    Ok(match command {
        Command::Confirm { .. } => Fact::ResponsibilityConfirmed(Decision { responsibility, reason: None }),
        Command::Reject { reason, .. } => Fact::ResponsibilityRejected(because(reason)),
        Command::NotApplicable { reason, .. } => Fact::ResponsibilityNotApplicable(because(reason)),
        Command::Assign { to, .. } => {
            Fact::ResponsibilityAssigned(Assigned { responsibility, to: workspace.person(to)? })
        }
        Command::Match { control, cadence, .. } => {
            if let Some(unknown) = control.iter().find(|id| workspace.library.control(id).is_none()) {
                return Err(Problem::User(format!("there is no control `{unknown}`; `onus controls` lists them")));
            }
            let controls = control.iter().map(|id| Match { control: id.clone(), cadence: *cadence }).collect();
            Fact::ResponsibilityMatched(Matched { responsibility, controls })
        }
        Command::Waive { until, reason, .. } => Fact::ResponsibilityWaived(Waived {
            responsibility,
            until: workspace.time(until, Edge::End)?,
            reason: reason.clone(),
        }),
    })
}

/// Records that an act was done, or not, with the files that back it.
pub(crate) fn attest(mut workspace: Workspace, arguments: &Attest, out: &mut impl Write) -> Result<(), Problem> {
    let lines = selected(&workspace, &arguments.selection)?;
    let at = happened(&workspace, &arguments.record)?;
    let responsibilities: Vec<ResponsibilityId> = lines.iter().map(|line| line.responsibility.clone()).collect();
    let control = control(arguments, &lines)?;
    let act = act(&workspace, arguments, &control)?;
    let mut facts = Vec::new();
    let mut evidence = Vec::new();
    for path in &arguments.evidence {
        let added = handed_over(&workspace, path, &responsibilities, &control)?;
        evidence.push(added.evidence.clone());
        facts.push((Fact::EvidenceAdded(added), at));
    }
    let outcome = if arguments.not_done { Outcome::NotDone } else { Outcome::Done };
    let note = arguments.note.clone();
    facts.push((Fact::ActAttested(ActAttested { responsibilities, control, act, outcome, note, evidence }), at));
    let receipts = workspace.record(&facts, arguments.record.by.as_deref())?;
    told(out, &receipts)
}

fn control(arguments: &Attest, lines: &[Line]) -> Result<ControlId, Problem> {
    if let Some(control) = &arguments.control {
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

fn act(workspace: &Workspace, arguments: &Attest, control: &ControlId) -> Result<String, Problem> {
    let acts = workspace.library.control(control).map_or(&[][..], |control| &control.acts);
    let names: Vec<&str> = acts.iter().map(|act| act.id.as_str()).collect();
    match (&arguments.act, names.as_slice()) {
        (Some(act), names) if names.contains(&act.as_str()) => Ok(act.clone()),
        (None, [only]) => Ok((*only).to_owned()),
        (_, names) => Err(Problem::User(format!("say which act of `{control}` with --act: {}", names.join(", ")))),
    }
}

/// Puts a file into the vault and says what it is for.
fn handed_over(
    workspace: &Workspace,
    path: &Path,
    responsibilities: &[ResponsibilityId],
    control: &ControlId,
) -> Result<EvidenceAdded, Problem> {
    let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(Problem::machine(path))?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if bytes.is_empty() || size > MOST {
        return Err(Problem::User(format!("{}: evidence has between 1 and {MOST} bytes", path.display())));
    }
    Ok(EvidenceAdded {
        evidence: EvidenceId::new(fresh("e-")?).map_err(|error| Problem::User(error.to_string()))?,
        digest: workspace.vault.put(&bytes)?,
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: size,
        responsibilities: responsibilities.to_vec(),
        control: Some(control.clone()),
        until: None,
        source: None,
        note: None,
    })
}

/// When something happened that is recorded now: not in the future.
pub(crate) fn happened(workspace: &Workspace, record: &Recording) -> Result<Timestamp, Problem> {
    let Some(text) = &record.at else { return Ok(workspace.now) };
    let at = workspace.time(text, Edge::Past)?;
    if at > workspace.now {
        return Err(Problem::User(format!("`{text}` lies in the future; record it when it has happened")));
    }
    Ok(at)
}

/// Says which entries were recorded.
pub(crate) fn told(out: &mut impl Write, receipts: &[onus_store::Receipt]) -> Result<(), Problem> {
    match receipts {
        [only] => writeln!(out, "recorded as entry {}", only.index)?,
        [first, .., last] => writeln!(out, "recorded as entries {} to {}", first.index, last.index)?,
        [] => {}
    }
    Ok(())
}
