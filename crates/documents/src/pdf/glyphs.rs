//! What stands on a page: its glyphs with their places, its rules, and whether it shows pictures.

use super::ink::Inks;
use super::letters::letters;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};

/// The way in which a line of text runs over the page, clockwise in quarters of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    None,
    Down,
    Over,
    Up,
}

impl Turn {
    pub(crate) const ALL: [Turn; 4] = [Turn::None, Turn::Down, Turn::Over, Turn::Up];

    /// The place of a point for a reader who turned the page.
    fn upright(self, point: Point) -> Point {
        match self {
            Turn::None => point,
            Turn::Down => Point::new(point.y, -point.x),
            Turn::Over => Point::new(-point.x, -point.y),
            Turn::Up => Point::new(-point.y, point.x),
        }
    }

    /// The turn of a direction that is upright within some three degrees.
    fn of(x: f64, y: f64) -> Option<Self> {
        let straight = |along: f64, across: f64| across.abs() <= along.abs() * 0.05;
        match (straight(x, y), straight(y, x)) {
            (true, _) => Some(if x > 0.0 { Turn::None } else { Turn::Over }),
            (_, true) => Some(if y > 0.0 { Turn::Down } else { Turn::Up }),
            _ => None,
        }
    }
}

/// One character on a page, in points from the top left as its reader sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    pub(crate) character: char,
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Its baseline.
    pub(crate) base: f32,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    /// How much ink it takes, where its font does not say whether it is bold.
    pub(crate) ink: f32,
    pub(crate) turn: Turn,
}

/// A straight line that is drawn, as the borders of tables are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
}

/// What was found on a page.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) glyphs: Vec<Glyph>,
    /// Glyphs that are drawn without ink, as the words of a scan that was recognised are.
    pub(crate) inkless: Vec<Glyph>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) pictures: usize,
    /// Glyphs of which nothing says the character.
    pub(crate) unknown: usize,
    /// Glyphs that stand askew, as a watermark does.
    pub(crate) askew: usize,
    /// Glyphs outside the page, or too small to be seen.
    pub(crate) unseen: usize,
    /// There were more glyphs than are read.
    pub(crate) overfull: bool,
}

/// Text that is smaller is not meant to be seen.
const SMALLEST: f64 = 1.0;

/// More rules than any table of a paper has.
const MOST_RULES: usize = 1_500;

/// A rule is thinner.
const THIN: f64 = 2.5;

/// Takes the glyphs off a page as it is drawn.
#[derive(Debug)]
pub(crate) struct Collector {
    pub(crate) found: Found,
    width: f64,
    height: f64,
    /// Glyphs that may still be read.
    room: usize,
    pub(crate) inks: Inks,
}

impl Collector {
    pub(crate) fn new((width, height): (f32, f32), room: usize, inks: Inks) -> Self {
        Collector { found: Found::default(), width: width.into(), height: height.into(), room, inks }
    }

    fn glyph(&mut self, glyph: &PositionedGlyph<'_>, transform: Affine, bold: Option<bool>, inkless: bool) {
        let place = transform * glyph.transform();
        let advance = match &**glyph {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(drawing) => drawing.advance_width(),
        };
        let origin = place * Point::ZERO;
        let end = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let along = place * Point::new(1000.0, 0.0) - origin;
        let size = (place * Point::new(0.0, 1000.0) - origin).hypot();
        if !origin.is_finite() || !end.is_finite() || !size.is_finite() {
            return;
        }
        let inside = (-2.0..=self.width + 2.0).contains(&origin.x) && (-2.0..=self.height + 2.0).contains(&origin.y);
        let Some(turn) = Turn::of(along.x, along.y) else {
            self.found.askew += 1;
            return;
        };
        if size < SMALLEST || !inside {
            self.found.unseen += 1;
            return;
        }
        let (start, end) = (turn.upright(origin), turn.upright(end));
        let (left, right) = (start.x.min(end.x), start.x.max(end.x));
        let ink = match &**glyph {
            Drawn::Outline(outline) if bold.is_none() => self.inks.of(outline),
            _ => 0.0,
        };
        let mut known = false;
        let text = written(glyph.as_unicode());
        let count = text.chars().count().max(1) as f64;
        for (index, character) in text.chars().enumerate() {
            let step = (right - left) / count;
            known = true;
            let one = Glyph {
                character,
                left: (left + step * index as f64) as f32,
                right: (left + step * (index + 1) as f64) as f32,
                base: start.y as f32,
                size: size as f32,
                bold: bold.unwrap_or(false),
                ink,
                turn,
            };
            let list = if inkless { &mut self.found.inkless } else { &mut self.found.glyphs };
            list.push(one);
        }
        self.found.unknown += usize::from(!known);
    }

    fn rule(&mut self, path: &BezPath, transform: Affine, outlined: bool) {
        if self.found.rules.len() >= MOST_RULES || path.elements().len() > 16 {
            return;
        }
        let area = (transform * path.clone()).bounding_box();
        let (wide, high) = (area.width(), area.height());
        if !area.is_finite() || (wide < THIN * 2.0 && high < THIN * 2.0) {
            return;
        }
        let [left, right, top, bottom] = [area.x0, area.x1, area.y0, area.y1].map(|edge| edge as f32);
        if wide < THIN || high < THIN {
            self.found.rules.push(Rule { left, right, top, bottom });
        } else if outlined {
            // A frame is four rules.
            let edges = [(left, left, top, bottom), (right, right, top, bottom), (left, right, top, top)];
            let edges = edges.into_iter().chain([(left, right, bottom, bottom)]);
            self.found.rules.extend(edges.map(|(left, right, top, bottom)| Rule { left, right, top, bottom }));
        }
    }
}

/// The characters of a glyph as text is written, empty where they cannot be told.
fn written(unicode: Option<BfString>) -> String {
    let mut text = String::new();
    match unicode {
        Some(BfString::Char(character)) => letters(character, &mut text),
        Some(BfString::String(several)) => several.chars().take(8).for_each(|one| letters(one, &mut text)),
        None => {}
    }
    text
}

/// Whether the font of a run is bold, where the font says it.
fn is_bold(run: &GlyphRun<'_, '_>) -> Option<bool> {
    let Drawn::Outline(outline) = &**run.glyphs().first()? else { return Some(false) };
    let font = outline.font_data()?;
    let name = font.postscript_name.unwrap_or_default().to_ascii_lowercase();
    let named = ["bold", "black", "heavy"].iter().any(|weight| name.contains(weight));
    Some(named || font.weight? >= 600)
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.rule(path, props.transform, matches!(mode, DrawMode::Stroke(_)));
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let bold = is_bold(run);
        for glyph in run.glyphs() {
            if self.room == 0 {
                self.found.overfull = true;
                return;
            }
            self.room -= 1;
            self.glyph(glyph, props.transform, bold, matches!(mode, DrawMode::Invisible));
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.found.pictures += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
