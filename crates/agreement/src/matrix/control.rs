//! Requirements by their ids: NIST SP 800-53, CSA CCM and whatever else is numbered.

use onus_terms::Area;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../data/matrix/families.txt");

/// A requirement that a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Control {
    /// The id as printed, or the words that stand in its place.
    pub(crate) printed: String,
    /// What stands behind the id in its cell.
    pub(crate) title: String,
    /// The id in normal form without parts, such as `AC-2(1)` for `AC-02 (01) (a)`.
    pub(crate) normal: Option<String>,
    /// The parts in normal form: `(a)`.
    pub(crate) parts: String,
}

impl Control {
    /// The requirement that a cell names.
    pub(crate) fn read(cell: &str) -> Self {
        let cell = cell.trim();
        let id = lettered(cell).or_else(|| other(cell));
        let Some((normal, parts, length)) = id else {
            let printed = cell.chars().take(120).collect();
            return Control { printed, title: String::new(), normal: None, parts: String::new() };
        };
        let (printed, title) = (cell.get(..length).unwrap_or(cell), cell.get(length..).unwrap_or(""));
        let title = title.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(120).collect();
        Control { printed: printed.trim().to_owned(), title, normal: Some(normal), parts }
    }

    /// What all parts of the requirement have in common: its normal id, or the printed words.
    pub(crate) fn base(&self) -> &str {
        self.normal.as_deref().unwrap_or(&self.printed)
    }

    /// The printed id without its parts.
    pub(crate) fn printed_base(&self) -> &str {
        let end = if self.parts.is_empty() { None } else { self.printed.rfind(&self.parts) };
        end.and_then(|end| self.printed.get(..end)).unwrap_or(&self.printed).trim_end()
    }

    /// The area and name of the family that the requirement belongs to.
    pub(crate) fn family(&self) -> Option<(Area, &'static str)> {
        let normal = self.normal.as_deref()?;
        // The first control of each NIST family asks for policy and procedures.
        let policy = normal.get(2..) == Some("-1");
        let of = |(id, ..): &&(&str, Area, &str)| {
            normal.strip_prefix(id).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        let (_, area, name) = families().iter().filter(of).max_by_key(|(id, ..)| id.len())?;
        Some((if policy { Area::Governance } else { *area }, name))
    }
}

fn families() -> &'static [(&'static str, Area, &'static str)] {
    static FAMILIES: OnceLock<Vec<(&str, Area, &str)>> = OnceLock::new();
    let read = |line: &'static str| {
        let mut words = line.splitn(3, ' ');
        Some((words.next()?, words.next()?.parse().ok()?, words.next()?))
    };
    FAMILIES.get_or_init(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(read).collect())
}

/// An id of letters, a hyphen and a number: normal form, parts, and how many bytes it takes.
fn lettered(text: &str) -> Option<(String, String, usize)> {
    let family = text.bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'&').count();
    let (letters, rest) = text.split_at_checked(family).filter(|_| (2..=4).contains(&family))?;
    let digits = rest.strip_prefix('-')?.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = rest.get(1..=digits)?.parse().ok().filter(|_| digits <= 3)?;
    let mut at = family + 1 + digits;
    if letters.len() > 2 {
        // CCM: `IAM-02`, and its questions `IAM-02.1`.
        let question = text
            .get(at..)
            .and_then(|rest| rest.strip_prefix('.'))
            .map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        at += if question > 0 { question + 1 } else { 0 };
        return ends(text, at).then(|| (format!("{letters}-{number:02}"), String::new(), at));
    }
    let mut normal = format!("{letters}-{number}");
    let mut parts = String::new();
    while let Some((group, length)) = group(text.get(at..).unwrap_or("")) {
        match group.parse::<u32>() {
            Ok(enhancement) if parts.is_empty() => normal.push_str(&format!("({enhancement})")),
            _ => parts.push_str(&format!("({group})")),
        }
        at += length;
    }
    ends(text, at).then_some((normal, parts, at))
}

/// A part of an id: ` (01)`, `(a)`, `.a`, `a.`; the words in it and how many bytes it takes.
fn group(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.trim_start_matches(' ');
    let blank = rest.len() - inner.len();
    if let Some(open) = inner.strip_prefix('(') {
        let (group, _) = open.split_once(')').filter(|(group, _)| (1..=4).contains(&group.len()))?;
        return group.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some((group, blank + group.len() + 2));
    }
    let point = usize::from(rest.starts_with('.'));
    let letter = rest.get(point..=point).filter(|letter| letter.bytes().all(|byte| byte.is_ascii_lowercase()))?;
    let after = rest.get(point + 1..).unwrap_or("");
    let stop = usize::from(after.starts_with('.'));
    (!after.starts_with(|c: char| c.is_alphanumeric())).then_some((letter, point + 1 + stop))
}

fn ends(text: &str, at: usize) -> bool {
    !text.get(at..).unwrap_or("").starts_with(|c: char| c.is_alphanumeric())
}

/// Ids such as `A.5.17`, `CC6.1`, `PR.AA-05`, `8.3.1`: one short word with a digit, and a point in it or a capital first.
fn other(text: &str) -> Option<(String, String, usize)> {
    let word = text.split(char::is_whitespace).next()?.trim_end_matches([':', '.', ',']);
    let signs =
        word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'(' | b')' | b'_'));
    let digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let formed = word.contains(['.', '-']) || word.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    (signs && digit && formed && word.len() <= 20).then(|| (word.to_owned(), String::new(), word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_a_normal_form() {
        let cases = [
            ("AC-02 (a)", "AC-2", "(a)", "AC-02 (a)", ""),
            ("AC-02 (05)", "AC-2(5)", "", "AC-02 (05)", ""),
            ("IA-05 (01) (e)", "IA-5(1)", "(e)", "IA-05 (01) (e)", ""),
            ("AC-2 Account Management", "AC-2", "", "AC-2", "Account Management"),
            ("AC-2(12)(a): Usage", "AC-2(12)", "(a)", "AC-2(12)(a)", "Usage"),
            ("SI-4a.", "SI-4", "(a)", "SI-4a.", ""),
            ("IAM-02.1", "IAM-02", "", "IAM-02.1", ""),
            ("A&A-01", "A&A-01", "", "A&A-01", ""),
            ("A.5.17", "A.5.17", "", "A.5.17", ""),
            ("8.3.1 Passwords", "8.3.1", "", "8.3.1", "Passwords"),
            ("PR.AA-05", "PR.AA-05", "", "PR.AA-05", ""),
        ];
        for (cell, normal, parts, printed, title) in cases {
            let read = Control::read(cell);
            let told = (read.normal.as_deref(), read.parts.as_str(), read.printed.as_str(), read.title.as_str());
            assert_eq!(told, (Some(normal), parts, printed, title), "{cell}");
        }
        for words in ["Patching", "Access Control (AC)", "é-1", "AC-", "", "the end"] {
            assert_eq!(Control::read(words).normal, None, "{words}");
        }
        assert_eq!(Control::read("AC-02 (a)").printed_base(), "AC-02");
    }

    #[test]
    fn families_have_areas() {
        let area = |id: &str| Control::read(id).family().map(|(area, _)| area);
        assert_eq!(area("AC-02 (a)"), Some(Area::Identity));
        assert_eq!(area("AC-20"), Some(Area::Use));
        assert_eq!(area("AC-01 (b)"), Some(Area::Governance));
        assert_eq!(area("AU-10"), Some(Area::Monitoring));
        assert_eq!(area("IAM-14.2"), Some(Area::Identity));
        assert_eq!(area("SEF-03"), Some(Area::Incident));
        assert_eq!(area("ZZ-03"), None);
        assert_eq!(families().len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
    }
}
