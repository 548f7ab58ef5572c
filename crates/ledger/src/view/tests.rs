use super::*;
use crate::{Draft, Salt};
use proptest::prelude::*;

fn sample() -> Leaf {
    let draft = Draft {
        kind: "responsibility.confirmed".into(),
        at: "2026-03-03T10:00:00Z".parse().unwrap(),
        by: PersonId::new("p-8d2m4x").unwrap(),
        about: vec!["r-4k7w2m9".into(), "§ 3 (b)".into()],
        blobs: vec![Digest::of(b"blob")],
        body: b"{}".to_vec(),
    };
    Leaf::new(&draft, "2026-03-05T11:30:00.25Z".parse().unwrap(), &Salt::from_bytes([7; 16]))
}

/// The vector of version 1: these bytes must be readable for ever.
const VECTOR: &str = r#"{"about":["r-4k7w2m9","§ 3 (b)"],"at":"2026-03-03T10:00:00Z","blobs":["fa2c8cc4f28176bbeed4b736df569a34c79cd3723e9ec42f9674b4d46ac6b8b8"],"body":"BODY","by":"p-8d2m4x","kind":"responsibility.confirmed","recorded":"2026-03-05T11:30:00.25Z","version":1}"#;

#[test]
fn the_vector_of_version_1() {
    let leaf = sample();
    let vector = VECTOR.replace("BODY", &leaf.body.to_string());
    assert_eq!(String::from_utf8(leaf.to_bytes().unwrap()).unwrap(), vector);
    assert_eq!(Leaf::parse(vector.as_bytes()), Ok(leaf));
}

#[test]
fn a_newer_version_is_named() {
    let bytes = br#"{"version":3,"what":"else"}"#;
    assert_eq!(LeafView::parse(bytes), Err(LeafError::Newer { found: 3, known: 1 }));
    let bytes = String::from_utf8(sample().to_bytes().unwrap()).unwrap().replace("\"version\":1", "\"version\":2");
    assert_eq!(Leaf::parse(bytes.as_bytes()), Err(LeafError::Newer { found: 2, known: 1 }));
}

#[test]
fn a_draft_that_cannot_be_a_leaf_is_refused() {
    let with = |change: &dyn Fn(&mut Leaf)| {
        let mut leaf = sample();
        change(&mut leaf);
        leaf.to_bytes().unwrap_err()
    };
    assert!(matches!(with(&|leaf| leaf.kind = "Upper".into()), LeafError::Kind { .. }));
    assert!(matches!(with(&|leaf| leaf.about = vec!["a\"b".into()]), LeafError::About { .. }));
    assert!(matches!(with(&|leaf| leaf.about = vec!["x".repeat(200); 400]), LeafError::TooLong { .. }));
    assert!(matches!(with(&|leaf| leaf.at = Timestamp::MIN), LeafError::Time { .. }));
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        kind in "[a-z][a-z0-9.-]{0,30}", by in "[a-z0-9][a-z0-9._-]{0,20}",
        about in prop::collection::vec("[^\"\\\\\\p{Cc}]{1,20}", 0..4), blobs in prop::collection::vec(any::<[u8; 32]>(), 0..3),
        second in 0_i64..4_000_000_000, nanosecond in 0_i32..1_000_000_000,
    ) {
        let leaf = Leaf {
            kind, by: PersonId::new(&by).unwrap(), about, at: Timestamp::new(second, nanosecond).unwrap(),
            blobs: blobs.into_iter().map(Digest::from_bytes).collect(), ..sample()
        };
        let bytes = leaf.to_bytes().unwrap();
        serde_json::from_slice::<serde_json::Value>(&bytes).unwrap();
        prop_assert_eq!(Leaf::parse(&bytes), Ok(leaf));
    }

    #[test]
    fn the_view_takes_only_what_the_leaf_takes(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = sample().to_bytes().unwrap();
        *place.get_mut(&mut bytes) = byte;
        prop_assert_eq!(LeafView::parse(&bytes).is_ok(), Leaf::parse(&bytes).is_ok());
    }

    #[test]
    fn person_ids_are_judged_alike(id in "[ -~é]{0,66}") {
        prop_assert_eq!(good_person(&id), PersonId::new(&id).is_ok());
    }

    #[test]
    fn any_bytes_are_only_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(LeafView::parse(&bytes).is_err());
    }
}
