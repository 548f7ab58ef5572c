//! How a printed page was laid out: which lines are page furniture, and which blank lines are only the wrap.
//!
//! Text taken from a PDF or typed for a printer has page numbers, running heads and feet between its lines, and
//! sometimes a blank line after each line. Web text has none of these and is left alone.

use crate::source::{first_word, in_capitals, normal_line};
use memchr::{memchr, memrchr};
use std::collections::HashMap;

/// What was learnt of the whole text before it is cut.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// Where lines begin that are no part of the text, in order.
    pub(crate) furniture: Vec<usize>,
    /// Lines that begin with the number of their page: where, and how many bytes that takes.
    pub(crate) glued: Vec<(usize, usize)>,
    /// Blank lines that separate nothing.
    pub(crate) spacing: usize,
    /// The usual length of a full line in bytes.
    pub(crate) width: usize,
    /// Where pages begin, as far as form feeds say it.
    pub(crate) pages: Vec<usize>,
    /// Whether it was printed: it has page numbers or its lines are double spaced.
    pub(crate) printed: bool,
}

/// A line that may hold a page number.
#[derive(Clone, Copy, Debug)]
struct Mark {
    line: usize,
    number: u32,
    /// Written in a form that only page numbers have, such as `3/18` or `- 3 -`.
    certain: bool,
}

/// More page numbers than any paper has.
const MOST_MARKS: usize = 100_000;

/// How many lines of a running head or foot are looked for.
const REACH: usize = 4;

/// Bytes of a page at least: bare numbers that follow each other faster are a column of a table.
const SHORT_PAGE: usize = 400;

impl Layout {
    pub(crate) fn of(text: &str) -> Self {
        let mut lines = Lines::default();
        let mut marks: Vec<Mark> = Vec::new();
        let mut layout = Layout::default();
        let mut at = 0;
        while at < text.len() {
            let end = line_end(text, at);
            let line = text.get(at..end).unwrap_or("");
            if line.contains('\x0c') && layout.pages.len() < MOST_MARKS {
                layout.pages.push(at);
            }
            lines.note(line);
            if let Some(mark) = page_mark(line.trim(), at).filter(|_| marks.len() < MOST_MARKS) {
                marks.push(mark);
            }
            at = end;
        }
        if !layout.pages.is_empty() {
            layout.pages.insert(0, 0);
        }
        let marks = page_numbers(&marks);
        layout.spacing = lines.spacing();
        layout.width = lines.width();
        layout.printed = !marks.is_empty() || layout.spacing > 0 || !layout.pages.is_empty();
        layout.leave_out(text, &marks);
        layout
    }

    /// Whether the line that begins at `line` is page furniture.
    pub(crate) fn is_furniture(&self, line: usize) -> bool {
        self.furniture.binary_search(&line).is_ok()
    }

    /// How many bytes of the line are a page number glued to it.
    pub(crate) fn glued_at(&self, line: usize) -> usize {
        let found = self.glued.binary_search_by_key(&line, |(at, _)| *at).ok();
        found.and_then(|index| self.glued.get(index)).map_or(0, |(_, length)| *length)
    }

    fn leave_out(&mut self, text: &str, marks: &[Mark]) {
        let breaks: Vec<usize> = marks.iter().map(|mark| mark.line).chain(self.pages.iter().copied().skip(1)).collect();
        let mut counts: HashMap<(bool, String), usize> = HashMap::new();
        for page in &breaks {
            for (after, _, line) in neighbours(text, *page) {
                *counts.entry((after, line)).or_default() += 1;
            }
        }
        let often = |count: usize| count >= 3 || (count == 2 && breaks.len() == 2);
        for page in &breaks {
            let mut open = [true; 2];
            for (after, at, line) in neighbours(text, *page) {
                let repeated = counts.get(&(after, line)).is_some_and(|count| often(*count));
                if let Some(open) = open.get_mut(usize::from(after)) {
                    *open &= repeated;
                    if *open {
                        self.furniture.push(at);
                    }
                }
            }
        }
        self.furniture.extend(marks.iter().map(|mark| mark.line));
        self.furniture.sort_unstable();
        self.furniture.dedup();
        let ends =
            || marks.iter().filter(|mark| !mark.certain).map(|mark| (line_end(text, mark.line), mark.number + 1));
        self.glued = ends().filter_map(|(end, number)| glued(text, end, number, "  ")).collect();
        if self.glued.len() >= 3 {
            self.glued = ends().filter_map(|(end, number)| glued(text, end, number, " ")).collect();
            self.glued.extend(glued(text, 0, 1, "  "));
        }
        self.glued.sort_unstable();
    }
}

/// Where the line that begins at `at` ends, with its line feed.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    memchr(b'\n', rest).map_or(text.len(), |length| at + length + 1)
}

/// Lines before and after the line at `page` that hold something: whether after, where, and their words.
fn neighbours(text: &str, page: usize) -> Vec<(bool, usize, String)> {
    let mut found = Vec::new();
    let mut end = page;
    for _ in 0..REACH * 4 {
        let Some(before) = end.checked_sub(1) else { break };
        let start = memrchr(b'\n', text.as_bytes().get(..before).unwrap_or_default()).map_or(0, |at| at + 1);
        let line = text.get(start..end).unwrap_or("").trim();
        if !line.is_empty() {
            found.push((false, start, normal_line(line)));
        }
        end = start;
        if found.len() == REACH {
            break;
        }
    }
    let before = found.len();
    let mut at = line_end(text, page);
    for _ in 0..REACH * 4 {
        let end = line_end(text, at);
        let line = text.get(at..end).unwrap_or("").trim();
        if !line.is_empty() {
            found.push((true, at, normal_line(line)));
        }
        at = end;
        if at >= text.len() || found.len() - before == REACH {
            break;
        }
    }
    found
}

/// The number of the next page at the beginning of its first line, as some conversions leave it.
fn glued(text: &str, from: usize, number: u32, space: &str) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let blank = rest.bytes().take(200).take_while(u8::is_ascii_whitespace).count();
    let start = memrchr(b'\n', rest.as_bytes().get(..blank)?).map_or(0, |at| at + 1);
    let digits = number.to_string();
    let after = rest.get(blank..)?.strip_prefix(&digits)?;
    after.starts_with(space).then_some((from + start, blank - start + digits.len()))
}

/// Keeps the marks that count pages: certain ones, and bare numbers that follow each other.
fn page_numbers(marks: &[Mark]) -> Vec<Mark> {
    let follows = |one: &Mark, other: &Mark| one.number + 1 == other.number && other.line - one.line > SHORT_PAGE;
    let neighbour = |index: usize| {
        let mark = marks.get(index)?;
        let before = index.checked_sub(1).and_then(|before| marks.get(before));
        let after = marks.get(index + 1);
        let counted =
            before.is_some_and(|before| follows(before, mark)) || after.is_some_and(|after| follows(mark, after));
        (mark.certain || counted).then_some(*mark)
    };
    (0..marks.len()).filter_map(neighbour).collect()
}

/// Reads a line that holds only a page number: `7`, `- 7 -`, `[7]`, `3/18`, `Page 3 of 18`.
fn page_mark(line: &str, at: usize) -> Option<Mark> {
    if line == "<PAGE>" {
        return Some(Mark { line: at, number: 0, certain: true });
    }
    if line.len() > 24 || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let word =
        lower.trim_start_matches(['-', '–', '—', '[', '|', ' ']).trim_end_matches(['-', '–', '—', ']', '|', ' ']);
    let named = word.strip_prefix("page").map(str::trim_start);
    let body = named.unwrap_or(word);
    let (number, total) = match body.split_once('/').or_else(|| body.split_once(" of ")) {
        Some((number, total)) => (number.trim(), Some(total.trim().parse::<u32>().ok()?)),
        None => (body, None),
    };
    let number = number.parse::<u32>().ok().filter(|number| *number < 10_000)?;
    let dashed = word.len() < lower.len();
    let certain = named.is_some() || dashed || total.is_some();
    total.is_none_or(|total| number <= total && number > 0).then_some(Mark { line: at, number, certain })
}

/// Counts how lines follow each other.
#[derive(Debug)]
struct Lines {
    gaps: [usize; 3],
    lower_after_one: usize,
    blank: usize,
    lengths: [usize; 256],
    count: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Lines { gaps: [0; 3], lower_after_one: 0, blank: 0, lengths: [0; 256], count: 0 }
    }
}

impl Lines {
    fn note(&mut self, line: &str) {
        let trimmed = line.trim();
        let Some(first) = trimmed.as_bytes().first() else {
            self.blank += 1;
            return;
        };
        if let Some(gap) = self.gaps.get_mut(self.blank.min(2)) {
            *gap += 1;
        }
        self.lower_after_one += usize::from(self.blank == 1 && first.is_ascii_lowercase());
        if let Some(length) = self.lengths.get_mut(trimmed.len().min(255)) {
            *length += 1;
        }
        self.count += 1;
        self.blank = 0;
    }

    /// One where a blank line stands between the lines of a paragraph: nearly all gaps are of one line, wider ones
    /// separate paragraphs, and many lines go on in lower case.
    fn spacing(&self) -> usize {
        let [none, one, more] = self.gaps;
        let double = one > 20 && none * 10 < one && more * 50 > one && self.lower_after_one * 5 > one;
        usize::from(double)
    }

    /// The length that nine of ten lines do not pass.
    fn width(&self) -> usize {
        let mut above = 0;
        let tenth = self.count / 10;
        let long = self.lengths.iter().enumerate().rev().find(|(_, count)| {
            above += **count;
            above > tenth
        });
        long.map_or(0, |(length, _)| length)
    }
}

/// Whether a line can go on with the sentence of the line before it, which a page break cut.
pub(crate) fn goes_on(before: &str, width: usize, next: &str) -> bool {
    let end = before.trim_end().trim_end_matches(['"', '”', '’', ')', '*', '_', ' ']);
    let open = !end.is_empty() && !end.ends_with(['.', ':', ';', '?', '!']);
    let lower = next.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    // The last line before the break is as long as a line can be.
    let full = before.trim().len() * 10 > width.min(200) * 6;
    let heading = first_word(next) == "article" || (in_capitals(next) && !in_capitals(before));
    open && (lower || end.ends_with(',') || full) && !heading
}
