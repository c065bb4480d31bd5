//! Lists of invitations: their own, and the open ones among the members.

use super::{SELECT, Stored, privileges};
use crate::database::Connection;
use crate::database::search::Needle;
use crate::error::{Error, Result};
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Clauses, Order};
use fluxward_domain::Moment;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::invitations::InvitationStatus;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// The order of the list.
const NEWEST: Order = Order { key: "i.created_at", id: "i.id", numeric: true, descending: true };
/// The order among the members.
const BY_NAME: Order = Order { key: "a.name_key", id: "a.id", numeric: false, descending: false };

/// Which invitations a list shows.
pub(in crate::invitations) struct Filter {
    pub(in crate::invitations) organization: OrganizationId,
    pub(in crate::invitations) status: Option<InvitationStatus>,
    pub(in crate::invitations) show_all: bool,
    pub(in crate::invitations) now: Moment,
}

impl Filter {
    fn conditions(&self) -> Clauses {
        let mut clauses = Clauses::default();
        let organization = clauses.bind(self.organization);
        clauses.also(format!("i.organization_id = {organization}"));
        let Some(status) = self.status else {
            if !self.show_all {
                clauses.also("i.until_seq is null");
            }
            return clauses;
        };
        let now = clauses.bind(self.now);
        clauses.also(match status {
            InvitationStatus::Accepted => "i.outcome = 'accepted'".to_owned(),
            InvitationStatus::Revoked => "i.outcome = 'revoked'".to_owned(),
            InvitationStatus::Expired => {
                format!(
                    "(i.outcome = 'expired' or (i.until_seq is null and i.expires_at <= {now}))"
                )
            }
            open => format!("i.until_seq is null and i.expires_at > {now} and {}", by_mail(open)),
        });
        clauses
    }

    /// A page, the newest first.
    pub(in crate::invitations) async fn page(
        &self,
        on: &mut Connection,
        asked: &Asked,
    ) -> Result<Vec<Stored>> {
        let mut clauses = self.conditions();
        if let Some(after) = &asked.after {
            NEWEST.after(&mut clauses, after);
        }
        let limit = clauses.bind(asked.fetch());
        let (conditions, order) = (clauses.text(), NEWEST.by());
        let sql = format!("{SELECT} where {conditions} order by {order} limit {limit}");
        Ok(on.rows(AssertSqlSafe(sql), clauses.values()).await?)
    }

    /// How many there are, as far as `most`: how an invitation stands changes with time alone, so
    /// no counter can know.
    pub(in crate::invitations) async fn count(
        &self,
        on: &mut Connection,
        most: i64,
    ) -> Result<i64> {
        let mut clauses = self.conditions();
        let most = clauses.bind(most);
        let sql = format!(
            "select count(*) from (select 1 from invitations i
            left join outbox m on m.id = i.mail_id where {} limit {most}) w",
            clauses.text()
        );
        Ok(on.number(AssertSqlSafe(sql), clauses.values()).await?.unwrap_or_default())
    }
}

/// The condition on the mail of an open invitation.
const fn by_mail(status: InvitationStatus) -> &'static str {
    match status {
        InvitationStatus::Sent => "m.state = 'sent'",
        InvitationStatus::Failed => "m.state = 'failed'",
        _ => "(m.state is null or m.state not in ('sent', 'failed'))",
    }
}

/// An open invitation as a list of members shows it. `a`, as accounts are called, so that a
/// needle finds it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(in crate::invitations) struct WaitingRow {
    pub(in crate::invitations) id: Uuid,
    pub(in crate::invitations) name_key: String,
    pub(in crate::invitations) email: String,
    pub(in crate::invitations) full_name: String,
    role: String,
    privileges: String,
    pub(in crate::invitations) created_at: i64,
    pub(in crate::invitations) version: i64,
}

impl WaitingRow {
    pub(in crate::invitations) fn role(&self) -> Result<BaseRole> {
        BaseRole::parse(&self.role)
            .ok_or_else(|| Error::Stored(format!("role “{}” is unknown", self.role)))
    }

    pub(in crate::invitations) fn privileges(&self) -> Result<Vec<Privilege>> {
        privileges(&self.privileges)
    }
}

/// Which open invitations a list of members shows.
pub(in crate::invitations) struct WaitingFilter<'a> {
    pub(in crate::invitations) organization: OrganizationId,
    pub(in crate::invitations) role: Option<BaseRole>,
    pub(in crate::invitations) needle: Option<&'a Needle>,
    pub(in crate::invitations) now: Moment,
}

impl WaitingFilter<'_> {
    fn conditions(&self) -> Clauses {
        let mut clauses = Clauses::default();
        let (organization, now) = (clauses.bind(self.organization), clauses.bind(self.now));
        clauses.also(format!(
            "a.organization_id = {organization} and a.until_seq is null and a.expires_at > {now}"
        ));
        if let Some(role) = self.role {
            let role = clauses.bind(role.key());
            clauses.also(format!("a.role = {role}"));
        }
        if let Some(needle) = self.needle {
            clauses.also(Needle::condition(clauses.next()));
            clauses.bind(needle.pattern());
        }
        clauses
    }

    /// The first of them after the cursor, by name.
    pub(in crate::invitations) async fn page(
        &self,
        on: &mut Connection,
        asked: &Asked,
    ) -> Result<Vec<WaitingRow>> {
        let mut clauses = self.conditions();
        if let Some(after) = &asked.after {
            BY_NAME.after(&mut clauses, after);
        }
        let limit = clauses.bind(asked.fetch());
        let sql = format!(
            "select a.id, a.name_key, a.email, a.full_name, a.role, a.privileges, a.created_at,
            a.version from invitations a where {} order by {} limit {limit}",
            clauses.text(),
            BY_NAME.by()
        );
        Ok(on.rows(AssertSqlSafe(sql), clauses.values()).await?)
    }

    /// How many there are, as far as `most`.
    pub(in crate::invitations) async fn count(
        &self,
        on: &mut Connection,
        most: i64,
    ) -> Result<i64> {
        let mut clauses = self.conditions();
        let most = clauses.bind(most);
        let sql = format!(
            "select count(*) from (select 1 from invitations a where {} limit {most}) w",
            clauses.text()
        );
        Ok(on.number(AssertSqlSafe(sql), clauses.values()).await?.unwrap_or_default())
    }
}
