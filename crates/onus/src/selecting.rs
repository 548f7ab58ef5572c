//! Which responsibilities a command is about.

use crate::arguments::{Filter, Selection};
use crate::problem::Problem;
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::status::Decided;
use onus_assess::{Line, Moment, Standing, Status};
use std::collections::BTreeSet;

/// The status with only the lines that pass a filter. The filter is checked once, before any line.
pub(crate) fn filtered(workspace: &Workspace, filter: &Filter, moment: Moment) -> Result<Status, Problem> {
    let known = Standing::ALL.map(Standing::as_str);
    if let Some(wrong) = filter.status.iter().find(|word| !known.contains(&word.as_str())) {
        return Err(Problem::User(format!("`{wrong}` is not a status; use one of {}", known.join(", "))));
    }
    let owner = filter.owner.as_deref().map(|owner| workspace.person(owner)).transpose()?;
    let wanted = filter.contains.as_deref().map(folded);
    let mut status = onus_assess::status(&workspace.record, &workspace.library, moment);
    status.keep(|line| {
        (filter.agreement.is_empty() || filter.agreement.contains(&line.agreement))
            && (filter.area.is_empty() || line.areas.iter().any(|area| filter.area.contains(area)))
            && (filter.kind.is_empty() || filter.kind.contains(&line.kind))
            && (filter.status.is_empty() || filter.status.iter().any(|word| word == line.status.as_str()))
            && (!filter.proposed || line.decided == Decided::Proposed)
            && (owner.is_none() || owner == line.owner)
            && wanted.as_ref().is_none_or(|text| holds(line, text))
    });
    Ok(status)
}

fn holds(line: &Line, text: &str) -> bool {
    folded(&line.citation.quote).contains(text) || folded(&line.act).contains(text)
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
    status.keep(|_| true);
    Ok(status)
}

/// The lines of a selection. A selection that names nothing is refused, so that nothing happens to all by mistake.
pub(crate) fn selected(workspace: &Workspace, selection: &Selection) -> Result<Vec<Line>, Problem> {
    if !selection.ids.is_empty() {
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
