//! The worked example of the README, run word for word. In what it prints, `…` stands for anything: within a line for
//! some of it, alone for any lines.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::path::Path;
use std::process::Command;

/// The words of a command, where double quotes hold blanks together.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(number, part)| match number % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

fn line_fits(wanted: &str, found: &str) -> bool {
    let Some((before, rest)) = wanted.split_once('…') else { return wanted.trim_end() == found.trim_end() };
    let Some(found) = found.strip_prefix(before) else { return false };
    found.char_indices().map(|(at, _)| at).chain([found.len()]).any(|at| line_fits(rest, found.split_at(at).1))
}

fn fits(wanted: &[&str], found: &[&str]) -> bool {
    match (wanted, found) {
        (["…", rest @ ..], _) => (0..=found.len()).any(|skipped| fits(rest, found.split_at(skipped).1)),
        ([first, rest @ ..], [line, more @ ..]) => line_fits(first, line) && fits(rest, more),
        (wanted, found) => wanted.is_empty() && found.is_empty(),
    }
}

#[test]
fn the_worked_example_prints_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let example = readme.split("```console\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("crates/onus/samples");
    std::fs::create_dir_all(&samples).unwrap();
    let name = "cloud-services-agreement.md";
    std::fs::copy(root.join("crates/onus/samples").join(name), samples.join(name)).unwrap();
    std::fs::write(folder.path().join("leavers.csv"), "name,left\nB. Reed,2026-10-30\n").unwrap();
    let mut commands = 0;
    for part in example.split("$ onus ").skip(1) {
        let (command, wanted) = part.split_once('\n').unwrap();
        let mut onus = Command::new(env!("CARGO_BIN_EXE_onus"));
        onus.args(words(command)).current_dir(folder.path()).env("ONUS_STATE", folder.path().join("state"));
        let output = onus.env_remove("ONUS_WORKSPACE").env_remove("ONUS_PERSON").output().unwrap();
        let found = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let (wanted, lines) =
            (wanted.trim_end().lines().collect::<Vec<_>>(), found.trim_end().lines().collect::<Vec<_>>());
        assert!(fits(&wanted, &lines), "`onus {command}` printed\n{found}");
        commands += 1;
    }
    assert!(commands >= 5, "the example has {commands} commands");
}

#[test]
fn the_matcher_can_fail() {
    assert!(fits(&["a …", "…", "z"], &["a b", "c", "d", "z"]));
    assert!(!fits(&["a …", "z"], &["a b", "c", "z"]));
    assert!(!fits(&["a"], &["a", "b"]));
    assert!(!fits(&["a", "b"], &["a"]));
}
