//! Word documents that we build: numbers as shown, tracked changes accepted, bombs refused.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use onus_documents::{DocumentError, Format, Limits, Notice};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const NUMBERING: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Article %1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
    </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>
    <w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>"#;

fn numbered(list: u8, level: u8, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

fn read(body: &str) -> onus_documents::Document {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let bytes = package(&[("word/document.xml", &document), ("word/numbering.xml", NUMBERING)]);
    onus_documents::read(&bytes, Some("paper"), &Limits::default()).unwrap()
}

#[test]
fn numbers_are_computed_as_word_shows_them() {
    let lines = [
        (1, 0, "Use"),
        (1, 1, "Pay"),
        (1, 2, "now"),
        (1, 2, "later"),
        (1, 1, "Tell"),
        (1, 2, "us"),
        (2, 2, "them"),
        (1, 0, "End"),
        (1, 1, "Return"),
    ];
    let body: String = lines.iter().map(|(list, level, words)| numbered(*list, *level, words)).collect();
    let document = read(&body);
    assert_eq!(document.format, Format::Docx);
    let markers: Vec<_> = document.content.blocks.iter().map(|block| block.marker.clone().unwrap()).collect();
    assert_eq!(markers, ["Article I.", "1.1", "(a)", "(b)", "1.2", "(a)", "(e)", "Article II.", "2.1"]);
    for block in &document.content.blocks {
        let citation = document.content.cite(block, 0..block.words().len()).unwrap();
        assert!(citation.holds_in(&document.content.text) && citation.quote == block.words());
    }
}

#[test]
fn the_accepted_text_is_read_and_the_rest_is_said() {
    let document = read(
        "<w:p><w:r><w:t>Pay in </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del><w:ins><w:r><w:t>45</w:t></w:r></w:ins>\
         <w:r><w:t xml:space='preserve'> days &amp; nights</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>draft</w:t></w:r></w:p>",
    );
    assert_eq!(document.content.blocks[0].words(), "Pay in 45 days & nights");
    assert_eq!(document.notices, [Notice::TrackedChanges, Notice::HiddenText]);
}

#[test]
fn packages_that_are_no_paper_are_refused() {
    let error = |bytes: &[u8]| onus_documents::read(bytes, Some("a.md"), &Limits::default()).unwrap_err();
    assert_eq!(error(&package(&[("a.txt", "text")])), DocumentError::Archive("zip"));
    assert_eq!(error(&package(&[("ppt/presentation.xml", "<a/>")])), DocumentError::Format("PowerPoint"));
    assert_eq!(error(&package(&[("word/document.xml", "<a/>")])), DocumentError::Empty);
    assert!(matches!(error(b"PK\x03\x04bomb"), DocumentError::Damaged(_)));
    let bomb = format!("<w:document>{}</w:document>", " ".repeat(20_000_000));
    assert_eq!(error(&package(&[("word/document.xml", &bomb)])), DocumentError::Bomb);
}
