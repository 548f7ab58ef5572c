//! What is known at a time of names, zones and agreements, and duties that end and come back.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use jiff::Timestamp;
use onus_assess::{Basis, Entry, Library, Line, Moment, Record, Standing, Status, View, status};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Day at which it held, day on which it was recorded, kind, body.
type Row = (&'static str, &'static str, &'static str, Value);

fn time(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}

fn fold(rows: &[Row]) -> Record {
    let mut record = Record::default();
    for (index, (at, recorded, kind, body)) in (0..).zip(rows) {
        let body = body.to_string().into_bytes();
        let (at, recorded, about) = (time(at), time(recorded), Vec::new());
        record.apply(&Entry { index, kind, at, recorded, by: "p-ada", about, body: Some(&body) });
    }
    record
}

fn moment(as_of: &str, known_at: &str) -> Moment {
    Moment { as_of: time(as_of), known_at: time(known_at) }
}

#[test]
fn names_and_zone_follow_what_was_known_and_hold_for_all_times() {
    let person = |name: &str| json!({"person": "p-ada", "name": name});
    let rows = [
        ("2026-01-05", "2026-01-05", "workspace.created", json!({"name": "Alder", "zone": "Asia/Tokyo"})),
        ("2026-01-05", "2026-01-05", "person.added", person("Ada")),
        ("2026-02-01", "2026-02-05", "person.added", person("Ada Löwe")),
        ("2026-03-01", "2026-03-01", "entry.withdrawn", json!({"entry": 0, "reason": "the wrong zone"})),
        ("2026-03-01", "2026-03-01", "workspace.created", json!({"name": "Alder", "zone": "Europe/Berlin"})),
        ("2026-03-02", "2026-03-02", "workspace.created", json!({"name": "Again", "zone": "UTC"})),
    ];
    let (record, library) = (fold(&rows), Library::default());
    let table = [
        ("2026-12-01", "2026-01-01", None, None, "UTC"),
        ("2025-01-01", "2026-01-06", Some("Ada"), Some("Alder"), "Asia/Tokyo"),
        ("2026-12-01", "2026-02-04", Some("Ada"), Some("Alder"), "Asia/Tokyo"),
        ("2025-01-01", "2026-02-06", Some("Ada Löwe"), Some("Alder"), "Asia/Tokyo"),
        ("2025-01-01", "2026-03-02", Some("Ada Löwe"), Some("Alder"), "Europe/Berlin"),
    ];
    for (as_of, known_at, name, workspace, zone) in table {
        let view = View::new(&record, &library, moment(as_of, known_at));
        assert_eq!(view.person(&"p-ada".parse().unwrap()).map(|person| person.name.as_str()), name, "{known_at}");
        assert_eq!(view.persons().map(|person| person.name.as_str()).next(), name, "{known_at}");
        assert_eq!(view.workspace().map(|workspace| workspace.name.as_str()), workspace, "{known_at}");
        assert_eq!(view.zone.iana_name(), Some(zone), "{known_at}");
    }
    assert_eq!(record.person(&"p-ada".parse().unwrap()).unwrap().name, "Ada Löwe");
    assert_eq!(record.flaws().iter().map(|flaw| flaw.entry).collect::<Vec<_>>(), [5]);
}

#[test]
fn versions_of_agreements_follow_both_times() {
    let version = |number: u32| json!({"agreement": "csa", "version": number, "title": "CSA", "provider": "Nimbus", "papers": [], "reader": "onus"});
    let rows = [
        ("2026-01-01", "2026-01-05", "agreement.added", version(1)),
        ("2026-06-01", "2026-04-01", "agreement.added", version(2)),
        ("2026-04-02", "2026-04-02", "agreement.added", version(3)),
        ("2026-04-03", "2026-04-03", "entry.withdrawn", json!({"entry": 2, "reason": "a draft"})),
    ];
    let (record, library) = (fold(&rows), Library::default());
    let seen = |as_of, known_at| -> Vec<u32> {
        let view = View::new(&record, &library, moment(as_of, known_at));
        let versions = view.versions(&"csa".parse().unwrap());
        assert_eq!(view.agreements().count(), usize::from(!versions.is_empty()));
        versions.iter().map(|version| version.fact.version).collect()
    };
    assert!(seen("2026-12-01", "2026-01-04").is_empty());
    assert!(seen("2025-12-01", "2026-12-01").is_empty());
    assert_eq!(seen("2026-02-01", "2026-12-01"), [1]);
    assert_eq!(seen("2026-07-01", "2026-03-01"), [1]);
    assert_eq!(seen("2026-05-01", "2026-04-02"), [1, 3]);
    assert_eq!(seen("2026-07-01", "2026-12-01"), [1, 2]);
}

const LIBRARY: &str = include_str!("access_review.toml");

fn reading(act: &str) -> Value {
    json!({"kind": "must", "party": "customer", "areas": ["identity"], "act": act, "confidence": 80, "citation":
        {"document": "0".repeat(64), "span": {"start": 0, "end": act.len()}, "quote": act}})
}

fn proposed(id: &str, version: u32, act: &str) -> Value {
    json!({"responsibility": id, "agreement": "csa", "version": version, "reading": reading(act),
        "controls": ["identity.access-review"]})
}

fn done(id: &str) -> Value {
    json!({"for": [id], "control": "identity.access-review", "act": "review", "outcome": "done"})
}

fn line(rows: &[Row], as_of: &str, known_at: &str) -> Option<Line> {
    let library = Library::read(&[("test.toml", LIBRARY)]).unwrap();
    status(&fold(rows), &library, moment(as_of, known_at)).lines.into_iter().next()
}

#[test]
fn a_duty_that_comes_back_is_in_force_with_its_decisions_and_counts_anew() {
    let rows = [
        ("2026-01-01", "2026-01-01", "responsibility.proposed", proposed("r-1", 1, "Review access")),
        ("2026-01-01", "2026-01-01", "responsibility.confirmed", json!({"responsibility": "r-1"})),
        ("2026-01-20", "2026-01-20", "act.attested", done("r-1")),
        ("2026-02-01", "2026-02-01", "responsibility.ended", json!({"responsibility": "r-1", "version": 2})),
        ("2026-06-01", "2026-05-20", "responsibility.proposed", proposed("r-1", 3, "Review all access")),
        ("2026-06-20", "2026-06-20", "act.attested", done("r-1")),
    ];
    let stands = |as_of, known_at| {
        let line = line(&rows, as_of, known_at)?;
        let why: Vec<String> = line.reasons.into_iter().map(|reason| reason.text).collect();
        Some((line.version, line.status, why.join(" | ")))
    };
    assert_eq!(stands("2026-01-21", "2026-12-01").unwrap().0, 1);
    assert_eq!(stands("2026-03-01", "2026-12-01"), None);
    assert_eq!(stands("2026-06-02", "2026-05-01"), None, "the new version was not known then");
    let (version, status, why) = stands("2026-06-02", "2026-12-01").unwrap();
    assert_eq!((version, status), (3, Standing::Unproven), "{why}");
    assert!(why.contains("nothing recorded yet; first due on 1 July 2026"), "{why}");
    let (_, status, why) = stands("2026-06-21", "2026-12-01").unwrap();
    assert_eq!(status, Standing::Met, "{why}");
    assert!(!why.contains("late"), "{why}");
    assert_eq!(line(&rows, "2026-06-02", "2026-12-01").unwrap().act, "Review all access");
}

#[test]
fn versions_count_from_when_they_take_effect_whatever_the_order_of_recording() {
    let version = |number: u32| json!({"agreement": "csa", "version": number, "title": "CSA", "provider": "Nimbus", "papers": [], "reader": "onus"});
    // Version 2 is recorded after version 1 and takes effect before it. It says `r-1` in other words, and `r-2`, which
    // version 1 does not say.
    let rows = [
        ("2026-06-01", "2026-07-01", "agreement.added", version(1)),
        ("2026-06-01", "2026-07-01", "responsibility.proposed", proposed("r-1", 1, "Review access twice")),
        ("2025-01-01", "2026-08-01", "agreement.added", version(2)),
        ("2025-01-01", "2026-08-01", "responsibility.proposed", proposed("r-1", 2, "Review access")),
        ("2025-01-01", "2026-08-01", "responsibility.proposed", proposed("r-2", 2, "Keep lists")),
        ("2026-06-01", "2026-08-01", "responsibility.ended", json!({"responsibility": "r-2", "version": 1})),
        // Version 2 is withdrawn, and the withdrawal too.
        ("2026-09-01", "2026-09-01", "entry.withdrawn", json!({"entry": 2, "reason": "a draft"})),
        ("2026-10-01", "2026-10-01", "entry.withdrawn", json!({"entry": 6, "reason": "it was none"})),
    ];
    let (record, library) = (fold(&rows), Library::read(&[("test.toml", LIBRARY)]).unwrap());
    let stands = |as_of, known_at| -> Vec<(String, u32, String)> {
        let lines = status(&record, &library, moment(as_of, known_at)).lines;
        lines.into_iter().map(|line| (line.responsibility.to_string(), line.version, line.act)).collect()
    };
    let (old, new, lists) = ("Review access", "Review access twice", "Keep lists");
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, u32, &'a str)]);
    let table: &[Case<'_>] = &[
        ("2026-05-01", "2026-07-02", &[]),
        ("2026-07-02", "2026-07-02", &[("r-1", 1, new)]),
        ("2024-12-01", "2026-08-02", &[]),
        ("2026-05-01", "2026-08-02", &[("r-1", 2, old), ("r-2", 2, lists)]),
        ("2026-07-02", "2026-08-02", &[("r-1", 1, new)]),
        ("2026-05-01", "2026-09-02", &[]),
        ("2026-07-02", "2026-09-02", &[("r-1", 1, new)]),
        ("2026-05-01", "2026-10-02", &[("r-1", 2, old), ("r-2", 2, lists)]),
        ("2026-07-02", "2026-10-02", &[("r-1", 1, new)]),
    ];
    for (as_of, known_at, expected) in table {
        let expected: Vec<_> =
            expected.iter().map(|(id, version, act)| ((*id).into(), *version, (*act).into())).collect();
        assert_eq!(stands(as_of, known_at), expected, "as of {as_of}, known at {known_at}");
    }
    let view = View::new(&record, &library, moment("2026-12-01", "2026-12-01"));
    let order: Vec<u32> = view.versions(&"csa".parse().unwrap()).iter().map(|version| version.fact.version).collect();
    assert_eq!(order, [2, 1]);
}

#[test]
fn what_came_with_a_withdrawn_version_counts_no_longer_and_what_rests_on_it_is_told() {
    let version = |number: u32| json!({"agreement": "csa", "version": number, "title": "CSA", "provider": "Nimbus", "papers": [], "reader": "onus"});
    let restated = |id: &str| json!({"responsibility": id, "version": 2, "reading": reading("Review access")});
    let rows = [
        ("2026-01-01", "2026-01-01", "agreement.added", version(1)),
        ("2026-01-01", "2026-01-01", "responsibility.proposed", proposed("r-1", 1, "Review access")),
        ("2026-01-01", "2026-01-01", "responsibility.proposed", proposed("r-2", 1, "Keep lists")),
        ("2026-01-02", "2026-01-02", "responsibility.confirmed", json!({"responsibility": "r-1"})),
        ("2026-01-02", "2026-01-02", "responsibility.confirmed", json!({"responsibility": "r-2"})),
        ("2026-01-03", "2026-01-03", "act.attested", done("r-2")),
        // A later version says the one and ends the other.
        ("2026-03-01", "2026-02-01", "agreement.added", version(2)),
        ("2026-03-01", "2026-02-01", "responsibility.restated", restated("r-1")),
        ("2026-03-01", "2026-02-01", "responsibility.ended", json!({"responsibility": "r-2", "version": 2})),
        ("2026-04-01", "2026-04-01", "entry.withdrawn", json!({"entry": 6, "reason": "a draft"})),
        ("2026-05-01", "2026-05-01", "entry.withdrawn", json!({"entry": 9, "reason": "it was none"})),
        ("2026-06-01", "2026-06-01", "entry.withdrawn", json!({"entry": 0, "reason": "the wrong day"})),
        // The same version with another day: the same responsibilities, with what was decided of them.
        ("2026-01-15", "2026-07-01", "agreement.added", version(1)),
        ("2026-01-15", "2026-07-01", "responsibility.proposed", proposed("r-2", 1, "Keep lists")),
    ];
    let library = Library::read(&[("test.toml", LIBRARY)]).unwrap();
    let told = |as_of, known_at| {
        let status = status(&fold(&rows), &library, moment(as_of, known_at));
        let ids: Vec<String> = status.lines.iter().map(|line| line.responsibility.to_string()).collect();
        let flaws: Vec<String> = status.flaws.iter().map(|flaw| format!("{}: {}", flaw.entry, flaw.what)).collect();
        (ids.join(" "), flaws.join(" | "))
    };
    let none = String::new;
    assert_eq!(told("2026-02-15", "2026-02-15"), ("r-1 r-2".into(), none()));
    assert_eq!(told("2026-03-15", "2026-03-15"), ("r-1".into(), none()));
    assert_eq!(told("2026-04-02", "2026-04-02"), ("r-1 r-2".into(), none()), "its ends are withdrawn with it");
    assert_eq!(told("2026-05-02", "2026-05-02"), ("r-1".into(), none()));
    // Version 2 still says the one; nothing says the other, of which two entries speak.
    let (ids, flaws) = told("2026-06-02", "2026-06-02");
    assert_eq!(ids, "r-1");
    assert_eq!(flaws, "0: it was withdrawn; of it hang 1 responsibility, no longer in force, and 2 entries about them");
    assert_eq!(told("2026-02-15", "2026-06-02").0, "", "as version 1 never was");
    assert_eq!(told("2026-02-15", "2026-07-02"), ("r-2".into(), none()), "from the right day, with its decisions");
    assert_eq!(told("2026-01-10", "2026-07-02"), (none(), none()));
    let line = line(&rows, "2026-02-01", "2026-07-02").unwrap();
    assert_eq!(line.decided, onus_assess::status::Decided::Confirmed);
}

#[test]
fn an_erased_version_that_was_withdrawn_does_not_come_back() {
    let body = |value: Value| value.to_string().into_bytes();
    let (proposal, withdrawal) = (body(proposed("r-1", 1, "Review access")), body(json!({"entry": 0, "reason": "r"})));
    let mut record = Record::default();
    let rows: [(&str, Option<&[u8]>, &str); 3] = [
        ("agreement.added", None, "csa"),
        ("responsibility.proposed", Some(&proposal), "r-1"),
        ("entry.withdrawn", Some(&withdrawal), "entry:0"),
    ];
    for (index, (kind, body, about)) in (0..).zip(rows) {
        let (at, about) = (time("2026-01-01"), vec![about]);
        record.apply(&Entry { index, kind, at, recorded: at, by: "p-ada", about, body });
        let lines = status(&record, &Library::default(), moment("2026-02-01", "2026-02-01")).lines.len();
        assert_eq!(lines, usize::from(index == 1), "after {kind}");
    }
}

#[test]
fn an_agreement_that_ended_binds_no_longer_but_for_what_is_kept() {
    let rows = [
        ("2026-01-01", "2026-01-01", "responsibility.proposed", proposed("r-1", 1, "Review access")),
        ("2026-01-01", "2026-01-01", "responsibility.proposed", proposed("r-2", 1, "Keep secrets")),
        ("2026-03-01", "2026-02-01", "agreement.ended", json!({"agreement": "csa", "reason": "left", "keep": ["r-2"]})),
        (
            "2026-05-01",
            "2026-04-01",
            "responsibility.restated",
            json!({"responsibility": "r-1", "version": 2, "reading": reading("Review access")}),
        ),
    ];
    let ids = |as_of, known_at| -> Vec<String> {
        let lines = status(&fold(&rows), &Library::default(), moment(as_of, known_at)).lines;
        lines.iter().map(|line| line.responsibility.to_string()).collect()
    };
    assert_eq!(ids("2026-02-15", "2026-02-15"), ["r-1", "r-2"]);
    assert_eq!(ids("2026-03-02", "2026-03-02"), ["r-2"]);
    assert_eq!(ids("2026-03-02", "2026-01-15"), ["r-1", "r-2"], "the end was not known then");
    assert_eq!(ids("2026-05-02", "2026-05-02"), ["r-1", "r-2"], "signed again");
}

/// One control, whose act asks for a file or for a statement.
fn library(proof: &str) -> Library {
    Library::read(&[("test.toml", Box::leak(LIBRARY.replace("\"statement\"", proof).into_boxed_str()))]).unwrap()
}

fn confirmed_and_done(more: Vec<Row>) -> Record {
    let rows: Vec<Row> = vec![
        ("2026-01-01", "2026-01-01", "responsibility.proposed", proposed("r-1", 1, "Review access")),
        ("2026-01-01", "2026-01-01", "responsibility.confirmed", json!({"responsibility": "r-1"})),
    ];
    fold(&rows.into_iter().chain(more).collect::<Vec<Row>>())
}

#[test]
fn a_status_says_on_what_it_rests() {
    let day = "2026-01-20";
    let named = |more: &str| {
        let mut act = done("r-1");
        act[more] = if more == "evidence" { json!(["e-1"]) } else { json!(true) };
        (day, day, "act.attested", act)
    };
    let file = json!({"evidence": "e-1", "digest": "0".repeat(64), "name": "a", "bytes": 1, "for": ["r-1"]});
    let file = (day, day, "evidence.added", file);
    let matched = json!({"responsibility": "r-1", "controls": [{"control": "identity.access-review"}]});
    let said = (day, day, "act.attested", done("r-1"));
    type Case = (&'static str, Vec<Row>, Standing, Option<Basis>, bool);
    let table: [Case; 7] = [
        ("\"statement\"", vec![], Standing::Unproven, None, false),
        ("\"statement\"", vec![said.clone()], Standing::Met, Some(Basis::Statement), false),
        ("\"statement\"", vec![named("named")], Standing::Met, Some(Basis::Statement), true),
        ("\"statement\"", vec![file.clone(), named("evidence")], Standing::Met, Some(Basis::Evidence), false),
        ("\"record\"", vec![said.clone()], Standing::Unproven, None, false),
        ("\"record\"", vec![file.clone(), said.clone()], Standing::Met, Some(Basis::Evidence), false),
        (
            "\"record\"",
            vec![(day, day, "responsibility.matched", matched), file, said],
            Standing::Met,
            Some(Basis::Evidence),
            true,
        ),
    ];
    for (proof, rows, standing, basis, control) in table {
        let told = format!("{proof}: {rows:?}");
        let status = status(&confirmed_and_done(rows), &library(proof), moment("2026-01-21", "2026-12-01"));
        let line = &status.lines[0];
        assert_eq!((line.status, line.basis, line.control_confirmed), (standing, basis, control), "{told}");
        let suggestion = line.reasons.iter().any(|reason| reason.text.contains("nobody has confirmed"));
        assert_eq!(suggestion, !control, "{told}");
        let met = &status.met_by;
        assert_eq!(met.evidence, usize::from(basis == Some(Basis::Evidence)), "{told}");
        assert_eq!(met.statement, usize::from(basis == Some(Basis::Statement)), "{told}");
        assert_eq!(met.control_unconfirmed, usize::from(basis.is_some() && !control), "{told}");
    }
}

#[test]
fn a_file_that_is_not_in_the_vault_backs_nothing() {
    let day = "2026-01-20";
    let file = |id: &str| json!({"evidence": id, "digest": "0".repeat(64), "name": "a", "bytes": 1, "for": ["r-1"]});
    let record = confirmed_and_done(vec![
        (day, day, "evidence.added", file("e-1")),
        (day, day, "evidence.added", file("e-2")),
        (day, day, "act.attested", done("r-1")),
    ]);
    let library = library("\"record\"");
    let without = |lost: &[u64]| {
        let view = View::new(&record, &library, moment("2026-01-21", "2026-12-01"));
        let line = Status::of(&view.without_files(lost.iter().copied().collect())).lines.remove(0);
        (line.status, line.acts[0].backed_by, line.reasons[0].text.clone())
    };
    assert_eq!(without(&[]).1, Some(3));
    assert_eq!(without(&[3]).1, Some(2), "another one still backs it");
    let (status, file, why) = without(&[2, 3]);
    assert_eq!((status, file), (Standing::Unproven, None));
    assert!(why.contains("the file of entry 3, which backed it, is not in the vault any more"), "{why}");
}

#[test]
fn what_was_rejected_has_no_other_status_and_is_found() {
    let day = "2026-01-20";
    let until = json!({"responsibility": "r-1", "until": "2027-01-01T00:00:00Z", "reason": "later"});
    let record = confirmed_and_done(vec![
        (day, day, "act.attested", done("r-1")),
        (day, day, "responsibility.waived", until),
        ("2026-01-21", "2026-01-21", "responsibility.rejected", json!({"responsibility": "r-1", "reason": "theirs"})),
    ]);
    let library = library("\"statement\"");
    let view = View::new(&record, &library, moment("2026-01-22", "2026-12-01"));
    assert!(Status::of(&view).lines.is_empty());
    let line = Status::rejected(&view).lines.remove(0);
    assert_eq!((line.status, line.basis), (Standing::NotApplicable, None));
    assert_eq!(line.reasons[0].text, "is none of ours, says p-ada: theirs");
    assert!(line.acts.is_empty());
}

#[test]
fn an_act_that_had_not_run_out_when_the_duty_came_back_still_counts() {
    let rows = [
        ("2026-01-01", "2026-01-01", "responsibility.proposed", proposed("r-1", 1, "Review access")),
        ("2026-01-01", "2026-01-01", "responsibility.confirmed", json!({"responsibility": "r-1"})),
        ("2026-01-20", "2026-01-20", "act.attested", done("r-1")),
        ("2026-02-01", "2026-02-01", "responsibility.ended", json!({"responsibility": "r-1", "version": 2})),
        (
            "2026-02-05",
            "2026-02-05",
            "responsibility.restated",
            json!({"responsibility": "r-1", "version": 3, "reading": reading("Review access")}),
        ),
    ];
    let line = line(&rows, "2026-02-06", "2026-12-01").unwrap();
    assert_eq!(line.acts[0].due, Some(time("2026-02-20")));
    assert_eq!(line.acts[0].status, Standing::Met);
}

#[test]
fn who_withdraws_an_entry_that_says_nothing_is_no_longer_told_of_it() {
    let rows = [
        ("2026-01-01", "2026-01-01", "weather.observed", json!({"rain": true})),
        ("2026-02-01", "2026-02-01", "entry.withdrawn", json!({"entry": 0, "reason": "a slip"})),
    ];
    let flaws = |known_at| status(&fold(&rows), &Library::default(), moment("2026-12-01", known_at)).flaws.len();
    assert_eq!((flaws("2025-12-01"), flaws("2026-01-02"), flaws("2026-02-02")), (0, 1, 0));
}

proptest! {
    /// Entries of the same time about different responsibilities may be recorded in any order.
    #[test]
    fn the_order_of_other_responsibilities_does_not_matter(mixed in proptest::collection::vec(any::<bool>(), 8)) {
        let history = |id: &'static str| -> Vec<Row> {
            let day = "2026-01-01";
            vec![
                (day, day, "responsibility.proposed", proposed(id, 1, "Review access")),
                (day, day, "responsibility.confirmed", json!({"responsibility": id})),
                (day, day, "act.attested", done(id)),
                (day, day, "responsibility.assigned", json!({"responsibility": id, "to": "p-ada"})),
            ]
        };
        let texts = |rows: &[Row]| -> Vec<(String, Standing, Vec<String>)> {
            let library = Library::read(&[("test.toml", LIBRARY)]).unwrap();
            let lines = status(&fold(rows), &library, moment("2026-01-05", "2026-01-05")).lines;
            let told = |line: &Line| line.reasons.iter().map(|reason| reason.text.clone()).collect();
            lines.iter().map(|line| (line.responsibility.to_string(), line.status, told(line))).collect()
        };
        let (mut one, mut other) = (history("r-1").into_iter(), history("r-2").into_iter());
        let mut rows: Vec<Row> =
            mixed.into_iter().filter_map(|first| if first { one.next() } else { other.next() }).collect();
        rows.extend(one.chain(other));
        let in_turn: Vec<Row> = history("r-1").into_iter().chain(history("r-2")).collect();
        prop_assert_eq!(texts(&rows), texts(&in_turn));
    }
}
