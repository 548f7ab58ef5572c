//! Files that are whole or not there, and the signing key.

use crate::StoreError;
use onus_ledger::Signer;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

pub(crate) fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| match source.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::File { doing, path, source },
    }
}

/// Writes a file so that a crash leaves the old or the new one: a new file, synced, renamed, the folder synced.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    NewFile::write(path, bytes)?.put()
}

/// A file that is written and synced, and not yet in its place. Dropped, it goes.
pub(crate) struct NewFile {
    new: PathBuf,
    path: PathBuf,
}

impl NewFile {
    pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<Self, StoreError> {
        let new = path.with_extension(format!("new-{}-{:?}", std::process::id(), std::thread::current().id()));
        let file = NewFile { new, path: path.to_owned() };
        write_new(&file.new, bytes).map_err(failed("write", path))?;
        Ok(file)
    }

    pub(crate) fn place(&self) -> &Path {
        &self.path
    }

    pub(crate) fn put(&self) -> Result<(), StoreError> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let put = fs::rename(&self.new, &self.path).and_then(|()| sync_folder(folder));
        put.map_err(failed("write", &self.path))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.new);
    }
}

/// Takes away what a program that was killed left of a file that never came to its place.
pub(crate) fn sweep(folder: &Path, name: &str) {
    let new = format!("{name}.new");
    let left = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in left.filter(|entry| entry.file_name().to_string_lossy().starts_with(&new)) {
        _ = fs::remove_file(entry.path());
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private(path)?;
    file.set_len(0)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Opens a file to write, making it where it is not there, for the owner alone.
pub(crate) fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    owner_only(&mut options);
    options.open(path)
}

/// Makes a folder and those above it, where they are not there, for the owner alone.
pub(crate) fn private_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder).map_err(failed("make", folder))
}

pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn owner_only(_: &mut OpenOptions) {}

/// Reads the signing key; refuses one that others can read.
pub(crate) fn read_key(path: &Path) -> Result<Signer, StoreError> {
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StoreError::KeyMissing(path.to_owned())),
        Err(error) => return Err(failed("read the signing key", path)(error)),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_err(failed("read the signing key", path))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(StoreError::KeyOpen(path.to_owned()));
        }
    }
    Signer::parse(&text).map_err(|source| StoreError::KeyBroken { path: path.to_owned(), source })
}
