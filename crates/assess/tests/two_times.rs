//! Status of a day as known on a day: a table of histories, and what holds for all of them.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use jiff::Timestamp;
use onus_assess::{Entry, Fact, Library, Moment, Record, Standing, status};
use serde_json::{Value, json};

const LIBRARY: &str = include_str!("access_review.toml");

/// at, recorded, kind, body (nothing: erased)
type Row = (&'static str, &'static str, &'static str, Option<Value>);

fn time(text: &str) -> Timestamp {
    if text.contains('T') { text.parse().unwrap() } else { format!("{text}T12:00:00Z").parse().unwrap() }
}

fn reading(act: &str) -> Value {
    json!({"kind": "must", "party": "customer", "areas": ["identity"], "act": act, "confidence": 80, "citation":
        {"document": "0".repeat(64), "span": {"start": 0, "end": act.len()}, "quote": act}})
}

fn base() -> Vec<Row> {
    vec![
        ("2026-01-01", "2026-01-01", "workspace.created", Some(json!({"name": "Alder", "zone": "Europe/Berlin"}))),
        (
            "2026-01-01",
            "2026-01-01",
            "responsibility.proposed",
            Some(
                json!({"responsibility": "r-1", "agreement": "csa", "version": 1, "reading": reading("Review access"),
                "controls": ["identity.access-review"]}),
            ),
        ),
        ("2026-01-10", "2026-01-10", "responsibility.confirmed", Some(json!({"responsibility": "r-1"}))),
        (
            "2026-01-10",
            "2026-01-10",
            "responsibility.matched",
            Some(json!({"responsibility": "r-1", "controls": [{"control": "identity.access-review"}]})),
        ),
    ]
}

fn done(at: &'static str, recorded: &'static str) -> Row {
    (at, recorded, "act.attested", Some(attested("done")))
}

fn attested(outcome: &str) -> Value {
    json!({"for": ["r-1"], "control": "identity.access-review", "act": "review", "outcome": outcome})
}

fn fold(rows: &[Row], known: Option<Timestamp>) -> Record {
    let mut record = Record::default();
    for (index, (at, recorded, kind, body)) in rows.iter().enumerate() {
        if known.is_some_and(|known| time(recorded) > known) {
            continue;
        }
        let body = body.as_ref().map(|body| body.to_string().into_bytes());
        record.apply(&Entry {
            index: index as u64,
            kind,
            at: time(at),
            recorded: time(recorded),
            by: "p-ada",
            about: if *kind == "entry.withdrawn" { vec!["entry:4"] } else { vec!["r-1"] },
            body: body.as_deref(),
        });
    }
    record
}

fn standing(rows: &[Row], as_of: &str, known_at: &str) -> Option<(Standing, String)> {
    let library = Library::read(&[("test.toml", LIBRARY)]).unwrap();
    let moment = Moment { as_of: time(as_of), known_at: time(known_at) };
    let all = status(&fold(rows, None), &library, moment);
    let only_known = status(&fold(rows, Some(moment.known_at)), &library, moment);
    // What is known at K is the fold of what was recorded by K: the same answer by either way. Flaws and erased bodies
    // are told by the entries in hand.
    if rows.iter().all(|row| row.3.is_some()) {
        assert_eq!(all.lines, only_known.lines, "as of {as_of}, known at {known_at}");
    }
    let line = all.lines.into_iter().next()?;
    Some((line.status, line.reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join(" | ")))
}

fn with(more: Vec<Row>) -> Vec<Row> {
    base().into_iter().chain(more).collect()
}

#[test]
fn the_two_times() {
    let on_time = with(vec![done("2026-02-05", "2026-02-05")]);
    let late = with(vec![done("2026-02-20", "2026-02-20")]);
    let back_dated = with(vec![done("2026-02-05", "2026-03-01")]);
    let corrected = with(vec![
        ("2026-02-05", "2026-02-05", "act.attested", Some(attested("done"))),
        ("2026-02-15", "2026-02-15", "entry.withdrawn", Some(json!({"entry": 4, "reason": "wrong system"}))),
        ("2026-02-05", "2026-02-15", "act.attested", Some(attested("not-done"))),
    ]);
    let waived = with(vec![(
        "2026-02-01",
        "2026-02-01",
        "responsibility.waived",
        Some(json!({"responsibility": "r-1", "until": "2026-03-01T00:00:00Z", "reason": "moving house"})),
    )]);
    let new_version = with(vec![
        (
            "2026-02-01",
            "2026-01-20",
            "responsibility.restated",
            Some(json!({"responsibility": "r-1", "version": 2, "reading": reading("Review all access")})),
        ),
        ("2026-03-01", "2026-02-20", "responsibility.ended", Some(json!({"responsibility": "r-1", "version": 3}))),
    ]);
    // Recorded later, from an earlier day on: version 2 holds before version 1.
    let out_of_order = with(vec![(
        "2025-06-01",
        "2026-03-01",
        "responsibility.proposed",
        Some(
            json!({"responsibility": "r-1", "agreement": "csa", "version": 2, "reading": reading("Review"), "controls": []}),
        ),
    )]);
    let ended_before = with(vec![(
        "2025-06-01",
        "2026-03-01",
        "responsibility.ended",
        Some(json!({"responsibility": "r-1", "version": 2})),
    )]);
    let agreement_ended = with(vec![(
        "2026-03-01",
        "2026-02-20",
        "agreement.ended",
        Some(json!({"agreement": "csa", "reason": "left"})),
    )]);
    let rejected = with(vec![
        ("2026-02-05", "2026-02-05", "act.attested", Some(attested("done"))),
        (
            "2026-02-06",
            "2026-02-10",
            "responsibility.not-applicable",
            Some(json!({"responsibility": "r-1", "reason": "no such users"})),
        ),
    ]);
    let erased = with(vec![
        ("2026-02-05", "2026-02-05", "act.attested", None),
        ("2026-02-07", "2026-02-07", "body.erased", Some(json!({"entry": 4, "reason": "named a patient"}))),
    ]);
    use Standing::{Due, Failing, Met, NotApplicable, Overdue, Unproven, Waived};
    /// Name, history, as of, known at, status, part of a reason.
    type Case<'a> = (&'a str, &'a [Row], &'a str, &'a str, Option<Standing>, &'a str);
    let table: &[Case<'_>] = &[
        ("not yet in force", &on_time, "2025-12-31", "2026-12-01", None, ""),
        ("not yet known", &on_time, "2026-01-05", "2025-12-31", None, ""),
        ("proposed", &on_time, "2026-01-05", "2026-12-01", Some(Unproven), "nobody has confirmed"),
        ("before the first", &on_time, "2026-02-01", "2026-12-01", Some(Unproven), "first due on 10 February 2026"),
        ("on time", &on_time, "2026-02-06", "2026-02-06", Some(Met), "done on 5 February 2026, next due on 5 March"),
        ("due soon", &on_time, "2026-03-01", "2026-03-01", Some(Due), "next due on 5 March 2026"),
        ("due again", &on_time, "2026-03-06", "2026-03-06", Some(Overdue), "due again since 5 March 2026"),
        (
            "late, before",
            &late,
            "2026-02-15",
            "2026-12-01",
            Some(Overdue),
            "never done, and due since 10 February 2026",
        ),
        ("late, after", &late, "2026-02-21", "2026-12-01", Some(Met), "done on 20 February 2026, 10 days late"),
        ("back-dated, as known then", &back_dated, "2026-02-15", "2026-02-15", Some(Overdue), "never done"),
        ("back-dated, as known now", &back_dated, "2026-02-15", "2026-03-02", Some(Met), "done on 5 February 2026"),
        ("corrected, as known before", &corrected, "2026-02-12", "2026-02-14", Some(Met), "done on"),
        ("corrected, as known after", &corrected, "2026-02-12", "2026-02-16", Some(Failing), "reported as not done"),
        ("waived", &waived, "2026-02-15", "2026-12-01", Some(Waived), "accepted until 1 March 2026 by p-ada: moving"),
        ("waiver expired", &waived, "2026-03-02", "2026-12-01", Some(Overdue), "expired on 1 March 2026"),
        ("restated", &new_version, "2026-02-05", "2026-12-01", Some(Unproven), "first due on 10 February 2026"),
        ("ended", &new_version, "2026-03-02", "2026-12-01", None, ""),
        ("ending, not yet known", &new_version, "2026-03-02", "2026-02-10", Some(Overdue), "never done"),
        ("in force before, not yet known", &out_of_order, "2025-07-01", "2026-02-01", None, ""),
        ("in force before, known", &out_of_order, "2025-07-01", "2026-03-02", Some(Unproven), "nobody has confirmed"),
        ("and later as before", &out_of_order, "2026-02-15", "2026-03-02", Some(Overdue), "due since 10 February 2026"),
        ("an end before what says it", &ended_before, "2026-02-15", "2026-03-02", Some(Overdue), "never done"),
        ("agreement ended", &agreement_ended, "2026-03-02", "2026-12-01", None, ""),
        ("its end, not yet known", &agreement_ended, "2026-03-02", "2026-02-10", Some(Overdue), "never done"),
        ("before its end", &agreement_ended, "2026-02-28", "2026-12-01", Some(Overdue), "never done"),
        ("does not apply", &rejected, "2026-02-07", "2026-02-11", Some(NotApplicable), "says p-ada: no such users"),
        ("applies, as known then", &rejected, "2026-02-07", "2026-02-09", Some(Met), "done on 5 February 2026"),
        ("erased", &erased, "2026-02-15", "2026-12-01", Some(Overdue), "(act.attested) was erased on 7 February 2026"),
    ];
    for (name, rows, as_of, known_at, expected, why) in table {
        let found = standing(rows, as_of, known_at);
        assert_eq!(found.as_ref().map(|found| found.0), *expected, "{name}: {found:?}");
        assert!(found.as_ref().is_none_or(|found| found.1.contains(why)), "{name}: {found:?} lacks `{why}`");
    }
}

#[test]
fn what_was_erased_hides_nothing_and_brings_nothing_back() {
    let withdrawn_then_erased =
        with(vec![done("2026-02-05", "2026-02-05"), ("2026-02-06", "2026-02-06", "entry.withdrawn", None)]);
    assert_eq!(standing(&withdrawn_then_erased, "2026-02-15", "2026-12-01").unwrap().0, Standing::Overdue);
    let mut proposal_erased = base();
    proposal_erased[1].3 = None;
    let record = fold(&proposal_erased, None);
    assert_eq!(record.flaws().len(), 1, "{:?}", record.flaws());
    assert!(record.flaws()[0].what.contains("the proposal of `r-1` was erased"));
}

#[test]
fn a_withdrawal_of_a_withdrawal_of_a_withdrawal_counts() {
    let mut rows = with(vec![done("2026-02-05", "2026-02-05")]);
    let expected = [Standing::Met, Standing::Overdue, Standing::Met, Standing::Overdue];
    for (target, expected) in (4..8).zip(expected) {
        assert_eq!(standing(&rows, "2026-02-15", "2026-12-01").unwrap().0, expected, "{target}");
        let body = json!({"entry": target, "reason": "changed our mind"});
        rows.push(("2026-02-06", "2026-02-06", "entry.withdrawn", Some(body)));
    }
}

#[test]
fn an_agreement_s_own_recurrence_counts_from_when_it_takes_effect() {
    let mut rows = base();
    let body = rows[1].3.as_mut().unwrap();
    body["reading"]["deadlines"] = json!([{"limit": "every:P2W", "phrase": "every two weeks"}]);
    let (status, why) = standing(&rows, "2026-01-16", "2026-12-01").unwrap();
    assert_eq!(status, Standing::Overdue, "{why}");
    assert!(why.contains("due since 15 January 2026"), "{why}");
}

#[test]
fn a_file_that_an_attestation_names_backs_it_wherever_it_was_handed_over() {
    let library = Library::read(&[("test.toml", &LIBRARY.replace("\"statement\"", "\"record\""))]).unwrap();
    let moment = Moment { as_of: time("2026-02-06"), known_at: time("2026-12-01") };
    let other = json!({"responsibility": "r-2", "agreement": "csa", "version": 1, "reading": reading("Keep lists")});
    let file = json!({"evidence": "e-1", "digest": "0".repeat(64), "name": "a.csv", "bytes": 3, "for": ["r-2"]});
    let mut named = attested("done");
    named["evidence"] = json!(["e-1"]);
    let rows = with(vec![
        ("2026-01-01", "2026-01-01", "responsibility.proposed", Some(other)),
        ("2026-02-05", "2026-02-05", "evidence.added", Some(file)),
        ("2026-02-05", "2026-02-05", "act.attested", Some(named)),
    ]);
    assert_eq!(status(&fold(&rows, None), &library, moment).lines[0].status, Standing::Met);
    let unnamed = with(vec![done("2026-02-05", "2026-02-05")]);
    assert_eq!(status(&fold(&unnamed, None), &library, moment).lines[0].status, Standing::Unproven);
}

#[test]
fn the_local_day_counts_through_clock_changes_and_short_months() {
    let rows = with(vec![
        ("2026-03-31T08:00:00Z", "2026-03-31T08:00:00Z", "act.attested", Some(attested("done"))), // 10:00 in Berlin
        ("2026-10-10T10:00:00Z", "2026-10-10T10:00:00Z", "act.attested", Some(attested("done"))), // 12:00 in Berlin
    ]);
    let at = |as_of| standing(&rows, as_of, "2026-12-31").unwrap().0;
    assert_eq!(at("2026-04-30T07:59:00Z"), Standing::Due);
    assert_eq!(at("2026-04-30T08:00:01Z"), Standing::Overdue);
    // The clocks went back: noon of 10 November is 11:00 UTC.
    assert_eq!(at("2026-11-10T10:59:00Z"), Standing::Due);
    assert_eq!(at("2026-11-10T11:00:01Z"), Standing::Overdue);
}

#[test]
fn what_is_wrong_with_an_entry_is_said_and_stops_nothing() {
    let rows = with(vec![
        ("2026-02-01", "2026-02-01", "weather.observed", Some(json!({"rain": true}))),
        ("2026-02-01", "2026-02-01", "act.attested", Some(json!({"for": "r-1"}))),
        ("2026-02-01", "2026-02-01", "responsibility.confirmed", Some(json!({"responsibility": "r-unknown"}))),
        ("2026-02-01", "2026-02-01", "entry.withdrawn", Some(json!({"entry": 99, "reason": "later"}))),
        done("2026-02-05", "2026-02-05"),
    ]);
    let record = fold(&rows, None);
    let entries: Vec<u64> = record.flaws().iter().map(|flaw| flaw.entry).collect();
    assert_eq!(entries, [4, 5, 6, 7]);
    assert_eq!(standing(&rows, "2026-02-06", "2026-02-06").unwrap().0, Standing::Met);
}

#[test]
fn the_library_that_comes_with_onus_is_sound() {
    let library = Library::standard().unwrap();
    let mut kinds_and_areas = 0;
    for area in onus_terms::Area::ALL {
        for kind in onus_terms::Kind::ALL {
            let mut value = reading("Keep the frobnicator level");
            value["areas"] = json!([area]);
            value["kind"] = json!(kind);
            let suggested = library.suggest(&serde_json::from_value(value).unwrap());
            assert_eq!(suggested.len(), 1, "{area} {kind}");
            assert!(library.control(&suggested[0]).unwrap().areas.contains(&area));
            kinds_and_areas += 1;
        }
    }
    assert_eq!(kinds_and_areas, 44);
    for control in library.controls() {
        assert!(control.references.values().all(|ids| !ids.is_empty()) && !control.serves.is_empty(), "{}", control.id);
    }
    let review = serde_json::from_value(reading("Customer shall encrypt stored files.")).unwrap();
    assert_eq!(library.suggest(&review)[0].as_str(), "identity.general", "an identity duty takes no control of data");
    let named = |requirement: &str| {
        let mut value = reading("Do the customer's part");
        value["references"] = json!([requirement]);
        let suggested = library.suggest(&serde_json::from_value(value).unwrap());
        let control = library.control(&suggested[0]).unwrap();
        control.references.get("nist-800-53").cloned().unwrap_or_default()
    };
    assert!(named("AC-2(3)").contains(&"AC-2(3)".to_owned()), "the control that names the requirement itself");
    assert!(named("CP-9(8)").contains(&"CP-9".to_owned()), "a control of another area that names what it enhances");
    assert!(!named("ZZ-1").contains(&"AC-2(3)".to_owned()), "a requirement that the library does not know");
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_body_stops_the_fold(kind in proptest::sample::select(Fact::KINDS.to_vec()), body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut record = Record::default();
            let now = time("2026-01-01");
            record.apply(&Entry { index: 0, kind, at: now, recorded: now, by: "p-ada", about: vec![], body: Some(&body) });
            prop_assert_eq!(record.entries(), 1);
        }

        #[test]
        fn known_at_is_the_fold_of_what_was_known(
            acts in proptest::collection::vec((1u8..28, 1u8..28, any::<bool>()), 0..12),
            as_of in 1u8..28, known in 1u8..28,
        ) {
            let text = |day: u8| -> &'static str { Box::leak(format!("2026-02-{day:02}").into_boxed_str()) };
            let rows = with(acts.into_iter().map(|(at, recorded, done)| {
                (text(at), text(recorded), "act.attested", Some(attested(if done { "done" } else { "not-done" })))
            }).collect());
            // The comparison stands in `standing`.
            prop_assert!(standing(&rows, text(as_of), text(known)).is_some());
        }
    }
}
