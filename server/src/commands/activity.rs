//! `fluxward activity verify`: whether the log is whole and unchanged.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::opening;
use crate::output::{complain, say};
use fluxward_core::activity;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Check every link of the log's chain
    Verify,
}

/// Does what was asked with the log.
pub(crate) async fn run(config: &Config, command: Command) -> Result<()> {
    let Command::Verify = command;
    let services = opening::for_command(config).await?;
    let mut connection = services.read().await?;
    let report = activity::verify(&mut connection).await?;
    drop(connection);
    services.database.close().await;
    if report.problems.is_empty() {
        say(format_args!(
            "The activity log is whole: {} entries, up to number {}, each linked to the one before it.",
            report.events, report.seq
        ));
        return Ok(());
    }
    report.problems.iter().for_each(complain);
    Err(Error::Input(format!(
        "the activity log does not hold: {} problems in {} entries; restore a backup from before they appeared",
        report.problems.len(),
        report.events
    )))
}
