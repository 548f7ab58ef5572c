//! Other papers that an agreement makes part of itself or binds the customer to, and which of them counts in a conflict.

use crate::sentence::Sentence;
use crate::words::Class;
use onus_terms::{Block, DocumentText, Incorporated};
use std::collections::BTreeMap;

/// Last words of the names of papers.
const HEADS: [&str; 24] = [
    "policy",
    "policies",
    "guidelines",
    "addendum",
    "documentation",
    "terms",
    "sla",
    "dpa",
    "aup",
    "baa",
    "supplement",
    "rules",
    "agreement",
    "exhibit",
    "statement",
    "conditions",
    "sccs",
    "clauses",
    "schedule",
    "annex",
    "appendix",
    "attachment",
    "code",
    "handbook",
];
/// Names that are no paper of their own, or this one.
const COMMON: [&str; 31] = [
    "key terms",
    "additional terms",
    "defined terms",
    "payment terms",
    "general terms",
    "other terms",
    "commercial terms",
    "subscription terms",
    "supplemental terms",
    "agreement",
    "terms",
    "this agreement",
    "these terms",
    "policy",
    "addendum",
    "conditions",
    "rules",
    "policies",
    "statement",
    "clauses",
    "exhibit",
    "schedule",
    "annex",
    "appendix",
    "attachment",
    "the agreement",
    "code",
    "terms and conditions",
    "entire agreement",
    "handbook",
    "dpa terms",
];

/// More papers than a sentence names.
const MOST_NAMES: usize = 24;

/// More papers than any agreement binds to.
const MOST_PAPERS: usize = 300;

/// Papers by the letters of their names, so that each is told once.
#[derive(Default)]
pub(super) struct Papers {
    pub(super) found: Vec<Incorporated>,
    known: BTreeMap<String, usize>,
}

impl Papers {
    /// Notes the papers that a sentence makes part of the agreement or binds the customer to.
    pub(super) fn sentence(&mut self, document: &DocumentText, block: &Block, s: &Sentence) {
        let Some(part) = binds(s) else { return };
        let mut at = 0;
        let mut quote = None;
        for _ in 0..MOST_NAMES {
            let Some((from, to)) = paper(s, at) else { break };
            at = to;
            let Some(name) = words(block, s, from, to) else { continue };
            let citation = match &quote {
                Some(known) => known,
                None => {
                    let Some(cited) = s.bytes().and_then(|bytes| document.cite(block, bytes)) else { return };
                    quote.insert(cited)
                }
            };
            let called = called(block, s, to);
            let url = url(&citation.quote, &name);
            let keys = [Some(key(&name)), called.as_deref().map(key)];
            let old = keys.iter().flatten().find_map(|key| self.known.get(key)).copied();
            let place = old.unwrap_or(self.found.len());
            for key in keys.into_iter().flatten() {
                self.known.entry(key).or_insert(place);
            }
            let room = self.found.len() < MOST_PAPERS;
            match self.found.get_mut(place) {
                Some(known) => {
                    known.url = known.url.take().or(url);
                    known.called = known.called.take().or(called);
                    if part && !known.part {
                        known.part = true;
                        known.citation = citation.clone();
                    }
                }
                None if room => {
                    self.found.push(Incorporated { name, called, url, part, citation: citation.clone() });
                }
                None => {}
            }
        }
    }
}

/// Whether a sentence makes papers part of the agreement (true), or binds the customer to papers (false).
fn binds(s: &Sentence) -> Option<bool> {
    let has = |words: &[&str]| s.find_word(0, s.len(), words);
    let part = has(&["incorporated", "incorporates", "incorporate"])
        .is_some_and(|at| s.find_word(at, at + 24, &["reference", "into", "in", "the", "herein"]).is_some())
        || (0..s.len()).any(|at| {
            s.word(at) == "part"
                && s.word(at + 1) == "of"
                && matches!(s.word_before(at, 1), "form" | "forms" | "a" | "made" | "is" | "are" | "integral")
        })
        || has(&["comprises", "consists"]).is_some() && has(&["agreement"]).is_some();
    if part {
        return Some(true);
    }
    let complies = (0..s.len()).any(|at| {
        matches!(
            s.word(at),
            "comply"
                | "complies"
                | "compliance"
                | "abide"
                | "adhere"
                | "accordance"
                | "bound"
                | "agree"
                | "subject"
                | "governed"
                | "follow"
                | "observe"
        ) && s.is(at + 1, Class::PREP.and(Class::DET))
    });
    let bound = s.classes().is(Class::CUSTOMER.and(Class::USERS).and(Class::MUTUAL));
    (complies && bound).then_some(false)
}

/// The next name of a paper: capitalised words that end in what papers are called.
fn paper(s: &Sentence, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    while at < s.len() {
        if !s.is(at, Class::CAPITAL) || s.is(at, Class::DET.and(Class::PREP).and(Class::COND).and(Class::PRONOUN)) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < s.len() && end < at + 10 && (s.is(end, Class::CAPITAL) || linked(s, end)) {
            end += 1;
        }
        let own = matches!(s.word_before(at, 1), "this" | "these");
        let head = (at..end).rev().find(|at| HEADS.contains(&s.word(*at)));
        // `Terms of Service` goes on behind its head.
        let to = head.map(|head| if s.word(head) == "terms" && s.word(head + 1) == "of" { end } else { head + 1 });
        if let Some(to) = to.filter(|_| !own) {
            // A party's name before it owns it: `Provider's Acceptable Use Policy`, `AWS Acceptable Use Policy`.
            let start = (at..to).find(|at| !s.is(*at, Class::OWNS)).unwrap_or(at);
            if start < to && !(to - start == 1 && s.word(start).len() > 4 && s.word(start) != "documentation") {
                return Some((start, to));
            }
        }
        at = end.max(at + 1);
    }
    None
}

/// `of`, `and`, `&` between two capitalised words of one name.
fn linked(s: &Sentence, at: usize) -> bool {
    matches!(s.word(at), "of" | "&" | "use" | "for") && s.is(at + 1, Class::CAPITAL)
}

/// The words of a name; nothing where it is too common to tell a paper.
fn words(block: &Block, s: &Sentence, from: usize, to: usize) -> Option<String> {
    let last = to.checked_sub(1)?;
    let name = block.words().get(s.at(from).bytes().start..s.at(last).bytes().end)?.trim_matches(['“', '”', '"', ' ']);
    let lower = name.to_lowercase();
    let fits = name.len() <= 120 && !COMMON.contains(&lower.as_str());
    let numbered = lower.starts_with("exhibit ") && lower.len() < 12;
    (fits && !numbered).then(|| name.to_owned())
}

/// The short name that brackets behind a name give it.
fn called(block: &Block, s: &Sentence, at: usize) -> Option<String> {
    let open = s
        .find(at, at + 30, Class::OPEN.and(Class::STOP).and(Class::SEMICOLON))
        .filter(|open| s.is(*open, Class::OPEN))?;
    let close = s.find(open, open + 8, Class::CLOSE)?;
    let from = (open + 1..close).find(|at| s.is(*at, Class::QUOTE)).map_or(open + 1, |at| at + 1);
    let to = (from..close).find(|at| s.is(*at, Class::QUOTE)).unwrap_or(close);
    let capitals = to > from && to - from <= 4 && (from..to).all(|at| s.is(at, Class::CAPITAL));
    let near = (at..open).all(|at| !s.is(at, Class::MODAL));
    if !capitals || !near {
        return None;
    }
    let last = to.checked_sub(1)?;
    Some(block.words().get(s.at(from).bytes().start..s.at(last).bytes().end)?.trim_matches(['*', '“', '”']).to_owned())
}

/// Letters and figures only.
fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The address that stands with a name in the source: behind it, or right before it in a link.
fn url(quote: &str, name: &str) -> Option<String> {
    let at = quote.find(name).unwrap_or(0);
    let behind = quote.get(at..).unwrap_or("");
    let near = behind.find("http").filter(|far| *far < 400);
    let near = near.filter(|far| !names_another(behind.get(name.len()..*far).unwrap_or(""))).map(|far| at + far);
    let link = quote.get(..at).and_then(|before| before.rfind("http")).filter(|start| at - start < 300);
    // In HTML the address stands before the words of its link.
    let inside = link.filter(|start| !quote.get(*start..at).unwrap_or("").contains("</a"));
    let start =
        if quote.get(..at).is_some_and(|before| before.ends_with('>')) { inside.or(near) } else { near.or(inside) }?;
    let address = quote.get(start..)?;
    let end = address
        .find(|c: char| c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '<' | '>' | ']' | '”'))
        .unwrap_or(address.len());
    let address = address.get(..end)?.trim_end_matches(['.', ',', ';']);
    (address.starts_with("http://") || address.starts_with("https://")).then(|| address.to_owned())
}

/// Whether words between a name and an address name another paper, whose address it then is.
fn names_another(between: &str) -> bool {
    let words = between.split(|c: char| !c.is_alphabetic());
    let named = |word: &str| word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
    words.filter(|word| word.len() > 1 && named(word)).any(|word| HEADS.contains(&word.to_lowercase().as_str()))
}

/// Whether a sentence says which paper counts in a conflict.
pub(super) fn ranks(s: &Sentence) -> bool {
    let order = (0..s.len()).any(|at| {
        s.word(at) == "order" && s.word(at + 1) == "of" && matches!(s.word(at + 2), "precedence" | "priority")
    });
    let wins =
        ["control", "controls", "prevail", "prevails", "govern", "governs", "precedence", "supersede", "supersedes"];
    let conflict = s.find_word(
        0,
        s.len(),
        &["conflict", "conflicts", "inconsistency", "inconsistencies", "inconsistent", "contradiction"],
    );
    let law = |at: usize| {
        matches!(s.word(at + 1), "of" | "between" | "with")
            && matches!(s.word(at + 2), "law" | "laws" | "interest" | "interests")
    };
    let rules = |at: usize| law(at) || s.word_before(at, 1) == "of" && s.word_before(at, 2) == "choice";
    order || conflict.is_some_and(|at| !rules(at)) && s.find_word(0, s.len(), &wins).is_some()
}

/// Whether the name of a file or the heading of a paper is that of an incorporated paper.
pub fn is_paper(incorporated: &Incorporated, title: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let all = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        all.filter(|word| {
            !matches!(*word, "the" | "of" | "and" | "our" | "for" | "md" | "html" | "txt" | "docx" | "pdf")
        })
        .map(str::to_owned)
        .collect()
    };
    let title = words(title);
    let holds = |name: &[String]| !name.is_empty() && name.iter().all(|word| title.contains(word));
    let initials = |name: &[String]| name.iter().filter_map(|word| word.chars().next()).collect::<String>();
    let name = words(&incorporated.name);
    let short = incorporated.called.as_deref().map(words).unwrap_or_default();
    let abbreviated = name.len() > 2 && title.contains(&initials(&name));
    // Without the owner's name before it: `Nimbus Acceptable Use Policy` is the paper `acceptable-use-policy`.
    let shorter = name.len() > 2 && name.get(1..).is_some_and(holds);
    holds(&name) || holds(&short) || abbreviated || shorter
}
