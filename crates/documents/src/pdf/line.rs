//! Glyphs to words, words to lines.

use super::glyphs::{Glyph, Turn};
use crate::markers::marker;

/// A gap between glyphs of one word is smaller, as part of their size.
const WORD_GAP: f32 = 0.17;

/// Glyphs that stand apart by so much of their size still stand on one line.
const SLOPE: f32 = 0.55;

/// A raised sign is smaller than the words of its line by this factor.
const RAISED: f32 = 0.8;

/// Lines before one that may be the same, drawn twice to look bold.
const TWICE: usize = 4;

/// More words than a line of text has; what is drawn piece by piece is put together up to there.
const MOST_WORDS: usize = 200;

/// Glyphs that no space parts.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) base: f32,
    pub(crate) size: f32,
    /// How many letters it has, and how many of them are bold.
    letters: (usize, usize),
    /// Stands above the line, as the sign of a footnote does.
    pub(crate) raised: bool,
}

impl Word {
    fn of(glyph: &Glyph) -> Self {
        let (left, right, base, size) = (glyph.left, glyph.right, glyph.base, glyph.size);
        let text = glyph.character.to_string();
        let mut word = Word { text, left, right, base, size, letters: (0, 0), raised: false };
        word.count(glyph);
        word
    }

    fn count(&mut self, glyph: &Glyph) {
        if glyph.character.is_alphabetic() {
            self.letters.0 += 1;
            self.letters.1 += usize::from(glyph.bold);
        }
    }

    /// Whether it is a line to write on.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.bytes().all(|byte| matches!(byte, b'_' | b'.'))
    }

    /// Whether it is bold; a letter that is rare tells too little.
    fn is_bold(&self) -> bool {
        self.letters.1 * 10 >= self.letters.0 * 6
    }
}

/// Words on one baseline.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) words: Vec<Word>,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) base: f32,
    pub(crate) size: f32,
    /// Whether a page ended before it that is printed inside a page of the file.
    pub(crate) turned: bool,
}

impl Line {
    /// A line of words; `None` where there are none.
    pub(crate) fn of(mut words: Vec<Word>) -> Option<Self> {
        words.sort_by(|one, other| one.left.total_cmp(&other.left));
        let mut line = Line { words, left: f32::MAX, right: f32::MIN, base: 0.0, size: 0.0, turned: false };
        for word in &line.words {
            line.left = line.left.min(word.left);
            line.right = line.right.max(word.right);
        }
        (line.base, line.size) = main_print(&line.words)?;
        for word in &mut line.words {
            word.raised = word.size < line.size * RAISED && word.base < line.base - line.size * 0.1;
        }
        Some(line)
    }

    pub(crate) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// Whether all its letters are bold.
    pub(crate) fn is_bold(&self) -> bool {
        let mut lettered = self.words.iter().filter(|word| word.letters.0 > 0).peekable();
        lettered.peek().is_some() && lettered.all(Word::is_bold)
    }

    /// Whether two lines stand on one baseline.
    pub(crate) fn is_level(&self, other: &Line) -> bool {
        (self.base - other.base).abs() < self.size.min(other.size) * 0.3
    }

    /// Whether what stands before a place asks for something there: `Name:`, or a line to write on.
    pub(crate) fn asks_before(&self, place: f32) -> bool {
        let before = self.words.iter().take_while(|word| word.left < place).last();
        before.is_some_and(|word| word.is_blank() || (word.text.ends_with(':') && word.right < place))
    }

    fn overlaps(&self, other: &Line) -> bool {
        self.words.iter().any(|one| {
            other.words.iter().any(|another| one.left < another.right - 0.5 && another.left < one.right - 0.5)
        })
    }
}

/// The baseline and size of most of the letters.
fn main_print(words: &[Word]) -> Option<(f32, f32)> {
    let letters = |word: &Word| word.text.len();
    let size = words.iter().max_by_key(|word| letters(word))?.size;
    let largest = words.iter().filter(|word| word.size >= size * 0.9);
    let main = largest.max_by_key(|word| letters(word))?;
    Some((main.base, main.size))
}

/// The lines of the glyphs that run one way, in the order in which they are drawn.
pub(crate) fn lines(glyphs: &[Glyph], turn: Turn) -> Vec<Line> {
    let mut builder = Builder::default();
    for glyph in glyphs.iter().filter(|glyph| glyph.turn == turn) {
        builder.add(glyph);
    }
    builder.end_line();
    with_markers(builder.lines)
}

/// The furthest that the number or bullet of an item stands from its words, in sizes of the print.
const MARKER_REACH: f32 = 8.0;

/// Puts a number or bullet that was drawn for itself to the left of the line that it stands before: some programs draw
/// all of them after the words of the page.
fn with_markers(lines: Vec<Line>) -> Vec<Line> {
    let alone = |line: &Line| matches!(line.words.as_slice(), [word] if marks(&word.text));
    if !lines.iter().any(alone) {
        return lines;
    }
    let numbered = lines.into_iter().enumerate();
    let (markers, mut rest): (Vec<_>, Vec<_>) = numbered.partition(|(_, line)| alone(line));
    let mut order: Vec<(f32, usize)> = rest.iter().enumerate().map(|(index, (_, line))| (line.base, index)).collect();
    order.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut lonely = Vec::new();
    for (drawn, marker) in markers {
        let first = order.partition_point(|(base, _)| *base < marker.base - marker.size);
        let near = order.iter().skip(first).take(MOST_WORDS).take_while(|(base, _)| *base < marker.base + marker.size);
        let beside = near.filter_map(|(_, index)| Some((rest.get(*index)?.1.left - marker.right, *index)));
        let reach = -0.5..marker.size * MARKER_REACH;
        let level = |index: usize| rest.get(index).is_some_and(|(_, line)| line.is_level(&marker));
        let fitting = beside.filter(|(gap, index)| reach.contains(gap) && level(*index));
        let nearest = fitting.min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, index)| index);
        match nearest.and_then(|index| rest.get_mut(index)) {
            Some((_, line)) => {
                let words = marker.words.into_iter().chain(std::mem::take(&mut line.words)).collect();
                *line = Line::of(words).unwrap_or_else(|| line.clone());
            }
            None => lonely.push((drawn, marker)),
        }
    }
    // One that stands for itself stays where it was drawn.
    rest.extend(lonely);
    rest.sort_by_key(|(drawn, _)| *drawn);
    rest.into_iter().map(|(_, line)| line).collect()
}

/// Whether a word is the number or bullet of an item.
pub(crate) fn marks(word: &str) -> bool {
    word == "o" || marker(&format!("{word} x")).is_some()
}

#[derive(Debug, Default)]
struct Builder {
    lines: Vec<Line>,
    words: Vec<Word>,
    /// A space was drawn after the last glyph.
    spaced: bool,
    /// The baseline and size of the line so far.
    base: f32,
    size: f32,
    right: f32,
}

impl Builder {
    fn add(&mut self, glyph: &Glyph) {
        if glyph.character == ' ' {
            self.spaced = true;
            return;
        }
        if !self.words.is_empty() && !self.goes_on(glyph) {
            self.end_line();
        }
        let gap = glyph.left - self.right;
        let apart = self.spaced || gap > WORD_GAP * glyph.size.min(self.size) || self.shifts(glyph);
        match self.words.last_mut().filter(|_| !apart) {
            Some(word) => {
                // The same glyph over itself is bold print of a poor printer.
                let again = word.text.ends_with(glyph.character) && (word.right - glyph.right).abs() < glyph.size * 0.1;
                if !again {
                    word.text.push(glyph.character);
                    word.right = word.right.max(glyph.right);
                    word.count(glyph);
                }
            }
            None => self.words.push(Word::of(glyph)),
        }
        if self.words.len() == 1 || glyph.size > self.size {
            (self.base, self.size) = (glyph.base, glyph.size);
        }
        self.right = glyph.right;
        self.spaced = false;
    }

    fn goes_on(&self, glyph: &Glyph) -> bool {
        let size = glyph.size.max(self.size);
        (glyph.base - self.base).abs() < size * SLOPE && glyph.left > self.right - size * 0.6
    }

    /// Whether a sign that stands higher or is printed smaller begins or ends.
    fn shifts(&self, glyph: &Glyph) -> bool {
        self.words.last().is_some_and(|word| {
            let (small, large) = (word.size.min(glyph.size), word.size.max(glyph.size));
            // The letters of `17th` are raised and belong to it.
            let numbered = word.text.starts_with(|c: char| c.is_ascii_digit());
            let ordinal = numbered && glyph.character.is_alphabetic() && glyph.size < word.size;
            !ordinal && small < large * RAISED && (word.base - glyph.base).abs() > large * 0.1
        })
    }

    fn end_line(&mut self) {
        self.spaced = false;
        let Some(line) = Line::of(std::mem::take(&mut self.words)) else { return };
        let twice = |before: &Line| {
            before.is_level(&line) && (before.left - line.left).abs() < line.size * 0.2 && before.text() == line.text()
        };
        if self.lines.iter().rev().take(TWICE).any(twice) {
            return;
        }
        match self.lines.last_mut() {
            Some(last) if last.words.len() < MOST_WORDS && last.is_level(&line) && !last.overlaps(&line) => {
                let mut words = std::mem::take(&mut last.words);
                words.extend(line.words);
                if let Some(merged) = Line::of(words) {
                    *last = merged;
                }
            }
            _ => self.lines.push(line),
        }
    }
}
