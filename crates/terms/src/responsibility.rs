use crate::{Area, Citation, Deadline};
use serde::{Deserialize, Deserializer, Serialize};

words!(
    /// What an agreement does to the customer in one sentence.
    Kind, "a kind" {
        /// A duty to act.
        Must = "must",
        /// A prohibition.
        MustNot = "mustnot",
        /// Something to meet before a right or a remedy.
        Condition = "condition",
        /// A promise of how things are.
        Warrant = "warrant",
    }
);

words!(
    /// Whom the sentence binds on the customer's side.
    Party, "a party" {
        /// The customer alone.
        Customer = "customer",
        /// Both parties, or whoever holds a role that the customer can hold.
        Mutual = "mutual",
        /// The customer's users, through the customer.
        Users = "users",
    }
);

/// How sure the reader is, in percent. Low values are shown first to whoever confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Confidence(u8);

impl Confidence {
    /// Clamped to 0–100.
    pub const fn percent(value: u8) -> Self {
        Confidence(if value > 100 { 100 } else { value })
    }

    /// 0 to 100.
    pub const fn as_percent(self) -> u8 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u8::deserialize(deserializer).map(Confidence::percent)
    }
}

/// One thing that an agreement puts on the customer, as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsibility {
    /// Duty, prohibition, condition or warranty.
    pub kind: Kind,
    /// Whom it binds.
    pub party: Party,
    /// What it is about, the closest area first; never empty.
    pub areas: Vec<Area>,
    /// What to do, not do, meet or be, in a short sentence without markup.
    pub act: String,
    /// The event that starts it, in the agreement's words, where it depends on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
    /// The limits in time, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// Exceptions, in the agreement's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
    /// The words that say it, with their place.
    pub citation: Citation,
    /// The lead-in that gives a list item its party and sense, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_in: Option<Citation>,
    /// Further places of the same version that say the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Citation>,
    /// Requirements of other frameworks that it belongs to, where the paper names them, in normal form: `AC-2(1)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
    /// How sure the reader is.
    pub confidence: Confidence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_written() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        for party in Party::ALL {
            assert_eq!(party.as_str().parse(), Ok(*party));
        }
        assert_eq!(
            "should".parse::<Kind>().unwrap_err().to_string(),
            "`should` is not a kind; use one of must, mustnot, condition, warrant"
        );
    }
}
