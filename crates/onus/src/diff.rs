//! `onus agreement diff`: what a new version changes for the customer.

mod quotes;
mod readable;
mod shown;

use crate::agreement::document;
use crate::arguments::{self, Reading};
use crate::papers::documents;
use crate::problem::Problem;
use crate::reading;
use crate::workspace::Workspace;
use onus_agreement::{Change, How};
use onus_assess::fact::AgreementVersion;
use onus_terms::{AgreementId, Area, Kind, Responsibility};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// What `onus agreement diff` answers.
#[derive(Default, Serialize)]
pub(crate) struct Diff {
    /// What was compared.
    from: String,
    to: String,
    /// How many are as they were.
    same: usize,
    new: Vec<Responsibility>,
    gone: Vec<Responsibility>,
    stricter: Vec<Pair>,
    looser: Vec<Pair>,
    reworded: Vec<Pair>,
    /// The same words in another place among the others.
    moved: Vec<Pair>,
    /// Whether long quotes are printed whole.
    #[serde(skip)]
    whole: bool,
    /// Whether a change is told by the exit code.
    #[serde(skip)]
    told_by_code: bool,
}

#[derive(Serialize)]
struct Pair {
    old: Responsibility,
    new: Responsibility,
}

/// One version to be compared.
pub(crate) struct Side {
    pub(crate) name: String,
    pub(crate) readings: Vec<Responsibility>,
}

/// Compares two files, or two versions in the workspace. The workspace is opened only where it is needed.
pub(crate) fn diff(given: &arguments::Diff, open: &dyn Fn() -> Result<Workspace, Problem>) -> Result<Diff, Problem> {
    let (old, new) = match &given.new {
        Some(new) => (side(&given.old, given, open)?, side(new, given, open)?),
        None => last_two(&open()?, &given.old, &given.reading)?,
    };
    let mut diff = compared(&old, &new);
    diff.keep(&given.area, &given.kind);
    (diff.whole, diff.told_by_code) = (given.full, given.exit_code);
    Ok(diff)
}

fn side(text: &str, given: &arguments::Diff, open: &dyn Fn() -> Result<Workspace, Problem>) -> Result<Side, Problem> {
    let path = Path::new(text);
    let id = text.split_once('@').map_or((text, None), |(id, version)| (id, version.parse::<u32>().ok()));
    let named = AgreementId::new(id.0).ok();
    if path.exists() || named.is_none() || text.contains(['/', '.']) {
        let document = document(path, &given.reading.limits())?;
        let readings = reading::read(path, &document, &given.reading.options())?.responsibilities;
        return Ok(Side { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), readings });
    }
    let workspace = open()?;
    let wanted = |version: &AgreementVersion| id.1.is_none_or(|wanted| wanted == version.version);
    let versions = named.as_ref().map(|id| workspace.versions(id)).unwrap_or_default();
    match versions.iter().rev().find(|version| wanted(&version.fact)) {
        Some(version) => recorded(&workspace, &version.fact, &given.reading),
        None => Err(Problem::User(format!(
            "there is no file and no agreement or version `{text}`; see `onus agreement list`"
        ))),
    }
}

fn last_two(workspace: &Workspace, text: &str, reading: &Reading) -> Result<(Side, Side), Problem> {
    let id = AgreementId::new(text).map_err(|error| Problem::User(error.to_string()))?;
    match workspace.versions(&id).as_slice() {
        [.., old, new] => Ok((recorded(workspace, &old.fact, reading)?, recorded(workspace, &new.fact, reading)?)),
        [_] => Err(Problem::User(format!("`{id}` has only one version; add the new one with --version-of {id}"))),
        [] => Err(Problem::User(format!("there is no agreement `{id}`; see `onus agreement list`"))),
    }
}

fn recorded(workspace: &Workspace, version: &AgreementVersion, how: &Reading) -> Result<Side, Problem> {
    let mut readings = Vec::new();
    for (name, document) in documents(workspace, version)? {
        readings.extend(reading::read(Path::new(name), &document, &how.options())?.responsibilities);
    }
    Ok(Side { name: format!("{}@{}", version.agreement, version.version), readings })
}

/// What the second of two versions changes.
pub(crate) fn compared(old: &Side, new: &Side) -> Diff {
    let mut diff = Diff { from: old.name.clone(), to: new.name.clone(), ..Diff::default() };
    let (before, after) = (&old.readings, &new.readings);
    let pair = |from: usize, to: usize| Some(Pair { old: before.get(from)?.clone(), new: after.get(to)?.clone() });
    let mut same: Vec<(usize, usize)> = Vec::new();
    // What one version tells twice is told here once.
    let (mut kept, mut told, mut gone) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let said = |at: usize| before.get(at).map(|duty| duty.act.to_lowercase());
    for change in onus_agreement::compare(before, after) {
        match change {
            Change::Same(from, to) if kept.insert(to) => same.push((from, to)),
            Change::Changed { old, new, how } if told.insert((new, said(old))) => {
                let list = match how {
                    How::Stricter => &mut diff.stricter,
                    How::Looser => &mut diff.looser,
                    _ => &mut diff.reworded,
                };
                list.extend(pair(old, new));
            }
            Change::New(to) => diff.new.extend(after.get(to).cloned()),
            Change::Gone(from) => {
                let place = before.get(from).map(|duty| (&duty.act, &duty.citation.place.heading));
                diff.gone.extend(before.get(from).filter(|_| gone.insert(place)).cloned());
            }
            _ => {}
        }
    }
    let moved = onus_agreement::moved(&same);
    // What stands in the same clause under the same heading has only changed places inside it.
    let elsewhere = |pair: &Pair| {
        let place = |duty: &Responsibility| (duty.citation.place.clause.clone(), duty.citation.place.heading.clone());
        place(&pair.old) != place(&pair.new)
    };
    let pairs = moved.iter().filter_map(|at| same.get(*at)).filter_map(|(from, to)| pair(*from, *to));
    diff.moved = pairs.filter(elsewhere).collect();
    diff.same = same.len() - diff.moved.len();
    diff
}

impl Diff {
    /// How many responsibilities are new, gone or changed. What only moved asks the same as before.
    pub(crate) fn changes(&self) -> usize {
        let Diff { new, gone, stricter, looser, reworded, .. } = self;
        new.len() + gone.len() + stricter.len() + looser.len() + reworded.len()
    }

    /// Keeps only what is, or was, of these areas and kinds; none given means any.
    fn keep(&mut self, areas: &[Area], kinds: &[Kind]) {
        let wanted = |duty: &Responsibility| {
            let area = areas.is_empty() || duty.areas.iter().any(|area| areas.contains(area));
            area && (kinds.is_empty() || kinds.contains(&duty.kind))
        };
        for list in [&mut self.new, &mut self.gone] {
            list.retain(|duty| wanted(duty));
        }
        for list in [&mut self.stricter, &mut self.looser, &mut self.reworded, &mut self.moved] {
            list.retain(|pair| wanted(&pair.old) || wanted(&pair.new));
        }
    }
}
