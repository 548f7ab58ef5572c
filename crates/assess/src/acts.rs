//! The acts of the controls of one responsibility: done, due, overdue, unproven or failing.

use crate::controls::{Act, Control, Proof, When};
use crate::fact::{ActAttested, EvidenceAdded, Match, Outcome};
use crate::record::{History, Stamp, Stamped};
use crate::status::{Reason, Standing, reason};
use crate::view::View;
use jiff::{Timestamp, Unit};
use onus_terms::{ControlId, Deadline, Length, Limit};
use serde::Serialize;

/// One act of one control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActLine {
    /// The control.
    pub control: ControlId,
    /// The act, by its id in the library.
    pub act: String,
    /// What to do.
    pub title: String,
    /// The role that does it.
    pub role: String,
    /// When it was last done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// When it falls due; absent where once was enough, or nothing can be counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Where it stands.
    pub status: Standing,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// From when acts are counted that were never done.
#[derive(Clone, Copy)]
pub(crate) struct Start<'a> {
    /// The first confirmation: the organisation's own cadence begins with it.
    pub(crate) confirmed: &'a Stamp,
    /// When the agreement took effect: a recurrence that it sets begins with it.
    pub(crate) in_force: Timestamp,
}

/// All acts of these controls.
pub(crate) fn of(
    view: &View<'_>,
    history: &History,
    controls: &[Match],
    start: Start<'_>,
    deadlines: &[Deadline],
) -> Vec<ActLine> {
    let agreed = deadlines.iter().find_map(|deadline| match deadline.limit {
        Limit::Every(length) => Some(length),
        _ => None,
    });
    let attested = view.seen(&history.acts);
    let evidence = view.seen(&history.evidence);
    controls
        .iter()
        .flat_map(|chosen| match view.library.control(&chosen.control) {
            Some(control) => control
                .acts
                .iter()
                .map(|act| Question { view, control, act, chosen, start, agreed }.answer(&attested, &evidence))
                .collect(),
            None => vec![unknown(&chosen.control)],
        })
        .collect()
}

fn unknown(control: &ControlId) -> ActLine {
    ActLine {
        control: control.clone(),
        act: String::new(),
        title: String::new(),
        role: String::new(),
        last: None,
        due: None,
        status: Standing::Unproven,
        reason: Some(reason(&format!("the library has no control `{control}`"), Some(control), &[])),
    }
}

struct Question<'a> {
    view: &'a View<'a>,
    control: &'a Control,
    act: &'a Act,
    chosen: &'a Match,
    start: Start<'a>,
    /// The agreement's own recurrence.
    agreed: Option<Length>,
}

impl Question<'_> {
    fn answer(&self, attested: &[&Stamped<ActAttested>], evidence: &[&Stamped<EvidenceAdded>]) -> ActLine {
        let mine: Vec<&Stamped<ActAttested>> = attested
            .iter()
            .filter(|fact| fact.fact.control == self.control.id && fact.fact.act == self.act.id)
            .copied()
            .collect();
        let (status, due, text, entries) = match mine.as_slice() {
            [] => self.never(),
            [.., last] if last.fact.outcome == Outcome::NotDone => self.not_done(last),
            [before @ .., last] => self.done(before, last, evidence),
        };
        ActLine {
            control: self.control.id.clone(),
            act: self.act.id.clone(),
            title: self.act.title.clone(),
            role: self.act.role.clone(),
            last: mine.iter().rev().find(|fact| fact.fact.outcome == Outcome::Done).map(|fact| fact.stamp.at),
            due,
            status,
            reason: Some(reason(&text, Some(&self.control.id), &entries)),
        }
    }

    /// How often: the person's choice, else the agreement's where it is shorter, else the library's.
    fn cadence(&self) -> Option<Length> {
        if self.act.when == When::Once {
            return None;
        }
        let library = self.act.cadence?;
        let shorter = |agreed: Length| match (
            self.after(self.start.in_force, agreed),
            self.after(self.start.in_force, library),
        ) {
            (Ok(sooner), Ok(later)) if sooner < later => Some(agreed),
            _ => None,
        };
        self.chosen.cadence.or_else(|| self.agreed.and_then(shorter)).or(Some(library))
    }

    /// From when the first act is counted.
    fn first(&self, cadence: Length) -> Timestamp {
        if self.chosen.cadence.is_none() && self.agreed == Some(cadence) {
            self.start.in_force
        } else {
            self.start.confirmed.at
        }
    }

    fn after(&self, from: Timestamp, length: Length) -> Result<Timestamp, onus_clock::ClockError> {
        onus_clock::after(from, length, &self.view.zone)
    }

    fn never(&self) -> Answer {
        let title = &self.act.title;
        let entries = vec![self.start.confirmed.entry];
        let Some(cadence) = self.cadence() else {
            return (Standing::Unproven, None, format!("nothing recorded yet: {title}"), entries);
        };
        match self.after(self.first(cadence), cadence) {
            Ok(due) if due < self.view.moment.as_of => {
                let text = format!("never done, and due since {}: {title}", self.view.date(due));
                (Standing::Overdue, Some(due), text, entries)
            }
            Ok(due) => {
                let text = format!("nothing recorded yet; first due on {}: {title}", self.view.date(due));
                (Standing::Unproven, Some(due), text, entries)
            }
            Err(error) => (Standing::Unproven, None, format!("{error}: {title}"), entries),
        }
    }

    fn not_done(&self, last: &Stamped<ActAttested>) -> Answer {
        let date = self.view.date(last.stamp.at);
        let note = last.fact.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
        let text = format!("reported as not done on {date}{note}: {}", self.act.title);
        (Standing::Failing, Some(last.stamp.at), text, vec![last.stamp.entry])
    }

    fn done(
        &self,
        before: &[&Stamped<ActAttested>],
        last: &Stamped<ActAttested>,
        evidence: &[&Stamped<EvidenceAdded>],
    ) -> Answer {
        let now = self.view.moment.as_of;
        let title = &self.act.title;
        let mut entries = vec![last.stamp.entry];
        let done = format!("done on {}{}", self.view.date(last.stamp.at), self.lateness(before, last));
        let due = match self.cadence().map(|cadence| self.after(last.stamp.at, cadence)).transpose() {
            Ok(due) => due,
            Err(error) => return (Standing::Unproven, None, format!("{done}, but {error}: {title}"), entries),
        };
        if let Some(due) = due.filter(|due| *due < now) {
            let text = format!("{done}, and due again since {}: {title}", self.view.date(due));
            return (Standing::Overdue, Some(due), text, entries);
        }
        if self.act.proof == Proof::Record {
            match self.backing(last, due, evidence) {
                Some(entry) => entries.push(entry),
                None => {
                    let text = format!("{done}, but no current file backs it: {title}");
                    return (Standing::Unproven, due, text, entries);
                }
            }
        }
        let Some(due) = due else { return (Standing::Met, None, format!("{done}: {title}"), entries) };
        let soon = onus_clock::before(due, self.act.window, &self.view.zone).is_ok_and(|open| open <= now);
        let text = format!("{done}, next due on {}: {title}", self.view.date(due));
        (if soon { Standing::Due } else { Standing::Met }, Some(due), text, entries)
    }

    /// The entry of a file that speaks for this time: named by the attestation, or added for this control (or for all)
    /// and not past its own end; without an end of its own it speaks for one cadence.
    fn backing(
        &self,
        last: &Stamped<ActAttested>,
        due: Option<Timestamp>,
        evidence: &[&Stamped<EvidenceAdded>],
    ) -> Option<u64> {
        let now = self.view.moment.as_of;
        let current = |fact: &&&Stamped<EvidenceAdded>| {
            let named = last.fact.evidence.contains(&fact.fact.evidence);
            let mine = fact.fact.control.as_ref().is_none_or(|control| *control == self.control.id);
            let until = match (fact.fact.until, named) {
                (Some(until), _) => Some(until),
                (None, true) => due,
                (None, false) => self.cadence().and_then(|cadence| self.after(fact.stamp.at, cadence).ok()),
            };
            (named || mine) && until.is_none_or(|until| now <= until)
        };
        // The attestation may name a file that was handed over for another responsibility.
        let record = self.view.record;
        let named =
            last.fact.evidence.iter().filter_map(|id| record.evidence(id)).filter(|fact| self.view.sees(&fact.stamp));
        let all: Vec<&Stamped<EvidenceAdded>> = evidence.iter().copied().chain(named).collect();
        all.iter().rev().find(current).map(|fact| fact.stamp.entry)
    }

    /// By how many days the act came after it was due, where it did.
    fn lateness(&self, before: &[&Stamped<ActAttested>], last: &Stamped<ActAttested>) -> String {
        let Some(cadence) = self.cadence() else { return String::new() };
        let earlier = before.iter().rev().find(|fact| fact.fact.outcome == Outcome::Done);
        let from = earlier.map_or(self.first(cadence), |fact| fact.stamp.at);
        let Ok(due) = self.after(from, cadence) else { return String::new() };
        let days = last.stamp.at.since((Unit::Hour, due)).map_or(0, |late| late.get_hours() / 24);
        match days {
            1 => ", 1 day late".to_owned(),
            2.. => format!(", {days} days late"),
            _ => String::new(),
        }
    }
}

type Answer = (Standing, Option<Timestamp>, String, Vec<u64>);
