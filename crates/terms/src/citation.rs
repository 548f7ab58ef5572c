use crate::Digest;
use serde::{Deserialize, Serialize};

/// A half-open range of Unicode characters (not bytes) of a document's text, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// How many characters it holds.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The characters of `text` that the span covers, if it lies inside and on its ends.
    pub fn slice(self, text: &str) -> Option<&str> {
        if self.end < self.start {
            return None;
        }
        let mut bounds = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let start = bounds.nth(self.start)?;
        let end = match self.end - self.start {
            0 => start,
            more => bounds.nth(more - 1)?,
        };
        text.get(start..end)
    }
}

/// Where in a document something stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The characters of the document's text.
    pub span: Span,
    /// The page, from 1, where the document has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The number of the clause as printed, such as `3.2(b)`, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// The nearest heading above, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The cell as spreadsheets name it, such as `CIS Worksheet!F12`, where the document is a workbook; in a file
    /// without sheets only `F12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

/// Words of a document with their exact place. `place.span` of the document's text is always `quote`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The digest of the document's bytes as they were handed over.
    pub document: Digest,
    /// Where the words stand.
    #[serde(flatten)]
    pub place: Place,
    /// The words, exactly as in the document's text, markup included.
    pub quote: String,
}

impl Citation {
    /// Whether the place slices back to the quote in this text of the document.
    pub fn holds_in(&self, text: &str) -> bool {
        self.place.span.slice(text) == Some(self.quote.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_characters() {
        let text = "a“é”z";
        assert_eq!(Span { start: 1, end: 4 }.slice(text), Some("“é”"));
        assert_eq!(Span { start: 5, end: 5 }.slice(text), Some(""));
        assert_eq!(Span { start: 0, end: 5 }.slice(text), Some(text));
        assert_eq!(Span { start: 4, end: 6 }.slice(text), None);
        assert_eq!(Span { start: 3, end: 2 }.slice(text), None);
        assert_eq!(Span { start: 6, end: 6 }.slice(text), None);
    }
}
