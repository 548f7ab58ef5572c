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
mod disclosure;
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
mod recovering;
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
use onus_store::{StoreError, Vault};
use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Many small values are made on several threads when a ledger is folded; this allocator serves them faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() && std::env::args_os().any(|word| word == "--json") => {
            complain(&misread(&error), true);
            return ExitCode::from(2);
        }
        Err(error) => error.exit(),
    };
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
    let json = arguments.json;
    let doubts = RefCell::new(Vec::new());
    let done = answer(arguments, clock, &doubts, out);
    // Who is refused for the same reason hears it once.
    if !matches!(done, Err(Problem::Store(_))) {
        doubts.into_inner().into_iter().for_each(|doubt| warn(&doubt.into(), json));
    }
    done
}

fn answer(
    arguments: Arguments,
    clock: &Clock,
    doubts: &RefCell<Vec<StoreError>>,
    out: &mut dyn Write,
) -> Result<bool, Problem> {
    let Arguments { workspace, json, command } = arguments;
    // An empty ONUS_WORKSPACE names no folder.
    let folder = workspace.as_deref().filter(|folder| !folder.as_os_str().is_empty());
    let open = || {
        let workspace = Workspace::open(folder, clock)?;
        *doubts.borrow_mut() = workspace.store.doubts();
        Ok(workspace)
    };
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
        Command::Evidence { command: EvidenceCommand::Export { which, to } } => {
            give(&evidence::export(&open()?, &which, &to)?, json, out)
        }
        Command::Evidence { command: EvidenceCommand::List } => give(&evidence::list(&open()?)?, json, out),
        Command::Attest(attest) => give(&deciding::attest(&mut open()?, &attest)?, json, out),
        Command::Status(given) => give(&status::status(&open()?, &given)?, json, out),
        Command::Due(given) => give(&due::due(&open()?, &given)?, json, out),
        Command::Exposure(given) => give(&exposure::exposure(&open()?, &given)?, json, out),
        Command::Explain(given) => give(&explain::explain(&open()?, &given)?, json, out),
        Command::Ledger { command: LedgerCommand::Prove { check: Some(file), key: Some(key), disclosed, .. } } => {
            give(&proof::check(&file, disclosed.as_deref(), &key, None)?, json, out)
        }
        Command::Ledger { command: command @ LedgerCommand::Prove { check: Some(_), .. } } => {
            let elsewhere = |problem| match problem {
                Problem::User(why) => Problem::User(format!("{why}; a proof of another log needs its --key")),
                other => other,
            };
            ledger::run(&mut open().map_err(elsewhere)?, &command, json, out)
        }
        Command::Ledger { command: LedgerCommand::Verify } => {
            let (folder, store) = workspace::ledger(folder, clock)?;
            give(&ledger::verify(&store, &Vault::open(&folder.join("vault"))?)?, json, out)
        }
        Command::Ledger { command } => ledger::run(&mut open()?, &command, json, out),
        Command::Controls => give(&controls::all()?, json, out),
        Command::Demo { directory } => demo::run(directory, json, out),
        Command::Completions { shell } => {
            // Through memory: the generator does not bear a reader that has gone (`| head`).
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut hinted(Arguments::command()), "onus", &mut script);
            out.write_all(&script)?;
            Ok(false)
        }
        Command::Man { directory } => man(&directory),
    }
}

/// What is wrong with the command line, in one line, for programs.
fn misread(error: &clap::Error) -> Problem {
    let text = error.render().to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    Problem::User(lines.join(" ").trim_start_matches("error: ").to_owned())
}

/// Says what is wrong and what to do next, on the standard error.
fn complain(problem: &Problem, json: bool) {
    if matches!(problem, Problem::Told(_)) {
        return;
    }
    say("error", problem, json);
}

/// Says what is doubtful about an answer that was given, on the standard error.
fn warn(problem: &Problem, json: bool) {
    say("warning", problem, json);
}

fn say(what: &str, problem: &Problem, json: bool) {
    let mut message = problem.to_string();
    let mut source = std::error::Error::source(problem).and_then(std::error::Error::source);
    while let Some(cause) = source {
        message.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    let next = problem.next_step();
    let text = if json {
        serde_json::json!({ what: { "message": message, "next": next, "code": problem.exit_code() } }).to_string()
    } else {
        next.map_or_else(|| format!("{what}: {message}"), |next| format!("{what}: {message}\n  next: {next}"))
    };
    // Nobody is left to tell when the standard error is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Shells offer files for what nobody described; only paths are files here.
fn hinted(command: clap::Command) -> clap::Command {
    let hint = |argument: clap::Arg| match argument.get_value_hint() {
        clap::ValueHint::Unknown if argument.get_action().takes_values() => argument.value_hint(clap::ValueHint::Other),
        _ => argument,
    };
    command.mut_args(hint).mut_subcommands(hinted)
}

fn man(directory: &Path) -> Result<bool, Problem> {
    std::fs::create_dir_all(directory).map_err(Problem::machine(directory))?;
    clap_mangen::generate_to(Arguments::command(), directory).map_err(Problem::machine(directory))?;
    for entry in std::fs::read_dir(directory).map_err(Problem::machine(directory))?.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if name.starts_with("onus") && name.ends_with(".1") {
            // What stands after the options are examples and exit codes; the generator calls them extra.
            let page = std::fs::read_to_string(&path).map_err(Problem::machine(&path))?;
            std::fs::write(&path, page.replace(".SH EXTRA", ".SH EXAMPLES")).map_err(Problem::machine(&path))?;
        }
    }
    Ok(false)
}
