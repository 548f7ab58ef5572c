use crate::predicate::{Predicate, Subject, inverted, past_adverbs, predicate};
use crate::rule::Rule;
use crate::sentence::Sentence;
use crate::tokens::Token;
use crate::words::{BOUND, Class, PARTY};
use onus_terms::{Kind, Party};

/// What a sentence puts on the customer's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) kind: Kind,
    pub(crate) party: Party,
    /// Where the verb stands.
    pub(crate) verb: usize,
    /// How sure, in percent.
    pub(crate) sure: u8,
    /// Which rule says so.
    pub(crate) rule: Rule,
}

/// The party that a name binds; `None` for the provider.
pub(crate) fn party_of(token: Token) -> Option<Party> {
    if token.is(Class::MUTUAL.and(Class::OTHER_PARTY)) {
        Some(Party::Mutual)
    } else if token.is(Class::CUSTOMER) {
        Some(Party::Customer)
    } else if token.is(Class::USERS) {
        Some(Party::Users)
    } else {
        None
    }
}

const BREAK: Class = Class::COMMA.and(Class::SEMICOLON).and(Class::COLON).and(Class::STOP);
const LINK: Class = Class::AND.and(BREAK).and(Class::MARK);
const VERB: Class = Class::MODAL.and(Class::AGREE).and(Class::VOUCH).and(Class::BE);

/// Where the reader stands in a sentence.
#[derive(Default)]
struct Scan {
    /// Who the last finite verb belongs to; a verb after `and` belongs to it too.
    current: Option<Token>,
    /// After `agrees that …` the verbs of the statement have subjects of their own: only another `agrees` is joined.
    stating: bool,
    /// The party named last: what `it` stands for.
    named: Option<Token>,
    /// Inside an `if …` clause: 1 before its subject, 2 after.
    condition: u8,
    /// Who the verb before that clause belongs to; it takes up again behind the clause.
    main: Option<Token>,
}

/// The first duty whose subject is a party: subject, asides, verb group; with verbs joined to it by `and` or `but`.
pub(crate) fn active(s: &Sentence) -> Option<Verdict> {
    let mut scan = Scan::default();
    for at in 0..s.len() {
        let token = s.at(at);
        let found = if (token.is(Class::COND) || circumstance(s, at)) && opens_condition(s, at) {
            scan.condition = 1;
            scan.main = scan.current.take().or(scan.main);
            None
        } else if token.is(PARTY) || scan.stands_for(s, at) {
            scan.subject(s, at)
        } else if token.is(LINK) {
            if token.is(BREAK) && scan.condition > 0 {
                scan.condition = 0;
                scan.current = scan.main.take();
            }
            scan.joined(s, at)
        } else {
            None
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

impl Scan {
    /// `it`, `they` and `each` before a verb stand for the party named last.
    fn stands_for(&self, s: &Sentence, at: usize) -> bool {
        let each = s.word(at) == "each" && s.is(at + 1, VERB);
        // `it` is one: both parties together are `they`.
        let one = matches!(s.word(at), "it" | "he" | "she");
        let named = self.named.is_some_and(|named| !(one && s.names_several(named)));
        named && (s.is(at, Class::PRONOUN) || each)
    }

    fn subject(&mut self, s: &Sentence, at: usize) -> Option<Verdict> {
        let mut token = s.at(at);
        if !token.is(PARTY) {
            token = self.named?;
        } else if object(s, at) && !none_of(s, at) || token.is(Class::OTHER_PARTY) && !s.is(at + 1, VERB) {
            self.named = self.named.or(Some(token)).filter(|_| !token.is(Class::OWNS));
            return None;
        }
        let neither =
            token.is(Class::NEITHER) || matches!(s.word(group_start(s, at)), "neither" | "no") || none_of(s, at);
        let subject = Subject { neither, owned: s.is(at, Class::OWNS), conduct: false };
        let before = if subject.owned { Predicate::None } else { inverted(s, group_start(s, at), at + 1) };
        let read = match before {
            Predicate::None if subject.owned => owned(s, at),
            Predicate::None => predicate(s, at + 1, subject),
            inverted => inverted,
        };
        if !subject.owned {
            self.named = Some(token);
        }
        if read == Predicate::None {
            // A verb that no table knows, such as `waives`: what `and` joins to it has the same subject.
            let start = group_start(s, at);
            let next = past_adverbs(s, at + 1);
            let object = start > 0 && plain_word(s, start - 1) && next > at + 1;
            if !subject.owned && self.condition == 0 && plain_word(s, next) && !object && !relative(s, at) {
                self.current = Some(token);
                self.stating = false;
            }
            return None;
        }
        if self.condition == 1 {
            self.condition = 2;
            return None;
        }
        self.condition = 0;
        self.current = (!subject.owned).then_some(token);
        let that = s.find(at + 1, at + 7, Class::THAT);
        self.stating = that.is_some_and(|that| !s.is(that + 1, PARTY.and(Class::PRONOUN)));
        if relative(s, at) {
            self.current = None;
            return None;
        }
        let start = group_start(s, at);
        let proviso = (1..5).any(|back| s.word_before(start, back) == "provided") && s.is(start - 1, PROVISO);
        match verdict(read, token) {
            Some(found) if proviso && start > 6 && found.kind == Kind::Must => {
                Some(Verdict { kind: Kind::Condition, ..found })
            }
            None if token.is(Class::PROVIDER) && !subject.owned => must_reach(s, read),
            found => found,
        }
    }

    /// A verb right after `and`, `but`, a comma or a list mark, which belongs to the last subject.
    fn joined(&mut self, s: &Sentence, at: usize) -> Option<Verdict> {
        let token = self.current?;
        let next = past_adverbs(s, at + 1);
        let verb = if self.stating { Class::AGREE.and(Class::VOUCH) } else { VERB };
        if !s.is(next, verb) || self.condition > 0 {
            return None;
        }
        let subject = Subject { neither: token.is(Class::NEITHER), ..Subject::default() };
        verdict(predicate(s, next, subject), token)
    }
}

const PROVISO: Class = Class::THAT.and(Class::COMMA).and(Class::WORD).and(Class::DET);

/// `Provider must receive the claim within 30 days`: the customer has to send it in time.
fn must_reach(s: &Sentence, read: Predicate) -> Option<Verdict> {
    let Predicate::Binds { kind: Kind::Must, verb, .. } = read else { return None };
    let strict = (1..4).any(|back| matches!(s.word_before(verb, back), "must" | "shall"));
    (strict && s.word(verb) == "receive").then_some(Verdict {
        kind: Kind::Condition,
        party: Party::Customer,
        verb,
        sure: 60,
        rule: Rule::here(),
    })
}

fn verdict(read: Predicate, token: Token) -> Option<Verdict> {
    let party = party_of(token)?;
    match read {
        Predicate::Binds { kind, verb, sure, rule } => Some(Verdict { kind, party, verb, sure, rule }),
        _ => None,
    }
}

/// The party that a lead-in names last, right before its colon: `Customer:`, `you agree that you:`.
pub(crate) fn subject_before_colon(s: &Sentence) -> Option<Token> {
    let last = s.before(s.len(), 2);
    let pronoun = last.is(Class::PRONOUN);
    let named = if pronoun { (0..s.len()).map(|at| s.at(at)).find(|token| token.is(PARTY))? } else { last };
    (named.is(PARTY) && !named.is(Class::OWNS)).then_some(named)
}

/// A duty whose subject stands in the lead-in: the item begins with the verb.
pub(crate) fn continued(s: &Sentence, subject: Token) -> Option<Verdict> {
    let at = past_adverbs(s, 0);
    let owner = Subject { neither: subject.is(Class::NEITHER), ..Subject::default() };
    s.is(at, VERB).then(|| verdict(predicate(s, at, owner), subject)).flatten()
}

/// `Customer's use of the Service must …`: the verb group after the thing that is owned.
fn owned(s: &Sentence, at: usize) -> Predicate {
    let stop = Class::SEMICOLON.and(Class::STOP).and(Class::COND).and(Class::RELATIVE).and(Class::PROVIDER);
    let Some(found) = s.find(at + 1, at + 18, stop.and(Class::MODAL).and(Class::HAVE)) else { return Predicate::None };
    if s.is(found, Class::HAVE) {
        let include =
            s.word(found + 1) == "to" && s.is(past_adverbs(s, found + 2), Class::WORD) && !s.is(found, Class::NOT);
        let acts = include && !s.is(found + 2, Class::BE) && s.find(at + 1, found, PARTY).is_none();
        return if acts {
            Predicate::Binds { kind: Kind::Must, verb: found + 2, sure: 65, rule: Rule::here() }
        } else {
            Predicate::None
        };
    }
    if !s.is(found, Class::MODAL) || s.is(found, Class::COND) && s.word(found) != "should" {
        return Predicate::None;
    }
    let subject_between = s.find(at + 1, found, BOUND).is_some_and(|party| !s.is(party, Class::OWNS));
    if subject_between || matter_of_law(s, at + 1, found) {
        return Predicate::None;
    }
    // `Customer's employees may not …`: people of the customer's side act for it.
    let people = s.before(found, 1).is(Class::PEOPLE);
    let conduct = s.find_word(at + 1, found, &["use", "access", "conduct", "activities", "actions"]).is_some();
    predicate(s, found, Subject { owned: !people, neither: false, conduct })
}

/// Whether the head of a subject is the agreement or a right under it: what it "shall" do is an effect.
pub(crate) fn matter_of_law(s: &Sentence, from: usize, to: usize) -> bool {
    let head = s.find(from, to, Class::PREP.and(Class::COMMA)).unwrap_or(to);
    s.find(from, head, Class::LAW).is_some()
}

/// A condition opens with `if` and its like, except in set phrases such as `if any` or `when due`.
fn opens_condition(s: &Sentence, at: usize) -> bool {
    let next = s.word(at + 1);
    let set = matches!(
        next,
        "due"
            | "any"
            | "applicable"
            | "possible"
            | "necessary"
            | "so"
            | "required"
            | "requested"
            | "appropriate"
            | "needed"
            | "feasible"
            | "reasonable"
            | "not"
    );
    match s.word(at) {
        "extent" | "event" => true,
        "should" => (at == 0 || s.is(at - 1, BREAK)) && s.is(at + 1, PARTY.and(Class::DET)),
        "once" => {
            !matches!(s.word_before(at, 1), "least" | "than" | "only" | "at") && !matches!(next, "a" | "per" | "every")
        }
        _ => !set,
    }
}

/// `to the extent`, `in the event`: as good as `if`.
fn circumstance(s: &Sentence, at: usize) -> bool {
    matches!(s.word(at), "extent" | "event") && s.word_before(at, 1) == "the" && !s.is(at + 1, Class::BE)
}

/// `neither of the parties`, `none of the Users`.
fn none_of(s: &Sentence, at: usize) -> bool {
    let start = group_start(s, at);
    s.word_before(start, 1) == "of" && matches!(s.word_before(start, 2), "neither" | "none")
}

/// Whether a party's name stands as the object of a preposition.
fn object(s: &Sentence, at: usize) -> bool {
    let start = group_start(s, at);
    let before = s.before(start, 1);
    if !before.is(Class::PREP) {
        return false;
    }
    // `staff of Customer must`: whoever they are, the customer answers for them.
    let head = s.word_before(start, 2);
    let group = matches!(head, "each" | "all" | "both" | "any" | "employees" | "personnel" | "staff" | "affiliates");
    !(s.word_before(start, 1) == "of" && group)
}

/// Where the noun group of a name begins: before its article, quotes and, of `party`, the words that tell which one.
pub(crate) fn group_start(s: &Sentence, at: usize) -> usize {
    let mut start = at;
    if matches!(s.word(at), "party" | "parties") {
        while start > 0 && at - start < 3 && plain_word(s, start - 1) {
            start -= 1;
        }
    }
    while start > 0 && at - start < 6 && s.is(start - 1, Class::DET.and(Class::QUOTE).and(Class::OPEN)) {
        start -= 1;
    }
    start
}

pub(crate) fn plain_word(s: &Sentence, at: usize) -> bool {
    s.is(at, Class::WORD) && !s.is(at, GRAMMAR.and(PARTY))
}

/// Whether a subject stands inside a relative clause: `data that Customer must not share`.
fn relative(s: &Sentence, at: usize) -> bool {
    let start = group_start(s, at);
    let before = s.before(start, 1);
    if before.is(Class::RELATIVE) || matches!(s.word_before(start, 1), "as" | "than") {
        return true;
    }
    if before.is(Class::THAT) {
        return !tells(s.before(start, 2), s.word_before(start, 2));
    }
    if s.is(0, Class::PREP.and(Class::COND).and(Class::ADVERB)) {
        return false;
    }
    // `the fees Customer agrees to pay`: an article, a noun, and no verb between.
    let mut noun = start;
    while noun > 0 && start - noun < 4 && plain_word(s, noun - 1) {
        noun -= 1;
    }
    noun < start && (s.is(at, Class::PRONOUN) || noun > 0 && s.is(noun - 1, Class::DET.and(Class::OWNS)))
}

/// Whether a word before `that` opens a statement and no relative clause.
pub(crate) fn tells(token: Token, word: &str) -> bool {
    token.is(Class::SAY.and(Class::AGREE).and(Class::VOUCH).and(Class::BE).and(BREAK).and(Class::MARK).and(Class::OPEN))
        || token.is(Class::ADVERB)
        || matches!(word, "provided" | "ensure" | "ensures" | "ensuring" | "except" | "so" | "such" | "condition")
        || matches!(word, "means" | "extent" | "event" | "case" | "requires" | "require" | "note" | "")
}

const GRAMMAR: Class = Class::AND
    .and(Class::COND)
    .and(Class::THAT)
    .and(Class::ADVERB)
    .and(Class::PREP)
    .and(Class::SAY)
    .and(Class::AGREE)
    .and(Class::VOUCH)
    .and(Class::DET)
    .and(Class::NUMBER)
    .and(Class::BE);
