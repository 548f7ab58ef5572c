//! PDF files that we print: what a person reads on the page is what is read, with its page.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

mod printer;

use onus_documents::{Document, DocumentError, Format, Limits, Notice};
use onus_terms::BlockKind;
use printer::{Extra, Sheet, print, print_with};

fn read(bytes: &[u8]) -> Document {
    let document = onus_documents::read(bytes, Some("paper.txt"), &Limits::default()).unwrap();
    assert_eq!(document.format, Format::Pdf);
    for block in &document.content.blocks {
        let citation = document.content.cite(block, 0..block.words().len()).unwrap();
        assert!(citation.holds_in(&document.content.text), "{citation:?}");
        assert_eq!(citation.quote, block.words(), "what is quoted is clean");
        assert!(citation.place.page.is_some());
    }
    document
}

fn error(bytes: &[u8]) -> DocumentError {
    onus_documents::read(bytes, Some("paper.pdf"), &Limits::default()).unwrap_err()
}

fn words(document: &Document) -> Vec<&str> {
    document.content.blocks.iter().map(onus_terms::Block::words).collect()
}

#[test]
fn a_sentence_runs_over_the_page_without_its_furniture() {
    let document = read(&print(&printer::run_over()));
    let sentence = "1.1 The Customer must keep its contact details current and must tell Alder of every change that it makes \
        to them within ten days.";
    let expected = [
        "1. Accounts",
        sentence,
        "1.2 The Customer must not share its keys.",
        "2. Fees",
        "The Customer must pay each invoice.",
    ];
    assert_eq!(words(&document), expected);
    let content = &document.content;
    let page = |block: usize, part: &str| {
        let block = &content.blocks[block];
        let at = block.words().find(part).unwrap();
        content.cite(block, at..at + part.len()).unwrap().place.page
    };
    assert_eq!(
        (page(1, "keep"), page(1, "within"), page(2, "keys"), page(4, "invoice")),
        (Some(1), Some(2), Some(2), Some(3))
    );
    assert_eq!(content.blocks[1].marker.as_deref(), Some("1.1"));
    assert_eq!(document.notices, [Notice::RunningTextRemoved]);
}

#[test]
fn columns_are_read_one_after_the_other() {
    for sheet in [printer::columns(), printer::across()] {
        let document = read(&print(&[sheet]));
        let found = words(&document);
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[1].starts_with("2. Logs.") && found[1].ends_with("so that Alder can see them."), "{found:?}");
        assert!(found[2].starts_with("3. Staff.") && found[3].ends_with("within thirty days of it."), "{found:?}");
    }
}

#[test]
fn words_that_a_line_cuts_are_made_whole() {
    let lines = [
        "The Customer is the responsible party. It is respon-",
        "sible for its staff and for each third-",
        "party tool, and third-party tools need a plan.",
    ];
    let document = read(&print(&[Sheet::default().lines(72.0, 700.0, &lines)]));
    let expected = "The Customer is the responsible party. It is responsible for its staff and for each third-party tool, and \
        third-party tools need a plan.";
    assert_eq!(words(&document), [expected]);
}

#[test]
fn ligatures_are_written_out() {
    let sheet = Sheet::default().put("L", 10.0, 72.0, 700.0, "The oqce must qle it.");
    assert_eq!(words(&read(&print(&[sheet]))), ["The oficce must file it.".replace("ficce", "fice")]);
}

#[test]
fn letters_that_are_placed_one_by_one_make_words() {
    let mut sheet = Sheet::default();
    let mut x = 72.0;
    for letter in "Pay the bill".chars() {
        if letter != ' ' {
            sheet = sheet.put("R", 10.0, x, 700.0, &letter.to_string());
        }
        x += if letter == ' ' { 4.0 } else { 6.0 };
    }
    assert_eq!(words(&read(&print(&[sheet]))), ["Pay the bill"]);
}

#[test]
fn ruled_tables_are_read_by_cell() {
    let document = read(&print(&[printer::table()]));
    let blocks = &document.content.blocks;
    let cells: Vec<_> =
        blocks.iter().filter_map(|block| Some((block.cell?.row, block.cell?.column, block.words()))).collect();
    let expected = [
        (0, 0, "Duty"),
        (0, 1, "When"),
        (1, 0, "Review who has access"),
        (1, 1, "each quarter, and when somebody leaves"),
    ];
    assert_eq!(cells, expected);
    assert_eq!(blocks[4].words(), "The table above is part of these terms.");
}

#[test]
fn rows_that_stand_clearly_under_each_other_are_a_table() {
    let rows = [("Silver", "four hours"), ("Gold", "two hours"), ("Platinum", "one hour")];
    let sheet = (0..).zip(rows).fold(Sheet::default(), |sheet, (row, (one, other))| {
        let y = 700.0 - 14.0 * f64::from(row);
        sheet.put("R", 10.0, 72.0, y, one).put("R", 10.0, 300.0, y, other)
    });
    let document = read(&print(&[sheet]));
    let cells: Vec<_> =
        document.content.blocks.iter().map(|block| (block.kind, block.cell.unwrap().row, block.words())).collect();
    assert_eq!(cells[2..4], [(BlockKind::Row, 1, "Gold"), (BlockKind::Row, 1, "two hours")]);
    assert_eq!(cells.len(), 6);
}

#[test]
fn footnotes_stand_apart_from_the_sentence_that_runs_over_them() {
    let document = read(&print(&printer::footnote()));
    let sentence =
        "The Customer must report each incident that it finds and must keep a list of all of them for a year.";
    assert_eq!(words(&document), [sentence, "1 An incident is a loss of data."]);
    let note = &document.content.blocks[1];
    assert_eq!(document.content.cite(note, 0..4).unwrap().place.page, Some(1));
    assert_eq!(note.marker.as_deref(), Some("1"));
}

#[test]
fn pages_are_turned_as_their_reader_turns_them() {
    let document = read(&print(&[printer::sideways()]));
    assert_eq!(words(&document), ["The Customer must keep a plan of the rooms that its servers stand in."]);
}

#[test]
fn headings_are_told_by_their_print() {
    let sheet = Sheet::default()
        .put("R", 16.0, 72.0, 740.0, "Alder terms")
        .lines(
            72.0,
            700.0,
            &["These terms bind the Customer and Alder from the day on", "which both have signed them."],
        )
        .lines(72.0, 660.0, &["DATA", "The Customer must keep copies of its data."]);
    let document = read(&print(&[sheet]));
    let kinds: Vec<_> = document.content.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Heading(1), BlockKind::Paragraph, BlockKind::Heading(2), BlockKind::Paragraph]);
}

#[test]
fn what_is_not_seen_is_left_out_and_said() {
    let shown = Sheet::default().lines(72.0, 700.0, &["The Customer must pay the fees that fall due."]);
    let hidden = shown.clone().draw("3 Tr").lines(72.0, 600.0, &["nothing"]).draw("0 Tr");
    let document = read(&print(&[hidden]));
    assert_eq!((words(&document).len(), &document.notices[..]), (1, &[Notice::HiddenText][..]));
    let stamped = shown.draw("BT /R 60 Tf 0.7 0.7 -0.7 0.7 150 200 Tm (DRAFT) Tj ET");
    let document = read(&print(&[stamped]));
    assert_eq!((words(&document).len(), &document.notices[..]), (1, &[Notice::SlantedText][..]));
}

#[test]
fn a_scan_that_was_recognised_is_read() {
    let layer =
        Sheet::default().draw("q 612 0 0 792 0 0 cm /Picture Do Q 3 Tr").lines(72.0, 700.0, &["Customer must pay."]);
    let document = read(&print(&[layer]));
    assert_eq!(words(&document), ["Customer must pay."]);
    assert!(document.notices.is_empty(), "{:?}", document.notices);
}

#[test]
fn pages_that_are_pictures_are_named() {
    let text = Sheet::default().lines(72.0, 700.0, &["The Customer must pay."]);
    let picture = Sheet::default().draw("q 612 0 0 792 0 0 cm /Picture Do Q");
    let document = read(&print(&[text.clone(), picture.clone(), text, picture]));
    assert_eq!(document.notices, [Notice::PagesWithoutText(vec![2, 4])]);
    let said = document.notices[0].to_string();
    assert!(said.starts_with("pages 2, 4 are pictures without text"), "{said}");
}

#[test]
fn files_without_text_say_what_to_do() {
    let blank = Sheet::default();
    let picture = blank.clone().draw("q 612 0 0 792 0 0 cm /Picture Do Q");
    assert_eq!(error(&print(&[picture])), DocumentError::Scan);
    assert_eq!(error(&print(std::slice::from_ref(&blank))), DocumentError::Empty);
    let form = Extra {
        catalog: "/AcroForm << /Fields [20 0 R] >>",
        objects: &["<< /FT /Tx /T (name) >>"],
        ..Extra::default()
    };
    assert_eq!(error(&print_with(std::slice::from_ref(&blank), form)), DocumentError::Form);
    let key = "00".repeat(32);
    let lock = format!("<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>");
    let locked = Extra { trailer: "/Encrypt 20 0 R /ID [<00> <00>]", objects: &[&lock], ..Extra::default() };
    assert_eq!(error(&print_with(&[blank], locked)), DocumentError::Locked);
    assert_eq!(error(b"%PDF-1.7\nnothing"), DocumentError::Damaged("PDF"));
}

#[test]
fn the_content_says_that_it_is_a_pdf() {
    let bytes = print(&[Sheet::default().lines(72.0, 700.0, &["The Customer must pay."])]);
    let prefixed = [b"HTTP/1.1 200 OK\n\n".to_vec(), bytes.clone()].concat();
    assert_eq!(words(&read(&prefixed)), ["The Customer must pay."]);
    let text = "The head of such a file is %PDF-1.7 and nothing else.";
    let document = onus_documents::read(text.as_bytes(), Some("a.pdf"), &Limits::default()).unwrap();
    assert_eq!(document.format, Format::Text);
}

#[test]
fn a_wrong_table_of_places_is_mended() {
    let bytes = print(&printer::run_over());
    let text = String::from_utf8(bytes).unwrap();
    let at = text.find("startxref").unwrap();
    let wrong = format!("{}startxref\n7\n%%EOF\n", text.get(..at).unwrap());
    assert_eq!(words(&read(wrong.as_bytes())).len(), 5);
}

#[test]
fn small_files_that_ask_for_much_are_refused() {
    let form = |number: usize| {
        let draws = "/X Do ".repeat(40);
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >> /Length {} >>\nstream\n{draws}\nendstream",
            number + 1,
            draws.len()
        )
    };
    let forms: Vec<String> = (20..30).map(form).collect();
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    let laughs = Extra { objects: &forms, drawings: "/X 20 0 R", ..Extra::default() };
    let page = Sheet::default().lines(72.0, 700.0, &["The Customer must pay."]).draw("/X Do");
    assert_eq!(error(&print_with(&[page], laughs)), DocumentError::Bomb);
    let many: Vec<Sheet> = vec![Sheet::default(); 5_001];
    assert_eq!(error(&print(&many)), DocumentError::TooMuch("pages"));
    let crowd = (0..25).fold(Sheet::default(), |sheet, _| sheet.put("R", 1.5, 5.0, 5.0, &"crowded ".repeat(1_250)));
    assert_eq!(error(&print(&[crowd])), DocumentError::TooMuch("characters"));
}

#[test]
fn our_papers_are_read_but_the_scan() {
    for (name, bytes) in printer::papers() {
        match name {
            "scan" => assert_eq!(error(&bytes), DocumentError::Scan),
            _ => assert!(!read(&bytes).content.blocks.is_empty(), "{name}"),
        }
    }
}

#[test]
fn what_was_typed_into_a_form_stands_where_it_was_asked_for() {
    let lines = ["Customer: ________________", "Provider:", "These terms bind the Customer from today."];
    let sheet = Sheet::default().lines(72.0, 700.0, &lines).put("B", 10.0, 140.0, 700.0, "Alder Ltd").put(
        "B",
        10.0,
        140.0,
        688.0,
        "Nimbus Inc",
    );
    let document = read(&print(&[sheet]));
    let all = words(&document).join(" ");
    assert_eq!(all, "Customer: Alder Ltd Provider: Nimbus Inc These terms bind the Customer from today.");
}

#[test]
fn raised_letters_belong_to_their_number_and_raised_numbers_to_no_word() {
    let sheet = Sheet::default()
        .lines(72.0, 700.0, &["On the 17"])
        .put("R", 6.0, 126.0, 704.0, "th")
        .lines(139.0, 700.0, &["day"])
        .put("R", 6.0, 157.5, 704.0, "8")
        .lines(161.5, 700.0, &["it ends."]);
    assert_eq!(words(&read(&print(&[sheet]))), ["On the 17th day 8 it ends."]);
}
