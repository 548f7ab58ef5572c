//! Which columns a sheet has: its head, in one row or in two.

use super::grid::{Row, Sheet};
use super::words::columns;
use std::collections::BTreeMap;

/// Rows in which a head is looked for, besides those that follow a head.
const DEEPEST: usize = 60;

/// Columns that are looked at.
const WIDEST: usize = 80;

/// What a column holds: a word of `data/matrix/columns.txt`.
pub(crate) type Role = &'static str;

/// The head of a sheet.
pub(crate) struct Head {
    /// The role of each column that has one.
    roles: BTreeMap<usize, Role>,
    /// The words at the head of a column of marks, as printed.
    printed: BTreeMap<usize, String>,
    /// The place of the first row after it, among the filled rows.
    pub(crate) after: usize,
}

/// Columns that say whose a requirement is.
const TELLING: [&str; 7] = ["owner", "inherit", "duty", "shared", "configured", "provided", "customer"];

impl Head {
    /// The columns with a role, from left to right.
    pub(crate) fn columns(&self, role: &str) -> impl Iterator<Item = usize> {
        self.roles.iter().filter(move |(_, other)| **other == role).map(|(column, _)| *column)
    }

    /// The head of a column as printed.
    pub(crate) fn printed(&self, column: usize) -> &str {
        self.printed.get(&column).map_or("", String::as_str)
    }

    fn tells(&self) -> bool {
        let has = |role: &str| self.columns(role).next().is_some();
        // CAIQ 3 has no column for the customer; its notes may say something.
        let questions = has("words") && has("notes") && (has("theirs") || has("status"));
        has("control") && (self.says_whose() || questions)
    }

    /// Whether a column says whose a requirement is.
    pub(crate) fn says_whose(&self) -> bool {
        self.roles.values().any(|role| TELLING.contains(role))
    }

    /// Where no column is for the requirement, its title or words, or else its group, stand for it.
    fn promote(&mut self) {
        let column = |role: &str| self.columns(role).next();
        if column("control").is_none()
            && let Some(found) = ["title", "words", "domain"].into_iter().find_map(column)
        {
            self.roles.insert(found, "control");
        }
    }

    /// How many columns have a role.
    fn known(&self) -> usize {
        self.roles.len()
    }

    fn of(rows: &[&Row], after: usize) -> Head {
        let mut head = Head { roles: BTreeMap::new(), printed: BTreeMap::new(), after };
        let mut group: Option<Role> = None;
        let last = rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.place.column).max().unwrap_or(0);
        for column in 0..=last.min(WIDEST) {
            let told = |row: &&Row| row.cell(column).map(|cell| cell.words());
            let named: Vec<String> = rows.iter().filter_map(told).collect();
            let upper = rows.first().filter(|_| rows.len() > 1).and_then(told).map(|words| role(&words));
            // A merged cell of the upper row covers the columns after it too.
            group = upper.unwrap_or(group);
            let Some(lowest) = named.last() else { continue };
            if let Some(found) = role(lowest).or(group) {
                head.roles.insert(column, found);
                head.printed.insert(column, lowest.split('(').next().unwrap_or("").trim().chars().take(80).collect());
            }
        }
        head.promote();
        head
    }
}

fn role(head: &str) -> Option<Role> {
    columns().all(head).first().copied()
}

/// The head that begins at a row, with a second row below where that goes on with it: such a row says nothing in the column
/// of requirements, and names columns.
fn at(sheet: &Sheet, index: usize) -> Option<Head> {
    let row = sheet.rows.get(index)?;
    if row.cells.len() < 2 || row.cells.iter().any(|cell| cell.value().len() > 300) {
        return None;
    }
    let one = Head::of(&[row], index + 1);
    let column = one.columns("control").next()?;
    let two = sheet.rows.get(index + 1).filter(|next| next.cell(column).is_none() && next.cells.len() > 1);
    let two = two.map(|next| Head::of(&[row, next], index + 2));
    let better = two.filter(|two| two.known() > one.known() && two.tells());
    better.or_else(|| one.tells().then_some(one))
}

/// The heads of a sheet, in order: the rows of each go up to the next.
pub(crate) fn heads(sheet: &Sheet) -> Vec<(usize, Head)> {
    let mut heads: Vec<(usize, Head)> = Vec::new();
    let mut index = 0;
    while index < sheet.rows.len() {
        let near = heads.is_empty() && index < DEEPEST;
        // Further down only a head that looks like the first one is one.
        let again = heads.first().is_some_and(|(first, _)| repeats(sheet, *first, index));
        match (near || again).then(|| at(sheet, index)).flatten() {
            Some(head) => {
                let after = head.after;
                heads.push((index, head));
                index = after;
            }
            None => index += 1,
        }
        if heads.is_empty() && index >= DEEPEST {
            break;
        }
    }
    heads
}

/// Whether two rows hold the same words in their first two cells.
fn repeats(sheet: &Sheet, first: usize, index: usize) -> bool {
    let words = |index: usize| {
        let row = sheet.rows.get(index)?;
        Some(row.cells.iter().take(2).map(|cell| (cell.place.column, cell.value())).collect::<Vec<_>>())
    };
    words(first) == words(index)
}
