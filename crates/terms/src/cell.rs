/// Where a cell stands in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its row, from 0.
    pub row: usize,
    /// Its column, from 0.
    pub column: usize,
    /// Whether it names the column or row that it heads.
    pub header: bool,
}

impl Cell {
    /// Its name in a spreadsheet: `A1`, `AB12`.
    pub fn name(self) -> String {
        let mut letters = Vec::new();
        let mut rest = self.column.saturating_add(1);
        while rest > 0 {
            let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
            letters.push(char::from(b'A' + letter));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().chain(self.row.saturating_add(1).to_string().chars().collect::<Vec<_>>().iter()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_letters() {
        let name = |column| Cell { row: 0, column, header: false }.name();
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(name), ["A1", "Z1", "AA1", "ZZ1", "AAA1", "XFD1"]);
    }
}
