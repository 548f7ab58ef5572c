//! Arguments of `onus ledger`.

use super::selection::Recording;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Check every byte: entries, tree, tiles, signatures, blobs
    Verify,
    /// Print the signed checkpoint
    Checkpoint,
    /// Print a proof that an entry is in the ledger (C2SP tlog-proof), or check one
    #[command(
        after_help = "Examples:\n  onus ledger prove 20 > 20.tlog-proof\n  onus ledger prove 20 --disclose 20.json > 20.tlog-proof   and what the entry says, in a file of its own\n  onus ledger prove --check 20.tlog-proof --disclosed 20.json\n  onus ledger prove --check 20.tlog-proof\n  onus ledger prove --check 20.tlog-proof --key \"onus.local/4k7w+a1b2c3d4+AbC…\"   needs no workspace"
    )]
    Prove {
        /// The number of the entry
        #[arg(required_unless_present = "check")]
        entry: Option<u64>,
        /// Check this proof instead
        #[arg(long, value_name = "FILE", conflicts_with = "entry")]
        check: Option<PathBuf>,
        /// The public key of the log, as `onus init` and `onus ledger checkpoint --json` print it [default: this workspace's]
        #[arg(long, value_name = "KEY", requires = "check")]
        key: Option<String>,
        /// Write what the entry says, and what shows that it says so, into this new file: whoever gets it can read it
        #[arg(long, value_name = "FILE", conflicts_with = "check")]
        disclose: Option<PathBuf>,
        /// Check this file, which --disclose has written, as well, and print what it says
        #[arg(long, value_name = "FILE", requires = "check")]
        disclosed: Option<PathBuf>,
    },
    /// List the entries
    #[command(after_help = "Examples:\n  onus ledger log --limit 20\n  onus ledger log --from 100 --json")]
    Log {
        /// The first entry
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// How many at the most
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Say that an earlier entry was wrong; it stays, and counts no longer
    #[command(after_help = "Example:\n  onus ledger withdraw 57 --reason \"entered on the wrong line\"")]
    Withdraw {
        /// The number of the entry
        entry: u64,
        /// Why
        #[arg(long, value_parser = super::selection::words)]
        reason: String,
        #[command(flatten)]
        record: Recording,
        /// Only tell what it would do
        #[arg(long)]
        dry_run: bool,
    },
    /// Go on from an older ledger after the newer one is lost for good; says for ever which entries are lost
    #[command(
        after_help = "Example:\n  onus ledger recover --reason \"the disk failed on Monday; the backup of Sunday was put back\"\n\nOnly where a checkpoint kept outside shows that the ledger had more entries. Who holds a proof of a lost entry can still show it."
    )]
    Recover {
        /// How it came to that
        #[arg(long, value_parser = super::selection::words)]
        reason: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        record: Recording,
    },
    /// Erase the body of an entry for ever, and the files that only it names; the proofs still hold
    #[command(
        after_help = "Examples:\n  onus ledger erase 57 --dry-run --reason \"…\"    what it would take away; nothing brings it back\n  onus ledger erase 57 --reason \"its note named a former employee\""
    )]
    Erase {
        /// The number of the entry
        entry: u64,
        /// Why
        #[arg(long, value_parser = super::selection::words)]
        reason: String,
        #[command(flatten)]
        record: Recording,
        /// Only tell what it would do
        #[arg(long)]
        dry_run: bool,
    },
}
