//! Prints who is called what in the named files.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = read(&path)?;
        let document = onus_documents::read(&bytes, Some(&path), &onus_documents::Limits::default())?;
        let parties = onus_agreement::read(&document.content, &onus_agreement::Options::default()).parties;
        println!("{path}\n  customer: {}\n  provider: {}", parties.customer.join(", "), parties.provider.join(", "));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the example is a program; only the room is pure")]
fn read(path: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}
