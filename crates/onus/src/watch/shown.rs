//! A history of versions as people read it.

use super::{Outcome, Seen, Watched};
use crate::answer::{Answer, BOLD, DIM, counted, styled};
use crate::problem::printable;
use std::io::{self, Write};

impl Answer for Watched {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", styled(BOLD, self.summary()))?;
        for seen in &self.versions {
            self.one(seen, out)?;
        }
        if let Some(agreement) = self.agreement.as_ref().filter(|_| self.looked_at == 0) {
            writeln!(out, "nothing was published since the last version of {agreement}; see `onus agreement list`")?;
        }
        if let Some(agreement) = self.agreement.as_ref().filter(|_| self.recorded > 0) {
            writeln!(
                out,
                "\nnext: onus agreement diff {agreement}, then onus responsibilities --proposed --agreement {agreement}"
            )?;
        } else if self.dry_run && self.agreement.is_some() && self.changing > 0 {
            writeln!(out, "\nnothing was recorded; run it without --dry-run to record what changes something for you")?;
        }
        Ok(())
    }

    fn bad(&self) -> bool {
        self.told_by_code && self.changing > 0
    }
}

impl Watched {
    fn summary(&self) -> String {
        let looked = counted(self.looked_at, "published version", "published versions");
        let mut parts = vec![format!("{} changing something for you", self.changing)];
        parts.push(format!("{} of noise", self.noise));
        if self.passed_over > 0 {
            parts.push(format!("{} older or the same, passed over", self.passed_over));
        }
        if self.unreadable > 0 {
            parts.push(format!("{} that cannot be read", self.unreadable));
        }
        if self.recorded > 0 {
            parts.push(format!("{} recorded", self.recorded));
        }
        format!("{}: {looked}; {}", printable(&self.source), parts.join(", "))
    }

    fn one(&self, seen: &Seen, out: &mut dyn Write) -> io::Result<()> {
        let day = seen.at.to_zoned_datetime(self.zone.clone()).strftime("%-d %B %Y").to_string();
        let recorded = seen.version.map(|number| format!(", recorded as version {number}")).unwrap_or_default();
        let what = match (seen.outcome, &seen.changes, &seen.problem) {
            (Outcome::First, ..) => "the first, which the others are compared with".to_owned(),
            (_, Some(changes), _) => changes.summary(),
            (_, _, Some(problem)) => format!("cannot be read: {}", printable(problem)),
            _ => "noise: other words, and no change for you".to_owned(),
        };
        writeln!(out, "\n{}  {}", styled(BOLD, day), styled(DIM, printable(&seen.origin)))?;
        writeln!(out, "  {what}{recorded}")?;
        match &seen.changes {
            Some(changes) => changes.lists(out),
            None => Ok(()),
        }
    }
}
