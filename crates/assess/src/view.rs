//! The record as somebody sees it who asks about one time and knows what was recorded by another.

use crate::controls::Library;
use crate::fact::{AgreementVersion, Decision, Match, PersonAdded, Proposed, WorkspaceCreated};
use crate::record::{History, Record, Stamp, Stamped, Verdict};
use crate::rows::{ActRow, EvidenceRow, Mark};
use crate::status::Moment;
use crate::void::Void;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use onus_terms::{AgreementId, PersonId};
use std::collections::BTreeSet;

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
    pub(crate) void: Void,
    /// The entries of files that are not in the vault.
    pub(crate) lost: BTreeSet<u64>,
}

impl<'a> View<'a> {
    /// Looks at a record.
    pub fn new(record: &'a Record, library: &'a Library, moment: Moment) -> Self {
        let (zone, void) = (crate::status::zone_at(record, moment.known_at), Void::of(record, moment.known_at));
        View { record, library, moment, zone, void, lost: BTreeSet::new() }
    }

    /// With files, by their entries, that are not in the vault any more: they back nothing.
    #[must_use]
    pub fn without_files(mut self, lost: BTreeSet<u64>) -> Self {
        self.lost = lost;
        self
    }

    /// Whether an entry was recorded by then, withdrawn or not.
    pub(crate) fn knows(&self, stamp: &Stamp) -> bool {
        stamp.recorded <= self.moment.known_at
    }

    /// Whether what an entry says about a version of an agreement counts: it does not where that version was withdrawn.
    pub(crate) fn sees_said(&self, agreement: &AgreementId, version: u32, stamp: &Stamp) -> bool {
        self.sees(stamp) && !self.void.holds(agreement, version, stamp.entry)
    }

    /// The entries of acts and files that are known and count, whenever they held.
    pub(crate) fn done(&self, history: &History) -> Vec<u64> {
        let acts = history.acts.rows(self.record.act_rows()).map(|row| row.mark);
        let files = history.evidence.rows(self.record.evidence_rows()).map(|row| row.mark);
        acts.chain(files)
            .filter(|mark| self.record.counts_mark(mark, self.moment.known_at))
            .map(|mark| mark.entry)
            .collect()
    }

    /// Whether an entry counts: it held by then, was recorded by then and was not withdrawn by then.
    pub fn sees(&self, stamp: &Stamp) -> bool {
        stamp.at <= self.moment.as_of && self.record.counts(stamp, self.moment.known_at)
    }

    fn sees_mark(&self, mark: &Mark) -> bool {
        mark.at <= self.moment.as_of && self.record.counts_mark(mark, self.moment.known_at)
    }

    /// The acts that count, the last first.
    pub(crate) fn acts(&self, history: &'a History) -> impl Iterator<Item = &'a ActRow> {
        let rows = history.acts.until(self.record.act_rows(), self.moment.as_of);
        rows.filter(|row| self.sees_mark(&row.mark))
    }

    /// The files that count, the last first.
    pub(crate) fn evidence(&self, history: &'a History) -> impl Iterator<Item = &'a EvidenceRow> {
        let rows = history.evidence.until(self.record.evidence_rows(), self.moment.as_of);
        rows.filter(|row| self.sees_mark(&row.mark))
    }

    /// A piece of evidence, where it counts.
    pub(crate) fn file(&self, evidence: u32) -> Option<&'a EvidenceRow> {
        self.record.rows_of(evidence).find(|row| self.sees_mark(&row.mark))
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

    /// The controls that a person chose for a responsibility, where one did.
    pub fn chosen(&self, history: &'a History) -> Option<&'a [Match]> {
        self.last(&history.matched).map(|matched| matched.fact.controls.as_slice())
    }

    /// The controls that discharge a responsibility, with the entry of the person who chose them; without one they are
    /// the reader's suggestion.
    pub fn controls(&self, history: &'a History) -> (Vec<Match>, Option<u64>) {
        if let Some(matched) = self.last(&history.matched) {
            return (matched.fact.controls.clone(), Some(matched.stamp.entry));
        }
        let suggested = |control: &onus_terms::ControlId| Match { control: control.clone(), cadence: None };
        let proposed = self.proposal(history).map_or(&[][..], |proposed| &proposed.fact.controls);
        (proposed.iter().map(suggested).collect(), None)
    }

    /// The last proposal that counts; where a later version alone says it, the last one known.
    pub(crate) fn proposal(&self, history: &'a History) -> Option<&'a Stamped<Proposed>> {
        let says = |said: &&Stamped<Proposed>| self.sees_said(&said.fact.agreement, said.fact.version, &said.stamp);
        let last = history.proposed.iter().filter(says).max_by_key(|said| (said.stamp.at, said.stamp.entry));
        last.or_else(|| history.proposed.iter().rfind(|said| self.knows(&said.stamp)))
    }

    /// The versions of an agreement that have taken effect, in the order in which they did; of the same time, by number.
    pub fn versions(&self, id: &AgreementId) -> Vec<&'a Stamped<AgreementVersion>> {
        let mut versions = self.seen(self.record.versions(id));
        versions.sort_by_key(|version| (version.stamp.at, version.fact.version));
        versions
    }

    /// The agreements of which a version has taken effect, by id.
    pub fn agreements(&self) -> impl Iterator<Item = (&'a AgreementId, Vec<&'a Stamped<AgreementVersion>>)> {
        let seen = self.record.agreements().map(|(id, _)| (id, self.versions(id)));
        seen.filter(|(_, versions)| !versions.is_empty())
    }

    /// The workspace as known then. Its name and zone hold for all times: they say how it is called and how days are
    /// counted.
    pub fn workspace(&self) -> Option<&'a WorkspaceCreated> {
        self.record.workspace_at(self.moment.known_at)
    }

    /// The persons as known then, by id. A name belongs to a person at all times, also before it was recorded.
    pub fn persons(&self) -> impl Iterator<Item = &'a PersonAdded> {
        self.record.persons_at(self.moment.known_at)
    }

    /// A person as known then.
    pub fn person(&self, id: &PersonId) -> Option<&'a PersonAdded> {
        self.record.person_at(id, self.moment.known_at)
    }

    /// A day as people write it, in the workspace's zone.
    pub fn date(&self, time: Timestamp) -> String {
        time.to_zoned_datetime(self.zone.clone()).strftime("%-d %B %Y").to_string()
    }
}
