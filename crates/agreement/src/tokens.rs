use crate::words::{self, Class};
use std::ops::Range;

/// A word or sign of a block, with its place in the block's words and in the plain text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Token {
    /// Bytes of the block's words.
    from: u32,
    pub(crate) to: u32,
    /// Bytes of the plain text.
    start: u32,
    end: u32,
    /// Of the plain letters, for names that only this paper gives.
    pub(crate) hash: u64,
    pub(crate) class: Class,
}

impl Token {
    pub(crate) fn is(self, class: Class) -> bool {
        self.class.is(class)
    }

    /// Bytes of the block's words that it covers.
    pub(crate) fn bytes(self) -> Range<usize> {
        wide(self.from)..wide(self.to)
    }
}

impl Token {
    /// Bytes of the plain text.
    pub(crate) fn plain(self) -> Range<usize> {
        wide(self.start)..wide(self.end)
    }
}

/// A block longer than 4 GiB is read no further; no document is that long.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn wide(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

/// The words of one block in plain form: lower case, straight quotes, no invisible characters. Reused from block to
/// block, so that reading allocates nothing for a word.
#[derive(Debug, Default)]
pub(crate) struct Text {
    plain: String,
    pub(crate) tokens: Vec<Token>,
}

impl Text {
    /// The plain letters of a token; of a possessive those before the apostrophe.
    pub(crate) fn word(&self, token: Token) -> &str {
        self.plain.get(wide(token.start)..wide(token.end)).unwrap_or("")
    }

    /// The plain text between two tokens, words parted by single spaces.
    pub(crate) fn plain(&self, tokens: Range<usize>) -> &str {
        let Some(first) = self.tokens.get(tokens.start) else { return "" };
        let last = tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.and_then(|last| self.plain.get(wide(first.start)..wide(last.end))).unwrap_or("")
    }

    /// Reads other words into the same buffers.
    pub(crate) fn read(&mut self, words: &str) {
        self.plain.clear();
        self.tokens.clear();
        let mut at = 0;
        while let Some(next) = words.as_bytes().get(at) {
            at = if next.is_ascii_whitespace() {
                at + 1
            } else if next.is_ascii_alphanumeric() {
                self.take_word(words, at)
            } else {
                self.take_other(words, at)
            };
        }
    }

    /// Puts one token in place of several, wherever `joined` gives one for a place, with how many it stands for. It is also
    /// told how many tokens are kept so far, which stand at the beginning.
    pub(crate) fn join(&mut self, mut joined: impl FnMut(&Text, usize, usize) -> Option<(Token, usize)>) {
        let (mut at, mut kept) = (0, 0);
        while at < self.tokens.len() {
            let mut taken = 1;
            if let Some((token, length)) = joined(self, at, kept) {
                taken = length.max(1);
                if let Some(place) = self.tokens.get_mut(kept) {
                    *place = token;
                }
            } else if kept < at {
                self.tokens.swap(kept, at);
            }
            kept += 1;
            at += taken;
        }
        self.tokens.truncate(kept);
    }

    fn begin(&mut self) -> usize {
        if !self.plain.is_empty() {
            self.plain.push(' ');
        }
        self.plain.len()
    }

    fn take_word(&mut self, words: &str, from: usize) -> usize {
        let start = self.begin();
        let mut hash = words::START;
        let mut shape = Class::WORD;
        let (mut at, mut end, mut figures) = (from, None, true);
        loop {
            // Most words are one run of plain letters before a space: no character is decoded for them.
            let run = words.as_bytes().get(at..).unwrap_or(&[]).iter().take_while(|byte| letter(**byte));
            let before_run = at;
            for byte in run {
                figures &= byte.is_ascii_digit();
                hash = words::mixed(hash, byte.to_ascii_lowercase());
                at += 1;
            }
            let lower = self.plain.len();
            self.plain.push_str(words.get(before_run..at).unwrap_or(""));
            if let Some(run) = self.plain.get_mut(lower..) {
                run.make_ascii_lowercase();
            }
            if matches!(words.as_bytes().get(at), None | Some(b' ')) {
                break;
            }
            let Some(next) = words.get(at..).and_then(|rest| rest.chars().next()) else { break };
            let after = words.get(at + next.len_utf8()..).unwrap_or("").chars().next().unwrap_or(' ');
            let before = words.as_bytes().get(at.wrapping_sub(1)).copied().unwrap_or(b' ');
            match next {
                '\'' | '’' | 'ʼ' => {
                    if let Some(past) = possessive(words, at + next.len_utf8()) {
                        shape = shape.and(Class::OWNS);
                        end = Some(self.plain.len());
                        at = past;
                        break;
                    }
                    if contraction(words, at + next.len_utf8()).is_some() {
                        break;
                    }
                    if !after.is_alphanumeric() {
                        if before == b's' {
                            shape = shape.and(Class::OWNS);
                            end = Some(self.plain.len());
                            at += next.len_utf8();
                        }
                        break;
                    }
                    self.plain.push('\'');
                    hash = words::mixed(hash, b'\'');
                }
                // A full stop inside a number, an abbreviation or a name; not where a space was lost.
                '.' | ',' if before.is_ascii_digit() && after.is_ascii_digit() => self.plain.push(next),
                '.' if after.is_alphanumeric() && !lost_space(words, from, at, after) => {
                    self.plain.push('.');
                    hash = words::mixed(hash, b'.');
                    figures = false;
                }
                '-' | '\u{2010}' | '\u{2011}' | '&' | '/'
                    if after.is_alphanumeric() && joins(next, words, from, at) =>
                {
                    let sign = if next.is_ascii() { next } else { '-' };
                    self.plain.push(sign);
                    hash = words::mixed(hash, u8::try_from(sign).unwrap_or(b'-'));
                    figures = false;
                }
                hidden if invisible(hidden) => {}
                letter if letter.is_alphanumeric() => {
                    for lower in letter.to_lowercase() {
                        self.plain.push(lower);
                        let mut buffer = [0; 4];
                        for byte in lower.encode_utf8(&mut buffer).bytes() {
                            hash = words::mixed(hash, byte);
                        }
                    }
                    figures = false;
                }
                _ => break,
            }
            at += next.len_utf8();
        }
        let end = end.unwrap_or(self.plain.len());
        // The name of a brand can have its capital behind a small letter.
        if words.get(from..).is_some_and(|rest| rest.chars().take(2).any(char::is_uppercase)) {
            shape = shape.and(Class::CAPITAL);
        }
        if figures {
            shape = shape.and(Class::NUMBER);
        }
        let negated = self.plain.get(start..end).is_some_and(|word| word.ends_with("n't") || word == "cannot");
        if negated {
            shape = shape.and(Class::NOT).and(auxiliary(self.plain.get(start..end).unwrap_or("")));
        }
        let mut class = words::class(hash);
        if class == Class::NONE && self.plain.get(start..end).is_some_and(adverb) {
            class = Class::ADVERB;
        }
        if class == Class::NONE
            && let Some(first) = glued(self.plain.get(start..end).unwrap_or(""))
            && words.is_char_boundary(from + first)
        {
            // Read again as two words; the first ends where the lost space was.
            self.plain.truncate(start.saturating_sub(1));
            let rest = from + first;
            self.take_word(words.get(..rest).unwrap_or(words), from);
            return self.take_word(words, rest);
        }
        let (start, end) = (narrow(start), narrow(end));
        self.tokens.push(Token { from: narrow(from), to: narrow(at), start, end, hash, class: shape.and(class) });
        at
    }

    fn take_other(&mut self, words: &str, at: usize) -> usize {
        let Some(next) = words.get(at..).and_then(|rest| rest.chars().next()) else { return at + 1 };
        if next.is_alphanumeric() {
            return self.take_word(words, at);
        }
        let to = at + next.len_utf8();
        if invisible(next) || next.is_whitespace() {
            return to;
        }
        if matches!(next, '\'' | '’')
            && let Some((verb, past)) = contraction(words, to)
        {
            return self.verb(at, past, verb);
        }
        if next == '('
            && let Some(past) = mark(words, at)
        {
            return self.sign(words, at, past, Class::MARK);
        }
        let class = match next {
            ',' => Class::COMMA,
            ';' => Class::SEMICOLON,
            ':' => Class::COLON,
            '.' | '?' | '!' => Class::STOP,
            '(' | '[' => Class::OPEN,
            ')' | ']' => Class::CLOSE,
            '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\'' | '*' | '_' | '`' => Class::QUOTE,
            '–' | '—' | '-' => Class::DASH,
            _ => Class::NONE,
        };
        self.sign(words, at, to, class)
    }

    /// The verb of `you're` or `you'll`, in full.
    fn verb(&mut self, from: usize, to: usize, verb: &str) -> usize {
        let start = narrow(self.begin());
        self.plain.push_str(verb);
        let hash = words::hash(verb.bytes());
        let class = Class::WORD.and(words::class(hash));
        let end = narrow(self.plain.len());
        self.tokens.push(Token { from: narrow(from), to: narrow(to), start, end, hash, class });
        to
    }

    fn sign(&mut self, words: &str, from: usize, to: usize, class: Class) -> usize {
        let start = self.begin();
        for sign in words.get(from..to).unwrap_or("").chars() {
            let straight = match sign {
                '“' | '”' | '„' | '«' | '»' => '"',
                '‘' | '’' => '\'',
                '–' | '—' => '-',
                other => other.to_ascii_lowercase(),
            };
            self.plain.push(straight);
        }
        let (start, end) = (narrow(start), narrow(self.plain.len()));
        self.tokens.push(Token { from: narrow(from), to: narrow(to), start, end, hash: 0, class });
        to
    }
}

/// Words before which a space is often lost when pages are captured, with what then follows.
const GLUED: [(&str, Class); 9] = [
    ("shall", Class::ACT.and(Class::BE).and(Class::NOT).and(Class::HAVE)),
    ("will", Class::BE.and(Class::NOT).and(Class::ACT)),
    ("must", Class::BE.and(Class::NOT).and(Class::ACT)),
    ("customer", AFTER_NAME),
    ("provider", AFTER_NAME),
    ("client", AFTER_NAME),
    ("processor", AFTER_NAME),
    ("controller", AFTER_NAME),
    ("parties", AFTER_NAME),
];
const AFTER_NAME: Class = Class::MODAL.and(Class::BE).and(Class::AGREE).and(Class::VOUCH).and(Class::SAY);

/// Where two words meet that have lost the space between them: `Customerwarrants`, `shallprovide`.
fn glued(word: &str) -> Option<usize> {
    GLUED.iter().find_map(|(first, then)| {
        let rest = word.strip_prefix(first).filter(|rest| rest.len() > 1 && rest.is_ascii())?;
        words::class(words::hash(rest.bytes())).is(*then).then_some(first.len())
    })
}

/// The verb that the letters after an apostrophe stand for, and where they end.
fn contraction(words: &str, at: usize) -> Option<(&'static str, usize)> {
    let rest = words.as_bytes().get(at..)?;
    let (verb, length) = match rest {
        [b'r', b'e', ..] => ("are", 2),
        [b'l', b'l', ..] => ("will", 2),
        [b'v', b'e', ..] => ("have", 2),
        _ => return None,
    };
    (!rest.get(length).is_some_and(u8::is_ascii_alphanumeric)).then_some((verb, at + length))
}

/// Where a possessive `s` ends that begins at `at`.
fn possessive(words: &str, at: usize) -> Option<usize> {
    let mut rest = words.get(at..)?.chars();
    let letter = rest.next()?;
    (matches!(letter, 's' | 'S') && !rest.next().is_some_and(char::is_alphanumeric)).then_some(at + 1)
}

/// What a verb with `n't` is without it.
fn auxiliary(word: &str) -> Class {
    match word {
        "isn't" | "aren't" | "wasn't" | "weren't" => Class::BE,
        "haven't" | "hasn't" | "hadn't" => Class::HAVE,
        "don't" | "doesn't" | "didn't" => Class::NONE,
        _ => Class::MODAL,
    }
}

/// Words in `-ly` that no table knows are adverbs, but for some verbs and nouns.
fn adverb(word: &str) -> bool {
    let other = ["apply", "supply", "reply", "rely", "imply", "multiply", "family", "assembly", "anomaly", "monopoly"];
    word.len() > 4 && word.ends_with("ly") && !other.contains(&word)
}

fn letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Characters that print as nothing: soft hyphen, zero-width space and joiners, word joiner, byte order mark.
pub(crate) fn invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a full stop ends a sentence though no space follows: a word of small letters, then a capital.
fn lost_space(words: &str, from: usize, at: usize, after: char) -> bool {
    let word = words.get(from..at).unwrap_or("");
    after.is_uppercase() && word.len() > 2 && word.chars().skip(1).all(char::is_lowercase)
}

/// Whether a sign binds two parts to one word. A stroke does so only in `and/or`: `Customer/you` are two words.
fn joins(sign: char, words: &str, from: usize, at: usize) -> bool {
    sign != '/' || words.get(from..at).is_some_and(|word| word.eq_ignore_ascii_case("and"))
}

/// Where a list mark such as `(a)`, `(iv)` or `(2)` ends that begins at `at`.
fn mark(words: &str, at: usize) -> Option<usize> {
    let bytes = words.as_bytes().get(at + 1..words.len().min(at + 8))?;
    let close = bytes.iter().position(|byte| *byte == b')')?;
    let inner = bytes.get(..close)?;
    let glued = at > 0 && words.as_bytes().get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
    let letter = matches!(inner, [one] if one.is_ascii_alphabetic());
    let double = matches!(inner, [one, two] if one == two && one.is_ascii_alphabetic());
    let roman = !inner.is_empty() && inner.iter().all(|byte| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x'));
    let figure = matches!(inner, [one] if one.is_ascii_digit()) && !counted(words, at);
    (!glued && (letter || double || roman || figure)).then_some(at + close + 2)
}

/// Whether the word before `at` is a number in letters, as in `five (5)`.
fn counted(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or("").trim_end();
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    crate::lengths::in_letters(&word.to_ascii_lowercase()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut read = Text::default();
        read.read(text);
        read.tokens.iter().map(|token| read.word(*token).to_owned()).collect()
    }

    #[test]
    fn words_are_plain() {
        assert_eq!(
            words("The Cus\u{ad}tomer’s keys,\u{a0}“Keys”."),
            ["the", "customer", "keys", ",", "\"", "keys", "\"", "."]
        );
        assert_eq!(
            words("within thirty (30) days (a) or five (5)"),
            ["within", "thirty", "(", "30", ")", "days", "(a)", "or", "five", "(", "5", ")"]
        );
        assert_eq!(
            words("the U.S. and 1.5 e.g. x.Y lost.Space can’t"),
            ["the", "u.s", ".", "and", "1.5", "e.g", ".", "x.y", "lost", ".", "space", "can't"]
        );
        assert_eq!(
            words("User(s) users’ and/or you/Client"),
            ["user", "(", "s", ")", "users", "and/or", "you", "/", "client"]
        );
    }
}
