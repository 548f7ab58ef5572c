use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Text that cannot be an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` cannot be {what}: use 1 to 64 lower-case letters, digits, `-`, `.` or `_`, beginning with a letter or digit"
)]
pub struct IdError {
    what: &'static str,
    found: String,
}

fn check(what: &'static str, text: &str) -> Result<Arc<str>, IdError> {
    let alphanumeric = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let good = (1..=64).contains(&text.len())
        && text.starts_with(alphanumeric)
        && text.chars().all(|c| alphanumeric(c) || matches!(c, '-' | '.' | '_'));
    if good { Ok(Arc::from(text)) } else { Err(IdError { what, found: text.chars().take(40).collect() }) }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the text: 1 to 64 lower-case letters, digits, `-`, `.` or `_`, beginning with a letter or digit.
            pub fn new(text: impl AsRef<str>) -> Result<Self, IdError> {
                check($what, text.as_ref()).map(Self)
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// An agreement in a workspace, such as `cloud-services-agreement`; all its versions share it.
    AgreementId,
    "an agreement id"
);
id!(
    /// One responsibility, such as `r-4k7w2m9`. It stays the same through the versions of an agreement for as long as
    /// the duty does.
    ResponsibilityId,
    "a responsibility id"
);
id!(
    /// A person, such as `p-8d2m4x`: a pseudonym, since it stands in leaves that are for ever. The name is in a body.
    PersonId,
    "a person id"
);
id!(
    /// A control of the library, such as `identity.access-review`.
    ControlId,
    "a control id"
);
id!(
    /// A piece of evidence, such as `e-93km2c8`.
    EvidenceId,
    "an evidence id"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_take_only_plain_text() {
        assert!(AgreementId::new("nimbus-csa.v2").is_ok());
        for bad in ["", "-x", "Upper", "a b", "a/../b", "é", &"x".repeat(65)] {
            assert!(AgreementId::new(bad).is_err(), "{bad:?}");
        }
    }
}
