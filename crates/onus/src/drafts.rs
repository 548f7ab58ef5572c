//! What of a fact stands in the leaf of its entry for ever, and what in the body.

use jiff::Timestamp;
use onus_assess::Fact;
use onus_ledger::Draft;
use onus_terms::{Digest, PersonId, ResponsibilityId};

/// The entry of a fact.
pub(crate) fn draft(fact: &Fact, at: Timestamp, by: &PersonId) -> Draft {
    let (about, blobs) = subjects(fact);
    Draft { kind: fact.kind().to_owned(), at, by: by.clone(), about, blobs, body: fact.to_body() }
}

/// What stands in the leaf for ever: ids and digests, no words.
fn subjects(fact: &Fact) -> (Vec<String>, Vec<Digest>) {
    let ids = |ids: &[ResponsibilityId]| ids.iter().map(ToString::to_string).collect();
    match fact {
        Fact::WorkspaceCreated(_) => (Vec::new(), Vec::new()),
        Fact::PersonAdded(fact) => (vec![fact.person.to_string()], Vec::new()),
        Fact::AgreementAdded(fact) => {
            (vec![fact.agreement.to_string()], fact.papers.iter().map(|paper| paper.document).collect())
        }
        Fact::AgreementEnded(fact) => {
            let kept = fact.keep.iter().map(ToString::to_string);
            (std::iter::once(fact.agreement.to_string()).chain(kept).collect(), Vec::new())
        }
        Fact::ResponsibilityProposed(fact) => {
            (vec![fact.responsibility.to_string(), fact.agreement.to_string()], vec![fact.reading.citation.document])
        }
        Fact::ResponsibilityRestated(fact) => {
            (vec![fact.responsibility.to_string()], vec![fact.reading.citation.document])
        }
        Fact::ResponsibilityEnded(fact) => (vec![fact.responsibility.to_string()], Vec::new()),
        Fact::ResponsibilityConfirmed(fact)
        | Fact::ResponsibilityRejected(fact)
        | Fact::ResponsibilityNotApplicable(fact) => (vec![fact.responsibility.to_string()], Vec::new()),
        Fact::ResponsibilityEdited(fact) => (vec![fact.responsibility.to_string()], Vec::new()),
        Fact::ResponsibilityAssigned(fact) => (vec![fact.responsibility.to_string(), fact.to.to_string()], Vec::new()),
        Fact::ResponsibilityMatched(fact) => (vec![fact.responsibility.to_string()], Vec::new()),
        Fact::ResponsibilityWaived(fact) => (vec![fact.responsibility.to_string()], Vec::new()),
        Fact::EvidenceAdded(fact) => (ids(&fact.responsibilities), vec![fact.digest]),
        Fact::ActAttested(fact) => (ids(&fact.responsibilities), Vec::new()),
        Fact::EntryWithdrawn(fact) | Fact::BodyErased(fact) => (vec![onus_ledger::about_entry(fact.entry)], Vec::new()),
        // The store adds the checkpoint that it is about.
        Fact::LedgerRecovered(_) => (Vec::new(), Vec::new()),
        _ => (Vec::new(), Vec::new()),
    }
}
