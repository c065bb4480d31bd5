//! Finding the rows of one page: by walking the list's order, or by gathering hits and sorting.
//!
//! Walking stops as soon as the page is full, which is soon when many rows pass the filters. When
//! those that pass happen to lie far away in this order, the walk gives up after [`SPAN`] rows
//! and the hits are gathered after all: the work for a page is bounded either way.

use super::cursor::Asked;
use super::keyset::{Clauses, Key, Mark, Order};
use crate::database::search::{FEW, Needle};
use crate::database::{Connection, Row};
use crate::error::Result;
use fluxward_domain::ids::OrganizationId;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// How many rows a walk looks at before it gives up.
const SPAN: i64 = 10_000;
/// Up to so many hits are told exactly; beyond, nothing is said.
const TOLD: i64 = 1000;

/// Where the rows of a list are, and in which order. Accounts are `a`, memberships `m`.
pub(crate) struct Selection<'a> {
    /// The columns of a row, without `total`.
    pub(crate) columns: &'a str,
    /// The table whose index has the order.
    pub(crate) spine: &'a str,
    /// All tables, the spine first.
    pub(crate) walked: &'a str,
    /// All tables, accounts first.
    pub(crate) gathered: &'a str,
    /// How they hang together; empty when there is one.
    pub(crate) joined: &'a str,
    /// The order.
    pub(crate) order: Order,
    /// Adds the conditions on the spine that its indexes know.
    pub(crate) base: &'a (dyn Fn(&mut Clauses) + Sync),
    /// How many rows pass these, where the counters know.
    pub(crate) size: Option<i64>,
    /// Conditions that no index of the spine knows, each with another way to its rows.
    pub(crate) sources: Vec<Source<'a>>,
}

/// A condition on accounts that an index of its own finds the rows of.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// Found by a text.
    Text(&'a Needle),
    /// Members of an organization of so many members.
    Members(OrganizationId, i64),
}

/// What a page is made of.
pub(crate) struct Found<T> {
    /// The rows; one more than the page when another page follows.
    pub(crate) rows: Vec<T>,
    /// How many rows all pages have; `None` beyond a thousand.
    pub(crate) total: Option<i64>,
}

/// A row that knows how many hits were gathered, if they were.
pub(crate) trait Gathered: Row {
    /// The column `total`.
    fn total(&self) -> Option<i64>;
}

impl Selection<'_> {
    /// Finds the rows that were asked for. The total is found out for the first page only; the
    /// cursor carries it on.
    pub(crate) async fn find<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
    ) -> Result<Found<T>> {
        if self.size == Some(0) {
            return Ok(Found { rows: Vec::new(), total: Some(0) });
        }
        let Some((nearest, hits)) = self.nearest(connection).await? else {
            let rows = self.walk(connection, asked, None).await?;
            return Ok(Found { rows, total: self.size });
        };
        if self.size.is_some_and(|size| size <= hits.min(FEW)) {
            return self.walk_all(connection, asked).await;
        }
        if hits <= FEW {
            return self.gather(connection, asked, nearest).await;
        }
        let Some(rows) = self.walk_a_span(connection, asked).await? else {
            return self.gather(connection, asked, nearest).await;
        };
        let total = match asked.total {
            Some(known) => known,
            None => told(self.count(connection, nearest).await?),
        };
        Ok(Found { rows, total })
    }

    /// Walks a list that is short.
    async fn walk_all<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
    ) -> Result<Found<T>> {
        let rows = self.walk(connection, asked, None).await?;
        let total = match asked.total {
            Some(known) => known,
            None => told(self.count_walked(connection).await?),
        };
        Ok(Found { rows, total })
    }

    /// The source with the fewest rows, and how many these are (at most one more than "few").
    async fn nearest(&self, connection: &mut Connection) -> Result<Option<(Source<'_>, i64)>> {
        let mut nearest: Option<(Source<'_>, i64)> = None;
        for source in &self.sources {
            let size = source.size(connection).await?;
            if nearest.is_none_or(|(_, least)| size < least) {
                nearest = Some((*source, size));
            }
        }
        Ok(nearest)
    }

    /// Rows in the list's order, up to `edge`.
    async fn walk<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        edge: Option<&Mark>,
    ) -> Result<Vec<T>> {
        let mut clauses = self.every_condition();
        if let Some(after) = &asked.after {
            self.order.after(&mut clauses, after);
        }
        if let Some(edge) = edge {
            self.order.up_to(&mut clauses, edge);
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

    /// Walks as far as is worth it; `None` when the page is not full then.
    async fn walk_a_span<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
    ) -> Result<Option<Vec<T>>> {
        let edge = self.edge(connection, asked).await?;
        let rows: Vec<T> = self.walk(connection, asked, edge.as_ref()).await?;
        let full = usize::try_from(asked.fetch()).is_ok_and(|full| rows.len() >= full);
        Ok((full || edge.is_none()).then_some(rows))
    }

    /// The row that lies a span away; `None` when nothing follows at all.
    async fn edge(&self, connection: &mut Connection, asked: &Asked) -> Result<Option<Mark>> {
        let mut clauses = Clauses::default();
        (self.base)(&mut clauses);
        if let Some(after) = &asked.after {
            self.order.after(&mut clauses, after);
        }
        let backwards = Order { descending: !self.order.descending, ..self.order };
        let sql = format!(
            "select w.key, w.id from (select {} as key, {} as id from {} where {} order by {} limit {SPAN}) w order by {} limit 1",
            self.order.key,
            self.order.id,
            self.spine,
            clauses.text(),
            self.order.by(),
            backwards.by_columns("w.key", "w.id"),
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
    async fn gather<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
    ) -> Result<Found<T>> {
        let mut clauses = Clauses::default();
        let hits = source.hits(connection, &mut clauses);
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
            "with found as materialized ({hits}),
            hits as materialized (select a.n, {} as key, {} as id from found f cross join {} where a.n = f.n and {passing}),
            page as materialized (select h.n, h.key, h.id from hits h where {page} order by {} limit {limit})
            select {}, (select count(*) from hits) as total from page h cross join {} where a.n = h.n and {} order by {}",
            self.order.key,
            self.order.id,
            self.gathered,
            order.by(),
            self.columns,
            self.gathered,
            clauses.text(),
            order.by(),
        );
        let rows: Vec<T> = connection.rows(AssertSqlSafe(sql), clauses.values()).await?;
        let gathered = rows.first().and_then(T::total).unwrap_or_default();
        let total = asked.total.unwrap_or_else(|| told(gathered));
        Ok(Found { rows, total })
    }

    /// How many rows pass, as far as that is told.
    async fn count(&self, connection: &mut Connection, source: Source<'_>) -> Result<i64> {
        let mut clauses = Clauses::default();
        let hits = source.hits(connection, &mut clauses);
        self.passing(&mut clauses, source);
        let sql = format!(
            "select count(*) from (select 1 as one from ({hits}) f cross join {} where a.n = f.n and {} limit {}) w",
            self.gathered,
            clauses.text(),
            TOLD + 1
        );
        let n = connection.number(AssertSqlSafe(sql), clauses.values()).await?;
        Ok(n.unwrap_or_default())
    }

    /// The same by walking.
    async fn count_walked(&self, connection: &mut Connection) -> Result<i64> {
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

    /// Every condition there is.
    fn every_condition(&self) -> Clauses {
        let mut clauses = Clauses::default();
        (self.base)(&mut clauses);
        self.join(&mut clauses);
        for source in &self.sources {
            source.condition(&mut clauses);
        }
        clauses
    }

    /// Every condition but the one that `source` has fulfilled already.
    fn passing(&self, clauses: &mut Clauses, source: Source<'_>) {
        (self.base)(clauses);
        self.join(clauses);
        for other in &self.sources {
            if !other.is_like(source) {
                other.condition(clauses);
            }
        }
    }

    fn join(&self, clauses: &mut Clauses) {
        if !self.joined.is_empty() {
            clauses.also(self.joined);
        }
    }
}

impl Source<'_> {
    fn is_like(self, other: Source<'_>) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// How many rows there are, at most one more than "few" where counting is work.
    async fn size(self, connection: &mut Connection) -> Result<i64> {
        let needle = match self {
            Self::Members(_, size) => return Ok(size),
            Self::Text(needle) => needle,
        };
        let mut clauses = Clauses::default();
        let hits = Self::Text(needle).hits(connection, &mut clauses);
        let sql = format!("select count(*) from ({hits} limit {}) w", FEW + 1);
        let n = connection.number(AssertSqlSafe(sql), clauses.values()).await?;
        Ok(n.unwrap_or_default())
    }

    /// Tests one row of accounts.
    fn condition(self, clauses: &mut Clauses) {
        match self {
            Self::Text(needle) => {
                clauses.also(needle.condition(clauses.next()));
                clauses.bind_all(needle.values());
            }
            Self::Members(organization, _) => {
                let organization = clauses.bind(organization);
                clauses.also(format!(
                    "exists (select 1 from memberships x where x.organization_id = {organization} and x.account_id = a.id and x.until_seq is null)"
                ));
            }
        }
    }

    /// The statement for the row numbers `n` of the accounts that it finds.
    fn hits(self, connection: &mut Connection, clauses: &mut Clauses) -> String {
        match self {
            Self::Text(needle) => {
                let (sql, values) = needle.hits(connection, clauses.next());
                clauses.bind_all(values);
                sql
            }
            Self::Members(organization, _) => {
                let organization = clauses.bind(organization);
                format!(
                    "select y.n from memberships x cross join accounts y where x.organization_id = {organization} and x.until_seq is null and y.id = x.account_id"
                )
            }
        }
    }
}

/// What is said about `counted` hits.
fn told(counted: i64) -> Option<i64> {
    (counted <= TOLD).then_some(counted)
}
