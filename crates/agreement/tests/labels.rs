//! How well real papers are read, against labels that nobody made with the reader in view. The gold labels lie beside the
//! project; `labels` holds some of our own for other papers there.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "the test reads papers; only the room is pure")]

mod measure;

use measure::{Score, papers, shared};
use std::path::Path;

/// Reads the papers of a folder, prints each score, and adds them up.
fn total(labels: &Path, folder: &Path) -> Score {
    let mut total = Score::default();
    for paper in papers(labels, folder).unwrap() {
        let score = Score::of(&paper);
        let [kind, who, area, deadline] = score.shares();
        println!(
            "{:44} F1 {:.3} kind {kind:.3} who {who:.3} area {area:.3} deadline {deadline:.3}",
            paper.name,
            score.f1()
        );
        total.add(score);
    }
    total
}

fn at_least(score: Score, least: [f64; 5]) {
    let [kind, who, area, deadline] = score.shares();
    let reached = [score.f1(), kind, who, area, deadline];
    println!("{reached:.3?}");
    for ((name, reached), least) in ["F1", "kind", "who", "area", "deadline"].iter().zip(reached).zip(least) {
        assert!(reached >= least, "{name} {reached:.3}, and {least:.3} is needed");
    }
}

#[test]
fn papers_with_gold_labels_are_read_as_the_labels_say() {
    let Some(shared) = shared() else { return };
    let gold = shared.join("gold");
    at_least(total(&gold, &gold), [0.95, 0.95, 0.97, 0.90, 0.90]);
}

#[test]
fn papers_with_labels_of_our_own_are_read_as_the_labels_say() {
    let Some(shared) = shared() else { return };
    let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels");
    at_least(total(&labels, &shared.join("data/agreements")), [0.93, 0.94, 0.97, 0.85, 0.75]);
}
