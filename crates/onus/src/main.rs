//! The program: command line and wiring, nothing else.

mod adding;
mod agreement;
mod answer;
mod arguments;
mod changes;
mod controls;
mod deal;
mod deciding;
mod demo;
mod diff;
mod drafts;
mod due;
mod ending;
mod evidence;
mod explain;
mod exposure;
mod folding;
mod ids;
mod ledger;
mod matrix;
mod papers;
mod people;
mod problem;
mod progress;
mod proof;
mod reading;
mod recording;
mod selecting;
mod sheets;
mod standing;
mod status;
mod story;
mod watch;
mod withdrawing;
mod workspace;

use crate::answer::give;
use crate::arguments::{AgreementCommand, Arguments, Command, EvidenceCommand, LedgerCommand};
use crate::problem::Problem;
use crate::workspace::{Clock, Workspace};
use clap::{CommandFactory as _, Parser as _};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    let clock: Clock = Arc::new(jiff::Timestamp::now);
    // Takes colours out where the output is no terminal, or NO_COLOR is set.
    let mut out = BufWriter::new(anstream::AutoStream::auto(io::stdout().lock()));
    match run(arguments, &clock, &mut out).and_then(|bad| Ok(out.flush().map(|()| bad)?)) {
        Ok(bad) => ExitCode::from(u8::from(bad)),
        // Whoever reads has what he wanted (`| head`).
        Err(Problem::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&problem, json);
            ExitCode::from(problem.exit_code())
        }
    }
}

/// Runs a command. True where it found something failing, overdue or at fault.
fn run(arguments: Arguments, clock: &Clock, out: &mut dyn Write) -> Result<bool, Problem> {
    let Arguments { workspace, json, command } = arguments;
    let folder = workspace.as_deref();
    let open = || Workspace::open(folder, clock);
    match command {
        Command::Init(init) => give(&people::init(folder, &init, clock)?, json, out),
        Command::Person { command } => give(&people::person(&mut open()?, &command)?, json, out),
        Command::Agreement { command } => match command {
            AgreementCommand::Read(read) => {
                let (papers, problem) = agreement::read(&read, json);
                give(&papers, json, out)?;
                problem.map_or(Ok(false), Err)
            }
            AgreementCommand::Add(add) => give(&adding::add(&mut open()?, &add)?, json, out),
            AgreementCommand::Diff(given) => give(&diff::diff(&given, &open)?, json, out),
            AgreementCommand::Watch(given) => give(&watch::watch(&given, &open)?, json, out),
            AgreementCommand::End(end) => give(&ending::end(&mut open()?, &end)?, json, out),
            AgreementCommand::List => give(&papers::list(&open()?), json, out),
            AgreementCommand::Show(show) => give(&papers::show(&open()?, &show)?, json, out),
        },
        Command::Responsibilities(filter) => give(&status::list(&open()?, &filter)?, json, out),
        Command::Responsibility { command } => deciding::run(&mut open()?, &command, json, out),
        Command::Evidence { command: EvidenceCommand::Add(add) } => {
            give(&evidence::add(&mut open()?, &add)?, json, out)
        }
        Command::Evidence { command: EvidenceCommand::List } => give(&evidence::list(&open()?)?, json, out),
        Command::Attest(attest) => give(&deciding::attest(&mut open()?, &attest)?, json, out),
        Command::Status(given) => give(&status::status(&open()?, &given)?, json, out),
        Command::Due(given) => give(&due::due(&open()?, &given)?, json, out),
        Command::Exposure(given) => give(&exposure::exposure(&open()?, &given)?, json, out),
        Command::Explain(given) => give(&explain::explain(&open()?, &given)?, json, out),
        Command::Ledger { command: LedgerCommand::Prove { check: Some(file), key: Some(key), .. } } => {
            give(&proof::check(&file, &key)?, json, out)
        }
        Command::Ledger { command } => ledger::run(&mut open()?, &command, json, out),
        Command::Controls => give(&controls::all()?, json, out),
        Command::Demo { directory } => demo::run(directory, json, out),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "onus", &mut &mut *out);
            Ok(false)
        }
        Command::Man { directory } => man(&directory),
    }
}

/// Says what is wrong and what to do next, on the standard error.
fn complain(problem: &Problem, json: bool) {
    if matches!(problem, Problem::Told(_)) {
        return;
    }
    let mut message = problem.to_string();
    let mut source = std::error::Error::source(problem).and_then(std::error::Error::source);
    while let Some(cause) = source {
        message.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    let next = problem.next_step();
    let text = if json {
        serde_json::json!({ "error": { "message": message, "next": next, "code": problem.exit_code() } }).to_string()
    } else {
        next.map_or_else(|| format!("error: {message}"), |next| format!("error: {message}\n  next: {next}"))
    };
    // Nobody is left to tell when the standard error is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

fn man(directory: &Path) -> Result<bool, Problem> {
    std::fs::create_dir_all(directory).map_err(Problem::machine(directory))?;
    clap_mangen::generate_to(Arguments::command(), directory).map_err(Problem::machine(directory))?;
    Ok(false)
}
