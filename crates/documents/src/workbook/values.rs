use super::strings::Strings;
use super::styles::Styles;
use std::borrow::Cow;

/// What values of cells mean.
pub(crate) struct Values<'a> {
    pub(crate) strings: &'a Strings,
    pub(crate) styles: &'a Styles,
    pub(crate) since_1904: bool,
}

impl Values<'_> {
    /// A value as a person sees it, more or less: the text, a date as `2026-02-28`, a number without noise.
    pub(crate) fn shown<'v>(&'v self, kind: &str, style: usize, value: &'v str) -> Cow<'v, str> {
        match kind {
            "s" => Cow::Borrowed(self.strings.string(value).unwrap_or("")),
            "b" => Cow::Borrowed(if value.trim() == "1" { "TRUE" } else { "FALSE" }),
            "" | "n" => match value.trim().parse::<f64>() {
                Ok(number) if self.styles.is_date(style) => Cow::Owned(date(number, self.since_1904)),
                Ok(number) if number.is_finite() && number.abs() < 1e15 => Cow::Owned(number.to_string()),
                _ => Cow::Borrowed(value),
            },
            _ => Cow::Borrowed(value),
        }
    }
}

/// The days from the first day that a workbook counts to the beginning of 1970.
const DAYS_FROM_1900: i64 = 25_569;
const DAYS_FROM_1904: i64 = 24_107;

/// The date and time that a workbook counts in days. Days before March 1900 are one off: Excel believes in 29 February 1900.
#[expect(clippy::cast_possible_truncation, reason = "bounded before")]
fn date(days: f64, since_1904: bool) -> String {
    if !(0.0..3_000_000.0).contains(&days) {
        return days.to_string();
    }
    let minutes = (days * 1440.0).round() as i64;
    let (day, minute) = (minutes / 1440, minutes % 1440);
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    let early = i64::from(!since_1904 && day < 60);
    let (year, month, day_of_month) = civil(day + early - if since_1904 { DAYS_FROM_1904 } else { DAYS_FROM_1900 });
    let date = format!("{year:04}-{month:02}-{day_of_month:02}");
    match (day, minute) {
        (0, _) if !since_1904 => time,
        (_, 0) => date,
        _ => format!("{date} {time}"),
    }
}

/// Year, month and day of a day counted from 1 January 1970, in the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years that begin in March have their leap day last; 400 of them are always as long.
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        assert_eq!(date(43831.0, false), "2020-01-01");
        assert_eq!(date(60.0 + 1.0, false), "1900-03-01");
        assert_eq!(date(1.0, false), "1900-01-01");
        assert_eq!(date(46081.75, false), "2026-02-28 18:00");
        assert_eq!(date(46081.0 - 1462.0, true), "2026-02-28");
        assert_eq!(date(0.5, false), "12:00");
        assert_eq!(date(-1.0, false), "-1");
    }
}
