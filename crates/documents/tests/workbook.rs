//! Workbooks and tables that we build: every cell with its place, hidden things told, bombs and damage refused.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use onus_documents::{Document, DocumentError, Format, Limits, Notice};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Style, Formula, Workbook};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn read(bytes: &[u8]) -> Result<Document, DocumentError> {
    onus_documents::read(bytes, Some("matrix"), &Limits::default())
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const BOOK: &str = r#"<workbook><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook of one sheet with this content.
fn book(sheet: &str, strings: &str) -> Vec<u8> {
    package(&[
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ])
}

/// The cells of a document: name, words and quote, after a check that each slices back.
fn cells(document: &Document) -> Vec<(String, String)> {
    let blocks = document.content.blocks.iter().filter(|block| block.cell.is_some());
    blocks
        .map(|block| {
            let citation = document.content.cite(block, 0..block.words().len()).unwrap();
            assert!(citation.holds_in(&document.content.text), "{citation:?}");
            (citation.place.cell.unwrap(), block.words().to_owned())
        })
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(cell, words)| ((*cell).to_owned(), (*words).to_owned())).collect()
}

#[test]
fn every_cell_is_read_with_its_place() {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1).unwrap()));
    let (bold, struck) = (Style::new().set_bold(), Style::new().set_font_strikethrough());
    let sheet = workbook.add_worksheet().set_name("Röles & duties").unwrap();
    sheet.merge_range(0, 0, 0, 3, "A title over four columns", &bold).unwrap();
    sheet.write(1, 0, "AC-1").unwrap();
    sheet.write_rich_string(1, 1, &[(&bold, "Lock "), (&struck, "every "), (&bold, "door")]).unwrap();
    sheet.write(1, 27, 2.3).unwrap();
    sheet.write(2, 0, true).unwrap();
    let date = ExcelDateTime::from_ymd(2026, 2, 28).unwrap();
    sheet.write_with_format(2, 1, &date, &Style::new().set_num_format("d mmm yyyy")).unwrap();
    sheet.write(2, 2, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write(2, 3, Formula::new("=CONCAT(\"a\",\"b\")").set_result("ab")).unwrap();
    sheet.write(3, 0, "Two\n\nparagraphs").unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.write(4, 4, "aside").unwrap();
    sheet.set_column_hidden(4).unwrap();
    let lists = workbook.add_worksheet().set_name("Lists").unwrap();
    lists.write(0, 0, "secret").unwrap();
    lists.set_hidden(true);
    let document = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(document.format, Format::Xlsx);
    let expected = [
        ("A1", "A title over four columns"),
        ("A2", "AC-1"),
        ("B2", "Lock door"),
        ("AB2", "2.3"),
        ("A3", "TRUE"),
        ("B3", "2026-02-28"),
        ("C3", "2"),
        ("D3", "ab"),
        ("A4", "Two"),
        ("A4", "paragraphs"),
        ("E5", "aside"),
    ];
    let expected: Vec<_> = expected.map(|(cell, words)| (format!("Röles & duties!{cell}"), words.to_owned())).into();
    assert_eq!(cells(&document), expected);
    let sheet = || "Röles & duties".to_owned();
    let told = [
        Notice::StruckText,
        Notice::HiddenSheet("Lists".to_owned()),
        Notice::HiddenRows(sheet(), 1),
        Notice::HiddenColumns(sheet()),
    ];
    assert_eq!(document.notices, told);
    assert!(document.notices.iter().all(|notice| notice.to_string().len() > 15));
}

#[test]
fn other_writers_are_understood() {
    // Inline strings, cells without places, prefixes, escapes, a formula nobody computed, an error, macros.
    let sheet = r#"<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>One &amp; t</x:t></x:is></x:c>
        <x:c t="inlineStr"><x:is><x:r><x:t>tw</x:t></x:r><x:r><x:t>o_x000A_</x:t></x:r></x:is></x:c></x:row>
        <x:row r="9"><x:c r="C9" t="s"><x:v>1</x:v></x:c><x:c t="str"><x:f>A1</x:f><x:v>sum</x:v></x:c>
        <x:c r="Z9"><x:f>NOW()</x:f></x:c><x:c t="e"><x:v>#REF!</x:v></x:c><x:c t="s"><x:v>77</x:v></x:c></x:row>
        </x:sheetData></x:worksheet>"#;
    let strings = "<sst><si><t>zero</t></si><si><t>shared</t></si></sst>";
    let parts = [
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
        ("xl/vbaProject.bin", "macro"),
    ];
    let document = read(&package(&parts)).unwrap();
    let expected =
        [("One!A1", "One & t"), ("One!B1", "two"), ("One!C9", "shared"), ("One!D9", "sum"), ("One!AA9", "#REF!")];
    assert_eq!(cells(&document), pairs(&expected));
    assert_eq!(document.notices, [Notice::FormulaWithoutValue("One".to_owned()), Notice::Macros]);
}

#[test]
fn a_sheet_of_a_million_rows_costs_what_it_holds() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "first").unwrap();
    sheet.write(1_048_575, 16_383, "last").unwrap();
    let document = read(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(cells(&document), pairs(&[("Sheet1!A1", "first"), ("Sheet1!XFD1048576", "last")]));
    assert!(document.content.text.len() < 100);
}

#[test]
fn what_is_no_workbook_is_refused_with_the_way_out() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    assert_eq!(read(&workbook.save_to_buffer().unwrap()).unwrap_err(), DocumentError::Empty);
    // A cell outside of any sheet, a list of sheets that is missing, broken XML.
    let far = r#"<sheetData><row><c r="A1048577" t="str"><v>x</v></c></row></sheetData>"#;
    let bare = package(&[("xl/workbook.xml", BOOK)]);
    for (bytes, expected) in [
        (book(far, ""), DocumentError::Damaged("sheet of the workbook")),
        (book("<sheetData><row></sheetData>", ""), DocumentError::Damaged("part of the package")),
        (bare, DocumentError::Empty),
        (package(&[("xl/workbook.bin", "x")]), DocumentError::Spreadsheet("a binary Excel workbook (XLSB)")),
    ] {
        assert_eq!(read(&bytes).unwrap_err(), expected);
    }
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "AC-1").unwrap();
    let whole = workbook.save_to_buffer().unwrap();
    let mut damaged = 0;
    for end in (4..whole.len()).step_by(97) {
        damaged +=
            usize::from(matches!(read(&whole[..end]), Err(DocumentError::Damaged(_) | DocumentError::Archive(_))));
    }
    assert!(damaged > 20, "{damaged}");
    let compound = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600], &name].concat()
    };
    assert_eq!(read(&compound("EncryptedPackage")).unwrap_err(), DocumentError::Password);
    let old = DocumentError::Spreadsheet("an Excel 97 workbook (XLS)");
    assert_eq!(read(&compound("Workbook")).unwrap_err(), old);
    assert!(old.to_string().contains("XLSX"));
}

#[test]
fn bombs_are_refused() {
    let blanks = format!("<sheetData>{}</sheetData>", " ".repeat(60_000_000));
    assert_eq!(read(&book(&blanks, "")).unwrap_err(), DocumentError::Bomb);
    // One long string in many cells: small when packed, small when unpacked, huge as text.
    let strings = format!("<sst><si><t>{}</t></si></sst>", "duty ".repeat(6_000));
    let sheet = format!("<sheetData>{}</sheetData>", "<row><c t=\"s\"><v>0</v></c></row>".repeat(5_000));
    assert_eq!(read(&book(&sheet, &strings)).unwrap_err(), DocumentError::Bomb);
    let many = format!("<sheetData>{}</sheetData>", "<row><c><v>1</v></c><c><v>1</v></c></row>".repeat(150_001));
    assert_eq!(read(&book(&many, "")).unwrap_err(), DocumentError::ManyCells(300_000));
}

#[test]
fn a_table_in_text_is_read_in_its_own_text() {
    let text = "\u{feff}Control;Owner;Duty\r\nAC-1;us;\r\nAC-2;you;\"Say \"\"no\"\";\nthen go\"\r\n";
    let document = read(text.as_bytes()).unwrap();
    assert_eq!((document.format, document.content.text.as_str()), (Format::Csv, text));
    let expected = [
        ("A1", "Control"),
        ("B1", "Owner"),
        ("C1", "Duty"),
        ("A2", "AC-1"),
        ("B2", "us"),
        ("A3", "AC-2"),
        ("B3", "you"),
        ("C3", "Say \"no\";"),
        ("C3", "then go"),
    ];
    assert_eq!(cells(&document), pairs(&expected));
    let last = document.content.blocks.last().unwrap();
    let before = document.content.blocks.iter().rev().nth(1).unwrap();
    let citation = document.content.cite_through(before, last).unwrap();
    assert_eq!(citation.quote, "Say \"\"no\"\";\nthen go");
    assert!(citation.holds_in(text));
}
