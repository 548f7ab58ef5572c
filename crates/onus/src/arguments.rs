//! The command line: one definition for parser, help, completions and man pages.

use clap::{Args, Parser, Subcommand};
use onus_terms::{AgreementId, Area, ControlId, Kind, Length};
use std::path::PathBuf;

/// Reads the cloud agreements you signed, tells you what they make you responsible for, and proves that you did it.
#[derive(Debug, Parser)]
#[command(name = "onus", version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The workspace folder [default: the nearest one upwards from here]
    #[arg(long, global = true, env = "ONUS_WORKSPACE", value_name = "DIR")]
    pub(crate) workspace: Option<PathBuf>,
    /// Print JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  onus agreement read terms.md                 what a paper makes you responsible for; needs no workspace
  onus init --name \"Alder Ltd\" --me \"Ada Finch\"
  onus agreement add terms.md --provider Nimbus --title \"Cloud terms\"
  onus responsibility confirm --area identity  say that these were read rightly
  onus attest r-4k7w --evidence review.csv     say that it was done, with a file that shows it
  onus status --as-of 2026-03-03               where you stood on that day, and why

Exit codes:
  0  done; for status: nothing failing or overdue
  1  done, and something is failing or overdue, or the ledger has a fault
  2  the command line, or what it names, is wrong
  3  a file or the ledger is damaged, foreign, too large or of a format that cannot be read
  4  the machine refused: permissions, read-only, disk full, locked
  70 a fault of onus itself";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a workspace in this folder, or in --workspace
    #[command(after_help = "Example:\n  onus init --name \"Alder Ltd\" --me \"Ada Finch\" --zone Europe/Berlin")]
    Init(Init),
    /// Persons who decide, act or own
    Person {
        #[command(subcommand)]
        command: PersonCommand,
    },
    /// List the responsibilities in force
    Responsibilities(Filter),
    /// Decide about responsibilities, one by one or in bulk
    Responsibility {
        #[command(subcommand)]
        command: ResponsibilityCommand,
    },
    /// Record that a person did something, or did not
    Attest(Attest),
    /// Where you stand, and why
    #[command(
        after_help = "Examples:\n  onus status\n  onus status --as-of 2026-03-03 --known-at 2026-03-05 --area incident"
    )]
    Status(Status),
    /// What has to be done by when
    Due(Due),
    /// One responsibility from clause to proof
    Explain(Explain),
    /// Check, sign and prove the records
    Ledger {
        #[command(subcommand)]
        command: LedgerCommand,
    },
    /// Read, add and list agreements
    Agreement {
        #[command(subcommand)]
        command: AgreementCommand,
    },
    /// List the controls of the library
    Controls,
    /// Print shell completions
    #[command(after_help = "Example:\n  onus completions bash > ~/.local/share/bash-completion/completions/onus")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the man pages into a folder
    #[command(after_help = "Example:\n  onus man ~/.local/share/man/man1")]
    Man {
        /// Where to; it is made if it is not there
        directory: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The organisation or team whose records these are
    #[arg(long)]
    pub(crate) name: String,
    /// Your name: the first person
    #[arg(long)]
    pub(crate) me: String,
    /// Your mail address
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// The time zone in which days are counted, such as Europe/Berlin
    #[arg(long, default_value = "UTC")]
    pub(crate) zone: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// Add a person
    Add {
        /// The name
        name: String,
        /// The mail address
        #[arg(long)]
        email: Option<String>,
    },
    /// List the persons
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementCommand {
    /// Read files and print what they make the customer responsible for; needs no workspace
    #[command(
        after_help = "Examples:\n  onus agreement read terms.md\n  onus agreement read *.md --jsonl > found.jsonl"
    )]
    Read(Read),
    /// Add an agreement, or a new version of one, and propose what it makes you responsible for
    #[command(
        after_help = "Example:\n  onus agreement add csa.md dpa.html --provider Nimbus --title \"Cloud services\" --effective 2026-01-01"
    )]
    Add(Add),
    /// List the agreements and their versions
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Its papers: Markdown, HTML or plain text
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Whom it is with [default for a new version: as before]
    #[arg(long, required_unless_present = "version_of")]
    pub(crate) provider: Option<String>,
    /// What it is called [default for a new version: as before]
    #[arg(long, required_unless_present = "version_of")]
    pub(crate) title: Option<String>,
    /// When it takes effect; a date is its start in the workspace's zone [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) effective: Option<String>,
    /// The agreement of which this is a new version
    #[arg(long, value_name = "AGREEMENT")]
    pub(crate) version_of: Option<AgreementId>,
    /// The largest file that is read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = onus_documents::Limits::default().bytes)]
    pub(crate) max_bytes: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Markdown, HTML or plain text
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// One line of JSON for each responsibility: document, start, end (in characters), kind, who, areas, deadline
    #[arg(long, conflicts_with = "json")]
    pub(crate) jsonl: bool,
    /// A further name of the customer in these papers, one word
    #[arg(long, value_name = "NAME")]
    pub(crate) customer: Vec<String>,
    /// A further name of the provider in these papers, one word
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Vec<String>,
    /// The largest file that is read, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = onus_documents::Limits::default().bytes)]
    pub(crate) max_bytes: usize,
}

#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Filter {
    /// Only these agreements
    #[arg(long, value_name = "AGREEMENT")]
    pub(crate) agreement: Vec<AgreementId>,
    /// Only these areas
    #[arg(long)]
    pub(crate) area: Vec<Area>,
    /// Only these kinds
    #[arg(long)]
    pub(crate) kind: Vec<Kind>,
    /// Only these statuses, such as overdue or unproven
    #[arg(long)]
    pub(crate) status: Vec<String>,
    /// Only what nobody has confirmed or rejected yet
    #[arg(long)]
    pub(crate) proposed: bool,
    /// Only those of this owner
    #[arg(long, value_name = "PERSON")]
    pub(crate) owner: Option<String>,
    /// Only those whose words contain this text (case does not matter)
    #[arg(long, value_name = "TEXT")]
    pub(crate) contains: Option<String>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Selection {
    /// Responsibilities, by id or by a beginning of it that fits only one
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// All of them
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ResponsibilityCommand {
    /// Say that it was read rightly
    #[command(
        after_help = "Examples:\n  onus responsibility confirm r-4k7w2m9\n  onus responsibility confirm --proposed --area identity"
    )]
    Confirm {
        #[command(flatten)]
        selection: Selection,
        #[command(flatten)]
        record: Recording,
    },
    /// Say that it is none of yours
    Reject {
        #[command(flatten)]
        selection: Selection,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        record: Recording,
    },
    /// Say that it does not apply
    NotApplicable {
        #[command(flatten)]
        selection: Selection,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        record: Recording,
    },
    /// Make somebody its owner
    Assign {
        #[command(flatten)]
        selection: Selection,
        /// Who, by id or name
        #[arg(long)]
        to: String,
        #[command(flatten)]
        record: Recording,
    },
    /// Choose the controls that discharge it
    Match {
        #[command(flatten)]
        selection: Selection,
        /// The controls, in place of those before
        #[arg(long, required = true)]
        control: Vec<ControlId>,
        /// A cadence of your own for their acts, such as P3M
        #[arg(long)]
        cadence: Option<Length>,
        #[command(flatten)]
        record: Recording,
    },
    /// Accept until a day that it is not kept
    Waive {
        #[command(flatten)]
        selection: Selection,
        /// Until when; a date is its end in the workspace's zone
        #[arg(long)]
        until: String,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        record: Recording,
    },
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Recording {
    /// When it held or happened; a date is its end in the workspace's zone, or now if that is earlier [default: now]
    #[arg(long)]
    pub(crate) at: Option<String>,
    /// Who says so [default: the person of this workspace]
    #[arg(long, env = "ONUS_PERSON", value_name = "PERSON")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  onus attest r-4k7w2m9 --control identity.access-review --evidence review.csv --at 2026-03-03"
)]
pub(crate) struct Attest {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// The control whose act was done [default: the only control of the responsibility]
    #[arg(long)]
    pub(crate) control: Option<ControlId>,
    /// The act of the control [default: its only act]
    #[arg(long)]
    pub(crate) act: Option<String>,
    /// It was not done, or the duty is not kept
    #[arg(long)]
    pub(crate) not_done: bool,
    /// What was done, found or missing
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// A file that backs it
    #[arg(long, value_name = "FILE")]
    pub(crate) evidence: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) record: Recording,
}

#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Times {
    /// The time asked about; a date is its end in the workspace's zone [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) as_of: Option<String>,
    /// Count only what was recorded by this time [default: all]
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) filter: Filter,
    #[command(flatten)]
    pub(crate) times: Times,
}

#[derive(Debug, Args)]
pub(crate) struct Due {
    /// How far to look ahead, such as P30D, P12W or P6M
    #[arg(long, default_value = "P30D")]
    pub(crate) within: Length,
    #[command(flatten)]
    pub(crate) times: Times,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The responsibility, by id or by a beginning of it that fits only one
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) times: Times,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LedgerCommand {
    /// Check every byte: entries, tree, tiles, signatures, blobs
    Verify,
    /// Print the signed checkpoint
    Checkpoint,
    /// Print a proof that an entry is in the ledger (C2SP tlog-proof)
    Prove {
        /// The number of the entry
        entry: u64,
    },
    /// List the entries
    Log {
        /// The first entry
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// How many at the most
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Say that an earlier entry was wrong; it stays, and counts no longer
    Withdraw {
        /// The number of the entry
        entry: u64,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        record: Recording,
    },
    /// Erase the body of an entry for ever; the proofs still hold
    Erase {
        /// The number of the entry
        entry: u64,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        record: Recording,
    },
}
