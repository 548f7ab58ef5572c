//! Forms of contract language in sentences of our own (`forms/*.tsv`), written by somebody who did not know the reader:
//! what a sentence puts on the customer's side, or that it puts nothing. Each kind of answer has a share that must be
//! right; `FORMS=list cargo test -p onus-agreement --test forms -- --nocapture` lists what is not.

#![expect(clippy::disallowed_methods, reason = "the test reads its tables; only the room is pure")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use onus_agreement::{Options, read};
use onus_documents::Limits;
use onus_terms::{Party, Responsibility};

struct Unit {
    kind: String,
    who: String,
    areas: Vec<String>,
    deadline: String,
}

struct Case {
    text: String,
    units: Vec<Unit>,
}

fn cases() -> Vec<Case> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/forms");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let mut cases: Vec<Case> = Vec::new();
    for name in names {
        let table = std::fs::read_to_string(name).unwrap();
        for line in table.lines().skip(1).filter(|line| !line.trim().is_empty()) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [kind, who, areas, deadline, text] = fields[..] else { panic!("five columns: {line}") };
            let unit = (kind != "none").then(|| Unit {
                kind: kind.to_owned(),
                who: who.to_owned(),
                areas: areas.split('+').map(str::to_owned).collect(),
                deadline: deadline.to_owned(),
            });
            if text == "^" {
                cases.last_mut().unwrap().units.extend(unit);
            } else {
                cases.push(Case { text: text.replace("\\n", "\n"), units: unit.into_iter().collect() });
            }
        }
    }
    cases
}

fn found(text: &str) -> Vec<Responsibility> {
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    read(&document.content, &Options::default()).responsibilities
}

/// How often an answer was right.
#[derive(Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn note(&mut self, right: bool) -> bool {
        self.right += usize::from(right);
        self.all += 1;
        right
    }

    fn percent(&self) -> usize {
        100 * self.right / self.all.max(1)
    }
}

#[test]
fn forms_are_read_as_a_lawyer_reads_them() {
    let list = std::env::var_os("FORMS").is_some();
    let (mut silent, mut counted, mut kind, mut who, mut area, mut deadline) =
        (Share::default(), Share::default(), Share::default(), Share::default(), Share::default(), Share::default());
    for case in cases() {
        let found = found(&case.text);
        let limits = |found: &Responsibility| {
            found.deadlines.iter().map(|deadline| deadline.limit.to_string()).collect::<Vec<_>>().join("+")
        };
        let same_count = found.len() == case.units.len();
        let mut wrong = Vec::new();
        if case.units.is_empty() {
            silent.note(same_count);
        } else {
            counted.note(same_count);
        }
        if !same_count {
            wrong.push(format!("{} units, not {}", found.len(), case.units.len()));
        }
        for (found, unit) in found.iter().zip(&case.units).filter(|_| same_count) {
            let mutual = |who: bool| if who { "mutual" } else { "one side" };
            let found_area = found.areas.first().map(ToString::to_string).unwrap_or_default();
            if !kind.note(found.kind.as_str() == unit.kind) {
                wrong.push(format!("kind {}, not {}", found.kind, unit.kind));
            }
            if !who.note((found.party == Party::Mutual) == (unit.who == "mutual")) {
                wrong.push(format!("party {}, not {}", found.party, mutual(unit.who == "mutual")));
            }
            if !area.note(unit.areas.contains(&found_area)) {
                wrong.push(format!("area {found_area}, not {}", unit.areas.join("+")));
            }
            let limits = limits(found);
            if (!limits.is_empty() || !unit.deadline.is_empty())
                && unit.deadline != "?"
                && !deadline.note(limits == unit.deadline)
            {
                wrong.push(format!("deadline `{limits}`, not `{}`", unit.deadline));
            }
        }
        if list && !wrong.is_empty() {
            let expected: Vec<&str> = case.units.iter().map(|unit| unit.kind.as_str()).collect();
            println!("{} [{}] {}", wrong.join("; "), expected.join(" "), case.text.replace('\n', "⏎"));
        }
    }
    let shares = [&silent, &counted, &kind, &who, &area, &deadline].map(Share::percent);
    let names = ["nothing asked", "units", "kind", "party", "area", "deadline"];
    println!(
        "{}",
        names.iter().zip(shares).map(|(name, share)| format!("{name} {share} %")).collect::<Vec<_>>().join(", ")
    );
    let least = [95, 90, 94, 97, 68, 86];
    for ((name, share), least) in names.iter().zip(shares).zip(least) {
        assert!(share >= least, "{name}: {share} % right, {least} % are needed");
    }
}
