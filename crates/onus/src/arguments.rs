//! The command line: one definition for parser, help, completions and man pages.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Reads the cloud agreements you signed, and tells you what they make you responsible for.
#[derive(Debug, Parser)]
#[command(name = "onus", version, propagate_version = true, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Print JSON, for programs
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  onus agreement read terms.md                 what a paper makes you responsible for
  onus agreement read terms.md --jsonl         the same, a line of JSON for each
  onus controls                                how responsibilities can be discharged

Exit codes:
  0  done
  2  the command line, or what it names, is wrong
  3  a file is empty, damaged, too large or of a format that cannot be read
  4  the machine refused: permissions, read-only, disk full
  70 a fault of onus itself";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read agreements
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

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementCommand {
    /// Read files and print what they make the customer responsible for; needs no workspace
    #[command(
        after_help = "Examples:\n  onus agreement read terms.md\n  onus agreement read *.md --jsonl > found.jsonl"
    )]
    Read(Read),
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
