//! `onus ledger withdraw` and `onus ledger erase`: what stands no longer, and what that leaves hanging.

use crate::answer::counted;
use crate::arguments::Recording;
use crate::problem::Problem;
use crate::recording::{Recorded, happened};
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::fact::EntryRef;
use onus_assess::{Entry, Fact, Record, Status};
use onus_ledger::LeafView;
use onus_terms::{Digest, PersonId, ResponsibilityId};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// One entry that is to be withdrawn or erased.
pub(crate) struct Given<'a> {
    pub(crate) entry: u64,
    pub(crate) reason: &'a str,
    pub(crate) record: &'a Recording,
    /// Only tell what it would do.
    pub(crate) dry_run: bool,
}

/// Says that an entry counts no longer.
pub(crate) fn withdraw(workspace: &mut Workspace, given: &Given<'_>) -> Result<Recorded, Problem> {
    let kind = found(workspace, given.entry)?.0;
    root(workspace, given.entry, &kind)?;
    let at = happened(workspace, given.record)?;
    let mut notices = consequences(workspace, given)?;
    if kind == "agreement.added" {
        notices.push("to put it right, add the papers again: they keep their ids, and what was decided of them".into());
    }
    let fact = Fact::EntryWithdrawn(EntryRef { entry: given.entry, reason: given.reason.to_owned() });
    if given.dry_run {
        return Ok(Recorded::of(&[], &[], Vec::new()).noting(notices));
    }
    let receipts = workspace.record(&[(fact, at)], given.record.by.as_deref())?;
    Ok(Recorded::of(&receipts, &[], Vec::new()).noting(notices))
}

/// Erases the body of an entry, and the files that only it names.
pub(crate) fn erase(workspace: &mut Workspace, given: &Given<'_>) -> Result<Recorded, Problem> {
    let (kind, blobs) = found(workspace, given.entry)?;
    root(workspace, given.entry, &kind)?;
    if kind == "agreement.added" && workspace.record.withdrawal(given.entry, Timestamp::MAX).is_none() {
        let entry = given.entry;
        let what = format!("responsibilities hang on entry {entry}; withdraw it first: onus ledger withdraw {entry}");
        return Err(Problem::User(what));
    }
    let at = happened(workspace, given.record)?;
    // What it withdraws stands in its leaf, and stays withdrawn.
    let mut notices = if kind == "entry.withdrawn" { Vec::new() } else { consequences(workspace, given)? };
    let named = still_named(workspace, given.entry, &blobs)?;
    if given.dry_run {
        notices.extend(blobs.iter().map(|digest| fate(digest, named.get(digest), "would be deleted")));
        return Ok(Recorded::of(&[], &[], Vec::new()).noting(notices));
    }
    let receipt = workspace.erase(given.entry, given.reason, at, given.record.by.as_deref())?;
    // Another writer may have named one of them meanwhile.
    let named = still_named(workspace, given.entry, &blobs)?;
    for digest in blobs.iter().filter(|digest| !named.contains_key(digest)) {
        workspace.vault.remove(digest)?;
    }
    notices.extend(blobs.iter().map(|digest| fate(digest, named.get(digest), "was deleted")));
    Ok(Recorded::of(&[receipt], &[], Vec::new()).noting(notices))
}

/// The kind of an entry, and the files that it names.
fn found(workspace: &Workspace, entry: u64) -> Result<(String, Vec<Digest>), Problem> {
    let absent = || Problem::User(format!("there is no entry {entry}"));
    let leaf = workspace.store.entry(entry)?.ok_or_else(absent)?.leaf;
    Ok((leaf.kind, leaf.blobs))
}

/// Refuses the entries that everything rests on, the workspace with its zone and the first person, and those that tell
/// of a recovery.
fn root(workspace: &Workspace, entry: u64, kind: &str) -> Result<(), Problem> {
    let what = match kind {
        // What tells of lost entries cannot be hidden.
        "ledger.recovered" => {
            return Err(Problem::User(format!("entry {entry} says that the ledger was recovered; it stays")));
        }
        "workspace.created" => "makes the workspace, with its name and zone",
        "person.added" if first_person(workspace)? == Some(entry) => "adds the first person",
        _ => return Ok(()),
    };
    Err(Problem::User(format!(
        "entry {entry} {what}; all others rest on it, so that it can be neither withdrawn nor erased"
    )))
}

fn first_person(workspace: &Workspace) -> Result<Option<u64>, Problem> {
    let mut first = None;
    workspace.store.try_scan(0, |row| {
        if LeafView::parse(row.leaf).is_ok_and(|leaf| leaf.kind == "person.added") {
            first = Some(row.index);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    Ok(first)
}

/// Of these files those that another entry names whose body is not erased, with the first such entry.
fn still_named(workspace: &Workspace, entry: u64, blobs: &[Digest]) -> Result<BTreeMap<Digest, u64>, Problem> {
    let mut named = BTreeMap::new();
    if blobs.is_empty() {
        return Ok(named);
    }
    workspace.store.scan(0, |row| {
        let Ok(leaf) = LeafView::parse(row.leaf) else { return };
        if row.body.is_some() && row.index != entry {
            for digest in leaf.blobs().filter(|digest| blobs.contains(digest)) {
                named.entry(digest).or_insert(row.index);
            }
        }
    })?;
    Ok(named)
}

fn fate(digest: &Digest, named: Option<&u64>, deleted: &str) -> String {
    match named {
        Some(entry) => format!("the file {digest} stays in the vault: entry {entry} names it too"),
        None => format!("the file {digest} {deleted} from the vault"),
    }
}

/// What changes where an entry counts no longer, in words.
fn consequences(workspace: &Workspace, given: &Given<'_>) -> Result<Vec<String>, Problem> {
    let moment = workspace.present();
    let before = onus_assess::status(&workspace.record, &workspace.library, moment);
    let mut record = workspace.record.clone();
    let body = Fact::EntryWithdrawn(EntryRef { entry: given.entry, reason: String::new() }).to_body();
    let (index, now) = (record.entries(), workspace.now);
    let (by, about, kind) = (workspace.by(given.record.by.as_deref())?, Vec::new(), "entry.withdrawn");
    record.apply(&Entry { index, kind, at: now, recorded: now, by: by.as_str(), about, body: Some(&body) });
    let mut told = differences(&before, &onus_assess::status(&record, &workspace.library, moment));
    told.extend(names(workspace, &record));
    Ok(told)
}

/// How many are told one by one.
const MOST: usize = 5;

fn differences(before: &Status, after: &Status) -> Vec<String> {
    let index = |status: &Status| -> BTreeMap<ResponsibilityId, &'static str> {
        status.lines.iter().map(|line| (line.responsibility.clone(), line.status.as_str())).collect()
    };
    let (old, new) = (index(before), index(after));
    let missing = |from: &BTreeMap<ResponsibilityId, _>, of: &BTreeMap<ResponsibilityId, _>| -> Vec<String> {
        of.keys().filter(|id| !from.contains_key(*id)).map(ToString::to_string).collect()
    };
    let changed = old.iter().filter_map(|(id, was)| {
        let is = new.get(id).filter(|is| *is != was)?;
        Some(format!("{id} ({was}, then {is})"))
    });
    let mut told = Vec::new();
    for (list, what) in [
        (missing(&new, &old), "no longer in force"),
        (missing(&old, &new), "in force again"),
        (changed.collect(), "with another status"),
    ] {
        if !list.is_empty() {
            let count = counted(list.len(), "responsibility", "responsibilities");
            let few: Vec<&str> = list.iter().take(MOST).map(String::as_str).collect();
            let more = if list.len() > MOST { format!(" and {} more", list.len() - MOST) } else { String::new() };
            told.push(format!("{count} {what}: {}{more}", few.join(", ")));
        }
    }
    let known: Vec<&str> = before.flaws.iter().map(|flaw| flaw.what.as_str()).collect();
    let fresh = after.flaws.iter().filter(|flaw| !known.contains(&flaw.what.as_str()));
    told.extend(fresh.map(|flaw| format!("entry {}: {}", flaw.entry, flaw.what)));
    told
}

/// The persons who have no name then.
fn names(workspace: &Workspace, record: &Record) -> Vec<String> {
    let nameless = workspace.record.persons().filter(|person| record.person(&person.person).is_none());
    let told = |id: &PersonId| format!("{id} has no name any more: what they recorded and own is shown with this id");
    nameless.map(|person| told(&person.person)).collect()
}
