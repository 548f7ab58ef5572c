//! Prints what is read from the named files, one line of JSON for each responsibility.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = read(&path)?;
        let document = onus_documents::read(&bytes, Some(&path), &onus_documents::Limits::default())?;
        let name = path.rsplit('/').next().unwrap_or(&path);
        for found in onus_agreement::read(&document.content, &onus_agreement::Options::default()).responsibilities {
            println!("{}", onus_agreement::jsonl(name, &found));
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the example is a program; only the room is pure")]
fn read(path: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}
