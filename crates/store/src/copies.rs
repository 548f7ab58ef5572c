//! Copies of the last checkpoint outside the database: what makes a rollback visible.

use crate::files::{NewFile, failed, private, private_folder};
use crate::tiles::Stored;
use crate::{Options, Step, StoreError};
use onus_ledger::{Checkpoint, Verifier, root};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Where the copies are.
#[derive(Clone, Debug)]
pub(crate) struct Copies {
    /// Beside the database.
    pub(crate) beside: PathBuf,
    /// In the folder outside, where one was given.
    pub(crate) watch: Option<PathBuf>,
}

impl Copies {
    pub(crate) fn new(dir: &Path, options: &Options, verifier: &Verifier) -> Self {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
        // The key's id tells two logs of the same name apart.
        let name: String = verifier.to_string().chars().take(120).map(plain).collect();
        let watch = options.watch.as_ref().map(|folder| folder.join(format!("{name}.checkpoint")));
        Copies { beside: dir.join("checkpoint"), watch }
    }

    pub(crate) fn places(&self) -> impl Iterator<Item = (Step, &Path)> {
        let watch = self.watch.as_deref().map(|path| (Step::Watch, path));
        std::iter::once((Step::Copy, self.beside.as_path())).chain(watch)
    }

    /// The notes that are kept, with their places. One is enough: a workspace that came to this machine has no copy
    /// in the folder outside yet, and what stands there guards a workspace that lost its own.
    pub(crate) fn read(&self) -> Result<Vec<(PathBuf, String)>, StoreError> {
        let mut notes = Vec::new();
        for (_, path) in self.places() {
            match fs::read(path) {
                // Bytes that are no text cannot be a note, which the reader of notes says.
                Ok(note) => notes.push((path.to_owned(), String::from_utf8_lossy(&note).into_owned())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(failed("read the copy of the checkpoint", path)(error)),
            }
        }
        if notes.is_empty() { Err(StoreError::NoCopy(self.beside.clone())) } else { Ok(notes) }
    }

    /// What to say where only the copy beside the database is missing.
    pub(crate) fn missing(&self) -> Option<String> {
        let watch = self.watch.as_ref().filter(|_| !self.beside.exists())?;
        let (beside, watch) = (self.beside.display(), watch.display());
        Some(format!(
            "`{beside}` is missing; the next entry writes it anew, since the copy in `{watch}` vouches for it"
        ))
    }

    /// The largest checkpoint among the copies that has more entries than the ledger.
    pub(crate) fn ahead(&self, size: u64, verifier: &Verifier) -> Result<Option<Checkpoint>, StoreError> {
        let notes = self.read()?;
        let heads = notes.iter().filter_map(|(_, note)| Checkpoint::open(note, verifier).ok());
        Ok(heads.filter(|head| head.size > size).max_by_key(|head| head.size))
    }

    /// Refuses when the tree does not extend a copy, unless that copy is not beyond what is given up.
    pub(crate) fn check(
        &self,
        stored: &Stored<'_>,
        size: u64,
        verifier: &Verifier,
        given_up: Option<&Checkpoint>,
    ) -> Result<(), StoreError> {
        for (place, note) in self.read()? {
            let kept = Checkpoint::open(&note, verifier)
                .map_err(|source| StoreError::CopyChanged { place: place.clone(), source })?;
            if kept.size > size && given_up.is_some_and(|lost| kept.size <= lost.size) {
                continue;
            }
            if kept.size > size || root(stored, kept.size)? != kept.root {
                return Err(StoreError::RolledBack { size, kept: kept.size, place });
            }
        }
        Ok(())
    }

    /// Holds the copies until the file is dropped; waits for another program only so long.
    pub(crate) fn lock(&self, options: &Options) -> Result<File, StoreError> {
        let path = self.beside.with_extension("lock");
        let lock = private(&path).map_err(failed("write", &path))?;
        let end = Instant::now() + options.patience;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(Duration::from_millis(5)),
                Err(TryLockError::WouldBlock) => return Err(StoreError::Held(path)),
                Err(TryLockError::Error(error)) => return Err(failed("lock", &path)(error)),
            }
        }
    }

    /// Writes and syncs the note beside each place where it is to stand. Nothing counts before [`Copies::put`], so
    /// this may run while the database commits what the note says.
    pub(crate) fn stage(&self, note: &str) -> Vec<Staged> {
        let stage = |(step, path): &(Step, &Path)| {
            let made = path.parent().map_or(Ok(()), private_folder);
            Staged { step: *step, file: made.and_then(|()| NewFile::write(path, note.as_bytes())) }
        };
        together(&self.places().collect::<Vec<_>>(), stage)
    }

    /// Puts staged copies in their places, unless another program has put a later one there meanwhile.
    pub(crate) fn put(
        &self,
        staged: Vec<Staged>,
        note: (&str, bool),
        verifier: &Verifier,
        options: &Options,
    ) -> Result<(), StoreError> {
        let _lock = self.lock(options)?;
        self.put_held(staged, note, verifier, options)
    }

    /// Puts staged copies in their places, by whom holds them; where they recover, also over later ones.
    pub(crate) fn put_held(
        &self,
        staged: Vec<Staged>,
        (note, recovers): (&str, bool),
        verifier: &Verifier,
        options: &Options,
    ) -> Result<(), StoreError> {
        let size = Checkpoint::open(note, verifier)?.size;
        let put = |(step, file): &(Step, NewFile)| {
            let kept = fs::read_to_string(file.place()).ok().and_then(|note| Checkpoint::open(&note, verifier).ok());
            if !recovers && kept.is_some_and(|kept| kept.size >= size) {
                return Ok(());
            }
            options.step(*step, || file.put())
        };
        // One that could not be written does not keep the other from its place.
        let (mut written, mut unwritten) = (Vec::new(), Ok(()));
        for Staged { step, file } in staged {
            match file {
                Ok(file) => written.push((step, file)),
                Err(error) => unwritten = Err(error),
            }
        }
        together(&written, put).into_iter().collect::<Result<(), _>>().and(unwritten)
    }
}

/// A copy that is written beside its place.
pub(crate) struct Staged {
    step: Step,
    file: Result<NewFile, StoreError>,
}

/// Does a thing to all at once, each waiting for its own disk; gives the answers in order.
fn together<T: Sync, R: Send>(all: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let run = &run;
    std::thread::scope(|scope| {
        let (last, others) = all.split_last().map_or((None, all), |(last, others)| (Some(last), others));
        let spawn = |each| std::thread::Builder::new().spawn_scoped(scope, move || run(each)).map_err(|_| each);
        let others: Vec<_> = others.iter().map(spawn).collect();
        let last = last.map(run);
        let wait = |other: Result<std::thread::ScopedJoinHandle<'_, R>, &T>| match other {
            Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // No thread was to be had.
            Err(each) => run(each),
        };
        others.into_iter().map(wait).chain(last).collect()
    })
}
