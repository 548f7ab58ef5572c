//! A comparison as people read it: what asks for more first, by clause, with what is different marked.

use super::quotes::{Marking, marked, wrapped};
use super::readable::readable;
use super::{Diff, Pair};
use crate::answer::{Answer, BOLD, DIM, counted, styled};
use crate::problem::printable;
use onus_terms::Responsibility;
use std::io::{self, Write};

impl Answer for Diff {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let (from, to) = (printable(&self.from), printable(&self.to));
        writeln!(out, "{}", styled(BOLD, format!("{from} → {to}: {}", self.summary())))?;
        self.lists(out)
    }

    fn bad(&self) -> bool {
        self.told_by_code && self.changes() > 0
    }
}

impl Diff {
    /// How many are new, gone and so on, in one line.
    pub(crate) fn summary(&self) -> String {
        let Diff { same, new, gone, stricter, looser, reworded, moved, .. } = self;
        let same = counted(same + moved.len(), "responsibility", "responsibilities");
        let moved = if moved.is_empty() { String::new() } else { format!(" ({} moved)", moved.len()) };
        if self.changes() == 0 {
            return format!("no change for you; {same} as before{moved}");
        }
        let counts = [
            (new.len(), "new"),
            (stricter.len(), "stricter"),
            (reworded.len(), "reworded"),
            (looser.len(), "looser"),
            (gone.len(), "gone"),
        ];
        let told = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        format!("{}; {same} as before{moved}", told.collect::<Vec<_>>().join(", "))
    }

    /// The lists, what asks for more first.
    pub(crate) fn lists(&self, out: &mut dyn Write) -> io::Result<()> {
        let marking = Marking { coloured: coloured(), whole: self.whole };
        single("new", "you did not have this before", &self.new, '+', &marking, out)?;
        pairs("stricter", "it asks for more than before", &self.stricter, &marking, out)?;
        pairs("reworded", "other words; read whether they mean another thing", &self.reworded, &marking, out)?;
        pairs("looser", "it asks for less than before", &self.looser, &marking, out)?;
        single("gone", "you no longer have this", &self.gone, '-', &marking, out)?;
        moved(&self.moved, &marking, out)
    }
}

/// Whether colours reach the reader; without them what is different is marked by signs.
fn coloured() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

fn heading(word: &str, meaning: &str, count: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{} {}", styled(BOLD, format!("{} ({count})", word.to_uppercase())), styled(DIM, meaning))
}

fn single(
    word: &str,
    meaning: &str,
    list: &[Responsibility],
    sign: char,
    marking: &Marking,
    out: &mut dyn Write,
) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    heading(word, meaning, list.len(), out)?;
    let mut section = None;
    for duty in list {
        place(duty, None, &mut section, out)?;
        if let Some(lead_in) = lead_in(duty) {
            wrapped(' ', &marking.plain(&lead_in), out)?;
        }
        wrapped(sign, &marking.whole_of(sign, &readable(&duty.citation.quote)), out)?;
    }
    Ok(())
}

fn pairs(word: &str, meaning: &str, list: &[Pair], marking: &Marking, out: &mut dyn Write) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    heading(word, meaning, list.len(), out)?;
    let mut section = None;
    for Pair { old, new } in list {
        place(new, Some(old), &mut section, out)?;
        let led = lead_in(old) != lead_in(new);
        if let Some(lead_in) = lead_in(new).filter(|_| !led) {
            wrapped(' ', &marking.plain(&lead_in), out)?;
        }
        let (before, after) = marked(&told(old, led), &told(new, led), marking);
        wrapped('-', &before, out)?;
        wrapped('+', &after, out)?;
    }
    Ok(())
}

fn moved(list: &[Pair], marking: &Marking, out: &mut dyn Write) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    heading("moved", "the same words in another place", list.len(), out)?;
    let mut section = None;
    for Pair { old, new } in list {
        place(new, Some(old), &mut section, out)?;
        if let Some(lead_in) = lead_in(new) {
            wrapped(' ', &marking.plain(&lead_in), out)?;
        }
        wrapped(' ', &marking.plain(&readable(&new.citation.quote)), out)?;
    }
    Ok(())
}

/// The heading of the paper above it, where it is another than that of the duty before; then clause, kind and areas.
fn place(
    now: &Responsibility,
    before: Option<&Responsibility>,
    section: &mut Option<String>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let heading = now.citation.place.heading.as_deref().map(printable);
    if heading.is_some() && heading != *section {
        writeln!(out, "\n  {}", styled(DIM, heading.as_deref().unwrap_or_default()))?;
    } else {
        writeln!(out)?;
    }
    *section = heading;
    let clause = |reading: &Responsibility| reading.citation.place.clause.as_deref().map(printable);
    let clauses = match (before.and_then(clause), clause(now)) {
        (Some(before), Some(now)) if before != now => format!("{before} → {now}"),
        (_, now) => now.unwrap_or_default(),
    };
    let areas: Vec<&str> = now.areas.iter().map(|area| area.as_str()).collect();
    let kind = match before.filter(|before| before.kind != now.kind) {
        Some(before) => format!("{} → {}", before.kind, now.kind),
        None => now.kind.to_string(),
    };
    let parts = [clauses, styled(BOLD, kind), areas.join("+")];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    writeln!(out, "  {}", parts.join("  "))
}

fn lead_in(reading: &Responsibility) -> Option<String> {
    reading.lead_in.as_ref().map(|lead_in| readable(&lead_in.quote))
}

/// The words of a duty, with those that lead in to it where they changed.
fn told(reading: &Responsibility, led: bool) -> String {
    let quote = readable(&reading.citation.quote);
    match lead_in(reading).filter(|_| led) {
        Some(lead_in) => format!("{lead_in} {quote}"),
        None => quote,
    }
}
