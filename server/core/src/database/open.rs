//! Opening: pools, pragmas, migrations, and errors that say what to do.

use super::{Database, Pools};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// The oldest SQLite whose write-ahead log is sound (3.51.3 mends a rare corruption).
const SQLITE_LEAST: (u32, u32, u32) = (3, 51, 3);

/// Why a database could not be opened, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is of neither engine.
    #[error(
        "the database URL “{0}” is not understood; use sqlite://path/to/file.db or postgres://user@host/name"
    )]
    Url(String),
    /// The folder of the SQLite file cannot be made or written.
    #[error(
        "the folder {0} cannot be written: {1}; choose another with --database-url, or mend its permissions"
    )]
    Folder(PathBuf, std::io::Error),
    /// The bundled SQLite is too old.
    #[error("the SQLite inside this binary is {0}; at least 3.51.3 is needed")]
    Sqlite(String),
    /// The schema is of a newer Fluxward.
    #[error(
        "the database was migrated by a newer Fluxward (migration {0} is unknown here); run that version or a later one, this one has changed nothing"
    )]
    Newer(i64),
    /// A migration has been changed after it was applied.
    #[error(
        "migration {0} is not the one that was applied to this database; restore the binary that made it"
    )]
    Changed(i64),
    /// A migration failed; the schema is as before it.
    #[error("a migration failed and was rolled back: {0}")]
    Migration(MigrateError),
    /// The engine refused.
    #[error("the database cannot be opened: {0}")]
    Engine(#[from] sqlx::Error),
    /// The PostgreSQL server does not answer.
    #[error(
        "the PostgreSQL server cannot be reached: {0}; check host, port, user and password of --database-url, and whether it is running"
    )]
    Unreached(sqlx::Error),
}

/// The newest migration that this binary knows.
pub fn schema_version() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or_default()
}

pub(super) async fn pools(url: &str) -> Result<Pools, OpenError> {
    if url.starts_with("sqlite:") {
        return sqlite(url).await;
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Pools::Postgres(postgres(url).await?));
    }
    Err(OpenError::Url(url.to_owned()))
}

async fn sqlite(url: &str) -> Result<Pools, OpenError> {
    let options =
        SqliteConnectOptions::from_str(url).map_err(|_| OpenError::Url(url.to_owned()))?;
    let file = options.get_filename().to_owned();
    if file.as_os_str().is_empty() {
        return Err(OpenError::Url(url.to_owned()));
    }
    let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
    let unwritable = |error| OpenError::Folder(folder.clone(), error);
    std::fs::create_dir_all(&folder).map_err(unwritable)?;
    make(&file).map_err(unwritable)?;
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-8192");
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options.clone())
        .await?;
    assert_version(&write).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(30))
        .connect_lazy_with(options.read_only(true));
    Ok(Pools::Sqlite { read, write })
}

/// Makes the file, if it is missing, for this user's eyes only: it holds hashes of passwords. Its
/// log takes over its permissions.
pub(super) fn make(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

async fn assert_version(pool: &SqlitePool) -> Result<(), OpenError> {
    let (version,): (String,) = sqlx::query_as("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < SQLITE_LEAST {
        return Err(OpenError::Sqlite(version));
    }
    Ok(())
}

async fn postgres(url: &str) -> Result<PgPool, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| OpenError::Url(url.to_owned()))?;
    let pool = PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(30))
        // A generic plan cannot know whether a text is rare, and then scans everybody.
        .connect_with(
            options
                .application_name("fluxward")
                .options([("plan_cache_mode", "force_custom_plan")]),
        )
        .await
        .map_err(OpenError::Unreached)?;
    Ok(pool)
}

impl Database {
    /// Runs the migrations that are missing. Each is one transaction: a killed one leaves
    /// nothing behind and runs again at the next start.
    pub(super) async fn migrate(&self) -> Result<(), OpenError> {
        let done = match &self.pools {
            Pools::Sqlite { write, .. } => SQLITE.run(write).await,
            Pools::Postgres(pool) => POSTGRES.run(pool).await,
        };
        done.map_err(|error| match error {
            MigrateError::VersionMissing(version) => OpenError::Newer(version),
            MigrateError::VersionMismatch(version) => OpenError::Changed(version),
            other => OpenError::Migration(other),
        })
    }
}
