//! `fluxward migrate`: brings the database up to date without serving.

use crate::config::Config;
use crate::error::Result;
use crate::output::say;
use fluxward_core::database::{Database, schema_version};

/// Migrates and says where the schema is.
pub(crate) async fn run(config: &Config) -> Result<()> {
    Database::open(&config.database_url).await?.close().await;
    say(format_args!("The database is up to date (migration {}).", schema_version()));
    Ok(())
}
