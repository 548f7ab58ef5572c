use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use onus_terms::{Length, Unit};

/// Why no time can be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClockError {
    /// Business days need a calendar, and a guess would look like an answer.
    #[error("`{0}` counts business days, which Onus cannot do yet: it knows no holidays")]
    NoCalendar(Length),
    /// Beyond the years that can be counted.
    #[error("`{0}` from there lies outside the years -9999 to 9999")]
    OutOfRange(Length),
}

/// The time `length` after `from`, counted in `zone`.
///
/// Calendar units keep the local time of day. A month that is too short ends the count on its last day (31 January and
/// one month: 28 or 29 February). A local time that the zone skips moves forward by what was skipped; one that it has
/// twice is the first (RFC 5545, section 3.3.5).
///
/// # Errors
/// Business days have no calendar yet; some sums lie outside the calendar.
pub fn after(from: Timestamp, length: Length, zone: &TimeZone) -> Result<Timestamp, ClockError> {
    shift(from, length, zone, 1)
}

/// The time `length` before `from`, counted in `zone` in the same way as [`after`].
///
/// # Errors
/// As [`after`].
pub fn before(from: Timestamp, length: Length, zone: &TimeZone) -> Result<Timestamp, ClockError> {
    shift(from, length, zone, -1)
}

fn shift(from: Timestamp, length: Length, zone: &TimeZone, sign: i64) -> Result<Timestamp, ClockError> {
    let count = sign * i64::from(length.count);
    let out = |_| ClockError::OutOfRange(length);
    let span = match length.unit {
        Unit::Hour => return from.checked_add(SignedDuration::from_secs(count * 3600)).map_err(out),
        Unit::BusinessDay => return Err(ClockError::NoCalendar(length)),
        Unit::Day => Span::new().try_days(count),
        Unit::Week => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        Unit::Year => Span::new().try_years(count),
    }
    .map_err(out)?;
    let shifted = from.to_zoned_datetime(zone.clone()).checked_add(span).map_err(out)?;
    Ok(shifted.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn hours_elapse_and_days_keep_the_time_of_day() {
        let cases = [
            // The clocks go back on 25 October 2026 and forward on 29 March 2026.
            ("2026-10-24T12:00:00+02:00", "PT72H", "2026-10-27T11:00:00+01:00"),
            ("2026-10-24T12:00:00+02:00", "P3D", "2026-10-27T12:00:00+01:00"),
            ("2026-03-27T17:30:00+01:00", "PT72H", "2026-03-30T18:30:00+02:00"),
            ("2026-03-27T17:30:00+01:00", "P3D", "2026-03-30T17:30:00+02:00"),
            ("2026-01-31T09:00:00+01:00", "P1M", "2026-02-28T09:00:00+01:00"),
            ("2024-02-29T09:00:00+01:00", "P1Y", "2025-02-28T09:00:00+01:00"),
            ("2026-03-15T09:00:00+01:00", "P2W", "2026-03-29T09:00:00+02:00"),
            // 02:30 does not exist on 29 March 2026, and exists twice on 25 October 2026.
            ("2026-03-28T02:30:00+01:00", "P1D", "2026-03-29T03:30:00+02:00"),
            ("2026-10-24T02:30:00+02:00", "P1D", "2026-10-25T02:30:00+02:00"),
        ];
        for (from, length, expected) in cases {
            assert_eq!(after(at(from), length.parse().unwrap(), &berlin()), Ok(at(expected)), "{from} + {length}");
        }
    }

    #[test]
    fn before_counts_backwards() {
        let end = at("2026-03-31T12:00:00+02:00");
        assert_eq!(before(end, "P1M".parse().unwrap(), &berlin()), Ok(at("2026-02-28T12:00:00+01:00")));
        assert_eq!(before(end, "P30D".parse().unwrap(), &berlin()), Ok(at("2026-03-01T12:00:00+01:00")));
    }

    #[test]
    fn what_cannot_be_counted_is_said() {
        let from = at("2026-03-31T12:00:00Z");
        let days: Length = "P5B".parse().unwrap();
        assert_eq!(after(from, days, &berlin()), Err(ClockError::NoCalendar(days)));
        for far in ["P99999Y", "PT4294967295H", "P4294967295D", "P4294967295M"] {
            let length: Length = far.parse().unwrap();
            assert_eq!(after(from, length, &berlin()), Err(ClockError::OutOfRange(length)));
        }
    }
}
