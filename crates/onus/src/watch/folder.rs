//! The versions of one paper as files of a folder, dated by their names. When a file was last written says nothing of when
//! its words were published, so that is never taken.

use super::published::{Published, Source};
use crate::problem::{Problem, printable};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Files in the order of their dates.
pub(super) struct Folder {
    files: Vec<(PathBuf, String, Timestamp)>,
}

/// What the command line says of a folder.
pub(super) struct Wanted<'a> {
    /// The name of the paper without its date, where the folder holds several.
    pub(super) paper: Option<&'a str>,
    /// Dates of files whose names have none.
    pub(super) dates: &'a [(String, Date)],
}

/// What stands between a name and its date, as in `terms.v2026-08-21.md`.
const BETWEEN: [char; 4] = ['.', '-', '_', ' '];
/// How many names an error tells.
const TOLD: usize = 5;

impl Folder {
    /// Finds the dated files of one paper; `start` is the first instant of a day.
    pub(super) fn read(
        folder: &Path,
        wanted: &Wanted,
        start: &dyn Fn(Date) -> Result<Timestamp, Problem>,
    ) -> Result<Self, Problem> {
        let mut files = Vec::new();
        let (mut papers, mut undated) = (BTreeSet::new(), Vec::new());
        for (path, name) in names(folder)? {
            let given = wanted.dates.iter().find(|(file, _)| *file == name).map(|(_, date)| *date);
            let (paper, dated) = dated(&name);
            if wanted.paper.is_some_and(|wanted| wanted != paper && wanted != name) {
                continue;
            }
            match given.or(dated) {
                Some(date) => {
                    papers.insert(paper.to_owned());
                    files.push((path, name.clone(), start(date)?));
                }
                None => undated.push((paper.to_owned(), name.clone())),
            }
        }
        // Other files of the folder, such as a list of sources, are none of its versions.
        undated.retain(|(paper, _)| papers.is_empty() || papers.contains(paper));
        if !undated.is_empty() {
            return Err(Problem::User(format!(
                "nothing says when {} held; put the date at the end of the name, as in terms.2026-08-21.md, or give it with \
                 --date NAME=2026-08-21",
                list(undated.into_iter().map(|(_, name)| name))
            )));
        }
        if papers.len() > 1 {
            let papers = list(papers.into_iter());
            return Err(Problem::User(format!("the folder holds versions of {papers}; say which with --path NAME")));
        }
        if files.is_empty() {
            let shown = printable(&folder.to_string_lossy());
            return Err(Problem::User(format!("there is no dated file of that name in `{shown}`")));
        }
        files.sort_by(|left, right| (left.2, &left.1).cmp(&(right.2, &right.1)));
        Ok(Folder { files })
    }
}

impl Source for Folder {
    fn published(&self) -> Vec<Published> {
        let one = |(_, name, at): &(PathBuf, String, Timestamp)| Published {
            name: name.clone(),
            at: *at,
            origin: format!("file {name}"),
        };
        self.files.iter().map(one).collect()
    }

    fn bytes(&self, number: usize, limit: usize) -> Result<Vec<u8>, Problem> {
        let Some((path, _, _)) = self.files.get(number) else { return Ok(Vec::new()) };
        let file = std::fs::File::open(path).map_err(Problem::machine(path))?;
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes).map_err(Problem::machine(path))?;
        Ok(bytes)
    }
}

/// The files of a folder by name, without hidden ones.
fn names(folder: &Path) -> Result<BTreeMap<PathBuf, String>, Problem> {
    let mut names = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(Problem::machine(folder))? {
        let path = entry.map_err(Problem::machine(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() && !name.starts_with('.') {
            names.insert(path, name);
        }
    }
    Ok(names)
}

/// The name of a paper and its date: `terms` and 21 August 2026 of `terms.v2026-08-21.md`.
fn dated(name: &str) -> (&str, Option<Date>) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let place = stem.len().checked_sub(10);
    let date = place.and_then(|place| stem.get(place..)).and_then(|text| text.parse::<Date>().ok());
    match (place.and_then(|place| stem.get(..place)), date) {
        (Some(paper), Some(date)) => {
            let paper = paper
                .strip_suffix(['v', 'V'])
                .filter(|rest| rest.is_empty() || rest.ends_with(BETWEEN))
                .unwrap_or(paper);
            (paper.trim_end_matches(BETWEEN), Some(date))
        }
        _ => (stem, None),
    }
}

fn list(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(TOLD);
    let told: Vec<String> = names.take(TOLD).map(|name| format!("`{}`", printable(&name))).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", told.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_in_a_date() {
        let told = |name| {
            let (paper, date) = dated(name);
            (paper, date.map(|date| date.to_string()).unwrap_or_default())
        };
        let august = "2026-08-21".to_owned();
        for name in ["terms.v2026-08-21.md", "terms.2026-08-21.md", "terms-2026-08-21.html", "terms 2026-08-21.txt"] {
            assert_eq!(told(name), ("terms", august.clone()), "{name}");
        }
        assert_eq!(told("2026-08-21.md"), ("", august.clone()));
        assert_eq!(told("v2026-08-21.md"), ("", august));
        for name in ["terms.md", "terms.2026-13-41.md", "2026-08-21-terms.md", "ä2026-08-2.md", ".md"] {
            assert_eq!(told(name).1, "", "{name}");
        }
    }
}
