/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// Plain text.
    Text,
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest file, in bytes.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 20_000_000 }
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// Nothing in it.
    #[error("the file is empty; export the agreement again")]
    Empty,
    /// Larger than the limit.
    #[error("the file has {found} bytes and the limit is {limit}; raise the limit if that is meant")]
    TooLarge {
        /// Its size in bytes.
        found: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// A known format that is not read yet.
    #[error("this is a {0} file, which cannot be read yet; save it as Markdown, HTML or plain text")]
    Format(&'static str),
    /// Not UTF-8.
    #[error("the text is not UTF-8: invalid byte at offset {0}; save it as UTF-8")]
    Utf8(usize),
    /// A NUL byte.
    #[error("the file is not text: NUL byte at offset {0}; save it as Markdown, HTML or plain text")]
    Nul(usize),
}

const BINARY: [(&[u8], &str); 6] = [
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "zip (DOCX, XLSX)"),
    (b"PK\x05\x06", "zip"),
    (b"\xD0\xCF\x11\xE0", "old Office"),
    (b"\x1F\x8B", "gzip"),
    (b"{\\rtf", "RTF"),
];

pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    name_hint: Option<&str>,
    limits: &Limits,
) -> Result<(Format, &'a str), DocumentError> {
    if bytes.len() > limits.bytes {
        return Err(DocumentError::TooLarge { found: bytes.len(), limit: limits.bytes });
    }
    if let Some((_, name)) = BINARY.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(DocumentError::Format(name));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(DocumentError::Nul(at));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| DocumentError::Utf8(error.valid_up_to()))?;
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return Err(DocumentError::Empty);
    }
    let head: String = start.chars().take(200).collect::<String>().to_lowercase();
    let named = |ending: &str| name_hint.is_some_and(|name| name.to_lowercase().ends_with(ending));
    let format = if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.starts_with(tag)) {
        Format::Html
    } else if named(".txt") {
        Format::Text
    } else {
        Format::Markdown
    };
    Ok((format, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        let limits = Limits { bytes: 100 };
        let error = |bytes: &[u8]| decode(bytes, Some("paper.md"), &limits).unwrap_err();
        assert_eq!(error(b""), DocumentError::Empty);
        assert_eq!(error(b"\xEF\xBB\xBF \n"), DocumentError::Empty);
        assert_eq!(error(b"PK\x03\x04bomb"), DocumentError::Format("zip (DOCX, XLSX)"));
        assert_eq!(error(b"%PDF-1.7"), DocumentError::Format("PDF"));
        assert_eq!(error(b"ab\xFFcd"), DocumentError::Utf8(2));
        assert_eq!(error(b"ab\0"), DocumentError::Nul(2));
        assert_eq!(error(&[b'a'; 101]), DocumentError::TooLarge { found: 101, limit: 100 });
    }
}
