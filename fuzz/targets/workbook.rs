//! Parts of a workbook, or the bytes of a table, as anybody may write them: no panic, every place slices back, and the
//! matrix in it accounts for its rows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onus_agreement::{Options, matrix};
use onus_documents::Limits;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

const BOOK: &str = r#"<workbook><sheets><sheet name="A" r:id="a"/><sheet name="B" state="x" r:id="b"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<R><R Id="a" Type="worksheet" Target="a"/><R Id="b" Type="worksheet" Target="b"/>
    <R Id="s" Type="sharedStrings" Target="s"/><R Id="t" Type="styles" Target="t"/></R>"#;

/// A package whose sheet, strings and styles are pieces of the data; with an odd first byte also its list of sheets.
fn package(first: u8, data: &[u8]) -> Option<Vec<u8>> {
    let mut pieces = data.split(|byte| *byte == 0);
    let mut next = || pieces.next().unwrap_or_default();
    let (sheet, strings, styles, book) = (next(), next(), next(), next());
    let book = if first & 2 == 2 { book } else { BOOK.as_bytes() };
    let parts = [
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/a", sheet),
        ("xl/s", strings),
        ("xl/t", styles),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(name, stored).ok()?;
        writer.write_all(bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let bytes = if first & 1 == 1 { Some(rest.to_vec()) } else { package(*first, rest) };
    let Some(bytes) = bytes else { return };
    let Ok(document) = onus_documents::read(&bytes, Some("a.csv"), &Limits::default()) else { return };
    let content = document.content;
    for block in &content.blocks {
        if let Some(citation) = content.cite(block, 0..block.words().len()) {
            assert!(citation.holds_in(&content.text), "a place that does not slice back");
        }
    }
    let Ok(matrix) = matrix::read(&content, &Options::default()) else { return };
    for duty in &matrix.responsibilities {
        let citations = std::iter::once(&duty.citation).chain(&duty.also);
        assert!(citations.into_iter().all(|citation| citation.holds_in(&content.text)));
    }
});
