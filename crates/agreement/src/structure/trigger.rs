//! What brings a consequence: the failure that a sentence speaks of.

use super::references::Found;
use super::vocabulary::{self, Mark, Part, Sense};
use crate::sentence::Sentence;
use crate::words::{Class, PARTY};
use std::ops::Range;

/// What a stretch of a sentence says of a failure.
#[derive(Clone, Debug, Default)]
pub(super) struct Trigger {
    /// Whether it names a failure of the customer's side.
    pub(super) fails: bool,
    /// Whether it is something that the customer's side does or does not do: `if you use it for …`.
    pub(super) deed: bool,
    /// The references that it fails, by their place among all.
    pub(super) references: Vec<usize>,
    /// Capitalised words that may be defined terms, in plain form.
    pub(super) terms: Vec<String>,
    /// The matters that it names.
    pub(super) matters: u32,
    /// Whether it is any breach of the whole agreement.
    pub(super) general: bool,
    /// Whether it speaks of what was told right before; of all of it where that is a list.
    pub(super) again: Option<Again>,
    /// Hashes of the words that tell something, to find the duty that they repeat.
    pub(super) words: Vec<u64>,
}

/// How a sentence speaks of duties told before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    One,
    All,
}

/// Longer lists tell nothing more.
const MOST: usize = 64;

/// A sentence with what was found in it.
pub(super) struct Read<'a> {
    pub(super) s: Sentence<'a>,
    pub(super) marks: &'a [Mark],
    /// The references in it, and the place of the first among all.
    pub(super) references: &'a [Found],
    pub(super) first: usize,
}

impl Read<'_> {
    /// The marks of a sense between two tokens.
    pub(super) fn within(&self, range: &Range<usize>, sense: Sense) -> impl Iterator<Item = &Mark> {
        let (from, to) = (range.start, range.end);
        let start = self.marks.partition_point(move |mark| mark.at < from);
        let rest = self.marks.get(start..).unwrap_or(&[]);
        rest.iter().take_while(move |mark| mark.at < to).filter(move |mark| mark.sense.is(sense))
    }

    /// The last mark of a sense before a token, within a reach.
    pub(super) fn last_before(&self, at: usize, reach: usize, sense: Sense) -> Option<&Mark> {
        let start = self.marks.partition_point(|mark| mark.at < at);
        let before = self.marks.get(..start).unwrap_or(&[]).iter().rev();
        before.take_while(|mark| mark.at + reach >= at).find(|mark| mark.to <= at && mark.sense.is(sense))
    }

    /// The failures between two tokens that are the customer's side's; nothing where only the other side fails.
    pub(super) fn failures(&self, range: &Range<usize>) -> Vec<Mark> {
        let weak = |mark: &&Mark| {
            let sure = mark.sense.is(Sense::FAIL);
            let before = self.s.before(mark.at, 1);
            sure || before.is(crate::words::BOUND) && !before.is(Class::OWNS)
        };
        let all = self.within(range, Sense::FAIL.and(Sense::FAIL_WEAKLY)).filter(weak);
        all.filter(|mark| self.theirs(mark, range.start)).take(MOST).copied().collect()
    }

    /// Whether a failure is that of the customer's side: no name of the provider stands nearer.
    fn theirs(&self, mark: &Mark, from: usize) -> bool {
        let floor = from.max(mark.at.saturating_sub(40));
        let near = (floor..mark.at).rev().find(|at| self.s.is(*at, PARTY.and(Class::OTHER_PARTY)) && !self.judges(*at));
        let by = (mark.to..mark.to + 7).find(|at| self.s.word(*at) == "by");
        let doer = by.map(|by| by + 1 + usize::from(self.s.is(by + 1, Class::DET)));
        if let Some(doer) = doer.filter(|doer| self.s.is(*doer, PARTY)) {
            return !self.s.is(doer, Class::PROVIDER);
        }
        let not = self.s.before(mark.at, 1);
        let denied = not.is(Class::NOT) && mark.sense.is(Sense::FAIL) && !self.s.word(mark.at).starts_with("not");
        !denied
            && near.is_none_or(|at| {
                !self.s.is(at, Class::PROVIDER) || self.s.is(at, Class::MUTUAL.and(Class::OTHER_PARTY))
            })
    }

    /// Whether a party only finds the failure: `if we believe that …`, `in our discretion`.
    fn judges(&self, at: usize) -> bool {
        const JUDGES: [&str; 26] = [
            "determine",
            "determines",
            "determined",
            "believe",
            "believes",
            "suspect",
            "suspects",
            "discover",
            "discovers",
            "learn",
            "learns",
            "find",
            "finds",
            "discretion",
            "judgment",
            "judgement",
            "opinion",
            "become",
            "becomes",
            "notice",
            "receive",
            "receives",
            "request",
            "rights",
            "may",
            "reserves",
        ];
        self.s.find_word(at + 1, at + 6, &JUDGES).is_some()
    }

    /// What a stretch of the sentence says of a failure.
    pub(super) fn trigger(&self, range: Range<usize>) -> Trigger {
        let failures = self.failures(&range);
        let mut trigger = Trigger { fails: !failures.is_empty(), ..Trigger::default() };
        trigger.deed = self.deed(&range);
        trigger.references = self.references(&range);
        trigger.general = failures.iter().any(|mark| self.general(mark, &range));
        for mark in self.within(&range, Sense(u128::MAX)).filter(|mark| !self.in_reference(mark)) {
            trigger.matters |= mark.sense.matters(Part::Failing);
        }
        trigger.terms = self.terms(&range);
        trigger.again = self.again(&range);
        let tells = |at: &usize| {
            let token = self.s.at(*at);
            let grammar = crate::words::PARTY
                .and(Class::DET)
                .and(Class::PREP)
                .and(Class::COND)
                .and(Class::MODAL)
                .and(Class::AND)
                .and(Class::BE);
            token.is(Class::WORD) && !token.is(grammar) && self.s.word(*at).len() > 3
        };
        trigger.words =
            (range.start..range.end.min(self.s.len())).filter(tells).take(MOST).map(|at| self.s.at(at).hash).collect();
        trigger
    }

    /// Whether a reference says more exactly what a mark names: `Section 9 (Usage Rules)`, `the restrictions in Section 9`.
    fn in_reference(&self, mark: &Mark) -> bool {
        let after = self.references.partition_point(|found| found.tokens.start <= mark.at);
        let near = self.references.get(after).filter(|found| found.tokens.start <= mark.to + 8 && !found.elsewhere);
        let apart = |found: &Found| {
            let other = Class::MARK.and(Class::AND).and(Class::SEMICOLON).and(Class::COMMA);
            self.s.find(mark.to, found.tokens.start, other).is_some()
        };
        if near.is_some_and(|found| !apart(found)) {
            return true;
        }
        after.checked_sub(1).and_then(|at| self.references.get(at)).is_some_and(|found| mark.at < found.tokens.end)
    }

    /// The references in a stretch, without those that only say where something stands.
    fn references(&self, range: &Range<usize>) -> Vec<usize> {
        let inside = |found: &Found| range.start <= found.tokens.start && found.tokens.start < range.end;
        let aside = |found: &Found| {
            let near = self.last_before(found.tokens.start, 6, Sense::ASIDE);
            near.is_some_and(|mark| mark.to + 2 >= found.tokens.start)
        };
        let failed = |found: &Found| {
            let at = found.tokens.start;
            let failure = self
                .last_before(at, 20, Sense::FAIL.and(Sense::FAIL_WEAKLY))
                .is_some_and(|mark| mark.at >= range.start);
            failure
                || self
                    .s
                    .find_word(
                        at.saturating_sub(8).max(range.start),
                        at,
                        &["obligations", "obligation", "liability", "duties", "violated"],
                    )
                    .is_some()
        };
        let start = self.references.partition_point(|found| found.tokens.start < range.start);
        let rest = self.references.get(start..).unwrap_or(&[]).iter().enumerate();
        let taken = rest
            .take_while(|(_, found)| inside(found))
            .filter(|(_, found)| !found.elsewhere && !aside(found) && failed(found));
        taken.take(MOST).map(|(at, _)| self.first + start + at).collect()
    }

    /// Whether a failure is one of the whole agreement, and not of a clause that is named with it.
    fn general(&self, failure: &Mark, range: &Range<usize>) -> bool {
        let named = |from: usize, reach: usize| {
            let start = self.references.partition_point(|found| found.tokens.start < from);
            self.references.get(start).is_some_and(|found| found.tokens.start <= from + reach && !found.elsewhere)
        };
        let plain = self.within(range, Sense::GENERAL_PLAINLY);
        let mut plain = plain.filter(|mark| mark.at <= failure.at && failure.at < mark.to);
        if plain.any(|mark| !named(mark.to, 4)) {
            return true;
        }
        let near = failure.to..(failure.to + 14).min(range.end);
        self.within(&near, Sense::GENERAL).any(|mark| {
            let between = self.references.partition_point(|found| found.tokens.start < failure.to);
            let before = self.references.get(between).is_some_and(|found| found.tokens.start < mark.at);
            let matter = self.within(&(failure.to..mark.at), Sense::UNDER).count() > 0
                || mark.at <= failure.to + 3
                || self.s.find(failure.to, mark.at, Class::AND).is_some();
            matter && !before && !named(mark.to, 3)
        })
    }

    /// Whether a stretch begins with a condition on what the customer's side does.
    pub(super) fn deed(&self, range: &Range<usize>) -> bool {
        let subject = self.s.find(range.start + 1, (range.start + 5).min(range.end), PARTY);
        let theirs = subject.is_some_and(|at| self.s.is(at, crate::words::BOUND) && !self.s.is(at, Class::OWNS));
        theirs && self.s.is(range.start, Class::COND)
    }

    fn terms(&self, range: &Range<usize>) -> Vec<String> {
        let mut terms = Vec::new();
        let end = range.end.min(self.s.len());
        let mut at = range.start;
        while at < end && terms.len() < MOST {
            let mut to = at;
            while to < end && self.s.is(to, Class::CAPITAL) {
                to += 1;
            }
            if (1..=6).contains(&(to - at)) {
                terms.push(self.s.plain(at, to).to_owned());
            }
            at = to.max(at + 1);
        }
        terms
    }

    fn again(&self, range: &Range<usize>) -> Option<Again> {
        let mark = self.within(range, Sense::AGAIN).next()?;
        let first = self.s.word(mark.at);
        let otherwise = first == "otherwise" && mark.at > 1;
        let limiting =
            self.s.word_before(mark.at, 1).starts_with("limit") || self.s.word_before(mark.at, 2).starts_with("limit");
        let other = self
            .marks
            .iter()
            .take_while(|other| other.at < mark.at)
            .any(|other| other.sense.is(Sense::FAIL) && other.to + 4 < mark.at);
        if otherwise || limiting || other {
            return None;
        }
        let words = self.s.plain(mark.at, mark.to);
        let many = words.ends_with('s') && !words.ends_with("this")
            || words.contains("above")
            || words.contains("foregoing")
            || words.starts_with("any such")
            || words.starts_with("such");
        Some(if many { Again::All } else { Again::One })
    }
}

impl Trigger {
    /// Whether anything in it can lead to a responsibility.
    pub(super) fn leads(&self) -> bool {
        self.fails || self.again.is_some() || self.matters != 0 || !self.references.is_empty()
    }

    /// Adds what another stretch says.
    pub(super) fn take(&mut self, other: Trigger) {
        self.fails |= other.fails;
        self.general |= other.general;
        self.matters |= other.matters;
        self.again = self.again.or(other.again);
        self.references.extend(other.references);
        self.references.truncate(MOST);
        self.terms.extend(other.terms);
        self.terms.truncate(MOST);
        self.words.extend(other.words);
        self.words.truncate(MOST);
    }
}

/// The matters that the words of a duty are in.
pub(super) fn matters(plain: &str) -> u32 {
    let senses = vocabulary::senses(plain);
    senses.matters(Part::Duty) & !senses.matters(Part::Not)
}
