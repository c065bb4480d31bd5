//! `cargo xtask test`: everything that must hold before a commit counts.
//!
//! It starts what it needs by itself and removes it again; where it cannot, it says what to install.

use crate::command::{SERVER_CRATES, cargo, run as run_command};
use crate::postgres::{self, Postgres};
use crate::report::Report;
use crate::run::{Profile, build_server};
use crate::site::{self, Flavour};
use crate::workspace::Workspace;
use crate::{acceptance, chromium, lints, nginx, npm, texts};
use anyhow::{Result, bail};

/// Prove everything.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these steps: format, texts, lints, unit, site, browser, acceptance.
    steps: Vec<String>,
}

type Step = fn(&Workspace) -> Result<()>;

/// The cheap ones first: a mistake in the format should not wait for a browser.
const STEPS: [(&str, &str, Step); 10] = [
    ("format", "format", lints::format),
    ("texts", "texts", texts::check),
    ("lints", "lints of the server's half", lints::server),
    ("lints", "lints of the browser's half", browser_lints),
    ("unit", "tests of this tool", own_tests),
    ("unit", "tests on SQLite and PostgreSQL", server_tests),
    ("site", "site, with its weight", release_site),
    ("browser", "server for the browser", server_for_browser),
    ("browser", "browser tests", browser_tests),
    ("acceptance", "acceptance", acceptance::check),
];

/// Does the steps in order, up to the first that fails.
pub(crate) fn test(workspace: &Workspace, options: &Options) -> Result<()> {
    if let Some(unknown) =
        options.steps.iter().find(|wanted| !STEPS.iter().any(|(key, ..)| key == *wanted))
    {
        bail!("there is no step `{unknown}`; see `cargo xtask test --help`");
    }
    let mut report = Report::default();
    let chosen = STEPS.iter().filter(|(key, ..)| {
        options.steps.is_empty() || options.steps.iter().any(|wanted| wanted == key)
    });
    let result =
        chosen.into_iter().try_for_each(|(_, name, step)| report.step(name, || step(workspace)));
    report.summary();
    result
}

fn browser_lints(workspace: &Workspace) -> Result<()> {
    crate::toolchain::ensure_wasm()?;
    lints::browser(workspace)
}

fn own_tests(workspace: &Workspace) -> Result<()> {
    run_command(cargo(workspace).args(["test", "--locked", "--package", "xtask"]))
}

fn server_tests(workspace: &Workspace) -> Result<()> {
    let postgres = Postgres::start()?;
    let mut cargo = cargo(workspace);
    cargo.args(["test", "--locked"]).args(SERVER_CRATES);
    run_command(cargo.env(postgres::URL_VARIABLE, &postgres.url))
}

fn release_site(workspace: &Workspace) -> Result<()> {
    npm::require(workspace)?;
    site::build(workspace, Flavour::Release)?;
    site::enforce_budgets(workspace)
}

fn server_for_browser(workspace: &Workspace) -> Result<()> {
    build_server(workspace, Profile::Development).map(drop)
}

fn browser_tests(workspace: &Workspace) -> Result<()> {
    let parts = npm::require(workspace)?;
    let chromium = chromium::ensure()?;
    let nginx = nginx::ensure()?;
    run_command(parts.program("tsc").arg("--noEmit"))?;
    let mut playwright = parts.program("playwright");
    playwright.arg("test").env("FLUXWARD_CHROMIUM", chromium);
    playwright.env("FLUXWARD_NGINX", nginx);
    run_command(playwright.env("FLUXWARD_BINARY", workspace.path("target/debug/fluxward")))
}
