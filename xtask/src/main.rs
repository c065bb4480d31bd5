//! The project's own tool: builds the site, runs Fluxward, and proves that it holds.
//!
//! Everything a developer or the build machine does goes through here, so both do the same thing.
//! One file a command; the parts they share (cargo, npm, PostgreSQL, Chromium) have a file each.
//! It knows the programs it starts and nothing of what Fluxward does.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool reports by printing"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "it measures real time and waits for real processes"
)]

mod acceptance;
mod bench;
mod check;
mod chromium;
mod command;
mod guard;
mod lints;
mod nginx;
mod npm;
mod packages;
mod postgres;
mod report;
mod run;
mod site;
mod test;
mod texts;
mod toolchain;
mod watch;
mod workspace;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use workspace::Workspace;

/// Builds, runs and tests Fluxward.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and serve it at 127.0.0.1:3000, on SQLite under `data/`.
    Run(run::Options),
    /// Prove everything: format, lints, tests on both databases, site, browser, acceptance.
    Test(test::Options),
    /// The quick part of `test`: format, lints, unit tests on SQLite.
    Check,
    /// Measure what people wait for at growing sizes; write `target/bench/`.
    Bench(bench::Options),
    /// Build the site into `target/site` and print its size.
    Site(site::Options),
    /// Start a private PostgreSQL, run a command against it, remove it.
    Postgres(postgres::Options),
    /// Check that every acceptance row names tests that exist.
    Acceptance,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Run(options) => run::run(&workspace, &options),
        Task::Test(options) => test::test(&workspace, &options),
        Task::Check => check::check(&workspace),
        Task::Bench(options) => bench::bench(&workspace, &options),
        Task::Site(options) => site::site(&workspace, &options),
        Task::Postgres(options) => postgres::with_command(&options),
        Task::Acceptance => acceptance::check(&workspace),
    }
}
