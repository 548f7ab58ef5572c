/// Why a file cannot be read, and what to do then.
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
    /// A known format that is not read.
    #[error("this is a {0} file, which cannot be read; save it as Markdown, HTML or plain text")]
    Format(&'static str),
    /// Something packed.
    #[error("this is a {0} archive, whatever its name says; unpack it and add the agreement inside")]
    Archive(&'static str),
    /// A workbook in a format that is not read.
    #[error("this is {0}, which cannot be read; save it as an Excel workbook (XLSX) or as CSV")]
    Spreadsheet(&'static str),
    /// An Office file that a password closes.
    #[error("the file is encrypted with a password; open it in its program and save it without one")]
    Password,
    /// A workbook with more filled cells than are read.
    #[error("the workbook has more than {0} filled cells; delete the sheets that are no matrix and save it again")]
    ManyCells(usize),
    /// A package that unpacks to far more than it is.
    #[error("the file unpacks to far more than a paper holds; if it is one, save it as plain text")]
    Bomb,
    /// A known format whose inside is broken.
    #[error("the {0} of the file is damaged; open it in its program and save it again")]
    Damaged(&'static str),
    /// More of something than a paper holds.
    #[error("the file has more {0} than an agreement; split it and add the part that is one")]
    TooMuch(&'static str),
    /// It opens with a password only.
    #[error("the PDF is locked with a password; save a copy without password and add that")]
    Locked,
    /// Pictures of pages.
    #[error("the PDF has no text, only pictures of it; run OCR, such as `ocrmypdf in.pdf out.pdf`, and add the result")]
    Scan,
    /// The words of a form stand in its fields.
    #[error("the PDF is a form without text on its pages; print it to a new PDF and add that")]
    Form,
    /// Its fonts do not say which characters they draw.
    #[error(
        "the fonts of the PDF do not say their characters; run OCR, such as `ocrmypdf --force-ocr in.pdf out.pdf`, and add the result"
    )]
    NoCharacters,
    /// Not UTF-8.
    #[error("the text is not UTF-8: invalid byte at offset {0}; save it as UTF-8")]
    Utf8(usize),
    /// A byte order mark says UTF-16, and the bytes are something else.
    #[error("the text says that it is UTF-16 and is not at byte {0}; save it as UTF-8")]
    Utf16(usize),
    /// A control character that no text holds.
    #[error("the file is not text: control byte at offset {0}; save it as Markdown, HTML or plain text")]
    Binary(usize),
}
