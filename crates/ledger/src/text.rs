//! Strict forms of the small texts in notes and leaves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use onus_terms::Digest;

/// Standard base64 of the bytes.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Decodes only what [`base64`] would write: loose bits before the padding are refused.
pub(crate) fn unbase64(text: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text).ok()?;
    (base64(&bytes) == text).then_some(bytes)
}

/// A digest in base64.
pub(crate) fn unbase64_digest(text: &str) -> Option<Digest> {
    unbase64(text)?.try_into().ok().map(Digest::from_bytes)
}

/// A decimal number without sign or leading zeroes.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let good = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if good { text.parse().ok() } else { None }
}

/// A UTC time, only in the form that [`Timestamp`] prints: no offset but `Z`, no trailing zeroes in the fraction.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let (whole, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let [y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b'T', h1, h2, b':', m1, m2, b':', s1, s2] = *whole else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| i64::from(tens) * 10 + i64::from(ones))
    };
    let day = day(two(y1, y2)? * 100 + two(y3, y4)?, two(o1, o2)?, two(d1, d2)?)?;
    let (hour, minute, second) = (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let nanosecond = match rest {
        [b'Z'] => 0,
        [b'.', ..] => fraction(text.get(20..)?)?,
        _ => return None,
    };
    Timestamp::new(((day * 24 + hour) * 60 + minute) * 60 + second, nanosecond).ok()
}

// Days since 1970-01-01 in the Gregorian calendar. A year counts from March, so that a leap day is its last.
fn day(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

// One to nine digits, the last of them not zero, and `Z`.
fn fraction(text: &str) -> Option<i32> {
    let digits = text.strip_suffix('Z')?.as_bytes();
    if !(1..=9).contains(&digits.len()) || digits.last() == Some(&b'0') {
        return None;
    }
    let digit = |place: usize| match digits.get(place).unwrap_or(&b'0') {
        digit @ b'0'..=b'9' => Some(i32::from(digit - b'0')),
        _ => None,
    };
    (0..9).try_fold(0, |sum, place| Some(sum * 10 + digit(place)?))
}

/// Whether a note can carry this name.
pub(crate) fn name(text: &str) -> bool {
    (1..=200).contains(&text.len())
        && !text.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == '+')
}

/// The beginning of a text that was refused, short enough for a message.
pub(crate) fn beginning(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_printed_time_is_read_back(second in -62_135_596_800_i64..253_402_000_000, nanosecond in 0_i32..1_000_000_000) {
            let wanted = Timestamp::new(second, nanosecond).unwrap();
            prop_assert_eq!(time(&wanted.to_string()), Some(wanted));
        }

        #[test]
        fn a_time_is_read_as_jiff_reads_it(text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{0,8}[1-9])?Z") {
            prop_assert_eq!(time(&text), text.parse().ok());
        }

        #[test]
        fn what_is_read_prints_the_same(text in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?Z") {
            if let Some(read) = time(&text) {
                prop_assert_eq!(read.to_string(), text);
            }
        }
    }

    #[test]
    fn every_day_of_ten_thousand_years_is_numbered_as_by_jiff() {
        let first = jiff::civil::date(0, 1, 1);
        for number in 0..3_652_059 {
            let date = first.checked_add(jiff::Span::new().days(number)).unwrap();
            let wanted = number - 719_528;
            assert_eq!(day(date.year().into(), date.month().into(), date.day().into()), Some(wanted), "{date}");
        }
    }

    #[test]
    fn loose_base64_is_refused() {
        assert_eq!(unbase64("AA=="), Some(vec![0]));
        for bad in ["AB==", "AA", "AA=", "AA==\n", "A A=", "AA==AA=="] {
            assert_eq!(unbase64(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn loose_decimals_are_refused() {
        assert_eq!(decimal("0"), Some(0));
        for bad in ["", "00", "01", "+1", "-1", "1 ", "99999999999999999999"] {
            assert_eq!(decimal(bad), None, "{bad:?}");
        }
    }
}
