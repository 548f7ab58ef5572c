//! A PDF through the program: it is read by its content, and every command says the page of a clause.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::House;

/// Two pages, a clause on each. The table of places is left out, which readers mend.
fn paper() -> String {
    let page = |number: usize, words: &str| {
        let drawing = format!("BT /F 11 Tf 72 700 Td ({words}) Tj ET");
        format!(
            "{number} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /F 3 0 R >> >> >>\nendobj\n\
             {} 0 obj\n<< /Length {} >>\nstream\n{drawing}\nendstream\nendobj\n",
            number + 1,
            number + 1,
            drawing.len()
        )
    };
    let first = page(4, "1.1 The Customer must rotate its keys each year.");
    let second = page(6, "1.2 The Customer must tell Nimbus of each breach within two days.");
    format!(
        "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>\nendobj\n\
         3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n{first}{second}trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )
}

#[test]
fn the_page_of_a_clause_is_shown() {
    let house = House::empty();
    // The name says nothing.
    std::fs::write(house.path().join("terms.txt"), paper()).unwrap();
    let read = house.done(&["agreement", "read", "terms.txt"]);
    assert!(read.contains("1.1, p. 1") && read.contains("1.2, p. 2"), "{read}");
    let add =
        ["agreement", "add", "terms.txt", "--provider", "Nimbus", "--title", "terms", "--effective", "2026-01-01"];
    house.done(&add);
    let status = house.status(&[]);
    let pages: Vec<u64> =
        status["lines"].as_array().unwrap().iter().map(|line| line["citation"]["page"].as_u64().unwrap()).collect();
    assert!(pages.len() == 2 && pages.contains(&1) && pages.contains(&2), "{status}");
    assert!(house.done(&["agreement", "show", "terms"]).contains("p. 2"));
    assert!(house.done(&["agreement", "list", "--json"]).contains("\"format\":\"pdf\""));
}
