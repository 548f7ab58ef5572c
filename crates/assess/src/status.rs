//! Status: one line for every responsibility, as of a time and as known at a time.

use crate::acts::{self, ActLine};
use crate::controls::Library;
use crate::record::{History, Record, Stamp, Stamped, Verdict};
use crate::view::View;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use onus_terms::{AgreementId, Area, Citation, ControlId, Kind, Party, PersonId, ResponsibilityId};
use serde::Serialize;
use std::collections::BTreeMap;

/// The two times of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The time asked about.
    pub as_of: Timestamp,
    /// Only what was recorded by then counts.
    pub known_at: Timestamp,
}

/// Where one responsibility stands. In the order of concern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It was shown or said that it is not done.
    Failing,
    /// The date of an act has passed.
    Overdue,
    /// Nothing proves it.
    Unproven,
    /// In order, and an act falls due soon.
    Due,
    /// Every control that discharges it is in order.
    Met,
    /// Bound to an event that has not happened, and ready for it.
    Standing,
    /// Accepted by a named person until a date.
    Waived,
    /// Does not apply, said a named person.
    NotApplicable,
}

impl Standing {
    /// All of them, in the order of concern.
    pub const ALL: [Standing; 8] = [
        Standing::Failing,
        Standing::Overdue,
        Standing::Unproven,
        Standing::Due,
        Standing::Met,
        Standing::Standing,
        Standing::Waived,
        Standing::NotApplicable,
    ];

    /// The word used for it in output and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Failing => "failing",
            Standing::Overdue => "overdue",
            Standing::Unproven => "unproven",
            Standing::Due => "due",
            Standing::Met => "met",
            Standing::Standing => "standing",
            Standing::Waived => "waived",
            Standing::NotApplicable => "not-applicable",
        }
    }
}

/// One ground for a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What a person reads.
    pub text: String,
    /// The control it speaks of, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control: Option<ControlId>,
    /// The numbers of the entries behind it.
    pub entries: Vec<u64>,
}

/// What a person has decided of a responsibility so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decided {
    /// Nothing yet: the reader proposes it.
    Proposed,
    /// It was read rightly.
    Confirmed,
    /// It is none of ours.
    Rejected,
    /// It does not apply.
    NotApplicable,
}

/// Where one responsibility stands, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which.
    pub responsibility: ResponsibilityId,
    /// The agreement that says it.
    pub agreement: AgreementId,
    /// The version of it.
    pub version: u32,
    /// Duty, prohibition, condition or warranty.
    pub kind: Kind,
    /// Whom it binds.
    pub party: Party,
    /// What it is about.
    pub areas: Vec<Area>,
    /// What to do.
    pub act: String,
    /// The words that say it.
    pub citation: Citation,
    /// Who owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// What a person decided.
    pub decided: Decided,
    /// Where it stands.
    pub status: Standing,
    /// Why: the weightiest first.
    pub reasons: Vec<Reason>,
    /// The controls that discharge it.
    pub controls: Vec<ControlId>,
    /// The acts of its controls.
    pub acts: Vec<ActLine>,
}

/// The answer of Onus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The times asked about.
    #[serde(flatten)]
    pub moment: Moment,
    /// How many lines have each status.
    pub totals: BTreeMap<&'static str, usize>,
    /// One for every responsibility in force, by id.
    pub lines: Vec<Line>,
    /// What is wrong with entries of the ledger, by number.
    pub flaws: Vec<(u64, String)>,
}

/// The zone in which the workspace counts its days; UTC until it says so.
pub fn zone(record: &Record) -> TimeZone {
    record.workspace().and_then(|workspace| TimeZone::get(&workspace.zone).ok()).unwrap_or(TimeZone::UTC)
}

/// Where everything stands at `moment`. It never fails as a whole.
pub fn status(record: &Record, library: &Library, moment: Moment) -> Status {
    let view = View::new(record, library, moment);
    let lines: Vec<Line> = record
        .responsibilities()
        .filter_map(|(id, history)| line(&view, id, history))
        .filter(|line| line.decided != Decided::Rejected)
        .collect();
    let known = record.flaws().iter().filter(|flaw| flaw.recorded <= moment.known_at);
    let flaws = known.map(|flaw| (flaw.entry, flaw.what.clone())).collect();
    Status { moment, totals: totals(&lines), lines, flaws }
}

fn totals(lines: &[Line]) -> BTreeMap<&'static str, usize> {
    let mut totals: BTreeMap<&'static str, usize> = Standing::ALL.map(|standing| (standing.as_str(), 0)).into();
    for line in lines {
        *totals.entry(line.status.as_str()).or_default() += 1;
    }
    totals
}

impl Status {
    /// Keeps only some lines, and counts anew.
    pub fn keep(&mut self, which: impl FnMut(&Line) -> bool) {
        self.lines.retain(which);
        self.totals = totals(&self.lines);
    }
}

/// Where one responsibility stands; nothing where it is not in force then, or not known then.
pub fn line(view: &View<'_>, id: &ResponsibilityId, history: &History) -> Option<Line> {
    let proposed = view.last(&history.proposed)?;
    let ended = view.last(&history.ended);
    let restated = view.last(&history.restated);
    if ended.is_some_and(|ended| restated.is_none_or(|restated| restated.fact.version < ended.fact.version)) {
        return None;
    }
    let (version, reading) = restated
        .map_or((proposed.fact.version, &proposed.fact.reading), |again| (again.fact.version, &again.fact.reading));
    let mut line = Line {
        responsibility: id.clone(),
        agreement: proposed.fact.agreement.clone(),
        version,
        kind: reading.kind,
        party: reading.party,
        areas: reading.areas.clone(),
        act: reading.act.clone(),
        citation: reading.citation.clone(),
        owner: view.last(&history.assigned).map(|assigned| assigned.fact.to.clone()),
        decided: Decided::Proposed,
        status: Standing::Unproven,
        reasons: Vec::new(),
        controls: Vec::new(),
        acts: Vec::new(),
    };
    let mut trigger = reading.trigger.clone();
    let mut deadlines = reading.deadlines.clone();
    for edited in view.seen(&history.edited) {
        let edit = &edited.fact.edit;
        line.kind = edit.kind.unwrap_or(line.kind);
        line.party = edit.party.unwrap_or(line.party);
        line.areas = edit.areas.clone().unwrap_or(line.areas);
        line.act = edit.act.clone().unwrap_or(line.act);
        deadlines = edit.deadlines.clone().unwrap_or(deadlines);
        trigger = edit.trigger.clone().map_or(trigger, |text| (!text.is_empty()).then_some(text));
    }
    let verdict = view.last(&history.verdicts);
    line.decided = match verdict.map(|verdict| verdict.fact.0) {
        None => Decided::Proposed,
        Some(Verdict::Confirmed) => Decided::Confirmed,
        Some(Verdict::Rejected) => Decided::Rejected,
        Some(Verdict::NotApplicable) => Decided::NotApplicable,
    };
    let found = Found { proposal: &proposed.stamp, event_bound: trigger.is_some(), deadlines: &deadlines };
    decide(view, &mut line, history, verdict, &found);
    erased(view, &mut line, history);
    Some(line)
}

/// What the paper says of one responsibility, after edits.
struct Found<'a> {
    proposal: &'a Stamp,
    event_bound: bool,
    deadlines: &'a [onus_terms::Deadline],
}

fn decide(
    view: &View<'_>,
    line: &mut Line,
    history: &History,
    verdict: Option<&Stamped<(Verdict, crate::fact::Decision)>>,
    found: &Found<'_>,
) {
    let Found { proposal: &Stamp { entry: proposal, at: in_force, .. }, event_bound, deadlines } = *found;
    let (controls, matched_by) = view.controls(history);
    line.controls = controls.iter().map(|chosen| chosen.control.clone()).collect();
    let Some(verdict) = verdict else {
        line.reasons.push(reason("proposed by the reader; nobody has confirmed it yet", None, &[proposal]));
        waive(view, line, history);
        return;
    };
    if line.decided == Decided::NotApplicable {
        line.status = Standing::NotApplicable;
        let why = verdict.fact.1.reason.as_deref().unwrap_or("no reason given");
        let text = format!("does not apply, says {}: {why}", verdict.stamp.by);
        line.reasons.push(reason(&text, None, &[verdict.stamp.entry]));
        return;
    }
    let since = view.first_confirmed(history).map_or(&verdict.stamp, |first| &first.stamp);
    line.acts = acts::of(view, history, &controls, acts::Start { confirmed: since, in_force }, deadlines);
    line.status = line.acts.iter().map(|act| act.status).min().unwrap_or(Standing::Unproven);
    line.reasons.extend(line.acts.iter().filter_map(|act| act.reason.clone()));
    if line.acts.is_empty() {
        line.reasons.push(reason("no control discharges it yet", None, &[proposal]));
    } else if matched_by.is_none() {
        line.reasons.push(reason("its control is a suggestion that nobody has confirmed", None, &[proposal]));
    }
    if line.status == Standing::Met && event_bound {
        line.status = Standing::Standing;
        line.reasons.push(reason("waits for its event, and is ready for it", None, &[proposal]));
    }
    let worst = line.status;
    let statuses: Vec<Standing> = line.acts.iter().map(|act| act.status).collect();
    // The acts that decide the status are told first; the sort is stable.
    let mut order: Vec<usize> = (0..line.reasons.len()).collect();
    order.sort_by_key(|at| statuses.get(*at).is_some_and(|status| *status != worst));
    line.reasons = order.into_iter().filter_map(|at| line.reasons.get(at).cloned()).collect();
    waive(view, line, history);
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

pub(crate) fn reason(text: &str, control: Option<&ControlId>, entries: &[u64]) -> Reason {
    Reason { text: text.to_owned(), control: control.cloned(), entries: entries.to_vec() }
}
