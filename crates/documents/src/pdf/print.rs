//! How a paper is printed: its usual size, distance of lines, and margin.

use super::Page;
use super::line::Line;
use std::collections::BTreeMap;

/// What is usual in the whole paper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Print {
    /// The size of most letters.
    pub(crate) size: f32,
    /// The distance of lines as part of their size.
    pub(crate) leading: f32,
    /// Where its lines begin at the left.
    pub(crate) left: f32,
    /// Where its full lines end at the right.
    pub(crate) right: f32,
    /// How wide most lines are.
    pub(crate) span: f32,
    /// The length of a full line in bytes.
    pub(crate) width: usize,
}

impl Print {
    pub(crate) fn of(pages: &[Page]) -> Self {
        let lines = || pages.iter().flat_map(|page| &page.lines);
        let length = |line: &Line| line.words.iter().map(|word| word.text.len() + 1).sum::<usize>();
        let size = most(lines().map(|line| (line.size, length(line))), 2.0).unwrap_or(10.0);
        let pairs = pages.iter().flat_map(|page| page.lines.iter().zip(page.lines.iter().skip(1)));
        let gaps = pairs.filter_map(|(line, next)| Some((gap(line, next)?, 1)));
        let leading = most(gaps.filter(|(gap, _)| (0.8..3.0).contains(gap)), 20.0).unwrap_or(1.2);
        let edge = |place: fn(&Line) -> f32, part: f32| {
            let mut edges: Vec<f32> = lines().map(place).collect();
            edges.sort_by(f32::total_cmp);
            edges.get((edges.len() as f32 * part) as usize).copied().unwrap_or(0.0)
        };
        let (left, right) = (edge(|line| line.left, 0.02), edge(|line| line.right, 0.9));
        let span = edge(|line| line.right - line.left, 0.5);
        let mut lengths: Vec<usize> = lines().map(length).collect();
        lengths.sort_unstable();
        let width = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(80);
        Print { size, leading, left, right, span, width }
    }
}

/// The distance of a line from the one above it, as part of its size; `None` where they are not of one kind.
pub(crate) fn gap(line: &Line, next: &Line) -> Option<f32> {
    let down = next.base - line.base;
    let alike = (line.size - next.size).abs() < line.size * 0.08;
    (alike && down > 0.0 && line.size > 0.0).then(|| down / line.size.max(next.size))
}

/// The value that has the most weight, told apart in steps of one part in `steps`.
fn most(values: impl Iterator<Item = (f32, usize)>, steps: f32) -> Option<f32> {
    let mut weights: BTreeMap<i32, usize> = BTreeMap::new();
    for (value, weight) in values {
        *weights.entry((value * steps).round() as i32).or_default() += weight;
    }
    let (step, _) = weights.into_iter().max_by_key(|(_, weight)| *weight)?;
    Some(step as f32 / steps)
}
