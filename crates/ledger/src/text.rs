//! Strict forms of the small texts in notes and leaves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
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
    let bytes = text.as_bytes();
    let digits = |from: usize, count: usize| {
        let part = bytes.get(from..from.checked_add(count)?)?;
        part.iter().try_fold(0_u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) {
        return None;
    }
    let nanosecond = match bytes.get(19)? {
        b'Z' if bytes.len() == 20 => 0,
        b'.' => fraction(text.get(20..)?)?,
        _ => return None,
    };
    let small = |from| digits(from, 2).and_then(|number| i8::try_from(number).ok());
    let year = i16::try_from(digits(0, 4)?).ok()?;
    let civil = DateTime::new(year, small(5)?, small(8)?, small(11)?, small(14)?, small(17)?, nanosecond).ok()?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

fn fraction(text: &str) -> Option<i32> {
    let digits = text.strip_suffix('Z')?;
    let good =
        (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.ends_with('0');
    let scale = u32::try_from(9_usize.checked_sub(digits.len())?).ok()?;
    if good { digits.parse::<i32>().ok()?.checked_mul(10_i32.checked_pow(scale)?) } else { None }
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
        fn what_is_read_prints_the_same(text in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?Z") {
            if let Some(read) = time(&text) {
                prop_assert_eq!(read.to_string(), text);
            }
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
