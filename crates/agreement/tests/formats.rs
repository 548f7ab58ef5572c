//! The same words in another format give the same responsibilities: papers are written again as HTML and as plain text
//! with hard wraps, from their own blocks, and read again.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "the test reads papers; only the room is pure")]

mod measure;

use onus_agreement::{Options, read};
use onus_documents::Limits;
use onus_terms::{Block, BlockKind, DocumentText};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn content(bytes: &[u8], name: &str) -> DocumentText {
    onus_documents::read(bytes, Some(name), &Limits::default()).unwrap().content
}

/// What each responsibility says, without spaces and signs, and its kind.
fn said(document: &DocumentText) -> Vec<String> {
    let said = |found: &onus_terms::Responsibility| {
        let letters: String = found.act.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        format!("{} {} {letters}", found.kind, found.party)
    };
    read(document, &Options::default()).responsibilities.iter().map(said).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The words of a block with the number that stands before them.
fn numbered(block: &Block) -> String {
    let marker = block.marker.as_deref().filter(|marker| !block.words().starts_with(*marker)).unwrap_or("");
    format!("{marker} {}", block.words()).trim().to_owned()
}

fn as_html(document: &DocumentText) -> String {
    let mut html = String::from("<!DOCTYPE html><html><body>\n");
    for block in &document.blocks {
        let words = escaped(&numbered(block));
        _ = match block.kind {
            BlockKind::Heading(level) => writeln!(html, "<h{0}>{words}</h{0}>", level.clamp(1, 6)),
            BlockKind::Item(_) if block.marker.as_deref() == Some("") => writeln!(html, "<ul><li>{words}</li></ul>"),
            _ => writeln!(html, "<p>{words}</p>"),
        };
    }
    html + "</body></html>\n"
}

/// Lines of at most 90 characters, paragraphs parted by an empty line.
fn as_text(document: &DocumentText) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        let bullet = matches!(block.kind, BlockKind::Item(_)) && block.marker.as_deref() == Some("");
        let words = numbered(block);
        let mut width = 0;
        if bullet {
            text.push_str("* ");
        }
        for word in words.split_whitespace() {
            if width > 0 && width + word.chars().count() > 90 {
                text.push('\n');
                width = 0;
            }
            if width > 0 {
                text.push(' ');
            }
            text.push_str(word);
            width += word.chars().count() + 1;
        }
        text.push_str("\n\n");
    }
    text
}

/// How many of each hundred of both sides the other side has too.
fn shared_percent(one: &[String], other: &[String]) -> usize {
    let of = |side: &[String], there: &[String]| side.iter().filter(|said| there.contains(said)).count();
    let both = of(one, other) + of(other, one);
    if one.is_empty() && other.is_empty() { 100 } else { 100 * both / (one.len() + other.len()) }
}

fn check(path: &Path, least: usize) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let document = content(&std::fs::read(path).unwrap(), &name);
    let before = said(&document);
    for (format, written) in [("again.html", as_html(&document)), ("again.txt", as_text(&document))] {
        let after = said(&content(written.as_bytes(), format));
        let share = shared_percent(&before, &after);
        println!("{name} as {format}: {} and {} responsibilities, {share} % the same", before.len(), after.len());
        for said in before.iter().filter(|said| !after.contains(said)) {
            println!("  - {said}");
        }
        for said in after.iter().filter(|said| !before.contains(said)) {
            println!("  + {said}");
        }
        assert!(share >= least, "{name} as {format}: {share} %");
    }
}

#[test]
fn papers_of_our_own_say_the_same_in_each_format() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../onus/demo");
    for name in ["cloud-services-agreement.md", "acceptable-use-policy.md", "data-processing-addendum.html"] {
        check(&demo.join(name), 97);
    }
}

#[test]
fn real_papers_say_the_same_in_each_format() {
    let Some(shared) = measure::shared() else { return };
    let papers: Vec<PathBuf> =
        ["bonterms-cloud-terms.md", "commonpaper-csa.md", "linear-terms.md", "openai-business-terms.md"]
            .iter()
            .map(|name| shared.join("data/agreements").join(name))
            .collect();
    for path in papers {
        check(&path, 95);
    }
}
