//! `onus agreement end`: from when an agreement binds no longer, and what of it binds on.

use crate::arguments::{End, Filter};
use crate::problem::Problem;
use crate::recording::Recorded;
use crate::selecting::{filtered, named};
use crate::workspace::{Edge, Workspace};
use onus_assess::fact::AgreementEnded;
use onus_assess::{Fact, Line, Moment};
use onus_terms::ResponsibilityId;
use std::collections::BTreeSet;

/// Records the end of an agreement. The answer names the responsibilities that end with it.
pub(crate) fn end(workspace: &mut Workspace, given: &End) -> Result<Recorded, Problem> {
    let agreement = &given.agreement;
    let Some(first) = workspace.versions(agreement).first().map(|version| version.stamp.at) else {
        return Err(Problem::User(format!("there is no agreement `{agreement}`; see `onus agreement list`")));
    };
    let at = workspace.time(&given.at, Edge::End)?;
    if at < first {
        let from = workspace.date(first);
        return Err(Problem::User(format!("`{agreement}` holds from {from} on; `{}` lies before that", given.at)));
    }
    let moment = Moment { as_of: at, ..workspace.present() };
    let of = Filter { agreement: vec![agreement.clone()], ..Filter::default() };
    let lines = filtered(workspace, &of, moment)?.lines;
    let kept = kept(workspace, given, moment)?;
    let (kept, ends): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| kept.contains(&line.responsibility));
    let keep: Vec<ResponsibilityId> = kept.into_iter().map(|line| line.responsibility).collect();
    let notices = match keep.len() {
        0 => Vec::new(),
        1 => vec!["1 responsibility binds on after it".to_owned()],
        count => vec![format!("{count} responsibilities bind on after it")],
    };
    if given.dry_run {
        return Ok(Recorded::dry(&ends).noting(notices));
    }
    let ended = AgreementEnded { agreement: agreement.clone(), reason: given.reason.clone(), keep };
    let receipts = workspace.record(&[(Fact::AgreementEnded(ended), at)], given.by.as_deref())?;
    Ok(Recorded::of(&receipts, &ends, Vec::new()).noting(notices))
}

/// What binds on: named by id, or by area or words.
fn kept(workspace: &Workspace, given: &End, moment: Moment) -> Result<BTreeSet<ResponsibilityId>, Problem> {
    let mut kept: BTreeSet<ResponsibilityId> = BTreeSet::new();
    for line in named(workspace, &given.keep)? {
        if line.agreement != given.agreement {
            let what = format!("`{}` is none of `{}`", line.responsibility, given.agreement);
            return Err(Problem::User(what));
        }
        kept.insert(line.responsibility);
    }
    let agreement = vec![given.agreement.clone()];
    let by_area = Filter { agreement: agreement.clone(), area: given.keep_area.clone(), ..Filter::default() };
    let by_words =
        |text: &String| Filter { agreement: agreement.clone(), contains: Some(text.clone()), ..Filter::default() };
    let filters = (!given.keep_area.is_empty()).then_some(by_area).into_iter();
    for filter in filters.chain(given.keep_contains.iter().map(by_words)) {
        kept.extend(filtered(workspace, &filter, moment)?.lines.into_iter().map(|line| line.responsibility));
    }
    Ok(kept)
}
