//! A proof file is checked without a ledger, and no byte of what is shown is free.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use onus_ledger::*;
use onus_terms::{Digest, PersonId};
use std::convert::Infallible;

struct Row(Vec<Digest>);

impl Nodes for Row {
    type Error = Infallible;
    fn node(&self, height: u32, index: u64) -> Result<Digest, Infallible> {
        let from = usize::try_from(index << height).unwrap();
        let mut row = self.0[from..from + (1 << height)].to_vec();
        while row.len() > 1 {
            row = row.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        }
        Ok(row[0])
    }
}

struct Shown {
    proof: Vec<u8>,
    leaf: Vec<u8>,
    salt: Vec<u8>,
    body: Vec<u8>,
    key: Vec<u8>,
}

impl Shown {
    /// Entry 5 of 13.
    fn new() -> Self {
        let (salt, body) = (Salt::from_bytes([3; 16]), b"{\"what\":\"keys were rotated\"}".to_vec());
        let draft = Draft {
            kind: "control.attested".into(),
            at: "2026-03-03T10:00:00Z".parse().unwrap(),
            by: PersonId::new("p-8d2m4x").unwrap(),
            about: vec!["r-4k7w2m9".into()],
            blobs: vec![Digest::of(b"paper")],
            body: body.clone(),
        };
        let leaf = Leaf::new(&draft, "2026-03-05T11:30:00.25Z".parse().unwrap(), &salt).to_bytes().unwrap();
        let mut row: Vec<_> = (0..13_u8).map(|number| leaf_hash(&[number])).collect();
        row[5] = leaf_hash(&leaf);
        let row = Row(row);
        let signer = Signer::from_seed("onus.local/claim", &[9; 32]).unwrap();
        let Ok(top) = root(&row, 13);
        let Ok(path) = prove_inclusion(&row, 5, 13);
        let head = Checkpoint { origin: "onus.local/claim".into(), size: 13, root: top };
        let proof = Proof { extra: None, index: 5, path, checkpoint: head.sign(&signer) };
        let (proof, key) = (proof.to_string().into_bytes(), signer.verifier().to_string().into_bytes());
        Shown { proof, leaf, salt: salt.as_bytes().to_vec(), body, key }
    }

    fn check(&self) -> Result<Proven, LedgerError> {
        let key = std::str::from_utf8(&self.key).map_err(|_| LedgerError::Proof)?;
        let claim = Claim { proof: &self.proof, leaf: &self.leaf, body: Some((&self.salt, &self.body)) };
        claim.check(&Verifier::parse(key)?)
    }
}

#[test]
fn what_holds_is_told() {
    let shown = Shown::new();
    let proven = shown.check().unwrap();
    assert_eq!((proven.index, proven.checkpoint.size, proven.body), (5, 13, true));
    assert_eq!(proven.leaf.kind, "control.attested");
    let key = Verifier::parse(std::str::from_utf8(&shown.key).unwrap()).unwrap();
    assert!(!Claim { proof: &shown.proof, leaf: &shown.leaf, body: None }.check(&key).unwrap().body);
}

#[test]
fn every_flipped_bit_of_what_is_shown_is_found() {
    type Part = fn(&mut Shown) -> &mut Vec<u8>;
    let parts: [Part; 5] =
        [|it| &mut it.proof, |it| &mut it.leaf, |it| &mut it.salt, |it| &mut it.body, |it| &mut it.key];
    let mut shown = Shown::new();
    for (nth, part) in parts.into_iter().enumerate() {
        for bit in 0..part(&mut shown).len() * 8 {
            part(&mut shown)[bit / 8] ^= 1 << (bit % 8);
            assert!(shown.check().is_err(), "part {nth} bit {bit}");
            part(&mut shown)[bit / 8] ^= 1 << (bit % 8);
        }
        for cut in 0..part(&mut shown).len() {
            let rest = part(&mut shown).split_off(cut);
            assert!(shown.check().is_err(), "part {nth} cut at {cut}");
            part(&mut shown).extend(rest);
        }
        part(&mut shown).push(b'\n');
        assert!(shown.check().is_err(), "part {nth} with a newline more");
        part(&mut shown).pop();
    }
    assert!(shown.check().is_ok());
}

#[test]
fn each_refusal_says_why() {
    let with = |change: &dyn Fn(&mut Shown)| {
        let mut shown = Shown::new();
        change(&mut shown);
        shown.check().unwrap_err().to_string()
    };
    let replace = |shown: &mut Shown, from: &str, to: &str| {
        let text = String::from_utf8(shown.proof.clone()).unwrap();
        assert!(text.contains(from));
        shown.proof = text.replacen(from, to, 1).into_bytes();
    };
    let other = Signer::from_seed("onus.local/claim", &[8; 32]).unwrap();
    let texts = [
        (with(&|it| it.body = b"{}".to_vec()), "not with this body"),
        (with(&|it| _ = it.salt.pop()), "the salt has 15 bytes"),
        (with(&|it| it.leaf = b"x".to_vec()), "does not lead from the entry to the root"),
        (with(&|it| replace(it, "index 5", "index 4")), "does not lead from the entry to the root"),
        (with(&|it| replace(it, "index 5", "index 13")), "the tree has 13 entries"),
        (with(&|it| replace(it, "index 5", "extra AA==\nindex 5")), "extra data that nothing vouches for"),
        (with(&|it| replace(it, "\n13\n", "\n14\n")), "text or signature was changed"),
        (with(&|it| it.key = other.verifier().to_string().into_bytes()), "no signature by `onus.local/claim`"),
        (with(&|it| it.proof = vec![0xff]), "it is not text"),
        (with(&|it| it.proof = b"hello".to_vec()), "not a tlog-proof"),
    ];
    for (text, wanted) in texts {
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn the_entry_itself_may_travel_in_the_proof() {
    let mut shown = Shown::new();
    let mut proof: Proof = String::from_utf8(shown.proof.clone()).unwrap().parse().unwrap();
    proof.extra = Some(shown.leaf.clone());
    shown.proof = proof.to_string().into_bytes();
    assert!(shown.check().is_ok());
}
