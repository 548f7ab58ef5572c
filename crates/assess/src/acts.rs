//! The acts of the controls of one responsibility: done, due, overdue, unproven or failing.

use crate::controls::{Act, Control, Proof, When};
use crate::fact::{Match, Outcome};
use crate::record::History;
use crate::rows::{ActRow, EvidenceRow};
use crate::status::{Reason, Standing, reason};
use crate::view::View;
use jiff::{SignedDuration, Timestamp, Unit};
use onus_clock::ClockError;
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
    /// The entry of the file that backs it, where it is in order and one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backed_by: Option<u64>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// From when acts are counted that were never done.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    /// The entry of the first confirmation, and when it held: the organisation's own cadence begins with it.
    pub(crate) confirmed: (u64, Timestamp),
    /// When the agreement took effect: a recurrence that it sets begins with it.
    pub(crate) in_force: Timestamp,
    /// When the duty came back after an end: what had run out by then counts no longer, and cadences begin anew.
    pub(crate) returned: Option<Timestamp>,
}

/// All acts of these controls.
pub(crate) fn of(
    view: &View<'_>,
    history: &History,
    controls: &[Match],
    start: Start,
    deadlines: &[Deadline],
) -> Vec<ActLine> {
    let agreed = deadlines.iter().find_map(|deadline| match deadline.limit {
        Limit::Every(length) => Some(length),
        _ => None,
    });
    let lines = |chosen: &Match| match view.library.control(&chosen.control) {
        Some(control) => {
            let question = |act| Question::new(view, history, control, act, start, (chosen.cadence, agreed));
            control.acts.iter().map(|act| question(act).line()).collect()
        }
        None => vec![unknown(&chosen.control)],
    };
    controls.iter().flat_map(lines).collect()
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
        backed_by: None,
        reason: Some(reason(&format!("the library has no control `{control}`"), Some(control), &[])),
    }
}

/// Where one act stands, and why.
struct Answer {
    status: Standing,
    due: Option<Timestamp>,
    text: String,
    entries: Vec<u64>,
    backed_by: Option<u64>,
}

impl Answer {
    fn new(status: Standing, due: Option<Timestamp>, text: String, entry: u64) -> Self {
        Answer { status, due, text, entries: vec![entry], backed_by: None }
    }

    /// With the file that backs it.
    fn backed(mut self, file: Option<u64>) -> Self {
        self.entries.extend(file);
        Answer { backed_by: file, ..self }
    }
}

/// Which files to look among.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    /// Those in the vault.
    There,
    /// Those that were handed over and are there no longer.
    Lost,
}

struct Question<'a> {
    view: &'a View<'a>,
    history: &'a History,
    control: &'a Control,
    act: &'a Act,
    start: Start,
    /// How often; nothing where once is enough.
    cadence: Option<Length>,
    /// From when the first act is counted.
    from: Timestamp,
}

impl<'a> Question<'a> {
    fn new(
        view: &'a View<'a>,
        history: &'a History,
        control: &'a Control,
        act: &'a Act,
        start: Start,
        (own, agreed): (Option<Length>, Option<Length>),
    ) -> Self {
        let mut question = Question { view, history, control, act, start, cadence: None, from: start.confirmed.1 };
        if let (When::Cadence, Some(library)) = (act.when, act.cadence) {
            // The person's choice, else the agreement's where it is shorter, else the library's.
            let agreed = agreed.filter(|agreed| own.is_none() && question.shorter(*agreed, library));
            if agreed.is_some() {
                question.from = start.in_force;
            }
            question.cadence = own.or(agreed).or(Some(library));
        }
        question.from = question.from.max(start.returned.unwrap_or(question.from));
        question
    }

    fn shorter(&self, agreed: Length, library: Length) -> bool {
        let after = |length| self.after(self.start.in_force, length).ok();
        after(agreed).is_some_and(|sooner| after(library).is_some_and(|later| sooner <= later))
    }

    fn line(&self) -> ActLine {
        let names = self.view.record.names();
        let (control, act) = (names.controls.find(self.control.id.as_str()), names.acts.find(&self.act.id));
        let mine = |row: &&ActRow| Some(row.control) == control && Some(row.act) == act;
        let mut rows = self.view.acts(self.history).filter(mine).filter(|row| self.counts_still(row));
        let last = rows.next();
        let is_done = |row: &&ActRow| row.outcome == Outcome::Done;
        let done = last.filter(is_done).or_else(|| rows.find(is_done));
        let Answer { status, due, text, entries, backed_by } = match last {
            None => self.never(),
            Some(last) if last.outcome == Outcome::NotDone => self.not_done(last),
            Some(last) => self.done(last, rows.find(is_done)),
        };
        ActLine {
            control: self.control.id.clone(),
            act: self.act.id.clone(),
            title: self.act.title.clone(),
            role: self.act.role.clone(),
            last: done.map(|row| row.mark.at),
            due,
            status,
            backed_by,
            reason: Some(reason(&text, Some(&self.control.id), &entries)),
        }
    }

    /// Whether an act had not run out when the duty came back after an end.
    fn counts_still(&self, row: &ActRow) -> bool {
        let Some(returned) = self.start.returned.filter(|returned| row.mark.at < *returned) else { return true };
        self.cadence.is_none_or(|cadence| self.after(row.mark.at, cadence).is_ok_and(|due| due >= returned))
    }

    fn after(&self, from: Timestamp, length: Length) -> Result<Timestamp, ClockError> {
        onus_clock::after(from, length, &self.view.zone)
    }

    fn never(&self) -> Answer {
        let title = &self.act.title;
        let answer = |status, due, text| Answer::new(status, due, text, self.start.confirmed.0);
        let Some(cadence) = self.cadence else {
            return answer(Standing::Unproven, None, format!("nothing recorded yet: {title}"));
        };
        match self.after(self.from, cadence) {
            Ok(due) if due < self.view.moment.as_of => {
                let text = format!("never done, and due since {}: {title}", self.view.date(due));
                answer(Standing::Overdue, Some(due), text)
            }
            Ok(due) => {
                let text = format!("nothing recorded yet; first due on {}: {title}", self.view.date(due));
                answer(Standing::Unproven, Some(due), text)
            }
            Err(error) => answer(Standing::Unproven, None, format!("{error}: {title}")),
        }
    }

    fn not_done(&self, last: &ActRow) -> Answer {
        let date = self.view.date(last.mark.at);
        let note = last.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
        let text = format!("reported as not done on {date}{note}: {}", self.act.title);
        Answer::new(Standing::Failing, Some(last.mark.at), text, last.mark.entry)
    }

    fn done(&self, last: &ActRow, earlier: Option<&ActRow>) -> Answer {
        let now = self.view.moment.as_of;
        let title = &self.act.title;
        let answer = |status, due, text| Answer::new(status, due, text, last.mark.entry);
        let done = format!("done on {}{}", self.view.date(last.mark.at), self.lateness(last, earlier));
        let due = match self.cadence.map(|cadence| self.after(last.mark.at, cadence)).transpose() {
            Ok(due) => due,
            Err(error) => return answer(Standing::Unproven, None, format!("{done}, but {error}: {title}")),
        };
        if let Some(due) = due.filter(|due| *due < now) {
            let text = format!("{done}, and due again since {}: {title}", self.view.date(due));
            return answer(Standing::Overdue, Some(due), text);
        }
        let file = self.backing(last, Files::There);
        if self.act.proof == Proof::Record && file.is_none() {
            let what = match self.backing(last, Files::Lost) {
                Some(entry) => format!("the file of entry {entry}, which backed it, is not in the vault any more"),
                None => "no current file backs it".to_owned(),
            };
            return answer(Standing::Unproven, due, format!("{done}, but {what}: {title}"));
        }
        let Some(due) = due else { return answer(Standing::Met, None, format!("{done}: {title}")).backed(file) };
        let soon = onus_clock::before(due, self.act.window, &self.view.zone).is_ok_and(|open| open <= now);
        let text = format!("{done}, next due on {}: {title}", self.view.date(due));
        answer(if soon { Standing::Due } else { Standing::Met }, Some(due), text).backed(file)
    }

    /// The entry of a file that speaks for this time: named by the attestation, perhaps after it was handed over for
    /// another responsibility, or added for this control (or for all). It speaks until its own end; without one, a file
    /// that is named speaks as long as the act, which is not due again, and another one for one cadence.
    fn backing(&self, last: &ActRow, files: Files) -> Option<u64> {
        let now = self.view.moment.as_of;
        let there = |row: &EvidenceRow| self.view.lost.contains(&row.mark.entry) == (files == Files::Lost);
        let named = last.evidence.as_slice().iter().rev().filter_map(|id| self.view.file(*id));
        let own = |row: &&EvidenceRow| there(row) && row.until.is_none_or(|until| now <= until);
        if let Some(row) = named.into_iter().find(own) {
            return Some(row.mark.entry);
        }
        let control = self.view.record.names().controls.find(self.control.id.as_str());
        let mut run_out = false;
        let mut lasts = |row: &EvidenceRow| {
            let after = |cadence| self.after(row.mark.at, cadence).ok();
            let Some(until) = self.cadence.filter(|_| !run_out).and_then(after) else { return !run_out };
            // What was handed over before runs out before, but for the last days of months that differ in length.
            run_out = now.duration_since(until) > SignedDuration::from_hours(24 * 4);
            now <= until
        };
        let current = |row: &&EvidenceRow| {
            let mine = there(row) && (row.control.is_none() || row.control == control);
            mine && row.until.map_or_else(|| lasts(row), |until| now <= until)
        };
        self.view.evidence(self.history).find(current).map(|row| row.mark.entry)
    }

    /// By how many days the act came after it was due, where it did.
    fn lateness(&self, last: &ActRow, earlier: Option<&ActRow>) -> String {
        let Some(cadence) = self.cadence else { return String::new() };
        let from = earlier.map_or(self.from, |row| row.mark.at);
        let Ok(due) = self.after(from, cadence) else { return String::new() };
        let days = last.mark.at.since((Unit::Hour, due)).map_or(0, |late| late.get_hours() / 24);
        match days {
            1 => ", 1 day late".to_owned(),
            2.. => format!(", {days} days late"),
            _ => String::new(),
        }
    }
}
