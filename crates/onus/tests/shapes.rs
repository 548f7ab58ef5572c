//! The shapes of `--json` are a promise. Each is compared with the one in `tests/shapes`; where a difference is meant, run
//! with `ONUS_WRITE_SHAPES=1`, read the difference (a field that came or went is then one that may be absent), and write it into docs/json.md and CHANGELOG.md.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::{House, MATRIX, SAMPLE};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A paper with all that structure knows.
const DEAL: &str = "# Boat terms

1. Words. “Late Event” means that (a) the rent is overdue or (b) Customer breaches Section 3.

2. Rent. Customer shall pay the rent within 30 days. Late payments bear interest at 1% a month.

3. Care. Customer shall not paint the boat or sail it at night. Customer will comply with the Harbour Use Policy (“HUP”)
at https://birke.example/hup, which is incorporated by reference. See Section 99.

4. Consequences. Provider may suspend the service upon a Late Event. Provider may terminate this agreement if:

(a) Customer breaches Section 3; or

(b) Customer materially breaches this agreement.

5. Conflicts. In a conflict between the order and these terms, the order prevails.

6. Care again. Customer shall not paint the boat or sail it at night.
";

/// Every path in a value with the types seen there. Keys that are ids, versions or names of frameworks are written `*`.
fn shape(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    let (kind, inner): (&str, Vec<(String, &Value)>) = match value {
        Value::Null => ("null", Vec::new()),
        Value::Bool(_) => ("true or false", Vec::new()),
        Value::Number(_) => ("number", Vec::new()),
        Value::String(_) => ("text", Vec::new()),
        Value::Array(items) => ("list", items.iter().map(|item| (format!("{path}[]"), item)).collect()),
        // The body of an entry, as its kind has it: crates/assess/tests/facts holds those.
        Value::Object(_) if path.ends_with(".fact") => ("object", Vec::new()),
        Value::Object(fields) => {
            let free =
                |key: &String| key.starts_with("r-") || path.ends_with(".references") || path.ends_with(".restated");
            let name = |key: &String| if free(key) { "*".to_owned() } else { key.clone() };
            ("object", fields.iter().map(|(key, item)| (format!("{path}.{}", name(key)), item)).collect())
        }
    };
    found.insert(path.to_owned(), kind.to_owned());
    for (path, item) in inner {
        shape(item, &path, found);
    }
}

#[test]
fn json_keeps_its_shapes() {
    let house = House::new();
    let first =
        house.status(&["--contains", "who has access"])["lines"][0]["responsibility"].as_str().unwrap().to_owned();
    std::fs::write(house.path().join("review.csv"), "login,decision\nada,keep\n").unwrap();
    let new = std::fs::read_to_string(SAMPLE).unwrap().replace("within 48 hours", "within 24 hours");
    std::fs::write(house.path().join("new.md"), new).unwrap();
    let published = house.path().join("published");
    std::fs::create_dir(&published).unwrap();
    let again = std::fs::read_to_string(SAMPLE).unwrap().replace("within 48 hours", "within 12 hours");
    std::fs::write(published.join("terms.2998-01-01.md"), again).unwrap();
    std::fs::write(published.join("terms.2998-02-01.md"), b"PK\x03\x04\0").unwrap();
    std::fs::write(house.path().join("deal.md"), DEAL).unwrap();
    let add = ["agreement", "add", "deal.md", "--provider", "Birke", "--title", "Boats", "--effective", "2026-01-01"];
    house.done(&add);
    let late = house.status(&["--contains", "pay the rent"])["lines"][0]["responsibility"].as_str().unwrap().to_owned();
    let commands: &[(&str, &[&str])] = &[
        ("agreement-read", &["agreement", "read", SAMPLE]),
        ("agreement-read", &["agreement", "read", MATRIX]),
        ("person", &["person", "add", "Ben Reed", "--email", "ben@alder.example"]),
        ("recorded", &["responsibility", "confirm", "--all", "--at", "2026-02-01"]),
        ("recorded", &["responsibility", "confirm", "--all"]),
        ("recorded", &["responsibility", "reject", "--all", "--reason", "not ours"]),
        ("recorded", &["responsibility", "assign", "--all", "--to", "Ben Reed", "--dry-run"]),
        ("recorded", &["responsibility", "assign", &first, "--to", "Ben Reed"]),
        ("recorded", &["responsibility", "edit", &first, "--set-area", "identity", "--deadline", "every:P3M"]),
        (
            "recorded",
            &["responsibility", "waive", &first, "--until", "2026-03-01", "--at", "2026-02-02", "--reason", "move"],
        ),
        ("recorded", &["evidence", "add", "review.csv", "--for", &first, "--source", "us", "--until", "2999-01-01"]),
        ("recorded", &["attest", "--contains", "who has access", "--evidence", "review.csv", "--note", "done"]),
        ("evidence-list", &["evidence", "list"]),
        ("agreement-add", &["agreement", "add", "new.md", "--version-of", "cloud-terms"]),
        ("agreement-diff", &["agreement", "diff", "cloud-terms"]),
        ("agreement-watch", &["agreement", "watch", "--folder", "published", "--dry-run"]),
        ("agreement-watch", &["agreement", "watch", "cloud-terms", "--folder", "published"]),
        ("agreement-list", &["agreement", "list"]),
        ("agreement-show", &["agreement", "show", "cloud-terms", "--version", "1"]),
        ("responsibilities", &["responsibilities"]),
        ("responsibility-show", &["responsibility", "show", &first]),
        ("status", &["status"]),
        ("due", &["due", "--within", "P2Y"]),
        ("explain", &["explain", &first]),
        ("explain", &["explain", &late]),
        ("responsibility-show", &["responsibility", "show", &late]),
        ("exposure", &["exposure"]),
        ("exposure", &["exposure", "--at-risk"]),
        ("agreement-read", &["agreement", "read", "deal.md", SAMPLE]),
        ("recorded", &["ledger", "withdraw", "2", "--reason", "a draft", "--dry-run"]),
        (
            "recorded",
            &["agreement", "end", "cloud-terms", "--at", "2999-12-31", "--reason", "we leave", "--keep", &first],
        ),
        ("agreement-list", &["agreement", "list"]),
        ("ledger-verify", &["ledger", "verify"]),
        ("ledger-checkpoint", &["ledger", "checkpoint"]),
        ("ledger-log", &["ledger", "log"]),
        ("ledger-prove", &["ledger", "prove", "3"]),
        ("controls", &["controls"]),
    ];
    let mut shapes: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for (name, command) in commands {
        let output = house.run(&[&["--json"], *command].concat());
        assert!(output.stderr.is_empty(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        let value = serde_json::from_slice(&output.stdout).unwrap();
        shape(&value, "", shapes.entry(name).or_default());
    }
    let log: Value = serde_json::from_str(&house.done(&["ledger", "log", "--json"])).unwrap();
    let attested = log["entries"].as_array().unwrap().iter().find(|entry| entry["kind"] == "act.attested").unwrap();
    let act = attested["entry"].to_string();
    let files: Value = serde_json::from_str(&house.done(&["evidence", "list", "--json"])).unwrap();
    let file = files["evidence"][0]["evidence"].as_str().unwrap().to_owned();
    let exported = house.done(&["evidence", "export", &file, "--to", "back.csv", "--json"]);
    shape(&serde_json::from_str(&exported).unwrap(), "", shapes.entry("evidence-export").or_default());
    let proof = house.done(&["ledger", "prove", &act, "--disclose", "open.json"]);
    std::fs::write(house.path().join("a.tlog-proof"), proof).unwrap();
    house.done(&["ledger", "withdraw", &act, "--reason", "the wrong quarter"]);
    for more in [&[][..], &["--disclosed", "open.json"]] {
        let check = house.done(&[&["ledger", "prove", "--check", "a.tlog-proof", "--json"], more].concat());
        shape(&serde_json::from_str(&check).unwrap(), "", shapes.entry("ledger-prove-check").or_default());
    }
    // A duty in new words tells what it was; a file that is gone is told.
    let status = house.status(&[]);
    let reworded = status["lines"].as_array().unwrap().iter().find(|line| line["rewords"].is_string()).unwrap();
    let explained = house.done(&["explain", reworded["responsibility"].as_str().unwrap(), "--json"]);
    shape(&serde_json::from_str(&explained).unwrap(), "", shapes.entry("explain").or_default());
    std::fs::rename(house.path().join("vault"), house.path().join("away")).unwrap();
    let list = house.done(&["evidence", "list", "--json"]);
    shape(&serde_json::from_str(&list).unwrap(), "", shapes.entry("evidence-list").or_default());
    let (_, error) = house.refused(&["explain", "r-none", "--json"]);
    shape(&serde_json::from_str(&error).unwrap(), "", shapes.entry("error").or_default());
    for (name, mut shape) in shapes {
        let whole = shape.remove("").unwrap();
        shape.insert(".".to_owned(), whole);
        compare(name, &shape);
    }
}

/// What is written behind a field that is left out where it has nothing to say.
const OPTIONAL: &str = ", or absent";

fn compare(name: &str, shape: &BTreeMap<String, String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/shapes/{name}.txt"));
    let file = std::fs::read_to_string(&path).unwrap_or_default();
    let mut promised: BTreeMap<String, String> =
        file.lines().filter_map(|line| line.split_once(' ')).map(|(path, kind)| (path.into(), kind.into())).collect();
    if std::env::var_os("ONUS_WRITE_SHAPES").is_some() {
        let new = promised.is_empty();
        for (path, kind) in shape {
            let optional = if new { "" } else { OPTIONAL };
            promised.entry(path.clone()).or_insert_with(|| format!("{kind}{optional}"));
        }
        for path in missing(&promised, shape) {
            promised.get_mut(&path).unwrap().push_str(OPTIONAL);
        }
        let lines: String = promised.iter().map(|(path, kind)| format!("{path} {kind}\n")).collect();
        std::fs::write(&path, lines).unwrap();
    }
    for (path, kind) in shape {
        let promise = promised.get(path).map(|promise| promise.trim_end_matches(OPTIONAL));
        assert_eq!(promise, Some(kind.as_str()), "{name}: `{path}` is {kind}, and something else is promised");
    }
    assert_eq!(missing(&promised, shape), Vec::<String>::new(), "{name}: promised and not there");
}

/// Fields that are promised without a condition, and are not in the object where they belong.
fn missing(promised: &BTreeMap<String, String>, shape: &BTreeMap<String, String>) -> Vec<String> {
    let gone = |path: &&String| {
        let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
        let there = shape.get(if parent.is_empty() { "." } else { parent }).is_some_and(|kind| kind == "object");
        there && !path.ends_with("[]") && !shape.contains_key(path.as_str())
    };
    promised.iter().filter(|(_, kind)| !kind.ends_with(OPTIONAL)).map(|(path, _)| path).filter(gone).cloned().collect()
}

#[test]
fn docs_tell_every_shape() {
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/json.md")).unwrap();
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes")).unwrap();
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(docs.contains(&format!("`{name}`")), "docs/json.md does not tell of `{name}`");
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let field = line.split(' ').next().unwrap().rsplit('.').next().unwrap().trim_end_matches("[]");
            let free = field.is_empty() || field == "*" || line.contains(".totals.");
            assert!(free || docs.contains(&format!("`{field}`")), "docs/json.md does not tell of `{field}` in {name}");
        }
    }
}
