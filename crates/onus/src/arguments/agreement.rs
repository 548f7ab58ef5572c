//! Arguments of `onus agreement`.

use clap::{Args, Subcommand};
use onus_terms::AgreementId;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementCommand {
    /// Read files and print what they make the customer responsible for; needs no workspace
    #[command(
        after_help = "Examples:\n  onus agreement read terms.md\n  onus agreement read deal.md --called-customer \"Alder Holding Ltd\" --called-provider Nimbus\n  onus agreement read *.md --jsonl > found.jsonl"
    )]
    Read(Read),
    /// Add an agreement, or a new version of one, and propose what it makes you responsible for
    #[command(
        after_help = "Examples:\n  onus agreement add csa.md dpa.html --provider Nimbus --title \"Cloud services\" --effective 2026-01-01\n  onus agreement add csa-2027.md --version-of cloud-services --effective 2027-01-01"
    )]
    Add(Add),
    /// What a new version changes for you: new, gone, stricter, looser, reworded and moved responsibilities
    #[command(
        after_help = "Examples:\n  onus agreement diff cloud-services                      its last two versions\n  onus agreement diff cloud-services@1 cloud-services@3\n  onus agreement diff terms-2025.md terms-2026.md         two files; needs no workspace"
    )]
    Diff(Diff),
    /// List the agreements and their versions
    List,
    /// Print a paper of an agreement with its responsibilities marked in place
    #[command(
        after_help = "Examples:\n  onus agreement show cloud-services\n  onus agreement show cloud-services --version 1 --only-marked"
    )]
    Show(Show),
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old version: a file, an agreement's id with `@` and the number of the version, or an agreement's id
    pub(crate) old: String,
    /// The new version [default: the last one of that agreement, which is then compared with the one before]
    pub(crate) new: Option<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The agreement
    pub(crate) agreement: AgreementId,
    /// Which version [default: the last]
    #[arg(long)]
    pub(crate) version: Option<u32>,
    /// Leave out the paragraphs that ask nothing of you
    #[arg(long)]
    pub(crate) only_marked: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Its papers: Markdown, HTML, plain text or Word (DOCX)
    #[arg(required = true, value_name = "FILE")]
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
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Who adds it, by id or name [default: the person of this workspace]
    #[arg(long, env = "ONUS_PERSON", value_name = "PERSON")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Markdown, HTML, plain text or Word (DOCX)
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// One line of JSON for each responsibility: document, start, end (in characters), kind, who, areas, deadline
    #[arg(long, conflicts_with = "json")]
    pub(crate) jsonl: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// How papers are read.
#[derive(Clone, Debug, Args)]
pub(crate) struct Reading {
    /// A further name of the customer in these papers, of one or more words
    #[arg(long, value_name = "NAME")]
    pub(crate) called_customer: Vec<String>,
    /// A further name of the provider in these papers, of one or more words
    #[arg(long, value_name = "NAME")]
    pub(crate) called_provider: Vec<String>,
    /// The largest file that is read, in bytes
    #[arg(long, env = "ONUS_MAX_BYTES", value_name = "BYTES", default_value_t = onus_documents::Limits::default().bytes)]
    pub(crate) max_bytes: usize,
}

impl Reading {
    /// Names set by hand.
    pub(crate) fn options(&self) -> onus_agreement::Options {
        onus_agreement::Options { customer: self.called_customer.clone(), provider: self.called_provider.clone() }
    }

    /// How much is read.
    pub(crate) fn limits(&self) -> onus_documents::Limits {
        onus_documents::Limits { bytes: self.max_bytes }
    }
}
