//! The demo's history file, and the command that each of its events stands for.

use crate::problem::Problem;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// `demo/history.toml`; its shape is described at its top.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct History {
    pub(super) organisation: String,
    pub(super) provider: String,
    zone: String,
    today: toml::value::Datetime,
    person: Vec<Person>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) event: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evidence {
    id: String,
    pub(super) name: String,
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Deed {
    Add,
    Confirm,
    Reject,
    Assign,
    Control,
    Attest,
    Evidence,
    Waive,
    Exempt,
    Withdraw,
    Erase,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Event {
    recorded: toml::value::Datetime,
    by: String,
    r#do: Deed,
    pub(super) id: Option<String>,
    at: Option<toml::value::Datetime>,
    pub(super) paper: Option<String>,
    contains: Option<String>,
    area: Option<String>,
    #[serde(default)]
    all: bool,
    title: Option<String>,
    effective: Option<toml::value::Datetime>,
    version_of: Option<String>,
    reason: Option<String>,
    to: Option<String>,
    control: Option<String>,
    cadence: Option<String>,
    act: Option<String>,
    note: Option<String>,
    kept: Option<bool>,
    evidence: Option<String>,
    until: Option<toml::value::Datetime>,
    from: Option<toml::value::Datetime>,
    event: Option<String>,
}

/// The words of one command, after `onus`. A word that begins with `@/` is a file of the demo's folder.
#[derive(Default)]
pub(super) struct Line(Vec<String>);

impl Line {
    /// From words without quotes.
    pub(super) fn of(command: &str) -> Self {
        Line(command.split(' ').map(str::to_owned).collect())
    }

    fn word(mut self, word: &str) -> Self {
        self.0.push(word.to_owned());
        self
    }

    fn option(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.word(name).word(value),
            None => self,
        }
    }

    /// For the parser.
    pub(super) fn words(&self, folder: &Path) -> impl Iterator<Item = String> {
        self.0.iter().map(|word| match word.strip_prefix("@/") {
            Some(file) => folder.join(file).to_string_lossy().into_owned(),
            None => word.clone(),
        })
    }

    /// As somebody in the demo's folder would type it.
    pub(super) fn typed(&self) -> String {
        let plain = |word: &str| word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:+".contains(c));
        let words = self.0.iter().map(|word| match word.strip_prefix("@/").unwrap_or(word) {
            word if plain(word) => word.to_owned(),
            word => format!("'{}'", word.replace('\'', r"'\''")),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn time(text: &toml::value::Datetime) -> Result<Timestamp, Problem> {
    text.to_string().parse().map_err(|error| Problem::Demo(format!("{text}: {error}")))
}

impl History {
    /// When the demo looks back.
    pub(super) fn today(&self) -> Result<Timestamp, Problem> {
        time(&self.today)
    }

    /// When the workspace is made: with the first event.
    pub(super) fn start(&self) -> Timestamp {
        self.event.first().and_then(|event| event.recorded().ok()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The workspace and its persons.
    pub(super) fn beginning(&self) -> Vec<Line> {
        let name = |person: &Person| person.name.clone();
        let me = self.person.first().map(name).unwrap_or_default();
        let init = Line::of("init --name").word(&self.organisation).word("--me").word(&me);
        let init = init.word("--zone").word(&self.zone);
        let others = self.person.iter().skip(1).map(|person| Line::of("person add").word(&person.name));
        std::iter::once(init).chain(others).collect()
    }

    fn name(&self, id: &str) -> Result<&str, Problem> {
        let person = self.person.iter().find(|person| person.id == id);
        person.map(|person| person.name.as_str()).ok_or_else(|| Problem::Demo(format!("no person `{id}`")))
    }

    fn file(&self, id: &str) -> Result<String, Problem> {
        let file = self.evidence.iter().find(|file| file.id == id);
        file.map(|file| format!("@/evidence/{}", file.name)).ok_or_else(|| Problem::Demo(format!("no evidence `{id}`")))
    }
}

impl Event {
    /// When it was recorded.
    pub(super) fn recorded(&self) -> Result<Timestamp, Problem> {
        time(&self.recorded)
    }

    /// The command that records it, by what papers and events became so far.
    pub(super) fn line(
        &self,
        history: &History,
        agreements: &BTreeMap<String, String>,
        entries: &BTreeMap<String, u64>,
    ) -> Result<Line, Problem> {
        let reason = self.reason.as_deref();
        let file = self.evidence.as_deref().map(|id| history.file(id)).transpose()?;
        let until = self.until.as_ref().map(ToString::to_string);
        let which = |line: Line| self.which(line, agreements);
        let entry = || {
            let found = self.event.as_ref().and_then(|event| entries.get(event));
            found.map(ToString::to_string).ok_or_else(|| Problem::Demo("an event names none before it".to_owned()))
        };
        let line = match self.r#do {
            Deed::Add => self.add(history, agreements)?,
            Deed::Confirm => which(Line::of("responsibility confirm"))?,
            Deed::Reject => which(Line::of("responsibility reject"))?.option("--reason", reason),
            Deed::Exempt => which(Line::of("responsibility not-applicable"))?.option("--reason", reason),
            Deed::Assign => {
                let to = self.to.as_deref().map(|to| history.name(to)).transpose()?;
                which(Line::of("responsibility assign"))?.option("--to", to)
            }
            Deed::Control => which(Line::of("responsibility match"))?
                .option("--control", self.control.as_deref())
                .option("--cadence", self.cadence.as_deref()),
            Deed::Waive => {
                which(Line::of("responsibility waive"))?.option("--until", until.as_deref()).option("--reason", reason)
            }
            Deed::Attest => self.attest(which(Line::of("attest"))?).option("--evidence", file.as_deref()),
            Deed::Evidence => {
                let line = Line::of("evidence add").word(&file.unwrap_or_default());
                let from = self.from.as_ref().map(ToString::to_string);
                which(line)?.option("--at", from.as_deref()).option("--until", until.as_deref())
            }
            Deed::Withdraw => Line::of("ledger withdraw").word(&entry()?).option("--reason", reason),
            Deed::Erase => Line::of("ledger erase").word(&entry()?).option("--reason", reason),
        };
        let at = self.at.as_ref().map(ToString::to_string);
        Ok(line.option("--at", at.as_deref()).word("--by").word(history.name(&self.by)?))
    }

    fn add(&self, history: &History, agreements: &BTreeMap<String, String>) -> Result<Line, Problem> {
        let name = self.paper.as_deref().unwrap_or_default();
        let stem = |file: &str| file.rsplit_once('.').is_some_and(|(stem, _)| stem == name);
        let file = super::PAPERS.iter().find(|(file, _)| stem(file));
        let (file, _) = file.ok_or_else(|| Problem::Demo(format!("no paper `{name}`")))?;
        let line = Line::of("agreement add").word(&format!("@/papers/{file}"));
        let before = self.version_of.as_ref().and_then(|paper| agreements.get(paper));
        let line = match before {
            Some(id) => line.word("--version-of").word(id),
            None => line.word("--provider").word(&history.provider).option("--title", self.title.as_deref()),
        };
        let effective = self.effective.as_ref().map(ToString::to_string);
        Ok(line.option("--effective", effective.as_deref()))
    }

    fn which(&self, line: Line, agreements: &BTreeMap<String, String>) -> Result<Line, Problem> {
        let paper = self.paper.as_deref().unwrap_or_default();
        let id = agreements.get(paper).ok_or_else(|| Problem::Demo(format!("`{paper}` was not added before")))?;
        let line = line.word("--agreement").word(id).option("--area", self.area.as_deref());
        let line = line.option("--contains", self.contains.as_deref());
        Ok(if self.all { line.word("--all") } else { line })
    }

    fn attest(&self, line: Line) -> Line {
        let line = line.option("--control", self.control.as_deref()).option("--act", self.act.as_deref());
        let line = if self.kept == Some(false) { line.word("--not-done") } else { line };
        line.option("--note", self.note.as_deref())
    }
}
