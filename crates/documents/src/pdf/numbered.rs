//! Page numbers that stand anywhere on a page: a file may hold a paper that was printed before, on pages of its own.

use super::Page;
use super::line::Line;
use crate::source::normal_line;
use std::collections::HashMap;

/// Page numbers have so many lines of text between them.
const SHORT_PAGE: usize = 8;

/// Running lines beside a page number that are looked for.
const REACH: usize = 4;

/// A line that holds a number alone: its place among all lines, and the number.
type Mark = (usize, u32);

/// Takes off lines that only count pages, and running lines beside them; says whether there were such lines.
pub(crate) fn take_off(pages: &mut [Page]) -> bool {
    let lines: Vec<&Line> = pages.iter().flat_map(|page| &page.lines).collect();
    let marks: Vec<Mark> = lines.iter().enumerate().filter_map(|(at, line)| Some((at, alone(line)?))).collect();
    let counting: Vec<usize> =
        (0..marks.len()).filter(|index| counts(&marks, *index)).filter_map(|index| Some(marks.get(index)?.0)).collect();
    if counting.len() < 3 {
        return false;
    }
    let (mut taken, running) = running_lines(&lines, &counting);
    taken.extend(counting);
    taken.sort_unstable();
    let mut at = 0;
    for page in pages {
        let mut turned = false;
        page.lines.retain_mut(|line| {
            let gone = taken.binary_search(&at).is_ok();
            at += 1;
            line.turned |= turned && !gone;
            turned = gone;
            !gone
        });
    }
    running
}

fn alone(line: &Line) -> Option<u32> {
    let [word] = line.words.as_slice() else { return None };
    (word.text.len() <= 4).then(|| word.text.parse().ok())?
}

/// Whether the number before or after a mark is one less or more, a page away.
fn counts(marks: &[Mark], index: usize) -> bool {
    let Some((at, number)) = marks.get(index).copied() else { return false };
    let near = marks.iter().skip(index.saturating_sub(2)).take(5);
    near.copied().any(|(other, next)| {
        next.abs_diff(number) == 1 && (next > number) == (other > at) && other.abs_diff(at) > SHORT_PAGE
    })
}

/// Lines beside the marks that stand there at three of them, and whether there are any.
fn running_lines(lines: &[&Line], marks: &[usize]) -> (Vec<usize>, bool) {
    let beside = |mark: usize| {
        let before =
            (1..=REACH).map_while(move |step| mark.checked_sub(step)).take_while(|at| !marks.contains_sorted(*at));
        let after = (1..=REACH).map(move |step| mark + step).take_while(|at| !marks.contains_sorted(*at));
        [before.collect::<Vec<_>>(), after.collect::<Vec<_>>()]
    };
    let normal = |at: usize| lines.get(at).map(|line| normal_line(&line.text()));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for at in marks.iter().flat_map(|mark| beside(*mark)).flatten() {
        *counts.entry(normal(at).unwrap_or_default()).or_default() += 1;
    }
    let repeats = |at: &usize| normal(*at).and_then(|line| counts.get(&line)).is_some_and(|count| *count >= 3);
    let sides = marks.iter().flat_map(|mark| beside(*mark));
    let taken: Vec<usize> = sides.flat_map(|side| side.into_iter().take_while(repeats)).collect();
    let running = !taken.is_empty();
    (taken, running)
}

/// A list in order.
trait Sorted {
    fn contains_sorted(&self, at: usize) -> bool;
}

impl Sorted for &[usize] {
    fn contains_sorted(&self, at: usize) -> bool {
        self.binary_search(&at).is_ok()
    }
}
