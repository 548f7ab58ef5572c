//! Character references: `&sect;`, `&#167;`, `&#xA7;`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a character reference stands for, and how many bytes it is written with.
pub(crate) struct Reference {
    pub(crate) characters: &'static str,
    pub(crate) number: Option<char>,
    pub(crate) length: usize,
}

/// The longest name in the table of HTML.
const LONGEST: usize = 31;

/// The longest name that HTML still knows without a semicolon.
const LONGEST_OPEN: usize = 6;

static NAMED: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| entities::ENTITIES.iter().map(|entity| (entity.entity, entity.characters)).collect());

/// The reference that `rest` begins with. HTML also knows some old names without a semicolon, Markdown does not.
pub(crate) fn reference(rest: &str, markdown: bool) -> Option<Reference> {
    let body = rest.strip_prefix('&')?;
    if let Some(digits) = body.strip_prefix('#') {
        return numbered(digits);
    }
    let name = body.bytes().take(LONGEST + 1).take_while(u8::is_ascii_alphanumeric).count();
    let closed = body.as_bytes().get(name) == Some(&b';');
    let found = |length: usize| {
        let characters = NAMED.get(rest.get(..length)?)?;
        Some(Reference { characters, number: None, length })
    };
    let whole = if closed { found(name + 2) } else { None };
    whole.or_else(|| {
        let longest = if markdown { 0 } else { name.min(LONGEST_OPEN) };
        (2..=longest).rev().find_map(|length| found(length + 1))
    })
}

fn numbered(digits: &str) -> Option<Reference> {
    let (prefix, radix) = if digits.starts_with(['x', 'X']) { (1, 16) } else { (0, 10) };
    let number = digits.get(prefix..)?;
    let length = number.bytes().take(9).take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let value = u32::from_str_radix(number.get(..length)?, radix).ok()?;
    let closed = usize::from(number.as_bytes().get(length) == Some(&b';'));
    let character = windows(value).or_else(|| char::from_u32(value).filter(|c| *c != '\0')).unwrap_or('\u{fffd}');
    Some(Reference { characters: "", number: Some(character), length: 2 + prefix + length + closed })
}

/// Numbers 128 to 159 are read as Windows-1252, as the HTML standard says.
fn windows(value: u32) -> Option<char> {
    const TABLE: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    TABLE.get(usize::try_from(value.checked_sub(128)?).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rest: &str, markdown: bool) -> Option<(String, usize)> {
        let found = reference(rest, markdown)?;
        let text = found.number.map_or(found.characters.to_owned(), String::from);
        Some((text, found.length))
    }

    #[test]
    fn references_are_read_as_browsers_read_them() {
        let cases = [
            ("&sect; 3", "§", 6),
            ("&rsquo;s", "’", 7),
            ("&CounterClockwiseContourIntegral;", "∳", 33),
            ("&#167;", "§", 6),
            ("&#xA7;x", "§", 6),
            ("&#146;", "’", 6),
            ("&#8217x", "’", 6),
            ("&#0;", "\u{fffd}", 4),
            ("&#x110000;", "\u{fffd}", 10),
            ("&nbsp ", "\u{a0}", 5),
            ("&copyright", "©", 5),
        ];
        for (rest, text, length) in cases {
            assert_eq!(read(rest, false), Some((text.to_owned(), length)), "{rest}");
        }
        for rest in ["& ", "&", "&;", "&unknown;", "&#;", "&#x;", "&#x", "R&D"] {
            assert_eq!(read(rest, false), None, "{rest}");
        }
        assert_eq!(read("&copy 2026", true), None);
        assert_eq!(read("&copy; 2026", true), Some(("©".to_owned(), 6)));
    }
}
