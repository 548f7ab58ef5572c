//! How a paper is built, and what it attaches to failing: clauses, references, definitions, other papers, consequences.
//!
//! A pass of its own over the blocks, which `read` does not pay for.

mod clauses;
mod deeds;
mod definitions;
mod drafts;
mod duties;
mod effects;
mod links;
mod lookup;
mod numbers;
mod papers;
mod references;
mod trigger;
mod vocabulary;
mod walk;

pub use papers::is_paper;

use crate::Parties;
use onus_terms::{Digest, DocumentText, Responsibility, Structure};

/// What a paper is read with: the responsibilities of the whole agreement, and its other papers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deal<'a> {
    /// What was read in all papers of the version. Links name their places in this list.
    pub responsibilities: &'a [Responsibility],
    /// The papers of the version with their names or titles.
    pub papers: &'a [(Digest, &'a str)],
}

/// How a paper is built, and what it attaches to failing the responsibilities of the deal.
pub fn structure(document: &DocumentText, parties: &Parties, deal: &Deal<'_>) -> Structure {
    let mut walk = walk::Walk::new(document, parties);
    for block in &document.blocks {
        walk.block(block);
    }
    let found = walk.done();
    let consequences = links::consequences(&found, document, deal);
    let walk::Walked { tree, pending, defined, papers, precedence, .. } = found;
    let references = pending.into_iter().map(|pending| pending.told(&tree)).collect();
    Structure {
        references,
        clauses: tree.clauses,
        definitions: defined.into_iter().map(|defined| defined.definition).collect(),
        incorporated: papers.found,
        precedence,
        consequences,
    }
}
