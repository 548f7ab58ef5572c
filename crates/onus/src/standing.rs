//! Where things stand, by the files that are there: status knows no disk, and is told which files are gone.

use crate::problem::Problem;
use crate::workspace::Workspace;
use onus_assess::{Line, Moment, Status, View};
use onus_terms::ResponsibilityId;
use std::collections::BTreeSet;

impl Workspace {
    /// Where everything stands; a file counts only while it is in the vault. Without `rejected`, all that nobody rejected.
    pub(crate) fn status(&self, moment: Moment, rejected: bool) -> Result<Status, Problem> {
        let answer = if rejected { Status::rejected } else { Status::of };
        self.with_files(moment, answer, |status| &status.lines)
    }

    /// The line of a responsibility; a file counts only while it is in the vault.
    pub(crate) fn checked_line(&self, id: &ResponsibilityId, moment: Moment) -> Result<Option<Line>, Problem> {
        let line = |view: &View<'_>| onus_assess::line(view, id, self.record.history(id)?);
        self.with_files(moment, line, Option::as_slice)
    }

    /// Answers, and looks whether the files are there that the answer rests on. Where one is not, all are looked for, and
    /// it answers again without those that are gone.
    fn with_files<T>(
        &self,
        moment: Moment,
        answer: impl Fn(&View<'_>) -> T,
        lines: impl Fn(&T) -> &[Line],
    ) -> Result<T, Problem> {
        let view = View::new(&self.record, &self.library, moment);
        let first = answer(&view);
        let acts = lines(&first).iter().flat_map(|line| &line.acts);
        let backing: BTreeSet<u64> = acts.filter_map(|act| act.backed_by).collect();
        if self.lost(backing)?.is_empty() {
            return Ok(first);
        }
        Ok(answer(&view.without_files(self.lost(self.record.evidence())?)))
    }

    /// Of these entries those that name a file which is not in the vault.
    fn lost(&self, entries: impl IntoIterator<Item = u64>) -> Result<BTreeSet<u64>, Problem> {
        let mut lost = BTreeSet::new();
        for index in entries {
            let entry = self.store.entry(index)?;
            if entry.is_some_and(|entry| entry.leaf.blobs.iter().any(|digest| !self.vault.contains(digest))) {
                lost.insert(index);
            }
        }
        Ok(lost)
    }
}
