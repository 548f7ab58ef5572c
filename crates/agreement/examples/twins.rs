//! Prints which responsibilities two files share: `twins ONE OTHER`; what only one has is named with its quote.

use onus_agreement::{Options, read};
use onus_terms::Responsibility;

#[expect(clippy::disallowed_methods, reason = "an example reads files; only the room is pure")]
fn reading(path: &str) -> Result<Vec<Responsibility>, Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path)?;
    let document = onus_documents::read(&bytes, Some(path), &onus_documents::Limits::default())?;
    Ok(read(&document.content, &Options::default()).responsibilities)
}

fn letters(one: &Responsibility) -> String {
    let act: String = one.act.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    format!("{:?} {:?} {act}", one.kind, one.party)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [one, other] = paths.as_slice() else { return Err("give two files".into()) };
    let (first, second) = (reading(one)?, reading(other)?);
    let (mut left, mut both): (Vec<&Responsibility>, usize) = (second.iter().collect(), 0);
    for found in &first {
        match left.iter().position(|other| letters(other) == letters(found)) {
            Some(index) => {
                left.swap_remove(index);
                both += 1;
            }
            None => println!("- {} | {}", letters(found), found.citation.quote),
        }
    }
    for found in left {
        println!("+ {} | {}", letters(found), found.citation.quote);
    }
    println!("{one}: {both} shared of {} and {}", first.len(), second.len());
    Ok(())
}
