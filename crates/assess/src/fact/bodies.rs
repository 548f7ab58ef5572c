//! The bodies of entries, as they are written for ever.

use jiff::Timestamp;
use onus_terms::{
    AgreementId, Area, ControlId, Deadline, Digest, EvidenceId, Kind, Length, Party, PersonId, Responsibility,
    ResponsibilityId,
};
use serde::{Deserialize, Serialize};

/// A file that belongs to an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The digest of its bytes, which lie in the vault.
    pub document: Digest,
    /// The name it came with, without folders.
    pub name: String,
    /// `markdown`, `html` or `text`.
    pub format: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// One version of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementVersion {
    /// The agreement; its versions share the id.
    pub agreement: AgreementId,
    /// 1 for the first version, then 2 and so on.
    pub version: u32,
    /// What it is called.
    pub title: String,
    /// Whom it is with.
    pub provider: String,
    /// Its papers.
    pub papers: Vec<Paper>,
    /// Name and version of the reader that read it.
    pub reader: String,
    /// Where it was published, where it was taken from a watched source, such as `git 1f2e3d4c5b6a:terms.md`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Names of the customer that were set by hand when it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub called_customer: Vec<String>,
    /// Names of the provider that were set by hand when it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub called_provider: Vec<String>,
}

/// Body of `agreement.ended`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementEnded {
    /// The agreement.
    pub agreement: AgreementId,
    /// Why, or how it ended.
    pub reason: String,
    /// The responsibilities that bind on after its end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<ResponsibilityId>,
}

/// What a person changed in a responsibility. Absent fields stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Another kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Another party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Other areas, the closest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<Vec<Area>>,
    /// Another sentence for what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Another trigger; an empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
    /// Other deadlines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<Vec<Deadline>>,
}

/// A control chosen for a responsibility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// The control of the library.
    pub control: ControlId,
    /// A cadence of the organisation's own for its acts, in place of the library's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cadence: Option<Length>,
}

/// What an attestation says happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The act was done.
    Done,
    /// The act was not done, or showed that the duty is not kept.
    NotDone,
}

/// Body of `workspace.created`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceCreated {
    /// The organisation or team whose records these are.
    pub name: String,
    /// The IANA time zone in which its days are counted, such as `Europe/Berlin`.
    pub zone: String,
}

/// Body of `person.added`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAdded {
    /// The pseudonym used in leaves.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Body of `responsibility.proposed`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Its id.
    pub responsibility: ResponsibilityId,
    /// The agreement that says it.
    pub agreement: AgreementId,
    /// The version of the agreement.
    pub version: u32,
    /// What was read.
    pub reading: Responsibility,
    /// The controls suggested for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<ControlId>,
    /// The responsibility of the version before that this one rewords, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rewords: Option<ResponsibilityId>,
}

/// Body of `responsibility.restated`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restated {
    /// The responsibility that goes on.
    pub responsibility: ResponsibilityId,
    /// The version that says it again.
    pub version: u32,
    /// What was read there.
    pub reading: Responsibility,
}

/// Body of `responsibility.ended`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The responsibility.
    pub responsibility: ResponsibilityId,
    /// The version that no longer says it.
    pub version: u32,
}

/// Body of `responsibility.confirmed`, `responsibility.rejected` and `responsibility.not-applicable`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The responsibility.
    pub responsibility: ResponsibilityId,
    /// Why; asked for where the decision takes a responsibility away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Body of `responsibility.edited`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The responsibility.
    pub responsibility: ResponsibilityId,
    /// What is different now.
    pub edit: Edit,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Body of `responsibility.assigned`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// The responsibility.
    pub responsibility: ResponsibilityId,
    /// Who owns it.
    pub to: PersonId,
}

/// Body of `responsibility.matched`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// The responsibility.
    pub responsibility: ResponsibilityId,
    /// All controls that discharge it from now on, in place of those before.
    pub controls: Vec<Match>,
}

/// Body of `responsibility.waived`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waived {
    /// The responsibility.
    pub responsibility: ResponsibilityId,
    /// Until when it is accepted; from then on the waiver counts no longer.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
}

/// Body of `evidence.added`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAdded {
    /// Its id.
    pub evidence: EvidenceId,
    /// The digest of its bytes, which lie in the vault.
    pub digest: Digest,
    /// The name it came with, without folders.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// The responsibilities it is for.
    #[serde(rename = "for")]
    pub responsibilities: Vec<ResponsibilityId>,
    /// The control it is for, where it is for one only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<ControlId>,
    /// Until when it speaks; absent where it goes out of date with the cadence of the act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Body of `act.attested`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActAttested {
    /// The responsibilities it was done for.
    #[serde(rename = "for")]
    pub responsibilities: Vec<ResponsibilityId>,
    /// The control that it belongs to.
    pub control: ControlId,
    /// The act of the control, by its id in the library.
    pub act: String,
    /// Done or not.
    pub outcome: Outcome,
    /// What was done, found or missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Evidence that backs it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceId>,
    /// Whether the person named the control, and did not take what was suggested.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named: bool,
}

/// Body of `entry.withdrawn` and `body.erased`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRef {
    /// The number of the earlier entry.
    pub entry: u64,
    /// Why.
    pub reason: String,
}

/// Body of `ledger.recovered`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovered {
    /// The first entry that is lost.
    pub from: u64,
    /// Entries of the checkpoint that was seen outside: those up to it are lost.
    pub size: u64,
    /// The root of that checkpoint.
    pub root: Digest,
    /// How it came to that.
    pub reason: String,
}
