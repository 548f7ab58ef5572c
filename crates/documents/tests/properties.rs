//! What holds for every input: no panic, blocks in order, every place slices back.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use onus_documents::Limits;
use onus_terms::{Digest, DocumentText};
use proptest::prelude::*;
use std::path::PathBuf;

const NAMES: [&str; 4] = ["a.md", "a.txt", "a.html", "a.csv"];

/// Cites words of every block; each citation holds, and none stands before the one above it.
fn check(document: &DocumentText, bytes: &[u8]) {
    assert_eq!(document.digest, Digest::of(bytes));
    let mut before = 0;
    for block in &document.blocks {
        let words = block.words();
        assert!(!words.trim().is_empty() && words.trim_end() == words && !words.contains("  "), "{words:?}");
        let whole = document.cite(block, 0..words.len()).unwrap();
        assert!(whole.place.span.start >= before, "{words:?}");
        before = whole.place.span.start;
        let ends = [words.find(' '), words.rfind(' ')].into_iter().flatten();
        for end in ends.chain([words.len()]).take(3) {
            let first = document.cite(block, 0..end).unwrap();
            assert!(first.holds_in(&document.text), "{first:?}");
            assert!(first.place.span.end <= whole.place.span.end);
        }
    }
}

fn check_bytes(bytes: &[u8]) {
    for name in NAMES {
        if let Ok(document) = onus_documents::read(bytes, Some(name), &Limits::default()) {
            check(&document.content, bytes);
        }
    }
}

/// Pieces of markup that meet in ways nobody wrote.
const PIECES: [&str; 69] = [
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n\n\n\n",
    "\t",
    "    ",
    "\r\n",
    "\u{c}",
    "\u{a0}",
    "\u{ad}",
    "\u{feff}",
    "é",
    "“",
    "𝄞",
    "# ",
    "* ",
    "- ",
    "1. ",
    "1\\. ",
    "(a) ",
    "> ",
    "| ",
    "|",
    "---",
    "| --- |",
    "===",
    "```",
    "[",
    "](",
    ")",
    "![",
    "[x]: http://y",
    "**",
    "_",
    "~~",
    "`",
    "\\",
    "&amp;",
    "&",
    "&#",
    ";",
    "<",
    ">",
    "- 2 -\n",
    "\n2\n",
    "3/4\n",
    "-\n",
    "<p>",
    "</p>",
    "<ul>",
    "</ul>",
    "<ol start=2>",
    "</ol>",
    "<li>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<script>",
    "</script>",
    "<nav>",
    "</nav>",
    "<br/>",
    "<!--",
    "-->",
    "<blockquote>",
    "<div hidden>",
];

fn soup() -> impl Strategy<Value = String> {
    let word = "[a-z]{1,8}|[A-Z]{1,6}|[0-9]{1,3}";
    let mark = prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![1 => word, 3 => mark], 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_bytes(&bytes);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check_bytes(text.as_bytes());
    }

    #[test]
    fn any_markup_is_read(text in soup()) {
        check_bytes(text.as_bytes());
    }
}

#[test]
fn all_papers_at_hand_are_read() {
    let shared = std::env::var_os("ONUS_SHARED").map_or_else(|| PathBuf::from("../../../shared"), PathBuf::from);
    let folders = ["data/agreements", "gold"].map(|folder| shared.join(folder));
    if !folders.iter().all(|folder| folder.is_dir()) {
        assert!(std::env::var_os("ONUS_REQUIRE_SHARED").is_none(), "no papers at {}", shared.display());
        eprintln!("NOT RUN: no papers at {}; set ONUS_SHARED", shared.display());
        return;
    }
    let mut read = 0;
    for folder in folders {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
            if !["md", "txt", "pdf"].contains(&ending) {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let document = onus_documents::read(&bytes, path.to_str(), &Limits::default()).unwrap();
            check(&document.content, &bytes);
            assert!(document.content.blocks.len() > 10, "{}", path.display());
            read += 1;
        }
    }
    assert!(read > 20, "{read} papers");
}
