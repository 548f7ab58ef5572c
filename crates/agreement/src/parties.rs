use crate::Options;
use onus_terms::DocumentText;

/// Who is called what. Words are lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Names of the customer.
    pub customer: Vec<String>,
    /// Names of the provider.
    pub provider: Vec<String>,
}

const CUSTOMER: [&str; 8] = ["you", "customer", "client", "subscriber", "licensee", "user", "entity", "controller"];
const PROVIDER: [&str; 8] = ["we", "provider", "vendor", "supplier", "licensor", "us", "company", "processor"];
/// Whoever holds these roles is bound: words and their sign.
const ROLES: [(&str, &str); 20] = [
    (" neither @c nor @p ", " @n "),
    (" neither @p nor @c ", " @n "),
    (" neither party ", " @n "),
    (" each of @c and @p ", " @m "),
    (" each of @p and @c ", " @m "),
    (" @c and @p ", " @m "),
    (" @p and @c ", " @m "),
    (" each party ", " @m "),
    (" either party ", " @m "),
    (" both parties ", " @m "),
    (" the parties ", " @m "),
    (" a party ", " @m "),
    (" the other party ", " another "),
    (" the recipient ", " @m "),
    (" receiving party ", " @m "),
    (" recipient ", " @m "),
    (" indemnified party ", " @m "),
    (" indemnifying party ", " @m "),
    (" users ", " @u "),
    (" end users ", " @u "),
];

impl Parties {
    /// Takes the names from the preamble: of two firms named there, the provider is the one that is said to provide.
    pub(crate) fn of(document: &DocumentText, options: &Options) -> Self {
        let mut customer: Vec<String> = CUSTOMER.map(str::to_owned).into();
        let mut provider: Vec<String> = PROVIDER.map(str::to_owned).into();
        let lower = document.text.to_lowercase();
        let preamble = document.blocks.iter().take(12).find(|block| block.words().contains(" between "));
        let names = preamble.map(|block| quoted(block.words())).unwrap_or_default();
        let provides = |name: &String| {
            ["will", "shall"]
                .iter()
                .map(|modal| lower.matches(&format!("{name} {modal} provide")).count())
                .sum::<usize>()
        };
        let mut unknown: Vec<String> =
            names.into_iter().filter(|name| !customer.contains(name) && !provider.contains(name)).collect();
        unknown.sort_by_key(|name| std::cmp::Reverse(provides(name)));
        let mut unknown = unknown.into_iter();
        provider.extend(unknown.next());
        provider.extend(firm(&document.text).filter(|name| !customer.contains(name)));
        customer.extend(unknown.next());
        customer.extend(options.customer.iter().map(|name| name.to_lowercase()));
        provider.extend(options.provider.iter().map(|name| name.to_lowercase()));
        Parties { customer, provider }
    }

    /// The words in lower case, with signs for the parties: `@c`, `@p`, `@m` mutual, `@n` neither, `@u` users; with
    /// `s` after the sign where it is a possessive.
    pub(crate) fn canonical(&self, words: &str) -> String {
        let mut plain = String::with_capacity(words.len() + 2);
        plain.push(' ');
        for word in words.split([' ', '/', '—']) {
            let word = word.to_lowercase().replace('’', "'");
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
            let stem = bare.strip_suffix("'s").unwrap_or(bare);
            let possessive = if stem.len() < bare.len() { "s" } else { "" };
            if bare == "your" {
                plain.push_str("@cs");
            } else if self.customer.iter().any(|name| name == stem) {
                if plain.ends_with(" the ") {
                    plain.truncate(plain.len() - 4);
                }
                plain.push_str("@c");
                plain.push_str(possessive);
            } else if self.provider.iter().any(|name| name == stem) {
                plain.push_str("@p");
                plain.push_str(possessive);
            } else {
                plain.push_str(bare);
            }
            plain.push(' ');
        }
        for (words, sign) in ROLES {
            if plain.contains(words) {
                plain = plain.replace(words, sign);
            }
        }
        plain
    }
}

/// Single words that the text defines as (“Name”).
fn quoted(words: &str) -> Vec<String> {
    let pieces = words.split(['"', '“', '”']).skip(1).step_by(2);
    let names = pieces.map(|name| name.trim_end_matches(',').to_lowercase());
    names.filter(|name| name.len() > 2 && name != "agreement" && !name.contains(' ')).collect()
}

/// The firm that calls itself by name: the capitalised word that most often goes before "will", "may" or "reserves" and
/// is no ordinary word of agreements. Needs three such places.
fn firm(text: &str) -> Option<String> {
    const ORDINARY: [&str; 14] = [
        "customer",
        "you",
        "party",
        "parties",
        "agreement",
        "service",
        "services",
        "it",
        "users",
        "user",
        "fees",
        "this",
        "content",
        "software",
    ];
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let mut before = "";
    for word in text.split_whitespace() {
        if matches!(word, "will" | "may" | "reserves" | "shall") && before.starts_with(char::is_uppercase) {
            let name = before.trim_end_matches("</span>").to_lowercase();
            if name.chars().all(char::is_alphanumeric) && !ORDINARY.contains(&name.as_str()) {
                *counts.entry(name).or_default() += 1;
            }
        }
        before = word;
    }
    counts.into_iter().filter(|(_, count)| *count >= 3).max_by_key(|(_, count)| *count).map(|(name, _)| name)
}
