//! A copy of the whole database, taken while others read and write.

use super::connection::{Connection, Engine};
use super::{Database, Pools};
use std::path::Path;

impl Database {
    /// Writes a consistent copy to `file`, which must not exist. SQLite only: PostgreSQL has
    /// tools of its own.
    pub async fn copy_to(&self, file: &Path) -> sqlx::Result<()> {
        let Pools::Sqlite { read, .. } = &self.pools else {
            return Err(sqlx::Error::Configuration(
                "PostgreSQL makes its own backups, with pg_dump".into(),
            ));
        };
        let mut connection = Connection::sqlite(read.acquire().await?);
        if let Engine::Sqlite(on) = connection.engine() {
            // SQLite fills a file that is there and empty, with the permissions it has.
            if !file.exists() {
                super::open::make(file).map_err(sqlx::Error::Io)?;
            }
            sqlx::query("vacuum into $1").bind(file.display().to_string()).execute(on).await?;
        }
        Ok(())
    }
}
