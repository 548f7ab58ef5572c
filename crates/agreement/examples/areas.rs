//! How often the area of a responsibility is right, and whether confidence tells: `areas [--list] TABLE…`, of tables of sentences
//! (kind, who, areas, deadline, text). Counts the sentences that are read as one responsibility. With `--list`
//! it prints those that are wrong.

use std::collections::BTreeMap;
use std::error::Error;

/// How many were right, of how many.
type Share = (usize, usize);

fn main() -> Result<(), Box<dyn Error>> {
    let (options, tables): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|name| name == "--list");
    let list = !options.is_empty();
    let mut sure: BTreeMap<u8, Share> = BTreeMap::new();
    for path in tables {
        let mut whole = (0, 0);
        for line in read(&path)?.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [kind, _, accepted, _, text] = fields[..] else { return Err("a row has five columns".into()) };
            if kind == "none" {
                continue;
            }
            let Some((area, confidence)) = only(&text.replace("\\n", "\n"))? else { continue };
            let right = accepted.split('+').any(|accepted| accepted == area);
            note(&mut whole, right);
            note(sure.entry(confidence).or_default(), right);
            if list && !right {
                println!("{area}, not {accepted}: {text}");
            }
        }
        println!("{path}: {} of {} right", whole.0, whole.1);
    }
    println!("confidence  right  of");
    for (confidence, (right, all)) in sure {
        println!("{confidence:10}  {right:5}  {all}");
    }
    Ok(())
}

fn note(share: &mut Share, right: bool) {
    share.0 += usize::from(right);
    share.1 += 1;
}

/// The first area and the confidence of the only responsibility in a text.
fn only(text: &str) -> Result<Option<(String, u8)>, Box<dyn Error>> {
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &onus_documents::Limits::default())?;
    let found = onus_agreement::read(&document.content, &onus_agreement::Options::default()).responsibilities;
    let [one] = &found[..] else { return Ok(None) };
    let area = one.areas.first().map(ToString::to_string).unwrap_or_default();
    Ok(Some((area, one.confidence.as_percent())))
}

#[expect(clippy::disallowed_methods, reason = "the example is a program; only the room is pure")]
fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}
