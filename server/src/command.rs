//! The command line.
//!
//! Every command creates and migrates the database when needed. Whatever goes wrong is one line
//! on standard error that says what to do, and an exit code other than zero.

use crate::commands::{activity, admin, backup, demo, keys, migrate};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::{logging, output, serve};
use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::future::Future;
use std::process::ExitCode;

/// Fluxward answers who is in, what they may do, and what they did.
#[derive(Parser)]
#[command(name = "fluxward", version, arg_required_else_help = false)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve pages and the REST interface (the default)
    Serve,
    /// Make or rescue an administrator
    #[command(subcommand)]
    Admin(admin::Command),
    /// Fill the database with a deterministic example: organizations, members, activity
    Demo(demo::Options),
    /// Look after the key file
    #[command(subcommand)]
    Keys(keys::Command),
    /// Look after the activity log
    #[command(subcommand)]
    Activity(activity::Command),
    /// Write a consistent copy of the database while the server runs
    Backup(backup::Options),
    /// Bring the database up to date without serving
    Migrate,
}

/// Does what the command line says.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(error);
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    let Cli { config, command } = cli;
    logging::start(&config.log)?;
    match command.unwrap_or(Command::Serve) {
        Command::Serve => wait(serve::run(&config)),
        Command::Admin(command) => wait(admin::run(&config, command)),
        Command::Demo(options) => wait(demo::run(&config, options)),
        Command::Keys(command) => wait(keys::run(&config, command)),
        Command::Activity(command) => wait(activity::run(&config, command)),
        Command::Backup(options) => wait(backup::run(&config, options)),
        Command::Migrate => wait(migrate::run(&config)),
    }
}

fn wait(work: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Io("the runtime cannot be started".into(), error))?
        .block_on(work)
}

/// Help goes to standard output as it is; a mistake becomes one line.
fn explain(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        output::say(error.to_string().trim_end());
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        output::complain("this command needs another word after it; see fluxward --help");
    } else {
        output::complain(one_line(&error.to_string()));
    }
    ExitCode::from(2)
}

/// The sentence of the mistake and the hints after it, without the usage.
fn one_line(text: &str) -> String {
    let said = text.split("\nUsage:").next().unwrap_or(text);
    let said = said.split("\nFor more information").next().unwrap_or(said);
    let parts = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = parts.collect::<Vec<_>>().join("; ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    format!("{line}; see fluxward --help")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_mistake_is_one_line_that_helps() {
        let said = |arguments: &[&str]| {
            let error = Cli::try_parse_from(arguments).err().unwrap();
            one_line(&error.to_string())
        };
        let line = said(&["fluxward", "serve", "--lisen", "x"]);
        assert!(line.contains("--lisen") && line.contains("--listen"), "{line}");
        assert!(!line.contains('\n') && line.ends_with("see fluxward --help"), "{line}");
        let line = said(&["fluxward", "demo"]);
        assert!(line.contains("--users") && !line.contains('\n'), "{line}");
    }
}
