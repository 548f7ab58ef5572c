//! What each rule of the reader adds, measured on labelled papers: `rules FOLDER…`, where a folder holds papers and beside
//! each its labels (`NAME.gold.tsv`: start, end, kind, …, in characters). Prints for each rule how many labelled units
//! and how many false ones it found in each paper, and a leave-one-paper-out view: what is found in a paper when only
//! those rules speak that were right on the other papers. A unit that a dropped rule had found counts as missed, though
//! another rule might find it then, so that view is a lower bound.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

type Span = (usize, usize);

struct Label {
    span: Span,
    disputed: bool,
}

struct Paper {
    name: String,
    labels: Vec<Label>,
    found: Vec<(String, Span)>,
}

/// Labelled units found and false units, of one rule in one paper.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    wrong: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut papers = Vec::new();
    for folder in std::env::args().skip(1) {
        papers.append(&mut labelled(Path::new(&folder))?);
    }
    let counts: Vec<BTreeMap<String, Count>> = papers.iter().map(Paper::counts).collect();
    let rules: BTreeSet<&String> = counts.iter().flat_map(BTreeMap::keys).collect();
    println!("rule                     right  false  papers  only in");
    for rule in &rules {
        let of = |counts: &BTreeMap<String, Count>| counts.get(*rule).copied().unwrap_or_default();
        let right: usize = counts.iter().map(|counts| of(counts).right).sum();
        let wrong: usize = counts.iter().map(|counts| of(counts).wrong).sum();
        let names: Vec<&str> = papers
            .iter()
            .zip(&counts)
            .filter(|(_, counts)| of(counts).right > 0)
            .map(|(paper, _)| paper.name.as_str())
            .collect();
        let only = if let [one] = names[..] { one } else { "" };
        println!("{rule:24} {right:5}  {wrong:5}  {:6}  {only}", names.len());
    }
    println!(
        "\npaper                                             all rules   rules that were right on the other papers"
    );
    let (mut whole, mut left_out) = (Tally::default(), Tally::default());
    for (at, paper) in papers.iter().enumerate() {
        let all = paper.tally(|_| true);
        let earned = |rule: &str| {
            let others =
                counts.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, counts)| counts.get(rule));
            let (right, wrong) =
                others.fold((0, 0), |(right, wrong), count| (right + count.right, wrong + count.wrong));
            right > wrong
        };
        let out = paper.tally(earned);
        println!("{:48}  F1 {:.3}    F1 {:.3}", paper.name, all.f1(), out.f1());
        whole.add(all);
        left_out.add(out);
    }
    println!("{:48}  F1 {:.3}    F1 {:.3}", "TOTAL", whole.f1(), left_out.f1());
    Ok(())
}

/// Units that are labelled, labelled units that were found, and false ones.
#[derive(Clone, Copy, Default)]
struct Tally {
    labelled: usize,
    right: usize,
    wrong: usize,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.labelled += other.labelled;
        self.right += other.right;
        self.wrong += other.wrong;
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^52")]
    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.labelled + self.right + self.wrong).max(1) as f64
    }
}

impl Paper {
    /// Counts with those rules alone that `speaks` names.
    fn tally(&self, speaks: impl Fn(&str) -> bool) -> Tally {
        let spoken: Vec<Span> = self.found.iter().filter(|(rule, _)| speaks(rule)).map(|(_, span)| *span).collect();
        let asked = self.labels.iter().filter(|label| !label.disputed);
        let right = asked.clone().filter(|label| spoken.iter().any(|span| covers(*span, label.span))).count();
        let wrong = spoken.iter().filter(|span| !self.labels.iter().any(|label| covers(**span, label.span))).count();
        Tally { labelled: asked.count(), right, wrong }
    }

    fn counts(&self) -> BTreeMap<String, Count> {
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        for (rule, span) in &self.found {
            let hits: Vec<&Label> = self.labels.iter().filter(|label| covers(*span, label.span)).collect();
            let count = counts.entry(rule.clone()).or_default();
            count.wrong += usize::from(hits.is_empty());
            count.right += usize::from(hits.iter().any(|label| !label.disputed));
        }
        counts
    }
}

/// As `score.py` has it: the shorter of both lies at least half inside the other.
fn covers(found: Span, label: Span) -> bool {
    let shared = found.1.min(label.1).saturating_sub(found.0.max(label.0));
    shared > 0 && shared * 2 >= (found.1 - found.0).min(label.1 - label.0)
}

fn labelled(folder: &Path) -> Result<Vec<Paper>, Box<dyn Error>> {
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".gold.tsv").map(str::to_owned));
    }
    names.sort();
    names.iter().map(|name| paper(folder, name)).collect()
}

#[expect(clippy::disallowed_methods, reason = "the example is a program; only the room is pure")]
fn paper(folder: &Path, name: &str) -> Result<Paper, Box<dyn Error>> {
    let labels = std::fs::read_to_string(folder.join(format!("{name}.gold.tsv")))?;
    let labels = labels.lines().skip(1).map(label).collect::<Result<_, _>>()?;
    let bytes = std::fs::read(folder.join(name))?;
    let document = onus_documents::read(&bytes, Some(name), &onus_documents::Limits::default())?;
    let reading = onus_agreement::read(&document.content, &onus_agreement::Options::default());
    let spans =
        reading.responsibilities.iter().map(|found| (found.citation.place.span.start, found.citation.place.span.end));
    let found = reading.rules.iter().map(ToString::to_string).zip(spans).collect();
    Ok(Paper { name: name.to_owned(), labels, found })
}

fn label(line: &str) -> Result<Label, Box<dyn Error>> {
    let mut fields = line.split('\t');
    let mut field = || fields.next().ok_or("a label has start, end and kind");
    let span = (field()?.parse()?, field()?.parse()?);
    Ok(Label { span, disputed: field()? == "disputed" })
}
