//! The real binary, in a fresh folder, as a stranger would use it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::path::Path;
use std::process::{Command, Output};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/cloud-services-agreement.md");

fn onus(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(arguments)
        .current_dir(folder)
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_paper_is_read_into_what_it_asks_of_the_customer() {
    let folder = tempfile::tempdir().unwrap();
    let output = onus(folder.path(), &["agreement", "read", SAMPLE, "--jsonl"]);
    assert!(output.status.success());
    let paper: Vec<char> = std::fs::read_to_string(SAMPLE).unwrap().chars().collect();
    let found: Vec<(String, String, String, String)> = text(&output.stdout)
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            let at = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
            let quote: String = paper[at("start")..at("end")].iter().collect();
            let word = |key: &str| value[key].as_str().unwrap().to_owned();
            (word("kind"), word("who"), word("deadline"), quote)
        })
        .collect();
    let has = |kind: &str, who: &str, deadline: &str, words: &str| {
        found.iter().any(|(k, w, d, quote)| k == kind && w == who && d == deadline && quote.contains(words))
    };
    assert!(has("must", "customer", "PT48H", "report a security incident"), "{found:?}");
    assert!(has("condition", "customer", "P30D", "file a ticket"), "{found:?}");
    assert!(has("mustnot", "customer", "", "cardholder numbers"), "{found:?}");
    assert!(has("warrant", "customer", "", "lawfully hand over"), "{found:?}");
    assert!(has("must", "mutual", "", "confidential papers"), "{found:?}");
    assert!(!found.iter().any(|found| found.3.contains("login is locked") || found.3.contains("You will not receive")));
}

#[test]
fn bad_files_are_told_with_the_right_exit_code_and_stop_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("empty.md", b"");
    write("bomb.md", b"PK\x03\x04rest");
    write("latin.md", b"Customer shall pay\xE9");
    write("huge.md", &[b'a'; 5000]);
    write("none.md", b"The sky is blue.\n");
    write("good.md", b"Customer shall rotate its keys.\n");
    let cases: &[(&[&str], i32, &str)] = &[
        (&["empty.md"], 3, "empty.md: the file is empty"),
        (&["bomb.md"], 3, "bomb.md: the zip package of the file is damaged"),
        (&["latin.md"], 3, "invalid byte at offset 18"),
        (&["huge.md", "--max-bytes", "1000"], 3, "the file has 5000 bytes and the limit is 1000"),
        (&["absent.md"], 2, "absent.md: no such file or directory\n  next: check the path"),
        (&["."], 2, "name its files, not the folder"),
        (&["none.md"], 0, ""),
        (&["--such"], 2, "unexpected argument"),
    ];
    for (arguments, code, message) in cases {
        let output = onus(folder.path(), &[&["agreement", "read"], *arguments].concat());
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}");
        assert!(text(&output.stderr).contains(message), "{arguments:?}: {}", text(&output.stderr));
    }
    let output = onus(folder.path(), &["agreement", "read", "empty.md", "good.md", "--jsonl"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(text(&output.stdout).lines().count(), 1, "the good file is read all the same");
}

#[test]
fn what_a_file_holds_cannot_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), "Customer shall \u{1b}[2J pay.\n").unwrap();
    let output = onus(folder.path(), &["agreement", "read", "a.md"]);
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("pay.") && !text(&output.stdout).contains('\u{1b}'));
}

#[test]
fn json_is_one_value() {
    let folder = tempfile::tempdir().unwrap();
    let output = onus(folder.path(), &["--json", "agreement", "read", SAMPLE]);
    let value: serde_json::Value = serde_json::from_str(text(&output.stdout)).unwrap();
    let paper = &value["papers"][0];
    assert_eq!(paper["document"], "cloud-services-agreement.md");
    assert_eq!(paper["digest"].as_str().unwrap().len(), 64);
    assert!(paper["responsibilities"].as_array().unwrap().len() >= 10);
}

#[test]
fn completions_man_pages_and_controls_come_from_the_same_definitions() {
    let folder = tempfile::tempdir().unwrap();
    assert!(text(&onus(folder.path(), &["completions", "bash"]).stdout).contains("agreement"));
    assert!(onus(folder.path(), &["man", "pages"]).status.success());
    assert!(folder.path().join("pages/onus.1").is_file());
    let controls = onus(folder.path(), &["controls", "--json"]);
    let controls: serde_json::Value = serde_json::from_str(text(&controls.stdout)).unwrap();
    assert!(controls["controls"].as_array().unwrap().len() >= 30);
}
