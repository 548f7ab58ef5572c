//! Which responsibilities a command is about.

use crate::arguments::{Filter, Selection};
use crate::problem::Problem;
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::status::Decided;
use onus_assess::{Line, Moment, Standing, Status};
use onus_terms::ControlId;
use std::collections::{BTreeMap, BTreeSet};

/// The status with only the lines that pass a filter. The filter is checked once, before any line.
pub(crate) fn filtered(workspace: &Workspace, filter: &Filter, moment: Moment) -> Result<Status, Problem> {
    let known = Standing::ALL.map(Standing::as_str);
    if let Some(wrong) = filter.status.iter().find(|word| !known.contains(&word.as_str())) {
        return Err(Problem::User(format!("`{wrong}` is not a status; use one of {}", known.join(", "))));
    }
    let owner = filter.owner.as_deref().map(|owner| workspace.person(owner)).transpose()?;
    let wanted = filter.contains.as_deref().map(folded);
    if let Some(id) = filter.agreement.iter().find(|id| workspace.versions(id).is_empty()) {
        return Err(Problem::User(format!("there is no agreement `{id}`; see `onus agreement list`")));
    }
    let mut status = workspace.status(moment, filter.rejected)?;
    in_order(workspace, &mut status.lines);
    status.keep(|line| {
        (filter.agreement.is_empty() || filter.agreement.contains(&line.agreement))
            && (filter.area.is_empty() || line.areas.iter().any(|area| filter.area.contains(area)))
            && (filter.kind.is_empty() || filter.kind.contains(&line.kind))
            && (filter.status.is_empty() || filter.status.iter().any(|word| word == line.status.as_str()))
            && (!filter.proposed || line.decided == Decided::Proposed)
            && (owner.is_none() || owner == line.owner)
            && (!filter.unowned || line.owner.is_none())
            && wanted.as_ref().is_none_or(|text| holds(line, text))
    });
    Ok(status)
}

fn holds(line: &Line, text: &str) -> bool {
    let lead_in = line.lead_in.as_ref().map(|lead_in| lead_in.quote.as_str()).unwrap_or_default();
    folded(&format!("{lead_in} {}", line.citation.quote)).contains(text) || folded(&line.act).contains(text)
}

/// Sorts by agreement, and there by the order of its papers.
fn in_order(workspace: &Workspace, lines: &mut [Line]) {
    let mut papers = BTreeMap::new();
    for (id, versions) in workspace.agreements() {
        let all = versions.into_iter().flat_map(|version| version.fact.papers.iter().enumerate());
        all.for_each(|(place, paper)| _ = papers.entry((id, paper.document)).or_insert(place));
    }
    lines.sort_by_cached_key(|line| {
        let paper = papers.get(&(&line.agreement, line.citation.document)).copied().unwrap_or(usize::MAX);
        (line.agreement.clone(), paper, line.citation.place.span, line.responsibility.clone())
    });
}

/// Text as it is compared: small letters, straight quotes, one blank between words.
fn folded(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.to_lowercase().replace(['‘', '’'], "'").replace(['“', '”'], "\""))
        .collect();
    words.join(" ")
}

/// The lines that pass a filter now, and those of versions that are known and take effect later, so that people can
/// decide about them before.
pub(crate) fn present_and_coming(workspace: &Workspace, filter: &Filter) -> Result<Status, Problem> {
    let present = workspace.present();
    let mut status = filtered(workspace, filter, present)?;
    let versions = workspace.agreements().flat_map(|(_, versions)| versions);
    let coming: BTreeSet<Timestamp> =
        versions.map(|version| version.stamp.at).filter(|effective| *effective > present.as_of).collect();
    for as_of in coming {
        let there: BTreeSet<_> = status.lines.iter().map(|line| line.responsibility.clone()).collect();
        let later = filtered(workspace, filter, Moment { as_of, ..present })?;
        status.lines.extend(later.lines.into_iter().filter(|line| !there.contains(&line.responsibility)));
    }
    in_order(workspace, &mut status.lines);
    status.keep(|_| true);
    Ok(status)
}

/// The lines of a selection. A selection that names nothing is refused, so that nothing happens to all by mistake.
pub(crate) fn selected(workspace: &Workspace, selection: &Selection) -> Result<Vec<Line>, Problem> {
    if !selection.ids.is_empty() {
        if selection.all || !selection.filter.is_empty() {
            let what = "name responsibilities by id or give a filter, not both: with ids a filter says nothing";
            return Err(Problem::User(what.to_owned()));
        }
        return named(workspace, &selection.ids);
    }
    if selection.filter.is_empty() && !selection.all {
        return Err(Problem::User("name responsibilities, give a filter such as --area, or say --all".to_owned()));
    }
    let lines = present_and_coming(workspace, &selection.filter)?.lines;
    if lines.is_empty() {
        Err(Problem::User("no responsibility fits; nothing was recorded".to_owned()))
    } else {
        Ok(lines)
    }
}

/// Refuses what was rejected: nothing is owed there.
pub(crate) fn not_rejected(lines: &[Line]) -> Result<(), Problem> {
    match lines.iter().find(|line| line.decided == Decided::Rejected) {
        None => Ok(()),
        Some(Line { responsibility, .. }) => Err(Problem::User(format!(
            "`{responsibility}` was rejected; confirm it first: onus responsibility confirm {responsibility}"
        ))),
    }
}

/// Those of a selection that a control is for. Who names responsibilities by id means all of them.
pub(crate) fn of_control(mut lines: Vec<Line>, control: &ControlId, by_id: bool) -> Result<Vec<Line>, Problem> {
    if !by_id {
        lines.retain(|line| line.controls.contains(control));
        if lines.is_empty() {
            return Err(Problem::User(format!("`{control}` is a control of none of them; nothing was recorded")));
        }
    }
    match lines.iter().find(|line| !line.controls.contains(control)) {
        None => Ok(lines),
        Some(line) => Err(Problem::User(format!(
            "`{control}` is no control of `{}`; choose it with `onus responsibility match` first",
            line.responsibility
        ))),
    }
}

/// The lines of these responsibilities, given by id or by a beginning of it; of those that take effect later, the first.
pub(crate) fn named(workspace: &Workspace, ids: &[String]) -> Result<Vec<Line>, Problem> {
    let present = workspace.present();
    let line = |text: &String| {
        let (id, history) = workspace.responsibility(text)?;
        let start = history.proposed.last().map_or(present.as_of, |proposed| proposed.stamp.at);
        let moment = Moment { as_of: present.as_of.max(start), ..present };
        workspace.line(id, moment).ok_or_else(|| Problem::User(format!("`{id}` is not in force now")))
    };
    ids.iter().map(line).collect()
}
