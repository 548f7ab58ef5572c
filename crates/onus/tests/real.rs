//! Three real agreements through the whole chain, where they lie beside the project: read, confirmed in part, attested,
//! reported, proved.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod house;

use house::House;
use std::path::{Path, PathBuf};

const PAPERS: [&str; 3] = ["bonterms-cloud-terms.md", "aws-aup.md", "github-enterprise-subscription-agreement.md"];

#[test]
fn real_agreements_go_from_clause_to_proof() {
    let shared = std::env::var_os("ONUS_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let gold = shared.join("gold");
    if !gold.is_dir() {
        eprintln!("SKIPPED: no real agreements at {}; set ONUS_SHARED", gold.display());
        assert!(std::env::var_os("ONUS_REQUIRE_SHARED").is_none(), "ONUS_REQUIRE_SHARED is set");
        return;
    }
    let house = House::empty();
    for paper in PAPERS {
        let path = gold.join(paper);
        let provider = paper.split('-').next().unwrap();
        let add = ["agreement", "add", path.to_str().unwrap(), "--provider", provider, "--title", provider];
        house.done(&[&add[..], &["--effective", "2026-01-01"]].concat());
    }
    let proposed = house.status(&[])["lines"].as_array().unwrap().clone();
    assert!(proposed.len() > 80, "{} proposed", proposed.len());
    for line in &proposed {
        let (place, quote) = (&line["citation"]["span"], line["citation"]["quote"].as_str().unwrap());
        let paper = PAPERS.iter().find(|paper| paper.starts_with(line["agreement"].as_str().unwrap())).unwrap();
        let text: Vec<char> = std::fs::read_to_string(gold.join(paper)).unwrap().chars().collect();
        let at = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
        assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), quote, "{paper}");
    }
    house.done(&["responsibility", "confirm", "--area", "identity", "--at", "2026-02-01"]);
    house.done(&["responsibility", "confirm", "--agreement", "aws", "--at", "2026-02-01"]);
    house.done(&["responsibility", "match", "--area", "identity", "--control", "identity.access-review"]);
    std::fs::write(house.path().join("review.csv"), "login,decision\nada,keep\n").unwrap();
    house.done(&["attest", "--area", "identity", "--control", "identity.access-review", "--evidence", "review.csv"]);
    let status = house.status(&[]);
    let count = |name: &str| status["totals"][name].as_u64().unwrap();
    let identity = house.status(&["--area", "identity"])["lines"].as_array().unwrap().clone();
    let reached =
        identity.iter().filter(|line| ["met", "standing"].contains(&line["status"].as_str().unwrap())).count();
    assert!(reached > 0 && reached == identity.len(), "{reached} of {}", identity.len());
    let open = count("unproven") + count("overdue");
    assert!(open > 50 && usize::try_from(open).unwrap() + reached == proposed.len(), "{}", status["totals"]);
    let last = house.done(&["ledger", "log", "--limit", "100000"]).lines().count() - 1;
    std::fs::write(house.path().join("p"), house.done(&["ledger", "prove", &last.to_string()])).unwrap();
    assert!(house.done(&["ledger", "prove", "--check", "p"]).contains("act.attested"));
    assert!(house.done(&["ledger", "verify"]).contains("in order"));
}
