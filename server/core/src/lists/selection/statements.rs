//! The statements of a [`Selection`], put together.
//!
//! `cross join` and `materialized` say in which order the tables are meant to be read; both
//! engines take the hint, and PostgreSQL may know better.

use super::{Found, Gathered, SPAN, Selection, Source, TOLD, told};
use crate::database::Connection;
use crate::error::Result;
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Clauses, Key, Mark, Order};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

impl Selection<'_> {
    /// Rows in the list's order, up to `edge`.
    pub(super) async fn walk<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        edge: Option<&Mark>,
    ) -> Result<Vec<T>> {
        let mut clauses = self.every_condition();
        if let Some(edge) = edge {
            self.order.up_to(&mut clauses, edge);
        }
        if let Some(after) = &asked.after {
            self.order.after(&mut clauses, after);
        }
        let limit = clauses.bind(asked.fetch());
        let sql = format!(
            "select {}, cast(null as bigint) as total from {} where {} order by {} limit {limit}",
            self.columns,
            self.walked,
            clauses.text(),
            self.order.by()
        );
        Ok(connection.rows(AssertSqlSafe(sql), clauses.values()).await?)
    }

    /// The row that lies a span away; `None` when nothing follows at all.
    pub(super) async fn edge(
        &self,
        connection: &mut Connection,
        asked: &Asked,
    ) -> Result<Option<Mark>> {
        let mut clauses = Clauses::default();
        (self.base)(&mut clauses);
        if let Some(after) = &asked.after {
            self.order.after(&mut clauses, after);
        }
        let sql = format!(
            "select w.key, w.id from (select {} as key, {} as id from {} where {}
            order by {} limit {SPAN}) w order by {} limit 1",
            self.order.key,
            self.order.id,
            self.spine,
            clauses.text(),
            self.order.by(),
            self.order.backwards().by_columns("w.key", "w.id"),
        );
        let (sql, values) = (AssertSqlSafe(sql), clauses.values());
        if self.order.numeric {
            let row: Option<(i64, Uuid)> = connection.row(sql, values).await?;
            return Ok(row.map(|(key, id)| Mark { key: Key::Number(key), id }));
        }
        let row: Option<(String, Uuid)> = connection.row(sql, values).await?;
        Ok(row.map(|(key, id)| Mark { key: Key::Text(key), id }))
    }

    /// All hits of `source` that pass, sorted, from the cursor on.
    pub(super) async fn gather<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
    ) -> Result<Found<T>> {
        let total = "(select count(*) from hits)";
        let rows: Vec<T> = self.gather_some(connection, asked, source, None, total).await?;
        let gathered = rows.first().and_then(T::total).unwrap_or_default();
        let total = asked.total.unwrap_or_else(|| told(gathered));
        Ok(Found { rows, total })
    }

    /// The same for the hits with these `ranks` only, and another `total`.
    pub(super) async fn gather_some<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
        ranks: Option<(i64, i64)>,
        total: &str,
    ) -> Result<Vec<T>> {
        let mut clauses = Clauses::default();
        let (tables, rank) = source.hits(connection, &mut clauses);
        if let Some((from, to)) = ranks {
            let (from, to) = (clauses.bind(from), clauses.bind(to));
            clauses.also(format!("{rank} >= {from} and {rank} < {to}"));
        }
        self.passing(&mut clauses, source);
        let passing = clauses.take();
        let order = Order { key: "h.key", id: "h.id", ..self.order };
        if let Some(after) = &asked.after {
            order.after(&mut clauses, after);
        }
        let page = clauses.take();
        let limit = clauses.bind(asked.fetch());
        (self.base)(&mut clauses);
        self.join(&mut clauses);
        let sql = format!(
            "with hits as materialized (select a.rank, {key} as key, {id} as id
                from {tables} {also} where {passing}),
            page as materialized (select h.rank, h.key, h.id from hits h where {page}
                order by {by} limit {limit})
            select {columns}, {total} as total from page h cross join accounts a {also}
                where a.rank = h.rank and {rest} order by {by}",
            key = self.order.key,
            id = self.order.id,
            also = self.also,
            by = order.by(),
            columns = self.columns,
            rest = clauses.text(),
        );
        Ok(connection.rows(AssertSqlSafe(sql), clauses.values()).await?)
    }

    /// How many rows pass, as far as that is told.
    pub(super) async fn count(
        &self,
        connection: &mut Connection,
        source: Source<'_>,
    ) -> Result<i64> {
        let mut clauses = Clauses::default();
        let (tables, _) = source.hits(connection, &mut clauses);
        self.passing(&mut clauses, source);
        let sql = format!(
            "select count(*) from (select 1 as one from {tables} {} where {} limit {}) w",
            self.also,
            clauses.text(),
            TOLD + 1
        );
        let n = connection.number(AssertSqlSafe(sql), clauses.values()).await?;
        Ok(n.unwrap_or_default())
    }

    /// The same by walking.
    pub(super) async fn count_walked(&self, connection: &mut Connection) -> Result<i64> {
        let clauses = self.every_condition();
        let sql = format!(
            "select count(*) from (select 1 as one from {} where {} limit {}) w",
            self.walked,
            clauses.text(),
            TOLD + 1
        );
        let n = connection.number(AssertSqlSafe(sql), clauses.values()).await?;
        Ok(n.unwrap_or_default())
    }
}
