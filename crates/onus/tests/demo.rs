//! `onus demo`, as a stranger runs it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn onus(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
    command.args(arguments).current_dir(folder).env("ONUS_STATE", folder.join("state"));
    command.env_remove("ONUS_WORKSPACE").env_remove("ONUS_PERSON").output().unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn status(folder: &Path, arguments: &[&str]) -> Value {
    let output = onus(folder, &[&["--workspace", "onus-demo", "--json", "status"], arguments].concat());
    serde_json::from_str(&text(&output)).unwrap()
}

#[test]
fn the_demo_shows_every_status_and_can_be_checked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let output = onus(folder, &["demo"]);
    assert_eq!(output.status.code(), Some(0));
    let shown = text(&output);
    for part in ["What falls due", "from clause to proof", "c2sp.org/tlog-proof@v1", "the proof holds", "in order"] {
        assert!(shown.contains(part), "the demo does not show `{part}`: {shown}");
    }
    assert!(!shown.contains('\u{1b}'), "no colours where the output is no terminal");
    let now = status(folder, &["--as-of", "2026-11-24T09:00:00Z"]);
    for (name, count) in now["totals"].as_object().unwrap() {
        assert!(count.as_u64().unwrap() > 0, "the demo shows no line that is {name}");
    }
    let all = |status: &Value| status["lines"].as_array().unwrap().clone();
    let reasons = serde_json::to_string(&all(&now)).unwrap();
    for told in ["days late", "was erased", "the waiver by", "reported as not done", "expired on"] {
        assert!(reasons.contains(told), "no reason tells `{told}`");
    }
    // Of the same day, more is known today than was known then.
    let today = status(folder, &["--as-of", "2026-07-10"]);
    let then = status(folder, &["--as-of", "2026-07-10", "--known-at", "2026-07-10"]);
    assert_ne!(today["totals"], then["totals"]);
    // Every command of the history can be typed again: the words come back from the file that tells them.
    let commands = std::fs::read_to_string(folder.join("onus-demo/commands.txt")).unwrap();
    assert!(commands.lines().filter(|line| line.starts_with("onus ")).count() > 50);
    // A second demo takes the next free folder; a folder with something in it is left alone.
    assert_eq!(onus(folder, &["demo", "onus-demo"]).status.code(), Some(2));
    let second: Value = serde_json::from_str(&text(&onus(folder, &["demo", "--json"]))).unwrap();
    assert_eq!(second["directory"], "onus-demo-2");
}
