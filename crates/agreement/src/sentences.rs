use std::ops::Range;

const SHORT: [&str; 12] =
    ["sec.", "no.", "inc.", "corp.", "ltd.", "u.s.", "e.g.", "i.e.", "art.", "etc.", "co.", "vs."];

/// Cuts a block's words into sentences, as byte ranges.
pub(crate) fn split(words: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut word = 0;
    let mut ended = false;
    for (at, character) in words.char_indices() {
        if character == ' ' {
            let last = words.get(word..at).unwrap_or("").to_lowercase();
            let stop = last.trim_end_matches(['”', '"', ')', '’', '_']);
            ended = stop.ends_with(['.', '?', '!'])
                && stop.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !SHORT.contains(&stop.trim_start_matches('('));
            word = at + 1;
        } else if ended && at == word {
            if !character.is_lowercase() {
                ranges.push(start..at.saturating_sub(1));
                start = at;
            }
            ended = false;
        }
    }
    let end = words.trim_end().len();
    if start < end {
        ranges.push(start..end);
    }
    ranges
}
