//! The statements of a [`Selection`], put together.
//!
//! `cross join` and `materialized` say in which order the tables are meant to be read; both
//! engines take the hint, and PostgreSQL may know better.

use super::{Found, Gathered, SPAN, Selection, Source, TOLD, told};
use crate::database::{Connection, Row};
use crate::error::Result;
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Clauses, Key, Mark, Order};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// A row with its place in an order by text.
#[derive(sqlx::FromRow)]
struct Placed<T> {
    place_key: String,
    place_id: Uuid,
    #[sqlx(flatten)]
    row: T,
}

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
        self.walk_through(connection, asked, clauses, self.columns).await
    }

    async fn walk_through<T: Row>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        mut clauses: Clauses,
        columns: &str,
    ) -> Result<Vec<T>> {
        if let Some(after) = &asked.after {
            self.order.after(&mut clauses, after);
        }
        let limit = clauses.bind(asked.fetch());
        let sql = format!(
            "select {columns}, cast(null as bigint) as total
            from {} where {} order by {} limit {limit}",
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
        let mut clauses = Clauses::default();
        let hits = source.hits(connection, &mut clauses);
        let columns = format!("{}, (select count(*) from hits) as total", self.columns);
        let rows: Vec<T> =
            self.gather_from(connection, asked, source, (hits, clauses), &columns).await?;
        let gathered = rows.first().and_then(T::total).unwrap_or_default();
        let total = asked.total.unwrap_or_else(|| told(gathered));
        Ok(Found { rows, total })
    }

    /// The same for the ranks that a statement finds.
    pub(super) async fn gather_from<T: Row>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
        (found, mut clauses): (String, Clauses),
        columns: &str,
    ) -> Result<Vec<T>> {
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
            "with found as materialized ({found}),
            hits as materialized (select a.rank, {} as key, {} as id from found f cross join {}
                where a.rank = f.rank and {passing}),
            page as materialized (select h.rank, h.key, h.id from hits h where {page}
                order by {} limit {limit})
            select {columns} from page h cross join {} where a.rank = h.rank and {} order by {}",
            self.order.key,
            self.order.id,
            self.gathered,
            order.by(),
            self.gathered,
            clauses.text(),
            order.by(),
        );
        Ok(connection.rows(AssertSqlSafe(sql), clauses.values()).await?)
    }

    /// The hits that begin with the text that the list is sorted by, and the others, gathered.
    /// `text` is the column of accounts that is the order's key.
    pub(super) async fn split<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
        text: &str,
    ) -> Result<Vec<T>> {
        let Some(needle) = source.needle() else { return Ok(Vec::new()) };
        let (from, to) = needle.range();
        let columns = format!(
            "{}, {} as place_key, {} as place_id",
            self.columns, self.order.key, self.order.id
        );
        let mut clauses = self.every_condition();
        let bounds = (clauses.bind(from.as_str()), clauses.bind(to.as_str()));
        clauses.also(format!("{0} >= {1} and {0} < {2}", self.order.key, bounds.0, bounds.1));
        let mut rows: Vec<Placed<T>> =
            self.walk_through(connection, asked, clauses, &columns).await?;
        let mut clauses = Clauses::default();
        let hits = source.hits(connection, &mut clauses);
        let bounds = (clauses.bind(from), clauses.bind(to));
        let others = format!(
            "select f.rank from ({hits}) f except
            select p.rank from accounts p where p.{text} >= {} and p.{text} < {}",
            bounds.0, bounds.1
        );
        let columns = format!("{columns}, cast(null as bigint) as total");
        let others = (others, clauses);
        rows.extend(
            self.gather_from::<Placed<T>>(connection, asked, source, others, &columns).await?,
        );
        Ok(merged(rows, self.order.descending, asked.fetch()))
    }

    /// How many rows pass, as far as that is told.
    pub(super) async fn count(
        &self,
        connection: &mut Connection,
        source: Source<'_>,
    ) -> Result<i64> {
        let mut clauses = Clauses::default();
        let hits = source.hits(connection, &mut clauses);
        self.passing(&mut clauses, source);
        let sql = format!(
            "select count(*) from (select 1 as one from ({hits}) f cross join {}
            where a.rank = f.rank and {} limit {}) w",
            self.gathered,
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

/// The first rows of both parts, in order.
fn merged<T>(mut rows: Vec<Placed<T>>, descending: bool, limit: i64) -> Vec<T> {
    rows.sort_unstable_by(|one, other| {
        let order = (&one.place_key, one.place_id).cmp(&(&other.place_key, other.place_id));
        if descending { order.reverse() } else { order }
    });
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    rows.into_iter().take(limit).map(|placed| placed.row).collect()
}
