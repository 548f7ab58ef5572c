//! Two versions of papers of our own: what is the same, what is stricter, looser, reworded, new and gone.

use onus_agreement::{Change, How, Options, compare, read};
use onus_documents::Limits;
use onus_terms::Responsibility;

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn duties(text: &str) -> Vec<Responsibility> {
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    read(&document.content, &Options::default()).responsibilities
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    compare(&duties(old), &duties(new))
}

const PAPER: &str = "1. Customer shall report each broken pane of glass to the gate within 30 days.\n\n\
                     2. Customer may not store paint in the hall without our prior written approval.\n\n\
                     3. Customer must return every key that it was lent.\n";

#[test]
fn noise_is_no_change() {
    let noise = [
        PAPER.replace("Customer shall", "Customer  shall").replace("2. ", "2\\. "),
        PAPER.replace("glass to", "glass, to").replace("key that", "**key** that"),
        format!("{PAPER}\n\n{PAPER}"),
        PAPER.to_uppercase().replace("APPROVAL.", "approval"),
    ];
    for new in noise {
        assert!(changes(PAPER, &new).iter().all(|change| matches!(change, Change::Same(..))), "{new}");
        assert!(changes(&new, PAPER).iter().all(|change| matches!(change, Change::Same(..))), "{new}");
    }
}

#[test]
fn a_renamed_brand_is_no_change() {
    let old = "You will not lend your Quillon badge to others.\n\nYou will not sell the Quillon manual.\n\n\
               You must tell Quillon of each lost badge.\n\nYou must pay Quillon in coins each week.\n";
    let new = old.replace("Quillon", "Brightquill");
    assert!(changes(old, &new).iter().all(|change| matches!(change, Change::Same(..))));
}

#[test]
fn a_shorter_time_is_stricter_and_a_lost_exception_too() {
    let how = |new: &str| {
        let changed = changes(PAPER, new).into_iter().filter(|change| !matches!(change, Change::Same(..)));
        changed.collect::<Vec<_>>()
    };
    let shorter = PAPER.replace("30 days", "10 days");
    assert_eq!(how(&shorter), [Change::Changed { old: 0, new: 0, how: How::Stricter }]);
    let longer = PAPER.replace("30 days", "60 days");
    assert_eq!(how(&longer), [Change::Changed { old: 0, new: 0, how: How::Looser }]);
    let bare = PAPER.replace(" without our prior written approval", "");
    assert_eq!(how(&bare), [Change::Changed { old: 1, new: 1, how: How::Stricter }]);
    let other = PAPER.replace("every key that it was lent", "all the keys that it was lent");
    assert_eq!(how(&other), [Change::Changed { old: 2, new: 2, how: How::Reworded }]);
}

#[test]
fn new_and_gone_duties_are_told() {
    let new = PAPER.replace("3. Customer must return every key that it was lent.", "3. You must insure your goods.");
    let told: Vec<_> = changes(PAPER, &new).into_iter().filter(|change| !matches!(change, Change::Same(..))).collect();
    assert_eq!(told, [Change::New(2), Change::Gone(2)]);
}
