//! How many rows each list has, kept by the very changes that add, move and remove rows.
//!
//! A counter belongs to a list, a status and a role. The list of an organization's members has
//! the organization's id; people, platform-wide, have the nil id and the empty role; the
//! organizations themselves have the greatest id.

use crate::database::{Connection, values};
use crate::error::Result;
use uuid::Uuid;

/// The list of all people.
pub(crate) const PEOPLE: Uuid = Uuid::nil();
/// The list of all organizations.
pub(crate) const ORGANIZATIONS: Uuid = Uuid::max();

/// What a row of a list is counted under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bin<'a> {
    /// The status that the list shows.
    pub(crate) status: &'a str,
    /// The base role; empty where the list knows none.
    pub(crate) role: &'a str,
}

/// The counters of one list.
#[derive(Clone, Debug)]
pub(crate) struct Counts(Vec<Row>);

#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    status: String,
    role: String,
    n: i64,
}

impl Counts {
    /// The counters of `list`.
    pub(crate) async fn of(connection: &mut Connection, list: Uuid) -> Result<Self> {
        let sql = "select status, role, n from counters where list_id = $1";
        Ok(Self(connection.rows(sql, values![list]).await?))
    }

    /// How many rows there are in the bins that `wanted` takes.
    pub(crate) fn sum(&self, wanted: impl Fn(Bin<'_>) -> bool) -> i64 {
        let bin = |row: &Row| wanted(Bin { status: &row.status, role: &row.role });
        self.0.iter().filter(|row| bin(row)).map(|row| row.n).sum()
    }

    /// How many rows the list has.
    pub(crate) fn all(&self) -> i64 {
        self.sum(|_| true)
    }
}

/// Counts `by` more rows of `list` in `bin`; fewer, when negative.
pub(crate) async fn add(
    connection: &mut Connection,
    list: Uuid,
    bin: Bin<'_>,
    by: i64,
) -> Result<()> {
    let sql = "insert into counters (list_id, status, role, n) values ($1, $2, $3, $4)
        on conflict (list_id, status, role) do update set n = counters.n + excluded.n";
    connection.run(sql, values![list, bin.status, bin.role, by]).await?;
    Ok(())
}

/// One row of `list` is counted elsewhere from now on.
pub(crate) async fn shift(
    connection: &mut Connection,
    list: Uuid,
    from: Bin<'_>,
    to: Bin<'_>,
) -> Result<()> {
    if from != to {
        add(connection, list, from, -1).await?;
        add(connection, list, to, 1).await?;
    }
    Ok(())
}

/// The list is no more.
pub(crate) async fn forget(connection: &mut Connection, list: Uuid) -> Result<()> {
    let sql = "delete from counters where list_id = $1";
    connection.run(sql, values![list]).await?;
    Ok(())
}
