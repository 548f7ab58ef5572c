//! Labelled papers, and how what is read agrees with the labels. Used by the tests and by the examples that measure.
#![allow(dead_code, reason = "each user takes what it measures")]

use onus_agreement::{Options, Reading, read};
use onus_terms::{Party, Responsibility};
use std::error::Error;
use std::path::{Path, PathBuf};

pub(crate) type Span = (usize, usize);

pub(crate) struct Label {
    pub(crate) span: Span,
    pub(crate) kind: String,
    pub(crate) who: String,
    pub(crate) areas: Vec<String>,
    pub(crate) deadline: String,
}

impl Label {
    /// Whether careful readers differ on whether it is a duty at all.
    pub(crate) fn disputed(&self) -> bool {
        self.kind == "disputed"
    }
}

pub(crate) struct Paper {
    pub(crate) name: String,
    pub(crate) labels: Vec<Label>,
    pub(crate) reading: Reading,
}

/// Where the shared folder lies; `None` after saying so, where it is absent and nothing demands it.
#[allow(clippy::panic, reason = "what is demanded and absent fails")]
pub(crate) fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("ONUS_SHARED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("ONUS_REQUIRE_SHARED").is_none(),
        "ONUS_REQUIRE_SHARED is set and {} is absent",
        folder.display()
    );
    eprintln!("SKIPPED: no real agreements at {}; set ONUS_SHARED", folder.display());
    None
}

/// The labelled papers of a folder of labels, read from a folder of papers.
pub(crate) fn papers(labels: &Path, papers: &Path) -> Result<Vec<Paper>, Box<dyn Error>> {
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(labels)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".gold.tsv").map(str::to_owned));
    }
    names.sort();
    names.into_iter().map(|name| paper(labels, papers, name)).collect()
}

fn paper(labels: &Path, papers: &Path, name: String) -> Result<Paper, Box<dyn Error>> {
    let table = std::fs::read_to_string(labels.join(format!("{name}.gold.tsv")))?;
    let labels = table.lines().skip(1).map(label).collect::<Result<_, _>>()?;
    let bytes = std::fs::read(papers.join(&name))?;
    let document = onus_documents::read(&bytes, Some(&name), &onus_documents::Limits::default())?;
    let reading = read(&document.content, &Options::default());
    Ok(Paper { name, labels, reading })
}

fn label(line: &str) -> Result<Label, Box<dyn Error>> {
    let mut fields = line.split('\t');
    let mut field = || fields.next().unwrap_or("");
    let span = (field().parse()?, field().parse()?);
    let (kind, who, areas, deadline) = (field(), field(), field(), field());
    let areas = areas.split('+').map(str::to_owned).collect();
    Ok(Label { span, kind: kind.to_owned(), who: who.to_owned(), areas, deadline: deadline.to_owned() })
}

pub(crate) fn span(found: &Responsibility) -> Span {
    (found.citation.place.span.start, found.citation.place.span.end)
}

/// The shorter of both lies at least half inside the other.
pub(crate) fn covers(found: Span, label: Span) -> bool {
    let shared = found.1.min(label.1).saturating_sub(found.0.max(label.0));
    shared > 0 && shared * 2 >= (found.1 - found.0).min(label.1 - label.0)
}

/// How what was found agrees with the labels. `of`: over how many it counts.
#[derive(Clone, Copy, Default)]
pub(crate) struct Score {
    pub(crate) labelled: usize,
    pub(crate) right: usize,
    pub(crate) wrong: usize,
    pub(crate) kind: usize,
    pub(crate) who: usize,
    pub(crate) area: usize,
    pub(crate) deadline: usize,
    pub(crate) deadlines: usize,
}

impl Score {
    pub(crate) fn of(paper: &Paper) -> Self {
        let found = &paper.reading.responsibilities;
        let mut score = Score::default();
        for label in paper.labels.iter().filter(|label| !label.disputed()) {
            score.labelled += 1;
            let hits: Vec<&Responsibility> = found.iter().filter(|found| covers(span(found), label.span)).collect();
            if hits.is_empty() {
                continue;
            }
            score.right += 1;
            let any = |test: &dyn Fn(&Responsibility) -> bool| usize::from(hits.iter().any(|found| test(found)));
            score.kind += any(&|found| found.kind.as_str() == label.kind);
            score.who += any(&|found| (found.party == Party::Mutual) == (label.who == "mutual"));
            score.area += any(&|found| {
                found.areas.first().is_some_and(|area| label.areas.iter().any(|one| *one == area.as_str()))
            });
            let limits = |found: &Responsibility| {
                found.deadlines.iter().map(|deadline| deadline.limit.to_string()).collect::<Vec<_>>().join("+")
            };
            let timed = !label.deadline.is_empty() || hits.iter().any(|found| !found.deadlines.is_empty());
            if timed && label.deadline != "?" {
                score.deadlines += 1;
                score.deadline += any(&|found| limits(found) == label.deadline);
            }
        }
        let stray = |found: &&Responsibility| !paper.labels.iter().any(|label| covers(span(found), label.span));
        score.wrong = found.iter().filter(stray).count();
        score
    }

    pub(crate) fn add(&mut self, other: Score) {
        self.labelled += other.labelled;
        self.right += other.right;
        self.wrong += other.wrong;
        self.kind += other.kind;
        self.who += other.who;
        self.area += other.area;
        self.deadline += other.deadline;
        self.deadlines += other.deadlines;
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
    pub(crate) fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.labelled + self.right + self.wrong).max(1) as f64
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
    fn share(part: usize, of: usize) -> f64 {
        part as f64 / of.max(1) as f64
    }

    /// Shares of the found units with the right kind, party and area, and of the timed ones with the right limit.
    pub(crate) fn shares(self) -> [f64; 4] {
        let of = |part| Score::share(part, self.right);
        [of(self.kind), of(self.who), of(self.area), Score::share(self.deadline, self.deadlines)]
    }
}
