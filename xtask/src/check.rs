//! `cargo xtask check`: what to run before every commit, under a minute when warm.

use crate::command::{cargo, run};
use crate::report::Report;
use crate::workspace::Workspace;
use crate::{lints, postgres, texts};
use anyhow::Result;

/// Format, texts, lints of the server's half, unit tests on SQLite.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut report = Report::default();
    report.step("format", || lints::format(workspace))?;
    report.step("texts", || texts::check(workspace))?;
    report.step("lints", || lints::server(workspace))?;
    report.step("unit tests", || unit_tests(workspace))?;
    report.summary();
    Ok(())
}

fn unit_tests(workspace: &Workspace) -> Result<()> {
    let mut cargo = cargo(workspace);
    cargo.args(["test", "--quiet", "--locked", "--lib"]);
    cargo.args(["--package", "fluxward-domain", "--package", "fluxward-core"]);
    run(cargo.env_remove(postgres::URL_VARIABLE))
}
