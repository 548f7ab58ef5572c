//! Damaged PDF files that we make: each is read or refused, soon, and what is read can be cited.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

mod printer;

use onus_documents::{DocumentError, Limits};
use std::time::{Duration, Instant};

/// Reads a file that may be broken; says whether it was read.
fn survives(bytes: &[u8], what: &str) -> bool {
    let start = Instant::now();
    let result = onus_documents::read(bytes, Some("paper.pdf"), &Limits::default());
    assert!(start.elapsed() < Duration::from_secs(20), "{what}: {:?}", start.elapsed());
    let Ok(document) = result else { return false };
    for block in &document.content.blocks {
        let citation = document.content.cite(block, 0..block.words().len()).unwrap();
        assert!(citation.holds_in(&document.content.text), "{what}: {citation:?}");
    }
    true
}

/// Numbers that are scattered and always the same.
fn scattered(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::from_fn(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).ok()
    })
}

#[test]
fn files_that_break_off_are_read_or_refused() {
    let mut read = 0;
    for (name, bytes) in printer::papers() {
        for part in 0..40 {
            let end = bytes.len() * part / 40;
            read += usize::from(survives(&bytes[..end], &format!("{name} to {end}")));
        }
        // The end of a file alone is nothing that can be read, and no reason to stop.
        survives(&bytes[bytes.len() / 2..], name);
    }
    assert!(read > 20, "the table of places is at the end, and is not needed: {read}");
}

#[test]
fn files_with_wrong_bytes_are_read_or_refused() {
    let mut read = 0;
    for (seed, (name, bytes)) in (1..).zip(printer::papers()) {
        let mut numbers = scattered(seed);
        for _ in 0..60 {
            let mut broken = bytes.clone();
            for (at, byte) in numbers.by_ref().zip(scattered(seed + 100)).take(1 + broken.len() % 7) {
                let at = at % broken.len();
                broken[at] = u8::try_from(byte % 256).unwrap();
            }
            read += usize::from(survives(&broken, name));
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn numbers_that_are_far_too_large_are_read_or_refused() {
    for (name, bytes) in printer::papers() {
        let text = String::from_utf8(bytes).unwrap();
        for (from, to) in [
            ("/Length ", "/Length 9"),
            ("/Count ", "/Count 99999999"),
            ("/Size ", "/Size 4294967295"),
            (" 10 Tf", " 1e38 Tf"),
            (" Td", " 1e300 Td"),
            (" Tf 72", " Tf -99999999999999999999"),
            ("0 R", "0 0 R"),
            ("/Kids [", "/Kids [2 0 R "),
            ("startxref\n", "startxref\n99999999999999999999"),
            ("/MediaBox [0 0 612 792]", "/MediaBox [1e38 -1e38 1e38 1e38]"),
            ("/Parent 2 0 R", "/Parent 100 0 R"),
            ("%PDF-1.7", "%PDF-9.9"),
        ] {
            survives(text.replace(from, to).as_bytes(), &format!("{name}: {from} to {to}"));
        }
    }
}

#[test]
fn what_unpacks_to_far_too_much_is_refused() {
    use std::io::Write;
    let zeros = vec![b' '; 1 << 20];
    let mut packer = zip::write::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    packer.start_file("a", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..160 {
        packer.write_all(&zeros).unwrap();
    }
    // A zip holds a raw deflate stream after a head of thirty bytes and the name.
    let packed = packer.finish().unwrap().into_inner();
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n".to_vec();
    bytes.extend(&packed[31..]);
    let error = onus_documents::read(&bytes, None, &Limits::default()).unwrap_err();
    assert_eq!(error, DocumentError::Bomb);
}
