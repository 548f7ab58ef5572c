//! Running heads, running feet and page numbers.

use super::Page;
use crate::source::normal_line;
use std::collections::HashMap;

/// Lines from the edge of a page that are looked at.
const REACH: usize = 8;

/// A running line stands at the same height on each page, within so many points.
const SAME_PLACE: f32 = 5.0;

/// The longest running line with a page number, in bytes.
const HEAD: usize = 100;

/// Pages around one that are looked at.
const NEAR: usize = 20;

/// Where lines repeat: their words without numbers, with page and height.
type Seen = HashMap<String, Vec<(usize, f32)>>;

/// Takes running heads, feet and page numbers off the pages; says whether there were any beside page numbers.
pub(crate) fn take_off(pages: &mut [Page]) -> bool {
    let mut seen = Seen::new();
    for (number, page) in pages.iter().enumerate() {
        for (index, _) in edges(page).into_iter().flatten() {
            if let Some(line) = page.lines.get(index) {
                for key in keys(&line.text(), number) {
                    seen.entry(key).or_default().push((number, line.base));
                }
            }
        }
    }
    let count = pages.len();
    let mut running = false;
    for (number, page) in pages.iter_mut().enumerate() {
        let taken = running_lines(page, number, count, &seen);
        for index in &taken {
            running |= page.lines.get(*index).is_some_and(|line| line.text().chars().any(char::is_alphabetic));
        }
        let mut index = 0;
        page.lines.retain(|_| {
            index += 1;
            !taken.contains(&(index - 1))
        });
    }
    running
}

/// Lines from the top and from the bottom of a page, outermost first.
fn edges(page: &Page) -> [Vec<(usize, f32)>; 2] {
    let mut order: Vec<(usize, f32)> = page.lines.iter().enumerate().map(|(index, line)| (index, line.base)).collect();
    order.sort_by(|one, other| one.1.total_cmp(&other.1));
    let top = order.iter().take(REACH).copied().collect();
    let bottom = order.iter().rev().take(REACH).copied().collect();
    [top, bottom]
}

fn running_lines(page: &Page, number: usize, count: usize, seen: &Seen) -> Vec<usize> {
    let mut taken = Vec::new();
    for edge in edges(page) {
        for (index, base) in edge {
            let Some(line) = page.lines.get(index) else { break };
            let text = line.text();
            let again = keys(&text, number).iter().any(|key| repeats(seen.get(key), number, base, count));
            if !again && !counts_pages(&text, number + 1, count) {
                break;
            }
            taken.push(index);
        }
    }
    // A page that holds nothing else is no page of running lines.
    if taken.len() == page.lines.len() && count < 3 { Vec::new() } else { taken }
}

/// Whether a line stands at one height on three pages, or on both of two.
fn repeats(places: Option<&Vec<(usize, f32)>>, number: usize, base: f32, count: usize) -> bool {
    let needed = if count == 2 { 2 } else { 3 };
    let places = places.map_or(&[][..], Vec::as_slice);
    // Places come in the order of their pages.
    let first = places.partition_point(|(page, _)| page + NEAR < number);
    let near = places.iter().skip(first).take_while(|(page, _)| *page <= number + NEAR);
    let mut pages: Vec<usize> =
        near.filter(|(_, place)| (place - base).abs() <= SAME_PLACE).map(|(page, _)| *page).collect();
    pages.dedup();
    pages.len() >= needed
}

/// What repeats of a line: its words without numbers; and where it ends or begins with a number that grows with the
/// page, how far that is from the page, as under a head that changes with the chapter.
fn keys(text: &str, page: usize) -> Vec<String> {
    let mut keys = vec![normal(text)];
    if text.len() <= HEAD {
        let ends = [text.split(' ').next_back(), text.split(' ').next()];
        let numbers = ends.into_iter().flatten().filter_map(|word| word.parse::<u16>().ok());
        let apart = numbers.filter_map(|number| Some(i64::from(number) - i64::try_from(page).ok()?));
        keys.extend(apart.map(|apart| format!("page {apart:+}")));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The words of a line with its numbers taken off, Roman ones too where they are all.
fn normal(text: &str) -> String {
    let roman = !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| b"ivxlIVXL".contains(&byte));
    if roman { "#".to_owned() } else { normal_line(text) }
}

/// Whether a line says which page of how many this is: `Page 3 of 12`, `3/12`, `- 3 -`, `Page 3`.
fn counts_pages(text: &str, number: usize, count: usize) -> bool {
    let lower = text.trim().to_lowercase();
    if lower.ends_with(&format!("page {number} of {count}")) {
        return true;
    }
    let bare = lower.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '[' | ']' | '|' | ' '));
    let numbers = (number.to_string(), count.to_string());
    let named = bare.strip_prefix("page").map(|rest| rest.trim_start_matches([' ', '|']));
    let rest = named.unwrap_or(bare);
    let pair = rest.split_once(" of ").or_else(|| rest.split_once('/'));
    match pair {
        Some((one, total)) => one.trim() == numbers.0 && total.trim() == numbers.1,
        None => rest == numbers.0 && (named.is_some() || bare.len() < lower.len()),
    }
}
