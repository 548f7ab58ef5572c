use crate::error::DocumentError;
use crate::xml::{Piece, name, value, walk};
use std::collections::BTreeMap;

/// Which styles of cells show a number as a date.
#[derive(Default)]
pub(crate) struct Styles {
    dates: Vec<bool>,
}

impl Styles {
    pub(crate) fn read(part: &str) -> Result<Self, DocumentError> {
        let mut styles = Styles::default();
        let mut formats: BTreeMap<u32, bool> = BTreeMap::new();
        let mut cells = false;
        let number = |text: Option<String>| text.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
        walk(part, |piece| {
            match piece {
                Piece::Open(start) => match name(&start).as_str() {
                    "numFmt" => {
                        let code = value(&start, "formatCode").unwrap_or_default();
                        formats.insert(number(value(&start, "numFmtId")), shows_date(&code));
                    }
                    "cellXfs" => cells = true,
                    "xf" if cells => {
                        let format = number(value(&start, "numFmtId"));
                        styles.dates.push(formats.get(&format).copied().unwrap_or_else(|| built_in(format)));
                    }
                    _ => {}
                },
                Piece::Close(name) if name == "cellXfs" => cells = false,
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// Whether a cell of this style shows a date or a time.
    pub(crate) fn is_date(&self, style: usize) -> bool {
        self.dates.get(style).copied().unwrap_or(false)
    }
}

/// The formats that have no code in the file (ECMA-376, part 1, 18.8.30), those of East Asia among them.
fn built_in(format: u32) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format's code has a part of a date outside quotes, brackets and escapes.
fn shows_date(code: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    code.chars().any(|c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            'd' | 'm' | 'y' | 'h' | 'D' | 'M' | 'Y' | 'H' => return !quoted && !bracket,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_numbers() {
        for code in ["yyyy-mm-dd", "[$-409]d mmm yy;@", "h:mm AM/PM", "\"on \"dd.mm.yyyy"] {
            assert!(shows_date(code), "{code}");
        }
        for code in ["0.00", "General", "[Red]0", "0 \"days\"", "#,##0\\d", "_m0"] {
            assert!(!shows_date(code), "{code}");
        }
    }
}
