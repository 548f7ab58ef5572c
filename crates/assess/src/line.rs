//! The line of one responsibility: what the paper says of it, what was decided, and where it stands.

use crate::acts;
use crate::fact::{Decision, Match};
use crate::record::{History, Stamp, Stamped, Verdict};
use crate::status::{Basis, Decided, Line, Reason, Standing, reason};
use crate::view::View;
use jiff::Timestamp;
use onus_terms::{AgreementId, Deadline, Responsibility, ResponsibilityId};
use std::borrow::Cow;

/// Where one responsibility stands; nothing where it is not in force then, or not known then.
pub fn line(view: &View<'_>, id: &ResponsibilityId, history: &History) -> Option<Line> {
    let said = said(view, id, history)?;
    let verdict = view.last(&history.verdicts);
    let (controls, matched_by) = view.controls(history);
    let mut line = Line {
        responsibility: id.clone(),
        agreement: said.agreement.clone(),
        version: said.version,
        kind: said.reading.kind,
        party: said.reading.party,
        areas: said.reading.areas.clone(),
        act: said.reading.act.clone(),
        citation: said.reading.citation.clone(),
        also: said.reading.also.clone(),
        lead_in: said.reading.lead_in.clone(),
        since: said.since,
        rewords: said.rewords.cloned(),
        owner: view.last(&history.assigned).map(|assigned| assigned.fact.to.clone()),
        decided: decided(verdict),
        status: Standing::Unproven,
        basis: None,
        control_confirmed: matched_by.is_some() || named(view, history, &controls),
        reasons: Vec::new(),
        controls: controls.iter().map(|chosen| chosen.control.clone()).collect(),
        acts: Vec::new(),
    };
    let found = edited(view, history, &said, &mut line);
    match verdict {
        None => {
            line.reasons.push(reason("proposed by the reader; nobody has confirmed it yet", None, &[said.entry]));
            waive(view, &mut line, history);
        }
        Some(verdict) if line.decided == Decided::NotApplicable => gone(&mut line, verdict, "does not apply, says"),
        Some(verdict) if line.decided == Decided::Rejected => gone(&mut line, verdict, "is none of ours, says"),
        Some(verdict) => {
            let confirmed = view.first_confirmed(history).map_or(&verdict.stamp, |first| &first.stamp);
            let start = acts::Start {
                confirmed: (confirmed.entry, confirmed.at),
                in_force: said.since,
                returned: said.returned,
            };
            line.acts = acts::of(view, history, &controls, start, &found.deadlines);
            judge(&mut line, said.entry, found.event_bound);
            waive(view, &mut line, history);
        }
    }
    erased(view, &mut line, history);
    line.basis = basis(&line);
    Some(line)
}

/// What a status in order rests on: files only where one backs every act.
fn basis(line: &Line) -> Option<Basis> {
    let in_order = matches!(line.status, Standing::Met | Standing::Due | Standing::Standing);
    let backed = line.acts.iter().all(|act| act.backed_by.is_some());
    in_order.then_some(if backed { Basis::Evidence } else { Basis::Statement })
}

/// Whether people named each of these controls when they attested an act of it.
fn named(view: &View<'_>, history: &History, controls: &[Match]) -> bool {
    let names = &view.record.names().controls;
    let named = |id: u32| view.acts(history).any(|row| row.named && row.control == id);
    !controls.is_empty() && controls.iter().all(|chosen| names.find(chosen.control.as_str()).is_some_and(named))
}

fn decided(verdict: Option<&Stamped<(Verdict, Decision)>>) -> Decided {
    match verdict.map(|verdict| verdict.fact.0) {
        None => Decided::Proposed,
        Some(Verdict::Confirmed) => Decided::Confirmed,
        Some(Verdict::Rejected) => Decided::Rejected,
        Some(Verdict::NotApplicable) => Decided::NotApplicable,
    }
}

/// What the papers say of a responsibility that is in force.
struct Said<'a> {
    agreement: &'a AgreementId,
    version: u32,
    reading: &'a Responsibility,
    /// The entry that says it: the last proposal, as a rule.
    entry: u64,
    /// The responsibility that it words anew.
    rewords: Option<&'a ResponsibilityId>,
    /// Since when it is in force.
    since: Timestamp,
    /// When a version brought it back after another had ended it.
    returned: Option<Timestamp>,
}

/// The version counts that took effect last, whatever the order of recording: one that says it, or one that ends it. Of
/// the same time the higher number counts.
fn said<'a>(view: &View<'a>, id: &ResponsibilityId, history: &'a History) -> Option<Said<'a>> {
    let proposal = view.proposal(history)?;
    let agreement = &proposal.fact.agreement;
    let proposed = history.proposed.iter().map(|said| (said.fact.version, &said.stamp, &said.fact.reading));
    let restated = history.restated.iter().map(|said| (said.fact.version, &said.stamp, &said.fact.reading));
    let says: Vec<(u32, &Stamp, &Responsibility)> =
        proposed.chain(restated).filter(|(version, stamp, _)| view.sees_said(agreement, *version, stamp)).collect();
    let (version, stamp, reading) = *says.iter().max_by_key(|(version, stamp, _)| (stamp.at, *version, stamp.entry))?;
    let ended = ended(view, id, agreement, history);
    if ended.is_some_and(|ended| (stamp.at, version) < ended) {
        return None;
    }
    let after = |ended: &(Timestamp, u32)| {
        let again = says.iter().filter(|(version, stamp, _)| (stamp.at, *version) > *ended);
        again.map(|(_, stamp, _)| stamp.at).min()
    };
    let returned = ended.as_ref().and_then(after);
    let since = returned.or(says.iter().map(|(_, stamp, _)| stamp.at).min()).unwrap_or(stamp.at);
    let own = view.sees_said(agreement, proposal.fact.version, &proposal.stamp);
    let entry = if own { proposal.stamp.entry } else { stamp.entry };
    let rewords = proposal.fact.rewords.as_ref().filter(|_| own);
    Some(Said { agreement, version, reading, entry, rewords, since, returned })
}

/// When it ended last: by a version that no longer says it, or with its agreement.
fn ended(
    view: &View<'_>,
    id: &ResponsibilityId,
    agreement: &AgreementId,
    history: &History,
) -> Option<(Timestamp, u32)> {
    let own = history.ended.iter().filter(|ended| view.sees_said(agreement, ended.fact.version, &ended.stamp));
    let own = own.map(|ended| (ended.stamp.at, ended.fact.version));
    let whole = view.record.ends(agreement).iter();
    let whole = whole.filter(|ended| view.sees(&ended.stamp) && !ended.fact.keep.contains(id));
    own.chain(whole.map(|ended| (ended.stamp.at, u32::MAX))).max()
}

/// What counts of the reading for the acts, after edits.
struct Found<'a> {
    event_bound: bool,
    deadlines: Cow<'a, [Deadline]>,
}

fn edited<'a>(view: &View<'a>, history: &'a History, said: &Said<'a>, line: &mut Line) -> Found<'a> {
    let mut found = Found { event_bound: said.reading.trigger.is_some(), deadlines: (&said.reading.deadlines).into() };
    for edited in view.seen(&history.edited) {
        let edit = &edited.fact.edit;
        line.kind = edit.kind.unwrap_or(line.kind);
        line.party = edit.party.unwrap_or(line.party);
        if let Some(areas) = &edit.areas {
            line.areas.clone_from(areas);
        }
        if let Some(act) = &edit.act {
            line.act.clone_from(act);
        }
        if let Some(deadlines) = &edit.deadlines {
            found.deadlines = deadlines.into();
        }
        found.event_bound = edit.trigger.as_ref().map_or(found.event_bound, |trigger| !trigger.is_empty());
    }
    found
}

/// A person said that it asks nothing of this organisation.
fn gone(line: &mut Line, verdict: &Stamped<(Verdict, Decision)>, what: &str) {
    line.status = Standing::NotApplicable;
    let why = verdict.fact.1.reason.as_deref().unwrap_or("no reason given");
    let text = format!("{what} {}: {why}", verdict.stamp.by);
    line.reasons.push(reason(&text, None, &[verdict.stamp.entry]));
}

/// The worst act decides, and is told first.
fn judge(line: &mut Line, proposal: u64, event_bound: bool) {
    let worst = line.acts.iter().map(|act| act.status).min();
    let told = |deciding: bool| {
        let acts = line.acts.iter().filter(move |act| (Some(act.status) == worst) == deciding);
        acts.filter_map(|act| act.reason.clone())
    };
    let mut reasons: Vec<Reason> = told(true).collect();
    if line.acts.is_empty() {
        reasons.push(reason("no control discharges it yet", None, &[proposal]));
    } else if !line.control_confirmed {
        reasons.push(reason("its control is a suggestion that nobody has confirmed", None, &[proposal]));
    }
    reasons.extend(told(false));
    line.status = worst.unwrap_or(Standing::Unproven);
    if line.status == Standing::Met && event_bound {
        line.status = Standing::Standing;
        reasons.insert(0, reason("waits for its event, and is ready for it", None, &[proposal]));
    }
    line.reasons = reasons;
}

fn waive(view: &View<'_>, line: &mut Line, history: &History) {
    let Some(waiver) = view.last(&history.waived) else { return };
    let until = view.date(waiver.fact.until);
    let Stamp { by, entry, .. } = &waiver.stamp;
    if view.moment.as_of < waiver.fact.until {
        line.status = Standing::Waived;
        let text = format!("accepted until {until} by {by}: {}", waiver.fact.reason);
        line.reasons.insert(0, reason(&text, None, &[*entry]));
    } else {
        line.reasons.push(reason(&format!("the waiver by {by} expired on {until}"), None, &[*entry]));
    }
}

/// What was erased proves nothing more; the line says so.
fn erased(view: &View<'_>, line: &mut Line, history: &History) {
    for gone in history.erased.iter().filter(|gone| view.sees(&gone.stamp)) {
        let erasure = view.record.erasure(gone.stamp.entry);
        let when = erasure.map(|erasure| format!(" on {}", view.date(erasure.stamp.at))).unwrap_or_default();
        let text = format!("entry {} ({}) was erased{when} and proves nothing more", gone.stamp.entry, gone.kind);
        let entries: Vec<u64> =
            std::iter::once(gone.stamp.entry).chain(erasure.map(|erasure| erasure.stamp.entry)).collect();
        line.reasons.push(reason(&text, None, &entries));
    }
}
