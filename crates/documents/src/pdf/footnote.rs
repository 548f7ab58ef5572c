//! Footnotes: small print at the foot of a page, which a raised sign in the text points to.

use super::line::{Line, Word};

/// Small print is smaller than the text by this factor.
const SMALL: f32 = 0.93;

/// Takes the footnotes off a page and their signs out of its lines. Each note begins with its sign.
pub(crate) fn take_off(lines: &mut Vec<Line>, size: f32) -> Vec<Vec<Line>> {
    let begin = lines.iter().rposition(|line| line.size > size * SMALL).map_or(0, |last| last + 1);
    let Some(first) = (begin..lines.len()).find(|index| lines.get(*index).is_some_and(|line| sign(line).is_some()))
    else {
        return Vec::new();
    };
    let mut notes: Vec<Vec<Line>> = Vec::new();
    for line in lines.split_off(first) {
        match notes.last_mut().filter(|_| sign(&line).is_none()) {
            Some(note) => note.push(line),
            None => notes.push(vec![line]),
        }
    }
    let signs: Vec<String> = notes.iter().filter_map(|note| sign(note.first()?)).collect();
    let pointed = |word: &Word| word.raised && signs.contains(&word.text);
    let is_pointed_to = lines.iter().flat_map(|line| &line.words).any(pointed);
    if !is_pointed_to {
        lines.extend(notes.into_iter().flatten());
        return Vec::new();
    }
    for line in lines.iter_mut() {
        line.words.retain(|word| !pointed(word));
    }
    lines.retain(|line| !line.words.is_empty());
    notes
}

/// The sign that a footnote begins with.
pub(crate) fn sign(line: &Line) -> Option<String> {
    let first = line.words.first()?;
    let number = first.text.len() <= 3 && first.text.bytes().all(|byte| byte.is_ascii_digit());
    let mark = first.text.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§')) && first.text.chars().count() <= 3;
    ((number && line.words.len() > 1) || mark).then(|| first.text.clone())
}
