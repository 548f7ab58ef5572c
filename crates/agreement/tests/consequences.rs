//! What agreements attach to failing, each form with wording of our own, and what looks like it and is none.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "helpers of tests")]

use onus_agreement::{Deal, Options, merged, read, structure};
use onus_documents::Limits;
use onus_terms::{Responsibility, Structure};

fn built(text: &str) -> (Structure, Vec<Responsibility>) {
    let document = onus_documents::read(text.as_bytes(), Some("own.md"), &Limits::default()).unwrap().content;
    let reading = read(&document, &Options::default());
    let duties = merged(reading.responsibilities);
    let built = structure(&document, &reading.parties, &Deal { responsibilities: &duties, papers: &[] });
    for consequence in &built.consequences {
        assert!(consequence.citation.holds_in(text), "{consequence:?}");
    }
    (built, duties)
}

/// Kind, actor, whether it is general, and the duties it hangs on: basis and the first words of the act.
fn told(text: &str) -> Vec<(String, String, bool, Vec<String>)> {
    let (built, duties) = built(text);
    let conditions = |trigger: &str| trigger == "the condition is not met";
    let told = built.consequences.iter().filter(|found| !conditions(&found.trigger)).map(|found| {
        let links = found.links.iter().map(|link| {
            let act: Vec<&str> = duties[link.responsibility].act.split(' ').take(4).collect();
            format!("{} {}", link.basis, act.join(" "))
        });
        (found.kind.to_string(), found.actor.to_string(), found.general, links.collect())
    });
    told.collect()
}

type Expected = (&'static str, &'static str, bool, &'static [&'static str]);

fn check(cases: &[(&str, &[Expected])]) {
    for (text, expected) in cases {
        let found = told(text);
        let expected: Vec<(String, String, bool, Vec<String>)> = expected
            .iter()
            .map(|(kind, actor, general, links)| {
                let links = links.iter().map(|link| (*link).to_owned()).collect();
                ((*kind).to_owned(), (*actor).to_owned(), *general, links)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn the_next_sentence_says_what_failing_brings() {
    check(&[
        (
            "You must keep your mooring papers up to date. If you fail to do so, we may suspend your account.",
            &[("suspension", "provider", false, &["next-sentence You must keep your"])],
        ),
        (
            "You must keep the mooring papers tidy. If you fail to keep mooring papers tidy, your account may be closed.",
            &[("termination", "provider", false, &["next-sentence You must keep the"])],
        ),
        (
            "You may not:\n\n* feed the gulls near the gate\n* paint the quay wall by night\n\nAny such violation may result in suspension of your account.\n",
            &[(
                "suspension",
                "provider",
                false,
                &["next-sentence Customer must not: feed", "next-sentence Customer must not: paint"],
            )],
        ),
        // The sentence before speaks of something else.
        ("You must keep the gate shut. If the crane breaks, we may close the service for a day.", &[]),
    ]);
}

#[test]
fn one_sentence_says_both() {
    check(&[
        (
            "Customer must insure the boat, failing which Provider may terminate the lease.",
            &[("termination", "provider", false, &["clause Customer must insure the"])],
        ),
        (
            "Customer shall pay the rent within 30 days, and late payments bear interest.",
            &[("fees", "automatic", false, &["clause Customer shall pay the"])],
        ),
        // The fee is no consequence of failing to pay the fee.
        (
            "In case of late payment, Customer shall be liable to pay a late payment charge.",
            &[("fees", "automatic", false, &[])],
        ),
    ]);
}

#[test]
fn references_lead_to_the_clauses_that_they_name() {
    let text = "1. Care\n\n1.1 Customer shall oil the winch.\n\n1.2 Customer shall not paint the hull.\n\n2. Rent\n\n\
                2.1 Customer shall pay the rent monthly.\n\n3. End\n\n3.1 Provider may terminate this lease if Customer breaches Section 1.2.\n\n\
                3.2 Provider may suspend access if Customer violates Sections 1.1 or 1.2.\n\n\
                3.3 Provider may suspend access in accordance with Section 1.2.\n";
    check(&[(
        text,
        &[
            ("termination", "provider", false, &["reference Customer shall not paint"]),
            (
                "suspension",
                "provider",
                false,
                &["reference Customer shall oil the", "reference Customer shall not paint"],
            ),
        ],
    )]);
}

#[test]
fn this_section_is_the_clause_around() {
    check(&[(
        "## 7. Secrets\n\n7.1 Each party shall guard the other's plans.\n\n7.2 A breach of this Section may cause irreparable harm, so that the other party may seek an injunction.\n\n## 8. Rent\n\nCustomer shall pay the rent.\n",
        &[("injunction", "either", false, &["reference Each party shall guard"])],
    )]);
}

#[test]
fn definitions_lead_on() {
    let text = "1. Customer shall not berth barges here.\n\n2. Customer shall pay the toll within 9 days.\n\n\
                3. Provider may suspend the service during a Stop Event. “Stop Event” means that (a) the toll is overdue or (b) Customer breaches Section 1.\n";
    check(&[(
        text,
        &[(
            "suspension",
            "provider",
            false,
            &["definition Customer shall not berth", "definition Customer shall pay the"],
        )],
    )]);
    let (built, _) = built(text);
    for link in &built.consequences[0].links {
        assert_eq!(built.definitions[link.through.unwrap()].term, "Stop Event");
    }
}

#[test]
fn failing_in_a_matter_touches_its_duties() {
    check(&[
        (
            "1. Rent. Customer shall pay the rent within 30 days. Late payments bear interest at 1% a month.\n\n2. Paint. Customer shall paint the door.\n",
            &[("fees", "automatic", false, &["subject Customer shall pay the"])],
        ),
        (
            "Customer shall pay the rent within 30 days.\n\nWe may suspend your account if any amount is 15 days past due.\n",
            &[("suspension", "provider", false, &["subject Customer shall pay the"])],
        ),
        // Interest of another sort, and the provider's own lateness.
        ("Customer shall pay the rent. Provider keeps all right, title and interest in the quay.", &[]),
        ("Customer shall pay the rent. If Provider pays a refund late, Provider will pay interest on it.", &[]),
    ]);
}

#[test]
fn in_a_collection_of_terms_a_matter_stays_in_its_clause() {
    let others: String = (3..60).map(|number| format!("## {number}. Service\n\nIt runs.\n\n")).collect();
    let two = "## 1. Crane\n\nCustomer shall pay the crane rent.\n\n## 2. Buoy\n\nWe may suspend the service if any amount is overdue.\n\n";
    check(&[
        (&format!("{two}{others}"), &[("suspension", "provider", false, &[])]),
        (two, &[("suspension", "provider", false, &["subject Customer shall pay the"])]),
    ]);
}

#[test]
fn any_breach_is_general_and_hangs_on_no_duty_in_particular() {
    check(&[
        (
            "Customer shall oil the winch. Either party may terminate this lease if the other party materially breaches it and fails to cure the material breach within 30 days.",
            &[("termination", "either", true, &[])],
        ),
        (
            "Customer shall oil the winch. We may suspend your access if you violate these Terms.",
            &[("suspension", "provider", true, &[])],
        ),
        // The customer's own right, a right for convenience, and a right against the provider.
        ("Customer may terminate this lease if Provider breaches this lease.", &[]),
        ("Provider may terminate this lease at any time with 30 days' notice.", &[]),
        ("Provider will not suspend the service without notice if Customer breaches these terms.", &[]),
    ]);
}

#[test]
fn lists_give_triggers_or_effects() {
    check(&[
        (
            "1. Customer shall not paint the boat.\n\n2. Provider may terminate this lease if:\n\n(a) Customer breaches Section 1; or\n\n(b) Customer materially breaches this lease.\n\n3. The quay is open on Mondays.\n",
            &[
                ("termination", "provider", false, &["reference Customer shall not paint"]),
                ("termination", "provider", true, &[]),
            ],
        ),
        (
            "1. Customer shall pay the rent within 30 days.\n\n2. If Customer fails to pay the rent, Provider may:\n\n(a) suspend access to the quay service; and\n\n(b) terminate the lease.\n",
            &[
                ("suspension", "provider", false, &["subject Customer shall pay the"]),
                ("termination", "provider", false, &["subject Customer shall pay the"]),
            ],
        ),
    ]);
}

#[test]
fn indemnities_and_limits_reach_the_duties_they_name() {
    check(&[
        (
            "1. Customer shall not store oil.\n\n2. Customer will indemnify Provider against claims arising from Customer's breach of Section 1.\n",
            &[("indemnity", "provider", false, &["reference Customer shall not store"])],
        ),
        (
            "1. Customer shall not store oil.\n\n2. Provider will indemnify Customer against claims arising from Provider's breach of Section 1.\n",
            &[],
        ),
        (
            "1. Customer shall not store oil.\n\n2. The limitations of liability will not apply to a breach of Section 1.\n",
            &[("uncapped-liability", "automatic", false, &["reference Customer shall not store"])],
        ),
        (
            "1. Customer shall not store oil.\n\n2. Except for Customer's breach of Section 1, in no event will a party's total liability exceed the rent.\n",
            &[("uncapped-liability", "automatic", false, &["reference Customer shall not store"])],
        ),
    ]);
}

#[test]
fn remedies_are_lost_by_failing_and_by_conditions() {
    check(&[
        (
            "Customer shall oil the winch each week. The warranty does not apply if Customer fails to oil the winch each week.",
            &[("lost-remedy", "automatic", false, &["next-sentence Customer shall oil the"])],
        ),
        ("Provider gives a warranty. The warranty does not apply to sails.", &[]),
    ]);
    let (built, duties) =
        built("To receive a credit, Customer must file a claim within five (5) business days of the outage.");
    let found = &built.consequences[0];
    assert_eq!((found.kind.as_str(), found.links.len(), duties.len()), ("lost-remedy", 1, 1));
    assert_eq!(found.citation, duties[0].citation);
}

#[test]
fn content_can_be_taken_down() {
    check(&[(
        "You must not post charts of others. If you do so, we may remove your content.",
        &[("content-removal", "provider", false, &["next-sentence You must not post"])],
    )]);
}

#[test]
fn a_data_breach_and_the_providers_failure_are_none_of_ours() {
    check(&[
        ("Customer shall lock the gate. Upon a data breach, Provider may suspend access to the service.", &[]),
        ("Customer shall lock the gate. If Provider fails to mend the quay, the service may be suspended.", &[]),
        (
            "Customer shall lock the gate. If we believe that you have breached these terms, we may suspend your account.",
            &[("suspension", "provider", true, &[])],
        ),
    ]);
}

#[test]
fn another_paper_of_the_deal_is_named() {
    let papers = [
        ("terms.md", "We may suspend your account if you breach the Harbour Use Policy."),
        ("harbour-use-policy.md", "You must not feed the gulls."),
    ];
    let read_one = |(name, text): &(&str, &str)| {
        let document = onus_documents::read(text.as_bytes(), Some(name), &Limits::default()).unwrap().content;
        let reading = read(&document, &Options::default());
        (document, reading)
    };
    let all: Vec<_> = papers.iter().map(read_one).collect();
    let duties: Vec<Responsibility> = all.iter().flat_map(|(_, reading)| reading.responsibilities.clone()).collect();
    let names: Vec<_> = all.iter().zip(papers).map(|((document, _), (name, _))| (document.digest, name)).collect();
    let built = structure(&all[0].0, &all[0].1.parties, &Deal { responsibilities: &duties, papers: &names });
    let found: Vec<_> = built
        .consequences
        .iter()
        .flat_map(|found| &found.links)
        .map(|link| (link.basis.as_str(), duties[link.responsibility].act.as_str()))
        .collect();
    assert_eq!(found, [("reference", "You must not feed the gulls.")]);
}
