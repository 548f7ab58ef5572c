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
    /// A sheet of this name is hidden, and not read.
    HiddenSheet(String),
    /// The sheet has hidden rows with something in them, which are read: its name, and how many.
    HiddenRows(String, usize),
    /// The sheet has hidden columns with something in them, which are read.
    HiddenColumns(String),
    /// The sheet has formulas without a saved value, which are read as empty.
    FormulaWithoutValue(String),
    /// It holds macros, which are not run.
    Macros,
    /// Text that stands askew, such as a watermark, was left out.
    SlantedText,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Notice::TrackedChanges => {
                "tracked changes are read as accepted; ask for a clean copy before you rely on it"
            }
            Notice::Comments => "comments are not read",
            Notice::HiddenText => "hidden text is not read",
            Notice::StruckText => "text that is struck out is not read",
            Notice::PagesWithoutText(pages) => return pictures(pages, f),
            Notice::UnknownCharacters => "some characters could not be told and are left out",
            Notice::RunningTextRemoved => "lines that repeat on each page are left out",
            Notice::HiddenSheet(sheet) => {
                return write!(
                    f,
                    "the sheet `{sheet}` is hidden and not read; unhide it if it belongs to the agreement"
                );
            }
            Notice::HiddenRows(sheet, rows) => {
                return write!(f, "the sheet `{sheet}` has {rows} hidden rows, which are read; a filter may hide them");
            }
            Notice::HiddenColumns(sheet) => {
                return write!(
                    f,
                    "the sheet `{sheet}` has hidden columns with something in them, which are read like the others"
                );
            }
            Notice::FormulaWithoutValue(sheet) => {
                return write!(
                    f,
                    "the sheet `{sheet}` has formulas without a saved value, which are read as empty; open it in a \
                     spreadsheet program and save it"
                );
            }
            Notice::Macros => "macros are not run",
            Notice::SlantedText => "text that stands askew, such as a watermark, is left out",
        };
        f.write_str(words)
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
