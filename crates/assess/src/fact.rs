//! The facts that entries carry: one variant a kind, one JSON shape a variant.
//!
//! The shapes are for ever: a field is only added, with a default, and never changes its meaning.

mod bodies;
pub(crate) mod light;

pub use bodies::{
    ActAttested, AgreementEnded, AgreementVersion, Assigned, Decision, Edit, Edited, Ended, EntryRef, EvidenceAdded,
    Match, Matched, Outcome, Paper, PersonAdded, Proposed, Recovered, Restated, Waived, WorkspaceCreated,
};

/// One fact. When it held (`at`), when it was recorded, who recorded it and what it is about stand in the leaf of its
/// entry; this is the body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact {
    /// `workspace.created`: the first entry.
    WorkspaceCreated(WorkspaceCreated),
    /// `person.added`: somebody who decides, acts or owns.
    PersonAdded(PersonAdded),
    /// `agreement.added`: a version of an agreement; `at` is when it takes effect.
    AgreementAdded(AgreementVersion),
    /// `agreement.ended`: it binds no longer, but for what is kept; `at` is from when.
    AgreementEnded(AgreementEnded),
    /// `responsibility.proposed`: the reader found it in a version; `at` is when that version takes effect.
    ResponsibilityProposed(Proposed),
    /// `responsibility.restated`: a later version says the same; decisions stay.
    ResponsibilityRestated(Restated),
    /// `responsibility.ended`: a later version no longer says it; `at` is when that version takes effect.
    ResponsibilityEnded(Ended),
    /// `responsibility.confirmed`: a person says that it was read rightly.
    ResponsibilityConfirmed(Decision),
    /// `responsibility.rejected`: a person says that it is none of ours.
    ResponsibilityRejected(Decision),
    /// `responsibility.edited`: a person put it right.
    ResponsibilityEdited(Edited),
    /// `responsibility.assigned`: a person owns it from now on.
    ResponsibilityAssigned(Assigned),
    /// `responsibility.matched`: a person chose the controls that discharge it.
    ResponsibilityMatched(Matched),
    /// `responsibility.waived`: a person accepts until a time that it is not kept.
    ResponsibilityWaived(Waived),
    /// `responsibility.not-applicable`: a person says that it does not apply, and why.
    ResponsibilityNotApplicable(Decision),
    /// `evidence.added`: bytes that were handed over; `at` is what time they speak of, or the start of it.
    EvidenceAdded(EvidenceAdded),
    /// `act.attested`: a person did something, or says that it was not done; `at` is when.
    ActAttested(ActAttested),
    /// `entry.withdrawn`: an earlier entry was wrong; it counts no longer, from when this is recorded.
    EntryWithdrawn(EntryRef),
    /// `body.erased`: the body of an earlier entry was erased.
    BodyErased(EntryRef),
    /// `ledger.recovered`: an older ledger was accepted after entries were lost.
    LedgerRecovered(Recovered),
}

/// A body that is not what its kind says.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FactError {
    /// A kind that this version does not know.
    #[error("entries of kind `{0}` are not known to this version of onus; use a newer one")]
    UnknownKind(String),
    /// JSON of another shape.
    #[error("the body of a `{kind}` entry does not have its shape")]
    Shape {
        /// The kind of the entry.
        kind: String,
        /// What did not fit.
        #[source]
        source: serde_json::Error,
    },
}

macro_rules! kinds {
    ($($variant:ident = $kind:literal),+ $(,)?) => {
        impl Fact {
            /// All kinds, in the order in which they were added.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The kind of entry that carries it.
            pub fn kind(&self) -> &'static str {
                match self { $(Fact::$variant(_) => $kind),+ }
            }

            /// The body of its entry: JSON in UTF-8.
            pub fn to_body(&self) -> Vec<u8> {
                // Plain structs with text keys: writing them cannot fail.
                match self { $(Fact::$variant(body) => serde_json::to_vec(body).unwrap_or_default()),+ }
            }

            /// Reads the body of an entry of this kind.
            pub fn from_body(kind: &str, body: &[u8]) -> Result<Self, FactError> {
                match kind {
                    $($kind => serde_json::from_slice(body)
                        .map(Fact::$variant)
                        .map_err(|source| FactError::Shape { kind: kind.to_owned(), source }),)+
                    _ => Err(FactError::UnknownKind(kind.chars().take(64).collect())),
                }
            }
        }
    };
}

kinds! {
    WorkspaceCreated = "workspace.created",
    PersonAdded = "person.added",
    AgreementAdded = "agreement.added",
    ResponsibilityProposed = "responsibility.proposed",
    ResponsibilityRestated = "responsibility.restated",
    ResponsibilityEnded = "responsibility.ended",
    ResponsibilityConfirmed = "responsibility.confirmed",
    ResponsibilityRejected = "responsibility.rejected",
    ResponsibilityEdited = "responsibility.edited",
    ResponsibilityAssigned = "responsibility.assigned",
    ResponsibilityMatched = "responsibility.matched",
    ResponsibilityWaived = "responsibility.waived",
    ResponsibilityNotApplicable = "responsibility.not-applicable",
    EvidenceAdded = "evidence.added",
    ActAttested = "act.attested",
    EntryWithdrawn = "entry.withdrawn",
    BodyErased = "body.erased",
    LedgerRecovered = "ledger.recovered",
    AgreementEnded = "agreement.ended",
}
