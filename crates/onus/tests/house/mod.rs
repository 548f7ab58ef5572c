//! What tests of the program share.
#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// The paper that the tests of a plain clone rest on.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/cloud-services-agreement.md");

/// The matrix of responsibilities of a plain clone.
pub const MATRIX: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/responsibility-matrix.csv");

/// A workspace in a fresh folder, with the sample agreement, and the real binary to use it.
pub struct House {
    folder: tempfile::TempDir,
}

impl House {
    pub fn empty() -> Self {
        let house = House { folder: tempfile::tempdir().unwrap() };
        house.done(&["init", "--name", "Alder", "--me", "Ada Finch", "--zone", "Europe/Berlin"]);
        house
    }

    pub fn new() -> Self {
        let house = House::empty();
        house.done(&[
            "agreement",
            "add",
            SAMPLE,
            "--provider",
            "Nimbus",
            "--title",
            "Cloud terms",
            "--effective",
            "2026-01-01",
        ]);
        house
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        let state = self.path().join("outside");
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        command.args(arguments).current_dir(self.path()).env("ONUS_STATE", state).env_remove("ONUS_WORKSPACE");
        command.env_remove("ONUS_PERSON").output().unwrap()
    }

    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn refused(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.run(arguments);
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }

    pub fn status(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["status", "--json"], arguments].concat());
        serde_json::from_slice(&output.stdout).unwrap()
    }
}
