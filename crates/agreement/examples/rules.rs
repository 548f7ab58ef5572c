//! What each rule of the reader adds, measured on labelled papers: `rules LABELS PAPERS [LABELS PAPERS …]`, folders of
//! labels (`NAME.gold.tsv`: start, end, kind, …, in characters) and of the papers they are about. Prints for each rule how
//! many labelled units and how many false ones it found, and a leave-one-paper-out view: what is found in a paper when
//! only those rules speak that were right on the other papers. A unit that a dropped rule had found counts as missed,
//! though another rule might find it then, so that view is a lower bound.

#![expect(clippy::disallowed_methods, reason = "the example is a program; only the room is pure")]

#[path = "../tests/measure/mod.rs"]
mod measure;

use measure::{Paper, Score, Span, covers, papers, span};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

/// Labelled units found and false units, of one rule in one paper.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    wrong: usize,
}

type Counts = BTreeMap<String, Count>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut all = Vec::new();
    let folders: Vec<String> = std::env::args().skip(1).collect();
    for pair in folders.chunks_exact(2) {
        if let [labels, folder] = pair {
            all.append(&mut papers(Path::new(labels), Path::new(folder))?);
        }
    }
    let counts: Vec<Counts> = all.iter().map(counts).collect();
    by_rule(&all, &counts);
    by_paper(&all, &counts);
    Ok(())
}

fn by_rule(papers: &[Paper], counts: &[Counts]) {
    println!("rule                     right  false  papers  only in");
    for rule in counts.iter().flat_map(Counts::keys).collect::<BTreeSet<_>>() {
        let of = |counts: &Counts| counts.get(rule).copied().unwrap_or_default();
        let right: usize = counts.iter().map(|counts| of(counts).right).sum();
        let wrong: usize = counts.iter().map(|counts| of(counts).wrong).sum();
        let names = papers.iter().zip(counts).filter(|(_, counts)| of(counts).right > 0).map(|(paper, _)| &*paper.name);
        let names: Vec<&str> = names.collect();
        let only = if let [one] = names[..] { one } else { "" };
        println!("{rule:24} {right:5}  {wrong:5}  {:6}  {only}", names.len());
    }
}

fn by_paper(papers: &[Paper], counts: &[Counts]) {
    println!(
        "\npaper                                             all rules   rules that were right on the other papers"
    );
    let (mut whole, mut left_out) = (Score::default(), Score::default());
    for (at, paper) in papers.iter().enumerate() {
        let others = |rule: &str| {
            let others = counts.iter().enumerate().filter(|(other, _)| *other != at);
            others.filter_map(|(_, counts)| counts.get(rule)).fold(Count::default(), |sum, count| Count {
                right: sum.right + count.right,
                wrong: sum.wrong + count.wrong,
            })
        };
        let earned = |rule: &str| others(rule).right > others(rule).wrong;
        let (all, out) = (spoken(paper, |_| true), spoken(paper, earned));
        println!("{:48}  F1 {:.3}    F1 {:.3}", paper.name, all.f1(), out.f1());
        whole.add(all);
        left_out.add(out);
    }
    println!("{:48}  F1 {:.3}    F1 {:.3}", "TOTAL", whole.f1(), left_out.f1());
}

/// What those rules alone find that `speaks` names.
fn spoken(paper: &Paper, speaks: impl Fn(&str) -> bool) -> Score {
    let found: Vec<Span> = rules(paper).filter(|(rule, _)| speaks(rule)).map(|(_, span)| span).collect();
    let asked = paper.labels.iter().filter(|label| !label.disputed());
    let right = asked.clone().filter(|label| found.iter().any(|span| covers(*span, label.span))).count();
    let wrong = found.iter().filter(|span| !paper.labels.iter().any(|label| covers(**span, label.span))).count();
    Score { labelled: asked.count(), right, wrong, ..Score::default() }
}

fn rules(paper: &Paper) -> impl Iterator<Item = (String, Span)> {
    let spans = paper.reading.responsibilities.iter().map(span);
    paper.reading.rules.iter().map(ToString::to_string).zip(spans)
}

fn counts(paper: &Paper) -> Counts {
    let mut counts = Counts::new();
    for (rule, span) in rules(paper) {
        let mut hits = paper.labels.iter().filter(|label| covers(span, label.span)).peekable();
        let count = counts.entry(rule).or_default();
        count.wrong += usize::from(hits.peek().is_none());
        count.right += usize::from(hits.any(|label| !label.disputed()));
    }
    counts
}
