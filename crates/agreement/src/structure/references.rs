//! Words that point at clauses.

use super::clauses::Tree;
use super::numbers::{attached, called, firm, number_like, parts};
use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::{Citation, Reference};
use std::ops::Range;

/// What a reference points at, before all clauses are known.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// `this Section`.
    This,
    /// `Section 4.1(b)`, `Exhibit A`, `Section 2 of Exhibit A`.
    Numbered {
        attached: Option<String>,
        parts: Vec<String>,
        /// Up to this one, in `Sections 3 through 5`.
        to: Option<Vec<String>>,
    },
}

/// A reference as it was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) targets: Vec<Target>,
    pub(super) elsewhere: bool,
}

/// A reference that waits for all clauses to be known.
pub(super) struct Pending {
    pub(super) citation: Citation,
    /// The clause that it stands in.
    pub(super) from: Option<usize>,
    pub(super) targets: Vec<Target>,
    pub(super) elsewhere: bool,
}

/// More clauses than anybody names at once.
const MOST: usize = 64;

/// Laws and codes whose articles are no clauses.
const LAWS: [&str; 16] = [
    "gdpr",
    "ccpa",
    "cpra",
    "hipaa",
    "u.s.c",
    "usc",
    "c.f.r",
    "cfr",
    "act",
    "code",
    "regulation",
    "directive",
    "far",
    "dfars",
    "law",
    "sccs",
];
/// What a paper calls itself.
const ITSELF: [&str; 12] = [
    "agreement",
    "terms",
    "contract",
    "policy",
    "addendum",
    "exhibit",
    "schedule",
    "annex",
    "dpa",
    "document",
    "lease",
    "sla",
];

/// The references in a sentence, in order.
pub(super) fn references(s: &Sentence) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < s.len() {
        let next = if keyword(s, at) { reference(s, at) } else { None };
        at = next.as_ref().map_or(at + 1, |next: &Found| next.tokens.end.max(at + 1));
        found.extend(next);
    }
    found
}

fn keyword(s: &Sentence, at: usize) -> bool {
    let word = s.word(at);
    // Most words begin otherwise.
    matches!(word.as_bytes().first(), Some(b's' | b'c' | b'a' | b'p' | b'e' | b'i' | 0xC2))
        && (called(word) || attached(word).is_some())
}

fn reference(s: &Sentence, at: usize) -> Option<Found> {
    let own = matches!(s.word_before(at, 1), "this" | "these");
    let name = attached(s.word(at));
    let Some(first) = number(s, at + 1, name.is_some()) else {
        let this = own
            && name.is_none()
            && matches!(s.word(at), "section" | "clause" | "article" | "paragraph" | "subsection");
        return this.then(|| Found { tokens: at - 1..at + 1, targets: vec![Target::This], elsewhere: false });
    };
    let mut targets: Vec<Target> = Vec::new();
    let mut end = first.1;
    push(&mut targets, name, first.0);
    while targets.len() < MOST {
        let (gap, through) = joint(s, end);
        // `Section 9 or (c)` is followed by the next item of a list, `Section 9(b) or (c)` by a further clause.
        let lettered = matches!(targets.last(), Some(Target::Numbered { parts, .. }) if parts.len() > firm(parts));
        let listed = gap.is_some_and(|gap| s.is(gap, Class::MARK));
        let Some((parts, past)) = gap.filter(|_| lettered || !listed).and_then(|gap| number(s, gap, name.is_some()))
        else {
            break;
        };
        match targets.last_mut() {
            Some(Target::Numbered { to, .. }) if through => *to = Some(parts),
            _ => push(&mut targets, name, parts),
        }
        end = past;
    }
    let (end, elsewhere) = belongs(s, at, end, &mut targets);
    Some(Found { tokens: at..end, targets, elsewhere })
}

/// `Exhibit A` begins a numbering of its own; `Exhibit A(2)` is a clause in it.
fn push(targets: &mut Vec<Target>, name: Option<&'static str>, mut parts: Vec<String>) {
    let attached = name.map(|name| {
        let first = if parts.is_empty() { String::new() } else { parts.remove(0) };
        format!("{name} {first}")
    });
    targets.push(Target::Numbered { attached, parts, to: None });
}

/// The number at a position, with `(b)(ii)` right behind it and past a title in brackets.
fn number(s: &Sentence, at: usize, name: bool) -> Option<(Vec<String>, usize)> {
    let token = s.at(at);
    let listed = token.is(Class::MARK);
    let plain = s.word(at);
    let fits = token.is(Class::WORD) && number_like(plain, token.is(Class::CAPITAL)) && (name || plain != "i");
    if !listed && !fits {
        return None;
    }
    let mut all = parts(plain);
    let (mut end, mut last) = (at + 1, token.bytes().end);
    loop {
        let glued = s.at(end).bytes().start == last;
        if glued && s.is(end, Class::MARK) || listed && s.is(end, Class::MARK) && glued {
            all.extend(parts(s.word(end)));
            last = s.at(end).bytes().end;
            end += 1;
        } else if glued && s.is(end, Class::OPEN) && s.is(end + 2, Class::CLOSE) && s.word(end + 1).len() <= 5 {
            all.extend(parts(s.word(end + 1)));
            last = s.at(end + 2).bytes().end;
            end += 3;
        } else {
            break;
        }
        if all.len() > 8 {
            break;
        }
    }
    all.truncate(8);
    Some((all, titled(s, end)))
}

/// Past ` (Usage Rules)`.
fn titled(s: &Sentence, at: usize) -> usize {
    if !s.is(at, Class::OPEN) || !s.is(at + 1, Class::CAPITAL) {
        return at;
    }
    s.find(at + 1, at + 14, Class::CLOSE.and(Class::OPEN))
        .filter(|close| s.is(*close, Class::CLOSE))
        .map_or(at, |close| close + 1)
}

/// Past `, ` or ` and ` or ` through ` to where a further number can stand, and whether all between are meant.
fn joint(s: &Sentence, at: usize) -> (Option<usize>, bool) {
    match s.word(at) {
        "through" | "to" | "-" => (Some(at + 1), true),
        "and" | "or" | "and/or" | "&" => (Some(at + 1), false),
        "," => {
            let next = at + 1 + usize::from(s.is(at + 1, Class::AND));
            (Some(next), false)
        }
        _ => (None, false),
    }
}

/// Whether the clause stands elsewhere, as `Article 28 of the GDPR` does, and where the reference ends.
fn belongs(s: &Sentence, from: usize, end: usize, targets: &mut [Target]) -> (usize, bool) {
    let before = s.word_before(from, 1);
    if LAWS.contains(&before) || before.starts_with("u.s") || s.word(from) == "part" && s.word(end) == "of" {
        return (end, true);
    }
    if !matches!(s.word(end), "of" | "to" | "in")
        || s.word(end) != "of" && attached(s.word(from)).is_none() && attached(s.word(end + 1)).is_none()
    {
        let law = s.is(end, Class::CAPITAL) && LAWS.contains(&s.word(end));
        return (end, law);
    }
    let mut at = end + 1;
    let own = matches!(s.word(at), "this" | "these" | "our");
    while s.is(at, Class::DET) && at < end + 4 {
        at += 1;
    }
    if let Some(name) = attached(s.word(at))
        && let Some((parts, past)) = number(s, at + 1, true)
    {
        let key = format!("{name} {}", parts.first().map_or("", String::as_str));
        for target in targets {
            if let Target::Numbered { attached, .. } = target {
                *attached = Some(key.clone());
            }
        }
        return (past, false);
    }
    let itself = own || ITSELF.contains(&s.word(at)) && !s.is(at + 1, Class::CAPITAL);
    let named = s.is(at, Class::CAPITAL) || s.is(end + 1, Class::DET);
    (end, named && !itself)
}

impl Pending {
    /// Whether it is `this Section`.
    pub(super) fn is_this(&self) -> bool {
        matches!(self.targets.as_slice(), [Target::This])
    }

    /// The clauses that it points at.
    pub(super) fn clauses(&self, tree: &Tree) -> Vec<usize> {
        let mut clauses = Vec::new();
        if self.elsewhere {
            return clauses;
        }
        for target in &self.targets {
            match target {
                Target::This => clauses.extend(tree.own(self.from)),
                Target::Numbered { attached, parts, to } => {
                    let Some(first) = tree.find(self.from, attached.as_deref(), parts) else { continue };
                    let last = to.as_ref().and_then(|to| tree.find(self.from, attached.as_deref(), to));
                    match last {
                        Some(last) => clauses.extend(tree.between(first, last)),
                        None => clauses.push(first),
                    }
                }
            }
        }
        clauses.dedup();
        clauses
    }

    /// As it is told outside.
    pub(super) fn told(self, tree: &Tree) -> Reference {
        Reference { clauses: self.clauses(tree), citation: self.citation, elsewhere: self.elsewhere }
    }
}
