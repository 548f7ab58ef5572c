//! What can go wrong for the person at the keyboard, sorted by whose turn it is.

use onus_agreement::matrix::NoMatrix;
use onus_documents::DocumentError;
use onus_store::StoreError;
use std::io;
use std::path::{Path, PathBuf};

/// An error with its exit code and the next step.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// A file is no document that can be read.
    #[error("{}: {source}", shown(path))]
    Document { path: PathBuf, source: DocumentError },
    /// A workbook or table holds no matrix of responsibilities.
    #[error("{}: {source}", shown(path))]
    Matrix { path: PathBuf, source: NoMatrix },
    /// The machine refused to read or write there.
    #[error("{}: {}", shown(path), plain(source))]
    Machine { path: PathBuf, source: io::Error },
    /// The folder of the second checkpoint copies cannot be made.
    #[error("{}: {}", shown(path), plain(source))]
    State { path: PathBuf, source: io::Error },
    /// A file that cannot be taken for what it was named for.
    #[error("{}: {why}", shown(path))]
    File { path: PathBuf, why: String },
    /// The demo's own history does not fit its papers: a fault of ours.
    #[error("the demo does not fit together: {0}")]
    Demo(String),
    /// The control library that was built in does not fit: a fault of ours.
    #[error(transparent)]
    Library(#[from] onus_assess::controls::LibraryError),
    /// The command line, or what it names, is wrong.
    #[error("{0}")]
    User(String),
    /// The ledger or the vault refuses.
    #[error(transparent)]
    Store(#[from] onus_store::StoreError),
    /// Several problems, told already; the first of them.
    #[error(transparent)]
    Told(Box<Problem>),
    /// The output is gone.
    #[error("cannot write the answer: {}", plain(.0))]
    Output(#[from] io::Error),
}

impl Problem {
    /// The machine refused to read or write there.
    pub(crate) fn machine(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Problem::Machine { path, source }
    }

    /// What to do next, where the message does not say it.
    pub(crate) fn next_step(&self) -> Option<&'static str> {
        match self {
            Problem::State { .. } => Some("name a folder that can be written with ONUS_STATE"),
            Problem::Store(StoreError::Exists(_)) => {
                Some("work in it as it is, or name another folder with --workspace")
            }
            Problem::Store(StoreError::File { source, .. }) => advice(source),
            Problem::Document { source: DocumentError::TooLarge { .. }, .. } => Some("raise it with --max-bytes"),
            Problem::Machine { source, .. } => advice(source),
            _ => None,
        }
    }

    /// The exit code that belongs to it.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Problem::Document { .. } | Problem::Matrix { .. } | Problem::File { .. } => 3,
            Problem::Machine { source, .. } => match source.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => 2,
                _ => 4,
            },
            Problem::Output(_) | Problem::State { .. } => 4,
            Problem::User(_) => 2,
            Problem::Store(source) => store_code(source),
            Problem::Told(first) => first.exit_code(),
            Problem::Library(_) | Problem::Demo(_) => 70,
        }
    }
}

fn advice(source: &io::Error) -> Option<&'static str> {
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Some("check the path"),
        io::ErrorKind::PermissionDenied => Some("check who may read and write there"),
        io::ErrorKind::StorageFull => Some("free some space, then run the same command again"),
        io::ErrorKind::ReadOnlyFilesystem => Some("use a folder that can be written"),
        io::ErrorKind::IsADirectory => Some("name its files, not the folder"),
        _ => None,
    }
}

fn store_code(source: &onus_store::StoreError) -> u8 {
    match source {
        StoreError::Exists(_)
        | StoreError::Missing(_)
        | StoreError::NoEntry(_)
        | StoreError::EraseLater(_)
        | StoreError::KeyOnly(_) => 2,
        StoreError::Busy
        | StoreError::Held(_)
        | StoreError::Full
        | StoreError::ReadOnly
        | StoreError::File { .. }
        | StoreError::Database(_) => 4,
        StoreError::Stopped | StoreError::NotErasure(_) => 70,
        StoreError::Shared(source) => store_code(source),
        StoreError::Copy { source, .. } => store_code(source),
        _ => 3,
    }
}

/// A path as it may be printed.
fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// Text from outside in one line: white space folded, and control characters, which could steer a terminal, escaped.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
        }
    }
    out
}

/// The operating system's words without its number.
fn plain(source: &io::Error) -> String {
    let text = source.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}
