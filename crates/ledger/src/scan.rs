use crate::LeafError;
use onus_terms::Digest;

/// Walks over canonical JSON from left to right.
pub(crate) struct Scan<'a> {
    rest: &'a str,
    length: usize,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Scan { rest: text, length: text.len() }
    }

    pub(crate) fn fail<T>(&self, what: &'static str) -> Result<T, LeafError> {
        Err(LeafError::Form { what, at: self.length - self.rest.len() })
    }

    /// These very bytes. Inlined, so that the machine compares words of a known length.
    #[inline(always)]
    pub(crate) fn exactly(&mut self, wanted: &'static str) -> Result<(), LeafError> {
        let Some(rest) = self.rest.strip_prefix(wanted) else { return self.fail(wanted) };
        self.rest = rest;
        Ok(())
    }

    /// What stands before the next quote, and the quote.
    #[inline]
    pub(crate) fn quoted(&mut self) -> Result<&'a str, LeafError> {
        let quote = memchr::memchr(b'"', self.rest.as_bytes());
        let found = quote.and_then(|at| self.rest.split_at_checked(at));
        let Some((part, rest)) = found.and_then(|(part, rest)| Some((part, rest.strip_prefix('"')?))) else {
            return self.fail("a closing quote");
        };
        self.rest = rest;
        Ok(part)
    }

    /// A digest and the quote behind it.
    #[inline]
    pub(crate) fn digest(&mut self) -> Result<Digest, LeafError> {
        let found = self.rest.split_at_checked(64).and_then(|(text, rest)| Some((text, rest.strip_prefix('"')?)));
        let Some((digest, rest)) = found.and_then(|(text, rest)| Some((digest(text)?, rest))) else {
            return self.fail("not a digest");
        };
        self.rest = rest;
        Ok(digest)
    }

    /// A list of quoted texts after its bracket: what stands between the brackets, each text checked.
    pub(crate) fn list(&mut self, what: &'static str, good: impl Fn(&str) -> bool) -> Result<&'a str, LeafError> {
        let start = self.rest;
        if !self.rest.starts_with(']') {
            loop {
                self.exactly("\"")?;
                if !good(self.quoted()?) {
                    return self.fail(what);
                }
                let Some(rest) = self.rest.strip_prefix(',') else { break };
                self.rest = rest;
            }
        }
        let inner = start.get(..start.len() - self.rest.len()).unwrap_or_default();
        self.exactly("]")?;
        Ok(inner)
    }

    /// What is left, up to a closing brace that must be the last byte.
    pub(crate) fn last_number(&mut self) -> Result<u64, LeafError> {
        match self.rest.strip_suffix('}').and_then(crate::text::decimal) {
            Some(number) => Ok(number),
            None => self.fail("a version and a closing brace"),
        }
    }
}

/// 64 lower-case hexadecimal digits, judged together and not one by one, so that the machine takes many at once.
pub(crate) fn digest(text: &str) -> Option<Digest> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let (mut nibbles, mut good) = ([0_u8; 64], true);
    for (nibble, digit) in nibbles.iter_mut().zip(digits) {
        let (number, letter) = (digit.wrapping_sub(b'0'), digit.wrapping_sub(b'a'));
        good &= (number < 10) | (letter < 6);
        *nibble = if number < 10 { number } else { letter.wrapping_add(10) & 15 };
    }
    let mut bytes = [0; 32];
    for (byte, [high, low]) in bytes.iter_mut().zip(nibbles.as_chunks().0) {
        *byte = high << 4 | low;
    }
    good.then(|| Digest::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digests_are_read_as_the_type_reads_them(bytes in any::<[u8; 32]>(), at in 0_usize..64, wrong in any::<u8>()) {
            let mut text = Digest::from_bytes(bytes).to_string().into_bytes();
            prop_assert_eq!(digest(std::str::from_utf8(&text).unwrap()), Some(Digest::from_bytes(bytes)));
            text[at] = wrong;
            if let Ok(text) = std::str::from_utf8(&text) {
                prop_assert_eq!(digest(text), text.parse().ok());
            }
        }
    }
}
