//! `onus agreement watch`: a real git repository and a folder of dated files, made here.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::House;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One paper in five versions: the first, noise, a shorter time, a duty more, and the duty gone again.
fn texts() -> [String; 5] {
    let first = "# Terms of Nimbus\n\n1. Customer shall report each broken lock to Nimbus within 30 days.\n\n\
                 2. Customer must not lend its keys to others.\n";
    let noise = format!("Menu\n\n{}\n\nFollow us\n", first.replace("2. Customer", "2\\. Customer"));
    let shorter = noise.replace("30 days", "10 days");
    let more = shorter.replace("\n\nFollow us", "\n3. Customer must insure the keys.\n\nFollow us");
    [first.to_owned(), noise, shorter.clone(), more, shorter]
}

const DAYS: [&str; 5] = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10"];

fn git(repository: &Path, day: &str, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(repository).args(["-c", "user.name=N", "-c", "user.email=n@nimbus.example"]).args(arguments);
    let time = format!("{day}T12:00:00+01:00");
    git.envs([("GIT_AUTHOR_DATE", time.as_str()), ("GIT_COMMITTER_DATE", &time), ("GIT_CONFIG_GLOBAL", "/dev/null")]);
    let output = git.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository in which the file is renamed before its last version, beside another file.
fn repository(house: &House) -> PathBuf {
    let repository = house.path().join("-archive");
    std::fs::create_dir(&repository).unwrap();
    git(&repository, DAYS[0], &["init", "-q"]);
    let old = repository.join("terms.md");
    for (text, day) in texts().iter().zip(DAYS).take(4) {
        std::fs::write(&old, text).unwrap();
        std::fs::write(repository.join("other.md"), day).unwrap();
        git(&repository, day, &["add", "."]);
        git(&repository, day, &["commit", "-q", "-m", day]);
    }
    std::fs::create_dir(repository.join("legal")).unwrap();
    std::fs::write(repository.join("other.md"), "again").unwrap();
    git(&repository, DAYS[4], &["add", "."]);
    git(&repository, DAYS[4], &["commit", "-q", "-m", "other"]);
    git(&repository, DAYS[4], &["mv", "terms.md", "legal/--terms.md"]);
    std::fs::write(repository.join("legal/--terms.md"), &texts()[4]).unwrap();
    git(&repository, DAYS[4], &["add", "."]);
    git(&repository, DAYS[4], &["commit", "-q", "-m", "moved"]);
    repository
}

fn folder(house: &House) -> PathBuf {
    let folder = house.path().join("published");
    std::fs::create_dir(&folder).unwrap();
    for (text, day) in texts().iter().zip(DAYS) {
        std::fs::write(folder.join(format!("terms.v{day}.md")), text).unwrap();
    }
    folder
}

/// A workspace with the first version, and a person's decision about each duty.
fn house() -> House {
    let house = House::empty();
    std::fs::write(house.path().join("terms.md"), &texts()[0]).unwrap();
    let add = ["agreement", "add", "terms.md", "--provider", "Nimbus", "--title", "Terms", "--effective", DAYS[0]];
    house.done(&add);
    house.done(&["responsibility", "confirm", "--all", "--at", "2026-01-12"]);
    house
}

fn json(house: &House, arguments: &[&str]) -> Value {
    serde_json::from_str(&house.done(&[&["--json", "agreement", "watch"], arguments].concat())).unwrap()
}

fn numbers(watched: &Value) -> [u64; 5] {
    ["looked_at", "changing", "noise", "passed_over", "recorded"].map(|field| watched[field].as_u64().unwrap())
}

fn outcomes(watched: &Value) -> Vec<(&str, &str)> {
    let versions = watched["versions"].as_array().unwrap().iter();
    versions.map(|one| (one["at"].as_str().unwrap().get(..10).unwrap(), one["outcome"].as_str().unwrap())).collect()
}

/// Decided and act of each responsibility in force.
fn decided(house: &House) -> Vec<(String, String)> {
    let lines = house.status(&[])["lines"].as_array().unwrap().clone();
    let text = |line: &Value, field: &str| line[field].as_str().unwrap().to_owned();
    let mut told: Vec<_> = lines.iter().map(|line| (text(line, "act"), text(line, "decided"))).collect();
    told.sort();
    told
}

#[test]
fn a_git_history_is_recorded_once() {
    let house = house();
    let repository = repository(&house);
    let entries = |house: &House| house.done(&["ledger", "log", "--limit", "1000"]).lines().count();
    let before = entries(&house);
    let git = ["terms", "--from-git", repository.to_str().unwrap(), "--path", "legal/--terms.md"];
    let dry = json(&house, &[&git[..], &["--dry-run"]].concat());
    assert_eq!(numbers(&dry), [5, 3, 1, 1, 0]);
    assert_eq!(entries(&house), before);
    let done = json(&house, &git);
    assert_eq!(numbers(&done), [5, 3, 1, 1, 3], "{done}");
    let changing = ["2026-03-10", "2026-04-10", "2026-05-10"].map(|day| (day, "changing"));
    assert_eq!(outcomes(&done), [&[("2026-02-10", "noise")][..], &changing].concat());
    assert_eq!(done["versions"][1]["changes"]["stricter"].as_array().unwrap().len(), 1);
    assert_eq!(done["versions"][2]["changes"]["new"].as_array().unwrap().len(), 1);
    assert_eq!(done["versions"][3]["changes"]["gone"].as_array().unwrap().len(), 1);
    assert!(done["versions"][3]["origin"].as_str().unwrap().ends_with(":legal/--terms.md"));
    // The decision about what stayed carries over; what changed in meaning is proposed again.
    let [kept, again] = <[(String, String); 2]>::try_from(decided(&house)).unwrap();
    assert_eq!((kept.0.as_str(), kept.1.as_str()), ("Customer must not lend its keys to others.", "confirmed"));
    assert!(again.0.contains("within 10 days") && again.1 == "proposed", "{again:?}");
    let list: Value = serde_json::from_str(&house.done(&["--json", "agreement", "list"])).unwrap();
    let listed = list["agreements"].as_array().unwrap();
    assert_eq!(listed.len(), 4);
    assert_eq!(listed[1]["effective"], "2026-03-10T11:00:00Z");
    assert!(listed[1]["source"].as_str().unwrap().starts_with("git "));
    let after = entries(&house);
    assert_eq!(numbers(&json(&house, &git))[4], 0);
    assert_eq!(entries(&house), after);
}

#[test]
fn a_folder_is_recorded_once_with_noise_where_that_is_asked_for() {
    let house = house();
    let folder = folder(&house);
    let watch = ["terms", "--folder", folder.to_str().unwrap(), "--record-all"];
    // The first file is the version that is there already.
    assert_eq!(numbers(&json(&house, &watch)), [4, 3, 1, 1, 4]);
    assert_eq!(numbers(&json(&house, &watch)), [0, 0, 0, 5, 0]);
    let list: Value = serde_json::from_str(&house.done(&["--json", "agreement", "list"])).unwrap();
    // A date is its first instant in the zone of the workspace.
    assert_eq!(list["agreements"][2]["effective"], "2026-03-09T23:00:00Z");
    assert_eq!(list["agreements"][2]["source"], "file terms.v2026-03-10.md");
    std::fs::write(folder.join("terms.v2026-06-10.md"), texts()[3].clone()).unwrap();
    assert_eq!(numbers(&json(&house, &watch)), [1, 1, 0, 5, 1]);
    house.done(&["ledger", "verify"]);
}

#[test]
fn a_history_is_told_without_a_workspace() {
    let house = House::empty();
    let (folder, repository) = (folder(&house), repository(&house));
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        let elsewhere = tempfile::tempdir().unwrap();
        command.current_dir(elsewhere.path()).args(["agreement", "watch", "--dry-run"]).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    for arguments in [
        ["--folder", folder.to_str().unwrap()].as_slice(),
        &["--from-git", repository.to_str().unwrap(), "--path", "legal/--terms.md"],
    ] {
        let text = run(arguments);
        assert!(text.contains("5 published versions; 3 changing something for you, 1 of noise"), "{text}");
        assert!(
            text.contains("10 March 2026") && text.contains("{+10+}") && text.contains("the first, which"),
            "{text}"
        );
        // The one before is what the first is compared with.
        let since = run(&[arguments, &["--since", "2026-04-01"]].concat());
        assert!(since.contains("3 published versions; 2 changing something for you, 0 of noise, 2 older"), "{since}");
    }
}

#[test]
fn an_agreement_begins_with_its_first_published_version() {
    let house = House::empty();
    let repository = repository(&house);
    let git = ["nimbus", "--from-git", repository.to_str().unwrap(), "--path", "legal/--terms.md"];
    let begin = [&git[..], &["--provider", "Nimbus", "--title", "Terms of Nimbus"]].concat();
    assert_eq!(numbers(&json(&house, &[&begin[..], &["--dry-run"]].concat())), [5, 3, 1, 0, 0]);
    let done = json(&house, &begin);
    assert_eq!(numbers(&done), [5, 3, 1, 0, 4]);
    assert_eq!((&done["versions"][0]["outcome"], &done["versions"][0]["version"]), (&"first".into(), &1.into()));
    assert!(house.done(&["agreement", "list"]).contains("nimbus version 4  Terms of Nimbus, Nimbus, from 10 May 2026"));
    let again = house.run(&[&["agreement", "watch"], &begin[..], &["--exit-code"]].concat());
    assert!(again.status.success() && String::from_utf8(again.stdout).unwrap().contains("nothing was published since"));
    let told = house.run(&["agreement", "watch", "--from-git", git[2], "--path", git[4], "--dry-run", "--exit-code"]);
    assert_eq!(told.status.code(), Some(1));
}

#[test]
fn only_the_published_paper_of_several_is_replaced() {
    let house = House::empty();
    std::fs::write(house.path().join("terms.md"), &texts()[0]).unwrap();
    std::fs::write(house.path().join("rules.md"), "Customer must wash its cups in the kitchen.\n").unwrap();
    let add = ["agreement", "add", "rules.md", "terms.md", "--provider", "Nimbus", "--title", "Terms"];
    house.done(&[&add[..], &["--effective", DAYS[0]]].concat());
    let folder = folder(&house);
    let watch = ["terms", "--folder", folder.to_str().unwrap()];
    let (code, told) = house.refused(&[&["agreement", "watch"], &watch[..]].concat());
    assert!(code == Some(2) && told.contains("--paper, one of rules.md, terms.md"), "{told}");
    assert_eq!(numbers(&json(&house, &[&watch[..], &["--paper", "terms.md"]].concat()))[4], 3);
    assert!(decided(&house).iter().any(|(act, _)| act.contains("wash its cups")));
}

#[test]
fn one_version_that_cannot_be_read_stops_nothing() {
    let house = house();
    let folder = folder(&house);
    std::fs::write(folder.join("terms.v2026-03-20.md"), b"PK\x03\x04 this is no text\x00\x00").unwrap();
    let watched = json(&house, &["terms", "--folder", folder.to_str().unwrap()]);
    assert_eq!((watched["unreadable"].as_u64(), watched["recorded"].as_u64()), (Some(1), Some(3)), "{watched}");
}

#[test]
fn what_is_wrong_is_told_with_the_way_out() {
    let house = house();
    let (folder, repository) = (folder(&house), repository(&house));
    let (folder, repository) = (folder.to_str().unwrap(), repository.to_str().unwrap());
    let refused = |arguments: &[&str]| {
        let (code, told) = house.refused(&[&["agreement", "watch"], arguments].concat());
        assert_eq!(code, Some(2), "{arguments:?}: {told}");
        told
    };
    assert!(refused(&["--folder", folder]).contains("--dry-run"));
    assert!(refused(&["none", "--folder", folder]).contains("there is no agreement `none`"));
    assert!(refused(&["terms", "--from-git", folder, "--path", "x"]).contains("is no git repository"));
    assert!(refused(&["terms", "--from-git", "nowhere", "--path", "x"]).contains("there is no folder `nowhere`"));
    let missing = refused(&["terms", "--from-git", repository, "--path", "--output=owned"]);
    assert!(missing.contains("no history of a file `--output=owned`"), "{missing}");
    assert!(!house.path().join("owned").exists() && !Path::new(repository).join("owned").exists());
    std::fs::write(Path::new(folder).join("SOURCES.tsv"), "x").unwrap();
    std::fs::write(Path::new(folder).join("terms.md"), "x").unwrap();
    assert!(refused(&["terms", "--folder", folder]).contains("nothing says when `terms.md` held"));
    std::fs::rename(Path::new(folder).join("terms.md"), Path::new(folder).join("rules.2026-07-01.md")).unwrap();
    assert!(refused(&["terms", "--folder", folder]).contains("versions of `rules`, `terms`; say which"));
    let dated = ["terms", "--folder", folder, "--path", "terms"];
    assert_eq!(numbers(&json(&house, &dated))[4], 3);
}

/// A foreign repository whose configuration asks git to run programs.
#[cfg(unix)]
#[test]
fn a_foreign_repository_runs_nothing() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = house();
    let repository = repository(&house);
    let trap = house.path().join("trap.sh");
    let sprung = house.path().join("sprung");
    // It signs what it is asked to sign, so that there is a signature to be checked.
    let script = format!(
        "#!/bin/sh\necho x >> '{}'\ncat >/dev/null\nprintf '\\n[GNUPG:] SIG_CREATED D\\n' >&2\n\
         printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n'\n",
        sprung.display()
    );
    std::fs::write(&trap, script).unwrap();
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    for (key, value) in [
        ("core.fsmonitor", trap),
        ("core.pager", trap),
        ("diff.external", trap),
        ("diff.trap.textconv", trap),
        ("diff.trap.command", trap),
        ("gpg.program", trap),
        ("log.showSignature", "true"),
    ] {
        git(&repository, DAYS[4], &["config", key, value]);
    }
    std::fs::write(repository.join(".git/info/attributes"), "*.md diff=trap\n").unwrap();
    std::fs::write(repository.join("legal/--terms.md"), texts()[3].clone()).unwrap();
    git(&repository, "2026-06-10", &["commit", "-q", "-S", "-a", "-m", "signed"]);
    // It is a trap: git by itself runs into it.
    std::fs::remove_file(&sprung).unwrap();
    git(&repository, "2026-06-10", &["log"]);
    assert!(sprung.exists());
    std::fs::remove_file(&sprung).unwrap();
    let watched = json(&house, &["terms", "--from-git", repository.to_str().unwrap(), "--path", "legal/--terms.md"]);
    assert_eq!(watched["recorded"], 4);
    assert!(!sprung.exists());
}

#[test]
fn sentences_that_are_joined_and_cut_end_and_begin_once() {
    let house = House::empty();
    let apart = "1. Customer must shut the iron gate at night.\n\n\
                 2. Customer must give one key of it to the porter each week.\n";
    let joined = "1. Customer must shut the iron gate at night and must give one key of it to the porter each week.\n";
    let folder = house.path().join("published");
    std::fs::create_dir(&folder).unwrap();
    for (text, day) in [apart, &format!("{joined}\n{joined}"), &format!("{apart}\n3. We paint it.\n")].iter().zip(DAYS)
    {
        std::fs::write(folder.join(format!("{day}.md")), text).unwrap();
    }
    let begin = ["gate", "--folder", "published", "--provider", "Porter", "--title", "Gate"];
    let watched = json(&house, &begin);
    assert_eq!(numbers(&watched), [3, 2, 0, 0, 3]);
    let count = |number: usize, list: &str| watched["versions"][number]["changes"][list].as_array().unwrap().len();
    assert_eq!((count(1, "reworded"), count(2, "reworded")), (2, 2));
    assert_eq!((count(1, "new"), count(1, "gone"), count(2, "new"), count(2, "gone")), (0, 0, 0, 0));
    assert_eq!(decided(&house).len(), 2);
    let then = house.status(&["--as-of", "2026-02-20"]);
    assert_eq!(then["lines"].as_array().unwrap().len(), 1, "{then}");
    assert_eq!(then["flaws"].as_array().unwrap().len(), 0);
    house.done(&["ledger", "verify"]);
}
