//! What a file is, by its content.

use crate::error::DocumentError;
use std::borrow::Cow;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Plain text.
    Text,
    /// Word, from 2007 on.
    Docx,
    /// An Excel workbook, from 2007 on.
    Xlsx,
    /// A table with a row a line and delimiters between its cells.
    Csv,
    /// PDF.
    Pdf,
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 20_000_000 }
    }
}

/// The first bytes of formats that are no text.
const FORMATS: [(&[u8], &str); 11] = [
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Word, Excel or PowerPoint 97"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"\x89PNG", "PNG image"),
    (b"\xFF\xD8\xFF", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x7FELF", "program"),
    (b"MZ\x90\0", "program"),
];

/// The first bytes of archives.
const ARCHIVES: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1F\x8B", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xFD7zXZ\0", "xz"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip"),
    (b"\x28\xB5\x2F\xFD", "zstd"),
    (b"Rar!\x1A\x07", "RAR"),
];

/// Whether the bytes are a zip package, as Word writes it.
pub(crate) fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether the bytes are a PDF. Some programs write a few bytes before its head, and readers accept that.
pub(crate) fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    let Some(at) = memchr::memmem::find(head, b"%PDF-") else { return false };
    // A text may speak of the head; a file that has one ends as a PDF does, or is not text.
    at == 0 || bytes.contains(&0) || memchr::memmem::rfind(bytes, b"%%EOF").is_some()
}

/// The text of a file and what it is written in.
pub(crate) fn decode<'a>(bytes: &'a [u8], name_hint: Option<&str>) -> Result<(Format, Cow<'a, str>), DocumentError> {
    refuse_binary(bytes)?;
    let text = text(bytes)?;
    if text.trim_start_matches('\u{feff}').trim_start().is_empty() {
        return Err(DocumentError::Empty);
    }
    Ok((format(&text, name_hint), text))
}

/// The first bytes of what Office wrote before 2007, and of what it encrypts today.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What a compound file holds, by the names of its streams, which it writes in UTF-16.
fn refuse_compound(bytes: &[u8]) -> Result<(), DocumentError> {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    match () {
        () if !bytes.starts_with(COMPOUND) => Ok(()),
        () if holds("EncryptedPackage") => Err(DocumentError::Password),
        () if holds("Workbook") => Err(DocumentError::Spreadsheet("an Excel 97 workbook (XLS)")),
        () => Ok(()),
    }
}

fn refuse_binary(bytes: &[u8]) -> Result<(), DocumentError> {
    refuse_compound(bytes)?;
    let begins = |(magic, _): &&(&[u8], &str)| bytes.starts_with(magic);
    if let Some((_, name)) = FORMATS.iter().find(begins) {
        return Err(DocumentError::Format(name));
    }
    if let Some((_, name)) = ARCHIVES.iter().find(begins) {
        return Err(DocumentError::Archive(name));
    }
    Ok(())
}

fn text(bytes: &[u8]) -> Result<Cow<'_, str>, DocumentError> {
    if let Some(decoded) = utf16(bytes) {
        return decoded.map(Cow::Owned);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| DocumentError::Utf8(error.valid_up_to()))?;
    let control = |byte: &u8| *byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a | 0x1b);
    match bytes.iter().position(control) {
        Some(at) => Err(DocumentError::Binary(at)),
        None => Ok(Cow::Borrowed(text)),
    }
}

/// Text of which a byte order mark says that it is UTF-16, as old Windows programs write it.
fn utf16(bytes: &[u8]) -> Option<Result<String, DocumentError>> {
    let read: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for unit in char::decode_utf16(pairs.iter().map(|pair| read(*pair))) {
        match unit {
            Ok('\0') | Err(_) => return Some(Err(DocumentError::Utf16(at))),
            Ok(character) => {
                text.push(character);
                at += character.len_utf16() * 2;
            }
        }
    }
    Some(if odd.is_empty() { Ok(text) } else { Err(DocumentError::Utf16(at)) })
}

/// Tags that a page or a piece of one begins with.
const TAGS: [&str; 22] = [
    "!doctype html",
    "html",
    "head",
    "body",
    "meta",
    "title",
    "div",
    "p",
    "section",
    "article",
    "main",
    "table",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "dl",
    "header",
    "nav",
    "center",
    "style",
];

fn format(text: &str, name_hint: Option<&str>) -> Format {
    let named = |endings: &[&str]| {
        let name = name_hint.unwrap_or("").to_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    };
    let markdown = named(&[".md", ".markdown", ".mdown"]);
    let tag = first_tag(text);
    let page = tag.as_deref().is_some_and(|tag| matches!(tag, "!doctype html" | "html" | "head" | "body"));
    let table = named(&[".csv", ".tsv"]) || !markdown && !named(&[".txt", ".text"]) && crate::csv::is_table(text);
    if !page && tag.is_none() && table {
        Format::Csv
    } else if page || (!markdown && tag.is_some()) || named(&[".html", ".htm", ".xhtml"]) && text.contains("</") {
        Format::Html
    } else if !markdown && (named(&[".txt", ".text"]) || !shows_markdown(text)) {
        Format::Text
    } else {
        Format::Markdown
    }
}

/// The tag of HTML that a text begins with, after comments and declarations.
fn first_tag(text: &str) -> Option<String> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    for _ in 0..8 {
        let end = match rest.get(..4) {
            Some("<!--") => rest.find("-->")? + 3,
            _ if rest.starts_with("<?") => rest.find('>')? + 1,
            _ => break,
        };
        rest = rest.get(end..)?.trim_start();
    }
    let head = rest.strip_prefix('<')?.chars().take(16).collect::<String>().to_lowercase();
    let ends = |after: &str| after.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace());
    TAGS.iter().find(|tag| head.strip_prefix(**tag).is_some_and(ends)).map(|tag| (*tag).to_owned())
}

/// Whether a text without a telling name is written in Markdown.
fn shows_markdown(text: &str) -> bool {
    let signs = |line: &str| {
        let line = line.trim();
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        ((1..=6).contains(&hashes) && line.get(hashes..).is_some_and(|rest| rest.starts_with(' ')))
            || line.contains("](")
            || line.contains("**")
            || line.contains("\\.")
            || (line.len() > 2 && line.bytes().all(|byte| byte == b'=' || byte == b'-'))
    };
    text.lines().take(2000).any(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let cases: [(&[u8], DocumentError); 16] = [
            (b"", DocumentError::Empty),
            (b"\xEF\xBB\xBF \n\t", DocumentError::Empty),
            (&utf16("\u{feff}\n"), DocumentError::Empty),
            (b"PK\x03\x04bomb", DocumentError::Archive("zip")),
            (b"\x1F\x8B\x08\0", DocumentError::Archive("gzip")),
            (b"7z\xBC\xAF\x27\x1C\0", DocumentError::Archive("7-Zip")),
            (b"{\\rtf1\\ansi Terms}", DocumentError::Format("RTF")),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0", DocumentError::Format("Word, Excel or PowerPoint 97")),
            (b"\x89PNG\r\n", DocumentError::Format("PNG image")),
            (b"ab\xFFcd", DocumentError::Utf8(2)),
            (b"The customer\x92s data", DocumentError::Utf8(12)),
            (b"ab\xE2\x80", DocumentError::Utf8(2)),
            (b"ab\0", DocumentError::Binary(2)),
            (b"ab\x01", DocumentError::Binary(2)),
            (b"\xFF\xFEa\0b", DocumentError::Utf16(4)),
            (b"\xFF\xFEa\0\0\xD8", DocumentError::Utf16(4)),
        ];
        for (bytes, expected) in cases {
            for name in ["paper.md", "paper.txt", "paper.html", "paper"] {
                let error = decode(bytes, Some(name)).unwrap_err();
                assert_eq!(error, expected, "{name}");
            }
        }
    }

    #[test]
    fn every_refusal_says_the_next_step() {
        let errors = [
            DocumentError::Empty,
            DocumentError::TooLarge { found: 2, limit: 1 },
            DocumentError::Format("RTF"),
            DocumentError::TooMuch("pages"),
            DocumentError::Locked,
            DocumentError::Scan,
            DocumentError::Form,
            DocumentError::NoCharacters,
            DocumentError::Archive("zip"),
            DocumentError::Bomb,
            DocumentError::Spreadsheet("an Excel 97 workbook (XLS)"),
            DocumentError::Password,
            DocumentError::ManyCells(3),
            DocumentError::Damaged("zip package"),
            DocumentError::Utf8(1),
            DocumentError::Utf16(2),
            DocumentError::Binary(3),
        ];
        for error in errors {
            let (what, next) = error.to_string().split_once("; ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
            assert!(what.len() > 10 && next.len() > 10, "{error}");
        }
    }

    #[test]
    fn the_content_says_what_a_text_is() {
        let cases = [
            ("<!DOCTYPE html><p>Pay.", "a.txt", Format::Html),
            ("\u{feff}<!-- saved --> <?xml version='1.0'?>\n<html>", "a", Format::Html),
            ("<div class='x'>Pay.</div>", "a", Format::Html),
            ("<div align=center>Terms</div>\n\n# Terms", "readme.md", Format::Markdown),
            ("<pay@example.com> is our address", "a", Format::Text),
            ("Pay.", "a.md", Format::Markdown),
            ("# Terms\n\nPay.", "a", Format::Markdown),
            ("1\\. Pay.", "a", Format::Markdown),
            ("Pay # 5 invoices.", "a", Format::Text),
            ("Pay **now**", "a.txt", Format::Text),
            ("Control,Owner", "a.csv", Format::Csv),
            ("Control;Owner;Note\nAC-1;us;\nAC-2;you;", "a", Format::Csv),
            ("Control;Owner;Note\nAC-1;us;\nAC-2;you;", "a.txt", Format::Text),
            ("<html>,\n", "a.csv", Format::Html),
        ];
        for (text, name, expected) in cases {
            assert_eq!(format(text, Some(name)), expected, "{text}");
        }
    }

    #[test]
    fn text_in_utf16_is_read() {
        let text = "\u{feff}The Customer’s data 𝄞";
        for bytes in [
            text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(),
        ] {
            let (format, decoded) = decode(&bytes, None).unwrap();
            assert_eq!((format, decoded.as_ref()), (Format::Text, text));
        }
    }
}
