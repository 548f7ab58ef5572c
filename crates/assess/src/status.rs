//! Status: one line for every responsibility, as of a time and as known at a time.

use crate::acts::ActLine;
use crate::controls::Library;
use crate::fact::Recovered;
use crate::line::line;
use crate::record::{Flaw, Record, Stamped};
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

/// What a status in order rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A file backs every act.
    Evidence,
    /// For one act at least, the word of who attested it.
    Statement,
}

/// What the lines that are met rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MetBy {
    /// Files back every act of so many.
    pub evidence: usize,
    /// So many rest on a statement.
    pub statement: usize,
    /// Of both, so many by a control that nobody has confirmed.
    pub control_unconfirmed: usize,
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
    /// Further places of the same version that say the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Citation>,
    /// The words before the list that it is an item of, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<Citation>,
    /// Since when it is in force.
    pub since: Timestamp,
    /// The responsibility of another version that this one words anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rewords: Option<ResponsibilityId>,
    /// Who owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// What a person decided.
    pub decided: Decided,
    /// Where it stands.
    pub status: Standing,
    /// What that rests on, where it is met, due or standing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Whether a person said that its controls are the right ones: chose them, or named them with an act.
    pub control_confirmed: bool,
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
    /// What those that are met rest on.
    pub met_by: MetBy,
    /// One for every responsibility in force, by id.
    pub lines: Vec<Line>,
    /// What is wrong with entries of the ledger, by number.
    pub flaws: Vec<Flaw>,
    /// When an older ledger was accepted, and which entries were lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recoveries: Vec<Recovery>,
}

/// An older ledger was accepted after entries were lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recovery {
    /// The number of the entry that says so.
    pub entry: u64,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// Which entries are lost, and why.
    #[serde(flatten)]
    pub lost: Recovered,
}

/// The zone in which the workspace counts its days; UTC until it says so.
pub fn zone(record: &Record) -> TimeZone {
    zone_at(record, Timestamp::MAX)
}

/// The zone as known at a time.
pub(crate) fn zone_at(record: &Record, known_at: Timestamp) -> TimeZone {
    record.workspace_at(known_at).and_then(|workspace| TimeZone::get(&workspace.zone).ok()).unwrap_or(TimeZone::UTC)
}

/// Where everything stands at `moment`. It never fails as a whole.
pub fn status(record: &Record, library: &Library, moment: Moment) -> Status {
    Status::of(&View::new(record, library, moment))
}

/// When an older ledger was accepted, as known at a time.
fn recoveries(record: &Record, known_at: Timestamp) -> Vec<Recovery> {
    let known = record.recoveries().iter().filter(|recovered| recovered.stamp.recorded <= known_at);
    let recovery = |Stamped { stamp, fact }: &Stamped<Recovered>| Recovery {
        entry: stamp.entry,
        recorded: stamp.recorded,
        lost: fact.clone(),
    };
    known.map(recovery).collect()
}

impl Status {
    /// Where everything stands that nobody rejected.
    pub fn of(view: &View<'_>) -> Self {
        Self::only(view, |line| line.decided != Decided::Rejected)
    }

    /// What was rejected: read, and none of ours.
    pub fn rejected(view: &View<'_>) -> Self {
        Self::only(view, |line| line.decided == Decided::Rejected)
    }

    fn only(view: &View<'_>, which: impl FnMut(&Line) -> bool) -> Self {
        let View { record, moment, .. } = *view;
        let lines = record.responsibilities().filter_map(|(id, history)| line(view, id, history));
        let lines: Vec<Line> = lines.filter(which).collect();
        // Who withdraws an entry that says nothing has dealt with it.
        let known =
            |flaw: &&Flaw| flaw.recorded <= moment.known_at && record.withdrawal(flaw.entry, moment.known_at).is_none();
        let mut flaws: Vec<Flaw> = record.flaws().iter().filter(known).cloned().collect();
        flaws.extend(crate::void::flaws(view));
        flaws.sort_by_key(|flaw| flaw.entry);
        let recoveries = recoveries(record, moment.known_at);
        Status { moment, totals: totals(&lines), met_by: met_by(&lines), lines, flaws, recoveries }
    }

    /// Keeps only some lines, and counts anew.
    pub fn keep(&mut self, which: impl FnMut(&Line) -> bool) {
        self.lines.retain(which);
        self.totals = totals(&self.lines);
        self.met_by = met_by(&self.lines);
    }
}

fn totals(lines: &[Line]) -> BTreeMap<&'static str, usize> {
    let mut totals: BTreeMap<&'static str, usize> = Standing::ALL.map(|standing| (standing.as_str(), 0)).into();
    for line in lines {
        *totals.entry(line.status.as_str()).or_default() += 1;
    }
    totals
}

fn met_by(lines: &[Line]) -> MetBy {
    let mut met_by = MetBy::default();
    for line in lines.iter().filter(|line| line.status == Standing::Met) {
        match line.basis {
            Some(Basis::Evidence) => met_by.evidence += 1,
            _ => met_by.statement += 1,
        }
        met_by.control_unconfirmed += usize::from(!line.control_confirmed);
    }
    met_by
}

pub(crate) fn reason(text: &str, control: Option<&ControlId>, entries: &[u64]) -> Reason {
    Reason { text: text.to_owned(), control: control.cloned(), entries: entries.to_vec() }
}
