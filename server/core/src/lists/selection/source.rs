//! Conditions on accounts that an index of their own finds the rows of.

use crate::database::Connection;
use crate::database::search::{FEW, Needle};
use crate::error::Result;
use crate::lists::keyset::Clauses;
use fluxward_domain::ids::OrganizationId;

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
        match self {
            Self::Members(_, size) => Ok(size),
            Self::Text(needle) => Ok(needle.count(connection, FEW + 1).await?),
        }
    }

    /// Tests one row of accounts.
    pub(super) fn condition(self, clauses: &mut Clauses) {
        match self {
            Self::Text(needle) => {
                clauses.also(Needle::condition(clauses.next()));
                clauses.bind(needle.pattern());
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

    /// Finds its rows: adds the condition and answers the tables, and what the rank is called.
    pub(super) fn hits(
        self,
        connection: &mut Connection,
        clauses: &mut Clauses,
    ) -> (&'static str, &'static str) {
        match self {
            Self::Text(needle) => {
                let hits = needle.hits(connection, clauses.next());
                clauses.bind_all(hits.values);
                clauses.also(hits.condition);
                (hits.from, hits.rank)
            }
            Self::Members(organization, _) => {
                let organization = clauses.bind(organization);
                clauses.also(format!(
                    "x.organization_id = {organization} and x.until_seq is null
                    and a.id = x.account_id"
                ));
                ("memberships x cross join accounts a", "a.rank")
            }
        }
    }
}
