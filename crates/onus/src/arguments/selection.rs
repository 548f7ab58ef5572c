//! Arguments that several commands share: which responsibilities, who says so, and the two times.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use onus_terms::{AgreementId, Area, Kind, Length, Limit, LimitError, Unit};
use std::str::FromStr;

/// Which responsibilities. Several values of one filter, with commas or by naming it again, mean any of them; several
/// filters mean all of them.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Filter {
    /// Only these agreements
    #[arg(long, value_name = "AGREEMENT", value_delimiter = ',', value_parser = agreement)]
    pub(crate) agreement: Vec<AgreementId>,
    /// Only these areas
    #[arg(long, value_delimiter = ',', value_parser = area())]
    pub(crate) area: Vec<Area>,
    /// Only these kinds
    #[arg(long, value_delimiter = ',', value_parser = kind())]
    pub(crate) kind: Vec<Kind>,
    /// Only these statuses, such as overdue or unproven
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(onus_assess::Standing::ALL.map(onus_assess::Standing::as_str)))]
    pub(crate) status: Vec<String>,
    /// Only what nobody has confirmed or rejected yet
    #[arg(long)]
    pub(crate) proposed: bool,
    /// Only what was rejected, which is left out elsewhere
    #[arg(long, conflicts_with = "proposed")]
    pub(crate) rejected: bool,
    /// Only what nobody owns
    #[arg(long, conflicts_with = "owner")]
    pub(crate) unowned: bool,
    /// Only those of this owner, by id or name
    #[arg(long, value_name = "PERSON")]
    pub(crate) owner: Option<String>,
    /// Only those whose words contain this text (case, white space and the form of quotes do not matter)
    #[arg(long, value_name = "TEXT")]
    pub(crate) contains: Option<String>,
}

impl Filter {
    /// Whether it lets everything through.
    pub(crate) fn is_empty(&self) -> bool {
        let Filter { agreement, area, kind, status, proposed, rejected, unowned, owner, contains } = self;
        let lists = agreement.is_empty() && area.is_empty() && kind.is_empty() && status.is_empty();
        lists && !proposed && !rejected && !unowned && owner.is_none() && contains.is_none()
    }
}

/// Responsibilities to decide about.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Selection {
    /// Responsibilities, by id or by a beginning of it that fits only one
    #[arg(value_name = "RESPONSIBILITY")]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// All of them
    #[arg(long)]
    pub(crate) all: bool,
}

/// When it held and who says so.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Recording {
    /// When it held or happened; a date is its end in the workspace's zone, or now if that is earlier [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Who says so, by id or name [default: the person of this workspace]
    #[arg(long, env = "ONUS_PERSON", value_name = "PERSON")]
    pub(crate) by: Option<String>,
}

/// A decision: about which, when and by whom.
#[derive(Clone, Debug, Args)]
pub(crate) struct Choice {
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) record: Recording,
    /// Only list what it would be recorded for
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// The two times of a question.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Times {
    /// The time asked about; a date is its end in the workspace's zone [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// Count only what was recorded by this time [default: all]
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
}

/// One of a fixed set of words, which help and completions name.
pub(crate) fn one_of<T>(words: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr + Clone + Send + Sync + 'static,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse::<T>())
}

/// An area.
pub(crate) fn area() -> impl TypedValueParser<Value = Area> {
    one_of(Area::ALL.map(Area::as_str))
}

/// A kind of responsibility.
pub(crate) fn kind() -> impl TypedValueParser<Value = Kind> {
    one_of(Kind::ALL.iter().map(|kind| kind.as_str()))
}

/// The id of an agreement, with where to find it.
pub(crate) fn agreement(text: &str) -> Result<AgreementId, String> {
    text.parse().map_err(|error| format!("{error}; `onus agreement list` shows the ids"))
}

/// The longest name of a person, an organisation, a provider or a paper, in characters.
const LONGEST: usize = 200;

/// A name: words that fit on a page.
pub(crate) fn short(text: &str) -> Result<String, String> {
    let count = text.chars().count();
    if count > LONGEST {
        return Err(format!("it has {count} characters, the most is {LONGEST}"));
    }
    words(text).map_err(str::to_owned)
}

/// A number of bytes, with a unit where people like one: `20000000`, `20MB`, `20MiB`, `1G`.
pub(crate) fn bytes(text: &str) -> Result<usize, String> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits).unwrap_or_default();
    let times = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "k" | "kb" => Some(1_000),
        "kib" => Some(1 << 10),
        "m" | "mb" => Some(1_000_000),
        "mib" => Some(1 << 20),
        "g" | "gb" => Some(1_000_000_000),
        "gib" => Some(1 << 30),
        _ => None,
    };
    let wrong = || "use a number of bytes, such as 20000000, 20MB or 20MiB".to_owned();
    number.parse::<usize>().ok().zip(times).and_then(|(number, times)| number.checked_mul(times)).ok_or_else(wrong)
}

/// Words, and not only blanks.
pub(crate) fn words(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("it says nothing; give some words") } else { Ok(text.to_owned()) }
}

/// A cadence: a length of more than nothing and at the most a hundred years.
pub(crate) fn cadence(text: &str) -> Result<Length, String> {
    let length = length(text)?;
    if sensible(length) { Ok(length) } else { Err(format!("`{text}` is no cadence; use one from 1h to 100y")) }
}

/// A limit in time without lengths of nothing or of more than a hundred years.
pub(crate) fn limit(text: &str) -> Result<Limit, String> {
    let limit: Limit = text.parse().map_err(|error: LimitError| error.to_string())?;
    let good = match limit {
        Limit::Within(length) | Limit::Before(Some(length)) | Limit::Every(length) => sensible(length),
        Limit::Range(short, long) => sensible(short) && sensible(long),
        _ => true,
    };
    if good { Ok(limit) } else { Err(format!("`{text}` is no limit that can be kept; use lengths from PT1H to P100Y")) }
}

fn sensible(length: Length) -> bool {
    let most = match length.unit {
        Unit::Hour => 876_600,
        Unit::Day | Unit::BusinessDay => 36_525,
        Unit::Week => 5_218,
        Unit::Month => 1_200,
        Unit::Year => 100,
    };
    (1..=most).contains(&length.count)
}

/// A length as people write it: `30d`, `12w`, `6m`, `1y`, `48h`, or ISO 8601 such as P30D.
pub(crate) fn length(text: &str) -> Result<Length, String> {
    let upper = text.to_ascii_uppercase();
    let read = if upper.starts_with('P') {
        upper.parse::<Length>()
    } else if upper.ends_with('H') {
        format!("PT{upper}").parse()
    } else {
        format!("P{upper}").parse()
    };
    match read {
        Ok(length) if length.unit == Unit::BusinessDay => {
            Err("business days cannot be counted: Onus knows no holidays yet; give days, such as 7d".to_owned())
        }
        Ok(length) => Ok(length),
        Err(_) => Err("it is not a length; use 30d, 12w, 6m, 1y, 48h or P30D".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, normal) in [("30d", "P30D"), ("P30D", "P30D"), ("6m", "P6M"), ("48h", "PT48H"), ("pt48h", "PT48H")] {
            assert_eq!(length(text).unwrap().to_string(), normal);
        }
        assert!(length("5b").unwrap_err().contains("business days"));
        for wrong in ["", "d", "30", "30 d", "-3d", "soon", "99999999999d"] {
            assert!(length(wrong).is_err(), "{wrong}");
            // What the message offers is taken.
            assert!(length(wrong).unwrap_err().contains("30d, 12w, 6m, 1y, 48h or P30D"), "{wrong}");
        }
        assert!(["30d", "12w", "6m", "1y", "48h", "P30D"].iter().all(|text| length(text).is_ok()));
    }

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, wanted) in
            [("7", 7), ("20MB", 20_000_000), ("20 MiB", 20 << 20), ("1g", 1_000_000_000), ("3kb", 3000)]
        {
            assert_eq!(bytes(text), Ok(wanted), "{text}");
        }
        for wrong in ["", "MB", "-1", "1.5MB", "2 fish", "99999999999999999999", "99999999999G"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lengths_of_nothing_and_beyond_all_lives_are_refused() {
        for good in ["1h", "3m", "100y"] {
            assert!(cadence(good).is_ok(), "{good}");
        }
        for wrong in ["0d", "101y", "100000y", "PT0H", "P5B"] {
            assert!(cadence(wrong).is_err(), "{wrong}");
        }
        for good in ["P30D", "PT24H/PT48H", "before", "before:P30D", "every:P1Y", "promptly"] {
            assert!(limit(good).is_ok(), "{good}");
        }
        for wrong in ["every:P0D", "P0D", "PT0H/PT48H", "before:P0D", "every:P4000000Y"] {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
        assert!(words(" \n").is_err() && words(" a").is_ok());
        assert!(short(" \n").is_err() && short("ä").is_ok());
        assert!(short(&"ä".repeat(200)).is_ok() && short(&"ä".repeat(201)).is_err());
    }
}
