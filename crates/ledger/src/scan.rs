use crate::LeafError;
use onus_terms::Digest;

/// Walks over canonical JSON from left to right.
pub(crate) struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Scan { text, at: 0 }
    }

    pub(crate) fn fail<T>(&self, what: &'static str) -> Result<T, LeafError> {
        Err(LeafError::Form { what, at: self.at })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// These very bytes.
    pub(crate) fn exactly(&mut self, wanted: &'static str) -> Result<(), LeafError> {
        if !self.rest().starts_with(wanted) {
            return self.fail(wanted);
        }
        self.at += wanted.len();
        Ok(())
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let part = self.rest().get(..length)?;
        self.at += length;
        Some(part)
    }

    /// What stands before the next quote, and the quote.
    pub(crate) fn quoted(&mut self) -> Result<&'a str, LeafError> {
        let Some(length) = self.rest().bytes().position(|byte| byte == b'"') else {
            return self.fail("a closing quote");
        };
        let part = self.take(length).unwrap_or_default();
        self.at += 1;
        Ok(part)
    }

    /// A list of quoted texts after its bracket: what stands between the brackets, each text checked.
    pub(crate) fn list(&mut self, what: &'static str, good: impl Fn(&str) -> bool) -> Result<&'a str, LeafError> {
        let start = self.at;
        if !self.rest().starts_with(']') {
            loop {
                self.exactly("\"")?;
                if !good(self.quoted()?) {
                    return self.fail(what);
                }
                if !self.rest().starts_with(',') {
                    break;
                }
                self.at += 1;
            }
        }
        let inner = self.text.get(start..self.at).unwrap_or_default();
        self.exactly("]")?;
        Ok(inner)
    }

    /// What is left, up to a closing brace that must be the last byte.
    pub(crate) fn last_number(&mut self) -> Result<u64, LeafError> {
        match self.rest().strip_suffix('}').and_then(crate::text::decimal) {
            Some(number) => Ok(number),
            None => self.fail("a version and a closing brace"),
        }
    }
}

/// 64 lower-case hexadecimal digits.
pub(crate) fn digest(text: &str) -> Option<Digest> {
    text.parse().ok()
}
