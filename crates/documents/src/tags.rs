//! Finds the tags of HTML, also inside Markdown, in one pass.

use memchr::{memchr, memchr2, memmem};

/// A tag such as `<ol start="3">`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    pub(crate) name: Name,
    pub(crate) closing: bool,
    attributes: &'a str,
}

/// The name of a tag in lower case, as far as anything depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    bytes: [u8; 12],
}

impl Name {
    fn of(written: &str) -> Self {
        let mut bytes = [0; 12];
        for (slot, byte) in bytes.iter_mut().zip(written.bytes()) {
            *slot = byte.to_ascii_lowercase();
        }
        Name { bytes }
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or("").trim_end_matches('\0')
    }
}

impl Tag<'_> {
    /// Whether a browser would not show the element.
    pub(crate) fn hides(&self) -> bool {
        let told = |word: &str| memmem::find(self.attributes.as_bytes(), word.as_bytes()).is_some();
        let style = || self.attribute("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        (told("hidden") && self.attribute("hidden").is_some()) || (told("none") && style().contains("display:none"))
    }

    /// The value of an attribute; empty where it has none.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes.trim_start_matches(SPACE);
        while !rest.is_empty() {
            let (found, value, after) = attribute(rest);
            if found.eq_ignore_ascii_case(name) {
                return Some(value.to_owned());
            }
            rest = after.trim_start_matches(SPACE);
        }
        None
    }
}

const SPACE: [char; 6] = [' ', '\t', '\n', '\r', '\x0c', '/'];

/// Takes the first attribute off: name, value, what follows.
fn attribute(rest: &str) -> (&str, &str, &str) {
    let end = rest.find(|c: char| c == '=' || SPACE.contains(&c)).unwrap_or(rest.len()).max(1);
    let (name, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else { return (name, "", after) };
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return (name, value, after);
        }
    }
    let end = value.find(char::is_whitespace).unwrap_or(value.len());
    let (value, after) = value.split_at_checked(end).unwrap_or((value, ""));
    (name, value, after)
}

/// What begins with `<`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Markup<'a> {
    /// A tag that ends before this byte of the source.
    Tag(Tag<'a>, usize),
    /// A comment, declaration or instruction that ends before this byte of the source.
    Aside(usize),
}

/// Reads markup of one source. It remembers what it looked for in vain, so that the work stays linear.
#[derive(Debug)]
pub(crate) struct Tags<'a> {
    source: &'a str,
    quotes: bool,
    ends: bool,
    comments: bool,
}

impl<'a> Tags<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Tags { source, quotes: true, ends: true, comments: true }
    }

    /// The markup that begins with the `<` at byte `at`, if it is any.
    pub(crate) fn at(&mut self, at: usize) -> Option<Markup<'a>> {
        let rest = self.source.get(at + 1..)?;
        let first = *rest.as_bytes().first()?;
        if rest.starts_with("!--") {
            return self.comment(at);
        }
        if matches!(first, b'!' | b'?') {
            return self.end(at + 1, false).map(Markup::Aside);
        }
        let closing = first == b'/';
        let name_at = at + 1 + usize::from(closing);
        let name = self.source.get(name_at..)?;
        let length = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let boundary =
            name.as_bytes().get(length).is_none_or(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !boundary {
            return None;
        }
        let end = self.end(name_at + length, true)?;
        let attributes = self.source.get(name_at + length..end - 1)?;
        Some(Markup::Tag(Tag { name: Name::of(name.get(..length)?), closing, attributes }, end))
    }

    fn comment(&mut self, at: usize) -> Option<Markup<'a>> {
        let rest = self.source.get(at + 4..)?;
        for empty in [">", "->"] {
            if rest.starts_with(empty) {
                return Some(Markup::Aside(at + 4 + empty.len()));
            }
        }
        let end = if self.comments { memmem::find(rest.as_bytes(), b"-->") } else { None };
        self.comments = end.is_some();
        end.map(|end| at + 4 + end + 3).or_else(|| self.end(at + 1, false)).map(Markup::Aside)
    }

    /// The byte after the `>` that ends a tag; one inside a quoted value does not.
    fn end(&mut self, from: usize, quoted: bool) -> Option<usize> {
        if quoted && self.quotes {
            match self.quoted_end(from) {
                Some(end) => return Some(end),
                None => self.quotes = false,
            }
        }
        let end = if self.ends { memchr(b'>', self.source.as_bytes().get(from..)?) } else { None };
        self.ends = end.is_some();
        end.map(|end| from + end + 1)
    }

    fn quoted_end(&self, from: usize) -> Option<usize> {
        let bytes = self.source.as_bytes();
        let mut at = from;
        loop {
            at += memchr2(b'>', b'=', bytes.get(at..)?)? + 1;
            if bytes.get(at - 1) == Some(&b'>') {
                return Some(at);
            }
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            if let Some(quote) = bytes.get(at).filter(|byte| matches!(byte, b'"' | b'\'')) {
                at += memchr(*quote, bytes.get(at + 1..)?)? + 2;
            }
        }
    }

    /// The byte where an element's content ends and the byte after its closing tag, if it is closed.
    pub(crate) fn element(&mut self, name: Name, from: usize) -> Option<usize> {
        let mut depth = 1;
        let mut at = from;
        let raw = matches!(name.as_str(), "script" | "style" | "textarea" | "title");
        loop {
            at += memchr(b'<', self.source.as_bytes().get(at..)?)?;
            let markup = if raw && self.source.as_bytes().get(at + 1) != Some(&b'/') { None } else { self.at(at) };
            match markup {
                Some(Markup::Tag(tag, end)) if tag.name == name => {
                    depth += if tag.closing { -1 } else { 1 };
                    at = end;
                    if depth == 0 {
                        return Some(end);
                    }
                }
                Some(Markup::Tag(_, end)) if raw => at = end.min(at + 1),
                Some(Markup::Tag(_, end) | Markup::Aside(end)) => at = end,
                None => at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(source: &str) -> Option<(String, bool, usize)> {
        match Tags::new(source).at(0)? {
            Markup::Tag(tag, end) => Some((tag.name.as_str().to_owned(), tag.closing, end)),
            Markup::Aside(end) => Some(("!".to_owned(), false, end)),
        }
    }

    #[test]
    fn markup_is_told_from_text() {
        let cases = [
            ("<P>x", Some(("p", false, 3))),
            ("</li >", Some(("li", true, 6))),
            ("<a title=\"a > b\">c", Some(("a", false, 17))),
            ("<a title=\"a > b", Some(("a", false, 13))),
            ("<br/>", Some(("br", false, 5))),
            ("<!-- a > b -->c", Some(("!", false, 14))),
            ("<!DOCTYPE html>", Some(("!", false, 15))),
            ("<?xml version='1.0'?>", Some(("!", false, 21))),
            ("<5 days", None),
            ("< p>", None),
            ("<https://example.com>", None),
            ("<p", None),
        ];
        for (source, expected) in cases {
            let expected = expected.map(|(name, closing, end)| (name.to_owned(), closing, end));
            assert_eq!(tag(source), expected, "{source}");
        }
    }

    #[test]
    fn attributes_are_read() {
        let Some(Markup::Tag(tag, _)) = Tags::new("<ol  start=3 TYPE='a' data-x = \"y z\" hidden/>").at(0) else {
            panic!("no tag");
        };
        let value = |name| tag.attribute(name);
        assert_eq!(value("start").as_deref(), Some("3"));
        assert_eq!(value("type").as_deref(), Some("a"));
        assert_eq!(value("data-x").as_deref(), Some("y z"));
        assert_eq!(value("hidden").as_deref(), Some(""));
        assert_eq!(value("class"), None);
    }

    #[test]
    fn elements_end_at_their_own_closing_tag() {
        let source = "<div><div>a</div>b</div>c";
        assert_eq!(Tags::new(source).element(Name::of("div"), 5), Some(24));
        let source = "if (a<b) '<p' </script>c";
        assert_eq!(Tags::new(source).element(Name::of("script"), 0), Some(23));
        assert_eq!(Tags::new("<p>a").element(Name::of("nav"), 0), None);
    }
}
