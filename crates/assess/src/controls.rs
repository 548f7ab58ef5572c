//! The library of controls: how a responsibility can be discharged.

use onus_terms::{Area, ControlId, Kind, Length, Responsibility};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When an act has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Once is enough.
    Once,
    /// Again and again.
    Cadence,
}

/// What must back an attestation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// The word of the person who attests.
    Statement,
    /// A file that shows it.
    Record,
}

/// One thing that people do to discharge a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Its id within the control.
    pub id: String,
    /// What to do.
    pub title: String,
    /// The role that does it.
    pub role: String,
    /// Once or by cadence.
    pub when: When,
    /// How often, with [`When::Cadence`].
    #[serde(default)]
    pub cadence: Option<Length>,
    /// How long before it is due that it is shown as due.
    pub window: Length,
    /// What must back it.
    pub proof: Proof,
}

/// When a control is suggested for a responsibility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggest {
    /// For these kinds; for all where empty.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// Where the first or second area is one of these.
    pub areas: Vec<Area>,
    /// Where the words hold one of these (lower case, matched at the start of a word); empty in a fallback.
    #[serde(default)]
    pub any: Vec<String>,
    /// The heavier is suggested first.
    pub weight: u32,
}

/// One control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Its id.
    pub id: ControlId,
    /// What it is.
    pub title: String,
    /// What it is about, the closest area first.
    pub areas: Vec<Area>,
    /// What it discharges.
    pub purpose: String,
    /// What it means for security, kept or not.
    pub impact: String,
    /// The points of the library's list that it serves.
    pub serves: Vec<String>,
    /// Ids of checks over exports that feed it.
    #[serde(default)]
    pub checks: Vec<String>,
    /// Ids in other frameworks, by framework.
    #[serde(default)]
    pub references: BTreeMap<String, Vec<String>>,
    /// When it is suggested.
    pub suggest: Suggest,
    /// What people do.
    pub acts: Vec<Act>,
}

/// Why a library cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// Not the shape of a library.
    #[error("the control library `{file}` does not have its shape")]
    Shape {
        /// Which file.
        file: &'static str,
        /// What did not fit.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The same id twice.
    #[error("the control `{0}` stands twice in the library")]
    Twice(ControlId),
    /// A control without an act, or an act with a cadence that has none.
    #[error("the control `{0}` has no act, or an act by cadence without one")]
    Acts(ControlId),
}

/// Something that controls serve: a point of what Onus is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its id, which controls name in `serves`.
    pub id: String,
    /// The area it belongs to.
    pub area: Area,
    /// What holds when it is served.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    control: Vec<Control>,
    #[serde(default)]
    point: Vec<Point>,
}

/// All controls, by id, and the points they serve.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    controls: BTreeMap<ControlId, Control>,
    points: Vec<Point>,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../controls/", $name)))),+]
    };
}

const FILES: &[(&str, &str)] = files![
    "account.toml",
    "change.toml",
    "commercial.toml",
    "data.toml",
    "governance.toml",
    "identity.toml",
    "incident.toml",
    "legal.toml",
    "monitoring.toml",
    "points.toml",
    "training.toml",
    "use.toml",
];

impl Library {
    /// The library that comes with Onus.
    ///
    /// # Errors
    /// Only if its files were changed and no longer fit; a test reads them.
    pub fn standard() -> Result<Self, LibraryError> {
        Self::read(FILES)
    }

    /// Reads files of TOML, given by name and content.
    ///
    /// # Errors
    /// Says which file or control does not fit.
    pub fn read(files: &[(&'static str, &str)]) -> Result<Self, LibraryError> {
        let (mut controls, mut points) = (BTreeMap::new(), Vec::new());
        for (file, text) in files {
            let read: File =
                toml::from_str(text).map_err(|source| LibraryError::Shape { file, source: Box::new(source) })?;
            points.extend(read.point);
            for control in read.control {
                let lacking = |act: &Act| act.when == When::Cadence && act.cadence.is_none();
                if control.acts.is_empty() || control.acts.iter().any(lacking) {
                    return Err(LibraryError::Acts(control.id));
                }
                if let Some(twice) = controls.insert(control.id.clone(), control) {
                    return Err(LibraryError::Twice(twice.id));
                }
            }
        }
        Ok(Library { controls, points })
    }

    /// The control with this id.
    pub fn control(&self, id: &ControlId) -> Option<&Control> {
        self.controls.get(id)
    }

    /// All of them, by id.
    pub fn controls(&self) -> impl Iterator<Item = &Control> {
        self.controls.values()
    }

    /// What the controls serve, in the order of the file.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.points.iter()
    }

    /// The control that fits a responsibility best: first those that serve a requirement which the paper names, such as
    /// `AC-2(1)`; then those whose words it holds, the heavier and closer first; else the fallback of its first area.
    pub fn suggest(&self, reading: &Responsibility) -> Vec<ControlId> {
        let words = padded(&reading.act);
        let score = |control: &&Control| {
            let suggest = &control.suggest;
            let named = control.serves_requirement(&reading.references);
            let nearness = match reading.areas.iter().take(2).position(|area| suggest.areas.contains(area)) {
                Some(0) => 2,
                Some(_) => 1,
                None if named > 0 => 0,
                None => return None,
            };
            let kind_fits = suggest.kinds.is_empty() || suggest.kinds.contains(&reading.kind);
            let hits = suggest.any.iter().filter(|word| begins_word(&words, word)).count();
            let fits = kind_fits && (named > 0 || hits > 0 || suggest.any.is_empty());
            fits.then_some((named, hits.min(1), nearness, suggest.weight, hits))
        };
        let best = self.controls().filter_map(|control| Some((score(&control)?, control))).reduce(|best, next| {
            // On a tie the first id wins: the answer does not depend on anything else.
            if next.0 > best.0 { next } else { best }
        });
        best.map(|(_, control)| vec![control.id.clone()]).unwrap_or_default()
    }
}

impl Control {
    /// How closely it serves one of these requirements: 2 where it names the requirement itself, 1 where it names the
    /// control that the requirement enhances, `AC-2` for `AC-2(1)`, and 0 else.
    fn serves_requirement(&self, wanted: &[String]) -> u8 {
        let named = |id: &str| self.references.values().flatten().any(|own| own == id);
        let base = |id: &String| id.split_once('(').is_some_and(|(base, _)| named(base));
        if wanted.iter().any(|id| named(id)) { 2 } else { u8::from(wanted.iter().any(base)) }
    }
}

/// Whether these words stand there from the start of a word on.
fn begins_word(words: &str, wanted: &str) -> bool {
    words.match_indices(wanted).any(|(at, _)| words.get(..at).is_some_and(|before| before.ends_with(' ')))
}

/// Lower-case words with one space before each.
fn padded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()) {
        out.push(' ');
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}
