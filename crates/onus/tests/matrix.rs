//! Matrices of responsibilities through the program: read, added, shown, explained, compared.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::{House, MATRIX};
use rust_xlsxwriter::Workbook;
use serde_json::Value;

/// The sample as a workbook, with one sheet.
fn workbook(change: impl Fn(&str) -> String) -> Vec<u8> {
    let csv = std::fs::read_to_string(MATRIX).unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("CRM").unwrap();
    let document = onus_documents::read(csv.as_bytes(), Some("a.csv"), &onus_documents::Limits::default()).unwrap();
    for blocks in document.content.blocks.chunk_by(|one, other| one.cell == other.cell) {
        let cell = blocks[0].cell.unwrap();
        let words: Vec<&str> = blocks.iter().map(onus_terms::Block::words).collect();
        sheet
            .write(u32::try_from(cell.row).unwrap(), u16::try_from(cell.column).unwrap(), change(&words.join("\n")))
            .unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// Act and place of each responsibility that a file holds.
fn read(house: &House, file: &str) -> (Vec<(String, String)>, Value) {
    let answer: Value = serde_json::from_str(&house.done(&["--json", "agreement", "read", file])).unwrap();
    let paper = answer["papers"][0].clone();
    let of = |duty: &Value| {
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        (word(&duty["act"]), word(&duty["citation"]["cell"]))
    };
    (paper["responsibilities"].as_array().unwrap().iter().map(of).collect(), paper)
}

#[test]
fn a_table_and_a_workbook_with_the_same_cells_say_the_same() {
    let house = House::empty();
    std::fs::write(house.path().join("crm.xlsx"), workbook(str::to_owned)).unwrap();
    let (csv, paper) = read(&house, MATRIX);
    let (xlsx, _) = read(&house, "crm.xlsx");
    let sheeted: Vec<_> = csv.iter().map(|(act, cell)| (act.clone(), format!("CRM!{cell}"))).collect();
    assert_eq!(xlsx, sheeted);
    let acts: Vec<&str> = csv.iter().map(|(act, _)| act.as_str()).collect();
    assert_eq!(
        acts,
        [
            "AC-2: The customer must review its user accounts every 3 months.",
            "AC-2: The customer must disable the account of a leaver within 24 hours.",
            "AT-2: Train each user before the first login.",
            "AU-6: Customers are responsible for reviewing the logs of their own projects each week.",
            "Do the customer's part of CP-9 (System Backup): customer",
            "IR-6: The customer shall report a suspected leak to Nimbus within 2 hours of discovering it.",
        ]
    );
    let sheet = &paper["sheets"][0];
    assert_eq!((sheet["asking"].as_u64(), sheet["nothing"].as_u64()), (Some(5), Some(2)));
    assert_eq!(
        (sheet["unclear"][0]["row"].as_u64(), sheet["unclear"][0]["control"].as_str()),
        (Some(9), Some("SC-12"))
    );
    let printed = house.done(&["agreement", "read", MATRIX]);
    assert!(printed.contains("Account Management, D2") && printed.contains("row 9 (SC-12)"), "{printed}");
}

#[test]
fn a_matrix_goes_into_a_workspace_and_its_next_version_is_compared() {
    let house = House::empty();
    std::fs::write(house.path().join("old.xlsx"), workbook(str::to_owned)).unwrap();
    let sooner = |cell: &str| cell.replace("within 24 hours", "within 8 hours");
    std::fs::write(house.path().join("new.xlsx"), workbook(sooner)).unwrap();
    let add = ["agreement", "add", "old.xlsx", "--provider", "Nimbus", "--title", "CRM", "--effective", "2026-01-01"];
    let added = house.done(&add);
    assert!(added.contains("6 proposed") && added.contains("old.xlsx: sheet `CRM`: 8 rows"), "{added}");
    let shown = house.done(&["agreement", "show", "crm", "--only-marked"]);
    assert!(shown.contains("▌    2  AC-2 │ Account Management │ Shared │ Nimbus manages"), "{shown}");
    assert!(!shown.contains("Media Sanitization") && shown.matches("▌       r-").count() == 6, "{shown}");
    let all = house.done(&["agreement", "show", "crm"]);
    assert!(all.contains("     7  MP-6 │ Media Sanitization │ Provider"), "{all}");
    let lines = house.status(&["--contains", "System Backup"])["lines"].as_array().unwrap().clone();
    assert_eq!(lines[0]["controls"][0], "data.backup");
    let id = lines[0]["responsibility"].as_str().unwrap();
    assert!(house.done(&["explain", id]).contains("old.xlsx, cell CRM!C5, SHA-256"));
    let diff = house.done(&["agreement", "diff", "old.xlsx", "new.xlsx"]);
    assert!(diff.contains("1 stricter; 5 responsibilities as before"), "{diff}");
    house.done(&["agreement", "add", "new.xlsx", "--version-of", "crm", "--effective", "2026-06-01"]);
    let recorded = house.done(&["agreement", "diff", "crm"]);
    assert!(recorded.contains("1 stricter"), "{recorded}");
}

#[test]
fn a_large_workbook_is_read_again_from_the_vault() {
    let house = House::empty();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in (0u16..).zip(["Control ID", "Owner", "Customer responsibilities"]) {
        sheet.write(0, column, head).unwrap();
    }
    // Much larger unpacked than packed.
    for row in 1..300 {
        sheet.write(row, 0, format!("AC-{row}")).unwrap();
        sheet.write(row, 1, "Provider").unwrap();
        sheet.write(row, 2, format!("None. {}", "The provider does that. ".repeat(200))).unwrap();
    }
    sheet.write(300, 0, "AU-2").unwrap();
    sheet.write(300, 1, "Customer").unwrap();
    std::fs::write(house.path().join("big.xlsx"), workbook.save_to_buffer().unwrap()).unwrap();
    house.done(&["agreement", "add", "big.xlsx", "--provider", "Nimbus", "--title", "Big"]);
    assert!(house.done(&["agreement", "show", "big", "--only-marked"]).contains("301  AU-2"));
}

#[test]
fn a_table_that_is_no_matrix_is_refused_with_what_it_lacks() {
    let house = House::empty();
    std::fs::write(house.path().join("prices.csv"), "Name,Price\nCup,2\nPot,5\n").unwrap();
    for command in [
        &["agreement", "read", "prices.csv"][..],
        &["agreement", "add", "prices.csv", "--provider", "N", "--title", "P"],
    ] {
        let (code, told) = house.refused(command);
        assert_eq!(code, Some(3));
        assert!(told.contains("prices.csv: no sheet of it is a matrix") && told.contains("`Control ID`"), "{told}");
    }
}
