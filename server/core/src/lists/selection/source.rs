//! Conditions on accounts that an index of their own finds the rows of.

use crate::database::Connection;
use crate::database::search::{FEW, Needle};
use crate::error::Result;
use crate::lists::keyset::Clauses;
use fluxward_domain::ids::OrganizationId;
use sqlx::AssertSqlSafe;

/// A condition on accounts, and another way to the accounts that fulfil it.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// Found by a text.
    Text(&'a Needle),
    /// Members of an organization of so many members.
    Members(OrganizationId, i64),
}

impl<'a> Source<'a> {
    /// The text, if it is one.
    pub(super) const fn needle(self) -> Option<&'a Needle> {
        match self {
            Self::Text(needle) => Some(needle),
            Self::Members(..) => None,
        }
    }

    pub(super) fn is_like(self, other: Source<'_>) -> bool {
        self.needle().is_some() == other.needle().is_some()
    }

    /// How many rows there are, at most one more than "few" where counting is work.
    pub(super) async fn size(self, connection: &mut Connection) -> Result<i64> {
        if let Self::Members(_, size) = self {
            return Ok(size);
        }
        let mut clauses = Clauses::default();
        let hits = self.hits(connection, &mut clauses);
        let sql = format!("select count(*) from ({hits} limit {}) w", FEW + 1);
        let n = connection.number(AssertSqlSafe(sql), clauses.values()).await?;
        Ok(n.unwrap_or_default())
    }

    /// Tests one row of accounts.
    pub(super) fn condition(self, clauses: &mut Clauses) {
        match self {
            Self::Text(needle) => {
                clauses.also(needle.condition(clauses.next()));
                clauses.bind_all(needle.values());
            }
            Self::Members(organization, _) => {
                let organization = clauses.bind(organization);
                clauses.also(format!(
                    "exists (select 1 from memberships x where x.organization_id = {organization}
                    and x.account_id = a.id and x.until_seq is null)"
                ));
            }
        }
    }

    /// The statement for the `rank` of the accounts that it finds.
    pub(super) fn hits(self, connection: &mut Connection, clauses: &mut Clauses) -> String {
        match self {
            Self::Text(needle) => {
                let (sql, values) = needle.hits(connection, clauses.next());
                clauses.bind_all(values);
                sql
            }
            Self::Members(organization, _) => {
                let organization = clauses.bind(organization);
                format!(
                    "select y.rank from memberships x cross join accounts y
                    where x.organization_id = {organization} and x.until_seq is null
                    and y.id = x.account_id"
                )
            }
        }
    }
}
