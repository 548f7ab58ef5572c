//! Small questions that are asked of a line.

/// The first word of a line in lower case.
pub(crate) fn first_word(line: &str) -> String {
    line.split_whitespace().next().unwrap_or("").chars().take(24).collect::<String>().to_lowercase()
}

/// A line as it repeats on each page: without its page number, its spaces all the same.
pub(crate) fn normal_line(line: &str) -> String {
    let mut normal = String::new();
    for character in line.chars().take(200) {
        match character {
            c if c.is_whitespace() => {
                if !normal.ends_with(' ') {
                    normal.push(' ');
                }
            }
            c if c.is_ascii_digit() => {
                if !normal.ends_with('#') {
                    normal.push('#');
                }
            }
            c => normal.push(c),
        }
    }
    normal
}

/// Whether letters are all capitals, and there are some.
pub(crate) fn in_capitals(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic());
    let (mut count, mut upper) = (0, 0);
    for letter in letters {
        count += 1;
        upper += usize::from(letter.is_uppercase());
    }
    count > 2 && count == upper
}
