use crate::error::DocumentError;
use crate::package::{Package, WORKBOOK};
use crate::xml::{Piece, name, value, walk};
use std::collections::BTreeMap;

/// Which sheets a workbook has and where its parts are.
pub(crate) struct Book {
    pub(crate) sheets: Vec<Sheet>,
    /// Whether days count from 1904, as on old Macintosh computers.
    pub(crate) since_1904: bool,
    /// Parts by the last word of their type: `styles`, `sharedStrings`.
    parts: BTreeMap<String, String>,
}

/// A sheet of a workbook.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    pub(crate) part: String,
}

/// A target of the workbook: its type and its part.
type Targets = BTreeMap<String, (String, String)>;

impl Book {
    pub(crate) fn read(package: &mut Package) -> Result<Self, DocumentError> {
        let damaged = DocumentError::Damaged("list of sheets");
        let targets = package.part("xl/_rels/workbook.xml.rels")?.map_or(Ok(Targets::new()), |part| targets(&part))?;
        let workbook = package.part(WORKBOOK)?.ok_or(damaged)?;
        let parts = targets.values().cloned().collect();
        let mut book = Book { sheets: Vec::new(), since_1904: false, parts };
        walk(&workbook, |piece| {
            if let Piece::Open(start) = piece {
                match name(&start).as_str() {
                    "workbookPr" => {
                        book.since_1904 = matches!(value(&start, "date1904").as_deref(), Some("1" | "true"));
                    }
                    "sheet" => {
                        // A sheet that is a chart has no cells.
                        let target = value(&start, "id").and_then(|id| targets.get(&id));
                        if let Some((_, part)) = target.filter(|(kind, _)| kind == "worksheet") {
                            let hidden = value(&start, "state").is_some_and(|state| state != "visible");
                            let name = value(&start, "name").unwrap_or_default();
                            book.sheets.push(Sheet { name, hidden, part: part.clone() });
                        }
                    }
                    _ => {}
                }
            }
            Ok(())
        })?;
        Ok(book)
    }

    /// The part of a type, where the workbook has one.
    pub(crate) fn part(&self, package: &mut Package, kind: &str) -> Result<Option<String>, DocumentError> {
        self.parts.get(kind).map_or(Ok(None), |part| package.part(part))
    }
}

fn targets(part: &str) -> Result<Targets, DocumentError> {
    let mut targets = Targets::new();
    walk(part, |piece| {
        if let Piece::Open(start) = piece
            && let (Some(id), Some(kind), Some(target)) =
                (value(&start, "Id"), value(&start, "Type"), value(&start, "Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            targets.insert(id, (kind, resolved(&target)));
        }
        Ok(())
    })?;
    Ok(targets)
}

/// The name of a part: a target counts from the folder of the workbook, or from the root.
fn resolved(target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut folders = vec!["xl"];
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                folders.pop();
            }
            step => folders.push(step),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_count_from_the_workbook() {
        assert_eq!(resolved("worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("../xl/./styles.xml"), "xl/styles.xml");
    }
}
