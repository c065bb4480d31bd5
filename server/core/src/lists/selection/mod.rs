//! Finding the rows of one page: by walking the list's order, or by gathering hits and sorting.
//!
//! # Decision: three ways, none of them reading the whole list
//! *Walking* the list's own order and testing each row stops as soon as the page is full, which
//! is soon when many rows pass the filters. *Gathering* looks the hits up by an index of their
//! own (the text index, an organization's members) and sorts them, which is quick when there are
//! few. Many hits that lie far away in this order are the case between: somebody looks for
//! "zoe" in a list by name. There, hits are [streamed](streaming) out of the text index in the
//! order of the list, where the engine can do that. Otherwise a walk gives up after [`SPAN`] rows,
//! and the hits are gathered after all.

mod source;
mod statements;
mod streaming;

pub(crate) use source::Source;

use super::cursor::Asked;
use super::keyset::{Clauses, Order};
use crate::database::search::FEW;
use crate::database::{Connection, Row};
use crate::error::Result;

/// How many rows a walk looks at before it gives up.
const SPAN: i64 = if cfg!(test) { 20 } else { 5_000 };
/// Up to so many hits are told exactly; beyond, nothing is said.
pub(crate) const TOLD: i64 = if cfg!(test) { 30 } else { 1000 };

/// Where the rows of a list are, and in which order. Accounts are `a`, memberships `m`.
pub(crate) struct Selection<'a> {
    /// The columns of a row, without `total`.
    pub(crate) columns: &'a str,
    /// The table whose index has the order.
    pub(crate) spine: &'a str,
    /// All tables, the spine first.
    pub(crate) walked: &'a str,
    /// What is joined to accounts when these come first.
    pub(crate) also: &'a str,
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

/// What a page is made of.
pub(crate) struct Found<T> {
    /// The rows; one more than the page when another page follows.
    pub(crate) rows: Vec<T>,
    /// How many rows all pages have; `None` beyond a thousand, where no counter knows.
    pub(crate) total: Option<i64>,
}

/// A row that knows how many hits were gathered, if they were.
pub(crate) trait Gathered: Row {
    /// The column `total`.
    fn total(&self) -> Option<i64>;
}

impl<'a> Selection<'a> {
    /// Finds the rows that were asked for. What counting finds out is found out for the first
    /// page only; the cursor carries it on.
    pub(crate) async fn find<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
    ) -> Result<Found<T>> {
        if self.size == Some(0) {
            return Ok(Found { rows: Vec::new(), total: Some(0) });
        }
        let Some((nearest, hits)) = self.nearest(connection).await? else {
            return self.walk_all(connection, asked).await;
        };
        if self.size.is_some_and(|size| size <= hits.min(FEW)) {
            return self.walk_all(connection, asked).await;
        }
        if hits <= FEW {
            return self.gather(connection, asked, nearest).await;
        }
        let Some(rows) = self.find_many(connection, asked, nearest).await? else {
            return self.gather(connection, asked, nearest).await;
        };
        let total = match asked.total {
            Some(known) => known,
            None => told(self.count(connection, nearest).await?),
        };
        Ok(Found { rows, total })
    }

    /// Finds rows where hits are many; `None` when they are better gathered.
    async fn find_many<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
        source: Source<'_>,
    ) -> Result<Option<Vec<T>>> {
        if let Some(rows) = self.stream(connection, asked, source).await? {
            return Ok(Some(rows));
        }
        self.walk_a_span(connection, asked).await
    }

    /// The source with the fewest rows, and how many these are (at most one more than "few").
    async fn nearest(&self, connection: &mut Connection) -> Result<Option<(Source<'a>, i64)>> {
        let mut nearest: Option<(Source<'a>, i64)> = None;
        for source in &self.sources {
            let size = source.size(connection).await?;
            if nearest.is_none_or(|(_, least)| size < least) {
                nearest = Some((*source, size));
            }
        }
        Ok(nearest)
    }

    /// Walks without an end: nothing is tested, or the list is short.
    async fn walk_all<T: Gathered>(
        &self,
        connection: &mut Connection,
        asked: &Asked,
    ) -> Result<Found<T>> {
        let rows = self.walk(connection, asked, None).await?;
        let total = match (self.size, asked.total) {
            (Some(size), _) if self.sources.is_empty() => Some(size),
            (_, Some(known)) => known,
            (_, None) => told(self.count_walked(connection).await?),
        };
        Ok(Found { rows, total })
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

/// What is said about `counted` hits.
pub(crate) fn told(counted: i64) -> Option<i64> {
    (counted <= TOLD).then_some(counted)
}
