//! What a new version of an agreement proposes, restates and ends, by where it stands among the others in time.

use crate::ids::derived;
use crate::problem::Problem;
use crate::workspace::Workspace;
use jiff::Timestamp;
use onus_agreement::Change;
use onus_assess::fact::{Ended, Proposed, Restated};
use onus_assess::{Fact, Moment};
use onus_terms::{AgreementId, Digest, Responsibility, ResponsibilityId};
use std::collections::{BTreeMap, BTreeSet};

/// How many responsibilities a version proposes, restates and ends.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) proposed: usize,
    pub(crate) changed: usize,
    pub(crate) restated: usize,
    pub(crate) ended: usize,
}

type Duty = (ResponsibilityId, Responsibility);

/// Where a new version stands: between what is in force when it takes effect and the version that takes effect next.
pub(crate) struct Place<'a> {
    agreement: &'a AgreementId,
    version: u32,
    at: Timestamp,
    before: Vec<Duty>,
    next: Option<Next>,
}

/// The version that takes effect next, where there is one already.
struct Next {
    version: u32,
    at: Timestamp,
    duties: Vec<Duty>,
}

impl<'a> Place<'a> {
    pub(crate) fn of(workspace: &Workspace, agreement: &'a AgreementId, version: u32, at: Timestamp) -> Self {
        let later = workspace.versions(agreement).into_iter().find(|version| version.stamp.at > at);
        let next = later.map(|next| Next {
            version: next.fact.version,
            at: next.stamp.at,
            duties: standing(workspace, agreement, next.stamp.at),
        });
        Place { agreement, version, at, before: standing(workspace, agreement, at), next }
    }

    /// What whoever adds it should know about its place.
    pub(crate) fn notice(&self, workspace: &Workspace) -> Option<String> {
        let Next { version, at, .. } = self.next.as_ref()?;
        let from = workspace.date(*at);
        Some(format!("it takes effect before version {version}, which stays what holds from {from} on"))
    }

    /// The facts of what it changes, and how many of each.
    pub(crate) fn changes(
        &self,
        workspace: &Workspace,
        readings: &[Responsibility],
        facts: &mut Vec<(Fact, Timestamp)>,
    ) -> Result<Counts, Problem> {
        let later = self.said_again(readings);
        let mut counts = Counts::default();
        let known = |at: usize| self.before.get(at).map(|(id, _)| id.clone());
        // What one version tells twice, or in two sentences, is proposed once and ends once.
        let (mut told, mut over) = (BTreeSet::new(), BTreeSet::new());
        let old: Vec<Responsibility> = self.before.iter().map(|(_, reading)| reading.clone()).collect();
        for change in onus_agreement::compare(&old, readings) {
            match change {
                Change::New(new) => {
                    let Some(reading) = readings.get(new) else { continue };
                    self.propose(workspace, reading, (later.get(&new), None), facts)?;
                    counts.proposed += 1;
                }
                Change::Changed { old, new, .. } => {
                    let (Some(id), Some(reading)) = (known(old), readings.get(new)) else { continue };
                    let (first, ends) = (told.insert(new), over.insert(old));
                    if ends {
                        facts.push((self.ended(id.clone()), self.at));
                    }
                    if !first {
                        counts.ended += usize::from(ends);
                        continue;
                    }
                    // The duty as it was worded ended, and is proposed again: what a person decided of it is theirs to
                    // renew.
                    self.propose(workspace, reading, (later.get(&new), Some(id)), facts)?;
                    counts.proposed += 1;
                    counts.changed += 1;
                }
                Change::Same(old, new) => {
                    let (Some(responsibility), Some(reading)) = (known(old), readings.get(new)) else { continue };
                    let again = Restated { responsibility, version: self.version, reading: reading.clone() };
                    facts.push((Fact::ResponsibilityRestated(again), self.at));
                    counts.restated += 1;
                }
                Change::Gone(old) => {
                    let Some(id) = known(old) else { continue };
                    facts.push((self.ended(id), self.at));
                    counts.ended += 1;
                }
                _ => {}
            }
        }
        Ok(counts)
    }

    fn ended(&self, responsibility: ResponsibilityId) -> Fact {
        Fact::ResponsibilityEnded(Ended { responsibility, version: self.version })
    }

    /// The readings that the next version says in the same words, with their responsibilities.
    fn said_again(&self, readings: &[Responsibility]) -> BTreeMap<usize, ResponsibilityId> {
        let Some(next) = &self.next else { return BTreeMap::new() };
        let duties: Vec<Responsibility> = next.duties.iter().map(|(_, reading)| reading.clone()).collect();
        let same = onus_agreement::compare(readings, &duties).into_iter().filter_map(|change| match change {
            Change::Same(reading, duty) => Some((reading, next.duties.get(duty)?.0.clone())),
            _ => None,
        });
        same.collect()
    }

    /// Proposes what is said: as the responsibility of the next version where that says the same, else as one of its own,
    /// which ends when the next version takes effect.
    fn propose(
        &self,
        workspace: &Workspace,
        reading: &Responsibility,
        (later, rewords): (Option<&ResponsibilityId>, Option<ResponsibilityId>),
        facts: &mut Vec<(Fact, Timestamp)>,
    ) -> Result<(), Problem> {
        let span = reading.citation.place.span;
        let place =
            format!("{}/{}/{}/{}/{}", self.agreement, self.version, reading.citation.document, span.start, span.end);
        let own = || ResponsibilityId::new(derived("r-", &place)).map_err(|error| Problem::User(error.to_string()));
        let responsibility = later.map_or_else(own, |id| Ok(id.clone()))?;
        let proposed = Proposed {
            responsibility: responsibility.clone(),
            agreement: self.agreement.clone(),
            version: self.version,
            controls: workspace.library.suggest(reading),
            reading: reading.clone(),
            rewords,
        };
        facts.push((Fact::ResponsibilityProposed(proposed), self.at));
        if let (Some(next), None) = (&self.next, later) {
            let ended = Ended { responsibility, version: next.version };
            facts.push((Fact::ResponsibilityEnded(ended), next.at));
        }
        Ok(())
    }
}

/// The responsibilities of an agreement that are in force then, as that version says them, in the order of its papers.
fn standing(workspace: &Workspace, agreement: &AgreementId, as_of: Timestamp) -> Vec<Duty> {
    let moment = Moment { as_of, ..workspace.present() };
    let versions = workspace.versions(agreement);
    let version = versions.iter().rfind(|version| version.stamp.at <= as_of);
    let papers: Vec<Digest> =
        version.map_or_else(Vec::new, |version| version.fact.papers.iter().map(|paper| paper.document).collect());
    let mut standing: Vec<Duty> = workspace
        .record
        .responsibilities()
        .filter_map(|(id, history)| {
            let line = workspace.line(id, moment).filter(|line| line.agreement == *agreement)?;
            let restated = history.restated.iter().map(|said| (said.fact.version, &said.fact.reading));
            let proposed = history.proposed.iter().map(|said| (said.fact.version, &said.fact.reading));
            let (_, reading) = proposed.chain(restated).rfind(|(version, _)| *version == line.version)?;
            Some((id.clone(), reading.clone()))
        })
        .collect();
    let paper = |digest: Digest| papers.iter().position(|paper| *paper == digest).unwrap_or(papers.len());
    standing.sort_by_key(|(_, reading)| (paper(reading.citation.document), reading.citation.place.span));
    standing
}
