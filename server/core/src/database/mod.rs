//! Storage on SQLite or PostgreSQL: the address chooses, one SQL text serves both.
//!
//! Nothing outside this folder asks which engine is running. Statements are written once with
//! `$1` placeholders and run through [`Connection`]; the few that must differ are the named
//! functions of [`search`] and [`engine`]. There are no traits for the sake of mocks: tests run
//! both engines.

mod backup;
mod bulk;
mod connection;
pub mod engine;
mod open;
pub mod search;
mod values;

pub use connection::{Connection, Row};
pub use open::{OpenError, schema_version};
pub use values::Value;
pub(crate) use values::{placeholders, values};

use sqlx::{PgPool, SqlitePool};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A database that is open; cheap to clone.
#[derive(Clone)]
pub struct Database {
    pools: Pools,
    waiting: Arc<AtomicUsize>,
}

#[derive(Clone)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

impl Database {
    /// Opens the database at `url` (`sqlite://path` or `postgres://…`), creates the file when it
    /// is missing, and brings the schema up to date.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let pools = open::pools(url).await?;
        let database = Self { pools, waiting: Arc::default() };
        database.migrate().await?;
        Ok(database)
    }

    /// A connection to read from.
    pub async fn read(&self) -> sqlx::Result<Connection> {
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => Connection::sqlite(read.acquire().await?),
            Pools::Postgres(pool) => Connection::postgres(pool.acquire().await?),
        })
    }

    /// A transaction to write in. On SQLite the write lock is taken at once; on PostgreSQL the
    /// first statement of a change locks the head of the log.
    pub(crate) async fn begin(&self) -> sqlx::Result<Connection> {
        Ok(match &self.pools {
            Pools::Sqlite { write, .. } => {
                Connection::sqlite_transaction(write.begin_with("begin immediate").await?)
            }
            Pools::Postgres(pool) => Connection::postgres_transaction(pool.begin().await?),
        })
    }

    /// How many changes wait for the log's head just now; a gauge, and what tests wait for.
    pub fn changes_waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }

    pub(crate) fn waiting(&self) -> Waiting {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        Waiting(Arc::clone(&self.waiting))
    }

    /// Closes all connections; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// Counts one waiting change for as long as it lives.
pub(crate) struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
