//! The work of reading grows with the text and not faster, whatever stands in it.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use onus_documents::Limits;
use std::time::{Duration, Instant};

/// How long this thread has worked, which a busy machine does not stretch; where the system does not say it, how late
/// it is.
fn worked(start: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// The best of two.
fn time(text: &str, name: &str) -> Duration {
    let limits = Limits { bytes: usize::MAX };
    let start = Instant::now();
    let once = || {
        let before = worked(start);
        onus_documents::read(text.as_bytes(), Some(name), &limits).unwrap();
        worked(start) - before
    };
    (0..2).map(|_| once()).min().unwrap()
}

/// Eight times the text may take thirty times as long, where work with the square would take sixty-four. What a busy
/// machine adds to one measurement it does not add to all.
fn grows_with_the_text(what: &str, name: &str, text: impl Fn(usize) -> String, size: usize) {
    let measure = || (time(&text(size), name), time(&text(size * 8), name));
    let held = |(small, large): &(Duration, Duration)| *large < (*small).max(Duration::from_millis(2)) * 30;
    let measured: Vec<_> = (0..4).map(|_| measure()).take_while(|pair| !held(pair)).collect();
    assert!(measured.len() < 4, "{what} in {name}, {size} and eight times that: {measured:?}");
}

#[test]
fn repeated_marks_cost_their_length() {
    let marks = [
        "a, ",
        "<",
        "<a ",
        "<a x=\"",
        "<a x=\"'",
        "<!--",
        "</",
        "<p>",
        "<nav>",
        "<div hidden>",
        "<script>",
        "<x hidden>",
        "&",
        "&amp",
        "&#",
        "[",
        "](",
        "[](",
        "[a][",
        "![",
        "*",
        "_a",
        "`",
        "`` ",
        "\\",
        "~~",
        "> ",
        "|",
        "| a\n",
        "a-\nb",
        "1. a\n",
        "* a\n\n",
        "(a) ",
        "#",
        "# a\n",
        "\n",
        " \n",
        "\u{c}",
        "- 2 -\n",
        "2\n",
        "word\n3\n",
        "<table>",
        "</ul>",
        "<li>",
        "<td>",
        "<ul>",
        "<ul><table>",
        "<!-- -->",
        "]: ",
        "[a]: http://b\n",
        "```\n",
        "\u{ad}\n",
        "é",
        "---\n",
        "<blockquote>",
        "<style>",
        "<script>\n",
        "<!--\n",
        "<del>",
    ];
    for mark in marks {
        for name in ["a.md", "a.txt", "a.html"] {
            let text = |size: usize| format!("<html>{}", mark.repeat(size));
            grows_with_the_text(mark, name, text, 1_000);
            grows_with_the_text(mark, name, |size| format!("Terms. {}", mark.repeat(size)), 1_000);
        }
    }
}

#[test]
fn ten_thousand_nested_lists_are_read() {
    let html = |depth: usize| format!("<html>{}{}", "<ul><li>a".repeat(depth), "</ul>b".repeat(depth));
    grows_with_the_text("nested lists", "a.html", html, 10_000);
    let quotes = |depth: usize| format!("{} a\n", ">".repeat(depth));
    grows_with_the_text("nested quotes", "a.md", quotes, 10_000);
    // The indentation itself grows with the square, so that depth is held and the number of lists grows.
    let indented = |lists: usize| (0..lists).map(|line| format!("{}* a\n", " ".repeat(line % 500))).collect();
    grows_with_the_text("indented lists", "a.md", indented, 10_000);
}

#[test]
fn a_hundred_megabytes_are_read() {
    let clause = "**4\\.1\\.** The [Customer](https://example.com/x) must, at its own cost, re\u{ad}port incidents &amp; losses.\n\n";
    // Without the optimiser a fifth of it takes as long.
    let size = if cfg!(debug_assertions) { 20_000_000 } else { 100_000_000 };
    let text = clause.repeat(size / clause.len() + 1);
    let limits = Limits { bytes: usize::MAX };
    let document = onus_documents::read(text.as_bytes(), Some("a.md"), &limits).unwrap();
    assert_eq!(document.content.blocks.len(), size / clause.len() + 1);
    let last = document.content.blocks.last().unwrap();
    let citation = document.content.cite(last, 0..last.words().len()).unwrap();
    assert!(citation.quote.starts_with("4\\.1\\.") && citation.quote.ends_with("losses."), "{}", citation.quote);
}
