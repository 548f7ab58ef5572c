//! Numbers as lists show them: `3`, `c`, `C`, `iii`, `III`.

/// How the items of a list are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Numeral {
    #[default]
    Decimal,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
}

const ROMAN: [(i64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

impl Numeral {
    /// Writes a number; where the numeral has no sign for it, in digits.
    pub(crate) fn write(self, number: i64) -> String {
        match self {
            Numeral::LowerLetter if number > 0 => letters(number),
            Numeral::UpperLetter if number > 0 => letters(number).to_ascii_uppercase(),
            Numeral::LowerRoman if (1..4000).contains(&number) => roman(number),
            Numeral::UpperRoman if (1..4000).contains(&number) => roman(number).to_ascii_uppercase(),
            _ => number.to_string(),
        }
    }
}

/// `a` to `z`, then `aa`, `ab`, as HTML counts.
fn letters(mut number: i64) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    letters.into_iter().rev().collect()
}

fn roman(mut number: i64) -> String {
    let mut written = String::new();
    for (value, sign) in ROMAN {
        while number >= value {
            written.push_str(sign);
            number -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_shown() {
        let cases = [
            (Numeral::Decimal, 12, "12"),
            (Numeral::LowerLetter, 2, "b"),
            (Numeral::LowerLetter, 28, "ab"),
            (Numeral::UpperLetter, 26, "Z"),
            (Numeral::LowerRoman, 14, "xiv"),
            (Numeral::UpperRoman, 1999, "MCMXCIX"),
            (Numeral::LowerRoman, 4000, "4000"),
            (Numeral::LowerLetter, -1, "-1"),
        ];
        for (numeral, number, written) in cases {
            assert_eq!(numeral.write(number), written);
        }
    }
}
