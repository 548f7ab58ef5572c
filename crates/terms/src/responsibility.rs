use crate::{Area, Citation, Deadline};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word used for it in files and on the command line.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok($name::$variant),)+
                    _ => Err(UnknownWord { what: $what, found: word.chars().take(40).collect(), known: &[$($word),+] }),
                }
            }
        }
    };
}

/// A word that is not one of those expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not {what}; use one of {}", known.join(", "))]
pub struct UnknownWord {
    what: &'static str,
    found: String,
    known: &'static [&'static str],
}

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
