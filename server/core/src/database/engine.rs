//! The statements of the engine itself that cannot be the same on both, each one named function.

use super::connection::{Connection, Engine};
use super::{Database, Pools};
use sqlx::SqlitePool;
use sqlx::postgres::PgListener;
use std::time::Duration;

/// How often SQLite is asked whether another process has committed.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What was heard of other processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// What a change says about itself.
    Notice(String),
    /// Something was committed, or may have been while nobody could listen.
    Something,
}

/// Hears what is committed: on PostgreSQL by every node, on SQLite by other processes.
pub(crate) struct Ears(Engines);

enum Engines {
    Sqlite { write: SqlitePool, seen: Option<i64> },
    Postgres(Box<PgListener>),
}

impl Database {
    /// Begins to listen.
    pub(crate) async fn listen(&self) -> sqlx::Result<Ears> {
        Ok(Ears(match &self.pools {
            Pools::Sqlite { write, .. } => Engines::Sqlite { write: write.clone(), seen: None },
            Pools::Postgres(pool) => {
                let mut listener = PgListener::connect_with(pool).await?;
                listener.listen("fluxward").await?;
                Engines::Postgres(Box::new(listener))
            }
        }))
    }
}

impl Ears {
    /// Waits for the next thing to hear.
    pub(crate) async fn hear(&mut self) -> sqlx::Result<Heard> {
        match &mut self.0 {
            Engines::Postgres(listener) => Ok(match listener.try_recv().await? {
                Some(notification) => Heard::Notice(notification.payload().to_owned()),
                None => Heard::Something,
            }),
            // Asked on the one connection that writes: there, this process's own commits do not
            // count.
            Engines::Sqlite { write, seen } => loop {
                let mut connection = Connection::sqlite(write.acquire().await?);
                let mark = connection.foreign_changes().await?;
                drop(connection);
                if seen.replace(mark).is_some_and(|seen| seen != mark) {
                    return Ok(Heard::Something);
                }
                tokio::time::sleep(LOOK_EVERY).await;
            },
        }
    }
}

impl Connection {
    /// The engine's mark for changes made by other processes since the last look: SQLite's
    /// `data_version`. PostgreSQL tells by notifications instead and always answers 0.
    pub async fn foreign_changes(&mut self) -> sqlx::Result<i64> {
        match self.engine() {
            Engine::Sqlite(on) => {
                let (version,): (i64,) =
                    sqlx::query_as("pragma data_version").fetch_one(on).await?;
                Ok(version)
            }
            Engine::Postgres(_) => Ok(0),
        }
    }

    /// Lets what this connection changes stay in memory, a quarter of a gigabyte of it, for
    /// transactions of very many rows: SQLite looks through all changed pages each time that one
    /// of them has to leave its cache.
    pub(crate) async fn make_room(&mut self) -> sqlx::Result<()> {
        if let Engine::Sqlite(on) = self.engine() {
            sqlx::query("pragma cache_size = -262144").execute(on).await?;
        }
        Ok(())
    }

    /// Tells all other nodes, once this transaction commits; answers whether there are such
    /// notifications (PostgreSQL) or this process must tell itself (SQLite).
    pub(crate) async fn notify(&mut self, payload: &str) -> sqlx::Result<bool> {
        match self.engine() {
            Engine::Sqlite(_) => Ok(false),
            Engine::Postgres(on) => {
                sqlx::query("select pg_notify('fluxward', $1)").bind(payload).execute(on).await?;
                Ok(true)
            }
        }
    }
}
