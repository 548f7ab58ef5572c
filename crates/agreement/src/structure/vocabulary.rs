//! The words that tell of consequences, from `data/consequences.txt`.

use crate::sentence::Sentence;
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../data/consequences.txt");

/// A set of senses that a word or phrase can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sense(pub(super) u128);

macro_rules! senses {
    ($($bit:literal $name:ident $word:literal)+) => {
        impl Sense {
            $(pub(super) const $name: Sense = Sense(1 << $bit);)+

            fn named(name: &str) -> Option<Sense> {
                match name { $($word => Some(Sense::$name),)+ _ => None }
            }
        }
    };
}

senses! {
    0 SUSPENSION "suspension" 1 SUSPENSION_NOUN "suspension noun" 2 TERMINATION "termination"
    3 TERMINATION_NOUN "termination noun" 4 REMOVAL "removal" 5 REMOVAL_NOUN "removal noun" 6 CONTENT "content"
    7 ACCESS "access" 8 INDEMNITY "indemnity" 9 FEES "fees" 10 INJUNCTION "injunction" 11 REMEDY "remedy"
    12 LOST "lost" 13 LOST_PLAINLY "lost plainly" 14 CAP "cap" 15 CAP_STATED "cap stated" 16 UNCAPPED "uncapped"
    17 EXCEPTED "excepted" 18 RESULT "result" 19 FAIL "fail" 20 FAIL_WEAKLY "fail weakly" 21 SPARED "spared"
    22 LATE "late" 23 OPENER "opener" 24 CAUSE "cause" 25 AGAIN "again" 26 HINGE "hinge" 27 GENERAL "general"
    28 GENERAL_PLAINLY "general plainly" 29 ASIDE "aside" 30 UNDER "under" 31 DEAL "deal"
}

/// The bits of a matter: how failing in it is called, which duties are in it, and which are not.
const MATTERS: usize = 40;
const MOST_MATTERS: usize = 24;

impl Sense {
    pub(super) const NONE: Sense = Sense(0);

    pub(super) const fn and(self, other: Sense) -> Sense {
        Sense(self.0 | other.0)
    }

    pub(super) const fn is(self, other: Sense) -> bool {
        self.0 & other.0 != 0
    }

    /// The matters that a failure is in, as a set of small numbers.
    pub(super) fn matters(self, part: Part) -> u32 {
        let bits = self.0 >> (MATTERS + part as usize * MOST_MATTERS);
        u32::try_from(bits & ((1 << MOST_MATTERS) - 1)).unwrap_or(0)
    }

    fn matter(number: usize, part: Part) -> Sense {
        Sense(1 << (MATTERS + part as usize * MOST_MATTERS + number))
    }
}

/// What a row says of a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Failing = 0,
    Duty = 1,
    Not = 2,
}

/// The number of the matter of use, whose duties are bans.
pub(super) const USE: &str = "acceptable-use";
/// The matter of payment.
pub(super) const PAYMENT: &str = "payment";

struct Vocabulary {
    phrases: AhoCorasick,
    senses: Vec<Sense>,
    matters: Vec<String>,
}

fn vocabulary() -> Option<&'static Vocabulary> {
    static VOCABULARY: OnceLock<Option<Vocabulary>> = OnceLock::new();
    VOCABULARY.get_or_init(|| read(TABLE)).as_ref()
}

fn read(table: &str) -> Option<Vocabulary> {
    let mut all: BTreeMap<&str, Sense> = BTreeMap::new();
    let mut matters: Vec<String> = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (name, phrases) = line.split_once(':')?;
        let sense = match Sense::named(name) {
            Some(sense) => sense,
            None => matter(name, &mut matters)?,
        };
        for phrase in phrases.split('|').map(str::trim) {
            let known = all.entry(phrase).or_default();
            *known = known.and(sense);
        }
    }
    let phrases = AhoCorasick::new(all.keys()).ok()?;
    Some(Vocabulary { phrases, senses: all.into_values().collect(), matters })
}

/// The sense of a row such as `payment failing`.
fn matter(name: &str, matters: &mut Vec<String>) -> Option<Sense> {
    let (matter, part) = name.rsplit_once(' ')?;
    let part = match part {
        "failing" => Part::Failing,
        "duty" => Part::Duty,
        "not" => Part::Not,
        _ => return None,
    };
    let number = matters.iter().position(|known| known == matter).unwrap_or_else(|| {
        matters.push(matter.to_owned());
        matters.len() - 1
    });
    (number < MOST_MATTERS).then(|| Sense::matter(number, part))
}

/// The bit of a matter by its name.
pub(super) fn bit(matter: &str) -> u32 {
    let matters = vocabulary().map_or(&[][..], |vocabulary| &vocabulary.matters);
    matters.iter().position(|known| known == matter).map_or(0, |number| 1 << number)
}

/// Calls back for every word or phrase of the table that stands in plain text, with its bytes.
fn each(plain: &str, mut found: impl FnMut(usize, usize, Sense)) {
    let Some(vocabulary) = vocabulary() else { return };
    let edge = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b' ');
    let bytes = plain.as_bytes();
    for hit in vocabulary.phrases.find_overlapping_iter(plain) {
        let before = hit.start().checked_sub(1).and_then(|before| bytes.get(before));
        if edge(before) && edge(bytes.get(hit.end())) {
            let sense = vocabulary.senses.get(hit.pattern().as_usize()).copied().unwrap_or_default();
            found(hit.start(), hit.end(), sense);
        }
    }
}

/// All senses that occur in plain text.
pub(super) fn senses(plain: &str) -> Sense {
    let mut all = Sense::NONE;
    each(plain, |_, _, sense| all = all.and(sense));
    all
}

/// A word or phrase of the table in a sentence, by its tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) to: usize,
    pub(super) sense: Sense,
}

/// The marks of a sentence, in the order of their ends, without failures that are none.
pub(super) fn marks(s: &Sentence) -> Vec<Mark> {
    let mut hits: Vec<(usize, usize, Sense)> = Vec::new();
    each(s.plain(0, s.len()), |start, end, sense| hits.push((start, end, sense)));
    hits.sort_unstable_by_key(|(start, end, _)| (*start, *end));
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = 0;
    for (start, end, sense) in hits {
        while at + 1 < s.len() && s.place(at + 1).start <= start {
            at += 1;
        }
        let mut to = at + 1;
        while to < s.len() && s.place(to).start < end {
            to += 1;
        }
        marks.push(Mark { at, to, sense });
    }
    spare(&mut marks);
    marks
}

/// Takes the failing out of phrases such as `data breach`.
fn spare(marks: &mut [Mark]) {
    let spared: Vec<(usize, usize)> =
        marks.iter().filter(|mark| mark.sense.is(Sense::SPARED)).map(|mark| (mark.at, mark.to)).collect();
    let mut next = 0;
    for mark in marks.iter_mut() {
        while spared.get(next).is_some_and(|(_, to)| *to <= mark.at) {
            next += 1;
        }
        let over = spared.get(next..).unwrap_or(&[]).iter().take(3).any(|(at, to)| *at <= mark.at && mark.to <= *to);
        if over {
            let failing = Sense::FAIL.0 | Sense::FAIL_WEAKLY.0 | Sense::LATE.0;
            mark.sense = Sense(mark.sense.0 & !failing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_understood() {
        let vocabulary = read(TABLE).unwrap();
        assert!(vocabulary.matters.len() > 5);
        for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            for phrase in line.split_once(':').unwrap().1.split('|').map(str::trim) {
                assert!(!phrase.is_empty() && senses(phrase) != Sense::NONE, "{line}");
            }
        }
        assert!(read("nonsense: word").is_none());
        assert!(senses("a breaching cat").is(Sense::FAIL));
        assert_eq!(senses("a breachy cat"), Sense::NONE);
        assert_ne!(bit(USE), bit(PAYMENT));
    }
}
