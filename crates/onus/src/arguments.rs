//! The command line: one definition for parser, help, completions and man pages.

mod agreement;
mod deciding;
mod ledger;
mod selection;

pub(crate) use agreement::{Add, AgreementCommand, Diff, End, Read, Reading, Show, Watch};
pub(crate) use deciding::{AddEvidence, Attest, Edit, EvidenceCommand, ResponsibilityCommand};
pub(crate) use ledger::LedgerCommand;
pub(crate) use selection::{Choice, Filter, Recording, Selection, Times};

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand, ValueHint};
use onus_terms::Length;
use std::path::PathBuf;

/// Reads the cloud agreements you signed, tells you what they make you responsible for, and proves that you did it.
#[derive(Debug, Parser)]
#[command(name = "onus", version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The workspace folder [default: the nearest one upwards from here]
    #[arg(long, global = true, env = "ONUS_WORKSPACE", value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub(crate) workspace: Option<PathBuf>,
    /// Print JSON, for programs; errors too
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  onus demo                                    all of it on sample papers, in one go
  onus agreement read terms.md                 what a paper makes you responsible for; needs no workspace
  onus init --name \"Alder Ltd\" --me \"Ada Finch\"
  onus agreement add terms.md --provider Nimbus --title \"Cloud terms\"
  onus responsibility confirm --area identity  say that these were read rightly
  onus attest r-4k7w --evidence review.csv     say that it was done, with a file that shows it
  onus status --as-of 2026-03-03               where you stood on that day, and why

Exit codes:
  0  done; for status: nothing failing or overdue
  1  done, and for status: something is failing or overdue; for ledger: it or a proof has a fault
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
    /// Read, add, list and show agreements
    Agreement {
        #[command(subcommand)]
        command: AgreementCommand,
    },
    /// List the responsibilities in force
    #[command(
        after_help = "Examples:\n  onus responsibilities --proposed\n  onus responsibilities --area identity --json"
    )]
    Responsibilities(Filter),
    /// Show, or decide about, responsibilities, one by one or in bulk
    Responsibility {
        #[command(subcommand)]
        command: ResponsibilityCommand,
    },
    /// Files that show how responsibilities are kept
    Evidence {
        #[command(subcommand)]
        command: EvidenceCommand,
    },
    /// Record that a person did something, or did not
    Attest(Attest),
    /// Where you stand, and why
    #[command(
        after_help = "Examples:\n  onus status\n  onus status --as-of 2026-03-03 --known-at 2026-03-05 --area incident"
    )]
    Status(Status),
    /// What has to be done by when
    #[command(after_help = "Examples:\n  onus due --within 60d\n  onus due --within 1y --ics duties.ics")]
    Due(Due),
    /// What the agreements attach to failing: the protections that hang on each responsibility, those at risk first
    #[command(
        after_help = "Examples:\n  onus exposure --at-risk\n  onus exposure --agreement cloud-services --area incident\n\nConsequences: uncapped-liability, termination, indemnity, suspension, content-removal, lost-remedy, injunction, fees.\nIn brackets stands why one hangs on a responsibility: clause (the same sentence), next-sentence, reference,\ndefinition, subject (the same matter; the least sure)."
    )]
    Exposure(Exposure),
    /// One responsibility from clause to proof
    #[command(after_help = "Example:\n  onus explain r-4k7w2m9")]
    Explain(Explain),
    /// Check, sign and prove the records
    Ledger {
        #[command(subcommand)]
        command: LedgerCommand,
    },
    /// List the controls of the library
    Controls,
    /// Replay a year of an invented customer in a fresh folder, and show where it stands
    #[command(after_help = "Examples:\n  onus demo\n  onus demo /tmp/onus-demo")]
    Demo {
        /// Where to [default: the first free of onus-demo, onus-demo-2, …]
        directory: Option<PathBuf>,
    },
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
    #[arg(long, value_parser = selection::short)]
    pub(crate) name: String,
    /// Your name: the first person
    #[arg(long, value_parser = selection::short)]
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
    #[command(after_help = "Example:\n  onus person add \"Ben Reed\" --email ben@alder.example")]
    Add {
        /// The name
        #[arg(value_parser = selection::short)]
        name: String,
        /// The mail address
        #[arg(long)]
        email: Option<String>,
    },
    /// List the persons
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    pub(crate) filter: Filter,
    #[command(flatten)]
    pub(crate) times: Times,
    /// Print every line, also those in order
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Exposure {
    #[command(flatten)]
    pub(crate) filter: Filter,
    #[command(flatten)]
    pub(crate) times: Times,
    /// Only what is failing, overdue or unproven
    #[arg(long)]
    pub(crate) at_risk: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Due {
    /// How far to look ahead, such as 30d, 12w or 6m
    #[arg(long, default_value = "30d", value_name = "LENGTH", value_parser = selection::length)]
    pub(crate) within: Length,
    /// Write them into this calendar file (iCalendar) as well
    #[arg(long, value_name = "FILE")]
    pub(crate) ics: Option<PathBuf>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definitions_fit_together() {
        Arguments::command().debug_assert();
    }
}
