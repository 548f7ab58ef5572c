//! Which way a rewording goes: by its limits in time, its exceptions, how strongly it binds, and what was put in or taken out.

use super::How;
use super::difference::Segment;
use onus_terms::{Deadline, Limit, Responsibility, Unit, Vague};
use std::cmp::Ordering;
use std::collections::BTreeMap;

const TABLE: &str = include_str!("../../data/strength.txt");

/// The classes of the words in `data/strength.txt`.
pub(super) struct Vocabulary(BTreeMap<&'static str, Vec<&'static str>>);

impl Vocabulary {
    pub(super) fn new() -> Self {
        let mut classes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let class = words.next().unwrap_or_default();
            for word in words {
                classes.entry(word).or_default().push(class);
            }
        }
        Vocabulary(classes)
    }

    pub(super) fn is(&self, word: &str, class: &str) -> bool {
        self.0.get(word).is_some_and(|classes| classes.contains(&class))
    }

    fn any(&self, words: &[String], class: &str) -> bool {
        words.iter().any(|word| self.is(word, class))
    }
}

/// What the parts of a rewording say of its way.
#[derive(Default)]
pub(super) struct Votes {
    stricter: bool,
    looser: bool,
    /// Something changed that does not tell which way.
    unclear: bool,
}

impl Votes {
    fn add(&mut self, how: How) {
        match how {
            How::Stricter => self.stricter = true,
            How::Looser => self.looser = true,
            How::Reworded => self.unclear = true,
        }
    }

    /// Less than before is stricter.
    fn less(&mut self, order: Ordering) {
        match order {
            Ordering::Less => self.add(How::Stricter),
            Ordering::Greater => self.add(How::Looser),
            Ordering::Equal => {}
        }
    }

    fn decided(&self) -> Option<How> {
        match (self.stricter, self.looser) {
            (true, false) => Some(How::Stricter),
            (false, true) => Some(How::Looser),
            _ => None,
        }
    }
}

/// Which way a rewording goes. Limits in time and exceptions decide; without them the words that were put in or taken out,
/// where each of them says the same.
pub(super) fn how(old: &Responsibility, new: &Responsibility, exceptions: Ordering, words: &Words) -> How {
    let mut firm = Votes::default();
    limits(old, new, words, &mut firm);
    firm.less(exceptions);
    if firm.stricter || firm.looser {
        return firm.decided().unwrap_or(How::Reworded);
    }
    words.way().unwrap_or(How::Reworded)
}

/// The words of two texts, with where they differ.
pub(super) struct Words<'a> {
    pub(super) old: &'a [String],
    pub(super) new: &'a [String],
    pub(super) segments: &'a [Segment],
    pub(super) vocabulary: &'a Vocabulary,
}

impl Words<'_> {
    /// Which way all that differs goes; `None` where that is not told.
    pub(super) fn way(&self) -> Option<How> {
        let mut votes = Votes::default();
        for segment in self.segments {
            let (from, to) = (self.old.get(segment.old.clone())?, self.new.get(segment.new.clone())?);
            let (from, to) = (self.bare(from), self.bare(to));
            match (from.is_empty(), to.is_empty()) {
                (true, true) => {}
                (true, false) => votes.add(self.put_in(self.new, segment.new.start, segment.new.end)),
                (false, true) => votes.add(opposite(self.put_in(self.old, segment.old.start, segment.old.end))),
                (false, false) => votes.add(self.replaced(from, to)),
            }
        }
        votes.decided().filter(|_| !votes.unclear)
    }

    /// Whether what was there, or came, is no more than signs and links of a list.
    fn bare<'w>(&self, words: &'w [String]) -> &'w [String] {
        if words.iter().all(|word| self.vocabulary.is(word, "mark")) { &[] } else { words }
    }

    /// What words do that are put into a text.
    fn put_in(&self, text: &[String], from: usize, to: usize) -> How {
        let words = text.get(from..to).unwrap_or(&[]);
        let way = if self.vocabulary.any(words, "except") || self.vocabulary.any(words, "example") {
            How::Reworded
        } else if self.vocabulary.any(words, "narrow") {
            How::Looser
        } else if self.joined(text, from, to) || words.iter().all(|word| self.vocabulary.is(word, "widen")) {
            How::Stricter
        } else {
            How::Reworded
        };
        if self.excepted(text, from) { opposite(way) } else { way }
    }

    /// Whether words join a further case to those that are there: `a` to `a or b`, `a or b` to `a, b or c`.
    fn joined(&self, text: &[String], from: usize, to: usize) -> bool {
        let joins =
            |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|word| self.vocabulary.is(word, "join"));
        let inside = (from..to).any(|at| joins(Some(at)));
        let more = text.get(from).is_some_and(|word| self.vocabulary.is(word, "more"));
        inside && !more || joins(from.checked_sub(1)) && joins(Some(to))
    }

    /// Whether a place stands behind the word that opens an exception: a wider exception is a looser duty.
    fn excepted(&self, text: &[String], at: usize) -> bool {
        text.get(..at).is_some_and(|before| self.vocabulary.any(before, "except"))
    }

    /// What other words do in place of words.
    fn replaced(&self, from: &[String], to: &[String]) -> How {
        let is = |words: &[String], class: &str| words.iter().all(|word| self.vocabulary.is(word, class));
        if is(from, "advise") && is(to, "bind") {
            How::Stricter
        } else if is(from, "bind") && is(to, "advise") {
            How::Looser
        } else {
            How::Reworded
        }
    }
}

fn opposite(how: How) -> How {
    match how {
        How::Stricter => How::Looser,
        How::Looser => How::Stricter,
        How::Reworded => How::Reworded,
    }
}

/// Votes by the first limit in time.
fn limits(old: &Responsibility, new: &Responsibility, words: &Words, votes: &mut Votes) {
    let first = |duty: &Responsibility| duty.deadlines.iter().filter_map(hours).min();
    match (first(old), first(new)) {
        (Some(before), Some(after)) => votes.less(after.cmp(&before)),
        (None, None) => {
            let soon = |duty: &Responsibility| duty.deadlines.iter().filter_map(soon).min();
            if let (Some(before), Some(after)) = (soon(old), soon(new)) {
                votes.less(after.cmp(&before));
            }
        }
        // A limit that other words stand in place of, such as "by the due date", was not simply taken away.
        (Some(_), None) => votes.add(if words.replaces_limit() { How::Reworded } else { How::Looser }),
        (None, Some(_)) => votes.add(if words.replaces_limit() { How::Reworded } else { How::Stricter }),
    }
}

impl Words<'_> {
    /// Whether words that count time changed places with other words.
    fn replaces_limit(&self) -> bool {
        let counts = |words: Option<&[String]>| self.vocabulary.any(words.unwrap_or(&[]), "unit");
        let both = |segment: &&Segment| !segment.old.is_empty() && !segment.new.is_empty();
        let limit =
            |segment: &Segment| counts(self.old.get(segment.old.clone())) || counts(self.new.get(segment.new.clone()));
        self.segments.iter().filter(both).any(limit)
    }
}

/// About how many hours a limit leaves, to tell shorter from longer; more notice ahead leaves less.
fn hours(deadline: &Deadline) -> Option<u64> {
    let length = |length: onus_terms::Length| {
        let unit = match length.unit {
            Unit::Hour => 1,
            Unit::Day => 24,
            Unit::BusinessDay => 34,
            Unit::Week => 168,
            Unit::Month => 730,
            Unit::Year => 8760,
        };
        u64::from(length.count) * unit
    };
    match deadline.limit {
        Limit::Within(limit) | Limit::Every(limit) | Limit::Range(_, limit) => Some(length(limit)),
        Limit::Before(Some(ahead)) => Some((1 << 40) - length(ahead).min(1 << 40)),
        _ => None,
    }
}

/// How soon a vague word asks for something, beside other vague words; no number is made of it.
fn soon(deadline: &Deadline) -> Option<u8> {
    match deadline.limit {
        Limit::Vague(Vague::Immediately) => Some(0),
        Limit::Vague(Vague::Promptly | Vague::WithoutUndueDelay) => Some(1),
        Limit::Vague(Vague::AsSoonAsPracticable) => Some(2),
        Limit::Vague(Vague::Timely | Vague::Reasonable) => Some(3),
        _ => None,
    }
}
