//! What a browser shows of a page, as blocks.
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use onus_documents::{Format, Limits};
use onus_terms::{Block, BlockKind, DocumentText};

fn read(html: &str) -> DocumentText {
    let document = onus_documents::read(html.as_bytes(), Some("page.html"), &Limits::default()).unwrap();
    assert_eq!(document.format, Format::Html, "{html}");
    document.content
}

/// A block in one line: kind, marker, where it stands, words.
fn line(block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Heading(level) => format!("h{level}"),
        BlockKind::Paragraph => "p".to_owned(),
        BlockKind::Item(indent) => format!("li{indent}"),
        BlockKind::Row => block.cell.map_or("row".to_owned(), |cell| {
            format!("{}{},{}", if cell.header { "th" } else { "td" }, cell.row, cell.column)
        }),
    };
    let marks = [(block.quoted, "quoted"), (block.continues, "more")];
    let marks: String = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| format!(" {mark}")).collect();
    let marker = block.marker.as_deref().map_or(String::new(), |marker| format!(" [{marker}]"));
    format!("{kind}{marks}{marker} {}", block.words())
}

fn blocks(html: &str) -> Vec<String> {
    read(html).blocks.iter().map(line).collect()
}

#[test]
fn lists_are_numbered_as_shown() {
    let html = "<ol start=3><li>Pay.<li value='7'>Report:<ol type=a><li><p>at once</p><p>in writing</p><li>by mail</ol>\
                </li><li>Stop.</ol><ul><li>Bullet<ul><li>Inner</ul>after</ul>Done";
    let expected = [
        "li0 [3.] Pay.",
        "li0 [7.] Report:",
        "li2 [a.] at once",
        "li2 more in writing",
        "li2 [b.] by mail",
        "li0 [8.] Stop.",
        "li0 [] Bullet",
        "li2 [] Inner",
        "li0 more after",
        "p Done",
    ];
    assert_eq!(blocks(html), expected);
}

#[test]
fn tables_keep_their_cells() {
    let html = "<table><caption>Fees</caption><thead><tr><td>Service<td>Duty</thead>\
                <tr><th>Backup<td><p>Customer must test it.</p><p>Each year.</p></td></tr>\
                <tr><td colspan=2>Both<td>Third<ul><li>Inner</ul></table>After";
    let expected = [
        "p Fees",
        "th0,0 Service",
        "th0,1 Duty",
        "th1,0 Backup",
        "td1,1 Customer must test it.",
        "td1,1 more Each year.",
        "td2,0 Both",
        "td2,2 Third",
        "li0 [] Inner",
        "p After",
    ];
    assert_eq!(blocks(html), expected);
}

#[test]
fn what_is_not_shown_is_left_out() {
    let html = "<!DOCTYPE html><html><head><title>Shop</title><style>p > a {}</style></head><body><header>Menu\
                <div>Login</div></header><nav><ul><li>Home</ul></nav><!-- <p>Old. --><main><article><header><h1>Terms\
                </h1></header><p>Pay<script>if (a < b) { x('<p>') }</script> now.</p><p hidden>Draft.</p>\
                <div style='color: red; display : none'>Gone.</div><p>Keep <del>30</del> 45 days.</p></article></main>\
                <footer>Imprint</footer></body></html>";
    assert_eq!(blocks(html), ["h1 Terms", "p Pay now.", "p Keep 45 days."]);
}

#[test]
fn a_part_that_is_never_closed_hides_nothing() {
    assert_eq!(blocks("<p>One.<nav>Menu<p>Two.<div hidden>Three."), ["p One.", "p Menu", "p Two.", "p Three."]);
}

#[test]
fn words_are_joined_and_separated_as_shown() {
    let html = "<p>You must re&shy;port <b>secu</b>rity inci\u{ad}dents<br>within&nbsp;72&#160;hours &mdash; &sect;&#167;&#xA7; \
                R&D &amp; A&AMP;B 5 < 6 <x-y>.</p>";
    let expected = ["p You must report security incidents within 72 hours — §§§ R&D & A&B 5 < 6 ."];
    assert_eq!(blocks(html), expected);
}

#[test]
fn headings_definitions_and_quotes_are_known() {
    let html = "<h2 id='a'>1 Terms</h2>Text<blockquote><p>In short: pay.</p></blockquote><dl><dt>Data<dd>what you \
                store</dl><h3>Empty</h3><p></p><p>End";
    let expected =
        ["h2 1 Terms", "p Text", "p quoted In short: pay.", "p Data", "p what you store", "h3 Empty", "p End"];
    assert_eq!(blocks(html), expected);
}

#[test]
fn a_citation_is_the_source_of_its_words() {
    let html = "<p>“Caf&eacute;” must <b>re&shy;port</b> it&nbsp;&lt;now&gt;</p>";
    let document = read(html);
    let block = &document.blocks[0];
    assert_eq!(block.words(), "“Café” must report it <now>");
    for (words, quote) in
        [("“Café”", "“Caf&eacute;”"), ("must report", "must <b>re&shy;port"), ("<now>", "&lt;now&gt;")]
    {
        let start = block.words().find(words).unwrap();
        let citation = document.cite(block, start..start + words.len()).unwrap();
        assert_eq!(citation.quote, quote);
        assert!(citation.holds_in(html));
    }
}
