//! Entry codec, Merkle tree, tiles, checkpoints, proofs, verification
