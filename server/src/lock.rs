//! One serving process per SQLite database.
//!
//! The lock is the operating system's, on a file beside the database: it ends with the process,
//! however the process ends. Commands do not take it; what they change is noticed.

use crate::config::Config;
use crate::error::{Error, Result};
use std::fs::{File, TryLockError};

/// Held for as long as this process serves.
pub(crate) struct Served(#[expect(dead_code, reason = "dropping it unlocks")] Option<File>);

/// Takes the lock; nothing to take on PostgreSQL, which many processes may serve.
pub(crate) fn hold(config: &Config) -> Result<Served> {
    let Some(database) = config.sqlite_file() else {
        return Ok(Served(None));
    };
    let path = database.with_extension("lock");
    let open = || {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        File::options().create(true).append(true).open(&path)
    };
    let file = open().map_err(|error| Error::Lock(path.clone(), error))?;
    match file.try_lock() {
        Ok(()) => Ok(Served(Some(file))),
        Err(TryLockError::WouldBlock) => Err(Error::AlreadyServed(path)),
        Err(TryLockError::Error(error)) => Err(Error::Lock(path, error)),
    }
}
