//! Rows of tables that are drawn with `|`.

use std::ops::Range;

/// Whether a line is the rule under the head of a table: `| --- | :-: |`.
pub(crate) fn is_rule(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// The cells of a row, as ranges of bytes of the line. An escaped `\|` belongs to its cell.
pub(crate) fn cells(line: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = usize::from(line.starts_with('|'));
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate().skip(start) {
        if byte == b'|' && !escaped {
            cells.push(start..at);
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    if line.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        cells.push(start..line.len());
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_cells() {
        let cut =
            |line: &'static str| cells(line).into_iter().map(|cell| line.get(cell).unwrap().trim()).collect::<Vec<_>>();
        assert_eq!(cut("| a | b \\| c |  |"), ["a", "b \\| c", ""]);
        assert_eq!(cut("a | b"), ["a", "b"]);
        assert!(is_rule("| --- | :-: |") && is_rule("---|---"));
        assert!(!is_rule("---") && !is_rule("| a |"));
    }
}
