//! The tree: appending, rebuilding, proofs, notes; and programs that we did not write agree.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use onus_ledger::*;
use onus_terms::Digest;
use proptest::prelude::*;
use std::convert::Infallible;

struct Plain(Vec<Digest>);

impl Nodes for Plain {
    type Error = Infallible;
    fn node(&self, height: u32, index: u64) -> Result<Digest, Infallible> {
        let from = usize::try_from(index << height).unwrap();
        Ok(slow_root(&self.0[from..from + (1 << height)]))
    }
}

/// Word for word the definition of RFC 6962, section 2.1.
fn slow_root(hashes: &[Digest]) -> Digest {
    match hashes {
        [] => Digest::of(b""),
        [one] => *one,
        _ => {
            let half = hashes.len().next_power_of_two() / 2;
            node_hash(&slow_root(&hashes[..half]), &slow_root(&hashes[half..]))
        }
    }
}

fn leaves(count: usize) -> Vec<Digest> {
    (0..count).map(|number| leaf_hash(format!("leaf {number}").as_bytes())).collect()
}

fn edge(hashes: &[Digest]) -> (Edge, Vec<TileHashes>) {
    let (mut edge, mut full) = (Edge::default(), Vec::new());
    hashes.iter().for_each(|hash| edge.push(*hash, &mut full));
    full.extend(edge.partial());
    (edge, full)
}

#[test]
fn known_roots_of_rfc_6962() {
    // The inputs are the well-known test tree of certificate transparency.
    let inputs: [&[u8]; 8] = [
        b"",
        b"\0",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let hashes: Vec<_> = inputs.iter().map(|input| leaf_hash(input)).collect();
    assert_eq!(empty_root().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(hashes[0].to_string(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_eq!(edge(&hashes).0.root().to_string(), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

#[test]
fn tile_paths_are_those_of_tlog_tiles() {
    for (level, number, width) in [(0, 1_234_067, 256), (0, 67, 5), (1, 0, 1), (3, 1000, 255)] {
        let tile = Tile { level, number, width };
        let theirs = tlog_tiles::Tile::new(8, level, number, u32::from(width), false).path();
        // Theirs writes the height of tiles as tlog did; tlog-tiles leaves it out.
        assert_eq!(tile.to_string(), theirs.replacen("tile/8/", "tile/", 1));
    }
    assert_eq!(Tile { level: 0, number: 1067, width: 3 }.entries_path(), "tile/entries/x001/067.p/3");
}

#[test]
fn the_tiles_of_70000_entries() {
    let tiles: Vec<_> = Tile::all(70_000).collect();
    assert_eq!(tiles.iter().filter(|tile| tile.level == 0).count(), 274);
    let partial: Vec<_> = tiles.iter().filter(|tile| tile.width < 256).map(ToString::to_string).collect();
    assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn appending_is_rebuilding(count in 0_usize..900) {
        let hashes = leaves(count);
        let (edge, tiles) = edge(&hashes);
        prop_assert_eq!(edge.root(), slow_root(&hashes));
        prop_assert_eq!(root(&Plain(hashes), edge.size()).unwrap(), edge.root());
        let find = |tile: Tile| tiles.iter().find(|found| found.tile == tile).cloned().ok_or(());
        prop_assert_eq!(Edge::load(edge.size(), find), Ok(edge.clone()));
        prop_assert_eq!(Tile::all(edge.size()).count(), tiles.len());
    }

    #[test]
    fn proofs_hold_and_no_bit_is_free(count in 1_usize..300, place in any::<prop::sample::Index>(), bit in any::<u8>()) {
        let hashes = leaves(count);
        let (index, size) = (place.index(count), count as u64);
        let top = slow_root(&hashes);
        let path = prove_inclusion(&Plain(hashes.clone()), index as u64, size).unwrap();
        prop_assert!(verify_inclusion(&hashes[index], index as u64, size, &path, &top).is_ok());
        let theirs = path.iter().map(|hash| tlog_tiles::Hash(*hash.as_bytes())).collect();
        let hash = |digest: &Digest| tlog_tiles::Hash(*digest.as_bytes());
        prop_assert!(tlog_tiles::check_record(&theirs, size, hash(&top), index as u64, hash(&hashes[index])).is_ok());
        let flipped = |digest: &Digest| { let mut bytes = *digest.as_bytes(); bytes[usize::from(bit) % 32] ^= 1 << (bit % 8); Digest::from_bytes(bytes) };
        for step in 0..path.len() {
            let mut wrong = path.clone();
            wrong[step] = flipped(&wrong[step]);
            prop_assert!(verify_inclusion(&hashes[index], index as u64, size, &wrong, &top).is_err());
        }
        prop_assert!(verify_inclusion(&flipped(&hashes[index]), index as u64, size, &path, &top).is_err());

        let old = index as u64 + 1;
        let old_root = slow_root(&hashes[..=index]);
        let path = prove_consistency(&Plain(hashes), old, size).unwrap();
        prop_assert!(verify_consistency(old, &old_root, size, &top, &path).is_ok());
        prop_assert!(verify_consistency(old, &flipped(&old_root), size, &top, &path).is_err());
        let theirs = path.iter().map(hash).collect();
        prop_assert!(tlog_tiles::check_tree(&theirs, size, hash(&top), old, hash(&old_root)).is_ok());
        for step in 0..path.len() {
            let mut wrong = path.clone();
            wrong[step] = flipped(&wrong[step]);
            prop_assert!(verify_consistency(old, &old_root, size, &top, &wrong).is_err());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn tree_and_proofs_are_those_of_ct_merkle(count in 1_usize..300, place in any::<prop::sample::Index>()) {
        use ct_merkle::{ConsistencyProof, InclusionProof, RootHash, mem_backed_tree::MemoryBackedTree};
        type Output = sha2::digest::Output<sha2::Sha256>;
        let index = place.index(count);
        let mut theirs = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        let mut their_old = theirs.root();
        for number in 0..count {
            theirs.push(format!("leaf {number}").into_bytes());
            if number == index {
                their_old = theirs.root();
            }
        }
        let hashes = leaves(count);
        let (size, old) = (count as u64, index as u64 + 1);
        let (top, old_top) = (edge(&hashes).0.root(), edge(&hashes[..=index]).0.root());
        let their_top = theirs.root();
        prop_assert_eq!(their_top.as_bytes().as_slice(), top.as_bytes());
        prop_assert_eq!(their_old.as_bytes().as_slice(), old_top.as_bytes());
        let ours = |digest: &Digest| Output::from(*digest.as_bytes());
        let (their_root, our_nodes) = (RootHash::<sha2::Sha256>::new(ours(&top), size), Plain(hashes.clone()));

        let path: Vec<Output> = prove_inclusion(&our_nodes, index as u64, size).unwrap().iter().map(ours).collect();
        let their_path = theirs.prove_inclusion(index);
        prop_assert_eq!(path.concat(), their_path.as_bytes());
        let leaf = format!("leaf {index}").into_bytes();
        prop_assert!(their_root.verify_inclusion(&leaf, index as u64, &InclusionProof::from_digests(&path)).is_ok());

        let path: Vec<Output> = prove_consistency(&our_nodes, old, size).unwrap().iter().map(ours).collect();
        let their_path = theirs.prove_consistency(count - index - 1);
        prop_assert_eq!(path.concat(), their_path.as_bytes());
        let proof = ConsistencyProof::from_digests(&path);
        prop_assert!(their_root.verify_consistency(&RootHash::new(ours(&old_top), old), &proof).is_ok());
    }
}

fn proof() -> (Proof, Verifier, Vec<u8>) {
    let signer = Signer::from_seed("onus.local/test-1", &[9; 32]).unwrap();
    let hashes = leaves(11);
    let path = prove_inclusion(&Plain(hashes.clone()), 6, 11).unwrap();
    let head = Checkpoint { origin: "onus.local/test-1".into(), size: 11, root: slow_root(&hashes) };
    let proof = Proof { extra: None, index: 6, path, checkpoint: head.sign(&signer) };
    (proof, signer.verifier().clone(), b"leaf 6".to_vec())
}

#[test]
fn every_flipped_bit_of_a_proof_is_found() {
    let (proof, verifier, leaf) = proof();
    let text = proof.to_string();
    assert_eq!(text.parse::<Proof>().as_ref(), Ok(&proof));
    assert!(proof.verify(&leaf, &verifier).is_ok());
    for at in 0..text.len() * 8 {
        let mut bytes = text.clone().into_bytes();
        bytes[at / 8] ^= 1 << (at % 8);
        let accepted = String::from_utf8(bytes).ok().and_then(|text| text.parse::<Proof>().ok());
        assert!(accepted.is_none_or(|proof| proof.verify(&leaf, &verifier).is_err()), "bit {at}");
    }
}

#[test]
fn notes_and_keys_are_those_of_signed_note() {
    let (proof, verifier, _) = proof();
    let theirs = signed_note::Note::from_bytes(proof.checkpoint.as_bytes()).unwrap();
    let key = signed_note::StandardVerifier::new(&verifier.to_string()).unwrap();
    let (good, _) = theirs.verify(&signed_note::VerifierList::new(vec![Box::new(key)])).unwrap();
    assert_eq!(good.len(), 1);
    let head = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!((head.origin(), head.size()), ("onus.local/test-1", 11));
    let signer = Signer::from_seed("onus.local/test-1", &[9; 32]).unwrap();
    assert!(signed_note::StandardSigner::new(signer.secret_text().trim()).is_ok());
    assert_eq!(Signer::parse(&signer.secret_text()).unwrap().verifier(), &verifier);
    assert_eq!(Verifier::parse(&verifier.to_string()), Ok(verifier));
    assert!(!format!("{signer:?}").contains("PRIVATE"));
}

#[test]
fn bundles_are_read_strictly() {
    let bundle = entry_bundle([b"a".as_slice(), b"", b"bc"]).unwrap();
    assert_eq!(bundle, b"\0\x01a\0\0\0\x02bc");
    assert_eq!(read_entry_bundle(&bundle).unwrap(), [b"a".as_slice(), b"", b"bc"]);
    assert!(read_entry_bundle(&bundle[..bundle.len() - 1]).is_err());
    assert!(read_entry_bundle(b"\0").is_err());
}
