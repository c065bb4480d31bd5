//! `fluxward demo`: fills the database with a deterministic example.

use crate::config::Config;
use crate::error::{Error, Result};

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

/// Generates.
pub(crate) async fn run(_config: &Config, _options: Options) -> Result<()> {
    Err(Error::Input("being written".into()))
}
