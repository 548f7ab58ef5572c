use crate::Options;
use crate::names::{Census, Names};
use crate::tokens::Text;
use crate::words::{self, Class};
use onus_terms::DocumentText;

/// Who is called what. Names are lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Names of the customer.
    pub customer: Vec<String>,
    /// Names of the provider.
    pub provider: Vec<String>,
    names: Names,
}

const CUSTOMER: [&str; 11] = [
    "you",
    "customer",
    "client",
    "subscriber",
    "licensee",
    "controller",
    "data exporter",
    "covered entity",
    "account holder",
    "data controller",
    "purchaser",
];
const PROVIDER: [&str; 12] = [
    "we",
    "us",
    "provider",
    "vendor",
    "supplier",
    "licensor",
    "processor",
    "data importer",
    "business associate",
    "service provider",
    "company",
    "data processor",
];
const USERS: [&str; 11] = [
    "administrator",
    "user",
    "users",
    "end user",
    "end users",
    "authorized user",
    "authorized users",
    "permitted users",
    "administrators",
    "end-users",
    "end-user",
];
/// Whoever holds these roles is bound.
const ROLES: [&str; 6] = ["recipient", "discloser", "indemnitee", "indemnitor", "indemnifier", "assignor"];

impl Parties {
    /// Takes the names from the papers themselves: definitions first, then who is said to provide and who to pay.
    pub fn of(document: &DocumentText, options: &Options) -> Self {
        let mut customer: Vec<String> = CUSTOMER.map(str::to_owned).into();
        let mut provider: Vec<String> = PROVIDER.map(str::to_owned).into();
        let mut users: Vec<String> = USERS.map(str::to_owned).into();
        let census = Census::of(document);
        let known = |name: &String| customer.contains(name) || users.contains(name) || ROLES.contains(&name.as_str());
        let (mut theirs, mut ours) = census.sides(known);
        if census.only_users() {
            customer.append(&mut users);
        }
        theirs.retain(|name| !customer.contains(name));
        customer.append(&mut theirs);
        provider.retain(|name| !customer.contains(name));
        ours.retain(|name| !customer.contains(name) && !provider.contains(name));
        provider.append(&mut ours);
        customer.extend(options.customer.iter().map(|name| name.to_lowercase()));
        provider.extend(options.provider.iter().map(|name| name.to_lowercase()));
        customer.retain(|name| !options.provider.iter().any(|set| set.to_lowercase() == *name));
        provider.retain(|name| !options.customer.iter().any(|set| set.to_lowercase() == *name));
        users.retain(|name| !customer.contains(name) && !provider.contains(name));
        let mut names = Names::default();
        let roles = ROLES.map(str::to_owned);
        let sides = [
            (&customer[..], Class::CUSTOMER),
            (&provider[..], Class::PROVIDER),
            (&users[..], Class::USERS),
            (&roles[..], Class::MUTUAL),
        ];
        for (side, class) in sides {
            for name in side {
                names.add(name, class);
            }
        }
        names.add("your", Class::CUSTOMER.and(Class::OWNS));
        names.add("our", Class::PROVIDER.and(Class::OWNS));
        Parties { customer, provider, names }
    }

    /// Marks the names of parties among the tokens: several words become one token, and so do both parties together.
    pub(crate) fn mark(&self, text: &mut Text) {
        self.names.mark(text);
        party_words(text);
        together(text);
    }
}

/// `party` and `parties` name both sides, except a third party; `the other party` is the one that is not acting.
fn party_words(text: &mut Text) {
    let (party, parties) = (words::hash("party".bytes()), words::hash("parties".bytes()));
    for at in 0..text.tokens.len() {
        let Some(token) = text.tokens.get(at) else { return };
        if token.hash != party && token.hash != parties {
            continue;
        }
        let before = |back: usize| {
            let token = at.checked_sub(back).and_then(|at| text.tokens.get(at)).copied().unwrap_or_default();
            text.word(token)
        };
        // `the Acme Contracting Party` is the provider under a longer name.
        let ours = (1..4).filter_map(|back| at.checked_sub(back)).filter_map(|at| text.tokens.get(at));
        let named = ours.take_while(|token| token.is(Class::CAPITAL)).any(|token| token.is(Class::PROVIDER));
        let modifier = before(1);
        let class = match modifier {
            "third" | "unaffiliated" | "related" | "unauthorized" | "prohibited" | "restricted" | "denied" => continue,
            "other" | "another" => Class::OTHER_PARTY,
            _ if named => Class::PROVIDER,
            "neither" | "no" => Class::MUTUAL.and(Class::NEITHER),
            _ => Class::MUTUAL,
        };
        if let Some(token) = text.tokens.get_mut(at) {
            token.class = token.class.and(class);
        }
    }
}

/// `Customer and Provider`, `neither you nor we`, `A, B and C`: a list that names both sides is one token.
fn together(text: &mut Text) {
    text.join(|text, at, kept| {
        let (last, neither) = list_of_both(text, at)?;
        let mut token = text.tokens.get(at).copied().unwrap_or_default();
        let neither = neither || (1..=2).filter_map(|back| kept_before(text, kept, back)).any(|word| word == "neither");
        token.class = token.class.without(Class::CUSTOMER.and(Class::PROVIDER)).and(Class::MUTUAL);
        if neither {
            token.class = token.class.and(Class::NEITHER);
        }
        token.to = text.tokens.get(last).map_or(token.to, |last| last.to);
        Some((token, last + 1 - at))
    });
}

/// Where a list of parties' names ends that begins at a token and names both sides; and whether `nor` links it.
fn list_of_both(text: &Text, at: usize) -> Option<(usize, bool)> {
    let get = |at: usize| text.tokens.get(at).copied().unwrap_or_default();
    let sides = Class::CUSTOMER.and(Class::PROVIDER);
    let first = text.tokens.get(at)?;
    if !first.is(sides) || first.is(Class::OWNS) {
        return None;
    }
    let (mut last, mut all, mut neither, mut linked) = (at, first.class, false, false);
    for _ in 0..4 {
        let mut next = last + 1;
        while next < last + 4 && (get(next).is(Class::COMMA.and(Class::DET)) || get(next).is(Class::AND)) {
            if get(next).is(Class::BUT) {
                return None;
            }
            neither |= text.word(get(next)) == "nor";
            linked |= get(next).is(Class::AND);
            next += 1;
        }
        if next == last + 1 || !get(next).is(sides) || get(next).is(Class::OWNS) {
            break;
        }
        all = all.and(get(next).class);
        last = next;
    }
    let both = all.is(Class::CUSTOMER) && all.is(Class::PROVIDER);
    (both && linked).then_some((last, neither))
}

fn kept_before(text: &Text, kept: usize, back: usize) -> Option<&str> {
    kept.checked_sub(back).and_then(|at| text.tokens.get(at)).map(|token| text.word(*token))
}
