//! Matrices of our own in the usual layouts, and the real workbook where the shared folder is present.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use onus_agreement::Options;
use onus_agreement::matrix::{Matrix, NoMatrix, read};
use onus_documents::Limits;
use onus_terms::{Area, DocumentText, Kind, Party, Responsibility};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

fn document(bytes: &[u8]) -> DocumentText {
    onus_documents::read(bytes, Some("matrix.csv"), &Limits::default()).unwrap().content
}

fn matrix(bytes: &[u8]) -> Matrix {
    let document = document(bytes);
    let matrix = read(&document, &Options::default()).unwrap();
    for duty in &matrix.responsibilities {
        let citations = std::iter::once(&duty.citation).chain(&duty.also);
        assert!(
            citations.into_iter().all(|citation| citation.holds_in(&document.text) && citation.place.cell.is_some())
        );
        assert!(!duty.areas.is_empty() && !duty.act.is_empty());
    }
    matrix
}

/// Cell and act of each duty.
fn told(matrix: &Matrix) -> Vec<(&str, &str)> {
    matrix
        .responsibilities
        .iter()
        .map(|duty| (duty.citation.place.cell.as_deref().unwrap(), duty.act.as_str()))
        .collect()
}

fn duty<'a>(matrix: &'a Matrix, cell: &str) -> &'a Responsibility {
    matrix.responsibilities.iter().find(|duty| duty.citation.place.cell.as_deref() == Some(cell)).unwrap()
}

fn rows(sheet: &mut Worksheet, first: u32, rows: &[&[&str]]) {
    for (row, cells) in (first..).zip(rows) {
        for (column, cell) in (0u16..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, *cell).unwrap();
        }
    }
}

/// A summary with marks under heads in two rows, and a matrix in words for some of its requirements.
fn fedramp() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let about = workbook.add_worksheet().set_name("About").unwrap();
    rows(about, 0, &[&["Quokka Cloud, responsibilities"], &["Date", "Author"], &["2026-01-01", "Quokka"]]);
    let cis = workbook.add_worksheet().set_name("CIS Quokka").unwrap();
    cis.merge_range(0, 0, 0, 7, "Control Implementation Summary", &plain).unwrap();
    cis.merge_range(1, 0, 2, 0, "Control ID", &plain).unwrap();
    cis.merge_range(1, 1, 1, 2, "Implementation Status", &plain).unwrap();
    cis.merge_range(1, 3, 1, 7, "Control Origination (check all that apply)", &plain).unwrap();
    let heads = [
        "",
        "Implemented",
        "N/A",
        "Service Provider Corporate",
        "Provided by Customer (Customer System Specific)",
        "Configured by Customer (Customer System Specific)",
        "Shared (Service Provider and Customer Responsibility)",
        "Inherited from Wombat Hosting",
    ];
    rows(cis, 2, &[&heads]);
    rows(
        cis,
        3,
        &[
            &["Access Control"],
            &["AC-01 (a)", "X", "", "X"],
            &["AC-02 (a)", "X", "", "", "", "", "X", "X"],
            &["AC-02 (b)", "X", "", "", "", "", "X"],
            &["AC-02 (c)", "X", "", "", "", "", "X"],
            &["CP-09 (a)", "X", "", "", "x", "", ""],
            &["CP-09 (b)", "X", "", "", "", "✓", ""],
            &["PE-03", "X", "", "", "", "", "", "X"],
            &["MP-02", "", "X"],
            &["SI-05", "X"],
        ],
    );
    cis.set_row_hidden(6).unwrap();
    let crm = workbook.add_worksheet().set_name("CRM").unwrap();
    rows(
        crm,
        1,
        &[
            &[
                "Control ID",
                "Can Be Inherited from CSP",
                "Quokka Specific Inheritance and Customer Agency/CSP Responsibilities",
            ],
            &["AC-01 (a)", "Yes", "Tenants fully inherit this."],
            &["AC-02 (a)", "Partial", "Quokka keeps the hosts. Tenants must review their accounts every quarter."],
            &["AC-02 (b)", "Partial", "Quokka keeps the hosts. Tenants must review their accounts every quarter."],
            &[
                "AC-02 (c)",
                "Partial",
                "Leaver accounts are the responsibility of the tenant. Tenants should name two administrators.",
            ],
            &["CP-09 (a)", "No", "Copy each volume before a migration."],
            &["IR-06 (a)", "Yes", "The tenant must tell Quokka of a leak within 2 hours of finding it."],
            &["IR-07", "No", ""],
            &["PE-03", "Yes", ""],
            &["RA-05", "Perhaps", ""],
        ],
    );
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_summary_and_a_matrix_in_words_are_read_together() {
    let matrix = matrix(&fedramp());
    let expected = [
        ("CIS Quokka!F10", "Do the customer's part of CP-09 (b) (Contingency Planning): configured by customer"),
        ("CRM!C4", "AC-02 (a), (b): Tenants must review their accounts every quarter."),
        ("CRM!C6", "AC-02 (c): Leaver accounts are the responsibility of the tenant."),
        ("CRM!C6", "AC-02 (c): Tenants should name two administrators."),
        ("CRM!C7", "CP-09 (a): Copy each volume before a migration."),
        ("CRM!C8", "IR-06 (a): The tenant must tell Quokka of a leak within 2 hours of finding it."),
        ("CRM!B9", "Do the customer's part of IR-07 (Incident Response): cannot be inherited"),
    ];
    assert_eq!(told(&matrix), expected);
    let review = duty(&matrix, "CRM!C4");
    let deadlines: Vec<String> = review.deadlines.iter().map(|deadline| deadline.limit.to_string()).collect();
    assert_eq!(deadlines, ["every:P3M"]);
    assert_eq!((review.kind, review.party, review.areas[0]), (Kind::Must, Party::Customer, Area::Identity));
    assert_eq!(review.references, ["AC-2"]);
    assert_eq!(review.citation.place.clause.as_deref(), Some("AC-02 (a), (b)"));
    // The second row says the same, and the summary marks the requirement.
    let also: Vec<_> = review.also.iter().map(|citation| citation.place.cell.as_deref().unwrap()).collect();
    assert_eq!(also, ["CRM!C5", "CIS Quokka!G6", "CIS Quokka!G7"]);
    assert_eq!(duty(&matrix, "CRM!C8").deadlines[0].limit.to_string(), "PT2H");
    // The column says that it is inherited and the words do not: somebody should look.
    assert!(duty(&matrix, "CRM!C8").confidence < review.confidence);
    let counts: Vec<_> = matrix
        .sheets
        .iter()
        .map(|sheet| {
            (sheet.sheet.as_str(), sheet.asking, sheet.nothing, sheet.unclear.iter().map(|row| row.row).collect())
        })
        .collect();
    let expected: [(&str, usize, usize, Vec<usize>); 2] = [("CIS Quokka", 5, 3, vec![13]), ("CRM", 6, 2, vec![11])];
    assert_eq!(counts, expected);
    assert_eq!(matrix.others, ["About"]);
    assert_eq!(
        matrix.sheets[1].to_string(),
        "sheet `CRM`: 9 rows: 6 ask something of you, 2 ask nothing, 1 not understood: row 11 (RA-05) says whose it is in \
         words that are not known"
    );
}

#[test]
fn a_questionnaire_is_read_by_its_ownership() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("CAIQv4.0.3").unwrap();
    rows(
        sheet,
        2,
        &[
            &[
                "Question ID",
                "Question",
                "CSP CAIQ Answer",
                "SSRM Control Ownership",
                "CSP Implementation Description (Optional/Recommended)",
                "CSC Responsibilities (Optional/Recommended)",
                "CCM Control ID",
                "CCM Control Specification",
                "CCM Control Title",
                "CCM Domain Title",
            ],
            &[
                "IAM-02.1",
                "Is there a rule for passwords?",
                "Yes",
                "Shared CSP and CSC",
                "Quokka has one.",
                "The CSC sets the length of passwords.\nCSC must turn on a second factor.",
                "IAM-02",
                "Have a rule.",
                "Strong Password Policy",
                "Identity & Access Management",
            ],
            &[
                "LOG-03.1",
                "Are logs watched?",
                "Yes",
                "CSP-owned",
                "Yes.",
                "",
                "LOG-03",
                "Watch logs.",
                "Security Monitoring",
            ],
            &["CEK-12.1", "Are keys rotated?", "NA", "CSC-owned", "", "", "CEK-12", "Rotate keys.", "Key Rotation"],
            &[
                "BCR-08.1",
                "Are there backups?",
                "Yes",
                "Shared CSP and 3rd-party",
                "",
                "N/A",
                "BCR-08",
                "Back up.",
                "Backup",
            ],
            &["SEF-06.1", "Are events sorted?", "Yes", "3rd-party outsourced", "", "", "SEF-06", "Sort.", "Triage"],
            &["STA-01.1", "Is there a model?", "No", "", "", "", "STA-01", "Model.", "SSRM Policy"],
        ],
    );
    let matrix = matrix(&workbook.save_to_buffer().unwrap());
    let expected = [
        ("CAIQv4.0.3!F4", "IAM-02.1: CSC must turn on a second factor."),
        ("CAIQv4.0.3!D6", "Do the customer's part of CEK-12.1 (Key Rotation): csc-owned"),
    ];
    assert_eq!(told(&matrix), expected);
    let key = duty(&matrix, "CAIQv4.0.3!D6");
    assert_eq!((key.areas.as_slice(), key.references[0].as_str()), ([Area::Data].as_slice(), "CEK-12"));
    let sheet = &matrix.sheets[0];
    assert_eq!((sheet.asking, sheet.nothing, sheet.unclear.len()), (2, 3, 1));
    assert_eq!((sheet.unclear[0].row, sheet.unclear[0].control.as_str()), (9, "STA-01.1"));
}

#[test]
fn an_older_questionnaire_speaks_in_its_notes() {
    let text = "Control Domain,Control ID,Question ID,Control Specification,Consensus Assessment Questions,Yes,No,Notes\n\
        Identity,IAM-12,IAM-12.1,Use sign-on.,Is there single sign-on?,X,,Customers are responsible for their own directory.\n\
        Identity,IAM-12,IAM-12.2,Use sign-on.,Are standards used?,X,,Quokka uses SAML.\n";
    let matrix = matrix(text.as_bytes());
    assert_eq!(told(&matrix), [("H2", "IAM-12.1: Customers are responsible for their own directory.")]);
    assert_eq!((matrix.sheets[0].asking, matrix.sheets[0].nothing, matrix.sheets[0].unclear.len()), (1, 1, 0));
}

#[test]
fn a_list_of_owners_is_a_matrix_too() {
    let text = "\u{feff}Area;Requirement;Responsible party;Customer responsibilities\r\n\
        Hosts;Patching of hosts;Provider;\r\n\
        Guests;Patching of guests;Customer;\"Install updates within 30 days of release.\"\r\n\
        Guests;Backups;Shared;\"The client shall:\n- test a restore every year\n- keep \"\"two\"\" copies\"\r\n\
        Guests;Names;Zebra;\r\n\
        ;;;\r\n\
        Guests;Doors;Both;none\r\n";
    let matrix = matrix(text.as_bytes());
    let expected = [
        ("D3", "Patching of guests: Install updates within 30 days of release."),
        ("D4", "Backups: Customer must: test a restore every year"),
        ("D4", "Backups: Customer must: keep \"two\" copies"),
        ("C7", "Do the customer's part of Doors (Guests): both"),
    ];
    assert_eq!(told(&matrix), expected);
    let limits: Vec<String> = matrix
        .responsibilities
        .iter()
        .flat_map(|duty| &duty.deadlines)
        .map(|deadline| deadline.limit.to_string())
        .collect();
    assert_eq!(limits, ["P30D", "every:P1Y"]);
    let sheet = &matrix.sheets[0];
    assert_eq!((sheet.asking, sheet.nothing, sheet.unclear.len(), sheet.unclear[0].row), (3, 1, 1, 5));
}

#[test]
fn columns_of_marks_can_hold_words() {
    let text = "Ref,Topic,Provider,Customer\n1.1,Locks,X,\n1.2,Badges,X,X\n1.3,Visitors,,Log each visitor.\n1.4,Fire,no,no\n1.5,Rain,,\n";
    let matrix = matrix(text.as_bytes());
    let expected = [("D3", "Do the customer's part of 1.2 (Badges): customer"), ("D4", "1.3: Log each visitor.")];
    assert_eq!(told(&matrix), expected);
    let sheet = &matrix.sheets[0];
    assert_eq!((sheet.asking, sheet.nothing, sheet.unclear.len()), (2, 2, 1));
    assert_eq!(
        sheet.to_string(),
        "5 rows: 2 ask something of you, 2 ask nothing, 1 not understood: row 6 (1.5) does not say whose it is"
    );
}

#[test]
fn merged_ids_cover_the_rows_below() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    rows(sheet, 0, &[&["Control", "Owner", "Customer responsibility"]]);
    sheet.merge_range(1, 0, 2, 0, "AC-2 Accounts", &Format::new()).unwrap();
    rows(
        sheet,
        1,
        &[&["", "Customer", "Customer shall list accounts."], &["", "Customer", "Customer shall close accounts."]],
    );
    let matrix = matrix(&workbook.save_to_buffer().unwrap());
    let expected =
        [("Sheet1!C2", "AC-2: Customer shall list accounts."), ("Sheet1!C3", "AC-2: Customer shall close accounts.")];
    assert_eq!(told(&matrix), expected);
    assert_eq!(matrix.responsibilities[0].citation.place.heading.as_deref(), Some("Accounts"));
}

#[test]
fn what_is_no_matrix_is_said_to_be_none() {
    for text in [
        "Dear customer,hello\nYou shall pay,soon\nand be glad,always\n",
        "Name,Price,Colour\nCup,2,red\nPot,5,blue\n",
        "Control ID,Implemented\nAC-1,yes\n",
    ] {
        assert_eq!(read(&document(text.as_bytes()), &Options::default()).unwrap_err(), NoMatrix, "{text}");
    }
    assert!(NoMatrix.to_string().contains("`Control ID`") && NoMatrix.to_string().contains("`Shared`"));
}

#[test]
fn many_rows_are_read_in_time_that_grows_with_them() {
    use std::fmt::Write as _;
    let mut text = String::from("Control ID,Owner,Customer responsibilities\n");
    for row in 0..20_000 {
        writeln!(text, "AC-{},Shared,Customer shall review list {row} each year.", row % 99 + 1).unwrap();
    }
    let matrix = read(&document(text.as_bytes()), &Options::default()).unwrap();
    assert_eq!((matrix.responsibilities.len(), matrix.sheets[0].asking), (20_000, 20_000));
}

/// How a row of the real workbook comes out: its requirement, and words or the mark that must be in its act.
const ROWS: [(&str, &str, &str); 20] = [
    ("AC-02 (a)–(k)", "PaaS CRM!C6", "unless integrated"),
    ("AC-05 (a)–(c)", "PaaS CRM!C32", "appropriately assigning"),
    ("AC-08 (a)–(c)", "", "application owner"),
    ("AC-22 (a)–(d)", "", "publicly accessible"),
    ("AT-03 (a)–(c)", "", "role-based training"),
    ("AU-06 (a), (b)", "", "review application audit log"),
    ("AU-11", "", "storage capacity"),
    ("CA-08", "", "penetration tests"),
    ("CM-03 (a)–(g)", "", "controlling changes"),
    ("CM-08 (05)", "", "inventory their own"),
    ("CP-04 (a)–(c)", "", "testing the contingency plan"),
    ("CP-07 (03)", "", "alternate sites"),
    ("CP-09 (a)–(d)", "", "taking backups"),
    ("IA-02 (12)", "", "PIV-enabled"),
    ("IA-05 (a)–(j)", "CIS Worksheet!L262", "shared"),
    ("IA-05 (07)", "", "not embedded"),
    ("IR-03", "", "testing the incident response"),
    ("PS-04 (a)–(f)", "", "termination policies"),
    ("SC-12", "", "rotating and securing"),
    ("SI-10", "", "input to the application is validated"),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads files and settings")]
fn the_real_workbook_is_accounted_for_row_by_row() {
    let shared = std::env::var_os("ONUS_SHARED").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        std::path::PathBuf::from,
    );
    let path = shared.join("data/agreements/cloudgov-cis-crm-worksheet.xlsx");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: no real workbook at {}; set ONUS_SHARED", path.display());
        assert!(std::env::var_os("ONUS_REQUIRE_SHARED").is_none(), "ONUS_REQUIRE_SHARED is set");
        return;
    };
    let matrix = matrix(&bytes);
    let rows: Vec<_> = matrix.sheets.iter().map(|sheet| (sheet.sheet.as_str(), sheet.rows())).collect();
    // Counted by another program: rows whose first column holds an id.
    assert_eq!(rows, [("CIS Worksheet", 616), ("PaaS CRM", 616)]);
    assert!(matrix.sheets.iter().all(|sheet| sheet.unclear.is_empty()));
    assert_eq!(matrix.others, ["Instructions"]);
    // Rows that are marked as shared, provided or configured by the customer, counted by another program.
    assert_eq!(matrix.sheets[0].asking, 116);
    for (control, cell, words) in ROWS {
        let of = |duty: &&Responsibility| duty.citation.place.clause.as_deref() == Some(control);
        let found: Vec<_> = matrix.responsibilities.iter().filter(of).collect();
        let hit = found.iter().find(|duty| duty.act.contains(words));
        let hit = hit.unwrap_or_else(|| panic!("{control}: {found:#?}"));
        assert!(cell.is_empty() || hit.citation.place.cell.as_deref() == Some(cell), "{control}: {hit:#?}");
        assert_eq!(hit.references.len(), 1);
    }
}
