//! Ids: fresh ones, and those that follow from what they name.

use crate::problem::Problem;
use onus_store::Options;
use onus_terms::Digest;

/// Thirteen letters and digits that nobody has used: 65 random bits.
pub(crate) fn fresh(prefix: &str) -> Result<String, Problem> {
    let mut bytes = [0; 13];
    (Options::default().random)(&mut bytes)?;
    Ok(prefix.chars().chain(bytes.iter().map(|byte| letter(*byte))).collect())
}

/// The id of what was read at a place: the same reading gives the same id.
pub(crate) fn derived(prefix: &str, from: &str) -> String {
    let digest = Digest::of(from.as_bytes());
    prefix.chars().chain(digest.as_bytes().iter().take(8).map(|byte| letter(*byte))).collect()
}

/// Letters with marks, and how they are written without.
const SPELLED: [(&str, &str); 24] = [
    ("äæ", "ae"),
    ("ö", "oe"),
    ("ø", "o"),
    ("œ", "oe"),
    ("ü", "ue"),
    ("ß", "ss"),
    ("àáâãåāăą", "a"),
    ("çćč", "c"),
    ("ďđð", "d"),
    ("èéêëēėęě", "e"),
    ("ğ", "g"),
    ("ìíîïīį", "i"),
    ("ı", "i"),
    ("ķ", "k"),
    ("ļľł", "l"),
    ("ñńņň", "n"),
    ("òóôõőō", "o"),
    ("ŕř", "r"),
    ("śşšș", "s"),
    ("ţťț", "t"),
    ("ùúûűūųů", "u"),
    ("ýÿ", "y"),
    ("źżž", "z"),
    ("þ", "th"),
];

/// A letter in plain ASCII where it has a usual spelling there; else as it is.
pub(crate) fn spelled(letter: char) -> impl Iterator<Item = char> {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let spelling = SPELLED.iter().find(|(letters, _)| letters.contains(small)).map(|(_, spelling)| *spelling);
    spelling.unwrap_or_default().chars().chain(spelling.is_none().then_some(letter))
}

fn letter(byte: u8) -> char {
    // Without i, l, o and u, which are misread.
    char::from(*b"0123456789abcdefghjkmnpqrstvwxyz".get(usize::from(byte % 32)).unwrap_or(&b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_marks_are_spelled_without() {
        for (title, wanted) in
            [("Zwölf Übungen", "Zwoelf uebungen"), ("Łódź", "lodz"), ("Żółć & co", "zolc & co"), ("条款", "条款")]
        {
            assert_eq!(title.chars().flat_map(spelled).collect::<String>(), wanted);
        }
    }
}
