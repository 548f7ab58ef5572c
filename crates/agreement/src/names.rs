use crate::tokens::{Text, Token};
use crate::words::Class;
use onus_terms::{BlockKind, DocumentText};
use std::collections::{BTreeMap, BTreeSet};

/// Names of one or more words, found by the hash of their first word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    list: Vec<(Vec<u64>, u64)>,
    classes: Vec<u64>,
}

/// How many bytes of a document are looked through for names. Parties are named early; the rest adds only time.
const SAMPLE: usize = 60_000;

impl Names {
    pub(crate) fn add(&mut self, name: &str, class: Class) {
        // Read as the papers are, so that `Meyer & Sons, Ltd.` is the same words in both.
        let mut text = Text::default();
        text.read(name);
        let edge = |token: &Token| token.is(Class::WORD);
        let last = text.tokens.iter().rposition(edge).map_or(0, |last| last + 1);
        let inner = text.tokens.get(..last).unwrap_or(&[]).iter().skip_while(|token| !edge(token));
        let words: Vec<u64> = inner.map(|token| token.hash).collect();
        if let Some(first) = words.first().copied() {
            self.list.push((words, first));
            self.classes.push(class.bits());
        }
    }

    /// The longest name that begins at a token: its class and how many tokens it takes.
    fn at(&self, tokens: &[Token]) -> Option<(Class, usize)> {
        let first = tokens.first()?;
        let mut best: Option<(Class, usize)> = None;
        for ((words, hash), class) in self.list.iter().zip(&self.classes) {
            if *hash == first.hash
                && words.len() > best.map_or(0, |(_, length)| length)
                && words.len() <= tokens.len()
                && words.iter().zip(tokens).all(|(word, token)| *word == token.hash)
            {
                best = Some((Class::from_bits(*class), words.len()));
            }
        }
        best
    }

    /// Marks names among the tokens. A name before a capitalised noun (`Customer Data`) owns it, like a possessive.
    pub(crate) fn mark(&self, text: &mut Text) {
        let filter = self.list.iter().fold(0_u64, |bits, (_, hash)| bits | 1 << (hash & 63));
        text.join(|text, at, _| {
            let token = text.tokens.get(at)?;
            let possible = filter & 1 << (token.hash & 63) != 0 && token.is(Class::WORD);
            let (class, length) = possible.then(|| self.at(text.tokens.get(at..).unwrap_or(&[])))??;
            let length = length + usize::from(length > 1 && abbreviated(text, at + length - 1));
            Some((named_token(text, at, length, class), length))
        });
    }
}

/// Whether a full stop behind a token belongs to the form of a firm, as in `Meyer & Sons, Ltd.`
fn abbreviated(text: &Text, at: usize) -> bool {
    let get = |at: usize| text.tokens.get(at).copied().unwrap_or_default();
    let (word, stop) = (get(at), get(at + 1));
    stop.is(Class::STOP) && stop.bytes().start == word.bytes().end && FIRM.contains(&text.word(word))
}

/// The one token for a name of several words.
fn named_token(text: &Text, at: usize, length: usize, class: Class) -> Token {
    let get = |at: usize| text.tokens.get(at).copied().unwrap_or_default();
    let (mut token, last, next) = (get(at), get(at + length - 1), get(at + length));
    token.class = token.class.without(Class::STATIVE).and(class).and(last.class);
    token.to = last.to;
    if token.is(Class::CAPITAL) && noun(next) {
        token.class = token.class.and(Class::OWNS);
    }
    token
}

/// Whether a token can only be a noun that a name before it qualifies.
fn noun(token: Token) -> bool {
    let grammar = Class::MODAL
        .and(Class::NOT)
        .and(Class::BE)
        .and(Class::HAVE)
        .and(Class::AGREE)
        .and(Class::SAY)
        .and(Class::VOUCH)
        .and(Class::AND)
        .and(Class::PREP)
        .and(Class::ADVERB)
        .and(Class::COND)
        .and(Class::THAT)
        .and(Class::RELATIVE)
        .and(Class::GRANT)
        .and(Class::DET);
    token.is(Class::CAPITAL) && !token.is(grammar)
}

/// What is said of who does what, over the first part of a document.
#[derive(Default)]
pub(crate) struct Census {
    /// Names that a definition ties to the customer's side.
    customer: BTreeSet<String>,
    /// Names that a definition ties to a firm or the provider's side.
    provider: BTreeSet<String>,
    /// Names that the preamble introduces without a side.
    unknown: BTreeSet<String>,
    /// Of capitalised subjects of modal verbs: how often they provide, pay, and act at all.
    deeds: BTreeMap<String, [usize; 3]>,
    users: usize,
    customers: usize,
}

const PROVIDES: [&str; 18] = [
    "provide",
    "host",
    "deliver",
    "make",
    "invoice",
    "operate",
    "furnish",
    "supply",
    "support",
    "suspend",
    "modify",
    "offer",
    "charge",
    "bill",
    "discontinue",
    "update",
    "change",
    "defend",
];
const PAYS: [&str; 7] = ["pay", "reimburse", "comply", "obtain", "access", "purchase", "ensure"];
const FIRM: [&str; 17] = [
    "inc",
    "llc",
    "ltd",
    "limited",
    "gmbh",
    "corp",
    "corporation",
    "sas",
    "s.a.s",
    "bv",
    "b.v",
    "ab",
    "plc",
    "sarl",
    "company",
    "oy",
    "pty",
];
/// What a person signs for.
const BODIES: [&str; 8] =
    ["entity", "company", "organization", "organisation", "firm", "business", "institution", "merchant"];
const CUSTOMERS: [&str; 8] =
    ["you", "customer", "client", "subscriber", "licensee", "controller", "covered entity", "purchaser"];
const OURS: [&str; 8] = ["we", "us", "our", "provider", "vendor", "supplier", "licensor", "processor"];

impl Census {
    pub(crate) fn of(document: &DocumentText) -> Self {
        let mut census = Census::default();
        let mut text = Text::default();
        let mut read = 0;
        for (number, block) in document.blocks.iter().enumerate() {
            if read > SAMPLE {
                break;
            }
            read += block.words().len();
            text.read(block.words().get(..block.words().len().min(SAMPLE)).unwrap_or(block.words()));
            census.deeds(&text);
            if number < 40 && !matches!(block.kind, BlockKind::Heading(_)) {
                census.definitions(&text);
            }
        }
        census
    }

    /// Counts the capitalised subjects of modal verbs.
    fn deeds(&mut self, text: &Text) {
        for (at, modal) in text.tokens.iter().enumerate() {
            let word = |offset: usize| text.tokens.get(at + offset).map_or("", |token| text.word(*token));
            if !modal.is(Class::MODAL) {
                match text.word(*modal) {
                    "user" | "users" => self.users += 1,
                    "customer" | "you" | "client" | "subscriber" | "licensee" | "controller" => self.customers += 1,
                    _ => {}
                }
                continue;
            }
            let Some(subject) = at.checked_sub(1).and_then(|at| text.tokens.get(at)) else { continue };
            let before = at.checked_sub(2).and_then(|at| text.tokens.get(at)).copied().unwrap_or_default();
            if !subject.is(Class::CAPITAL) || subject.is(Class::OWNS) || before.is(Class::AND) {
                continue;
            }
            // A name of two words, unless the first only begins the sentence.
            let double =
                before.is(Class::CAPITAL) && !before.is(Class::DET.and(Class::PREP).and(Class::COND).and(Class::OWNS));
            let name = if double {
                format!("{} {}", text.word(before), text.word(*subject))
            } else {
                text.word(*subject).to_owned()
            };
            let verb = if text.tokens.get(at + 1).is_some_and(|next| next.is(Class::ADVERB.and(Class::NOT))) {
                word(2)
            } else {
                word(1)
            };
            let counts = self.deeds.entry(name).or_default();
            let [provides, pays, all] = counts;
            *provides += usize::from(PROVIDES.contains(&verb));
            *pays += usize::from(PAYS.contains(&verb));
            *all += usize::from(!before.is(Class::DET));
        }
    }

    /// Looks for (“Name”) and the words that it stands for.
    fn definitions(&mut self, text: &Text) {
        let mut since = 0;
        let mut open = None;
        let between = text.tokens.iter().take(60).any(|token| text.word(*token) == "between");
        for (at, token) in text.tokens.iter().enumerate() {
            if token.is(Class::OPEN) {
                open = Some(at);
            } else if token.is(Class::CLOSE)
                && let Some(from) = open.take()
            {
                let terms = quoted(text, from, at);
                if !terms.is_empty() {
                    let before = text.tokens.get(since.max(from.saturating_sub(40))..from).unwrap_or(&[]);
                    self.defined(text, before, &terms, between);
                    since = at + 1;
                }
            } else if token.is(Class::STOP) && open.is_none() {
                since = at + 1;
            }
        }
    }

    fn defined(&mut self, text: &Text, before: &[Token], terms: &[String], between: bool) {
        let any = |list: &[&str]| before.iter().any(|token| list.contains(&text.word(*token)));
        let firm = before.iter().any(|token| FIRM.contains(&text.word(*token)));
        let behalf = any(&["behalf", "you"]) && terms.iter().any(|term| BODIES.contains(&term.as_str()));
        let side = if terms.iter().any(|term| OURS.contains(&term.as_str())) {
            &mut self.provider
        } else if behalf || terms.iter().any(|term| CUSTOMERS.contains(&term.as_str())) {
            &mut self.customer
        } else if firm || between {
            &mut self.unknown
        } else {
            return;
        };
        side.extend(terms.iter().filter(|term| is_name(term)).cloned());
    }

    /// Names of the customer's and of the provider's side that no list knows.
    pub(crate) fn sides(&self, known: impl Fn(&String) -> bool) -> (Vec<String>, Vec<String>) {
        let mut customer = self.customer.clone();
        let mut provider = self.provider.clone();
        let deeds = |name: &String| self.deeds.get(name).copied().unwrap_or_default();
        customer.retain(|name| !known(name));
        if self.customers == 0 {
            // No usual name of a customer: a role that acts under the agreement is the customer's.
            let role = |name: &&&str| deeds(&(**name).to_owned())[2] > 0;
            customer.extend(ROLES.iter().find(role).map(|name| (*name).to_owned()));
        }
        let mut open: Vec<&String> =
            self.unknown.iter().filter(|name| !customer.contains(*name) && !provider.contains(*name)).collect();
        open.retain(|name| !known(name));
        open.sort_by_key(|name| {
            let [provides, pays, _] = deeds(name);
            (pays.saturating_sub(provides), std::cmp::Reverse(provides))
        });
        let mut open = open.into_iter();
        provider.extend(open.next().filter(|name| deeds(name)[0] > 0).cloned());
        // Of two firms that a preamble names, one provides and the other is the customer.
        let other = open.filter(|name| deeds(name)[2] > 0).max_by_key(|name| deeds(name)[2]);
        customer.extend(other.cloned());
        let frequent = self.deeds.iter().filter(|(name, counts)| {
            let [provides, pays, all] = **counts;
            all >= 3 && provides >= 2 && provides > pays && is_name(name) && !known(name)
        });
        let most = frequent.max_by_key(|(_, counts)| counts[2]).map(|(name, _)| name.clone());
        provider.extend(most.filter(|name| !customer.contains(name)));
        provider.retain(|name| !known(name));
        (customer.into_iter().collect(), provider.into_iter().collect())
    }

    /// Whether the paper speaks to its users and to no other customer.
    pub(crate) fn only_users(&self) -> bool {
        self.users > 3 && self.customers * 8 < self.users
    }
}

/// What the customer is called where it is more than one: of a platform, a programme, a hall.
const ROLES: [&str; 12] = [
    "developer",
    "reseller",
    "distributor",
    "partner",
    "merchant",
    "tenant",
    "buyer",
    "publisher",
    "member",
    "participant",
    "consumer",
    "site owner",
];

/// Capitalised words that are no party.
const COMMON: [&str; 40] = [
    "agreement",
    "services",
    "service",
    "information",
    "data",
    "terms",
    "order",
    "software",
    "affiliates",
    "affiliate",
    "support",
    "section",
    "products",
    "product",
    "fees",
    "party",
    "parties",
    "provision",
    "it",
    "this",
    "website",
    "site",
    "platform",
    "content",
    "materials",
    "and",
    "invoices",
    "they",
    "policy",
    "addendum",
    "employees",
    "users",
    "dpa",
    "contract",
    "period",
    "warranty",
    "term",
    "credentials",
    "clauses",
    "effective",
];

/// Whether a term can name a party: none of its words is a common thing of agreements, and it is no pronoun of ours.
fn is_name(term: &str) -> bool {
    !term.split(' ').any(|word| COMMON.contains(&word) || matches!(word, "your" | "our" | "us" | "we" | "you"))
}

/// The quoted terms of up to three words between two brackets.
fn quoted(text: &Text, from: usize, to: usize) -> Vec<String> {
    let mut terms = Vec::new();
    let mut term: Option<Vec<&str>> = None;
    for token in text.tokens.get(from + 1..to).unwrap_or(&[]).iter().take(40) {
        if token.is(Class::QUOTE) {
            match term.take() {
                Some(words) if !words.is_empty() && words.len() <= 3 => terms.push(words.join(" ")),
                Some(words) if !words.is_empty() => {}
                _ => term = Some(Vec::new()),
            }
        } else if let Some(words) = term.as_mut()
            && token.is(Class::WORD)
        {
            words.push(text.word(*token));
        }
    }
    terms
}
