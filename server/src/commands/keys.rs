//! `fluxward keys rotate`: a fresh key; what older ones signed stays valid.

use crate::config::Config;
use crate::error::Result;
use crate::output::say;
use fluxward_core::keys::Keys;
use fluxward_core::{Clock, Rng};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Add a fresh key; what older ones signed stays valid
    Rotate,
}

/// Does what was asked with the key file.
#[expect(clippy::unused_async, reason = "commands share one shape")]
pub(crate) async fn run(config: &Config, command: Command) -> Result<()> {
    let Command::Rotate = command;
    let path = config.key_file();
    let id = Keys::rotate(&path, &Rng::system(), Clock::system().now())?;
    say(format_args!(
        "Key {id} was added to {} and signs from the next start on. Restart every server that uses the file, and keep a copy with the backups.",
        path.display()
    ));
    Ok(())
}
