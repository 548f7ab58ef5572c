//! Two papers in two formats with the same words give the same responsibilities. The papers lie in the shared folder.

use onus_agreement::{Options, read};
use onus_documents::Limits;
use onus_terms::Responsibility;
use std::path::{Path, PathBuf};

const TWINS: [(&str, &str); 3] = [
    ("bonterms-cloud-terms.pdf", "bonterms-cloud-terms.md"),
    ("cuad-corio-license-hosting.pdf", "cuad-corio-license-hosting.txt"),
    ("cuad-regan-license-hosting.pdf", "cuad-regan-license-hosting.txt"),
];

#[expect(clippy::disallowed_methods, reason = "the test finds papers; only the room is pure")]
fn papers() -> Option<PathBuf> {
    let shared =
        std::env::var("ONUS_SHARED").unwrap_or_else(|_| format!("{}/../../../shared", env!("CARGO_MANIFEST_DIR")));
    let papers = Path::new(&shared).join("data/agreements");
    if papers.is_dir() {
        return Some(papers);
    }
    assert!(std::env::var("ONUS_REQUIRE_SHARED").is_err(), "../shared is required and absent");
    eprintln!("SKIPPED: ../shared is absent");
    None
}

#[expect(clippy::disallowed_methods, reason = "the test reads papers; only the room is pure")]
#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn reading(path: &Path) -> Vec<Responsibility> {
    let bytes = std::fs::read(path).unwrap();
    let document = onus_documents::read(&bytes, path.to_str(), &Limits::default()).unwrap();
    let found = read(&document.content, &Options::default()).responsibilities;
    for one in &found {
        assert!(one.citation.holds_in(&document.content.text), "{}: {}", path.display(), one.act);
        let paged = path.extension().is_some_and(|ending| ending == "pdf");
        assert_eq!(one.citation.place.page.is_some(), paged, "{}: {}", path.display(), one.act);
    }
    found
}

/// The letters and digits of an act, with what kind it is and whom it binds.
fn letters(one: &Responsibility) -> String {
    let act: String = one.act.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    format!("{:?} {:?} {act}", one.kind, one.party)
}

/// How many of `these` the others have as well; names the rest.
fn shared(these: &[Responsibility], others: &[Responsibility], name: &str) -> usize {
    let mut rest: Vec<String> = others.iter().map(letters).collect();
    let mut count = 0;
    for one in these {
        let found = rest.iter().position(|other| *other == letters(one));
        match found {
            Some(index) => {
                rest.swap_remove(index);
                count += 1;
            }
            None => eprintln!("only in {name}: {} | {}", letters(one), one.citation.quote),
        }
    }
    count
}

#[test]
fn twins_in_two_formats_give_the_same_responsibilities() {
    let Some(papers) = papers() else { return };
    for (one, other) in TWINS {
        let (first, second) = (reading(&papers.join(one)), reading(&papers.join(other)));
        let both = shared(&first, &second, one);
        shared(&second, &first, other);
        eprintln!("{one}: {both} of {} and of {}", first.len(), second.len());
        assert!(first.len() > 10, "{one}: {}", first.len());
        for (count, name) in [(first.len(), one), (second.len(), other)] {
            assert!(both * 100 >= count * 95, "{name}: {both} of {count} are the same");
        }
    }
}
