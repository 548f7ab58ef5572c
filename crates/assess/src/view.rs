//! The record as somebody sees it who asks about one time and knows what was recorded by another.

use crate::controls::Library;
use crate::fact::{Decision, Match};
use crate::record::{History, Record, Stamp, Stamped, Verdict};
use crate::status::Moment;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A record, a library and the two times of a question.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// What was recorded.
    pub record: &'a Record,
    /// The controls there are.
    pub library: &'a Library,
    /// The times asked about.
    pub moment: Moment,
    /// The zone in which days are counted.
    pub zone: TimeZone,
}

impl<'a> View<'a> {
    /// Looks at a record.
    pub fn new(record: &'a Record, library: &'a Library, moment: Moment) -> Self {
        View { record, library, moment, zone: crate::status::zone(record) }
    }

    /// Whether an entry counts: it held by then, was recorded by then and was not withdrawn by then.
    pub fn sees(&self, stamp: &Stamp) -> bool {
        stamp.at <= self.moment.as_of && self.record.counts(stamp, self.moment.known_at)
    }

    /// The facts that count, in the order in which they held; of the same time, in the order of recording.
    pub fn seen<T>(&self, facts: &'a [Stamped<T>]) -> Vec<&'a Stamped<T>> {
        let mut seen: Vec<&Stamped<T>> = facts.iter().filter(|fact| self.sees(&fact.stamp)).collect();
        seen.sort_by_key(|fact| (fact.stamp.at, fact.stamp.entry));
        seen
    }

    /// The last fact that counts.
    pub fn last<T>(&self, facts: &'a [Stamped<T>]) -> Option<&'a Stamped<T>> {
        facts.iter().filter(|fact| self.sees(&fact.stamp)).max_by_key(|fact| (fact.stamp.at, fact.stamp.entry))
    }

    /// The first confirmation that counts.
    pub(crate) fn first_confirmed(&self, history: &'a History) -> Option<&'a Stamped<(Verdict, Decision)>> {
        let confirmed =
            |fact: &&Stamped<(Verdict, Decision)>| fact.fact.0 == Verdict::Confirmed && self.sees(&fact.stamp);
        history.verdicts.iter().filter(confirmed).min_by_key(|fact| (fact.stamp.at, fact.stamp.entry))
    }

    /// The controls that discharge a responsibility, with the entry of the person who chose them; without one they are
    /// the reader's suggestion.
    pub fn controls(&self, history: &'a History) -> (Vec<Match>, Option<u64>) {
        match (self.last(&history.matched), self.last(&history.proposed)) {
            (Some(matched), _) => (matched.fact.controls.clone(), Some(matched.stamp.entry)),
            (None, Some(proposed)) => {
                let suggested = |control: &onus_terms::ControlId| Match { control: control.clone(), cadence: None };
                (proposed.fact.controls.iter().map(suggested).collect(), None)
            }
            (None, None) => (Vec::new(), None),
        }
    }

    /// A day as people write it, in the workspace's zone.
    pub fn date(&self, time: Timestamp) -> String {
        time.to_zoned_datetime(self.zone.clone()).strftime("%-d %B %Y").to_string()
    }
}
