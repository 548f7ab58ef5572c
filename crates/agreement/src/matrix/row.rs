//! What a row says: which requirement, whose it is, and in which words.

use super::control::Control;
use super::grid::{Filled, Row};
use super::head::Head;
use super::words::{plain, values};

/// A row of a matrix, understood by its columns.
pub(crate) struct Entry<'a> {
    pub(crate) control: Control,
    /// The title of the requirement, where the sheet has one.
    pub(crate) title: String,
    /// Whose it is, as far as a cell says so.
    pub(crate) share: Share,
    /// How the sheet puts the customer's share, and the cell that says it.
    pub(crate) told: Option<(String, Filled<'a>)>,
    /// Cells with what the customer has to do, in words.
    pub(crate) duties: Vec<Filled<'a>>,
    /// Cells with remarks, in which something for the customer can stand.
    pub(crate) notes: Vec<Filled<'a>>,
}

/// Whose a requirement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Share {
    /// At least a part of it is the customer's.
    Customer,
    /// The provider's, or nobody's.
    Nothing,
    /// No cell says whose.
    Unsaid,
    /// A cell says it in words that are not known.
    Unknown,
}

/// Meanings of a column or value that put a part on the customer.
const CUSTOMERS: [&str; 4] = ["shared", "configured", "provided", "customer"];

impl<'a> Entry<'a> {
    /// Reads a row under a head. `above` is the requirement of the row before, which a merged cell covers this row with.
    pub(crate) fn read(head: &Head, row: &'a Row<'a>, above: Option<&Control>) -> Option<Self> {
        let cells = |role: &'static str| head.columns(role).filter_map(|column| row.cell(column).copied());
        let named: Vec<Control> = cells("control").map(|cell| Control::read(&cell.words())).collect();
        // Of several ids, such as that of a question and that of its control, the longest says most.
        let numbered = named.iter().filter(|control| control.normal.is_some());
        let own = numbered.max_by_key(|control| control.printed.len()).or(named.first()).cloned();
        let inherited = own.is_none();
        let control = own.or_else(|| above.cloned())?;
        let title = cells("title").next().map(|cell| cell.words());
        let beside = || named.iter().find(|other| other.normal.is_none() && control.normal.is_some());
        let title =
            title.or_else(|| beside().map(|other| other.printed.clone())).unwrap_or_else(|| control.title.clone());
        let mut entry = Entry {
            control,
            title: title.chars().take(120).collect(),
            share: if head.says_whose() { Share::Unsaid } else { Share::Nothing },
            told: None,
            duties: cells("duty").filter(|cell| says_something(cell)).collect(),
            notes: cells("notes").filter(|cell| says_something(cell)).collect(),
        };
        entry.marks(head, row);
        cells("owner").for_each(|cell| entry.owner(cell));
        cells("inherit").for_each(|cell| entry.inherit(cell));
        if entry.share == Share::Unsaid && cells("status").any(|cell| values().first(cell.value(), &["mark"]).is_some())
        {
            let none = head.columns("status").filter(|column| row.cell(*column).is_some());
            if none.into_iter().any(|column| plain(head.printed(column)) == " n a ") {
                entry.share = Share::Nothing;
            }
        }
        let bare = entry.share == Share::Unsaid && entry.duties.is_empty() && entry.notes.is_empty();
        // A row with nothing but a name divides the sheet; one with an id should say something.
        let divides = bare
            && (inherited || entry.control.normal.is_none() || row.cells.len() == 1 && family_only(&entry.control));
        (!divides).then_some(entry)
    }

    /// Columns that are marked, or filled with words.
    fn marks(&mut self, head: &Head, row: &'a Row<'a>) {
        for role in ["shared", "provided", "configured", "customer", "provider", "none"] {
            for column in head.columns(role) {
                let Some(cell) = row.cell(column).copied() else { continue };
                let mark = values().first(cell.value(), &["mark", "blank"]);
                if mark == Some("blank") {
                    self.share = if self.share == Share::Unsaid { Share::Nothing } else { self.share };
                } else if CUSTOMERS.contains(&role) {
                    if mark.is_none() && says_something(&cell) {
                        self.duties.push(cell);
                    }
                    self.customers(head.printed(column).to_owned(), cell);
                } else if self.share == Share::Unsaid {
                    self.share = Share::Nothing;
                }
            }
        }
    }

    fn owner(&mut self, cell: Filled<'a>) {
        let words = cell.words();
        let meanings = values().all(&words);
        let found = |wanted: &[&str]| meanings.iter().any(|meaning| wanted.contains(meaning));
        if found(&CUSTOMERS) {
            self.customers(words.chars().take(80).collect(), cell);
        } else if found(&["provider", "none"]) {
            self.nothing();
        } else if self.share == Share::Unsaid {
            self.share = Share::Unknown;
        }
    }

    fn inherit(&mut self, cell: Filled<'a>) {
        match values().first(cell.value(), &["all", "part", "not", "absent"]) {
            Some("all" | "absent") => self.nothing(),
            Some("part") => self.customers("can be inherited in part".to_owned(), cell),
            Some(_) => self.customers("cannot be inherited".to_owned(), cell),
            None if self.share == Share::Unsaid => self.share = Share::Unknown,
            None => {}
        }
    }

    fn customers(&mut self, told: String, cell: Filled<'a>) {
        self.share = Share::Customer;
        self.told.get_or_insert((told, cell));
    }

    fn nothing(&mut self) {
        if self.share != Share::Customer {
            self.share = Share::Nothing;
        }
    }
}

/// Whether an id names a whole family and no requirement of it.
fn family_only(control: &Control) -> bool {
    control.normal.as_deref().is_none_or(|normal| !normal.contains(['-', '.']))
}

/// Whether a cell holds more than a word for nothing.
fn says_something(cell: &Filled) -> bool {
    let words = cell.words();
    let text = plain(&words);
    let nothing = values().first(&words, &["nothing"]).is_some() && text.len() < 30;
    text.len() > 2 && !nothing && values().first(&words, &["mark", "blank", "absent"]).is_none()
}
