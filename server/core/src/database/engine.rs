//! The statements of the engine itself that cannot be the same on both, each one named function.

use super::connection::{Connection, Engine};

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

    /// Tells all other nodes, once this transaction commits; answers whether there are such
    /// notifications (PostgreSQL) or this process must tell itself (SQLite).
    pub(crate) async fn notify(&mut self, payload: &str) -> sqlx::Result<bool> {
        match self.engine() {
            Engine::Sqlite(_) => Ok(false),
            Engine::Postgres(on) => {
                sqlx::query("select pg_notify('fluxward', $1)")
                    .bind(payload)
                    .execute(on)
                    .await?;
                Ok(true)
            }
        }
    }
}
