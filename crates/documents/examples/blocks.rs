//! Prints the blocks of the named files, one a line: kind, marker, words.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let document = onus_documents::read(&bytes, Some(&path), &onus_documents::Limits::default())?;
        println!("== {path}: {:?}", document.format);
        for block in &document.content.blocks {
            let first = block.words().chars().next().map_or(0, char::len_utf8);
            let page = document.content.cite(block, 0..first).and_then(|citation| citation.place.page);
            let page = page.map_or(String::new(), |page| format!("p{page} "));
            let flags =
                format!("{}{}", if block.quoted { " quoted" } else { "" }, if block.continues { " +" } else { "" });
            let cell = block.cell.map_or(String::new(), |cell| {
                format!(" {}:{}{}", cell.row, cell.column, if cell.header { "h" } else { "" })
            });
            let marker = block.marker.as_deref().map_or(String::new(), |marker| format!(" [{marker}]"));
            println!("{page}{:?}{cell}{flags}{marker} {}", block.kind, block.words());
        }
    }
    Ok(())
}
