//! `fluxward demo`: fills the database with a deterministic example.

use super::password;
use crate::config::Config;
use crate::error::Result;
use crate::opening;
use crate::output::say;
use fluxward_core::demo;

/// How large the example is.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many people
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    users: u32,
    /// Read one password for all of them from standard input; without it nobody of them can sign in
    #[arg(long)]
    password_stdin: bool,
}

/// Fills the database, and says with what.
pub(crate) async fn run(config: &Config, options: Options) -> Result<()> {
    let password = options.password_stdin.then(password::from_stdin).transpose()?;
    let services = opening::for_command(config).await?;
    let filled = demo::fill(&services, options.users, password.as_deref()).await;
    services.database.close().await;
    let filled = filled?;
    let (users, organizations) = (filled.users, filled.organizations);
    say(format_args!("{users} people in {organizations} organizations are there."));
    if password.is_none() {
        say("Nobody of them can sign in: no password was given.");
    }
    Ok(())
}
