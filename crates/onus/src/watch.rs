//! `onus agreement watch`: what each published version of a provider's terms changes for the customer, recorded or only told.

mod folder;
mod git;
mod published;
mod room;
mod shown;

use crate::agreement::understood;
use crate::arguments::Watch;
use crate::diff::{Diff, Side, compared};
use crate::problem::Problem;
use crate::progress;
use crate::reading;
use crate::workspace::{Edge, Workspace, time};
use folder::{Folder, Wanted};
use git::History;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use onus_terms::{AgreementId, Digest};
use published::{Published, Source};
use room::Room;
use serde::Serialize;
use std::path::Path;

/// What `onus agreement watch` answers.
#[derive(Serialize)]
pub(crate) struct Watched {
    #[serde(skip_serializing_if = "Option::is_none")]
    agreement: Option<AgreementId>,
    /// Where the versions lie, as it was given.
    source: String,
    /// Whether nothing was recorded because that was asked for.
    dry_run: bool,
    /// How many published versions were looked at.
    looked_at: usize,
    /// How many change something for the customer.
    changing: usize,
    /// How many have other words and change nothing.
    noise: usize,
    /// How many are older than what was compared with, or have the same bytes as the one before.
    passed_over: usize,
    /// How many could not be read.
    unreadable: usize,
    /// How many were recorded.
    recorded: usize,
    versions: Vec<Seen>,
    /// The zone in which its times are told.
    #[serde(skip)]
    zone: TimeZone,
    /// Whether a change is told by the exit code.
    #[serde(skip)]
    told_by_code: bool,
}

/// A published version that was compared, or could not be read.
#[derive(Serialize)]
struct Seen {
    name: String,
    at: Timestamp,
    /// The commit and path, or the file.
    origin: String,
    outcome: Outcome,
    /// The number that it has in the workspace now.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    /// What it changes, beside the version before that changed something.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Diff>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// The first one: the others are compared with it.
    First,
    /// It changes something.
    Changing,
    /// Other words, and nothing changed.
    Noise,
    /// It could not be read.
    Unreadable,
}

/// Looks at each published version in turn. One that cannot be read does not stop the others.
pub(crate) fn watch(given: &Watch, open: &dyn Fn() -> Result<Workspace, Problem>) -> Result<Watched, Problem> {
    let mut room = Room::open(given, open)?;
    let zone = room.workspace().map_or(TimeZone::UTC, Workspace::zone);
    let source = source(given, &zone)?;
    let folder = given.from_git.as_ref().or(given.folder.as_ref());
    let mut watched = Watched {
        agreement: given.agreement.clone(),
        source: folder.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default(),
        dry_run: given.dry_run,
        looked_at: 0,
        changing: 0,
        noise: 0,
        passed_over: 0,
        unreadable: 0,
        recorded: 0,
        versions: Vec::new(),
        zone: zone.clone(),
        told_by_code: given.exit_code,
    };
    let mut published = source.published();
    settle_times(&mut published);
    let since = given.since.as_deref().map(|text| time(text, Edge::Start, &zone, Timestamp::MAX)).transpose()?;
    let (mut base, mut last) = (room.side(given)?, room.digest());
    watched.passed_over = start(&published, &room, since);
    let bar = progress::bar(u64::try_from(published.len()).unwrap_or(u64::MAX), "comparing");
    for (number, version) in published.into_iter().enumerate().skip(watched.passed_over) {
        bar.inc(1);
        watched.looked_at += 1;
        let bytes = source.bytes(number, given.reading.max_bytes)?;
        let digest = Digest::of(&bytes);
        if last == Some(digest) {
            watched.passed_over += 1;
            continue;
        }
        last = Some(digest);
        let seen = look(given, version, bytes, &mut base, &mut room)?;
        watched.count(&seen);
        watched.versions.push(seen);
    }
    bar.finish_and_clear();
    Ok(watched)
}

impl Watched {
    fn count(&mut self, seen: &Seen) {
        match seen.outcome {
            Outcome::First => {}
            Outcome::Changing => self.changing += 1,
            Outcome::Noise => self.noise += 1,
            Outcome::Unreadable => self.unreadable += 1,
        }
        self.recorded += usize::from(seen.version.is_some());
    }
}

/// A version takes effect no earlier than the one before it, whatever a clock said when it was committed.
fn settle_times(published: &mut [Published]) {
    let mut latest = Timestamp::MIN;
    for version in published {
        version.at = version.at.max(latest);
        latest = version.at;
    }
}

/// The first published version to look at: the one after what is recorded, or the one that --since begins with.
fn start(published: &[Published], room: &Room, since: Option<Timestamp>) -> usize {
    let wanted = published.partition_point(|version| since.is_some_and(|since| version.at < since));
    match room {
        Room::Known(known) => wanted.max(published.partition_point(|version| version.at <= known.effective)),
        // The one before is what the first is compared with.
        Room::New(_) | Room::None => wanted.saturating_sub(1),
    }
}

/// Compares a version with the base, records it where it changes something, and makes it the base then.
fn look(
    given: &Watch,
    version: Published,
    bytes: Vec<u8>,
    base: &mut Option<Side>,
    room: &mut Room,
) -> Result<Seen, Problem> {
    let Published { name, at, origin } = version;
    let seen = |outcome| Seen {
        name: name.clone(),
        at,
        origin: origin.clone(),
        outcome,
        version: None,
        changes: None,
        problem: None,
    };
    let document = match understood(Path::new(&name), &bytes, &given.reading.limits()) {
        Ok(document) => document,
        Err(problem) => {
            let cause = std::error::Error::source(&problem).map(ToString::to_string);
            return Ok(Seen {
                problem: Some(cause.unwrap_or_else(|| problem.to_string())),
                ..seen(Outcome::Unreadable)
            });
        }
    };
    let mut readings = room.others();
    readings.extend(reading::read(Path::new(&name), &document, &given.reading.options())?.responsibilities);
    let side = Side { name: origin.clone(), readings };
    let Some(before) = base else {
        *base = Some(side);
        return Ok(Seen { version: room.add(given, bytes, at, &name, &origin)?, ..seen(Outcome::First) });
    };
    let changes = compared(before, &side);
    let outcome = if changes.changes() > 0 { Outcome::Changing } else { Outcome::Noise };
    let mut seen = Seen { changes: Some(changes).filter(|_| outcome == Outcome::Changing), ..seen(outcome) };
    if outcome == Outcome::Noise && !given.record_all {
        return Ok(seen);
    }
    *base = Some(side);
    seen.version = room.add(given, bytes, at, &name, &origin)?;
    Ok(seen)
}

fn source(given: &Watch, zone: &TimeZone) -> Result<Box<dyn Source>, Problem> {
    match (&given.from_git, &given.path, &given.folder) {
        (Some(repository), Some(path), _) => Ok(Box::new(History::read(repository, path)?)),
        (None, paper, Some(folder)) => {
            let start = |date: Date| first_instant(date, zone);
            let wanted = Wanted { paper: paper.as_deref(), dates: &given.date };
            Ok(Box::new(Folder::read(folder, &wanted, &start)?))
        }
        _ => Err(Problem::User("give --from-git REPOSITORY with --path FILE, or --folder FOLDER".to_owned())),
    }
}

fn first_instant(date: Date, zone: &TimeZone) -> Result<Timestamp, Problem> {
    let start = date.to_zoned_datetime(zone.clone()).map_err(|error| Problem::User(error.to_string()))?;
    Ok(start.timestamp())
}
