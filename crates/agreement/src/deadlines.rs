use crate::active::Verdict;
use crate::lengths::{closing, compound, figure, lasts, measured, once, unit};
use crate::sentence::Sentence;
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Deadline, Kind, Length, Limit, Unit, Vague};
use std::collections::BTreeMap;

/// Periods that a paper defines, such as `within 30 days (the “Payment Period”)`, by their lower-case name.
pub(crate) type Periods = BTreeMap<String, Length>;

/// What gives a deadline its place: the words of the block and where the duty's verb stands.
pub(crate) struct Deadlines<'a, 't> {
    s: &'a Sentence<'t>,
    words: &'a str,
    /// Where the verb group begins that binds.
    start: usize,
    periods: &'a Periods,
    kind: Kind,
    /// For each token, whose clause it stands in.
    whose: Vec<Whose>,
    found: Vec<Deadline>,
}

/// The limits in time that a sentence sets for the customer's side, each once, in the order of the text. Vague words
/// stay vague.
pub(crate) fn of(s: &Sentence, words: &str, verdict: &Verdict, periods: &Periods) -> Vec<Deadline> {
    let Verdict { verb, kind, .. } = *verdict;
    let group = Class::MODAL.and(Class::AGREE).and(Class::ANSWER);
    let start = (verb.saturating_sub(30)..=verb).rev().find(|at| s.is(*at, group)).unwrap_or(verb);
    let mut reader = Deadlines { s, words, start, kind, periods, whose: clauses(s), found: Vec::new() };
    let mut at = 0;
    // A sentence sets few limits; the caps keep hostile text linear.
    while at < s.len().min(2000) && reader.found.len() < 8 && (s.word(at) != "deemed" || kind == Kind::Condition) {
        at = reader.length(at).or_else(|| reader.recurrence(at)).or_else(|| reader.word(at)).unwrap_or(at + 1);
    }
    let mut found = reader.found;
    if found.iter().any(|deadline| matches!(deadline.limit, Limit::Before(Some(_)))) {
        found.retain(|deadline| deadline.limit != Limit::Before(None));
    }
    found
}

/// Whose verb governs a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Ours,
    /// A thing's, in a sentence that binds the customer's side elsewhere.
    Things,
    Providers,
}

/// A verb after these has the subject of the verb before it, or describes a noun.
const JOINED: Class = Class::AND.and(Class::MARK).and(Class::COMMA).and(Class::RELATIVE).and(Class::THAT);

/// For each token whose clause it stands in: the provider's own limits are not ours to keep.
fn clauses(s: &Sentence) -> Vec<Whose> {
    let mut whose = Vec::with_capacity(s.len());
    let mut now = Whose::Ours;
    // A thing's clause that a conjunction opened ends at its comma: `before payment is due, or within 30 days`.
    let mut subordinate = false;
    let any = (0..s.len()).any(|at| s.is(at, Class::MODAL) && subject_of(s, at) == Some(true));
    for at in 0..s.len() {
        let finite = s.is(at, Class::BE) && !s.is(at.saturating_sub(1), Class::MODAL.and(Class::ADVERB));
        if s.is(at, Class::MODAL) || finite {
            now = match subject_of(s, at) {
                Some(true) => Whose::Ours,
                Some(false) => Whose::Providers,
                None if s.is(at.saturating_sub(1), JOINED) || ensured(s, at) => now,
                None if any => Whose::Things,
                None => Whose::Ours,
            };
        } else if s.is(at, BOUND) && !s.is(at, Class::OWNS) {
            now = Whose::Ours;
        } else if s.is(at, Class::COND) || matches!(s.word(at), "before" | "after") {
            subordinate = now == Whose::Ours;
        } else if s.is(at, Class::COMMA) && subordinate {
            subordinate = false;
            now = if now == Whose::Things { Whose::Ours } else { now };
        }
        whose.push(now);
    }
    whose
}

/// `ensure that keys are rotated at once`: what somebody has to bring about is theirs.
fn ensured(s: &Sentence, verb: usize) -> bool {
    let that = (verb.saturating_sub(12)..verb).rev().find(|at| s.is(*at, Class::THAT));
    that.is_some_and(|that| matches!(s.word_before(that, 1), "ensure" | "ensures" | "procure" | "ensuring"))
}

/// Whether the subject of a verb is on the customer's side; `None` where it is a thing or stands further back.
fn subject_of(s: &Sentence, verb: usize) -> Option<bool> {
    let mut back = verb;
    while back > 0 && verb - back < 6 {
        back -= 1;
        let token = s.at(back);
        if token.is(PARTY) && !token.is(Class::OWNS) {
            // `instructions of Customer to Provider must …`: no subject, but what a preposition leads to.
            let start = back - usize::from(back > 0 && s.is(back - 1, Class::DET));
            let led = s.is(start.wrapping_sub(1), Class::PREP) && s.word(start.wrapping_sub(1)) != "of";
            return (!led).then(|| token.is(BOUND));
        }
        if token.is(Class::PRONOUN) {
            return Some(true);
        }
        if !token.is(Class::ADVERB.and(Class::MARK).and(Class::CLOSE).and(Class::QUOTE)) {
            return None;
        }
    }
    None
}

impl Deadlines<'_, '_> {
    fn add(&mut self, limit: Limit, from: usize, to: usize, anchor: Option<String>) {
        if !self.found.iter().any(|deadline| deadline.limit == limit) {
            let phrase = self.source(from, to);
            self.found.push(Deadline { limit, anchor, phrase });
        }
    }

    /// The agreement's own words between two positions.
    fn source(&self, from: usize, to: usize) -> String {
        let last = to.min(self.s.len()).saturating_sub(1);
        self.words.get(self.s.at(from).bytes().start..self.s.at(last).bytes().end).unwrap_or("").to_owned()
    }

    fn whose(&self, at: usize) -> Whose {
        self.whose.get(at).copied().unwrap_or(Whose::Ours)
    }

    /// What a condition asks is its holder's, whatever thing the clause tells of.
    fn ours(&self, at: usize) -> bool {
        let whose = self.whose(at);
        whose == Whose::Ours || whose == Whose::Things && self.kind == Kind::Condition
    }

    /// `within thirty (30) days of receipt`, `24 to 48 hours`, `at least 10 business days before …`.
    fn length(&mut self, at: usize) -> Option<usize> {
        let s = self.s;
        if let Some((count, unit)) = compound(s, at).filter(|_| self.ours(at)) {
            self.add(Limit::Within(Length::new(count, unit)), at, at + 1, None);
            return Some(at + 1);
        }
        let (first, mut next) = figure(s, at)?;
        let mut second = None;
        if (matches!(s.word(next), "to" | "and" | "or") || s.is(next, Class::DASH))
            && let Some((more, past)) = figure(s, next + 1)
        {
            second = Some(more);
            next = past;
        }
        let (unit, past) = unit(s, next)?;
        if lasts(s, at) {
            return Some(past);
        }
        if matches!(s.word(past), "old" | "of") && matches!(s.word(past + 1), "age" | "or" | "")
            || s.word(past) == "old"
        {
            return None;
        }
        let length = Length::new(first, unit);
        let long = second.map_or(length, |second| Length::new(second, unit));
        let each = matches!(s.word_before(at, 1), "every" | "each") || s.word_before(at, 1) == "any" && once(s, at);
        let (ahead, anchor_at) = self.ahead(at, past);
        let from = at.saturating_sub(usize::from(s.is(at.saturating_sub(1), Class::PREP)));
        let anchor = self.anchor(anchor_at);
        let limit = if each {
            Limit::Every(length)
        } else if ahead {
            Limit::Before(Some(length))
        } else if second.is_some() && long != length {
            Limit::Range(length, long)
        } else {
            Limit::Within(length)
        };
        if self.ours(at) {
            self.add(limit, from, past, anchor);
        }
        Some(past)
    }

    /// Whether a length is counted back from its anchor, and where the anchor begins.
    fn ahead(&self, at: usize, past: usize) -> (bool, usize) {
        let s = self.s;
        let mut next = past;
        let mut ahead = false;
        for _ in 0..6 {
            match s.word(next) {
                "prior" | "advance" | "before" | "beforehand" | "ahead" => ahead = true,
                "notice" | "notification" => return (true, next + 1),
                "written" | "in" | "'" | "calendar" => {}
                _ if s.is(next, Class::OPEN) => {
                    next = closing(s, next).unwrap_or(next);
                }
                _ => break,
            }
            next += 1;
        }
        // `notice of at least 30 days`, `notice at least 30 days`
        let noticed = (1..5).any(|back| s.word_before(at, back) == "notice") && s.word_before(at, 1) != "within";
        let after = matches!(s.word(next), "after" | "following" | "from" | "of");
        let counted = ahead || noticed && !after && !(1..4).any(|back| s.word_before(at, back) == "within");
        (counted, past)
    }

    /// The event a time is counted from or to: the words after `of`, `after`, `before`, up to the end of the phrase.
    fn anchor(&self, at: usize) -> Option<String> {
        let s = self.s;
        let start = (at..at + 4).find(|at| {
            matches!(s.word(*at), "of" | "after" | "from" | "following" | "before" | "upon") || s.word(*at) == "to"
        })?;
        let stop =
            Class::COMMA.and(Class::SEMICOLON).and(Class::STOP).and(Class::OPEN).and(Class::MODAL).and(Class::AND);
        let end = s.find(start + 1, start + 16, stop).unwrap_or((start + 16).min(s.len()));
        (end > start + 1).then(|| self.source(start + 1, end))
    }

    /// `once a year`, `at least annually`, `every quarter`, `per calendar month`.
    fn recurrence(&mut self, at: usize) -> Option<usize> {
        let s = self.s;
        let adverb = match s.word(at) {
            "annually" | "yearly" | "annual" => Some((1, Unit::Year)),
            "quarterly" => Some((3, Unit::Month)),
            "monthly" => Some((1, Unit::Month)),
            "weekly" => Some((1, Unit::Week)),
            "daily" => Some((1, Unit::Day)),
            _ => None,
        };
        // `monthly` tells when only as an adverb or of what is paid; `the monthly report` is a name.
        let tells = !s.is(at + 1, Class::WORD)
            || s.is(at + 1, Class::MONEY.and(Class::PREP).and(Class::AND).and(Class::PAYABLE).and(Class::ADVERB));
        if let Some((count, unit)) = adverb.filter(|_| tells && self.ours(at)) {
            self.add(Limit::Every(Length::new(count, unit)), at, at + 1, None);
            return Some(at + 1);
        }
        if !matches!(s.word(at), "per" | "each" | "every" | "a") {
            return None;
        }
        let calendar = usize::from(matches!(s.word(at + 1), "calendar" | "contract" | "fiscal"));
        let (count, unit) = match s.word(at + 1 + calendar) {
            "year" => (1, Unit::Year),
            "quarter" => (3, Unit::Month),
            "month" => (1, Unit::Month),
            "week" => (1, Unit::Week),
            "day" => (1, Unit::Day),
            _ => return None,
        };
        if s.word(at) == "a" && !once(s, at) || s.word(at) == "each" && !once(s, at) && s.word_before(at, 1) != "of" {
            return None;
        }
        if self.ours(at) {
            self.add(Limit::Every(Length::new(count, unit)), at, at + 2 + calendar, None);
        }
        Some(at + 2 + calendar)
    }

    /// Vague words, `before …`, and periods that the paper defines.
    fn word(&mut self, at: usize) -> Option<usize> {
        let s = self.s;
        if matches!(s.word(at), "within" | "during") {
            let name = s.plain(at + 1, at + 4);
            let name = name.strip_prefix("the ").unwrap_or(name);
            let period = self.periods.iter().find(|(period, _)| name.starts_with(period.as_str()));
            if let Some((_, length)) = period {
                self.add(Limit::Within(*length), at, at + 4, None);
                return Some(at + 3);
            }
        }
        let (vague, taken) = vague(s, at)?;
        let initial = at < 3;
        let notice = s.word(at) == "advance" && self.whose(at) != Whose::Providers;
        if !initial
            && !notice
            && (self.whose(at) != Whose::Ours || at + 3 < self.start && s.find(0, at, Class::MODAL).is_none())
        {
            return None;
        }
        let limit = match vague {
            Some(word) => Limit::Vague(word),
            None if notice || self.kind != Kind::MustNot => Limit::Before(None),
            None => return None,
        };
        let anchor = if vague.is_none() { self.anchor(at) } else { None };
        self.add(limit, at, at + taken, anchor);
        Some(at + taken)
    }
}

/// A vague word at a position, `None` for `before`; and how many tokens it takes.
fn vague(s: &Sentence, at: usize) -> Option<(Option<Vague>, usize)> {
    let next = s.word(at + 1);
    let third = s.word(at + 2);
    let found = match s.word(at) {
        "immediately" if !matches!(next, "preceding" | "prior" | "following" | "available" | "terminated") => {
            Vague::Immediately
        }
        "forthwith" => Vague::Immediately,
        "promptly" | "prompt" => Vague::Promptly,
        "timely" => Vague::Timely,
        "when" if next == "due" => Vague::Timely,
        "on" if next == "time" => Vague::Timely,
        "without" if matches!(next, "undue" | "unreasonable" | "any") && third == "delay" => {
            return Some((Some(Vague::WithoutUndueDelay), 3));
        }
        "without" if next == "delay" => return Some((Some(Vague::WithoutUndueDelay), 2)),
        "soon" | "quickly" | "early"
            if next == "as" && s.find_word(at, at + 4, &["practicable", "possible", "practical"]).is_some() =>
        {
            return Some((Some(Vague::AsSoonAsPracticable), 4));
        }
        "reasonable" if matches!(next, "notice" | "time") || next == "written" && third == "notice" => {
            Vague::Reasonable
        }
        // How long ahead nobody says.
        "reasonable" if next == "prior" && s.find_word(at, at + 5, &["notice", "notification"]).is_some() => {
            return Some((None, 2));
        }
        "at" if next == "all" && third == "times" => return Some((Some(Vague::AtAllTimes), 3)),
        "regularly" | "periodically" => Vague::Regularly,
        "regular" if matches!(next, "basis" | "intervals") => Vague::Regularly,
        "good" if next == "time" => Vague::Timely,
        "advance" if matches!(next, "notice" | "written") && !measured(s, at) => {
            return Some((None, 1));
        }
        "prior" if next == "to" => return Some((None, 2)),
        "prior" if (next == "notice" || next == "written" && third == "notice") && !measured(s, at) => {
            return Some((None, 1));
        }
        "in" if next == "advance" && !measured(s, at) => return Some((None, 2)),
        "due" if next == "date" && s.find_word(at.saturating_sub(3), at, &["by", "before", "on"]).is_some() => {
            Vague::Timely
        }
        "before" => return Some((None, 1)),
        "first" if s.is(at.wrapping_sub(1), Class::MODAL) => return Some((None, 1)),
        "kept" | "keep" if s.find_word(at, at + 3, &["current"]).is_some() => Vague::AtAllTimes,
        _ => return None,
    };
    Some((Some(found), 1))
}

/// The period that a sentence defines: `within 30 days of the invoice (the “Payment Period”)`.
pub(crate) fn defined(s: &Sentence, found: &[Deadline]) -> Option<(String, Length)> {
    let [Deadline { limit: Limit::Within(length), .. }] = found else { return None };
    let open = (0..s.len()).find(|at| s.is(*at, Class::QUOTE) && s.is(at + 1, Class::CAPITAL))?;
    let close = s.find(open + 1, open + 6, Class::QUOTE)?;
    let name = s.plain(open + 1, close);
    let period = name.ends_with("period") || name.ends_with("date") || name.ends_with("deadline");
    period.then(|| (name.to_owned(), *length))
}
