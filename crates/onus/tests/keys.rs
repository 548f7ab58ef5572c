//! How well agreements are read, measured against keys written by careful people: those of the demo's papers, which are
//! ours, and the labelled real agreements beside the project, where they are there. The bounds hold what was reached.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One unit of a key or of the reading.
struct Unit {
    start: u64,
    end: u64,
    kind: String,
    mutual: bool,
    areas: Vec<String>,
    deadline: String,
}

impl Unit {
    /// Whether one covers at least half of the other.
    fn meets(&self, other: &Unit) -> bool {
        let common = self.end.min(other.end).saturating_sub(self.start.max(other.start));
        common > 0 && common * 2 >= (self.end - self.start).min(other.end - other.start)
    }
}

fn key(path: &Path) -> Vec<Unit> {
    let text = std::fs::read_to_string(path).unwrap();
    let unit = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default().trim();
        Unit {
            start: field(0).parse().unwrap(),
            end: field(1).parse().unwrap(),
            kind: field(2).to_owned(),
            mutual: field(3) == "mutual",
            areas: field(4).split('+').map(str::to_owned).collect(),
            deadline: field(5).to_owned(),
        }
    };
    text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(unit).collect()
}

fn reading(path: &Path) -> Vec<Unit> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_onus")).args(["agreement", "read", "--jsonl"]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    let unit = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        Unit {
            start: value["start"].as_u64().unwrap(),
            end: value["end"].as_u64().unwrap(),
            kind: text("kind"),
            mutual: value["who"] == "mutual",
            areas: value["areas"].as_array().unwrap().iter().map(|area| area.as_str().unwrap().to_owned()).collect(),
            deadline: text("deadline"),
        }
    };
    String::from_utf8(output.stdout).unwrap().lines().map(unit).collect()
}

/// Counts over papers, as `score.py` beside the project counts.
#[derive(Default)]
struct Score {
    units: usize,
    found: usize,
    wrong: usize,
    kind: usize,
    who: usize,
    area: usize,
    timed: usize,
    deadline: usize,
}

impl Score {
    fn add(&mut self, key: &[Unit], reading: &[Unit]) {
        for unit in key.iter().filter(|unit| unit.kind != "disputed") {
            self.units += 1;
            let met: Vec<&Unit> = reading.iter().filter(|found| found.meets(unit)).collect();
            if met.is_empty() {
                continue;
            }
            self.found += 1;
            self.kind += usize::from(met.iter().any(|found| found.kind == unit.kind));
            self.who += usize::from(met.iter().any(|found| found.mutual == unit.mutual));
            self.area += usize::from(met.iter().any(|found| unit.areas.contains(&found.areas[0])));
            if unit.deadline != "?" && (!unit.deadline.is_empty() || met.iter().any(|found| !found.deadline.is_empty()))
            {
                self.timed += 1;
                self.deadline += usize::from(met.iter().any(|found| found.deadline == unit.deadline));
            }
        }
        self.wrong += reading.iter().filter(|found| !key.iter().any(|unit| found.meets(unit))).count();
    }

    /// F1 of units, then the shares of found units with the right kind, party, area and deadline; all in percent.
    fn figures(&self) -> [usize; 5] {
        let share = |part: usize, of: usize| (part * 100).checked_div(of).unwrap_or(100);
        [
            share(2 * self.found, self.units + self.found + self.wrong),
            share(self.kind, self.found),
            share(self.who, self.found),
            share(self.area, self.found),
            share(self.deadline, self.timed),
        ]
    }
}

fn score(keys: &Path, papers: &Path, bounds: [usize; 5]) {
    let mut total = Score::default();
    let mut files: Vec<PathBuf> = std::fs::read_dir(keys).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let Some(paper) = name.strip_suffix(".gold.tsv") else { continue };
        total.add(&key(&file), &reading(&papers.join(paper)));
    }
    let figures = total.figures();
    eprintln!("{}: F1, kind, who, area, deadline in percent: {figures:?}", keys.display());
    assert!(total.units > 50, "only {} units", total.units);
    assert!(figures.iter().zip(bounds).all(|(figure, bound)| *figure >= bound), "{figures:?} fell below {bounds:?}");
}

#[test]
fn the_demo_papers_are_read_as_a_lawyer_read_them() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    score(&demo.join("expected"), &demo, [95, 93, 98, 78, 78]);
}

#[test]
fn real_agreements_are_read_as_labelled() {
    let shared = std::env::var_os("ONUS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let gold = shared.join("gold");
    if !gold.is_dir() {
        eprintln!("SKIPPED: no labelled agreements at {}; set ONUS_SHARED", gold.display());
        assert!(std::env::var_os("ONUS_REQUIRE_SHARED").is_none(), "ONUS_REQUIRE_SHARED is set");
        return;
    }
    score(&gold, &gold, [95, 95, 98, 90, 90]);
}
