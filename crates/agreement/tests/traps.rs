//! The traps of agreement language, each with wording of our own: what a text puts on the customer's side, unit by unit.

use onus_agreement::{Options, read};
use onus_documents::Limits;

/// What is expected of one unit: kind, party, first area (empty where it does not matter), limits joined by `+`.
type Unit = (&'static str, &'static str, &'static str, &'static str);

#[expect(clippy::unwrap_used, reason = "a helper of tests")]
fn units(text: &str) -> Vec<[String; 4]> {
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    let found = read(&document.content, &Options::default()).responsibilities;
    assert!(found.iter().all(|found| found.citation.holds_in(text)), "{text}");
    let unit = |found: &onus_terms::Responsibility| {
        let limits: Vec<String> = found.deadlines.iter().map(|deadline| deadline.limit.to_string()).collect();
        let area = found.areas.first().map(ToString::to_string).unwrap_or_default();
        [found.kind.to_string(), found.party.to_string(), area, limits.join("+")]
    };
    found.iter().map(unit).collect()
}

fn check(cases: &[(&str, &[Unit])]) {
    for (text, expected) in cases {
        let found = units(text);
        assert_eq!(found.len(), expected.len(), "{text}\n{found:?}");
        for (found, (kind, party, area, limits)) in found.iter().zip(*expected) {
            let area = if area.is_empty() { found[2].clone() } else { (*area).to_owned() };
            assert_eq!(found, &[(*kind).to_owned(), (*party).to_owned(), area, (*limits).to_owned()], "{text}");
        }
    }
}

#[test]
fn trap_1_the_provider_does_it_to_the_customer() {
    check(&[
        ("Provider shall tell Customer of each outage without undue delay.", &[]),
        ("We will send you a receipt within 3 days.", &[]),
        (
            "Customer shall tell Provider of each lost badge without undue delay.",
            &[("must", "customer", "", "without-undue-delay")],
        ),
        (
            "The data importer shall lock its rooms. The data exporter shall keep its own list.",
            &[("must", "customer", "", "")],
        ),
    ]);
}

#[test]
fn trap_2_mutual_duties_and_roles() {
    check(&[
        ("Each party shall keep the other's plans secret.", &[("must", "mutual", "legal", "")]),
        ("Neither party may lend the other's marks to anyone.", &[("mustnot", "mutual", "legal", "")]),
        ("The receiving party will guard Confidential Information with care.", &[("must", "mutual", "legal", "")]),
        ("The party being defended must hand over the file promptly.", &[("must", "mutual", "", "promptly")]),
        ("Customer and Provider will each name a contact.", &[("must", "mutual", "", "")]),
        ("A third party may not join the call.", &[]),
    ]);
}

#[test]
fn trap_3_entitlements_and_effects() {
    check(&[
        ("You will not receive a refund.", &[]),
        ("You will be charged each month.", &[]),
        ("Customer will have access to the archive.", &[]),
        ("Customer shall be entitled to a discount.", &[]),
        ("In no event will either party be liable for lost profits.", &[]),
    ]);
}

#[test]
fn trap_4_a_negated_duty_and_a_duty() {
    check(&[
        ("Customer is not required to keep the boxes.", &[]),
        (
            "Customer is not obligated to answer, but will promptly return the key.",
            &[("must", "customer", "", "promptly")],
        ),
        ("You are not responsible for our own servers.", &[]),
    ]);
}

#[test]
fn trap_5_exceptions() {
    let text = "Customer may not paint the racks without our prior written approval, except on open days.";
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    let found = read(&document.content, &Options::default()).responsibilities;
    assert_eq!(found[0].exceptions, ["without our prior written approval", "except on open days"]);
}

#[test]
fn trap_6_aliases_flip() {
    let deal = "This contract is made between Birke Works GmbH (\"Birke\") and Sorrel Foods Inc. (\"Sorrel\").\n\n\
                Birke will provide the hosting. Birke will operate the racks.\n\n\
                Sorrel will pay the monthly rent. Sorrel shall obtain a permit. Birke shall sweep the hall.\n";
    check(&[(deal, &[("must", "customer", "commercial", "every:P1M"), ("must", "customer", "", "")])]);
    check(&[
        (
            "If you sign for a firm (the \"Company\" or \"you\"), this binds it. Company shall keep a register.",
            &[("must", "customer", "", "")],
        ),
        ("The Company, we, will mend the roof. Company shall mend the door.", &[]),
        ("Users must not share their badges with others.", &[("mustnot", "users", "identity", "")]),
        ("The Covered Entity shall train its staff yearly.", &[("must", "customer", "training", "every:P1Y")]),
    ]);
}

#[test]
fn names_can_be_set_by_hand() {
    let text = "Alder shall empty the bins. Rowan shall empty the bins.";
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    let options = Options { customer: vec!["Alder".into()], provider: vec!["Rowan".into()] };
    let found = read(&document.content, &options).responsibilities;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].citation.quote, "Alder shall empty the bins.");
}

#[test]
fn names_of_several_words_can_be_set_by_hand() {
    let text = "Meyer & Sons, Ltd. shall empty the bins. Harbour Light Stores shall fill them. Harbour shall look on.";
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    for name in ["Meyer & Sons, Ltd.", "meyer & sons, ltd", " Meyer  & Sons , Ltd"] {
        let options = Options { customer: vec![name.into()], provider: vec!["Harbour Light Stores".into()] };
        let found = read(&document.content, &options).responsibilities;
        let quotes: Vec<&str> = found.iter().map(|found| found.citation.quote.as_str()).collect();
        assert_eq!(quotes, ["Meyer & Sons, Ltd. shall empty the bins."], "{name}");
    }
    let turned = Options { customer: vec!["Harbour Light Stores".into()], provider: vec!["Meyer & Sons, Ltd.".into()] };
    let found = read(&document.content, &turned).responsibilities;
    assert_eq!(found[0].citation.quote, "Harbour Light Stores shall fill them.");
}

#[test]
fn trap_7_defined_terms() {
    check(&[
        ("“Blackout” means a day on which Customer must stay away.", &[]),
        (
            "All rents are due within 20 days of the bill (the “Grace Period”).\n\n\
             If Customer doubts a bill, it will write to Provider within the Grace Period.",
            &[("must", "customer", "commercial", "P20D"), ("must", "customer", "", "P20D")],
        ),
    ]);
}

#[test]
fn trap_8_flattened_nesting() {
    check(&[
        (
            "3\\.1\\. Customer shall not:\n\n(a) copy the plans;\n\n(b) sell the plans; or\n\n(c) burn the plans.\n\n\
             3\\.2\\. Provider shall mend them.\n",
            &[("mustnot", "customer", "", ""), ("mustnot", "customer", "", ""), ("mustnot", "customer", "", "")],
        ),
        ("Customer (a) will label each box, and (b) will seal it within 2 days.", &[("must", "customer", "", "P2D")]),
        (
            "Customer:\n\n(a) will label each box, and\n\n(b) will not open it.\n",
            &[("must", "customer", "", ""), ("mustnot", "customer", "", "")],
        ),
        ("You agree <span class=\"term\">not<br></span> to open the box.", &[("mustnot", "customer", "", "")]),
    ]);
}

#[test]
fn trap_9_capitals_and_headings() {
    check(&[
        ("THE HALL IS LENT AS IT IS. CUSTOMER MUST INSURE ITS OWN GOODS.", &[("must", "customer", "", "")]),
        ("## CUSTOMER OBLIGATIONS\n\nThe hall is open on Mondays.\n", &[]),
        (
            "## Customer obligations\n\n* Sweep the floor\n* Lock the gate\n",
            &[("must", "customer", "", ""), ("must", "customer", "", "")],
        ),
        ("## Prohibited uses\n\n* Storing fireworks\n", &[("mustnot", "customer", "use", "")]),
        ("## Restrictions on use\n\n* Opening hours. The hall is open on Mondays.\n", &[]),
        ("## Our obligations\n\n* Sweep the floor\n", &[]),
    ]);
}

#[test]
fn trap_10_unicode_and_lost_spaces() {
    check(&[
        ("Cus\u{ad}tomer\u{a0}shall\u{2060} lock the gate.", &[("must", "customer", "", "")]),
        (
            "You can\u{2019}t lend the badge. Customer\u{2019}s use must comply with the house rules.",
            &[("mustnot", "customer", "", ""), ("must", "customer", "", "")],
        ),
        (
            "The Customershall lock the gate.Customer must not climb it.",
            &[("must", "customer", "", ""), ("mustnot", "customer", "", "")],
        ),
    ]);
}

#[test]
fn trap_11_tables() {
    check(&[(
        "| Topic | Rule |\n|---|---|\n| Keys | Customer must return keys within 5 business days. |\n",
        &[("must", "customer", "", "P5B")],
    )]);
}

#[test]
fn trap_12_the_consequence_stands_apart() {
    check(&[(
        "You must keep your billing details up to date. If you fail to do so, we may close the account.",
        &[("must", "customer", "account", "")],
    )]);
}

#[test]
fn trap_13_knowledge_without_an_act() {
    check(&[
        ("You acknowledge that storms can cut the power.", &[]),
        ("You agree to these Terms.", &[]),
        ("You agree that we may close the hall.", &[]),
        ("You acknowledge and agree that you will not enter at night.", &[("mustnot", "customer", "", "")]),
    ]);
}

#[test]
fn trap_14_riders_for_a_region() {
    check(&[(
        "If your billing address is in Ruritania, you agree to pay the stamp duty within 10 days of the notice.",
        &[("must", "customer", "commercial", "P10D")],
    )]);
}

#[test]
fn trap_15_summaries_do_not_bind() {
    check(&[(
        "**Short version:** _You must be kind._\n\nYou must not shout in the hall.\n",
        &[("mustnot", "customer", "", "")],
    )]);
}

#[test]
fn conditions_of_rights_and_remedies() {
    check(&[
        (
            "To receive a credit, Customer must file a claim within five (5) business days of the outage.",
            &[("condition", "customer", "", "P5B")],
        ),
        (
            "Either party may end the lease upon at least sixty (60) days' prior written notice.",
            &[("condition", "mutual", "", "before:P60D")],
        ),
        (
            "The lease renews each spring unless Customer cancels it at least 30 days before the end.",
            &[("condition", "customer", "commercial", "before:P30D")],
        ),
        (
            "Provider will lend a crane, provided that Customer requests it in writing.",
            &[("condition", "customer", "", "")],
        ),
        ("Customer may lend the plans only to its own builders.", &[("mustnot", "customer", "", "")]),
    ]);
}

#[test]
fn deadlines_have_a_normal_form() {
    let cases = [
        (
            "Customer shall report a theft without undue delay and in any event within 72 hours.",
            "without-undue-delay+PT72H",
        ),
        ("Customer shall report a theft within 24 to 48 hours.", "PT24H/PT48H"),
        ("Customer must call at least five business days before the visit.", "before:P5B"),
        ("Customer shall test the alarm at least once every three months.", "every:P3M"),
        ("Customer shall test the alarm once per calendar year.", "every:P1Y"),
        ("Customer shall leave no later than ten (10) days after the end.", "P10D"),
        ("Before entering the hall, Customer must sign the book.", "before"),
        ("Customer must pay the rent when due.", "timely"),
        ("Customer must be able to show a badge at all times.", "at-all-times"),
        ("Customer must leave as soon as reasonably practicable.", "as-soon-as-practicable"),
        ("Provider will call within 3 days and Customer will answer within 4 days.", "P4D"),
        ("Customer shall act promptly.", "promptly"),
        ("Customer shall give a 15-day warning.", "P15D"),
    ];
    for (text, limits) in cases {
        let found = units(text);
        assert_eq!(found.first().map(|unit| unit[3].as_str()), Some(limits), "{text}");
    }
}

#[test]
fn deadlines_keep_their_anchor_and_words() {
    let text = "Customer shall report a defect within 30 days after discovering the defect, in writing.";
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    let found = read(&document.content, &Options::default()).responsibilities;
    let deadline = &found[0].deadlines[0];
    assert_eq!(deadline.anchor.as_deref(), Some("discovering the defect"));
    assert_eq!(deadline.phrase, "within 30 days");
}

#[test]
fn clauses_carry_their_number_and_heading() {
    let text = "## 4. Care\n\n4.1. Customer shall:\n\n(a) dust the shelf;\n\n(b) wash the floor.\n";
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap();
    let found = read(&document.content, &Options::default()).responsibilities;
    let places: Vec<_> = found.iter().map(|found| found.citation.place.clause.clone().unwrap()).collect();
    assert_eq!(places, ["4.1(a)", "4.1(b)"]);
    assert_eq!(found[0].citation.place.heading.as_deref(), Some("4. Care"));
    assert_eq!(found[0].act, "Customer must: dust the shelf");
    assert!(found[0].lead_in.is_some());
}
