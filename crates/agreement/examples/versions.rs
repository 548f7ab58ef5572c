//! Prints what the second of two files changes for the customer.

use onus_agreement::{Change, Options, Reading, compare, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut paths = std::env::args().skip(1);
    let (Some(old), Some(new)) = (paths.next(), paths.next()) else { return Err("name two files".into()) };
    let (old, new) = (reading(&old)?, reading(&new)?);
    let mut same = 0;
    for change in compare(&old.responsibilities, &new.responsibilities) {
        let act = |reading: &Reading, at: usize| reading.responsibilities.get(at).map(|duty| duty.act.clone());
        match change {
            Change::Same(..) => same += 1,
            Change::Changed { old: before, new: after, how } => {
                println!("{how:?}\n  - {:?}\n  + {:?}", act(&old, before), act(&new, after));
            }
            Change::Gone(at) => println!("Gone\n  - {:?}", act(&old, at)),
            Change::New(at) => println!("New\n  + {:?}", act(&new, at)),
            _ => {}
        }
    }
    println!("{same} the same");
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the example is a program; only the room is pure")]
fn reading(path: &str) -> Result<Reading, Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path)?;
    let document = onus_documents::read(&bytes, Some(path), &onus_documents::Limits::default())?;
    Ok(read(&document.content, &Options::default()))
}
