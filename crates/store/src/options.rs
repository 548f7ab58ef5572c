use jiff::Timestamp;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A step of writing, in order; tests make each fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Entries into the database.
    Entries,
    /// Tiles into the database.
    Tiles,
    /// The signed checkpoint into the database.
    Head,
    /// The commit.
    Commit,
    /// The copy beside the database.
    Copy,
    /// The copy in the folder outside.
    Watch,
}

/// Makes steps fail, in tests: an error before the step loses it, one after it leaves it done.
pub trait Faults: Send + Sync {
    /// Called before the step, and after it with `done`.
    fn at(&self, step: Step, done: bool) -> io::Result<()>;
}

type Random = dyn Fn(&mut [u8]) -> io::Result<()> + Send + Sync;

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// A folder outside the workspace for a second copy of the checkpoint, so that putting back an old copy of the
    /// whole workspace is noticed.
    pub watch: Option<PathBuf>,
    /// The clock behind `recorded`.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The source of salts and keys.
    pub random: Arc<Random>,
    /// How long to wait for another program's batch.
    pub patience: Duration,
    /// Failures on purpose, for tests.
    pub faults: Option<Arc<dyn Faults>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            watch: None,
            now: Arc::new(Timestamp::now),
            random: Arc::new(|bytes| getrandom::fill(bytes).map_err(|error| io::Error::other(error.to_string()))),
            patience: Duration::from_secs(10),
            faults: None,
        }
    }
}

impl Options {
    /// Runs a step with the failures that were asked for.
    pub(crate) fn step<T, E: From<crate::StoreError>>(
        &self,
        step: Step,
        run: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        self.fault(step, false)?;
        let done = run()?;
        self.fault(step, true)?;
        Ok(done)
    }

    fn fault(&self, step: Step, done: bool) -> Result<(), crate::StoreError> {
        let Some(faults) = &self.faults else { return Ok(()) };
        faults
            .at(step, done)
            .map_err(crate::files::failed("write", std::path::Path::new("a step that a test makes fail")))
    }
}
