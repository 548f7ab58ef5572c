//! Parts of a Markdown file that are no words of it: front matter and definitions of links.

use crate::layout::line_end;
use memchr::memmem;
use std::collections::HashSet;

/// The furthest that front matter reaches.
const FRONT: usize = 64 * 1024;

/// The byte after the front matter, 0 where there is none.
pub(crate) fn front_matter(text: &str) -> usize {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = line_end(text, bom);
    let mark = text.get(bom..first).unwrap_or("").trim_end();
    if mark != "---" && mark != "+++" {
        return 0;
    }
    let mut at = first;
    while at < text.len().min(FRONT) {
        let end = line_end(text, at);
        let line = text.get(at..end).unwrap_or("").trim_end();
        if line == mark {
            return end;
        }
        // A rule at the top of a text is no front matter: that has keys, and no line of many words without one.
        if !line.is_empty() && !line.starts_with([' ', '\t', '-', '#', '"', '\'']) && !line.contains([':', '=']) {
            return 0;
        }
        at = end;
    }
    0
}

/// The label of a line that defines a link: `[label]: target`.
pub(crate) fn definition(line: &str) -> Option<&str> {
    let (label, target) = line.strip_prefix('[')?.split_once("]:")?;
    let named = !label.is_empty() && !label.starts_with('^') && label.len() < 200;
    let target = target.trim();
    let address = target.starts_with(['<', '/', '#', '.']) || target.contains("://") || target.starts_with("mailto:");
    (named && address).then_some(label)
}

/// The labels that a text defines links for, in lower case.
pub(crate) fn labels(text: &str) -> HashSet<String> {
    let marks = memmem::find_iter(text.as_bytes(), b"]:");
    marks
        .filter_map(|at| {
            let start = memchr::memrchr(b'\n', text.as_bytes().get(at.saturating_sub(220)..at)?);
            let start = start.map_or(at.saturating_sub(220), |start| at.saturating_sub(220) + start + 1);
            let line = text.get(start..line_end(text, at).min(at + 2048))?;
            definition(line.trim_start()).map(str::to_lowercase)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_ends_and_holds_keys() {
        assert_eq!(front_matter("---\ntitle: Terms\n---\nText"), 21);
        assert_eq!(front_matter("---\n\nThe customer pays.\n\n---\nText"), 0);
        assert_eq!(front_matter("---\ntitle: Terms\nText: no end"), 0);
        assert_eq!(front_matter("Text"), 0);
    }

    #[test]
    fn definitions_are_told_from_text() {
        assert_eq!(definition("[aup]: https://example.com/aup \"AUP\""), Some("aup"));
        assert_eq!(definition("[Customer]: the party that signs"), None);
        let text = "See [aup].\n\n[AUP]: https://example.com\n";
        assert_eq!(labels(text), HashSet::from(["aup".to_owned()]));
    }
}
