//! Arguments of `onus agreement`.

use super::selection::{short, words};
use clap::{Args, Subcommand};
use onus_terms::{AgreementId, Area, Kind};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementCommand {
    /// Read files and print what they make the customer responsible for; needs no workspace
    #[command(
        after_help = "Examples:\n  onus agreement read terms.md\n  onus agreement read deal.pdf --called-customer \"Alder Holding Ltd\" --called-provider Nimbus\n  onus agreement read *.md --jsonl > found.jsonl\n  onus agreement read customer-responsibility-matrix.xlsx"
    )]
    Read(Read),
    /// Add an agreement, or a new version of one, and propose what it makes you responsible for
    #[command(
        after_help = "Examples:\n  onus agreement add csa.md dpa.html --provider Nimbus --title \"Cloud services\" --effective 2026-01-01\n  onus agreement add csa-2027.md --version-of cloud-services --effective 2027-01-01"
    )]
    Add(Add),
    /// What a new version changes for you: new, gone, stricter, looser, reworded and moved responsibilities
    #[command(
        after_help = "Examples:\n  onus agreement diff cloud-services                      its last two versions\n  onus agreement diff cloud-services@1 cloud-services@3\n  onus agreement diff terms-2025.md terms-2026.md         two files; needs no workspace\n  onus agreement diff cloud-services --area incident --full\n  onus agreement diff old.md new.md --exit-code           1 where something changed for you"
    )]
    Diff(Diff),
    /// Look at each published version of a provider's terms, and record those that change something for you
    #[command(
        after_help = "Examples:\n  onus agreement watch cloud-services --from-git ./terms-archive --path nimbus/terms.md\n  onus agreement watch cloud-services --folder ./published    files such as terms.2026-08-21.md\n  onus agreement watch --folder ./published --dry-run         the history of changes; needs no workspace\n\nEach version that changes something becomes a version of the agreement, in effect from the day of its commit or of its name. Decisions carry over; what changed is proposed again. Running it again adds only what was published since."
    )]
    Watch(Watch),
    /// Say from when an agreement binds no longer, and what of it binds on
    #[command(
        after_help = "Examples:\n  onus agreement end cloud-services --at 2026-12-31 --reason \"terminated by us\"\n  onus agreement end cloud-services --at 2026-12-31 --reason \"ran out\" --keep r-4k7w2m9 --keep-contains confidential\n\nIt is taken back with onus ledger withdraw; a version that takes effect later begins it anew."
    )]
    End(End),
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
    /// Only what is, or was, of these areas
    #[arg(long, value_delimiter = ',', value_parser = super::selection::area())]
    pub(crate) area: Vec<Area>,
    /// Only what is, or was, of these kinds
    #[arg(long, value_delimiter = ',', value_parser = super::selection::kind())]
    pub(crate) kind: Vec<Kind>,
    /// Print long quotes whole, not only around what is different
    #[arg(long)]
    pub(crate) full: bool,
    /// Exit with 1 where something is new, gone, stricter, looser or reworded
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Watch {
    /// The agreement that these versions belong to [with --dry-run: may be left out]
    pub(crate) agreement: Option<AgreementId>,
    /// A git repository that holds the published versions of the file --path; it is only read
    #[arg(long, value_name = "REPOSITORY", conflicts_with = "folder", requires = "path")]
    pub(crate) from_git: Option<PathBuf>,
    /// A folder of published versions with their dates at the end of their names, such as terms.2026-08-21.md
    #[arg(long, value_name = "FOLDER", required_unless_present = "from_git")]
    pub(crate) folder: Option<PathBuf>,
    /// The file in the repository; or, in a folder of several papers, the name of one without its date
    #[arg(long, value_name = "FILE", allow_hyphen_values = true)]
    pub(crate) path: Option<String>,
    /// The date of a file in the folder whose name has none (NAME=2026-08-21)
    #[arg(long, value_name = "NAME=DATE", value_parser = dated, conflicts_with = "from_git")]
    pub(crate) date: Vec<(String, jiff::civil::Date)>,
    /// Leave out what was published before; a date is its start in the workspace's zone
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Which paper of the agreement it is, by name, where the agreement has several
    #[arg(long, value_name = "NAME")]
    pub(crate) paper: Option<String>,
    /// Whom the agreement is with, where it begins with the first published version
    #[arg(long, requires = "title", value_parser = short)]
    pub(crate) provider: Option<String>,
    /// What the agreement is called, where it begins with the first published version
    #[arg(long, requires = "provider", value_parser = short)]
    pub(crate) title: Option<String>,
    /// Record also versions that change nothing for you
    #[arg(long)]
    pub(crate) record_all: bool,
    /// Only tell, record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Exit with 1 where a version changes something for you
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Who adds them, by id or name [default: the person of this workspace]
    #[arg(long, env = "ONUS_PERSON", value_name = "PERSON")]
    pub(crate) by: Option<String>,
}

/// A file's name and its date.
fn dated(text: &str) -> Result<(String, jiff::civil::Date), String> {
    let (name, date) = text.rsplit_once('=').ok_or("write it as NAME=2026-08-21")?;
    let date = date.parse().map_err(|_| format!("`{date}` is no date such as 2026-08-21"))?;
    Ok((name.to_owned(), date))
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The agreement
    #[arg(value_parser = super::selection::agreement)]
    pub(crate) agreement: AgreementId,
    /// Which version [default: the last]
    #[arg(long)]
    pub(crate) version: Option<u32>,
    /// Leave out the paragraphs that ask nothing of you
    #[arg(long)]
    pub(crate) only_marked: bool,
}

#[derive(Debug, Args)]
pub(crate) struct End {
    /// The agreement
    pub(crate) agreement: AgreementId,
    /// From when it binds no longer; a date is its end in the workspace's zone, and it binds through that day
    #[arg(long, value_name = "TIME")]
    pub(crate) at: String,
    /// Why, or how it ended
    #[arg(long, value_parser = words)]
    pub(crate) reason: String,
    /// Responsibilities that bind on after its end, by id or by a beginning of it that fits only one
    #[arg(long, value_name = "RESPONSIBILITY", value_delimiter = ',')]
    pub(crate) keep: Vec<String>,
    /// What binds on: all of these areas
    #[arg(long, value_name = "AREA", value_delimiter = ',')]
    pub(crate) keep_area: Vec<Area>,
    /// What binds on: all whose words contain this text
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) keep_contains: Vec<String>,
    /// Only list what would end
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Who says so, by id or name [default: the person of this workspace]
    #[arg(long, env = "ONUS_PERSON", value_name = "PERSON")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Its papers: Markdown, HTML, plain text, Word (DOCX), PDF, or a responsibility matrix (XLSX, CSV)
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Whom it is with [default for a new version: as before]
    #[arg(long, required_unless_present = "version_of", value_parser = short)]
    pub(crate) provider: Option<String>,
    /// What it is called [default for a new version: as before]
    #[arg(long, required_unless_present = "version_of", value_parser = short)]
    pub(crate) title: Option<String>,
    /// When it takes effect; a date is its start in the workspace's zone [default: now]
    #[arg(long, value_name = "TIME")]
    pub(crate) effective: Option<String>,
    /// The agreement of which this is a new version
    #[arg(long, value_name = "AGREEMENT", value_parser = super::selection::agreement)]
    pub(crate) version_of: Option<AgreementId>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Who adds it, by id or name [default: the person of this workspace]
    #[arg(long, env = "ONUS_PERSON", value_name = "PERSON")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Markdown, HTML, plain text, Word (DOCX), PDF, or a responsibility matrix (XLSX, CSV)
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
    /// The largest file that is read, in bytes, or such as 20MB
    #[arg(long, env = "ONUS_MAX_BYTES", value_name = "BYTES", value_parser = super::selection::bytes, default_value_t = onus_documents::Limits::default().bytes)]
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
