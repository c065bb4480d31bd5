//! One connection or transaction of either engine, and the few verbs that run a statement.

use super::values::Value;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::{Query, QueryAs};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{FromRow, PgConnection, Postgres, SqlSafeStr, Sqlite, SqliteConnection, Transaction};

/// A row that either engine can fill; `#[derive(sqlx::FromRow)]` gives it.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{}

/// A connection to read from, or an open transaction; rolled back when dropped.
pub struct Connection(Inner);

enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTransaction(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTransaction(Transaction<'static, Postgres>),
}

/// The engine's own connection, for the statements that must differ.
pub(super) enum Engine<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Connection {
    pub(super) fn sqlite(connection: PoolConnection<Sqlite>) -> Self {
        Self(Inner::Sqlite(connection))
    }

    pub(super) fn sqlite_transaction(transaction: Transaction<'static, Sqlite>) -> Self {
        Self(Inner::SqliteTransaction(transaction))
    }

    pub(super) fn postgres(connection: PoolConnection<Postgres>) -> Self {
        Self(Inner::Postgres(connection))
    }

    pub(super) fn postgres_transaction(transaction: Transaction<'static, Postgres>) -> Self {
        Self(Inner::PostgresTransaction(transaction))
    }

    pub(super) fn engine(&mut self) -> Engine<'_> {
        match &mut self.0 {
            Inner::Sqlite(connection) => Engine::Sqlite(connection),
            Inner::SqliteTransaction(transaction) => Engine::Sqlite(transaction),
            Inner::Postgres(connection) => Engine::Postgres(connection),
            Inner::PostgresTransaction(transaction) => Engine::Postgres(transaction),
        }
    }

    /// Every row.
    pub async fn rows<T: Row>(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> sqlx::Result<Vec<T>> {
        let sql = sql.into_sql_str();
        match self.engine() {
            Engine::Sqlite(on) => sqlite_as(sqlx::query_as(sql), values).fetch_all(on).await,
            Engine::Postgres(on) => postgres_as(sqlx::query_as(sql), values).fetch_all(on).await,
        }
    }

    /// The row, if there is one.
    pub async fn row<T: Row>(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> sqlx::Result<Option<T>> {
        let sql = sql.into_sql_str();
        match self.engine() {
            Engine::Sqlite(on) => sqlite_as(sqlx::query_as(sql), values).fetch_optional(on).await,
            Engine::Postgres(on) => {
                postgres_as(sqlx::query_as(sql), values).fetch_optional(on).await
            }
        }
    }

    /// The first column of the row, if there is one: a number, as in `select n from …`.
    pub async fn number(
        &mut self,
        sql: impl SqlSafeStr,
        values: Vec<Value>,
    ) -> sqlx::Result<Option<i64>> {
        Ok(self.row::<(i64,)>(sql, values).await?.map(|(number,)| number))
    }

    /// Runs a statement; answers how many rows it touched.
    pub async fn run(&mut self, sql: impl SqlSafeStr, values: Vec<Value>) -> sqlx::Result<u64> {
        let sql = sql.into_sql_str();
        Ok(match self.engine() {
            Engine::Sqlite(on) => {
                sqlite(sqlx::query(sql), values).execute(on).await?.rows_affected()
            }
            Engine::Postgres(on) => {
                postgres(sqlx::query(sql), values).execute(on).await?.rows_affected()
            }
        })
    }

    /// Runs several statements without values, with `;` between them, at once.
    pub(crate) async fn run_script(&mut self, sql: &'static str) -> sqlx::Result<()> {
        match self.engine() {
            Engine::Sqlite(on) => sqlx::raw_sql(sql).execute(on).await.map(drop),
            Engine::Postgres(on) => sqlx::raw_sql(sql).execute(on).await.map(drop),
        }
    }

    /// Commits a transaction; nothing for a connection that only reads.
    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        match self.0 {
            Inner::SqliteTransaction(transaction) => transaction.commit().await,
            Inner::PostgresTransaction(transaction) => transaction.commit().await,
            Inner::Sqlite(_) | Inner::Postgres(_) => Ok(()),
        }
    }
}

macro_rules! bind {
    ($name:ident, $query:ty, $($generics:tt)*) => {
        fn $name<'q, $($generics)*>(query: $query, values: Vec<Value>) -> $query {
            values.into_iter().fold(query, |query, value| match value {
                Value::Id(id) => query.bind(id),
                Value::Int(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
                Value::Bytes(bytes) => query.bind(bytes),
                Value::Bool(claim) => query.bind(claim),
            })
        }
    };
}

bind!(sqlite, Query<'q, Sqlite, SqliteArguments>,);
bind!(postgres, Query<'q, Postgres, PgArguments>,);
bind!(sqlite_as, QueryAs<'q, Sqlite, T, SqliteArguments>, T: for<'r> FromRow<'r, SqliteRow>);
bind!(postgres_as, QueryAs<'q, Postgres, T, PgArguments>, T: for<'r> FromRow<'r, PgRow>);
