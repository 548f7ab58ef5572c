use std::sync::OnceLock;

const TABLE: &str = include_str!("../data/words.txt");

/// What sorts of word a token can be: a set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u64);

macro_rules! classes {
    ($($bit:literal $name:ident $word:literal)+) => {
        impl Class {
            $(pub(crate) const $name: Class = Class(1 << $bit);)+

            /// The class that the table of words calls by this name.
            fn named(name: &str) -> Option<Class> {
                match name { $($word => Some(Class::$name),)+ _ => None }
            }
        }
    };
}

classes! {
    0 MODAL "modal" 1 NOT "not" 2 BE "be" 3 HAVE "have" 4 DET "det" 5 PREP "prep" 6 AND "and" 7 BUT "but"
    8 COND "cond" 9 THAT "that" 10 RELATIVE "relative" 11 PRONOUN "pronoun" 12 ADVERB "adverb" 13 ONLY "only"
    14 STATIVE "stative" 15 AGREE "agree" 16 SAY "say" 17 VOUCH "vouch" 18 ANSWER "answer" 19 BIND "bind"
    20 BAN "ban" 21 ALLOW "allow" 22 PAYABLE "payable" 23 MONEY "money" 24 TELLING "telling" 25 DISPUTE "dispute"
    26 SETTLE "settle" 27 LAW "law" 28 GRANT "grant" 29 ACT "act" 30 PURPOSE "purpose" 31 STATED "stated" 32 DONE "done" 33 ENDS "ends"
    34 KEPT "kept" 35 MEETS "meets" 36 PREVENTED "prevented" 37 CONTENT "content" 38 SERVED "served" 39 GAINED "gained" 53 NUMERAL "numeral" 54 PEOPLE "people" 55 IMPERATIVE "imperative" 62 PARTICIPLE "participle" 63 OBLIGES "obliges"
    // Mostly told by shape or by the parties, not by the table.
    40 COMMA "," 41 SEMICOLON ";" 42 COLON ":" 43 STOP "." 44 OPEN "(" 45 CLOSE ")" 46 MARK "(a)" 47 QUOTE "\""
    48 WORD "w" 49 CAPITAL "W" 50 OWNS "'s" 51 NUMBER "0" 52 DASH "-"
    56 CUSTOMER "@c" 57 PROVIDER "@p" 58 MUTUAL "@m" 59 USERS "@u" 60 NEITHER "@n" 61 OTHER_PARTY "@o"
}

impl Class {
    pub(crate) const NONE: Class = Class(0);

    /// Both sets together.
    pub(crate) const fn and(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    /// This set without the other.
    pub(crate) const fn without(self, other: Class) -> Class {
        Class(self.0 & !other.0)
    }

    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    pub(crate) const fn from_bits(bits: u64) -> Class {
        Class(bits)
    }

    /// Whether the sets share a class.
    pub(crate) const fn is(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }
}

/// Names of the party that is bound or that binds.
pub(crate) const BOUND: Class = Class::CUSTOMER.and(Class::MUTUAL).and(Class::USERS);
/// Any name of a party.
pub(crate) const PARTY: Class = BOUND.and(Class::PROVIDER);

/// An open-addressed table from a word's hash to its classes; built once from the data file.
struct Table {
    slots: Vec<(u64, Class)>,
}

const SLOTS: usize = 4096;

impl Table {
    fn read() -> Self {
        let mut table = Table { slots: vec![(0, Class::NONE); SLOTS] };
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let Some(class) = words.next().and_then(Class::named) else { continue };
            for word in words {
                table.add(hash(word.bytes()), class);
            }
        }
        table
    }

    fn add(&mut self, hash: u64, class: Class) {
        for at in probes(hash) {
            let Some(slot) = self.slots.get_mut(at) else { return };
            if slot.0 == hash || slot.0 == 0 {
                *slot = (hash, slot.1.and(class));
                return;
            }
        }
    }

    fn class(&self, hash: u64) -> Class {
        for at in probes(hash) {
            match self.slots.get(at) {
                Some((found, class)) if *found == hash => return *class,
                Some((0, _)) | None => return Class::NONE,
                _ => {}
            }
        }
        Class::NONE
    }
}

fn probes(hash: u64) -> impl Iterator<Item = usize> {
    let first = usize::try_from(hash >> 40).unwrap_or(0);
    (0..32).map(move |step| (first + step) % SLOTS)
}

/// FNV-1a, which is short and the same on every machine.
pub(crate) const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Adds a byte to a hash.
pub(crate) const fn mixed(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a word's lower-case bytes.
pub(crate) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(START, mixed)
}

/// The classes of the word with this hash.
pub(crate) fn class(hash: u64) -> Class {
    static WORDS: OnceLock<Table> = OnceLock::new();
    WORDS.get_or_init(Table::read).class(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_class_and_every_word_is_found() {
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split_whitespace();
            let class_of_line = Class::named(words.next().unwrap()).unwrap();
            for word in words {
                assert!(class(hash(word.bytes())).is(class_of_line), "{word}");
            }
        }
        assert_eq!(class(hash("zebra".bytes())), Class::NONE);
    }
}
