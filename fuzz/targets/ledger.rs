//! Leaves, notes, checkpoints, proofs and keys from anywhere: no panic, and what is read is written back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onus_ledger::{Checkpoint, Claim, Leaf, LeafView, Proof, SignedNote, Verifier};

fuzz_target!(|data: &[u8]| {
    if let Ok(leaf) = Leaf::parse(data) {
        assert_eq!(leaf.to_bytes().unwrap(), data, "a leaf that is not written as it was read");
        assert!(LeafView::parse(data).is_ok(), "the two readers of leaves do not agree");
    } else {
        assert!(LeafView::parse(data).is_err(), "the two readers of leaves do not agree");
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(proof) = text.parse::<Proof>() {
        assert_eq!(proof.to_string(), text, "a proof that is not written as it was read");
    }
    let _ = SignedNote::parse(text);
    let _ = Checkpoint::parse(text);
    if let Some((key, rest)) = text.split_once('\n')
        && let Ok(verifier) = Verifier::parse(key)
    {
        let _ = Claim { proof: rest.as_bytes(), leaf: data, body: None }.check(&verifier);
    }
});
