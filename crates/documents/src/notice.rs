use std::fmt;

/// Something about a file that its text alone does not show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// These pages hold a picture and no text.
    PagesWithoutText(Vec<u32>),
    /// Some of its characters could not be told.
    UnknownCharacters,
    /// Lines that repeat on each page were left out.
    RunningTextRemoved,
    /// Text that stands askew, such as a watermark, was left out.
    SlantedText,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = match self {
            Notice::TrackedChanges => {
                "tracked changes are read as accepted; ask for a clean copy before you rely on it"
            }
            Notice::Comments => "comments are not read",
            Notice::HiddenText => "hidden text is not read",
            Notice::StruckText => "text that is struck out is not read",
            Notice::PagesWithoutText(pages) => return pictures(pages, f),
            Notice::UnknownCharacters => "some characters could not be told and are left out",
            Notice::RunningTextRemoved => "lines that repeat on each page are left out",
            Notice::SlantedText => "text that stands askew, such as a watermark, is left out",
        };
        f.write_str(said)
    }
}

/// Pages that are named at most.
const NAMED: usize = 12;

fn pictures(pages: &[u32], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (noun, verb) = if pages.len() == 1 { ("page", "is a picture") } else { ("pages", "are pictures") };
    let named: Vec<String> = pages.iter().take(NAMED).map(u32::to_string).collect();
    write!(f, "{noun} {}", named.join(", "))?;
    if let Some(more) = pages.len().checked_sub(NAMED).filter(|more| *more > 0) {
        write!(f, " and {more} more")?;
    }
    write!(f, " {verb} without text; run OCR, such as `ocrmypdf`, and add that file")
}
