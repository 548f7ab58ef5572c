//! `onus agreement diff`: noise is no change, and real changes are found.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn diff(old: &Path, new: &Path) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    let output = command.args(["--json", "agreement", "diff"]).args([old, new]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

const LISTS: [&str; 6] = ["new", "gone", "stricter", "looser", "reworded", "moved"];

fn count(diff: &Value, list: &str) -> usize {
    diff[list].as_array().unwrap().len()
}

/// Whether a list holds a duty, or a pair of them, whose quotes hold these words, the old and the new.
fn holds(diff: &Value, list: &str, old: &str, new: &str) -> bool {
    let quote = |side: &Value| side["citation"]["quote"].as_str().unwrap_or_default().to_lowercase();
    diff[list].as_array().unwrap().iter().any(|entry| match entry.get("old") {
        Some(before) => quote(before).contains(old) && quote(&entry["new"]).contains(new),
        None => quote(entry).contains(new),
    })
}

#[test]
fn a_new_version_of_our_own_paper() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    let (old, new) = (demo.join("cloud-services-agreement.md"), demo.join("cloud-services-agreement-v2.md"));
    let found = diff(&old, &new);
    assert!(holds(&found, "stricter", "forty-eight (48) hours", "twenty-four (24) hours"));
    // An exception that only the lead-in of a list lost makes each of its items stricter.
    assert!(holds(&found, "stricter", "payment card numbers", "payment card numbers"));
    assert!(holds(&found, "new", "", "test the channel"));
    assert!(holds(&found, "gone", "", "keep the records of these reviews"));
    assert!(holds(&found, "reworded", "require a second factor", "require a second factor"));
    assert!(found["same"].as_u64().unwrap() > 85);
    // The other way round what was stricter is looser.
    let back = diff(&new, &old);
    assert!(holds(&back, "looser", "twenty-four (24) hours", "forty-eight (48) hours"));
    let none = diff(&old, &old);
    assert_eq!(LISTS.map(|list| count(&none, list)), [0; 6]);
}

/// The papers that lie beside the project, where they do.
fn papers() -> Option<PathBuf> {
    let shared = std::env::var_os("ONUS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let papers = shared.join("data/agreements");
    if papers.is_dir() {
        return Some(papers);
    }
    eprintln!("SKIPPED: no agreements at {}; set ONUS_SHARED", papers.display());
    assert!(std::env::var_os("ONUS_REQUIRE_SHARED").is_none(), "ONUS_REQUIRE_SHARED is set");
    None
}

fn versions(papers: &Path, name: &str, old: &str) -> Value {
    diff(&papers.join(format!("{name}.{old}.md")), &papers.join(format!("{name}.md")))
}

#[test]
fn noise_in_real_papers_is_no_change() {
    let Some(papers) = papers() else { return };
    for (name, old) in [
        ("aws-aup", "v2021-08-17"),
        ("betterstack-terms", "v2025-10-24"),
        ("wpengine-terms", "v2024-10-08"),
        ("openai-business-terms", "v2026-08-21"),
        ("hygraph-terms", "v2025-07-31"),
        ("aws-service-terms", "v2026-08-18"),
    ] {
        let noise = versions(&papers, name, old);
        assert_eq!(LISTS.map(|list| count(&noise, list)), [0; 6], "{name}: {noise}");
        let (old, new) = (papers.join(format!("{name}.{old}.md")), papers.join(format!("{name}.md")));
        let back = diff(&new, &old);
        assert_eq!(LISTS.map(|list| count(&back, list)), [0; 6], "{name} back: {back}");
    }
}

#[test]
fn real_changes_of_real_papers_are_found() {
    let Some(papers) = papers() else { return };
    let aws = versions(&papers, "aws-service-terms", "v2025-10-23");
    assert!(holds(&aws, "stricter", "cryptocurrency without our prior written approval", "mine cryptocurrency."));
    assert!(holds(&aws, "new", "", "upgrading your amazon rds engine"));
    let wetransfer = versions(&papers, "wetransfer-dpa", "v2025-07-22");
    assert!(holds(&wetransfer, "new", "", "subscribe to receive"));
    assert_eq!(LISTS.map(|list| count(&wetransfer, list)), [1, 0, 0, 0, 0, 0]);
    let linear = versions(&papers, "linear-terms", "v2026-04-03");
    assert!(holds(&linear, "new", "", "will defend linear"));
    // With it came how a claim is to be handled, and fees for a new service.
    assert_eq!(LISTS.map(|list| count(&linear, list)), [3, 0, 0, 0, 0, 0]);
    let xai = versions(&papers, "xai-enterprise-terms", "v2026-05-18");
    // To tell of a lost password, which was `promptly`; and to tell of what makes a promise untrue, which was not there.
    assert!(holds(&xai, "stricter", "promptly notify", "immediately notify"));
    assert!(holds(&xai, "new", "", "promptly notify the other party in writing if it becomes aware of any change"));
}

/// Pairs of which only a name differs, once the new name is read for the old one.
fn renamed(diff: &Value, from: &str, to: &str) -> Vec<String> {
    let quote = |side: &Value| side["citation"]["quote"].as_str().unwrap().to_lowercase();
    let letters = |text: String| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let pairs = ["stricter", "looser", "reworded"].iter().flat_map(|list| diff[list].as_array().unwrap());
    let same = |pair: &&Value| letters(quote(&pair["old"]).replace(from, to)) == letters(quote(&pair["new"]));
    pairs.filter(same).map(|pair| quote(&pair["new"])).collect()
}

#[test]
fn renamed_brands_and_products_in_real_papers_are_no_change() {
    let Some(papers) = papers() else { return };
    let xai = versions(&papers, "xai-enterprise-terms", "v2026-05-18");
    assert_eq!(renamed(&xai, "xai", "spacexai"), Vec::<String>::new());
    let aws = versions(&papers, "aws-service-terms", "v2025-10-23");
    assert_eq!(renamed(&aws, "connect", "connect customer"), Vec::<String>::new());
    // The same words about another product are another duty, and nothing that moved.
    let moved: Vec<&Value> = aws["moved"].as_array().unwrap().iter().collect();
    assert!(moved.iter().all(|pair| !pair["new"]["act"].as_str().unwrap().starts_with("You represent")), "{moved:?}");
}

#[test]
fn people_see_what_is_different() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    let (old, new) = (demo.join("cloud-services-agreement.md"), demo.join("cloud-services-agreement-v2.md"));
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        command.args(["agreement", "diff"]).args([&old, &new]).args(more).output().unwrap()
    };
    let all = run(&[]);
    let text = String::from_utf8(all.stdout).unwrap();
    let first = text.lines().next().unwrap();
    assert!(first.contains("1 new, ") && first.contains(" stricter, ") && first.contains(" as before"), "{first}");
    assert!(
        text.contains("\nSTRICTER (") && text.contains("[-forty-eight (48)-]") && text.contains("{+twenty-four (24)+}")
    );
    assert!(text.lines().skip(1).all(|line| line.chars().count() <= 120));
    assert!(all.status.success());
    let code = run(&["--exit-code", "--area", "incident"]);
    let text = String::from_utf8(code.stdout).unwrap();
    assert!(text.contains("twenty-four (24)") && !text.contains("payment card numbers"), "{text}");
    assert_eq!(code.status.code(), Some(1));
    assert_eq!(run(&["--exit-code", "--kind", "warrant"]).status.code(), Some(0));
}
