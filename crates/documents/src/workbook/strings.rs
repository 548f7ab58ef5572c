use crate::error::DocumentError;
use crate::xml::{Piece, decoded, is_on, name, walk};
use std::ops::Range;

/// The strings that cells share, one after the other.
#[derive(Default)]
pub(crate) struct Strings {
    text: String,
    strings: Vec<Range<usize>>,
    /// Whether some of it was struck out, and left out.
    pub(crate) struck: bool,
}

impl Strings {
    pub(crate) fn read(part: &str) -> Result<Self, DocumentError> {
        let mut strings = Strings::default();
        let mut rich = Rich::default();
        let mut start = 0;
        walk(part, |piece| {
            let ends = matches!(&piece, Piece::Close(name) if name == "si");
            if matches!(&piece, Piece::Open(open) if name(open) == "si") {
                start = strings.text.len();
            }
            rich.piece(piece, &mut strings.text);
            if ends {
                unescape(&mut strings.text, start);
                strings.strings.push(start..strings.text.len());
            }
            Ok(())
        })?;
        strings.struck = rich.struck;
        Ok(strings)
    }

    /// The string with this number.
    pub(crate) fn string(&self, number: &str) -> Option<&str> {
        let number: usize = number.trim().parse().ok()?;
        self.text.get(self.strings.get(number)?.clone())
    }
}

/// Reads the text of a string in runs: words that are struck out, and signs that tell how to say a word, are left out.
#[derive(Default)]
pub(crate) struct Rich {
    shown: bool,
    strike: bool,
    /// Inside a pronunciation.
    aside: bool,
    pub(crate) struck: bool,
}

impl Rich {
    pub(crate) fn piece(&mut self, piece: Piece, text: &mut String) {
        match piece {
            Piece::Open(start) => match name(&start).as_str() {
                "t" => self.shown = !self.aside,
                "r" => self.strike = false,
                "strike" => self.strike = is_on(&start),
                "rPh" => self.aside = true,
                _ => {}
            },
            Piece::Close(name) => match name.as_str() {
                "t" => self.shown = false,
                "r" => self.strike = false,
                "rPh" => self.aside = false,
                _ => {}
            },
            Piece::Text(words) => self.words(&words, text),
            Piece::Reference(written) => self.words(&decoded(&written), text),
        }
    }

    fn words(&mut self, words: &str, text: &mut String) {
        if self.shown && self.strike {
            self.struck |= !words.trim().is_empty();
        } else if self.shown {
            text.push_str(words);
        }
    }
}

/// Puts the characters in that XML cannot hold, which are written `_x000D_`.
pub(crate) fn unescape(text: &mut String, from: usize) {
    let Some(tail) = text.get(from..).filter(|tail| tail.contains("_x")) else { return };
    let mut plain = String::with_capacity(tail.len());
    let mut rest = tail;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        let digits = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        let code = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = escape.get(7..).unwrap_or("");
            }
            None => {
                plain.push_str("_x");
                rest = escape.get(2..).unwrap_or("");
            }
        }
    }
    plain.push_str(rest);
    text.truncate(from);
    text.push_str(&plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_in_runs() {
        let part = "<sst><si><t>One &amp; two</t></si><si><r><t>Lock</t></r><r><rPr><b/><strike/></rPr><t> never</t></r>\
            <r><t xml:space=\"preserve\"> it</t></r><rPh sb=\"0\" eb=\"1\"><t>lok</t></rPh></si><si/>\
            <si><t>a_x000D_b_x005F_x_xZZZZ_</t></si></sst>";
        let strings = Strings::read(part).unwrap();
        let all: Vec<_> = ["0", "1", "2", "3", "4", "-1"].map(|number| strings.string(number)).into();
        assert_eq!(all, [Some("One & two"), Some("Lock it"), Some(""), Some("a\rb_x_xZZZZ_"), None, None]);
        assert!(strings.struck);
    }
}
