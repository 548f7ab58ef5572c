//! `onus agreement diff`: what a new version changes for the customer.

use crate::agreement::document;
use crate::answer::{Answer, BOLD, DIM, counted, styled};
use crate::arguments::{self, Reading};
use crate::papers::texts;
use crate::problem::{Problem, printable};
use crate::workspace::Workspace;
use anstyle::{AnsiColor, Style};
use onus_agreement::{Change, How};
use onus_assess::fact::AgreementVersion;
use onus_terms::{AgreementId, Responsibility};
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// What `onus agreement diff` answers.
#[derive(Serialize)]
pub(crate) struct Diff {
    /// What was compared.
    from: String,
    to: String,
    /// How many are as they were.
    same: usize,
    new: Vec<Responsibility>,
    gone: Vec<Responsibility>,
    stricter: Vec<Pair>,
    looser: Vec<Pair>,
    reworded: Vec<Pair>,
    /// The same words in another place among the others.
    moved: Vec<Pair>,
}

#[derive(Serialize)]
struct Pair {
    old: Responsibility,
    new: Responsibility,
}

struct Side {
    name: String,
    readings: Vec<Responsibility>,
}

/// Compares two files, or two versions in the workspace. The workspace is opened only where it is needed.
pub(crate) fn diff(given: &arguments::Diff, open: &dyn Fn() -> Result<Workspace, Problem>) -> Result<Diff, Problem> {
    let (old, new) = match &given.new {
        Some(new) => (side(&given.old, given, open)?, side(new, given, open)?),
        None => last_two(&open()?, &given.old, &given.reading)?,
    };
    Ok(compared(old, new))
}

fn side(text: &str, given: &arguments::Diff, open: &dyn Fn() -> Result<Workspace, Problem>) -> Result<Side, Problem> {
    let path = Path::new(text);
    let id = text.split_once('@').map_or((text, None), |(id, version)| (id, version.parse::<u32>().ok()));
    let named = AgreementId::new(id.0).ok();
    if path.exists() || named.is_none() || text.contains(['/', '.']) {
        let document = document(path, &given.reading.limits())?;
        let readings = onus_agreement::read(&document.content, &given.reading.options()).responsibilities;
        return Ok(Side { name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(), readings });
    }
    let workspace = open()?;
    let wanted = |version: &AgreementVersion| id.1.is_none_or(|wanted| wanted == version.version);
    let versions = named.as_ref().map(|id| workspace.versions(id)).unwrap_or_default();
    match versions.iter().rev().find(|version| wanted(&version.fact)) {
        Some(version) => recorded(&workspace, &version.fact, &given.reading),
        None => Err(Problem::User(format!(
            "there is no file and no agreement or version `{text}`; see `onus agreement list`"
        ))),
    }
}

fn last_two(workspace: &Workspace, text: &str, reading: &Reading) -> Result<(Side, Side), Problem> {
    let id = AgreementId::new(text).map_err(|error| Problem::User(error.to_string()))?;
    match workspace.versions(&id).as_slice() {
        [.., old, new] => Ok((recorded(workspace, &old.fact, reading)?, recorded(workspace, &new.fact, reading)?)),
        [_] => Err(Problem::User(format!("`{id}` has only one version; add the new one with --version-of {id}"))),
        [] => Err(Problem::User(format!("there is no agreement `{id}`; see `onus agreement list`"))),
    }
}

fn recorded(workspace: &Workspace, version: &AgreementVersion, reading: &Reading) -> Result<Side, Problem> {
    let read = |(_, text)| onus_agreement::read(&text, &reading.options()).responsibilities;
    let readings = texts(workspace, version)?.into_iter().flat_map(read).collect();
    Ok(Side { name: format!("{}@{}", version.agreement, version.version), readings })
}

fn compared(old: Side, new: Side) -> Diff {
    let (from, to) = (old.name, new.name);
    let mut diff = Diff {
        from,
        to,
        same: 0,
        new: Vec::new(),
        gone: Vec::new(),
        stricter: Vec::new(),
        looser: Vec::new(),
        reworded: Vec::new(),
        moved: Vec::new(),
    };
    let pair = |before: usize, after: usize| {
        Some(Pair { old: old.readings.get(before)?.clone(), new: new.readings.get(after)?.clone() })
    };
    let mut same: Vec<(usize, usize)> = Vec::new();
    for change in onus_agreement::compare(&old.readings, &new.readings) {
        match change {
            Change::Same(before, after) => same.push((before, after)),
            Change::Changed { old, new, how } => {
                let list = match how {
                    How::Stricter => &mut diff.stricter,
                    How::Looser => &mut diff.looser,
                    _ => &mut diff.reworded,
                };
                list.extend(pair(old, new));
            }
            Change::New(after) => diff.new.extend(new.readings.get(after).cloned()),
            Change::Gone(before) => diff.gone.extend(old.readings.get(before).cloned()),
            _ => {}
        }
    }
    // A duty that the old text told twice is one.
    same.dedup_by_key(|(_, after)| *after);
    let moved = moved(&same);
    diff.same = same.len() - moved.len();
    diff.moved = moved.iter().filter_map(|at| same.get(*at)).filter_map(|(old, new)| pair(*old, *new)).collect();
    diff
}

/// Of pairs in the order of the new text, those whose place among the others changed: all but a longest run that kept its
/// order. Numbers and headings of clauses say nothing here, since they change without anything moving.
fn moved(pairs: &[(usize, usize)]) -> BTreeSet<usize> {
    // For each length, the pair that ends a run of it with the smallest old place; and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; pairs.len()];
    let old = |at: usize| pairs.get(at).map_or(0, |pair| pair.0);
    for (at, (place, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| old(*end) <= *place);
        if let Some(slot) = before.get_mut(at) {
            *slot = length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied());
        }
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut moved: BTreeSet<usize> = (0..pairs.len()).collect();
    let mut kept = ends.last().copied();
    while let Some(at) = kept {
        moved.remove(&at);
        kept = before.get(at).copied().flatten();
    }
    moved
}

impl Answer for Diff {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let pairs = [("stricter", &self.stricter), ("looser", &self.looser), ("reworded", &self.reworded)];
        for (word, list) in [("new", &self.new), ("gone", &self.gone)] {
            for reading in list {
                heading(word, reading, None, out)?;
                let (sign, style) = if word == "new" { ('+', ADDED) } else { ('-', REMOVED) };
                writeln!(out, "  {sign} {}", styled(style, printable(&reading.citation.quote)))?;
            }
        }
        for (word, list) in pairs {
            for Pair { old, new } in list {
                heading(word, new, Some(old), out)?;
                let led = lead_in(old) != lead_in(new);
                side_by_side(&told(old, led), &told(new, led), out)?;
            }
        }
        for Pair { old, new } in &self.moved {
            heading("moved", new, Some(old), out)?;
            writeln!(out, "    {}", printable(&new.citation.quote))?;
        }
        let counts = [self.new.len(), self.gone.len(), self.stricter.len(), self.looser.len(), self.reworded.len()];
        let [new, gone, stricter, looser, reworded] = counts;
        let (from, to) = (printable(&self.from), printable(&self.to));
        let same = counted(self.same + self.moved.len(), "responsibility", "responsibilities");
        let moved = self.moved.len();
        writeln!(
            out,
            "{}",
            styled(
                BOLD,
                format!(
                    "{from} → {to}: {new} new, {gone} gone, {stricter} stricter, {looser} looser, {reworded} reworded; \
                     {same} as before ({moved} moved)"
                )
            )
        )
    }
}

const ADDED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const REMOVED: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));

fn heading(word: &str, now: &Responsibility, before: Option<&Responsibility>, out: &mut dyn Write) -> io::Result<()> {
    let areas: Vec<&str> = now.areas.iter().map(|area| area.as_str()).collect();
    let place = |reading: &Responsibility| {
        let place = &reading.citation.place;
        place.clause.as_deref().or(place.heading.as_deref()).map(printable).unwrap_or_default()
    };
    let places = match before.map(place) {
        Some(before) if before != place(now) => format!("{before} → {}", place(now)),
        _ => place(now),
    };
    let page = now.citation.place.page.map(|page| format!(" p. {page}")).unwrap_or_default();
    writeln!(out, "{}  {} {}  {}", styled(BOLD, word), now.kind, areas.join("+"), styled(DIM, places + &page))
}

fn lead_in(reading: &Responsibility) -> Option<String> {
    reading.lead_in.as_ref().map(|lead_in| printable(&lead_in.quote))
}

/// The words of a duty, with those that lead in to it where they changed.
fn told(reading: &Responsibility, led: bool) -> String {
    let quote = printable(&reading.citation.quote);
    match lead_in(reading).filter(|_| led) {
        Some(lead_in) => format!("{lead_in} {quote}"),
        None => quote,
    }
}

/// Both quotes, with what is different coloured.
fn side_by_side(old: &str, new: &str, out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_words(old, new);
    for (sign, skipped, style) in [('-', ChangeTag::Insert, REMOVED), ('+', ChangeTag::Delete, ADDED)] {
        write!(out, "  {sign} ")?;
        for change in diff.iter_all_changes().filter(|change| change.tag() != skipped) {
            match change.tag() {
                ChangeTag::Equal => write!(out, "{}", change.value())?,
                _ => write!(out, "{}", styled(style.bold(), change.value()))?,
            }
        }
        writeln!(out)?;
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_left_its_place_has_moved() {
        let pairs = |old: &[usize]| old.iter().copied().zip(0..).collect::<Vec<_>>();
        assert!(moved(&pairs(&[0, 1, 4, 7, 9])).is_empty());
        assert_eq!(moved(&pairs(&[0, 5, 1, 2, 3])), BTreeSet::from([1]));
        assert_eq!(moved(&pairs(&[3, 0, 1, 2])), BTreeSet::from([0]));
        assert!(moved(&[]).is_empty());
    }
}
