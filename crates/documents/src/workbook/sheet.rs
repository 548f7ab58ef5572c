use super::Pen;
use super::strings::{Rich, unescape};
use super::values::Values;
use crate::error::DocumentError;
use crate::notice::Notice;
use crate::xml::{Piece, decoded, name, value, walk};
use onus_terms::Cell;
use quick_xml::events::BytesStart;

/// How many rows and columns a sheet can have (ECMA-376: XFD1048576).
const ROWS: usize = 1_048_576;
const COLUMNS: usize = 16_384;

/// A sheet while it is read.
struct Reader<'a> {
    name: &'a str,
    values: &'a Values<'a>,
    pen: &'a mut Pen,
    /// The next row and column, where a cell does not say its place.
    row: usize,
    column: usize,
    /// Columns that are hidden, as ranges from and up to one.
    hidden_columns: Vec<(usize, usize)>,
    hidden_row: bool,
    filled_row: bool,
    hidden_rows: usize,
    begun: bool,
    cell: Open,
    rich: Rich,
}

/// A cell that is open.
#[derive(Default)]
struct Open {
    place: Option<Cell>,
    kind: String,
    style: usize,
    text: String,
    formula: bool,
    valued: bool,
    in_value: bool,
}

/// Reads the cells of a sheet.
pub(crate) fn read(part: &str, name: &str, values: &Values, pen: &mut Pen) -> Result<(), DocumentError> {
    let mut reader = Reader {
        name,
        values,
        pen,
        row: 0,
        column: 0,
        hidden_columns: Vec::new(),
        hidden_row: false,
        filled_row: false,
        hidden_rows: 0,
        begun: false,
        cell: Open::default(),
        rich: Rich::default(),
    };
    walk(part, |piece| reader.piece(piece))?;
    let (rows, struck) = (reader.hidden_rows, reader.rich.struck);
    if rows > 0 {
        pen.tell(Notice::HiddenRows(name.to_owned(), rows));
    }
    if struck {
        pen.tell(Notice::StruckText);
    }
    Ok(())
}

impl Reader<'_> {
    fn piece(&mut self, piece: Piece) -> Result<(), DocumentError> {
        match piece {
            Piece::Open(start) => {
                self.open(&start)?;
                self.rich.piece(Piece::Open(start), &mut self.cell.text);
            }
            Piece::Close(name) => {
                match name.as_str() {
                    "v" => self.cell.in_value = false,
                    "c" => self.close()?,
                    "row" => self.hidden_rows += usize::from(self.hidden_row && self.filled_row),
                    _ => {}
                }
                self.rich.piece(Piece::Close(name), &mut self.cell.text);
            }
            Piece::Text(words) if self.cell.in_value => self.cell.text.push_str(&words),
            Piece::Reference(written) if self.cell.in_value => self.cell.text.push_str(&decoded(&written)),
            piece => self.rich.piece(piece, &mut self.cell.text),
        }
        Ok(())
    }

    fn open(&mut self, start: &BytesStart) -> Result<(), DocumentError> {
        match name(start).as_str() {
            "col" => self.columns(start),
            "row" => {
                if let Some(row) = number(start, "r") {
                    self.row = row.checked_sub(1).ok_or(DAMAGED)?;
                }
                self.column = 0;
                self.filled_row = false;
                self.hidden_row = matches!(value(start, "hidden").as_deref(), Some("1" | "true"));
                self.row += 1;
            }
            "c" => self.begin(start)?,
            "f" => self.cell.formula = true,
            "v" => {
                self.cell.in_value = true;
                self.cell.valued = true;
            }
            "is" => self.cell.valued = true,
            _ => {}
        }
        Ok(())
    }

    fn columns(&mut self, start: &BytesStart) {
        let hidden = matches!(value(start, "hidden").as_deref(), Some("1" | "true"));
        if let (true, Some(from), Some(to)) = (hidden, number(start, "min"), number(start, "max")) {
            // A sheet lists few ranges of columns; the cap keeps a hostile one linear.
            if self.hidden_columns.len() < 64 {
                self.hidden_columns.push((from.saturating_sub(1), to));
            }
        }
    }

    fn begin(&mut self, start: &BytesStart) -> Result<(), DocumentError> {
        let place = match value(start, "r") {
            Some(written) => place(&written).ok_or(DAMAGED)?,
            None => Cell { row: self.row.saturating_sub(1), column: self.column, header: false },
        };
        if place.row >= ROWS || place.column >= COLUMNS {
            return Err(DAMAGED);
        }
        self.column = place.column + 1;
        let mut text = std::mem::take(&mut self.cell.text);
        text.clear();
        let kind = value(start, "t").unwrap_or_default();
        let style = number(start, "s").unwrap_or(0);
        self.cell = Open { place: Some(place), kind, style, text, ..Open::default() };
        Ok(())
    }

    fn close(&mut self) -> Result<(), DocumentError> {
        let Some(place) = self.cell.place.take() else { return Ok(()) };
        if self.cell.formula && !self.cell.valued {
            self.pen.tell(Notice::FormulaWithoutValue(self.name.to_owned()));
        }
        unescape(&mut self.cell.text, 0);
        let shown = self.values.shown(&self.cell.kind, self.cell.style, &self.cell.text);
        if shown.trim().is_empty() {
            return Ok(());
        }
        if !std::mem::replace(&mut self.begun, true) {
            self.pen.sheet(self.name);
        }
        self.filled_row = true;
        if self.hidden_columns.iter().any(|(from, to)| (*from..*to).contains(&place.column)) {
            self.pen.tell(Notice::HiddenColumns(self.name.to_owned()));
        }
        self.pen.cell(place, &shown)
    }
}

const DAMAGED: DocumentError = DocumentError::Damaged("sheet of the workbook");

fn number(start: &BytesStart, attribute: &str) -> Option<usize> {
    value(start, attribute)?.trim().parse().ok()
}

/// The place that a name such as `AB12` stands for.
fn place(name: &str) -> Option<Cell> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = name.get(letters..)?;
    if !(1..=3).contains(&letters) || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let column = name
        .bytes()
        .take(letters)
        .fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: usize = digits.parse().ok()?;
    Some(Cell { row: row.checked_sub(1)?, column: column - 1, header: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_written() {
        for name in ["A1", "Z9", "AA10", "XFD1048576"] {
            assert_eq!(place(name).map(Cell::name).as_deref(), Some(name));
        }
        for bad in ["", "A", "1", "A0", "ABCD1", "A1B", "é1", "A99999999999999999999"] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }
}
