//! The vocabulary of matrices: tables of phrases in `data/matrix`.

use crate::Options;
use std::sync::OnceLock;

const COLUMNS: &str = include_str!("../../data/matrix/columns.txt");
const VALUES: &str = include_str!("../../data/matrix/values.txt");
const NAMES: &str = include_str!("../../data/matrix/names.txt");

/// Longer text in a cell is no head of a column and no single value.
const LONGEST: usize = 200;

/// Phrases and what they mean.
pub(crate) struct Phrases {
    /// The meaning, whether the phrase has to stand alone, and the phrase with a space on both sides.
    rows: Vec<(&'static str, bool, String)>,
}

impl Phrases {
    fn read(table: &'static str) -> Self {
        let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let rows = lines.filter_map(|line| line.split_once(' ')).flat_map(|(meaning, phrases)| {
            let alone = phrases.starts_with("= ");
            let phrases = phrases.trim_start_matches("= ").split('|');
            phrases.map(move |phrase| (meaning, alone, format!(" {phrase} ")))
        });
        Phrases { rows: rows.collect() }
    }

    /// What all phrases in a text mean, in the order in which they stand there, each place once: a phrase inside a longer
    /// one says nothing.
    pub(crate) fn all(&self, text: &str) -> Vec<&'static str> {
        let text = plain(text);
        let mut hits: Vec<(usize, usize, &'static str)> = Vec::new();
        for (meaning, alone, phrase) in &self.rows {
            let at = if *alone { (text == *phrase).then_some(0) } else { text.find(phrase.as_str()) };
            hits.extend(at.map(|at| (at, phrase.len(), *meaning)));
        }
        hits.sort_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)));
        let mut end = 0;
        hits.retain(|(at, length, _)| {
            // Phrases may share the space between them.
            let free = *at + 1 >= end;
            if free {
                end = at + length;
            }
            free
        });
        hits.into_iter().map(|(_, _, meaning)| meaning).collect()
    }

    /// What the phrase that begins first means, if it has one of these meanings.
    pub(crate) fn first(&self, text: &str, meanings: &[&str]) -> Option<&'static str> {
        let text = plain(text);
        let of = self.rows.iter().filter(|(meaning, ..)| meanings.contains(meaning));
        let hit = of.filter_map(|(meaning, alone, phrase)| {
            let at = if *alone { (text == *phrase).then_some(0) } else { text.find(phrase.as_str()) };
            at.map(|at| (at, std::cmp::Reverse(phrase.len()), *meaning))
        });
        hit.min().map(|(_, _, meaning)| meaning)
    }
}

/// What heads of columns mean.
pub(crate) fn columns() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::read(COLUMNS))
}

/// What single values mean.
pub(crate) fn values() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::read(VALUES))
}

/// The names of both sides that matrices use, with those set by hand.
pub(crate) fn options(given: &Options) -> Options {
    let mut options = given.clone();
    for (side, names) in NAMES.lines().filter_map(|line| line.split_once(' ')) {
        match side {
            "customer" => options.customer.extend(names.split('|').map(str::to_owned)),
            "provider" => options.provider.extend(names.split('|').map(str::to_owned)),
            _ => {}
        }
    }
    options
}

/// Lower-case words between single spaces, with one before and one behind; signs that are marks stay.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars().take(LONGEST) {
        if c.is_alphanumeric() || "✓✔☑☒✗✘●•■√☐○".contains(c) {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && c != '’' && c != '\'' {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_phrase_of_a_head_tells() {
        let told = |head: &str| columns().all(head).first().copied();
        assert_eq!(told("Shared (Service Provider and Customer Responsibility)"), Some("shared"));
        assert_eq!(told("Service Provider Hybrid (Corporate and System Specific)"), Some("provider"));
        assert_eq!(told("Configured by Customer\n(Customer System Specific)"), Some("configured"));
        assert_eq!(told("Inherited from Pre-Existing FedRAMP Authorization"), Some("provider"));
        assert_eq!(told("SSRM Control Ownership"), Some("owner"));
        assert_eq!(told("CSC Responsibilities (Optional/Recommended)"), Some("duty"));
        assert_eq!(told("Quokka Specific Inheritance and Customer Agency/CSP Responsibilities"), Some("duty"));
        assert_eq!(told("Customer"), Some("customer"));
        assert_eq!(told("Internal only"), None);
    }

    #[test]
    fn values_can_say_several_things() {
        assert_eq!(values().first("Shared CSP and CSC", &["shared", "customer", "provider"]), Some("shared"));
        assert_eq!(values().first("Shared CSP and 3rd-party", &["shared", "customer", "provider"]), Some("provider"));
        assert_eq!(values().first("N/A", &["none"]), Some("none"));
        assert_eq!(values().first("☒", &["mark"]), Some("mark"));
    }
}
