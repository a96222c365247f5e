//! What shells and `man` want to know of the command line, derived from [`crate::cli`].

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::Cli;
use crate::config::known;

/// The completions for a shell.
#[must_use]
pub fn completions(shell: Shell) -> String {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "mtlint", &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// A manual page in roff: of the program, or of one of its commands.
///
/// # Errors
/// An unknown command; the message names the nearest.
pub fn page(command: Option<&str>) -> Result<String> {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let name = known(name, &names, "command")?;
            program.find_subcommand(name).expect("a known name is a command").clone()
        }
    };
    let mut out = Vec::new();
    Man::new(page).source(concat!("mtlint ", env!("CARGO_PKG_VERSION"))).render(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
