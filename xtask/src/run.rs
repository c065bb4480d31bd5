//! `cargo xtask run`: from a checkout to a console that one can sign in to.

use crate::command::{cargo, run as run_command};
use crate::site::{self, Flavour};
use crate::watch;
use crate::workspace::Workspace;
use anyhow::{Result, anyhow};
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

/// Build everything and serve it.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Build fast instead of small, and build again whenever a file changes.
    #[arg(long)]
    dev: bool,
    /// Where to serve, when not at 127.0.0.1:3000.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Anything else that `fluxward serve` takes.
    #[arg(last = true)]
    extra: Vec<OsString>,
}

/// Which server to build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build; reads the site from disk.
    Development,
    /// What is deployed: one file with the site inside.
    Release,
}

/// Serves until it is stopped.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.dev {
        return watch::serve(workspace, options);
    }
    site::build(workspace, Flavour::Release)?;
    let server = build_server(workspace, Profile::Release)?;
    // From here on this process is the server: signals and exit status are its own.
    let failure = serve_command(workspace, server, options).exec();
    Err(anyhow!(failure).context("cannot start the server"))
}

/// Builds the server and returns its file.
pub(crate) fn build_server(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let (arguments, folder): (&[&str], _) = match profile {
        Profile::Development => (&[], "debug"),
        Profile::Release => (&["--release"], "release"),
    };
    let mut cargo = cargo(workspace);
    run_command(cargo.args(["build", "--locked", "--package", "fluxward"]).args(arguments))?;
    Ok(workspace.path("target").join(folder).join("fluxward"))
}

/// The command that serves, in the root of the workspace.
pub(crate) fn serve_command(workspace: &Workspace, server: PathBuf, options: &Options) -> Command {
    let mut command = Command::new(server);
    command.current_dir(workspace.path("")).arg("serve");
    if let Some(address) = &options.listen {
        command.args(["--listen", address]);
    }
    command.args(&options.extra);
    command
}
