//! How many rows each list has, kept by the very changes that add, move and remove rows.
//!
//! A counter belongs to a list, a status and a role. The list of an organization's members has
//! the organization's id; people, platform-wide, have the nil id and the empty role; the
//! organizations themselves have the greatest id.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use std::collections::BTreeMap;
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

/// Rows that have come, gone or moved and are not written yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moves(BTreeMap<(Uuid, String, String), i64>);

impl Moves {
    /// Counts `by` more rows of `list` in `bin`; fewer, when negative.
    pub(crate) fn add(&mut self, list: Uuid, bin: Bin<'_>, by: i64) {
        *self.0.entry((list, bin.status.to_owned(), bin.role.to_owned())).or_default() += by;
    }

    /// One row of `list` is counted elsewhere from now on.
    pub(crate) fn shift(&mut self, list: Uuid, from: Bin<'_>, to: Bin<'_>) {
        if from != to {
            self.add(list, from, -1);
            self.add(list, to, 1);
        }
    }

    /// How many more rows of `list` there are than are written, in the bins that `wanted` takes.
    pub(crate) fn sum(&self, list: Uuid, wanted: impl Fn(Bin<'_>) -> bool) -> i64 {
        let bin = |(status, role): (&str, &str)| wanted(Bin { status, role });
        let of_list = self.0.iter().filter(|((of, ..), _)| *of == list);
        of_list.filter(|((_, status, role), _)| bin((status, role))).map(|(_, by)| by).sum()
    }

    /// Writes them.
    pub(crate) async fn write(&mut self, connection: &mut Connection) -> Result<()> {
        let sql = "insert into counters (list_id, status, role, n) values ($1, $2, $3, $4)
            on conflict (list_id, status, role) do update set n = counters.n + excluded.n";
        for ((list, status, role), by) in std::mem::take(&mut self.0) {
            if by != 0 {
                connection.run(sql, values![list, status, role, by]).await?;
            }
        }
        Ok(())
    }
}

/// How many rows `list` has in the bins that `wanted` takes, those included that `change` and the
/// batch it belongs to have moved.
pub(crate) async fn during(
    change: &mut Change,
    list: Uuid,
    wanted: impl Fn(Bin<'_>) -> bool,
) -> Result<i64> {
    let written = Counts::of(change, list).await?.sum(&wanted);
    Ok(written + change.counters().sum(list, wanted))
}

/// The list is no more.
pub(crate) async fn forget(change: &mut Change, list: Uuid) -> Result<()> {
    change.write_ledger().await?;
    change.run("delete from counters where list_id = $1", values![list]).await?;
    Ok(())
}
