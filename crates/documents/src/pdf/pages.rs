//! The pages of a PDF, read one by one within limits.

use super::Page;
use super::glyphs::{Collector, Found, Glyph, Turn};
use super::guard::Effort;
use super::ink::{Inks, Usual, mark_bold};
use super::line::lines;
use crate::error::DocumentError;
use crate::notice::Notice;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page, kurbo};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict};

/// More pages than any agreement has.
const MOST_PAGES: usize = 5_000;

/// More characters than a page can hold in print that can be read.
const MOST_ON_PAGE: usize = 200_000;

/// More characters than any agreement has.
const MOST_CHARACTERS: usize = 20_000_000;

/// A page as it was drawn.
#[derive(Debug)]
pub(crate) struct Leaf {
    found: Found,
}

/// Reads the pages.
pub(crate) fn leaves(pdf: &Pdf) -> Result<Vec<Leaf>, DocumentError> {
    let pages = pdf.pages();
    match pages.len() {
        0 => return Err(DocumentError::Damaged("PDF")),
        count if count > MOST_PAGES => return Err(DocumentError::TooMuch("pages")),
        _ => {}
    }
    let cache = InterpreterCache::new();
    let mut effort = Effort::new();
    let mut room = MOST_CHARACTERS;
    let mut leaves: Vec<Leaf> = Vec::new();
    let (mut inks, mut usual) = (Inks::default(), Usual::default());
    for page in pages.iter() {
        effort.page(page)?;
        let size = page.render_dimensions();
        let area = kurbo::Rect::new(0.0, 0.0, size.0.into(), size.1.into());
        let start = kurbo::Affine::new(page.initial_transform(true).as_coeffs());
        let mut context = Context::new(start, area, &cache, pdf.xref(), InterpreterSettings::default());
        let mut collector = Collector::new(size, room.min(MOST_ON_PAGE), inks);
        interpret_page(page, &mut context, &mut collector);
        inks = collector.inks;
        let found = collector.found;
        usual.note(&found.glyphs);
        if found.overfull {
            return Err(DocumentError::TooMuch("characters"));
        }
        room = room.saturating_sub(found.glyphs.len() + found.inkless.len());
        leaves.push(Leaf { found });
    }
    let usual = usual.inks();
    leaves.iter_mut().for_each(|leaf| mark_bold(&mut leaf.found.glyphs, &usual));
    Ok(leaves)
}

impl Leaf {
    /// Whether the page shows text, in ink or over a picture of it.
    fn has_text(&self) -> bool {
        self.glyphs().iter().any(|glyph| glyph.character.is_alphanumeric())
    }

    /// The glyphs that are read: those without ink only where a page has no other words.
    fn glyphs(&self) -> &[Glyph] {
        let inked = self.found.glyphs.iter().filter(|glyph| glyph.character != ' ').count();
        if inked * 10 < self.found.inkless.len() { &self.found.inkless } else { &self.found.glyphs }
    }

    fn hides_text(&self) -> bool {
        let inked = self.found.glyphs.iter().filter(|glyph| glyph.character != ' ').count();
        let inkless = self.found.inkless.iter().any(|glyph| glyph.character.is_alphanumeric());
        (inkless && inked * 10 >= self.found.inkless.len()) || self.found.unseen > 0
    }

    /// The lines of the page in the way in which most of its glyphs run.
    pub(crate) fn page(self) -> Page {
        let glyphs = self.glyphs();
        let count = |turn: Turn| glyphs.iter().filter(|glyph| glyph.turn == turn).count();
        let main = Turn::ALL.into_iter().rev().max_by_key(|turn| count(*turn)).unwrap_or(Turn::None);
        let rest = Turn::ALL.into_iter().filter(|turn| *turn != main);
        let aside = rest.flat_map(|turn| lines(glyphs, turn)).collect();
        let rules = if main == Turn::None { self.found.rules.clone() } else { Vec::new() };
        Page { lines: lines(glyphs, main), rules, aside }
    }
}

/// What the text alone does not show; an error where there is no text that can be read.
pub(crate) fn notices(pdf: &Pdf, leaves: &[Leaf]) -> Result<Vec<Notice>, DocumentError> {
    let mut notices = Vec::new();
    let sum = |count: fn(&Leaf) -> usize| leaves.iter().map(count).sum::<usize>();
    let (known, unknown) = (sum(|leaf| leaf.glyphs().len()), sum(|leaf| leaf.found.unknown));
    if unknown * 3 > known + unknown {
        return Err(DocumentError::NoCharacters);
    }
    let blank: Vec<u32> = (1..).zip(leaves).filter(|(_, leaf)| is_picture(leaf)).map(|(page, _)| page).collect();
    if !leaves.iter().any(Leaf::has_text) {
        return Err(match (form(pdf), blank.is_empty()) {
            (true, _) => DocumentError::Form,
            (false, false) => DocumentError::Scan,
            (false, true) => DocumentError::Empty,
        });
    }
    if !blank.is_empty() {
        notices.push(Notice::PagesWithoutText(blank));
    }
    let told = [
        (unknown > 0, Notice::UnknownCharacters),
        (leaves.iter().any(Leaf::hides_text), Notice::HiddenText),
        (sum(|leaf| leaf.found.askew) > 0, Notice::SlantedText),
        (pdf.pages().iter().any(|page| has_comments(page.raw())), Notice::Comments),
    ];
    notices.extend(told.into_iter().filter(|(holds, _)| *holds).map(|(_, notice)| notice));
    Ok(notices)
}

/// Whether a page shows a picture and no text.
fn is_picture(leaf: &Leaf) -> bool {
    leaf.found.pictures > 0 && !leaf.has_text()
}

/// Whether the file is a form whose fields are filled in.
fn form(pdf: &Pdf) -> bool {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let form = catalog.and_then(|catalog| catalog.get::<Dict<'_>>(b"AcroForm".as_slice()));
    form.is_some_and(|form| {
        let fields =
            form.get::<Array<'_>>(b"Fields".as_slice()).is_some_and(|fields| fields.raw_iter().next().is_some());
        fields || form.contains_key(b"XFA".as_slice())
    })
}

/// Whether readers wrote on a page.
fn has_comments(page: &Dict<'_>) -> bool {
    let Some(notes) = page.get::<Array<'_>>(b"Annots".as_slice()) else { return false };
    notes.iter::<Dict<'_>>().take(1000).any(|note| {
        let kind = note.get::<hayro_syntax::object::Name<'_>>(b"Subtype".as_slice());
        kind.is_some_and(|kind| matches!(&*kind, b"Text" | b"FreeText" | b"Highlight" | b"StrikeOut" | b"Caret"))
            && note.contains_key(b"Contents".as_slice())
    })
}
