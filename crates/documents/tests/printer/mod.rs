//! A small printer: writes PDF files of our own, in Courier, where every letter takes six tenths of its size.

use std::fmt::Write;

/// Lines of a paragraph are so far apart.
pub(crate) const LEADING: f64 = 12.0;

/// A page under construction.
#[derive(Clone, Default)]
pub(crate) struct Sheet {
    drawing: String,
    rotate: u16,
}

impl Sheet {
    /// Words at a place, in points from the bottom left.
    pub(crate) fn put(self, font: &str, size: f64, x: f64, y: f64, words: &str) -> Self {
        let words = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
        self.draw(&format!("BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET"))
    }

    /// Lines of regular print under each other.
    pub(crate) fn lines(self, x: f64, y: f64, lines: &[&str]) -> Self {
        let step =
            |sheet: Sheet, (index, line): (usize, &&str)| sheet.put("R", 10.0, x, y - LEADING * index as f64, line);
        lines.iter().enumerate().fold(self, step)
    }

    /// A running head and a foot with the number of the page.
    pub(crate) fn furnished(self, number: usize, count: usize) -> Self {
        let foot = format!("Page {number} of {count}");
        self.put("R", 8.0, 72.0, 760.0, "Alder cloud terms").put("R", 8.0, 280.0, 30.0, &foot)
    }

    /// Anything.
    pub(crate) fn draw(mut self, operators: &str) -> Self {
        self.drawing.push_str(operators);
        self.drawing.push('\n');
        self
    }

    /// A page that its reader turns.
    pub(crate) fn turned(mut self, degrees: u16) -> Self {
        self.rotate = degrees;
        self
    }
}

/// What a file has beside its pages.
#[derive(Clone, Copy, Default)]
pub(crate) struct Extra<'a> {
    /// Entries of the catalog.
    pub(crate) catalog: &'a str,
    /// Entries of the trailer.
    pub(crate) trailer: &'a str,
    /// Objects from number 20 on.
    pub(crate) objects: &'a [&'a str],
    /// Entries of the resources for drawings.
    pub(crate) drawings: &'a str,
}

/// A PDF with these pages.
pub(crate) fn print(sheets: &[Sheet]) -> Vec<u8> {
    print_with(sheets, Extra::default())
}

/// Says that the letter `q` is drawn as the ligature `fi`.
const TO_UNICODE: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def \
    1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange \
    1 beginbfchar <71> <FB01> endbfchar endcmap end end";

/// A PDF with these pages and more.
pub(crate) fn print_with(sheets: &[Sheet], extra: Extra) -> Vec<u8> {
    let first = 100;
    let kids: Vec<String> = (0..sheets.len()).map(|index| format!("{} 0 R", first + index * 2)).collect();
    let stream = |data: &str| format!("<< /Length {} >>\nstream\n{data}\nendstream", data.len());
    let resources =
        format!("<< /Font << /R 3 0 R /B 4 0 R /L 5 0 R >> /XObject << /Picture 7 0 R {} >> >>", extra.drawings);
    let font = |name: &str, more: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding {more} >>")
    };
    let mut objects = vec![
        (1, format!("<< /Type /Catalog /Pages 2 0 R {} >>", extra.catalog)),
        (2, format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), sheets.len())),
        (3, font("Courier", "")),
        (4, font("Courier-Bold", "")),
        (5, font("Courier", "/ToUnicode 6 0 R")),
        (6, stream(TO_UNICODE)),
        (7, "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream".to_owned()),
    ];
    objects.extend(extra.objects.iter().enumerate().map(|(index, object)| (20 + index, (*object).to_owned())));
    for (index, sheet) in sheets.iter().enumerate() {
        let number = first + index * 2;
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {} /Resources {resources} /Contents {} 0 R >>",
            sheet.rotate,
            number + 1
        );
        objects.push((number, page));
        objects.push((number + 1, stream(&sheet.drawing)));
    }
    bound(&objects, extra.trailer)
}

/// The file of these objects, with its table of places.
fn bound(objects: &[(usize, String)], trailer: &str) -> Vec<u8> {
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects {
        places.push((*number, file.len()));
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    file.push_str("xref\n0 1\n0000000000 65535 f \n");
    for (number, place) in places {
        let _ = write!(file, "{number} 1\n{place:010} 00000 n \n");
    }
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    let _ = write!(file, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    file.into_bytes()
}

/// Papers that show what a reader of PDF has to do, by name.
pub(crate) fn papers() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("run-over", print(&run_over())),
        ("columns", print(&[columns()])),
        ("across", print(&[across()])),
        ("table", print(&[table()])),
        ("footnote", print(&footnote())),
        ("sideways", print(&[sideways()])),
        ("scan", print(&[Sheet::default().draw("q 612 0 0 792 0 0 cm /Picture Do Q")])),
    ]
}

/// Three pages with running lines; a sentence runs over from the first to the second.
pub(crate) fn run_over() -> Vec<Sheet> {
    let first = [
        "1. Accounts",
        "",
        "1.1 The Customer must keep its contact details current and",
        "must tell Alder of every change that it makes",
    ];
    let second = ["to them within ten days.", "", "1.2 The Customer must not share its keys."];
    let third = ["2. Fees", "", "The Customer must pay each invoice."];
    let pages: [&[&str]; 3] = [&first, &second, &third];
    (1..).zip(pages).map(|(number, lines)| Sheet::default().lines(72.0, 700.0, lines).furnished(number, 3)).collect()
}

const LEFT: [&str; 9] = [
    "1. Keys. The Customer must",
    "rotate its keys each year",
    "and must keep them in a",
    "vault that only it can",
    "open and that it watches.",
    "2. Logs. The Customer must",
    "read the logs each week and",
    "must keep them for a year",
    "so that Alder can see them.",
];

const RIGHT: [&str; 9] = [
    "3. Staff. The Customer must",
    "train its staff each year",
    "and must write down who was",
    "there, so that it can show",
    "it when Alder asks for it.",
    "4. Exit. The Customer must",
    "take its data home before",
    "the last day of the term or",
    "within thirty days of it.",
];

/// Two columns, one drawn after the other.
pub(crate) fn columns() -> Sheet {
    Sheet::default().lines(72.0, 700.0, &LEFT).lines(330.0, 700.0, &RIGHT)
}

/// Two columns, drawn line by line across both.
pub(crate) fn across() -> Sheet {
    let rows = LEFT.iter().zip(RIGHT).enumerate();
    rows.fold(Sheet::default(), |sheet, (row, (left, right))| {
        let y = 700.0 - LEADING * row as f64;
        sheet.put("R", 10.0, 72.0, y, left).put("R", 10.0, 258.0, y, right)
    })
}

/// A table with rules; the second cell of a row has two lines.
pub(crate) fn table() -> Sheet {
    let rules = "72 708 m 492 708 l S 72 680 m 492 680 l S 72 640 m 492 640 l S \
        72 708 m 72 640 l S 272 708 m 272 640 l S 492 708 m 492 640 l S";
    Sheet::default()
        .draw(rules)
        .put("B", 10.0, 80.0, 690.0, "Duty")
        .put("B", 10.0, 280.0, 690.0, "When")
        .put("R", 10.0, 80.0, 666.0, "Review who has access")
        .lines(280.0, 666.0, &["each quarter, and when", "somebody leaves"])
        .lines(72.0, 600.0, &["The table above is part of these terms."])
}

/// A page with a footnote under a sentence that runs over to the next page.
pub(crate) fn footnote() -> Vec<Sheet> {
    let first = Sheet::default()
        .lines(72.0, 700.0, &["The Customer must report each incident"])
        .put("R", 6.0, 300.2, 704.0, "1")
        .lines(306.0, 700.0, &["that it finds and must keep"])
        .put("R", 5.0, 72.0, 63.0, "1")
        .put("R", 8.0, 78.0, 60.0, "An incident is a loss of data.");
    vec![first, Sheet::default().lines(72.0, 700.0, &["a list of all of them for a year."])]
}

/// A page that is printed sideways and turned by its reader.
pub(crate) fn sideways() -> Sheet {
    let line = |x: f64, words: &str| format!("BT /R 10 Tf 0 1 -1 0 {x} 72 Tm ({words}) Tj ET");
    let first = line(100.0, "The Customer must keep a plan of");
    Sheet::default().draw(&first).draw(&line(112.0, "the rooms that its servers stand in.")).turned(90)
}
