use std::fmt;

/// Something about a file that its text alone does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Notice {
    /// It holds tracked changes; they are read as accepted.
    TrackedChanges,
    /// It holds comments, which are not read.
    Comments,
    /// It holds hidden text, which is not read.
    HiddenText,
    /// It holds text that is struck out, which is not read.
    StruckText,
    /// Some of its pages hold a picture and no text.
    PagesWithoutText,
    /// Some of its characters could not be told.
    UnknownCharacters,
    /// Lines that repeat on each page were left out.
    RunningTextRemoved,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Notice::TrackedChanges => {
                "tracked changes are read as accepted; ask for a clean copy before you rely on it"
            }
            Notice::Comments => "comments are not read",
            Notice::HiddenText => "hidden text is not read",
            Notice::StruckText => "text that is struck out is not read",
            Notice::PagesWithoutText => {
                "some pages are pictures without text; run OCR, such as `ocrmypdf`, and add that file"
            }
            Notice::UnknownCharacters => "some characters could not be told and are left out",
            Notice::RunningTextRemoved => "lines that repeat on each page are left out",
        })
    }
}
