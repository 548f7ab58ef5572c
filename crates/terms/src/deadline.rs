use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A unit in which agreements count time. Hours are hours and days are days: they differ when the clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Sixty minutes of elapsed time.
    Hour,
    /// A calendar day.
    Day,
    /// A working day of a calendar that the agreement or the organisation names.
    BusinessDay,
    /// Seven calendar days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// A number of units. Written like an ISO 8601 duration, with `B` for business days: `PT48H`, `P30D`, `P5B`, `P2W`,
/// `P1M`, `P1Y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

impl Length {
    /// `count` units.
    pub const fn new(count: u32, unit: Unit) -> Self {
        Length { count, unit }
    }
}

/// A word for a time that is no number, and never becomes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vague {
    /// "immediately", "at once", "forthwith"
    Immediately,
    /// "promptly"
    Promptly,
    /// "timely", "in a timely manner", "in due time"
    Timely,
    /// "without undue delay", "without unreasonable delay"
    WithoutUndueDelay,
    /// "as soon as practicable", "as soon as possible"
    AsSoonAsPracticable,
    /// "within a reasonable time", "reasonable notice"
    Reasonable,
    /// "at all times"
    AtAllTimes,
    /// "upon request", "on demand"
    UponRequest,
    /// "regularly", "periodically", "from time to time"
    Regularly,
}

const VAGUE: [(Vague, &str); 9] = [
    (Vague::Immediately, "immediately"),
    (Vague::Promptly, "promptly"),
    (Vague::Timely, "timely"),
    (Vague::WithoutUndueDelay, "without-undue-delay"),
    (Vague::AsSoonAsPracticable, "as-soon-as-practicable"),
    (Vague::Reasonable, "reasonable"),
    (Vague::AtAllTimes, "at-all-times"),
    (Vague::UponRequest, "upon-request"),
    (Vague::Regularly, "regularly"),
];

/// The normal form of a limit in time. Written in one short word: `P30D` (within 30 days), `PT24H/PT48H` (a range: plan
/// to the short end, in breach at the long one), `before` (before the anchor), `before:P30D` (at least 30 days before
/// it), `every:P1Y` (each year), or a vague word such as `promptly`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// Within this length after the anchor.
    Within(Length),
    /// Within a range after the anchor, short end first.
    Range(Length, Length),
    /// Before the anchor; at least this length before it where one is given.
    Before(Option<Length>),
    /// Again and again, at least once in each length.
    Every(Length),
    /// A word that is no number.
    Vague(Vague),
}

/// A limit in time as an agreement sets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The normal form.
    pub limit: Limit,
    /// What the time is counted from or to, in the agreement's words, where it says so ("discovering the issue").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
    /// The words that set it.
    pub phrase: String,
}

/// Text that is no limit in normal form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a limit in time; examples: P30D, PT24H, P5B, PT24H/PT48H, before, before:P30D, every:P1Y, promptly"
)]
pub struct LimitError(pub String);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count;
        match self.unit {
            Unit::Hour => write!(f, "PT{count}H"),
            Unit::Day => write!(f, "P{count}D"),
            Unit::BusinessDay => write!(f, "P{count}B"),
            Unit::Week => write!(f, "P{count}W"),
            Unit::Month => write!(f, "P{count}M"),
            Unit::Year => write!(f, "P{count}Y"),
        }
    }
}

impl FromStr for Length {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || LimitError(text.chars().take(40).collect());
        let (digits, unit) = if let Some(hours) = text.strip_prefix("PT").and_then(|rest| rest.strip_suffix('H')) {
            (hours, Unit::Hour)
        } else {
            let rest = text.strip_prefix('P').ok_or_else(error)?;
            let unit = match rest.chars().last() {
                Some('D') => Unit::Day,
                Some('B') => Unit::BusinessDay,
                Some('W') => Unit::Week,
                Some('M') => Unit::Month,
                Some('Y') => Unit::Year,
                _ => return Err(error()),
            };
            (rest.get(..rest.len() - 1).ok_or_else(error)?, unit)
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(error());
        }
        Ok(Length { count: digits.parse().map_err(|_| error())?, unit })
    }
}

impl fmt::Display for Vague {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(VAGUE.iter().find(|(word, _)| word == self).map_or("", |(_, text)| text))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Within(length) => write!(f, "{length}"),
            Limit::Range(short, long) => write!(f, "{short}/{long}"),
            Limit::Before(None) => f.write_str("before"),
            Limit::Before(Some(length)) => write!(f, "before:{length}"),
            Limit::Every(length) => write!(f, "every:{length}"),
            Limit::Vague(word) => write!(f, "{word}"),
        }
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some((word, _)) = VAGUE.iter().find(|(_, name)| *name == text) {
            return Ok(Limit::Vague(*word));
        }
        if text == "before" {
            return Ok(Limit::Before(None));
        }
        if let Some(length) = text.strip_prefix("before:") {
            return Ok(Limit::Before(Some(length.parse()?)));
        }
        if let Some(length) = text.strip_prefix("every:") {
            return Ok(Limit::Every(length.parse()?));
        }
        if let Some((short, long)) = text.split_once('/') {
            return Ok(Limit::Range(short.parse()?, long.parse()?));
        }
        Ok(Limit::Within(text.parse()?))
    }
}

macro_rules! serde_as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

serde_as_text!(Length);
serde_as_text!(Limit);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_written_as_they_are_read() {
        for text in [
            "P30D",
            "PT24H",
            "P5B",
            "P2W",
            "P1M",
            "P1Y",
            "PT24H/PT48H",
            "before",
            "before:P30D",
            "every:P1Y",
            "promptly",
            "without-undue-delay",
            "at-all-times",
        ] {
            assert_eq!(text.parse::<Limit>().map(|limit| limit.to_string()).as_deref(), Ok(text));
        }
        for bad in ["", "P", "PD", "P-1D", "P+1D", "30D", "PT5D", "P99999999999D", "before:", "soon", "Pé"] {
            assert!(bad.parse::<Limit>().is_err(), "{bad:?}");
        }
    }
}
