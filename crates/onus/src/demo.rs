//! `onus demo`: a year of an invented customer, replayed through the same commands that people type.

mod history;

use crate::answer::{BOLD, DIM, styled};
use crate::arguments::Arguments;
use crate::problem::Problem;
use crate::progress;
use crate::workspace::Clock;
use clap::Parser as _;
use history::{History, Line};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

const HISTORY: &str = include_str!("../demo/history.toml");

macro_rules! papers {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../demo/", $name)))),+]
    };
}

const PAPERS: &[(&str, &str)] = papers![
    "acceptable-use-policy.md",
    "cloud-services-agreement.md",
    "cloud-services-agreement-v2.md",
    "data-processing-addendum.html",
    "service-level-agreement.txt",
];

/// Builds the demo's workspace in a fresh folder and shows where it stands.
pub(crate) fn run(directory: Option<PathBuf>, json: bool, out: &mut dyn Write) -> Result<bool, Problem> {
    let history: History = toml::from_str(HISTORY).map_err(|error| Problem::Demo(error.to_string()))?;
    let folder = fresh(directory)?;
    let mut demo = Demo::new(folder, &history);
    demo.unpack(&history)?;
    demo.replay(&history)?;
    demo.set(history.today()?);
    if json {
        let folder = demo.folder.to_string_lossy();
        let today = demo.now();
        writeln!(out, "{}", serde_json::json!({ "directory": folder, "as_of": today, "commands": demo.typed }))?;
    } else {
        demo.show(&history, out)?;
    }
    Ok(false)
}

/// A folder that is not there yet, or is empty.
fn fresh(directory: Option<PathBuf>) -> Result<PathBuf, Problem> {
    let free = |path: &Path| !path.exists() || path.read_dir().is_ok_and(|mut inside| inside.next().is_none());
    match directory {
        Some(path) if free(&path) => Ok(path),
        Some(path) => {
            Err(Problem::User(format!("`{}` is not empty; name a folder that is not there yet", path.display())))
        }
        None => {
            let names = (1..1000).map(|number| match number {
                1 => PathBuf::from("onus-demo"),
                number => PathBuf::from(format!("onus-demo-{number}")),
            });
            let mut free = names.filter(|path| !path.exists());
            free.next().ok_or_else(|| Problem::User("there are too many demos here; remove some".to_owned()))
        }
    }
}

struct Demo {
    folder: PathBuf,
    time: Arc<Mutex<Timestamp>>,
    clock: Clock,
    /// The agreement that a paper became, by the paper's name without its ending.
    agreements: BTreeMap<String, String>,
    /// The last entry of an event that has a name.
    entries: BTreeMap<String, u64>,
    /// The commands as somebody would type them.
    typed: Vec<String>,
}

impl Demo {
    fn new(folder: PathBuf, history: &History) -> Self {
        let time = Arc::new(Mutex::new(history.start()));
        let shared = Arc::clone(&time);
        let clock: Clock = Arc::new(move || *shared.lock().unwrap_or_else(PoisonError::into_inner));
        Demo { folder, time, clock, agreements: BTreeMap::new(), entries: BTreeMap::new(), typed: Vec::new() }
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    fn set(&self, time: Timestamp) {
        *self.time.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }

    /// Writes papers and evidence into the folder, so that they can be looked at.
    fn unpack(&self, history: &History) -> Result<(), Problem> {
        let evidence = history.evidence.iter().map(|file| ("evidence", file.name.as_str(), file.text.trim_start()));
        let papers = PAPERS.iter().map(|(name, text)| ("papers", *name, *text));
        for (kind, name, text) in papers.chain(evidence) {
            let folder = self.folder.join(kind);
            std::fs::create_dir_all(&folder).map_err(Problem::machine(&folder))?;
            let path = folder.join(name);
            std::fs::write(&path, text).map_err(Problem::machine(&path))?;
        }
        Ok(())
    }

    fn replay(&mut self, history: &History) -> Result<(), Problem> {
        let bar = progress::bar(u64::try_from(history.event.len()).unwrap_or(u64::MAX), "replaying a year");
        for line in history.beginning() {
            self.command(&line)?;
        }
        for event in &history.event {
            self.set(event.recorded()?);
            let line = event.line(history, &self.agreements, &self.entries)?;
            let answer = self.command(&line)?;
            if let (Some(paper), Some(id)) = (&event.paper, answer.get("agreement").and_then(Value::as_str)) {
                self.agreements.insert(paper.clone(), id.to_owned());
            }
            if let (Some(id), Some(entry)) = (&event.id, answer.get("last").and_then(Value::as_u64)) {
                self.entries.insert(id.clone(), entry);
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        let path = self.folder.join("commands.txt");
        std::fs::write(&path, self.typed.join("\n") + "\n").map_err(Problem::machine(&path))
    }

    /// Runs one command of the history and gives its answer.
    fn command(&mut self, line: &Line) -> Result<Value, Problem> {
        self.typed.push(format!("# {}\nonus {}", self.now(), line.typed()));
        let mut answer = Vec::new();
        self.run(line, true, &mut answer)?;
        serde_json::from_slice(&answer).map_err(|error| Problem::Demo(format!("`{}`: {error}", line.typed())))
    }

    fn run(&self, line: &Line, json: bool, out: &mut dyn Write) -> Result<(), Problem> {
        let folder = self.folder.to_string_lossy().into_owned();
        let mut words = vec!["onus".to_owned(), "--workspace".to_owned(), folder];
        words.extend(json.then(|| "--json".to_owned()));
        words.extend(line.words(&self.folder));
        let wrong = |error: &dyn std::fmt::Display| Problem::Demo(format!("`{}`: {error}", line.typed()));
        let arguments = Arguments::try_parse_from(words).map_err(|error| wrong(&error))?;
        match crate::run(arguments, &self.clock, out) {
            // What the history asks for and the program refuses does not fit together; the machine is another matter.
            Err(problem @ Problem::User(_)) => Err(wrong(&problem)),
            other => other.map(|_| ()),
        }
    }

    fn show(&self, history: &History, out: &mut dyn Write) -> Result<(), Problem> {
        let folder = self.folder.display();
        let count = self.typed.len();
        writeln!(out, "Replayed {count} commands of a year into {folder}; they stand in {folder}/commands.txt.")?;
        writeln!(out, "{} signed these papers of {}:", history.organisation, history.provider)?;
        for (name, _) in PAPERS {
            writeln!(out, "  {folder}/papers/{name}")?;
        }
        let part = |out: &mut dyn Write, title: &str, command: &str| -> io::Result<()> {
            writeln!(out, "\n{}  {}", styled(BOLD, title), styled(DIM, format!("$ onus {command}")))
        };
        let today = self.now().strftime("%Y-%m-%d");
        for (title, command) in [
            ("Where it stands, what is overdue and why", format!("status --as-of {today}")),
            ("What falls due", format!("due --as-of {today} --within 45d")),
        ] {
            part(out, title, &command)?;
            self.run(&Line::of(&command), false, out)?;
        }
        if let Some((id, entry)) = self.telling()? {
            let explain = format!("explain {id} --as-of {today}");
            part(out, "One responsibility from clause to proof", &explain)?;
            self.run(&Line::of(&explain), false, out)?;
            let prove = format!("ledger prove {entry}");
            part(out, "Its proof, which anybody can check", &prove)?;
            let mut proof = Vec::new();
            self.run(&Line::of(&prove), false, &mut proof)?;
            out.write_all(&proof)?;
            let path = self.folder.join(format!("{entry}.tlog-proof"));
            std::fs::write(&path, &proof).map_err(Problem::machine(&path))?;
            let check = format!("ledger prove --check {}", path.display());
            part(out, "The check", &check)?;
            self.run(&Line::of(&check), false, out)?;
        }
        part(out, "The records", "ledger verify")?;
        self.run(&Line::of("ledger verify"), false, out)?;
        self.next(out)
    }

    /// The first responsibility that needs somebody, with the last entry behind its status.
    fn telling(&self) -> Result<Option<(String, u64)>, Problem> {
        let mut answer = Vec::new();
        self.run(&Line::of("status"), true, &mut answer)?;
        let status: Value = serde_json::from_slice(&answer).map_err(|error| Problem::Demo(error.to_string()))?;
        let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let telling = list(&status, "lines").iter().find_map(|line| {
            let entries = list(line, "reasons").iter().flat_map(|reason| list(reason, "entries")).collect::<Vec<_>>();
            let last = entries.iter().filter_map(Value::as_u64).max()?;
            Some((line.get("responsibility")?.as_str()?.to_owned(), last))
        });
        Ok(telling)
    }

    fn next(&self, out: &mut dyn Write) -> Result<(), Problem> {
        let today = self.now().strftime("%Y-%m-%d");
        let folder = self.folder.display();
        writeln!(out, "\n{}", styled(BOLD, "Where to look next"))?;
        for (command, why) in [
            (format!("cd {folder}"), "the workspace of the demo".to_owned()),
            (format!("onus status --as-of {today} --all"), "every line with its reasons".to_owned()),
            ("onus status --as-of 2026-07-10".to_owned(), "that day as it is known now".to_owned()),
            (
                "onus status --as-of 2026-07-10 --known-at 2026-07-10".to_owned(),
                "the same day as it was known then".to_owned(),
            ),
            (
                "onus agreement show cloud-services-agreement --only-marked".to_owned(),
                "the paper with its responsibilities in place".to_owned(),
            ),
            ("onus responsibilities --proposed".to_owned(), "what nobody has confirmed yet".to_owned()),
            (format!("onus due --as-of {today} --within 1y --ics duties.ics"), "a calendar".to_owned()),
            ("onus ledger log --limit 200".to_owned(), "every entry".to_owned()),
            ("onus --help".to_owned(), "all commands".to_owned()),
        ] {
            writeln!(out, "  {command:62}  {}", styled(DIM, why))?;
        }
        Ok(())
    }
}
