//! The rules of a page as grids of rows and columns.

use super::glyphs::Rule;
use super::line::{Line, Word};

/// Rules touch where they come as near.
const TOUCH: f32 = 3.0;

/// More columns or rows than a table on one page has.
const MOST: usize = 200;

/// Rules that touch each other.
#[derive(Debug)]
pub(crate) struct Grid {
    area: Rule,
    columns: Vec<Track>,
    rows: Vec<Track>,
}

/// Rules in one line: where it runs, and from where to where there is a rule.
#[derive(Debug)]
struct Track {
    place: f32,
    spans: Vec<(f32, f32)>,
}

/// The grids that the rules of a page make.
pub(crate) fn grids(rules: &[Rule]) -> Vec<Grid> {
    let mut groups: Vec<(Rule, Vec<Rule>)> = Vec::new();
    let mut sorted = rules.to_vec();
    sorted.sort_by(|one, other| one.top.total_cmp(&other.top));
    for rule in sorted {
        let mut area = rule;
        let mut members = vec![rule];
        // The rules of a page are few, and far fewer are the groups that they make.
        let mut rest = Vec::new();
        for (other, rules) in groups.drain(..) {
            if touch(&area, &other) {
                area = around(&area, &other);
                members.extend(rules);
            } else {
                rest.push((other, rules));
            }
        }
        rest.push((area, members));
        groups = rest;
    }
    groups.into_iter().filter_map(|(area, rules)| Grid::of(area, rules)).collect()
}

fn touch(one: &Rule, other: &Rule) -> bool {
    let across = one.left - TOUCH <= other.right && other.left - TOUCH <= one.right;
    across && one.top - TOUCH <= other.bottom && other.top - TOUCH <= one.bottom
}

fn around(one: &Rule, other: &Rule) -> Rule {
    Rule {
        left: one.left.min(other.left),
        right: one.right.max(other.right),
        top: one.top.min(other.top),
        bottom: one.bottom.max(other.bottom),
    }
}

impl Grid {
    fn of(area: Rule, rules: Vec<Rule>) -> Option<Self> {
        let (upright, level): (Vec<Rule>, Vec<Rule>) =
            rules.into_iter().partition(|rule| rule.bottom - rule.top > rule.right - rule.left);
        let columns = tracks(upright.into_iter().map(|rule| (rule.left, rule.top, rule.bottom)));
        let rows = tracks(level.into_iter().map(|rule| (rule.top, rule.left, rule.right)));
        let several = |tracks: &[Track]| (2..=MOST).contains(&tracks.len());
        let grid = several(&columns) && several(&rows) && area.bottom - area.top > 8.0;
        grid.then_some(Grid { area, columns, rows })
    }

    pub(crate) fn holds(&self, across: f32, down: f32) -> bool {
        (self.area.left..=self.area.right).contains(&across) && (self.area.top..=self.area.bottom).contains(&down)
    }

    /// The words of a line by row and column.
    pub(crate) fn cut(&self, line: Line) -> Vec<(usize, usize, Vec<Word>)> {
        let mut cut: Vec<(usize, usize, Vec<Word>)> = Vec::new();
        for word in line.words {
            let (across, down) = ((word.left + word.right) / 2.0, word.base - word.size * 0.3);
            let (row, column) = (number(&self.rows, down, across), number(&self.columns, across, down));
            match cut.last_mut() {
                Some((last_row, last_column, words)) if *last_row == row && *last_column == column => words.push(word),
                _ => cut.push((row, column, vec![word])),
            }
        }
        cut
    }
}

/// The number of the last track before `at` that has a rule beside `along`.
fn number(tracks: &[Track], at: f32, along: f32) -> usize {
    let before = tracks.partition_point(|track| track.place <= at);
    let here = tracks.iter().take(before).enumerate().rev().find(|(_, track)| track.covers(along));
    here.map_or(0, |(number, _)| number)
}

impl Track {
    fn covers(&self, along: f32) -> bool {
        let after = self.spans.partition_point(|(from, _)| *from <= along + TOUCH);
        let last = after.checked_sub(1).and_then(|last| self.spans.get(last));
        last.is_some_and(|(_, to)| along <= to + TOUCH)
    }
}

pub(crate) fn near(one: f32, other: f32) -> bool {
    (one - other).abs() <= TOUCH
}

/// Rules by the line in which they run; each is given by its place there, its start and its end.
fn tracks(rules: impl Iterator<Item = (f32, f32, f32)>) -> Vec<Track> {
    let mut sorted: Vec<(f32, f32, f32)> = rules.collect();
    sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut tracks: Vec<Track> = Vec::new();
    for (place, from, to) in sorted {
        match tracks.last_mut().filter(|track| near(track.place, place)) {
            Some(track) => track.spans.push((from, to)),
            None => tracks.push(Track { place, spans: vec![(from, to)] }),
        }
    }
    tracks.iter_mut().for_each(|track| track.spans = joined(std::mem::take(&mut track.spans)));
    tracks
}

/// Spans in order, those that touch made one.
fn joined(mut spans: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut whole: Vec<(f32, f32)> = Vec::new();
    for (from, to) in spans {
        match whole.last_mut().filter(|last| from <= last.1 + TOUCH) {
            Some(last) => last.1 = last.1.max(to),
            None => whole.push((from, to)),
        }
    }
    whole
}
