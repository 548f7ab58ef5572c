//! Writes PDF files of our own into a folder, whole and broken, as seeds for the fuzz target: `seeds FOLDER`. Its first
//! byte chooses the name of the file there.

#[path = "../tests/printer/mod.rs"]
mod printer;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "corpus".to_owned());
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in printer::papers() {
        let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
        for (part, bytes) in [("whole", bytes.as_slice()), ("half", half)] {
            std::fs::write(format!("{folder}/{name}-{part}"), [b"\x04", bytes].concat())?;
        }
    }
    Ok(())
}
