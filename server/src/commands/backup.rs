//! `fluxward backup FILE`: a consistent copy of the database while the server runs.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::output::say;
use fluxward_core::database::Database;
use std::path::PathBuf;

/// Where the copy goes.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The file to write; it must not exist
    file: PathBuf,
}

/// Writes the copy, and says what must be kept beside it.
pub(crate) async fn run(config: &Config, options: Options) -> Result<()> {
    let (file, keys) = (options.file, config.key_file());
    if config.sqlite_file().is_none() {
        let (file, keys) = (file.display(), keys.display());
        return Err(Error::Input(format!(
            "PostgreSQL makes its own backups; run: pg_dump --format=custom --file={file} --dbname=\"$FLUXWARD_DATABASE_URL\" and keep the key file {keys} beside it"
        )));
    }
    if file.exists() {
        let file = file.display();
        return Err(Error::Input(format!(
            "{file} exists already; choose another name for the backup"
        )));
    }
    let database = Database::open(&config.database_url).await?;
    let copied = database.copy_to(&file).await;
    database.close().await;
    copied.map_err(|error| Error::Input(format!("the backup was not written: {error}")))?;
    say(format_args!("The database was copied to {}.", file.display()));
    say(format_args!(
        "Keep the key file {} with it: without it, sign-ins end and signatures cannot be checked.",
        keys.display()
    ));
    Ok(())
}
