//! The characters of fonts as text writes them.

/// Adds a character as text is written: ligatures in letters, signs of symbol fonts as bullets. What has no character
/// adds nothing.
pub(crate) fn letters(character: char, text: &mut String) {
    match character {
        '\u{fb00}' => text.push_str("ff"),
        '\u{fb01}' => text.push_str("fi"),
        '\u{fb02}' => text.push_str("fl"),
        '\u{fb03}' => text.push_str("ffi"),
        '\u{fb04}' => text.push_str("ffl"),
        '\u{fb05}' | '\u{fb06}' => text.push_str("st"),
        // A font draws it, so that it is a hyphen that is seen.
        '\u{ad}' => text.push('-'),
        // Symbol and Wingdings, as Word numbers them.
        '\u{f0a7}' => text.push('▪'),
        '\u{f0a8}' | '\u{f06f}' | '\u{f0a3}' => text.push('□'),
        '\u{f0b7}' | '\u{f06c}' | '\u{f06e}' | '\u{f071}' | '\u{f0d8}' | '\u{f0fc}' | '\u{f076}' | '\u{f0e0}'
        | '\u{f0b0}' => text.push('•'),
        '\u{f020}'..='\u{f07e}' => text.extend(char::from_u32(u32::from(character) - 0xf000)),
        '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => {}
        c if c.is_whitespace() => text.push(' '),
        c if c.is_control() => {}
        c => text.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_and_symbols_are_written_out() {
        let cases = [
            ("of\u{fb01}ce \u{fb04}", "office ffl"),
            ("\u{f0b7} item", "• item"),
            ("third\u{ad}party", "third-party"),
            ("a\u{a0}b\u{e123}\u{fffd}\u{1}", "a b"),
        ];
        for (drawn, expected) in cases {
            let mut text = String::new();
            drawn.chars().for_each(|character| letters(character, &mut text));
            assert_eq!(text, expected, "{drawn:?}");
        }
    }
}
