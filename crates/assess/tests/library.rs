//! The library of controls: every point is served, every act can be met, every reference exists.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use jiff::Timestamp;
use onus_assess::controls::Control;
use onus_assess::{Entry, Library, Moment, Record, Standing, status};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn every_point_is_served_and_every_service_is_a_point() {
    let library = Library::standard().unwrap();
    let points: Vec<&str> = library.points().map(|point| point.id.as_str()).collect();
    let distinct: BTreeSet<&str> = points.iter().copied().collect();
    assert_eq!(distinct.len(), points.len(), "a point stands twice");
    let served: BTreeSet<&str> =
        library.controls().flat_map(|control| control.serves.iter().map(String::as_str)).collect();
    assert_eq!(served, distinct);
    for point in library.points() {
        assert!(point.id.starts_with(&format!("{}.", point.area)) && point.text.ends_with('.'), "{}", point.id);
    }
}

/// The status of a responsibility with this control, on the day when all of its acts were done and shown.
fn when_all_is_done(library: &Library, control: &Control) -> Standing {
    let time: Timestamp = "2026-03-03T12:00:00Z".parse().unwrap();
    let mut rows: Vec<(&str, Value)> = vec![
        (
            "responsibility.proposed",
            json!({"responsibility": "r-1", "agreement": "csa", "version": 1, "controls": [control.id],
                "reading": {"kind": "must", "party": "customer", "areas": control.areas, "act": "a", "confidence": 80,
                "citation": {"document": "0".repeat(64), "span": {"start": 0, "end": 1}, "quote": "a"}}}),
        ),
        ("responsibility.confirmed", json!({"responsibility": "r-1"})),
        ("responsibility.matched", json!({"responsibility": "r-1", "controls": [{"control": control.id}]})),
    ];
    for (number, act) in control.acts.iter().enumerate() {
        let id = format!("e-{number}");
        let file = json!({"evidence": id, "digest": "0".repeat(64), "name": "a", "bytes": 1, "for": ["r-1"]});
        let done = json!({"for": ["r-1"], "control": control.id, "act": act.id, "outcome": "done", "evidence": [id]});
        rows.extend([("evidence.added", file), ("act.attested", done)]);
    }
    let mut record = Record::default();
    for (index, (kind, body)) in (0..).zip(&rows) {
        let body = body.to_string().into_bytes();
        let about = Vec::new();
        record.apply(&Entry { index, kind, at: time, recorded: time, by: "p-ada", about, body: Some(&body) });
    }
    assert!(record.flaws().is_empty(), "{:?}", record.flaws());
    status(&record, library, Moment { as_of: time, known_at: time }).lines.first().unwrap().status
}

#[test]
fn every_control_can_be_met_and_has_not_been_without_its_acts() {
    let library = Library::standard().unwrap();
    for control in library.controls() {
        assert_eq!(when_all_is_done(&library, control), Standing::Met, "{}", control.id);
        let undone = Control { acts: control.acts.iter().skip(1).cloned().collect(), ..control.clone() };
        assert_eq!(when_all_is_done(&library, &undone), Standing::Unproven, "{} without its first act", control.id);
    }
}

/// The categories of the Cybersecurity Framework 2.0 with the numbers of their outcomes (NIST CSWP 29, appendix A).
const CSF: &[(&str, &[u8])] = &[
    ("GV.OC", &[1, 2, 3, 4, 5]),
    ("GV.RM", &[1, 2, 3, 4, 5, 6, 7]),
    ("GV.RR", &[1, 2, 3, 4]),
    ("GV.PO", &[1, 2]),
    ("GV.OV", &[1, 2, 3]),
    ("GV.SC", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ("ID.AM", &[1, 2, 3, 4, 5, 7, 8]),
    ("ID.RA", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ("ID.IM", &[1, 2, 3, 4]),
    ("PR.AA", &[1, 2, 3, 4, 5, 6]),
    ("PR.AT", &[1, 2]),
    ("PR.DS", &[1, 2, 10, 11]),
    ("PR.PS", &[1, 2, 3, 4, 5, 6]),
    ("PR.IR", &[1, 2, 3, 4]),
    ("DE.CM", &[1, 2, 3, 6, 9]),
    ("DE.AE", &[2, 3, 4, 6, 7, 8]),
    ("RS.MA", &[1, 2, 3, 4, 5]),
    ("RS.AN", &[3, 6, 7, 8]),
    ("RS.CO", &[2, 3]),
    ("RS.MI", &[1, 2]),
    ("RC.RP", &[1, 2, 3, 4, 5, 6]),
    ("RC.CO", &[3, 4]),
];

/// Themes of ISO/IEC 27001:2022, annex A, with the number of their controls.
const ISO: &[(&str, u8)] = &[("A.5", 37), ("A.6", 8), ("A.7", 14), ("A.8", 34)];

/// Series of the Trust Services Criteria of 2017, with the number of their criteria.
const SOC: &[(&str, u8)] = &[
    ("CC1", 5),
    ("CC2", 3),
    ("CC3", 4),
    ("CC4", 2),
    ("CC5", 3),
    ("CC6", 8),
    ("CC7", 5),
    ("CC8", 1),
    ("CC9", 2),
    ("A1", 3),
    ("C1", 2),
    ("PI1", 5),
    ("P1", 1),
    ("P2", 1),
    ("P3", 2),
    ("P4", 3),
    ("P5", 2),
    ("P6", 7),
    ("P7", 1),
    ("P8", 1),
];

/// Families of NIST SP 800-53, revision 5, with the number of their controls.
const NIST: &[(&str, u8)] = &[
    ("AC", 25),
    ("AT", 6),
    ("AU", 16),
    ("CA", 9),
    ("CM", 14),
    ("CP", 13),
    ("IA", 12),
    ("IR", 9),
    ("MA", 7),
    ("MP", 8),
    ("PE", 23),
    ("PL", 11),
    ("PM", 32),
    ("PS", 9),
    ("PT", 8),
    ("RA", 10),
    ("SA", 23),
    ("SC", 51),
    ("SI", 23),
    ("SR", 12),
];

/// Standards of 45 CFR part 164 for security, breaches and privacy.
const HIPAA: &[u16] = &[
    306, 308, 310, 312, 314, 316, 404, 406, 408, 410, 412, 414, 502, 504, 506, 508, 510, 512, 514, 520, 522, 524, 526,
    528, 530,
];

fn within(table: &[(&str, u8)], id: &str, between: char) -> bool {
    let Some((series, number)) = id.rsplit_once(between) else { return false };
    let most = table.iter().find(|(name, _)| *name == series).map_or(0, |(_, most)| *most);
    number.parse().is_ok_and(|value: u8| (1..=most).contains(&value) && value.to_string() == number)
}

/// The id before its first bracket, where each bracket holds one short part.
fn base(id: &str) -> Option<&str> {
    let (base, rest) = id.split_at(id.find('(').unwrap_or(id.len()));
    let parts = rest.strip_prefix('(').map_or_else(Vec::new, |rest| rest.split('(').collect());
    let good = |part: &&str| {
        part.strip_suffix(')').is_some_and(|part| {
            (1..=4).contains(&part.len()) && part.chars().all(|letter| letter.is_ascii_alphanumeric())
        })
    };
    parts.iter().all(good).then_some(base)
}

fn exists(framework: &str, id: &str) -> bool {
    match framework {
        "csf-2" => id.rsplit_once('-').is_some_and(|(category, number)| {
            let numbers = CSF.iter().find(|(name, _)| *name == category).map_or(&[][..], |(_, numbers)| numbers);
            number.len() == 2 && number.parse().is_ok_and(|number| numbers.contains(&number))
        }),
        "iso-27001" => within(ISO, id, '.'),
        "soc-2" => within(SOC, id, '.'),
        "nist-800-53" => base(id).is_some_and(|id| within(NIST, id, '-')),
        "gdpr" => base(id).is_some_and(|id| id.parse().is_ok_and(|article: u8| (1..=99).contains(&article))),
        "hipaa" => base(id)
            .and_then(|id| id.strip_prefix("164."))
            .is_some_and(|id| id.parse().is_ok_and(|section| HIPAA.contains(&section))),
        _ => false,
    }
}

#[test]
fn every_reference_exists_in_its_framework() {
    let mut frameworks = BTreeSet::new();
    for control in Library::standard().unwrap().controls() {
        for (framework, ids) in &control.references {
            frameworks.insert(framework.clone());
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}: an id stands twice", control.id);
            for id in ids {
                assert!(exists(framework, id), "{}: {framework} has no {id}", control.id);
            }
        }
    }
    assert_eq!(frameworks.len(), 6, "{frameworks:?}");
    let wrong = [
        ("csf-2", "PR.DS-05"),
        ("csf-2", "PR.AC-01"),
        ("iso-27001", "A.9.2"),
        ("iso-27001", "A.8.35"),
        ("soc-2", "CC6.9"),
        ("nist-800-53", "AC-26"),
        ("nist-800-53", "AC-2("),
        ("gdpr", "100"),
        ("hipaa", "164.313(a)"),
        ("other", "1"),
    ];
    for (framework, id) in wrong {
        assert!(!exists(framework, id), "{framework} {id}");
    }
}
