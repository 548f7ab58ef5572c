//! Two versions of papers of our own: what is the same, what is stricter, looser, reworded, new and gone.

#![allow(clippy::indexing_slicing, reason = "helpers of tests")]

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

/// All but what is the same.
fn told(old: &str, new: &str) -> Vec<Change> {
    changes(old, new).into_iter().filter(|change| !matches!(change, Change::Same(..))).collect()
}

/// What a rewording of a paper of one duty does to it.
#[expect(clippy::panic, reason = "a helper of tests")]
fn way(old: &str, new: &str) -> Option<How> {
    match told(old, new).as_slice() {
        [] => None,
        [Change::Changed { how, .. }] => Some(*how),
        other => panic!("{old} / {new}: {other:?}"),
    }
}

#[test]
fn furniture_hyphens_and_ties_are_no_change() {
    let old = "In addition, Customer must label each end-to-end cable of the hall.\n";
    for new in [
        "Customer must label each end to end cable of the hall.\n",
        "Skip to content\n\nMenu\n\nIn addition, Customer must label each end-to-end cable of the hall.\n\nFollow us\n",
        "Moreover, Customer must label each “end-to-end” cable of the hall!\n",
        "# 1. Cables\n\n1. a. In addition, Customer must label each end-to-end cable of the hall.\n",
        "Labels of cables. a. Customer must label each end-to-end cable of the hall.\n",
        "iv. Customer must label each end-to-end cable of the hall.\n",
    ] {
        assert_eq!(told(old, new), [], "{new}");
    }
}

#[test]
fn a_brand_is_renamed_although_other_sentences_changed() {
    let old = "You will not lend your qBadge to others of the house. qBadge shall have no part in this.\n\n\
               You must tell qBadge of each door that stays open at night.\n\n\
               You must pay qBadge in coins on each first day of the week.\n";
    let new = old.replace("qBadge", "Turnstile").replace("in coins", "in coins or notes");
    let [Change::Changed { how: How::Stricter, .. }] = told(old, &new)[..] else { panic!("{:?}", told(old, &new)) };
}

#[test]
fn a_renamed_product_is_no_change_and_another_product_is_another_duty() {
    let line = |name: &str| {
        format!(
            "You must tell us of each fault of {name} within 3 days.\n\nYou may not rent {name} to a rival of ours.\n\n"
        )
    };
    let paper =
        |first: &str, more: &str| format!("# 1. First\n\n{}# 2. Second\n\n{}{more}", line(first), line("Quillon Gate"));
    let old = paper("Quillon Stair", "");
    assert_eq!(told(&old, &paper("Quillon Stair Plus", "")), []);
    // The same words of a third product are new, and none of the others became it.
    let more = format!("# 3. Third\n\n{}", line("Quillon Roof"));
    assert_eq!(told(&old, &paper("Quillon Stair", &more)), [Change::New(4), Change::New(5)]);
}

#[test]
fn words_told_in_several_sections_belong_to_their_section() {
    let section = |name: &str, own: &str| {
        format!("# {name}\n\nYou must keep {own} dry.\n\nYou are responsible for asking all whom this concerns.\n\n")
    };
    let old = ["Alder", "Birch", "Cedar"].map(|name| section(name, name)).concat();
    let more = ["Alder", "Beech", "Birch", "Cedar"].map(|name| section(name, name)).concat();
    let Ok([Change::New(2), Change::New(3)]) = <[Change; 2]>::try_from(told(&old, &more)) else {
        panic!("{:?}", told(&old, &more))
    };
    assert_eq!(told(&more, &old), [Change::Gone(2), Change::Gone(3)]);
    // None of them is taken for one of another section.
    let pairs = changes(&old, &more).into_iter().filter_map(|change| match change {
        Change::Same(old, new) => Some((old, new)),
        _ => None,
    });
    assert_eq!(pairs.collect::<Vec<_>>(), [(0, 0), (1, 1), (2, 4), (3, 5), (4, 6), (5, 7)]);
}

#[test]
fn what_is_put_in_or_taken_out_tells_the_way() {
    let stricter = [
        ("Customer must report each loss of a key.", "Customer must report each loss or suspected loss of a key."),
        ("Customer may not lend a key.", "Customer may not lend, rent or copy a key."),
        ("Customer should not smoke in the hall.", "Customer must not smoke in the hall."),
        ("Customer shall promptly report a broken lock.", "Customer shall immediately report a broken lock."),
        ("Customer must use reasonable care in the hall.", "Customer must use care in the hall."),
        (
            "Customer must give notice at least 5 days before a visit.",
            "Customer must give notice at least 9 days before a visit.",
        ),
        ("Customer must test the alarm every year.", "Customer must test the alarm every month."),
        ("Customer may not smoke in the hall, except by the door.", "Customer may not smoke in the hall."),
        ("Customer may not smoke, except by the door or in the yard.", "Customer may not smoke, except by the door."),
    ];
    for (old, new) in stricter {
        assert_eq!(way(old, new), Some(How::Stricter), "{old} / {new}");
        assert_eq!(way(new, old), Some(How::Looser), "{new} / {old}");
    }
    let reworded = [
        // A limit in other words, and not none.
        (
            "Customer must pay the rent within 30 days of the invoice.",
            "Customer must pay the rent by the day that the invoice names.",
        ),
        ("Customer must return every key to the porter.", "Customer must return every key to the gardener."),
        // More on one side, less on the other.
        (
            "Customer must report each loss of a key within 9 days.",
            "Customer must report each loss of a key within 3 days, unless it is found.",
        ),
        ("Customer must clean the hall.", "Customer must clean the hall, including the stairs."),
    ];
    for (old, new) in reworded {
        assert_eq!(way(old, new), Some(How::Reworded), "{old} / {new}");
    }
}

#[test]
fn a_lead_in_changes_its_items() {
    let paper = |lead: &str| format!("{lead}\n\n* leave the gate open at night;\n* feed the birds of the yard.\n");
    let ban = paper("Customer may not, without our prior written consent:");
    let (bare, duty) = (paper("Customer may not:"), paper("Customer must:"));
    let hows = |old: &str, new: &str| {
        told(old, new)
            .into_iter()
            .map(|change| match change {
                Change::Changed { how, .. } => Some(how),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(hows(&ban, &bare), [Some(How::Stricter); 2]);
    assert_eq!(hows(&bare, &ban), [Some(How::Looser); 2]);
    assert_eq!(hows(&bare, &duty), [Some(How::Reworded); 2]);
}

#[test]
fn a_clause_that_changed_twice_on_a_page_told_twice_is_one_change() {
    let new = PAPER.replace("within 30 days", "within 10 days");
    let once = told(PAPER, &format!("{new}\n\n{new}"));
    assert_eq!(once, [Change::Changed { old: 0, new: 0, how: How::Stricter }]);
    let back = told(&format!("{PAPER}\n\n{PAPER}"), &new);
    let both = |old| Change::Changed { old, new: 0, how: How::Stricter };
    assert_eq!(back, [both(0), both(3)]);
}

#[test]
fn a_new_order_is_no_change_and_tells_what_moved() {
    let new = "1. Customer must return every key that it was lent.\n\n\
               2. Customer shall report each broken pane of glass to the gate within 30 days.\n\n\
               3. Customer may not store paint in the hall without our prior written approval.\n";
    assert_eq!(told(PAPER, new), []);
    let pairs: Vec<(usize, usize)> = changes(PAPER, new)
        .into_iter()
        .filter_map(|change| match change {
            Change::Same(old, new) => Some((old, new)),
            _ => None,
        })
        .collect();
    assert_eq!(onus_agreement::moved(&pairs).into_iter().collect::<Vec<_>>(), [0]);
}

#[test]
fn comparing_hostile_papers_costs_in_proportion_to_their_size() {
    #[expect(clippy::disallowed_methods, reason = "the test measures; only the room is pure")]
    let time = |count: usize| {
        let paper = |word: &str| {
            (0..count)
                .map(|at| format!("# {at}\n\nYou must {word} the gate {at} and the gate and the gate.\n\n"))
                .collect::<String>()
        };
        let (old, new) = (duties(&paper("shut")), duties(&paper("bolt")));
        let start = std::time::Instant::now();
        compare(&old, &new);
        start.elapsed()
    };
    time(500);
    let (small, large) = (time(500), time(4000));
    assert!(large < small * 40, "{small:?} and {large:?}");
}

#[test]
fn a_reference_that_follows_its_clause_is_no_change() {
    let old = "8\\. Customer must shut the gate by night.\n\n9\\. Customer must feed the dog as section 8 and the rules ask.\n";
    let new = "8\\. We paint the gate.\n\n9\\. Customer must shut the gate by night.\n\n\
               10\\. Customer must feed the dog as section 9 and the rules ask.\n";
    assert_eq!(told(old, new), []);
    // Another clause is another duty.
    assert_eq!(way(old, &old.replace("section 8", "section 7")), Some(How::Reworded));
}

#[test]
fn what_is_put_into_a_lead_in_changes_its_items() {
    let paper = |lead: &str| format!("{lead}\n\n* open the gate;\n* feed the birds.\n");
    let (less, more) = (paper("You may not:"), paper("You may not, or allow others to:"));
    let hows = |old, new| {
        told(old, new).into_iter().map(|change| match change {
            Change::Changed { how, .. } => how,
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(hows(&less, &more).collect::<Vec<_>>(), [How::Stricter; 2]);
    assert_eq!(hows(&more, &less).collect::<Vec<_>>(), [How::Looser; 2]);
}

#[test]
fn sentences_that_are_joined_or_cut_are_reworded() {
    let apart = "1. Customer must shut the iron gate at night.\n\n2. Customer must give one key of it to the porter each week.\n";
    let joined = "1. Customer must shut the iron gate at night and must give one key of it to the porter each week.\n";
    let hows = |old: &str, new: &str| {
        told(old, new).into_iter().map(|change| match change {
            Change::Changed { old, new, how: How::Reworded } => (old, new),
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(hows(apart, joined).collect::<Vec<_>>(), [(0, 0), (1, 0)]);
    assert_eq!(hows(joined, apart).collect::<Vec<_>>(), [(0, 0), (0, 1)]);
}

proptest::proptest! {
    /// Each duty of both versions is told, in whatever way papers are put together; and nothing changes against itself.
    #[test]
    fn each_duty_is_told(old in paper(), new in paper()) {
        let (old, new) = (duties(&old), duties(&new));
        let mut before: std::collections::BTreeSet<usize> = (0..old.len()).collect();
        let mut letters: std::collections::BTreeSet<&str> = new.iter().map(|duty| duty.act.as_str()).collect();
        for change in compare(&old, &new) {
            match change {
                Change::Same(from, to) | Change::Changed { old: from, new: to, .. } => {
                    before.remove(&from);
                    letters.remove(new[to].act.as_str());
                }
                Change::New(to) => {
                    letters.remove(new[to].act.as_str());
                }
                Change::Gone(from) => proptest::prop_assert!(before.remove(&from)),
                _ => {}
            }
        }
        proptest::prop_assert!(before.is_empty() && letters.is_empty(), "{before:?} {letters:?}");
        proptest::prop_assert!(compare(&new, &new).iter().all(|change| matches!(change, Change::Same(..))));
    }
}

/// Sentences and headings of few kinds, so that many are alike.
fn paper() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let line = prop_oneof![
        2 => (0..3usize).prop_map(|at| format!("# {}\n\n", ["Gate", "Hall", "Yard"][at])),
        9 => (0..3usize, 0..4usize, 0..3usize).prop_map(|(verb, thing, more)| {
            let verb = ["must shut", "may not open", "must clean and shut"][verb];
            let thing = ["the gate", "each door of the hall", "the Quillon Roof", "the Quillon Stair"][thing];
            let more = ["", " within 3 days", " unless we agree to it in writing beforehand"][more];
            format!("Customer {verb} {thing} by night as the rules of the house ask{more}.\n\n")
        }),
    ];
    proptest::collection::vec(line, 0..14).prop_map(|lines| format!("Rules\n\n{}", lines.concat()))
}
