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

#[test]
fn real_versions_of_real_papers() {
    let shared = std::env::var_os("ONUS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let papers = shared.join("data/agreements");
    if !papers.is_dir() {
        eprintln!("SKIPPED: no agreements at {}; set ONUS_SHARED", papers.display());
        assert!(std::env::var_os("ONUS_REQUIRE_SHARED").is_none(), "ONUS_REQUIRE_SHARED is set");
        return;
    }
    let versions =
        |name: &str, old: &str| diff(&papers.join(format!("{name}.{old}.md")), &papers.join(format!("{name}.md")));
    for (name, old) in [
        ("aws-aup", "v2021-08-17"),
        ("betterstack-terms", "v2025-10-24"),
        ("wpengine-terms", "v2024-10-08"),
        ("openai-business-terms", "v2026-08-21"),
        ("hygraph-terms", "v2025-07-31"),
    ] {
        let noise = versions(name, old);
        assert_eq!(LISTS.map(|list| count(&noise, list)), [0; 6], "{name}: {noise}");
    }
    let aws = versions("aws-service-terms", "v2025-10-23");
    assert!(holds(&aws, "stricter", "cryptocurrency without our prior written approval", "mine cryptocurrency."));
    assert!(holds(&aws, "new", "", "upgrading your amazon rds engine"));
    assert!(holds(&versions("wetransfer-dpa", "v2025-07-22"), "new", "", "subscribe to receive"));
    assert!(holds(&versions("linear-terms", "v2026-04-03"), "new", "", "will defend linear"));
    let xai = versions("xai-enterprise-terms", "v2026-05-18");
    assert!(holds(&xai, "new", "", "immediately notify"));
}
