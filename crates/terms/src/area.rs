use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a responsibility is about. The first eight are areas of security and compliance work; the last three are what
/// else agreements ask of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Security and privacy of data: encryption, backups, access, personal data, content.
    Data,
    /// Accounts, credentials, roles, access reviews, leavers and movers.
    Identity,
    /// Review of logs, usage and performance; alerts; records for audits.
    Monitoring,
    /// Telling of incidents, breaches, vulnerabilities and defects.
    Incident,
    /// Contacts, billing details, authorisations, and their upkeep.
    Account,
    /// Compliance with laws and policies, reports, authority, internal rules.
    Governance,
    /// Training and awareness.
    Training,
    /// New versions, new services, upgrades, migrations.
    Change,
    /// What the service may and may not be used for.
    Use,
    /// Fees, taxes, renewals, orders.
    Commercial,
    /// Indemnities, confidentiality, assignment, disputes, licences.
    Legal,
}

impl Area {
    /// All areas, in the order in which they are shown.
    pub const ALL: [Area; 11] = [
        Area::Data,
        Area::Identity,
        Area::Monitoring,
        Area::Incident,
        Area::Account,
        Area::Governance,
        Area::Training,
        Area::Change,
        Area::Use,
        Area::Commercial,
        Area::Legal,
    ];

    /// The word used for it in files and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Area::Data => "data",
            Area::Identity => "identity",
            Area::Monitoring => "monitoring",
            Area::Incident => "incident",
            Area::Account => "account",
            Area::Governance => "governance",
            Area::Training => "training",
            Area::Change => "change",
            Area::Use => "use",
            Area::Commercial => "commercial",
            Area::Legal => "legal",
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no area.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not an area; the areas are data, identity, monitoring, incident, account, governance, training, change, use, commercial, legal"
)]
pub struct UnknownArea(pub String);

impl FromStr for Area {
    type Err = UnknownArea;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Area::ALL
            .into_iter()
            .find(|area| area.as_str() == word)
            .ok_or_else(|| UnknownArea(word.chars().take(40).collect()))
    }
}
