//! Numbers that Word computes: `numbering.xml` says how, the order of paragraphs says how far.

use crate::error::DocumentError;
use crate::numerals::Numeral;
use crate::xml::{Piece, is_on, name, number, value, walk};
use std::collections::HashMap;

/// Levels of a list in Word.
const LEVELS: usize = 9;

/// How one level is numbered.
#[derive(Clone, Debug, Default)]
struct Level {
    start: i64,
    format: String,
    /// Such as `%1.%2`.
    text: String,
    /// The level whose number restarts this one; 0 for never, `None` for any above.
    restart: Option<i64>,
    /// All numbers in digits, as in `§ 2.1` under Article II.
    legal: bool,
}

/// How one list is numbered.
#[derive(Clone, Debug, Default)]
struct Scheme {
    levels: [Level; LEVELS],
    /// The style that defines the list elsewhere, or is defined here.
    defines: Option<String>,
    refers: Option<String>,
}

/// A list in use: its scheme, and what it changes.
#[derive(Clone, Debug, Default)]
struct Instance {
    scheme: String,
    starts: [Option<i64>; LEVELS],
    levels: HashMap<usize, Level>,
}

/// All lists of a document, and how far they are counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    schemes: HashMap<String, Scheme>,
    instances: HashMap<String, Instance>,
    counts: HashMap<String, [Option<i64>; LEVELS]>,
    /// Instances whose own starts were used.
    begun: HashMap<String, [bool; LEVELS]>,
}

/// Where in `numbering.xml` reading stands.
#[derive(Default)]
struct Position {
    scheme: Option<String>,
    instance: Option<String>,
    level: Option<usize>,
    changes_level: bool,
}

impl Numbering {
    pub(crate) fn read(part: &str) -> Result<Self, DocumentError> {
        let mut numbering = Numbering::default();
        let mut position = Position::default();
        walk(part, |piece| {
            match piece {
                Piece::Open(start) => numbering.open(&mut position, &start),
                Piece::Close(name) => close(&mut position, &name),
                Piece::Text(_) | Piece::Reference(_) => {}
            }
            Ok(())
        })?;
        numbering.resolve();
        Ok(numbering)
    }

    fn open(&mut self, position: &mut Position, start: &quick_xml::events::BytesStart) {
        let level_of =
            |key: &str| value(start, key).and_then(|level| level.parse().ok()).filter(|level| *level < LEVELS);
        match name(start).as_str() {
            "abstractNum" => position.scheme = value(start, "abstractNumId"),
            "num" => position.instance = value(start, "numId"),
            "abstractNumId" => {
                if let Some(instance) = &position.instance {
                    self.instances.entry(instance.clone()).or_default().scheme =
                        value(start, "val").unwrap_or_default();
                }
            }
            "lvlOverride" => position.level = level_of("ilvl"),
            "lvl" => {
                position.level = level_of("ilvl");
                position.changes_level = position.instance.is_some();
            }
            "startOverride" => {
                let slot = position.instance.as_ref().zip(position.level);
                if let Some((instance, level)) = slot
                    && let Some(slot) = self.instances.entry(instance.clone()).or_default().starts.get_mut(level)
                {
                    *slot = number(start);
                }
            }
            "styleLink" => self.scheme(position).defines = value(start, "val"),
            "numStyleLink" => self.scheme(position).refers = value(start, "val"),
            property @ ("start" | "numFmt" | "lvlText" | "lvlRestart" | "isLgl") => {
                if let Some(level) = self.level(position) {
                    level.set(property, start);
                }
            }
            _ => {}
        }
    }

    fn scheme(&mut self, position: &Position) -> &mut Scheme {
        self.schemes.entry(position.scheme.clone().unwrap_or_default()).or_default()
    }

    fn level(&mut self, position: &Position) -> Option<&mut Level> {
        let level = position.level?;
        match &position.instance {
            Some(instance) if position.changes_level => {
                Some(self.instances.entry(instance.clone()).or_default().levels.entry(level).or_default())
            }
            Some(_) => None,
            None => self.scheme(position).levels.get_mut(level),
        }
    }

    /// Lets a list that is defined by a style share the levels of that style's list.
    fn resolve(&mut self) {
        let defined: HashMap<String, [Level; LEVELS]> =
            self.schemes.values().filter_map(|scheme| Some((scheme.defines.clone()?, scheme.levels.clone()))).collect();
        for scheme in self.schemes.values_mut() {
            if let Some(levels) = scheme.refers.as_ref().and_then(|style| defined.get(style)) {
                scheme.levels.clone_from(levels);
            }
        }
    }

    /// Counts a paragraph of a list and says its number as shown; empty for a bullet, `None` where it has none.
    pub(crate) fn next(&mut self, id: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let instance = self.instances.get(id)?.clone();
        let scheme = self.schemes.get(&instance.scheme)?.clone();
        let shape = |at: usize| instance.levels.get(&at).or_else(|| scheme.levels.get(at)).cloned().unwrap_or_default();
        let begun = self.begun.entry(id.to_owned()).or_default();
        let counts = self.counts.entry(instance.scheme.clone()).or_default();
        for (at, count) in counts.iter_mut().enumerate() {
            let first = instance.starts.get(at).copied().flatten();
            let fresh = first.filter(|_| begun.get(at) == Some(&false) && at <= level);
            if fresh.is_some() {
                if let Some(begun) = begun.get_mut(at) {
                    *begun = true;
                }
                *count = None;
            }
            let start = first.unwrap_or(shape(at).start);
            match at.cmp(&level) {
                std::cmp::Ordering::Less => *count = Some(count.unwrap_or(start)),
                std::cmp::Ordering::Equal => *count = Some(count.map_or(start, |count| count + 1)),
                std::cmp::Ordering::Greater => {
                    let above = i64::try_from(level + 1).unwrap_or(0);
                    if shape(at).restart.is_none_or(|restart| restart != 0 && above <= restart) {
                        *count = None;
                    }
                }
            }
        }
        let counts = *counts;
        shape(level).shown(|at| {
            let shape_at = shape(at);
            (counts.get(at).copied().flatten().unwrap_or(shape_at.start), shape_at.format)
        })
    }
}

fn close(position: &mut Position, name: &str) {
    match name {
        "abstractNum" => position.scheme = None,
        "num" => position.instance = None,
        "lvl" => position.changes_level = false,
        _ => {}
    }
}

impl Level {
    fn set(&mut self, property: &str, start: &quick_xml::events::BytesStart) {
        match property {
            "start" => self.start = number(start).unwrap_or(1),
            "numFmt" => self.format = value(start, "val").unwrap_or_default(),
            "lvlText" => self.text = value(start, "val").unwrap_or_default(),
            "lvlRestart" => self.restart = number(start),
            _ => self.legal = is_on(start),
        }
    }

    /// The number as shown, with each `%n` replaced by the count of that level.
    fn shown(&self, count: impl Fn(usize) -> (i64, String)) -> Option<String> {
        if self.format == "bullet" {
            return Some(String::new());
        }
        if self.format == "none" || self.text.trim().is_empty() {
            return None;
        }
        let mut shown = String::new();
        let mut characters = self.text.chars();
        while let Some(character) = characters.next() {
            let level =
                if character == '%' { characters.clone().next().and_then(|digit| digit.to_digit(10)) } else { None };
            match level.and_then(|level| usize::try_from(level).ok()?.checked_sub(1)) {
                Some(level) => {
                    characters.next();
                    let (number, format) = count(level);
                    shown.push_str(&written(number, if self.legal { "decimal" } else { &format }));
                }
                None => shown.push(character),
            }
        }
        Some(shown.trim().to_owned())
    }
}

/// Writes a number in one of Word's formats.
fn written(number: i64, format: &str) -> String {
    match format {
        "lowerLetter" | "upperLetter" if number > 0 => letters(number, format == "upperLetter"),
        "lowerRoman" => Numeral::LowerRoman.write(number),
        "upperRoman" => Numeral::UpperRoman.write(number),
        "decimalZero" => format!("{number:02}"),
        "ordinal" => format!("{number}{}", ordinal_end(number)),
        _ => number.to_string(),
    }
}

/// `a` to `z`, then `aa`, `bb`, as Word counts; after 26 times that in digits.
fn letters(number: i64, upper: bool) -> String {
    let (turn, letter) = ((number - 1) / 26, (number - 1) % 26);
    let Ok(letter) = u8::try_from(letter) else { return number.to_string() };
    let letter = char::from(if upper { b'A' } else { b'a' } + letter);
    usize::try_from(turn)
        .ok()
        .filter(|turn| *turn < 26)
        .map_or(number.to_string(), |turn| std::iter::repeat_n(letter, turn + 1).collect())
}

fn ordinal_end(number: i64) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
