//! A workspace on disk: ledger, vault and the record folded from it.

use crate::drafts::draft;
use crate::ids::fresh;
use crate::problem::{Problem, printable};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use onus_assess::fact::{AgreementVersion, PersonAdded};
use onus_assess::record::{History, Stamp, Stamped};
use onus_assess::{Fact, Library, Line, Moment, Record, View};
use onus_ledger::{Draft, Leaf};
use onus_store::{Options, Receipt, Store, StoreError, Vault};
use onus_terms::{AgreementId, PersonId, ResponsibilityId};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What time it is; the demo has a clock of its own.
pub(crate) type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The file that marks a workspace and names the person who works in this copy of it.
const PERSON: &str = "person";

/// An open workspace with all that was recorded.
pub(crate) struct Workspace {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) record: Record,
    pub(crate) library: Library,
    pub(crate) now: Timestamp,
    pub(crate) folder: PathBuf,
}

/// What a date without a time of day stands for.
#[derive(Clone, Copy)]
pub(crate) enum Edge {
    /// Its first instant in the workspace's zone.
    Start,
    /// Its last second in the workspace's zone.
    End,
    /// Its last second, or now where that is earlier: for what has happened.
    Past,
}

impl Workspace {
    /// Makes a workspace in a folder, with its first person.
    pub(crate) fn create(
        folder: &Path,
        name: &str,
        person: &str,
        email: Option<&str>,
        zone: &str,
        clock: &Clock,
    ) -> Result<Self, Problem> {
        if TimeZone::get(zone).is_err() {
            return Err(Problem::User(format!("`{zone}` is not a time zone; use an IANA name such as Europe/Berlin")));
        }
        if folder.is_file() {
            return Err(Problem::User(format!("`{}` is a file; name a folder", folder.display())));
        }
        let random = fresh("")?;
        let store = match Store::create(folder, &format!("onus.local/{random}"), options(folder, clock)?) {
            // A program that was killed made the ledger and recorded nothing: this one goes on from there.
            Err(StoreError::Exists(there)) => {
                let store = Store::open(folder, options(folder, clock)?)?;
                if store.size()? == 0 { Ok(store) } else { Err(StoreError::Exists(there)) }
            }
            made => made,
        }?;
        Vault::open(&folder.join("vault"))?;
        let me = PersonId::new(format!("p-{}", fresh("")?)).map_err(|error| Problem::User(error.to_string()))?;
        let now = clock();
        let facts = [
            Fact::WorkspaceCreated(onus_assess::fact::WorkspaceCreated {
                name: name.to_owned(),
                zone: zone.to_owned(),
            }),
            person_added(&me, person, email),
        ];
        let begun = store.append_if(0, facts.iter().map(|fact| draft(fact, now, &me)).collect());
        if let Err(StoreError::Moved { .. }) = begun {
            return Err(StoreError::Exists(folder.join("ledger.db")).into());
        }
        begun?;
        // Whoever recorded the first entries is the person of this copy.
        let path = folder.join(PERSON);
        std::fs::write(&path, me.as_str()).map_err(Problem::machine(&path))?;
        Self::open(Some(folder), clock)
    }

    /// Opens the workspace in this folder, or the nearest one upwards from here.
    pub(crate) fn open(folder: Option<&Path>, clock: &Clock) -> Result<Self, Problem> {
        let (folder, store) = ledger(folder, clock)?;
        let mut workspace = Workspace {
            vault: Vault::open(&folder.join("vault"))?,
            store,
            record: Record::default(),
            library: Library::standard()?,
            now: clock(),
            folder,
        };
        workspace.follow()?;
        Ok(workspace)
    }

    /// Takes in what was recorded since. A body that was erased since is forgotten, by reading everything anew.
    pub(crate) fn follow(&mut self) -> Result<(), Problem> {
        let sound = self.record.entries() > 0 && !self.record.is_stale();
        crate::folding::follow(&self.store, &mut self.record)?;
        if sound && self.record.is_stale() {
            self.record = Record::default();
            crate::folding::follow(&self.store, &mut self.record)?;
        }
        Ok(())
    }

    /// Records facts, all or none, said by `by` or by the person of this workspace.
    pub(crate) fn record(&mut self, facts: &[(Fact, Timestamp)], by: Option<&str>) -> Result<Vec<Receipt>, Problem> {
        let by = self.by(by)?;
        let receipts = self.store.append(facts.iter().map(|(fact, at)| draft(fact, *at, &by)).collect())?;
        self.follow()?;
        Ok(receipts)
    }

    /// Records facts only if nobody recorded anything since this workspace was read.
    pub(crate) fn record_if_unmoved(
        &mut self,
        facts: &[(Fact, Timestamp)],
        by: Option<&str>,
    ) -> Result<Vec<Receipt>, Problem> {
        let by = self.by(by)?;
        let drafts = facts.iter().map(|(fact, at)| draft(fact, *at, &by)).collect();
        let receipts = self.store.append_if(self.record.entries(), drafts)?;
        self.follow()?;
        Ok(receipts)
    }

    /// Erases the body of an entry and records that.
    pub(crate) fn erase(
        &mut self,
        entry: u64,
        reason: &str,
        at: Timestamp,
        by: Option<&str>,
    ) -> Result<Receipt, Problem> {
        let by = self.by(by)?;
        let fact = Fact::BodyErased(onus_assess::fact::EntryRef { entry, reason: reason.to_owned() });
        // The store says which entry it is about.
        let draft = Draft { about: Vec::new(), ..draft(&fact, at, &by) };
        let receipt = self.store.erase(entry, draft)?;
        self.follow()?;
        Ok(receipt)
    }

    /// The versions of an agreement in the order in which they take effect, without those that were withdrawn.
    pub(crate) fn versions(&self, id: &AgreementId) -> Vec<&Stamped<AgreementVersion>> {
        self.standing(self.record.versions(id))
    }

    /// All agreements with their versions, without those that were withdrawn.
    pub(crate) fn agreements(&self) -> impl Iterator<Item = (&AgreementId, Vec<&Stamped<AgreementVersion>>)> {
        let all = self.record.agreements().map(|(id, versions)| (id, self.standing(versions)));
        all.filter(|(_, versions)| !versions.is_empty())
    }

    fn standing<'a>(&self, versions: &'a [Stamped<AgreementVersion>]) -> Vec<&'a Stamped<AgreementVersion>> {
        let counts = |version: &&Stamped<AgreementVersion>| self.record.counts(&version.stamp, Timestamp::MAX);
        let mut standing: Vec<_> = versions.iter().filter(counts).collect();
        standing.sort_by_key(|version| (version.stamp.at, version.fact.version));
        standing
    }

    /// When an agreement ended last.
    pub(crate) fn ended(&self, id: &AgreementId) -> Option<Timestamp> {
        let ends = self.record.ends(id).iter().filter(|end| self.record.counts(&end.stamp, Timestamp::MAX));
        ends.map(|end| end.stamp.at).max()
    }

    /// What an entry says, with its stamp; nothing where its body is erased or is not what its kind says.
    pub(crate) fn fact(&self, index: u64) -> Result<Option<Stamped<Fact>>, Problem> {
        let Some(entry) = self.store.entry(index)? else { return Ok(None) };
        let Leaf { kind, at, recorded, by, .. } = entry.leaf;
        let fact = entry.body.and_then(|body| Fact::from_body(&kind, &body).ok());
        Ok(fact.map(|fact| Stamped { stamp: Stamp { entry: index, at, recorded, by }, fact }))
    }

    /// A person by id, name or mail address, or by the beginning of one of them, in any case, where only one fits.
    pub(crate) fn person(&self, text: &str) -> Result<PersonId, Problem> {
        let wanted = text.trim().to_lowercase();
        let words = |person: &PersonAdded| {
            let email = person.email.as_deref().unwrap_or_default();
            [person.person.as_str(), &person.name, email].map(str::to_lowercase)
        };
        let fitting = |fits: &dyn Fn(&PersonAdded) -> bool| -> Vec<&PersonAdded> {
            self.record.persons().filter(|person| fits(person)).collect()
        };
        let ways: [&dyn Fn(&PersonAdded) -> bool; 3] = [
            &|person| person.person.as_str() == text || person.name == text,
            &|person| words(person).contains(&wanted),
            &|person| !wanted.is_empty() && words(person).iter().any(|word| word.starts_with(&wanted)),
        ];
        let found = ways.into_iter().map(fitting).find(|found| !found.is_empty()).unwrap_or_default();
        match found.as_slice() {
            [only] => Ok(only.person.clone()),
            [] => Err(Problem::User(format!(
                "there is no person `{text}`; `onus person list` shows them, `onus person add` adds one"
            ))),
            several => {
                let names = several.iter().map(|person| format!("{} ({})", printable(&person.name), person.person));
                Err(Problem::User(format!("`{text}` fits several persons: {}; use the id", listed(names))))
            }
        }
    }

    /// The name of a person, or the id where the name was erased.
    pub(crate) fn name<'a>(&'a self, id: &'a PersonId) -> &'a str {
        self.record.person(id).map_or(id.as_str(), |person| &person.name)
    }

    /// A responsibility by its id, or by a beginning of it that fits only one.
    pub(crate) fn responsibility(&self, text: &str) -> Result<(&ResponsibilityId, &History), Problem> {
        let fitting = || self.record.responsibilities().filter(|(id, _)| id.as_str().starts_with(text));
        let mut found = fitting();
        match (found.next(), found.next()) {
            (Some(found), _) if found.0.as_str() == text => Ok(found),
            (Some(found), None) => Ok(found),
            (Some(_), Some(_)) => {
                let ids = listed(fitting().map(|(id, _)| id.to_string()));
                Err(Problem::User(format!("`{text}` begins several responsibilities; give more of it: {ids}")))
            }
            (None, _) => {
                Err(Problem::User(format!("there is no responsibility `{text}`; `onus responsibilities` lists them")))
            }
        }
    }

    /// The line of a responsibility, whether or not the files that it rests on are still there.
    pub(crate) fn line(&self, id: &ResponsibilityId, moment: Moment) -> Option<Line> {
        onus_assess::line(&View::new(&self.record, &self.library, moment), id, self.record.history(id)?)
    }

    /// The entry that proposed a responsibility first.
    pub(crate) fn since(&self, id: &ResponsibilityId) -> u64 {
        let first = self.record.history(id).and_then(|history| history.proposed.first());
        first.map_or(u64::MAX, |first| first.stamp.entry)
    }

    /// Whether a path in a folder, whose full name is given, is one of the files that make up the workspace.
    pub(crate) fn keeps(&self, folder: &Path, path: &Path) -> bool {
        let Ok(own) = self.folder.canonicalize() else { return false };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let kept = ["ledger.db", "key", "checkpoint", PERSON]
            .iter()
            .any(|kept| name.strip_prefix(kept).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.'])));
        folder.starts_with(own.join("vault")) || (folder == own && (kept || name == "vault"))
    }

    /// Now, knowing all.
    pub(crate) fn present(&self) -> Moment {
        Moment { as_of: self.now, known_at: Timestamp::MAX }
    }

    /// The person who works in this copy: the one of the file `person`, or the only one there is.
    pub(crate) fn me(&self) -> Result<PersonId, Problem> {
        let file = self.folder.join(PERSON);
        let text = match std::fs::read(&file) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).trim().to_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Problem::machine(&file)(error)),
        };
        let mut persons = self.record.persons();
        match (PersonId::new(text.as_str()), persons.next(), persons.next()) {
            (Ok(me), _, _) => Ok(me),
            (Err(_), Some(only), None) if text.is_empty() => Ok(only.person.clone()),
            _ => Err(Problem::User(format!(
                "`{}` does not say who works here; say who with --by, or write the id of a person of `onus person list` into it",
                file.display()
            ))),
        }
    }

    /// Who says something: a person that was named, or the one of this workspace.
    pub(crate) fn by(&self, by: Option<&str>) -> Result<PersonId, Problem> {
        by.map_or_else(|| self.me(), |by| self.person(by))
    }

    /// The zone in which days are counted.
    pub(crate) fn zone(&self) -> TimeZone {
        onus_assess::status::zone(&self.record)
    }

    /// A time as people write it, in the workspace's zone.
    pub(crate) fn clock_time(&self, time: Timestamp) -> String {
        time.to_zoned_datetime(self.zone()).strftime("%-d %B %Y, %H:%M %Z").to_string()
    }

    /// A day as people write it, in the workspace's zone.
    pub(crate) fn date(&self, time: Timestamp) -> String {
        time.to_zoned_datetime(self.zone()).strftime("%-d %B %Y").to_string()
    }

    /// A time as people give it: with its zone or offset, or a date, which stands for an edge of that day in the
    /// workspace's zone. A time of day without a zone is refused.
    pub(crate) fn time(&self, text: &str, edge: Edge) -> Result<Timestamp, Problem> {
        time(text, edge, &self.zone(), self.now)
    }
}

/// The ledger of the workspace in this folder, or the nearest one upwards from here, with its folder. Nothing is read
/// from it yet.
pub(crate) fn ledger(folder: Option<&Path>, clock: &Clock) -> Result<(PathBuf, Store), Problem> {
    let folder = match folder {
        Some(file) if file.is_file() => {
            return Err(Problem::User(format!("`{}` is a file; name the folder of the workspace", file.display())));
        }
        Some(folder) => folder.to_owned(),
        None => nearest().ok_or_else(|| {
            Problem::User("there is no workspace here or above; make one with `onus init`".to_owned())
        })?,
    };
    let store = Store::open(&folder, options(&folder, clock)?)?;
    Ok((folder, store))
}

/// A time as people give it, in a zone, as [`Workspace::time`] takes it.
pub(crate) fn time(text: &str, edge: Edge, zone: &TimeZone, now: Timestamp) -> Result<Timestamp, Problem> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if let Ok(time) = text.parse::<jiff::ZonedDateTime>() {
        return Ok(time.timestamp());
    }
    let wrong = || {
        Problem::User(format!(
            "`{text}` is not a time; use a date such as 2026-03-03, or a time with its zone such as 2026-03-03T10:00:00+01:00"
        ))
    };
    if text.len() != 10 {
        return Err(wrong());
    }
    let date: Date = text.parse().map_err(|_| wrong())?;
    let start = date.to_zoned_datetime(zone.clone()).map(|start| start.timestamp());
    // The last day that can be written ends with the last time that can be.
    let next = date.tomorrow().and_then(|next| next.to_zoned_datetime(zone.clone()));
    let end = next.map_or(Timestamp::MAX, |next| next.timestamp() - jiff::SignedDuration::from_secs(1));
    Ok(match edge {
        Edge::Start => start.map_err(|_| wrong())?,
        Edge::End => end,
        // A day that has not begun is not made today.
        Edge::Past => end.min(now.max(start.map_err(|_| wrong())?)),
    })
}

/// The fact of a new person.
pub(crate) fn person_added(id: &PersonId, name: &str, email: Option<&str>) -> Fact {
    Fact::PersonAdded(onus_assess::fact::PersonAdded {
        person: id.clone(),
        name: name.to_owned(),
        email: email.map(str::to_owned),
    })
}

/// The first of many, and how many there are besides.
fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    let shown = names.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > 5 { format!("{shown} and {} more", names.len() - 5) } else { shown }
}

fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().find(|folder| folder.join("ledger.db").is_file()).map(Path::to_owned)
}

/// A second copy of each checkpoint is kept in the user's state folder, so that putting back an old copy of the whole
/// workspace is noticed.
fn options(folder: &Path, clock: &Clock) -> Result<Options, Problem> {
    let state = std::env::var_os("ONUS_STATE").map(PathBuf::from).or_else(|| {
        let base = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
        Some(base.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state")))?.join("onus"))
    });
    if let Some(state) = &state {
        std::fs::create_dir_all(state).map_err(|source| Problem::State { path: state.clone(), source })?;
    }
    if folder.as_os_str().is_empty() {
        return Err(Problem::User("the workspace folder has no name".to_owned()));
    }
    Ok(Options { watch: state, now: Arc::clone(clock), ..Options::default() })
}
