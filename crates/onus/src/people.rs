//! `onus init` and `onus person`: who keeps these records.

use crate::answer::Answer;
use crate::arguments::{Init, PersonCommand};
use crate::ids::fresh;
use crate::problem::{Problem, printable};
use crate::workspace::{Clock, Workspace, person_added};
use onus_assess::fact::PersonAdded;
use onus_terms::PersonId;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// What `onus init` answers.
#[derive(Serialize)]
pub(crate) struct Made<'a> {
    name: &'a str,
    /// The name of the log, for ever.
    origin: String,
    /// The public key: whoever has it can check checkpoints and proofs without this program.
    key: String,
    /// The first person.
    person: PersonId,
}

impl Answer for Made<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "made the workspace of {} with the log {}", printable(self.name), self.origin)?;
        writeln!(out, "public key: {}", self.key)?;
        writeln!(out, "keep the file `key` to yourself, and back up the folder")?;
        writeln!(out, "next: onus agreement add FILE --provider NAME --title TITLE")
    }
}

/// Makes a workspace.
pub(crate) fn init<'a>(folder: Option<&Path>, given: &'a Init, clock: &Clock) -> Result<Made<'a>, Problem> {
    let folder = folder.unwrap_or(Path::new("."));
    let Init { name, me, email, zone } = given;
    let workspace = Workspace::create(folder, name, me, email.as_deref(), zone, clock)?;
    let origin = workspace.store.origin().to_owned();
    Ok(Made { name, origin, key: workspace.store.verifier().to_string(), person: workspace.me()? })
}

/// What `onus person` answers.
#[derive(Serialize)]
pub(crate) struct Persons<'a> {
    /// The id of the one that was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<PersonId>,
    persons: Vec<&'a PersonAdded>,
}

impl Answer for Persons<'_> {
    fn show(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown = |person: &&&PersonAdded| self.added.as_ref().is_none_or(|added| *added == person.person);
        for PersonAdded { person, name, email, .. } in self.persons.iter().filter(shown) {
            let email = email.as_deref().map(|email| format!("  <{}>", printable(email))).unwrap_or_default();
            writeln!(out, "{person}  {}{email}", printable(name))?;
        }
        Ok(())
    }
}

/// Adds or lists persons.
pub(crate) fn person<'a>(workspace: &'a mut Workspace, command: &PersonCommand) -> Result<Persons<'a>, Problem> {
    let mut added = None;
    if let PersonCommand::Add { name, email } = command {
        let same = |person: &&PersonAdded| person.name == *name && (email.is_none() || person.email == *email);
        if let Some(there) = workspace.record.persons().find(same) {
            let (name, id) = (printable(name), &there.person);
            let what = format!("there is a person `{name}` already, {id}; give another --email to tell them apart");
            return Err(Problem::User(what));
        }
        let id = PersonId::new(fresh("p-")?).map_err(|error| Problem::User(error.to_string()))?;
        let now = workspace.now;
        workspace.record(&[(person_added(&id, name, email.as_deref()), now)], None)?;
        added = Some(id);
    }
    let mut persons: Vec<&PersonAdded> = workspace.record.persons().collect();
    persons.sort_by_key(|person| (&person.name, &person.person));
    Ok(Persons { added, persons })
}
