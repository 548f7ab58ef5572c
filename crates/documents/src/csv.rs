//! CSV: the filled cells of one sheet without a name, in the file's own text.
//!
//! As RFC 4180 says and as spreadsheets write it: commas, semicolons or tabs, quotes with doubled quotes inside, line
//! feeds in quoted fields, a byte order mark, and Excel's `sep=;`.

use crate::cells;
use crate::error::DocumentError;
use onus_terms::{Block, Cell};
use std::ops::Range;

/// Signs that part fields.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records tell what a text is.
const SAMPLE: usize = 30;

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    row: usize,
    column: usize,
    /// Bytes of the text, without the quotes around it.
    text: Range<usize>,
    quoted: bool,
}

/// The blocks of the cells of a CSV text.
pub(crate) fn blocks(text: &str) -> Result<Vec<Block>, DocumentError> {
    let (start, told) = preface(text);
    let delimiter = told.or_else(|| delimiter(text, start)).unwrap_or(b',');
    let mut blocks = Vec::new();
    let mut filled = 0;
    for field in Fields::new(text, start, delimiter) {
        let words = text.get(field.text.clone()).unwrap_or("");
        if words.trim().is_empty() {
            continue;
        }
        filled += 1;
        if filled > cells::MOST {
            return Err(DocumentError::ManyCells(cells::MOST));
        }
        let cell = Cell { row: field.row, column: field.column, header: false };
        cells::blocks(words, field.text.start, cell, field.quoted, &mut blocks);
    }
    Ok(blocks)
}

/// Whether a text whose name does not tell is a table: its first records have the same three or more fields, under a head
/// of short and different names.
pub(crate) fn is_table(text: &str) -> bool {
    let (start, told) = preface(text);
    let Some(delimiter) = told.or_else(|| delimiter(text, start)) else { return false };
    let mut counts: Vec<usize> = Vec::new();
    let mut head: Vec<&str> = Vec::new();
    for field in Fields::new(text, start, delimiter).take_while(|field| field.row < SAMPLE) {
        counts.resize(counts.len().max(field.row + 1), 0);
        if let Some(count) = counts.last_mut() {
            *count += 1;
        }
        if field.row == 0 {
            head.push(text.get(field.text).unwrap_or(""));
        }
    }
    // A comma of prose has a space behind it; what writes CSV puts none.
    let short = |name: &&str| {
        let prose = name.is_empty() || name.starts_with(' ') || name.ends_with(['.', ':', ';']);
        !prose && name.len() < 60
    };
    let (named, fields) = (head.iter().all(short), head.len());
    head.sort_unstable();
    head.dedup();
    let even = counts.iter().rev().skip_while(|count| **count <= 1).all(|count| *count == fields);
    named && head.len() == fields && fields >= 3 && counts.len() >= 3 && even && delimiter != b'|'
}

/// Where the first record begins, and the delimiter where Excel's first line tells it.
fn preface(text: &str) -> (usize, Option<u8>) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    match rest {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, b'\n', ..] => (start + 6, Some(*delimiter)),
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter, b'\r', b'\n', ..] => (start + 7, Some(*delimiter)),
        _ => (start, None),
    }
}

/// The sign that cuts the first records into the same number of fields most often.
fn delimiter(text: &str, start: usize) -> Option<u8> {
    let score = |delimiter: u8| {
        let mut counts = [0_usize; SAMPLE];
        for field in Fields::new(text, start, delimiter).take_while(|field| field.row < SAMPLE) {
            if let Some(count) = counts.get_mut(field.row) {
                *count += 1;
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let alike = |width: usize| counts.iter().filter(|count| **count == width).count();
        counts.iter().filter(|count| **count > 1).map(|width| (alike(*width), *width)).max().filter(|_| most > 1)
    };
    // On a tie the first sign wins.
    let scored = DELIMITERS.into_iter().rev().filter_map(|sign| Some((score(sign)?, sign)));
    scored.max_by_key(|(score, _)| *score).map(|(_, sign)| sign)
}

/// The fields of a text, in order.
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
    delimiter: u8,
    row: usize,
    column: usize,
    done: bool,
}

impl<'a> Fields<'a> {
    fn new(text: &'a str, at: usize, delimiter: u8) -> Self {
        Fields { bytes: text.as_bytes(), at, delimiter, row: 0, column: 0, done: at >= text.len() }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The end of a quoted field: its closing quote, or the end of the text where there is none.
    fn closing(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(found) = memchr::memchr(b'"', self.bytes.get(at..).unwrap_or_default()) {
            let quote = at + found;
            if self.byte(quote + 1) != Some(b'"') {
                return quote;
            }
            at = quote + 2;
        }
        self.bytes.len()
    }
}

impl Iterator for Fields<'_> {
    type Item = Field;

    fn next(&mut self) -> Option<Field> {
        if self.done {
            return None;
        }
        let quoted = self.byte(self.at) == Some(b'"');
        let begin = self.at + usize::from(quoted);
        let quote = quoted.then(|| self.closing(begin));
        let after = quote.map_or(begin, |quote| (quote + 1).min(self.bytes.len()));
        let rest = self.bytes.get(after..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|byte| *byte == self.delimiter || matches!(byte, b'\n' | b'\r'))
            .map_or(self.bytes.len(), |length| after + length);
        let field = Field { row: self.row, column: self.column, text: begin..quote.unwrap_or(end), quoted };
        let ending = self.byte(end);
        let pair = ending == Some(b'\r') && self.byte(end + 1) == Some(b'\n');
        self.at = end + 1 + usize::from(pair);
        if ending == Some(self.delimiter) {
            self.column += 1;
            // A delimiter at the very end opens an empty field, which holds nothing.
            self.done = self.at > self.bytes.len();
        } else {
            (self.row, self.column) = (self.row + 1, 0);
            self.done = self.at >= self.bytes.len();
        }
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(usize, usize, &str)> {
        let (start, told) = preface(text);
        let delimiter = told.or_else(|| delimiter(text, start)).unwrap();
        Fields::new(text, start, delimiter)
            .map(|field| (field.row, field.column, text.get(field.text).unwrap()))
            .collect()
    }

    #[test]
    fn fields_are_cut_as_spreadsheets_cut_them() {
        assert_eq!(
            fields("\u{feff}a;\"b;\nb \"\"x\"\"\";c\r\n;2,5;\r\n\nlast;;"),
            [
                (0, 0, "a"),
                (0, 1, "b;\nb \"\"x\"\""),
                (0, 2, "c"),
                (1, 0, ""),
                (1, 1, "2,5"),
                (1, 2, ""),
                (2, 0, ""),
                (3, 0, "last"),
                (3, 1, ""),
                (3, 2, "")
            ]
        );
        assert_eq!(fields("sep=\t\r\na\tb, c"), [(0, 0, "a"), (0, 1, "b, c")]);
        assert_eq!(fields("a,\"open\nend"), [(0, 0, "a"), (0, 1, "open\nend")]);
        assert_eq!(fields("a,\"b\" c,d"), [(0, 0, "a"), (0, 1, "b"), (0, 2, "d")]);
    }

    #[test]
    fn a_table_is_told_from_prose() {
        assert!(is_table("Control,Owner,Note\nAC-1,Customer,\nAC-2,Provider,\"x, y\"\n"));
        assert!(is_table("Control\tOwner\tNote\nAC-1\tCustomer\t\nAC-2\tProvider\tx"));
        assert!(!is_table("Pay, please.\nPay, again.\nPay, now.\n"));
        assert!(!is_table(
            "The customer, its staff, and its agents\npay, file, and tell\nsoon, now, and then.\nNever."
        ));
        assert!(!is_table("a,b,c\n1,2,3"));
        assert!(!is_table(""));
    }

    #[test]
    fn open_quotes_are_read_once() {
        let text = "\"a\n".repeat(200_000);
        assert!(blocks(&text).unwrap().len() < 300_000);
    }
}
