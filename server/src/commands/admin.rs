//! `fluxward admin`: the first administrator without a browser, and the way back in.

use super::password;
use crate::config::Config;
use crate::error::Result;
use crate::opening;
use crate::output::say;
use fluxward_core::{Services, setup};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make a platform administrator
    Create(Create),
    /// The way back in when everything else is lost: a new temporary password, printed here, and no
    /// second factor
    Recover {
        /// The account's e-mail address or username
        login: String,
    },
}

/// Who it shall be.
#[derive(clap::Args)]
pub(crate) struct Create {
    /// The e-mail address
    #[arg(long)]
    email: String,
    /// The username
    #[arg(long)]
    username: String,
    /// The full name
    #[arg(long, value_name = "NAME")]
    full_name: String,
    /// Read the person's own password from standard input, instead of printing a fresh one
    #[arg(long)]
    password_stdin: bool,
}

/// Does what was asked about administrators.
pub(crate) async fn run(config: &Config, command: Command) -> Result<()> {
    let services = opening::for_command(config).await?;
    let done = match command {
        Command::Create(wanted) => create(&services, wanted).await,
        Command::Recover { login } => recover(&services, &login).await,
    };
    services.database.close().await;
    done
}

async fn create(services: &Services, wanted: Create) -> Result<()> {
    let given = wanted.password_stdin.then(password::from_stdin).transpose()?;
    let password = given.clone().unwrap_or_else(|| password::fresh(&services.rng));
    let Create { email, username, full_name, .. } = &wanted;
    setup::admin_create(services, email, username, full_name, &password).await?;
    say(format_args!("{full_name} <{email}> is a platform administrator."));
    if given.is_none() {
        say(format_args!("Password: {password}"));
    }
    Ok(())
}

async fn recover(services: &Services, login: &str) -> Result<()> {
    let recovered = setup::recover(services, login).await?;
    if recovered.reactivated {
        say(format_args!("{} was not active and is again.", recovered.full_name));
    }
    if recovered.factors_removed {
        say("The second factor is switched off; it has to be set up again.");
    }
    say(format_args!(
        "Temporary password of {}: {}",
        recovered.full_name, recovered.temporary_password
    ));
    say("All earlier sessions have ended; the password must be changed at the next sign-in.");
    Ok(())
}
