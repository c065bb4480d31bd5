//! Format and lints, of both halves, without a single warning.

use crate::command::{BROWSER_CRATES, SERVER_CRATES, cargo, cargo_wasm, run};
use crate::site;
use crate::workspace::Workspace;
use anyhow::Result;

const NO_WARNINGS: [&str; 3] = ["--", "--deny", "warnings"];

/// The format of every crate.
pub(crate) fn format(workspace: &Workspace) -> Result<()> {
    run(cargo(workspace).args(["fmt", "--all", "--check"]))
}

/// The server's half with its tests, and this tool.
pub(crate) fn server(workspace: &Workspace) -> Result<()> {
    let clippy = ["clippy", "--quiet", "--locked", "--all-targets"];
    run(cargo(workspace).args(clippy).args(["--package", "xtask"]).args(NO_WARNINGS))?;
    run(cargo(workspace).args(clippy).args(SERVER_CRATES).args(NO_WARNINGS))
}

/// The browser's half, in the profile that the site is built with: they share what is compiled.
pub(crate) fn browser(workspace: &Workspace) -> Result<()> {
    let mut clippy = cargo_wasm(workspace);
    clippy.args(["clippy", "--quiet", "--locked", "--lib", "--profile", site::RELEASE_PROFILE]);
    run(clippy.args(BROWSER_CRATES).args(NO_WARNINGS))
}
