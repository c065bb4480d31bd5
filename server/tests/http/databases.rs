//! Fresh databases on either engine.

use fluxward_core::testing::fresh_database;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// A fresh database and a folder of its own.
pub(crate) struct Storage {
    pub(crate) url: String,
    pub(crate) folder: TempDir,
    /// On PostgreSQL: the server's URL and the database's name.
    created: Option<(String, String)>,
}

impl Storage {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}", folder.path().join("fluxward.db").display());
        Self { url, folder, created: None }
    }

    /// Up to date; `None` when there is no server to make a database on.
    pub(crate) async fn postgresql() -> Option<Self> {
        let server = std::env::var("FLUXWARD_TEST_POSTGRES_URL").ok()?;
        let (name, url) = fresh_database(&server).await;
        let folder = tempfile::tempdir().expect("a folder");
        Some(Self { url, folder, created: Some((server, name)) })
    }

    /// Runs a statement that no use case would.
    pub(crate) async fn tamper(&self, sql: &str) {
        query(&self.url, sql).await;
    }

    pub(crate) async fn remove(self) {
        if let Some((server, name)) = self.created {
            query(&server, &format!("drop database {name} with (force)")).await;
        }
    }
}

async fn query(url: &str, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.expect("the database");
        connection.execute(sql).await.expect("a statement");
        return connection.close().await.expect("an end");
    }
    let mut connection = PgConnection::connect(url).await.expect("the test server");
    connection.execute(sql).await.expect("a statement");
    connection.close().await.expect("an end");
}
