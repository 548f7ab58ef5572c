//! The program: command line and wiring, nothing else.

mod adding;
mod agreement;
mod arguments;
mod deciding;
mod folding;
mod ledger;
mod problem;
mod standing;
mod workspace;

use crate::arguments::{AgreementCommand, Arguments, Command};
use crate::problem::Problem;
use crate::workspace::Workspace;
use clap::{CommandFactory as _, Parser as _};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    match run(arguments, &mut out).and_then(|fault| Ok(out.flush().map(|()| fault)?)) {
        Ok(fault) => ExitCode::from(u8::from(fault)),
        // Whoever reads has what he wanted (`| head`).
        Err(Problem::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(problem) => {
            complain(&problem);
            ExitCode::from(problem.exit_code())
        }
    }
}

/// Runs a command. True where it found something failing, overdue or at fault.
fn run(arguments: Arguments, out: &mut impl Write) -> Result<bool, Problem> {
    let Arguments { workspace, json, command } = arguments;
    let open = || Workspace::open(workspace.as_deref());
    match command {
        Command::Init(init) => adding::init(workspace.as_deref(), &init, out)?,
        Command::Person { command } => adding::person(open()?, &command, out)?,
        Command::Agreement { command: AgreementCommand::Read(read) } => agreement::read(&read, json, out)?,
        Command::Agreement { command: AgreementCommand::Add(add) } => adding::add(open()?, &add, out)?,
        Command::Agreement { command: AgreementCommand::List } => adding::list(&open()?, json, out)?,
        Command::Responsibilities(filter) => standing::list(&open()?, &filter, json, out)?,
        Command::Responsibility { command } => deciding::responsibility(open()?, &command, out)?,
        Command::Attest(attest) => deciding::attest(open()?, &attest, out)?,
        Command::Status(status) => return standing::status(&open()?, &status, json, out),
        Command::Due(due) => standing::due(&open()?, &due, json, out)?,
        Command::Explain(explain) => standing::explain(&open()?, &explain, json, out)?,
        Command::Ledger { command } => return ledger::run(open()?, &command, out),
        Command::Controls => controls(json, out)?,
        Command::Completions { shell } => clap_complete::generate(shell, &mut Arguments::command(), "onus", out),
        Command::Man { directory } => man(&directory)?,
    }
    Ok(false)
}

/// Says what is wrong and what to do next, on the standard error.
fn complain(problem: &Problem) {
    if matches!(problem, Problem::Told(_)) {
        return;
    }
    let mut message = format!("error: {problem}");
    let mut source = std::error::Error::source(problem).and_then(std::error::Error::source);
    while let Some(cause) = source {
        message.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    if let Some(next) = problem.next_step() {
        message.push_str(&format!("\n  next: {next}"));
    }
    // Nobody is left to tell when the standard error is closed.
    let _ = writeln!(io::stderr(), "{message}");
}

fn controls(json: bool, out: &mut impl Write) -> Result<(), Problem> {
    let library = onus_assess::Library::standard()?;
    for control in library.controls() {
        if json {
            serde_json::to_writer(&mut *out, control).map_err(io::Error::from)?;
            writeln!(out)?;
            continue;
        }
        writeln!(out, "{}  {}", control.id, control.title)?;
        for act in &control.acts {
            let often = act.cadence.map_or_else(|| "once".to_owned(), |cadence| format!("every {cadence}"));
            writeln!(out, "    {often}, {}: {}", act.role, act.title)?;
        }
    }
    Ok(())
}

fn man(directory: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(directory).map_err(Problem::machine(directory))?;
    clap_mangen::generate_to(Arguments::command(), directory).map_err(Problem::machine(directory))
}
