//! What happened to one responsibility, entry by entry, as people read it.

use crate::answer::{DIM, styled};
use crate::problem::{Problem, printable};
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_assess::fact::{Edit, Outcome};
use onus_assess::record::{History, Stamp, Verdict};
use onus_assess::{Fact, Moment, View};
use serde::Serialize;
use std::io::{self, Write};

/// One entry about a responsibility.
#[derive(Serialize)]
pub(crate) struct Event {
    /// The number of the entry.
    pub(crate) entry: u64,
    /// When the fact held.
    pub(crate) at: Timestamp,
    /// When it was recorded.
    pub(crate) recorded: Timestamp,
    /// Who recorded it, by name where that is known.
    pub(crate) by: String,
    /// What it says, in words.
    pub(crate) what: String,
    /// Withdrawn or erased: it counts no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) void: Option<&'static str>,
    /// It held only after the time asked about.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) later: bool,
}

/// All that was recorded of a responsibility by then, in the order of recording.
pub(crate) fn story(workspace: &Workspace, history: &History, moment: Moment) -> Result<Vec<Event>, Problem> {
    let mut story = Story { workspace, moment, events: Vec::new() };
    for fact in &history.proposed {
        let controls = fact.fact.controls.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
        let suggested = if controls.is_empty() { String::new() } else { format!(", with {controls} suggested") };
        let (agreement, version) = (&fact.fact.agreement, fact.fact.version);
        story.tell(&fact.stamp, format!("read from {agreement} version {version}{suggested}"));
    }
    for fact in &history.restated {
        story.tell(&fact.stamp, format!("version {} says the same", fact.fact.version));
    }
    for fact in &history.ended {
        story.tell(&fact.stamp, format!("version {} no longer says it", fact.fact.version));
    }
    for fact in &history.verdicts {
        let word = match fact.fact.0 {
            Verdict::Confirmed => "confirmed: it was read rightly",
            Verdict::Rejected => "rejected: it is none of ours",
            Verdict::NotApplicable => "does not apply",
        };
        story.tell(&fact.stamp, with(word, fact.fact.1.reason.as_deref()));
    }
    for fact in &history.edited {
        story.tell(&fact.stamp, with(&edited(&fact.fact.edit), fact.fact.reason.as_deref()));
    }
    for fact in &history.assigned {
        story.tell(&fact.stamp, format!("owner: {}", workspace.name(&fact.fact.to)));
    }
    for fact in &history.matched {
        let controls = fact.fact.controls.iter().map(|chosen| match chosen.cadence {
            Some(cadence) => format!("{} every {cadence}", chosen.control),
            None => chosen.control.to_string(),
        });
        story.tell(&fact.stamp, format!("discharged by {}", controls.collect::<Vec<_>>().join(", ")));
    }
    for fact in &history.waived {
        let until = workspace.date(fact.fact.until);
        story.tell(&fact.stamp, with(&format!("waived until {until}"), Some(&fact.fact.reason)));
    }
    let entries = workspace.record.evidence_of(history).into_iter().chain(workspace.record.acts_of(history));
    for entry in entries {
        if let Some(fact) = workspace.fact(entry)? {
            story.tell(&fact.stamp, done(&fact.fact));
        }
    }
    for gone in &history.erased {
        story.tell(&gone.stamp, format!("{} (its body is erased)", gone.kind));
    }
    story.events.sort_by_key(|event| event.entry);
    Ok(story.events)
}

fn done(fact: &Fact) -> String {
    match fact {
        Fact::EvidenceAdded(file) => with(&format!("evidence {}: {}", file.evidence, file.name), file.note.as_deref()),
        Fact::ActAttested(act) => {
            let word = if act.outcome == Outcome::Done { "done" } else { "NOT done" };
            with(&format!("{word}: {} of {}", act.act, act.control), act.note.as_deref())
        }
        other => other.kind().to_owned(),
    }
}

struct Story<'a> {
    workspace: &'a Workspace,
    moment: Moment,
    events: Vec<Event>,
}

impl Story<'_> {
    fn tell(&mut self, stamp: &Stamp, what: String) {
        if stamp.recorded > self.moment.known_at {
            return;
        }
        let record = &self.workspace.record;
        let void = if record.erasure(stamp.entry).is_some_and(|gone| gone.stamp.recorded <= self.moment.known_at) {
            Some("erased")
        } else {
            record.withdrawal(stamp.entry, self.moment.known_at).map(|_| "withdrawn")
        };
        let by = self.workspace.name(&stamp.by).to_owned();
        let (entry, at, recorded) = (stamp.entry, stamp.at, stamp.recorded);
        self.events.push(Event { entry, at, recorded, by, what, void, later: at > self.moment.as_of });
    }
}

fn with(text: &str, reason: Option<&str>) -> String {
    reason.map_or_else(|| text.to_owned(), |reason| format!("{text} ({reason})"))
}

fn edited(edit: &Edit) -> String {
    let mut parts = Vec::new();
    parts.extend(edit.kind.map(|kind| format!("kind {kind}")));
    parts.extend(edit.party.map(|party| format!("party {party}")));
    parts.extend(
        edit.areas
            .as_ref()
            .map(|areas| format!("areas {}", areas.iter().map(|area| area.as_str()).collect::<Vec<_>>().join("+"))),
    );
    parts.extend(edit.act.as_ref().map(|act| format!("act “{act}”")));
    parts.extend(edit.trigger.as_ref().map(|trigger| format!("trigger “{trigger}”")));
    parts.extend(edit.deadlines.as_ref().map(|limits| {
        format!("deadline {}", limits.iter().map(|limit| limit.limit.to_string()).collect::<Vec<_>>().join("+"))
    }));
    format!("edited: {}", parts.join(", "))
}

/// Prints events, each in one line.
pub(crate) fn show(
    events: &[Event],
    workspace_date: impl Fn(Timestamp) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    for event in events {
        let late =
            if event.at == event.recorded { String::new() } else { format!(", held {}", workspace_date(event.at)) };
        let void = event.void.map(|void| format!(" [{void}]")).unwrap_or_default();
        let void = if event.later { format!("{void} [later]") } else { void };
        let when = workspace_date(event.recorded);
        let (what, by) = (printable(&event.what), printable(&event.by));
        writeln!(out, "    {what}{void}  {}", styled(DIM, format!("{when}{late}, {by} [{}]", event.entry)))?;
    }
    Ok(())
}

/// What a history says now of who looks at `moment`.
pub(crate) fn view(workspace: &Workspace, moment: Moment) -> View<'_> {
    View::new(&workspace.record, &workspace.library, moment)
}
