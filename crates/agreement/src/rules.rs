use onus_terms::{Kind, Party};

const ADVERBS: [&str; 26] = [
    "also",
    "promptly",
    "solely",
    "hereby",
    "therefore",
    "further",
    "each",
    "a",
    "b",
    "c",
    "i",
    "ii",
    "iii",
    "and",
    "irrevocably",
    "unconditionally",
    "at",
    "its",
    "own",
    "cost",
    "affiliates",
    "cs",
    "only",
    "acknowledge",
    "acknowledges",
    "immediately",
];
/// What follows a modal where the sentence tells an effect or a right, no duty.
const EFFECTS: [&str; 26] = [
    "be",
    "have",
    "receive",
    "retain",
    "lose",
    "own",
    "continue",
    "remain",
    "find",
    "see",
    "apply",
    "survive",
    "need",
    "exceed",
    "control",
    "mean",
    "terminate",
    "renew",
    "affect",
    "limit",
    "also",
    "get",
    "incur",
    "begin",
    "include",
    "constitute",
];

/// What a sentence in canonical words does to the customer's side, if anything.
pub(crate) fn verdict(plain: &str) -> Option<(Kind, Party)> {
    if !plain.contains('@') && !plain.contains("must") && !plain.contains("prohibited") && !plain.contains(" only ") {
        return None;
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    if words.iter().take(8).any(|word| matches!(*word, "means" | "mean")) {
        return None;
    }
    let mut last = None;
    let mut found = None;
    for (at, word) in words.iter().enumerate() {
        let party = match *word {
            "@c" => Party::Customer,
            "@u" => Party::Users,
            "@m" | "@n" => Party::Mutual,
            "@p" => {
                last = None;
                continue;
            }
            // "If Customer moves, it will …": the pronoun stands for the party named last.
            "it" if last.is_some() => Party::Customer,
            _ => continue,
        };
        if *word == "@c" {
            last = Some(party);
        }
        let rest = words.get(at + 1..).unwrap_or(&[]);
        if let Some(kind) = after_subject(rest, *word == "@n") {
            found = Some((kind, party));
            break;
        }
    }
    let conditional = [" provided that @c ", " so long as @c ", " subject to @cs compliance "];
    if let Some((Kind::Must, party)) = found {
        let early = words.iter().take(4).copied().collect::<Vec<_>>().join(" ");
        let kind = if early.starts_with("to receive") || early.starts_with("in order to") {
            Kind::Condition
        } else {
            Kind::Must
        };
        return Some((kind, party));
    }
    found.or_else(|| {
        let mutual = if plain.contains(" @m ") { Party::Mutual } else { Party::Customer };
        if plain.contains(" unless ")
            && (plain.contains(" notif") || plain.contains(" cancel"))
            && plain.contains(" renew")
        {
            Some((Kind::Condition, mutual))
        } else if conditional.iter().any(|phrase| plain.contains(phrase)) && plain.contains("@c") {
            Some((Kind::Condition, Party::Customer))
        } else if plain.contains(" @m ")
            && plain.contains(" may ")
            && (plain.contains(" provided ") || plain.contains(" upon at least "))
        {
            Some((Kind::Condition, Party::Mutual))
        } else if (plain.contains(" arbitration ")
            && [" resolved ", " determined ", " settled "].iter().any(|word| plain.contains(word)))
            || plain.contains(" brought exclusively in ")
        {
            Some((Kind::Must, Party::Mutual))
        } else if plain.contains("@c") && plain.contains(" but will ") && !plain.contains(" @p ")
            || plain.contains(" are due within ")
        {
            Some((Kind::Must, Party::Customer))
        } else if plain.contains(" grants to @c ") && (plain.contains(" solely ") || plain.contains(" only for ")) {
            Some((Kind::MustNot, Party::Customer))
        } else if plain.contains(" waive")
            || plain.contains(" amendments ")
            || plain.contains(" prohibited ") && plain.contains(" @p ")
        {
            None
        } else if plain.contains(" is prohibited ")
            || plain.contains(" may only be ")
            || plain.contains(" permitted only ")
        {
            Some((Kind::MustNot, Party::Customer))
        } else if plain.contains(" responsibility ")
            && (plain.contains("@cs ") && plain.contains(" is "))
            && plain.contains("@cs responsibility")
        {
            Some((Kind::Must, Party::Customer))
        } else if plain.contains("@cs") && plain.contains(" must not ") {
            Some((Kind::MustNot, Party::Customer))
        } else if (plain.contains(" must be ")
            || plain.contains(" must comply ")
            || plain.contains(" shall be in writing "))
            && !plain.contains(" @p must ")
        {
            let notices = plain.contains(" notices") || plain.contains(" any notice");
            Some((Kind::Must, if notices { Party::Mutual } else { Party::Customer }))
        } else {
            None
        }
    })
}

fn after_subject(rest: &[&str], neither: bool) -> Option<Kind> {
    let skipped = rest.iter().take(5).take_while(|word| ADVERBS.contains(word) || word.starts_with("@cs")).count();
    let word = |offset: usize| rest.get(skipped + offset).copied().unwrap_or("");
    match (word(0), word(1)) {
        ("will" | "shall" | "must" | "may" | "can", "not" | "only") => {
            let verb = word(2);
            let effect = EFFECTS.contains(&verb) && word(0) != "must";
            (!effect).then_some(Kind::MustNot)
        }
        ("cannot", _) => Some(Kind::MustNot),
        ("may", verb) if neither && !EFFECTS.contains(&verb) => Some(Kind::MustNot),
        ("may", _) => {
            // A bounded look ahead, so that a long sentence of many subjects stays linear.
            let tail = rest.get(skipped..rest.len().min(skipped + 21)).unwrap_or(&[]);
            let only = tail
                .windows(2)
                .position(|pair| matches!(pair, ["only", "in" | "after" | "with" | "for"] | ["solely", _]));
            only.is_some_and(|at| at < 20).then_some(Kind::MustNot)
        }
        ("will" | "shall", "be") => matches!(
            (word(2), word(3)),
            ("responsible", _) | ("solely", "responsible") | ("required" | "obligated", "to")
        )
        .then_some(Kind::Must),
        ("will" | "shall", verb) if neither && !EFFECTS.contains(&verb) => Some(Kind::MustNot),
        ("will" | "shall", verb) => (!EFFECTS.contains(&verb)).then_some(Kind::Must),
        ("must", _) => Some(Kind::Must),
        ("undertakes" | "undertake", _) => Some(Kind::Must),
        ("is" | "are" | "remains" | "remain", "responsible") => Some(Kind::Must),
        ("is" | "are" | "remains" | "remain", "solely" | "fully") if word(2) == "responsible" => Some(Kind::Must),
        ("represent" | "represents" | "warrant" | "warrants", _) => Some(Kind::Warrant),
        ("agree" | "agrees" | "covenants" | "covenant", "not") => Some(Kind::MustNot),
        ("agree" | "agrees" | "covenants" | "covenant", "to") => {
            // "agree to the terms" is assent, "agree to pay" a duty.
            (!matches!(word(2), "the" | "its" | "this" | "a" | "be" | "allow" | "these")).then_some(Kind::Must)
        }
        ("agree" | "agrees" | "covenants" | "covenant", "that") => match (word(2), word(3), word(4)) {
            ("@c" | "it", "will" | "shall", "not" | "only") => Some(Kind::MustNot),
            ("@c" | "it", "will" | "shall", _) | ("@c", "are" | "is", _) => Some(Kind::Must),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an item only states knowledge.
pub(crate) fn acknowledges(plain: &str) -> bool {
    plain.contains(" acknowledges that ") || plain.contains(" acknowledge that ")
}

/// The event a sentence begins with, where it begins with one.
pub(crate) fn trigger(words: &str) -> Option<String> {
    let starts = ["If ", "When ", "Upon ", "Before ", "After ", "Where "];
    let event = starts.iter().any(|start| words.starts_with(start));
    event.then(|| words.split(',').next().unwrap_or("").trim().to_owned())
}

/// The exceptions in a sentence, in its own words.
pub(crate) fn exceptions(words: &str) -> Vec<String> {
    let starts = ["except ", "unless ", "without our prior", "other than "];
    let found = starts.iter().filter_map(|start| words.find(start).and_then(|at| words.get(at..)));
    found.map(|rest| rest.split([',', ';', '.']).next().unwrap_or("").trim().to_owned()).collect()
}
