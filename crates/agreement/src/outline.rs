use onus_terms::{Block, BlockKind};

/// How an item is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Bullet,
    /// `1.`, `(2)`
    Figure,
    /// `4.1`
    Dotted,
    /// `a.`, `(b)`
    Letter,
    /// `(i)`, `(iv)`
    Roman,
}

/// The style of a printed marker. `(i)`, `(v)` and `(x)` are letters where the letter before them came last.
pub(crate) fn style(marker: &str, last: Option<&str>) -> Style {
    let inner = core(marker);
    let Some(first) = inner.chars().next() else { return Style::Bullet };
    if first.is_ascii_digit() {
        return if inner.contains('.') { Style::Dotted } else { Style::Figure };
    }
    let roman = inner.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x'));
    let follows = last.map(core).is_some_and(|last| {
        let mut before = last.bytes();
        inner.len() == 1 && (before.next(), before.next()) == (inner.bytes().next().map(|byte| byte - 1), None)
    });
    if roman && !follows { Style::Roman } else { Style::Letter }
}

/// A marker without brackets and full stops around it.
fn core(marker: &str) -> &str {
    marker.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Where a block stands: headings above it and the number of its clause.
#[derive(Default)]
pub(crate) struct Outline {
    headings: Vec<(u8, String)>,
    /// Markers from the outermost to the innermost: `4.1`, `(b)`, `(ii)`.
    markers: Vec<Marker>,
}

/// A printed marker, and how deep its item is indented; nothing for the number of a heading.
struct Marker {
    style: Style,
    text: String,
    indent: Option<usize>,
}

impl Marker {
    /// `2.`, which counts from the clause above where it stands deeper.
    fn is_figure(&self) -> bool {
        self.style == Style::Figure && !self.text.starts_with('(')
    }
}

/// Deeper nesting than any agreement has costs nothing.
const DEEPEST: usize = 8;

impl Outline {
    pub(crate) fn heading(&mut self, level: u8, words: &str) {
        self.headings.retain(|(above, _)| *above < level);
        if self.headings.len() < DEEPEST {
            self.headings.push((level, words.trim().chars().take(200).collect()));
        }
        self.markers.clear();
        if let Some(number) = number(words) {
            self.markers.push(Marker { style: Style::Figure, text: number.to_owned(), indent: None });
        }
    }

    /// The nearest heading.
    pub(crate) fn nearest(&self) -> Option<&str> {
        self.headings.last().map(|(_, words)| words.as_str())
    }

    /// Notes the marker of a block, or the number that its words begin with.
    pub(crate) fn enter(&mut self, block: &Block) {
        let printed = number(block.words());
        let Some(marker) = block.marker.as_deref().filter(|marker| !marker.is_empty()).or(printed) else {
            return;
        };
        let style = style(marker, self.markers.last().map(|last| last.text.as_str()));
        let indent = if let BlockKind::Item(indent) = block.kind { indent } else { 0 };
        let marker = Marker { style, text: marker.to_owned(), indent: Some(indent) };
        if style == Style::Dotted {
            self.markers.clear();
        } else if marker.is_figure() {
            self.figure(&marker, indent);
        } else if let Some(at) = self.markers.iter().position(|other| other.style == style) {
            self.markers.truncate(at);
        }
        if self.markers.len() < DEEPEST {
            self.markers.push(marker);
        }
    }

    /// Keeps the numbers that a figure counts from: those of lists that stand less deep, and of a heading whose list it
    /// begins or goes on with.
    fn figure(&mut self, marker: &Marker, indent: usize) {
        let sibling = |other: &Marker| other.is_figure() && other.indent.is_some_and(|other| other + 1 >= indent);
        let at = self.markers.iter().position(sibling);
        let begins = core(&marker.text) == "1";
        let outer = |other: &&Marker| other.is_figure() && other.indent.is_some();
        match at {
            Some(at) => self.markers.truncate(at),
            None if begins || self.markers.iter().any(|other| outer(&other)) => {
                let last = self.markers.iter().rposition(Marker::is_figure).map_or(0, |last| last + 1);
                self.markers.truncate(last);
            }
            None => self.markers.clear(),
        }
    }

    /// The marker that was printed last.
    pub(crate) fn last_marker(&self) -> Option<String> {
        self.markers.last().map(|marker| marker.text.clone())
    }

    /// The number of the clause, such as `4.1(b)`.
    pub(crate) fn clause(&self) -> Option<String> {
        let mut clause = String::new();
        for marker in &self.markers {
            let plain = marker.text.trim_end_matches('.').trim_start_matches("Section ").trim();
            if clause.is_empty() || plain.starts_with('(') {
                clause.push_str(plain);
            } else if marker.is_figure() {
                clause.push('.');
                clause.push_str(core(plain));
            } else {
                clause.push('(');
                clause.push_str(core(plain));
                clause.push(')');
            }
        }
        (!clause.is_empty()).then_some(clause)
    }

    /// What the nearest headings say of passive or imperative items below them.
    pub(crate) fn scope(&self) -> Option<Scope> {
        self.headings.iter().rev().take(2).find_map(|(_, words)| scope(words))
    }
}

/// What a heading makes of the items below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// `Customer obligations`: items are duties.
    Duties,
    /// `Prohibited uses`: items are prohibitions.
    Bans,
    /// `Provider's obligations`: items bind the provider.
    Provider,
}

fn scope(heading: &str) -> Option<Scope> {
    let lower = heading.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let duties = any(&["obligation", "responsibilit", "duties"]);
    if duties && any(&["provider", "our ", "vendor", "supplier", "processor"]) {
        return Some(Scope::Provider);
    }
    if duties && any(&["customer", "your ", "client", "user", "licensee", "subscriber", "controller"]) {
        return Some(Scope::Duties);
    }
    any(&["prohibited", "restrictions on", "forbidden", "not permitted", "unacceptable"]).then_some(Scope::Bans)
}

/// The number that words begin with: `3.2`, `12.`, `Section 4`, `Article IV`.
fn number(words: &str) -> Option<&str> {
    let (first, rest) = words.trim_start().split_once(' ')?;
    let figures = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    if first.len() < 16 && figures(first) && first.contains('.') {
        return Some(first);
    }
    let named = matches!(first.to_ascii_lowercase().as_str(), "section" | "article" | "clause");
    let second = rest.split([' ', ':', '–', '-']).next().unwrap_or("");
    let roman = !second.is_empty() && second.len() < 8 && second.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | '.'));
    (named && second.len() < 12 && (figures(second) || roman)).then_some(second)
}

/// Beginnings of summaries that tell what a section says without being part of it.
const SUMMARIES: [&str; 9] = [
    "short version",
    "the short version",
    "tl;dr",
    "tldr",
    "in plain english",
    "in plain language",
    "plain english",
    "plain language summary",
    "summary:",
];

/// Whether a block only sums up what other clauses say.
pub(crate) fn sums_up(block: &Block) -> bool {
    let start: String = block.words().chars().filter(|c| !matches!(c, '_' | '*' | '"' | '“')).take(24).collect();
    let lower = start.trim_start().to_lowercase();
    !matches!(block.kind, BlockKind::Heading(_)) && SUMMARIES.iter().any(|summary| lower.starts_with(summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_numbered_as_printed() {
        let mut outline = Outline::default();
        outline.heading(2, "4. Fees");
        let item = |marker: &str| {
            let mut block = Block::new(BlockKind::Item(0));
            block.marker = Some(marker.to_owned());
            block
        };
        let mut clauses = Vec::new();
        for marker in ["4.1.", "(a)", "(i)", "(ii)", "(b)", "4.2", "(h)", "(i)"] {
            outline.enter(&item(marker));
            clauses.push(outline.clause().unwrap());
        }
        assert_eq!(clauses, ["4.1", "4.1(a)", "4.1(a)(i)", "4.1(a)(ii)", "4.1(b)", "4.2", "4.2(h)", "4.2(i)"]);
    }

    #[test]
    fn nested_figures_count_from_the_clause_above() {
        let mut outline = Outline::default();
        let item = |marker: &str, indent: usize| {
            let mut block = Block::new(BlockKind::Item(indent));
            block.marker = Some(marker.to_owned());
            block
        };
        let mut clauses = Vec::new();
        for (marker, indent) in [("1.", 0), ("1.", 4), ("(a)", 8), ("2.", 4), ("2.", 0), ("1.", 4)] {
            outline.enter(&item(marker, indent));
            clauses.push(outline.clause().unwrap());
        }
        assert_eq!(clauses, ["1", "1.1", "1.1(a)", "1.2", "2", "2.1"]);
        outline.heading(2, "9. End");
        for marker in ["1.", "2."] {
            outline.enter(&item(marker, 0));
            clauses.push(outline.clause().unwrap());
        }
        outline.heading(2, "9. End");
        outline.enter(&item("10.", 0));
        clauses.push(outline.clause().unwrap());
        assert_eq!(clauses.split_off(6), ["9.1", "9.2", "10"]);
    }

    #[test]
    fn headings_give_scope() {
        assert_eq!(scope("CUSTOMER OBLIGATIONS"), Some(Scope::Duties));
        assert_eq!(scope("3. Our Responsibilities"), Some(Scope::Provider));
        assert_eq!(scope("Prohibited content"), Some(Scope::Bans));
        assert_eq!(scope("Fees"), None);
    }
}
