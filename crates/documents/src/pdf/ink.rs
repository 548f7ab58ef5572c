//! Bold print of fonts that do not say their weight: their letters take more ink than the same letters of most of the
//! text.

use super::glyphs::Glyph;
use hayro_interpret::font::OutlineGlyph;
use hayro_interpret::kurbo::Shape;
use std::collections::{BTreeMap, HashMap};

/// How much more ink bold letters take; that of a semibold font is some fifth more.
const MORE: f32 = 1.17;

/// The ink of each glyph that was drawn, in thousandths of a square of its size.
#[derive(Debug, Default)]
pub(crate) struct Inks {
    known: HashMap<u128, f32>,
}

impl Inks {
    pub(crate) fn of(&mut self, glyph: &OutlineGlyph) -> f32 {
        let key = glyph.identifier().cache_key();
        *self.known.entry(key).or_insert_with(|| (glyph.outline().area().abs() / 1000.0) as f32)
    }
}

/// The ink that each letter mostly takes.
#[derive(Debug, Default)]
pub(crate) struct Usual {
    counts: BTreeMap<char, BTreeMap<u32, usize>>,
}

impl Usual {
    pub(crate) fn note(&mut self, glyphs: &[Glyph]) {
        for glyph in glyphs.iter().filter(|glyph| glyph.ink > 0.0 && glyph.character.is_alphabetic()) {
            let counts = self.counts.entry(glyph.character).or_default();
            *counts.entry(glyph.ink as u32).or_default() += 1;
        }
    }

    /// The ink of most of each letter.
    pub(crate) fn inks(self) -> HashMap<char, f32> {
        self.counts.iter().filter_map(|(letter, inks)| Some((*letter, most(inks)?))).collect()
    }
}

/// Marks the letters that take more ink than most of their kind.
pub(crate) fn mark_bold(glyphs: &mut [Glyph], usual: &HashMap<char, f32>) {
    for glyph in glyphs.iter_mut().filter(|glyph| glyph.ink > 0.0) {
        glyph.bold |= usual.get(&glyph.character).is_some_and(|ink| glyph.ink > ink * MORE);
    }
}

fn most(inks: &BTreeMap<u32, usize>) -> Option<f32> {
    let (ink, _) = inks.iter().max_by_key(|(_, count)| **count)?;
    Some(*ink as f32)
}
