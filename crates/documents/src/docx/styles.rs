//! Styles of paragraphs, as far as they say headings, numbers and what is hidden.

use crate::error::DocumentError;
use crate::xml::{Piece, is_on, name, number, value, walk};
use std::collections::HashMap;

/// What a paragraph takes from its style.
#[derive(Clone, Debug, Default)]
pub(crate) struct Style {
    based_on: Option<String>,
    pub(crate) list: Option<String>,
    pub(crate) level: Option<usize>,
    /// Level of a heading, from 0.
    pub(crate) outline: Option<i64>,
    pub(crate) hidden: bool,
    title: bool,
    /// A line of the table of contents, which repeats headings.
    pub(crate) contents: bool,
}

/// The furthest that styles build on each other.
const DEPTH: usize = 16;

/// Styles by their id.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    styles: HashMap<String, Style>,
}

impl Styles {
    pub(crate) fn read(part: &str) -> Result<Self, DocumentError> {
        let mut styles = Styles::default();
        let mut open: Option<String> = None;
        walk(part, |piece| {
            match piece {
                Piece::Open(start) if name(&start) == "style" => open = value(&start, "styleId"),
                Piece::Open(start) => {
                    if let Some(id) = &open {
                        styles.styles.entry(id.clone()).or_default().set(&start);
                    }
                }
                Piece::Close(name) if name == "style" => open = None,
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// A style with what it takes from those it builds on.
    pub(crate) fn style(&self, id: &str) -> Style {
        let mut style = self.styles.get(id).cloned().unwrap_or_default();
        let mut base = style.based_on.clone();
        for _ in 0..DEPTH {
            let Some(below) = base.and_then(|id| self.styles.get(&id)) else { break };
            // A list that is taken from below keeps the level from below, unless this style says its own.
            style.list = style.list.or_else(|| below.list.clone());
            style.level = style.level.or(below.level);
            style.outline = style.outline.or(below.outline);
            style.hidden |= below.hidden;
            base = below.based_on.clone();
        }
        if style.title {
            style.outline = style.outline.or(Some(0));
        }
        style
    }
}

impl Style {
    fn set(&mut self, start: &quick_xml::events::BytesStart) {
        match name(start).as_str() {
            "basedOn" => self.based_on = value(start, "val"),
            "numId" => self.list = value(start, "val"),
            "ilvl" => self.level = number(start).and_then(|level| usize::try_from(level).ok()),
            "outlineLvl" => self.outline = number(start).filter(|level| (0..9).contains(level)),
            "vanish" => self.hidden = is_on(start),
            "name" => {
                let name = value(start, "val").unwrap_or_default().to_lowercase();
                self.title = name == "title";
                self.contents = name.starts_with("toc ");
            }
            _ => {}
        }
    }
}
