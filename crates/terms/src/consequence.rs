use crate::Citation;
use serde::{Deserialize, Serialize};

words!(
    /// What an agreement attaches to failing a responsibility. In the order in which a reader should fear them.
    ConsequenceKind, "a consequence" {
        /// No limit of liability protects whoever fails.
        UncappedLiability = "uncapped-liability",
        /// The agreement, an order, a licence or an account can be ended.
        Termination = "termination",
        /// Claims and costs of the other side have to be borne.
        Indemnity = "indemnity",
        /// Access can be stopped, limited or blocked for a time.
        Suspension = "suspension",
        /// Content can be taken down or deleted.
        ContentRemoval = "content-removal",
        /// A credit, a refund, a warranty, an indemnity or another right is lost.
        LostRemedy = "lost-remedy",
        /// A court can be asked to order or forbid something at once.
        Injunction = "injunction",
        /// Interest, late charges or other fees fall due.
        Fees = "fees",
    }
);

words!(
    /// Who may act when it comes to it.
    Actor, "an actor" {
        /// The provider.
        Provider = "provider",
        /// Either party against the other.
        Either = "either",
        /// Nobody has to: it follows of itself.
        Automatic = "automatic",
    }
);

words!(
    /// Why a consequence hangs on a responsibility. The surest first.
    Basis, "a basis" {
        /// The same sentence says both.
        Clause = "clause",
        /// The sentence right after the duty, or after its list, says what failing it brings.
        NextSentence = "next-sentence",
        /// It names the clause that holds the responsibility.
        Reference = "reference",
        /// It names a defined term whose definition leads to the responsibility.
        Definition = "definition",
        /// It speaks of failing in the same matter, such as payment.
        Subject = "subject",
    }
);

/// Why one responsibility is touched by a consequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its place in the list of responsibilities that was handed in.
    pub responsibility: usize,
    /// Why.
    pub basis: Basis,
    /// The definition that leads to it, by its place among the definitions of the paper, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<usize>,
}

/// What an agreement attaches to a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    /// What it is.
    pub kind: ConsequenceKind,
    /// Who may act.
    pub actor: Actor,
    /// Which failure brings it, in the agreement's words.
    pub trigger: String,
    /// The words that say it, with their place.
    pub citation: Citation,
    /// The sentence before a list that says what its items bring, or what brings them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<Citation>,
    /// Whether any breach of the whole agreement brings it, so that it hangs on every responsibility.
    pub general: bool,
    /// The responsibilities that it hangs on in particular.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}
