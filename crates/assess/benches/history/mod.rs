//! An invented history of four years: agreements in versions, decisions, and routine acts with files behind them.

use jiff::{SignedDuration, Timestamp};
use onus_assess::Library;
use onus_assess::controls::Control;
use onus_assess::fact::{
    ActAttested, AgreementVersion, Assigned, Decision, Edit, Edited, Ended, EntryRef, EvidenceAdded, Fact, Match,
    Matched, Outcome, Paper, PersonAdded, Proposed, Restated, Waived, WorkspaceCreated,
};
use onus_ledger::Draft;
use onus_terms::{
    AgreementId, Citation, Confidence, Digest, EvidenceId, Kind, Party, PersonId, Place, Responsibility,
    ResponsibilityId, Span,
};

/// One entry to record, with the time at which that happens.
pub(crate) struct Recorded {
    pub(crate) draft: Draft,
    pub(crate) recorded: Timestamp,
    /// The entry whose body goes with it.
    pub(crate) erases: Option<u64>,
}

const DAYS: u32 = 1461;
const AGREEMENTS: u32 = 40;
const PERSONS: u32 = 120;

/// The last day of the history.
pub(crate) fn end() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

/// Hands out `entries` entries, with one responsibility for each hundred of them.
pub(crate) fn write(entries: u32, each: impl FnMut(Recorded)) {
    let library = Library::standard().unwrap();
    let mut history = History {
        controls: library.controls().collect(),
        persons: (0..PERSONS).map(|n| PersonId::new(format!("p-{n:013}")).unwrap()).collect(),
        responsibilities: entries / 100,
        entries,
        now: end() - SignedDuration::from_hours(24 * i64::from(DAYS)),
        written: 0,
        random: 7,
        attested: Vec::new(),
        each,
    };
    history.run();
}

struct History<'a, F> {
    controls: Vec<&'a Control>,
    persons: Vec<PersonId>,
    responsibilities: u32,
    entries: u32,
    now: Timestamp,
    written: u64,
    random: u64,
    /// Entries that say that something was done.
    attested: Vec<u64>,
    each: F,
}

impl<'a, F: FnMut(Recorded)> History<'a, F> {
    fn run(&mut self) {
        let start = self.now;
        self.fact(Fact::WorkspaceCreated(WorkspaceCreated { name: "Alder".into(), zone: "Europe/Berlin".into() }));
        for person in self.persons.clone() {
            let name = format!("Person {person}");
            self.fact(Fact::PersonAdded(PersonAdded { person, name, email: Some("somebody@alder.example".into()) }));
        }
        let (mut live, mut turn) = (0, 0);
        for day in 0..DAYS {
            self.now = start + SignedDuration::from_hours(24 * i64::from(day));
            if day % 5 == 0 && day / 5 < AGREEMENTS {
                live = self.begin(day / 5);
            }
            if day % 365 == 364 {
                self.restate(day / 365 + 2);
            }
            let due = u64::from(self.entries) * u64::from(day + 1) / u64::from(DAYS);
            while self.written < due {
                self.now += SignedDuration::from_secs(20);
                self.routine(turn % live);
                turn += 1;
            }
        }
    }

    fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % limit
    }

    fn fact(&mut self, fact: Fact) {
        self.fact_at(fact, self.now);
    }

    fn fact_at(&mut self, fact: Fact, at: Timestamp) {
        let at_person = self.below(u64::from(PERSONS));
        let (about, erases) = about(&fact);
        let draft = Draft {
            kind: fact.kind().to_owned(),
            at,
            by: self.persons[usize::try_from(at_person).unwrap()].clone(),
            about,
            blobs: Vec::new(),
            body: fact.to_body(),
        };
        (self.each)(Recorded { draft, recorded: self.now, erases });
        self.written += 1;
    }

    /// A new agreement: its responsibilities are proposed, and most of them decided. How many there are now.
    fn begin(&mut self, number: u32) -> u32 {
        let share = self.responsibilities / AGREEMENTS;
        let agreement = AgreementId::new(format!("agreement-{number}")).unwrap();
        let document = Digest::of(agreement.as_str().as_bytes());
        let paper = Paper { document, name: "agreement.md".into(), format: "markdown".into(), bytes: 120_000 };
        self.fact(Fact::AgreementAdded(AgreementVersion {
            agreement: agreement.clone(),
            version: 1,
            title: format!("Cloud services agreement {number}"),
            provider: "Nimbus".into(),
            papers: vec![paper],
            reader: "onus 0.1.0".into(),
            source: None,
            called_customer: Vec::new(),
            called_provider: Vec::new(),
        }));
        let mine = number * share..(number + 1) * share;
        for n in mine.clone() {
            let control = self.control(n);
            self.fact(Fact::ResponsibilityProposed(Proposed {
                responsibility: responsibility(n),
                agreement: agreement.clone(),
                version: 1,
                reading: reading(n, control, document),
                controls: vec![control.id.clone()],
                rewords: None,
            }));
        }
        for n in mine.clone() {
            self.decide(n);
        }
        mine.end
    }

    fn control(&self, n: u32) -> &'a Control {
        self.controls[n as usize % self.controls.len()]
    }

    fn decide(&mut self, n: u32) {
        let responsibility = responsibility(n);
        if self.chance(20) {
            return;
        }
        if self.chance(40) {
            let reason = Some("binds the provider".into());
            return self.fact(Fact::ResponsibilityRejected(Decision { responsibility, reason }));
        }
        if self.chance(40) {
            let reason = Some("we hold no such data".into());
            return self.fact(Fact::ResponsibilityNotApplicable(Decision { responsibility, reason }));
        }
        if self.chance(10) {
            let edit = Edit { act: Some(format!("Do what clause {n} asks, by hand")), ..Edit::default() };
            self.fact(Fact::ResponsibilityEdited(Edited {
                responsibility: responsibility.clone(),
                edit,
                reason: None,
            }));
        }
        self.fact(Fact::ResponsibilityConfirmed(Decision { responsibility: responsibility.clone(), reason: None }));
        let to = self.persons[n as usize % self.persons.len()].clone();
        self.fact(Fact::ResponsibilityAssigned(Assigned { responsibility: responsibility.clone(), to }));
        let control = self.control(n).id.clone();
        self.fact(Fact::ResponsibilityMatched(Matched {
            responsibility,
            controls: vec![Match { control, cadence: None }],
        }));
    }

    /// A new version of every agreement: most duties stay, some end.
    fn restate(&mut self, version: u32) {
        for n in 0..self.responsibilities {
            let (responsibility, control) = (responsibility(n), self.control(n));
            self.fact(if n % 100 == version {
                Fact::ResponsibilityEnded(Ended { responsibility, version })
            } else {
                let reading = reading(n, control, Digest::of(&version.to_be_bytes()));
                Fact::ResponsibilityRestated(Restated { responsibility, version, reading })
            });
        }
    }

    /// What happens day by day: a file and the act it backs, now and then something else.
    fn routine(&mut self, n: u32) {
        let responsibility = responsibility(n);
        let until = self.now + SignedDuration::from_hours(24 * 30);
        match self.below(500) {
            0..3 => {
                let reason = "the migration ends next month".into();
                self.fact(Fact::ResponsibilityWaived(Waived { responsibility, until, reason }));
            }
            3..5 => {
                let Some(entry) = self.earlier() else { return };
                self.fact(Fact::EntryWithdrawn(EntryRef { entry, reason: "the wrong system".into() }));
            }
            5 if self.chance(4) => {
                let Some(entry) = self.earlier() else { return };
                self.fact(Fact::BodyErased(EntryRef { entry, reason: "it named a patient".into() }));
            }
            6..10 => {
                let to = self.persons[usize::try_from(self.random % u64::from(PERSONS)).unwrap()].clone();
                self.fact(Fact::ResponsibilityAssigned(Assigned { responsibility, to }));
            }
            _ => self.attest(n),
        }
    }

    fn earlier(&mut self) -> Option<u64> {
        let which = self.below(u64::try_from(self.attested.len()).unwrap().max(1));
        (!self.attested.is_empty()).then(|| self.attested.swap_remove(usize::try_from(which).unwrap()))
    }

    fn attest(&mut self, n: u32) {
        let control = self.control(n);
        let act = &control.acts[usize::try_from(self.below(u64::try_from(control.acts.len()).unwrap())).unwrap()];
        let (id, act) = (control.id.clone(), act.id.clone());
        // One in ten is recorded days after it happened; one in fifty is done for many at once.
        let late = if self.chance(10) { 24 * i64::try_from(self.below(30)).unwrap() } else { 0 };
        let at = self.now - SignedDuration::from_hours(late);
        let more = if self.chance(50) { 12 } else { 1 };
        let responsibilities: Vec<ResponsibilityId> = (0..more)
            .map(|k| responsibility(n.saturating_sub(k * u32::try_from(self.controls.len()).unwrap())))
            .collect();
        let mut evidence = Vec::new();
        if !self.chance(4) {
            let file = EvidenceId::new(format!("e-{:013}", self.written)).unwrap();
            evidence.push(file.clone());
            self.fact_at(
                Fact::EvidenceAdded(EvidenceAdded {
                    evidence: file,
                    digest: Digest::of(&self.written.to_be_bytes()),
                    name: format!("export-{}.csv", self.written),
                    bytes: 48_213,
                    responsibilities: responsibilities.clone(),
                    control: Some(id.clone()),
                    until: None,
                    source: None,
                    note: None,
                }),
                at,
            );
        }
        let outcome = if self.chance(100) { Outcome::NotDone } else { Outcome::Done };
        let note = self.chance(2).then(|| "went through the list with the owner, nothing to change".to_owned());
        self.attested.push(self.written);
        self.fact_at(
            Fact::ActAttested(ActAttested {
                responsibilities,
                control: id,
                act,
                outcome,
                note,
                evidence,
                named: false,
            }),
            at,
        );
    }
}

fn responsibility(n: u32) -> ResponsibilityId {
    ResponsibilityId::new(format!("r-{n:08}")).unwrap()
}

fn reading(n: u32, control: &Control, document: Digest) -> Responsibility {
    let quote =
        format!("Customer shall, in the manner that section {n} describes and at its own cost, {}.", control.title);
    let start = n as usize * 200;
    let span = Span { start, end: start + quote.len() };
    let place = Place {
        span,
        page: None,
        clause: Some(format!("{}.{}", n / 50, n % 50)),
        heading: Some("Duties".into()),
        cell: None,
    };
    Responsibility {
        kind: Kind::Must,
        party: Party::Customer,
        areas: control.areas.clone(),
        act: control.title.clone(),
        trigger: None,
        deadlines: Vec::new(),
        exceptions: Vec::new(),
        citation: Citation { document, place, quote },
        lead_in: None,
        also: Vec::new(),
        references: Vec::new(),
        confidence: Confidence::percent(80),
    }
}

fn about(fact: &Fact) -> (Vec<String>, Option<u64>) {
    let one = |id: &ResponsibilityId| (vec![id.to_string()], None);
    let all = |ids: &[ResponsibilityId]| (ids.iter().map(ToString::to_string).collect(), None);
    match fact {
        Fact::ResponsibilityProposed(fact) => one(&fact.responsibility),
        Fact::ResponsibilityRestated(fact) => one(&fact.responsibility),
        Fact::ResponsibilityEnded(fact) => one(&fact.responsibility),
        Fact::ResponsibilityConfirmed(fact)
        | Fact::ResponsibilityRejected(fact)
        | Fact::ResponsibilityNotApplicable(fact) => one(&fact.responsibility),
        Fact::ResponsibilityEdited(fact) => one(&fact.responsibility),
        Fact::ResponsibilityAssigned(fact) => one(&fact.responsibility),
        Fact::ResponsibilityMatched(fact) => one(&fact.responsibility),
        Fact::ResponsibilityWaived(fact) => one(&fact.responsibility),
        Fact::EvidenceAdded(fact) => all(&fact.responsibilities),
        Fact::ActAttested(fact) => all(&fact.responsibilities),
        Fact::EntryWithdrawn(fact) => (vec![onus_ledger::about_entry(fact.entry)], None),
        Fact::BodyErased(fact) => (vec![onus_ledger::about_entry(fact.entry)], Some(fact.entry)),
        _ => (Vec::new(), None),
    }
}
