//! Arguments of `onus responsibility`, `onus attest` and `onus evidence`.

use super::selection::{Choice, Filter, Recording, Selection, cadence, limit, words};
use clap::{Args, Subcommand};
use onus_terms::{Area, ControlId, Kind, Length, Limit, Party};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum ResponsibilityCommand {
    /// Print one as it was read, and what was decided about it
    #[command(after_help = "Example:\n  onus responsibility show r-4k7w2m9")]
    Show {
        /// The responsibility, by id or by a beginning of it that fits only one
        id: String,
    },
    /// Say that it was read rightly
    #[command(
        after_help = "Examples:\n  onus responsibility confirm r-4k7w2m9\n  onus responsibility confirm --proposed --area identity\n  onus responsibility confirm --all --with-controls\n\nWhat is confirmed already, or decided otherwise, is passed over; only naming it by id decides anew."
    )]
    Confirm {
        #[command(flatten)]
        choice: Choice,
        /// Say also that the controls suggested for them are the right ones
        #[arg(long)]
        with_controls: bool,
    },
    /// Say that it is none of yours
    #[command(after_help = "Example:\n  onus responsibility reject r-4k7w2m9 --reason \"binds the provider, not us\"")]
    Reject {
        #[command(flatten)]
        choice: Choice,
        /// Why
        #[arg(long, value_parser = words)]
        reason: String,
    },
    /// Say that it does not apply
    #[command(
        after_help = "Example:\n  onus responsibility not-applicable r-4k7w2m9 --reason \"we have no users in Canada\""
    )]
    NotApplicable {
        #[command(flatten)]
        choice: Choice,
        /// Why
        #[arg(long, value_parser = words)]
        reason: String,
    },
    /// Put right what was read wrongly; what you do not name stays
    #[command(
        after_help = "Examples:\n  onus responsibility edit r-4k7w2m9 --set-area incident --deadline PT24H --reason \"clause 5 sets 24 hours\"\n  onus responsibility edit r-4k7w2m9 --trigger \"\"        it depends on no event"
    )]
    Edit(Edit),
    /// Make somebody its owner
    #[command(after_help = "Example:\n  onus responsibility assign --area incident --to \"Ada Finch\"")]
    Assign {
        #[command(flatten)]
        choice: Choice,
        /// Who, by id or name
        #[arg(long, value_name = "PERSON")]
        to: String,
    },
    /// Choose the controls that discharge it
    #[command(
        after_help = "Example:\n  onus responsibility match r-4k7w2m9 --control identity.access-review --cadence 3m\n\n`onus controls` lists them."
    )]
    Match {
        #[command(flatten)]
        choice: Choice,
        /// The controls, in place of those before
        #[arg(long, required = true, value_delimiter = ',')]
        control: Vec<ControlId>,
        /// A cadence of your own for their acts, such as 3m
        #[arg(long, value_name = "LENGTH", value_parser = cadence)]
        cadence: Option<Length>,
    },
    /// Accept until a day that it is not kept
    #[command(
        after_help = "Example:\n  onus responsibility waive r-4k7w2m9 --until 2027-03-31 --reason \"replaced in March\""
    )]
    Waive {
        #[command(flatten)]
        choice: Choice,
        /// Until when; a date is its end in the workspace's zone
        #[arg(long, value_name = "TIME")]
        until: String,
        /// Why
        #[arg(long, value_parser = words)]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Edit {
    /// The responsibilities, by id or by a beginning of it that fits only one
    #[arg(required = true, value_name = "RESPONSIBILITY")]
    pub(crate) ids: Vec<String>,
    /// Another kind
    #[arg(long, value_name = "KIND", value_parser = super::selection::kind())]
    pub(crate) set_kind: Option<Kind>,
    /// Another party
    #[arg(long, value_name = "PARTY", value_parser = super::selection::one_of::<Party>(Party::ALL.iter().map(|party| party.as_str())))]
    pub(crate) set_party: Option<Party>,
    /// Other areas, the closest first
    #[arg(long, value_name = "AREA", value_delimiter = ',', value_parser = super::selection::area())]
    pub(crate) set_area: Vec<Area>,
    /// Another sentence for what to do
    #[arg(long, value_name = "TEXT", value_parser = words)]
    pub(crate) act: Option<String>,
    /// Another event that starts it; an empty text takes it away
    #[arg(long, value_name = "TEXT")]
    pub(crate) trigger: Option<String>,
    /// Other limits in time, such as PT24H, P30D, before:P30D, every:P3M or promptly
    #[arg(long, value_name = "LIMIT", value_delimiter = ',', value_parser = limit)]
    pub(crate) deadline: Vec<Limit>,
    /// Why
    #[arg(long, value_parser = words)]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) record: Recording,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  onus attest r-4k7w2m9 --control identity.access-review --evidence review.csv --at 2026-03-03\n  onus attest r-4k7w2m9 --not-done --note \"the copy had stopped in May\""
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

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceCommand {
    /// Hand over files that show how a responsibility is kept
    #[command(
        after_help = "Examples:\n  onus evidence add review.csv --for r-4k7w2m9 --at 2026-03-03\n  onus evidence add soc2.pdf --for r-4k7w2m9 --at 2026-01-01 --until 2026-12-31 --source \"the provider's portal\""
    )]
    Add(Box<AddEvidence>),
    /// List what was handed over
    List,
    /// Write a file that was handed over into a new file, checked against its digest
    #[command(after_help = "Example:\n  onus evidence export e-4k7w2m9 --to review.csv")]
    Export {
        /// The evidence, by id or SHA-256, or by a beginning of it that fits only one
        #[arg(value_name = "EVIDENCE")]
        which: String,
        /// The new file
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddEvidence {
    /// The files; any format, they are kept as they are
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The responsibilities that they speak for, by id or by a beginning of it that fits only one
    #[arg(long = "for", value_name = "RESPONSIBILITY", value_delimiter = ',')]
    pub(crate) responsibilities: Vec<String>,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// The control that they speak for, where it is for one only
    #[arg(long)]
    pub(crate) control: Option<ControlId>,
    /// Until when they speak; a date is its end in the workspace's zone [default: one cadence of the act]
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
    /// Where they came from
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// What they show
    #[arg(long)]
    pub(crate) note: Option<String>,
    #[command(flatten)]
    pub(crate) record: Recording,
}

impl AddEvidence {
    /// What the files speak for.
    pub(crate) fn selection(&self) -> Selection {
        Selection { ids: self.responsibilities.clone(), filter: self.filter.clone(), all: false }
    }
}
