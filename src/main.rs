//! The command line: parse, run, print the error chain, exit status.

use std::io::{self, BufReader, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use mtlint::batch::{self, Outcome};
use mtlint::cli::{Cli, Command};
use mtlint::{explain, manual, report};

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(outcome) => ExitCode::from(outcome.status()),
        Err(error) => {
            say(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome> {
    batch::packs::open()?;
    match &cli.command {
        Command::Check(args) => batch::check(args, &say),
        Command::Stream(args) => batch::stream(args, BufReader::new(io::stdin()), io::stdout().lock(), &say),
        Command::Align(args) => batch::align(args, &say),
        Command::Review(command) => batch::review(command, &say),
        Command::Facts(args) => batch::facts(args, &say),
        Command::Checks => print(&explain::checks()),
        Command::Explain { check } => print(&explain::check(check)?),
        Command::Languages => print(&explain::languages()),
        Command::Senses(args) => print(&explain::senses(&args.word, &args.from, &args.to)?),
        Command::Pack(command) => print(&batch::packs::run(command, &say)?),
        Command::Completions { shell } => print(&manual::completions(*shell)),
        Command::Man { command } => print(&manual::page(command.as_deref())?),
    }
}

/// Prints; a reader that has gone away is no error.
fn print(text: &str) -> Result<Outcome> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Outcome::Clean),
    }
}

/// Says something on standard error. Every line begins with the program's name, so that no line of a file's
/// name or text is taken for a command by what reads the log.
fn say(message: &str) {
    for line in message.lines() {
        // Nobody can be told when standard error is closed.
        let _ = writeln!(io::stderr(), "mtlint: {}", report::visible(line));
    }
}
