//! Arguments that several commands share: which responsibilities, who says so, and the two times.

use clap::Args;
use onus_terms::{AgreementId, Area, Kind, Length, Limit, LimitError, Unit};

/// Which responsibilities. Several values of one filter, with commas or by naming it again, mean any of them; several
/// filters mean all of them.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Filter {
    /// Only these agreements
    #[arg(long, value_name = "AGREEMENT", value_delimiter = ',')]
    pub(crate) agreement: Vec<AgreementId>,
    /// Only these areas
    #[arg(long, value_delimiter = ',')]
    pub(crate) area: Vec<Area>,
    /// Only these kinds
    #[arg(long, value_delimiter = ',')]
    pub(crate) kind: Vec<Kind>,
    /// Only these statuses, such as overdue or unproven
    #[arg(long, value_delimiter = ',')]
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

/// Words, and not only blanks.
pub(crate) fn words(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() { Err("it says nothing; give some words") } else { Ok(text.to_owned()) }
}

/// A cadence: a length of more than nothing and at the most a hundred years.
pub(crate) fn cadence(text: &str) -> Result<Length, String> {
    let length = length(text).map_err(|error| error.to_string())?;
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

/// A length as people write it: `30d`, `12w`, `6m`, `1y`, `48h`, `5b` (business days), or ISO 8601 such as P30D.
pub(crate) fn length(text: &str) -> Result<Length, LimitError> {
    let upper = text.to_ascii_uppercase();
    if upper.starts_with('P') {
        upper.parse()
    } else if upper.ends_with('H') {
        format!("PT{upper}").parse()
    } else {
        format!("P{upper}").parse()
    }
    .map_err(|_| LimitError(text.chars().take(40).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, normal) in
            [("30d", "P30D"), ("P30D", "P30D"), ("6m", "P6M"), ("48h", "PT48H"), ("pt48h", "PT48H"), ("5b", "P5B")]
        {
            assert_eq!(length(text).unwrap().to_string(), normal);
        }
        for wrong in ["", "d", "30", "30 d", "-3d", "soon", "99999999999d"] {
            assert!(length(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn lengths_of_nothing_and_beyond_all_lives_are_refused() {
        for good in ["1h", "3m", "100y", "P5B"] {
            assert!(cadence(good).is_ok(), "{good}");
        }
        for wrong in ["0d", "101y", "100000y", "PT0H"] {
            assert!(cadence(wrong).is_err(), "{wrong}");
        }
        for good in ["P30D", "PT24H/PT48H", "before", "before:P30D", "every:P1Y", "promptly"] {
            assert!(limit(good).is_ok(), "{good}");
        }
        for wrong in ["every:P0D", "P0D", "PT0H/PT48H", "before:P0D", "every:P4000000Y"] {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
        assert!(words(" \n").is_err() && words(" a").is_ok());
    }
}
