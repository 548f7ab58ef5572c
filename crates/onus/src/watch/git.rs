//! The versions of one file in a git history, read with the `git` program and nothing changed.
//!
//! The history is foreign: what its configuration could run (hooks, filters, pagers, signature checks, fetches) is off.

use super::published::{Published, Source};
use crate::problem::{Problem, printable};
use jiff::Timestamp;
use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A file's history, the first version first.
pub(super) struct History {
    repository: PathBuf,
    commits: Vec<Commit>,
}

/// A commit that changed the file.
struct Commit {
    id: String,
    at: Timestamp,
    /// Where the file was then, from the top of the repository.
    path: String,
}

/// Settings that keep the repository's own configuration from running anything.
const SETTINGS: [&str; 12] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.quotePath=false",
    "diff.relative=false",
    "diff.renames=true",
    "log.showSignature=false",
    "log.mailmap=false",
    "log.showRoot=true",
    "protocol.allow=never",
    "color.ui=false",
    "gc.auto=0",
];

impl History {
    /// Reads which commits changed a file.
    pub(super) fn read(repository: &Path, path: &str) -> Result<Self, Problem> {
        let mut log = git(repository);
        log.args(["log", "--follow", "--name-status", "-z", "--no-ext-diff", "--no-textconv", "--no-show-signature"]);
        log.args(["--no-notes", "--no-decorate", "--format=%x01%H%x09%aI", "--", path]);
        let output = done(log.output(), repository)?;
        let commits = commits(&output.stdout).ok_or_else(|| {
            Problem::User(format!("git answered something else than the history of `{}`", printable(path)))
        })?;
        if commits.is_empty() {
            let (repository, path) = (repository.to_string_lossy(), printable(path));
            return Err(Problem::User(format!(
                "`{}` has no history of a file `{path}`; give its path from there, as `git ls-files` shows it",
                printable(&repository)
            )));
        }
        Ok(History { repository: repository.to_owned(), commits })
    }
}

impl Source for History {
    fn published(&self) -> Vec<Published> {
        let one = |commit: &Commit| {
            let name = commit.path.rsplit('/').next().unwrap_or_default().to_owned();
            let short = commit.id.get(..12).unwrap_or(&commit.id);
            Published { name, at: commit.at, origin: format!("git {short}:{}", commit.path) }
        };
        self.commits.iter().map(one).collect()
    }

    fn bytes(&self, number: usize, limit: usize) -> Result<Vec<u8>, Problem> {
        let Some(commit) = self.commits.get(number) else { return Ok(Vec::new()) };
        let mut show = git(&self.repository);
        // Never a filter, as `git show` would run.
        show.args(["cat-file", "blob"]).arg(format!("{}:{}", commit.id, commit.path));
        let mut child = show.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(|error| missing(&error))?;
        let mut bytes = Vec::new();
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let pipe = child.stdout.take();
        let read = pipe.map_or(Ok(0), |pipe| pipe.take(most).read_to_end(&mut bytes));
        let status = child.wait();
        read.and(status).map_err(Problem::machine(&self.repository)).and_then(|status| {
            // A file larger than the limit is cut, which closes the pipe; that it is too large is told where it is read.
            let whole = status.success() || bytes.len() > limit;
            let what = || Problem::User(format!("git cannot show `{}` of {}", printable(&commit.path), commit.id));
            if whole { Ok(bytes) } else { Err(what()) }
        })
    }
}

/// The `git` program for a repository, without what the environment or the configuration of the machine says of others.
fn git(repository: &Path) -> Command {
    let mut git = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            git.env_remove(name);
        }
    }
    let settled = ["GIT_CONFIG_NOSYSTEM", "GIT_ATTR_NOSYSTEM", "GIT_NO_LAZY_FETCH", "GIT_NO_REPLACE_OBJECTS"];
    git.envs(settled.map(|name| (name, "1")));
    git.envs([("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("LC_ALL", "C")]);
    git.args(["--no-pager", "--literal-pathspecs"]);
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.arg("-C").arg(absolute(repository)).stdin(Stdio::null());
    git
}

/// A folder whose name begins with a dash is no option.
fn absolute(repository: &Path) -> PathBuf {
    std::path::absolute(repository).unwrap_or_else(|_| Path::new(".").join(repository))
}

fn done(output: io::Result<Output>, repository: &Path) -> Result<Output, Problem> {
    let output = output.map_err(|error| missing(&error))?;
    if output.status.success() {
        return Ok(output);
    }
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let shown = printable(&repository.to_string_lossy());
    if !repository.is_dir() {
        return Err(Problem::User(format!("there is no folder `{shown}`")));
    }
    if told.contains("not a git repository") {
        return Err(Problem::User(format!("`{shown}` is no git repository; for a folder of files use --folder")));
    }
    if told.contains("does not have any commits yet") {
        return Err(Problem::User(format!("`{shown}` has no commits yet")));
    }
    let first = told.lines().next().unwrap_or("no reason given");
    Err(Problem::User(format!("git cannot read the history in `{shown}`: {}", printable(first))))
}

fn missing(error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::NotFound {
        Problem::User(
            "the program `git` is not there; install it, or put the versions in a folder and use --folder".to_owned(),
        )
    } else {
        Problem::Machine {
            path: PathBuf::from(OsStr::new("git")),
            source: io::Error::new(error.kind(), error.to_string()),
        }
    }
}

/// The commits of a log with `-z --name-status`, the first first. A commit that took the file away has no version.
fn commits(log: &[u8]) -> Option<Vec<Commit>> {
    let mut fields = log.split(|byte| *byte == 0).map(String::from_utf8_lossy).peekable();
    let mut commits = Vec::new();
    while let Some(head) = fields.next() {
        let Some((id, at)) = head.strip_prefix('\u{1}').and_then(|head| head.split_once('\t')) else {
            return head.trim().is_empty().then_some(commits).map(|mut commits: Vec<Commit>| {
                commits.reverse();
                commits
            });
        };
        let status = fields.next_if(|next| !next.starts_with('\u{1}')).unwrap_or_default();
        let mut path = if status.trim().is_empty() { None } else { fields.next() };
        if status.trim_start().starts_with(['R', 'C']) {
            path = fields.next();
        }
        let gone = status.trim_start().starts_with('D');
        if let (Some(path), false) = (path, gone) {
            commits.push(Commit { id: id.to_owned(), at: at.parse().ok()?, path: path.into_owned() });
        }
    }
    commits.reverse();
    Some(commits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read() {
        let log = "\u{1}dd\t2026-04-01T00:00:00Z\0\nD\0b.md\0\u{1}cc\t2026-03-01T10:00:00+02:00\0\nR090\0a.md\0b.md\0\
                   \u{1}bb\t2026-02-01T00:00:00Z\0\u{1}aa\t2026-01-01T00:00:00Z\0\nA\0a.md\0";
        let found = commits(log.as_bytes()).unwrap();
        let told: Vec<_> = found.iter().map(|one| format!("{} {} {}", one.id, one.path, one.at)).collect();
        assert_eq!(told, ["aa a.md 2026-01-01T00:00:00Z", "cc b.md 2026-03-01T08:00:00Z"]);
        assert!(commits(b"").unwrap().is_empty());
        assert!(commits(b"hello").is_none() && commits(b"\x01aa\tyesterday\0\nA\0a.md\0").is_none());
    }
}
