//! Invitations, stored.

mod listing;
mod people;
mod writing;

pub(super) use listing::{Filter, WaitingFilter, WaitingRow};
pub(super) use people::{Known, address_of, has_domain, known, name_of, some_addresses};
pub(super) use writing::{
    New, Outcome, Sent, end, erase, insert, next_reminder, put_off, reminded, renew, to_remind,
};

use crate::changes::Change;
use crate::database::{Connection, Value, placeholders, values};
use crate::error::{Error, Result};
use crate::grants::Promised;
use crate::lists::keyset::Mark;
use crate::organizations::Resolved;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, InvitationId, OrganizationId};
use fluxward_domain::invitations::{Invitation, InvitationStatus, Inviter, is_overdue};
use fluxward_domain::mail::MailState;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// How long the link of an invitation may be shown after it was sent, in seconds.
const FRESH_SECONDS: i64 = 10 * 60;

/// What a [`Stored`] is read from.
const SELECT: &str = "select i.id, i.organization_id, i.email, i.email_key, i.full_name, i.role,
        i.privileges, i.workspaces, i.message, i.invited_by, p.full_name as inviter, i.created_at, i.sent_at,
        i.reminded_at, i.expires_at, i.outcome, i.ended_at, i.version, i.link_id,
        m.state as mail_state, m.error as mail_error, o.slug, o.name as organization_name,
        o.until_seq as organization_until
    from invitations i join organizations o on o.id = i.organization_id
    left join accounts p on p.id = i.invited_by left join outbox m on m.id = i.mail_id";

/// An invitation as it is stored, with its inviter, its mail and its organization.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    id: Uuid,
    organization_id: Uuid,
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) full_name: String,
    role: String,
    privileges: String,
    workspaces: String,
    pub(super) message: Option<String>,
    invited_by: Uuid,
    inviter: Option<String>,
    created_at: i64,
    sent_at: i64,
    reminded_at: Option<i64>,
    expires_at: i64,
    outcome: Option<String>,
    ended_at: Option<i64>,
    version: i64,
    pub(super) link_id: Uuid,
    mail_state: Option<String>,
    mail_error: Option<String>,
    slug: String,
    organization_name: String,
    organization_until: Option<i64>,
}

impl Stored {
    pub(super) const fn id(&self) -> InvitationId {
        InvitationId(self.id)
    }

    pub(super) const fn invited_by(&self) -> AccountId {
        AccountId(self.invited_by)
    }

    /// The full name of whoever answers for it.
    pub(super) fn inviter(&self) -> &str {
        self.inviter.as_deref().unwrap_or("Deleted user")
    }

    pub(super) fn role(&self) -> Result<BaseRole> {
        BaseRole::parse(&self.role)
            .ok_or_else(|| Error::Stored(format!("role “{}” is unknown", self.role)))
    }

    pub(super) fn privileges(&self) -> Result<Vec<Privilege>> {
        privileges(&self.privileges)
    }

    /// The roles in workspaces that come with it.
    pub(super) fn promised(&self) -> Result<Vec<Promised>> {
        serde_json::from_str(&self.workspaces)
            .map_err(|error| Error::Stored(format!("workspaces of an invitation: {error}")))
    }

    pub(super) const fn expires_at(&self) -> Moment {
        Moment(self.expires_at)
    }

    /// The organization, while there is one.
    pub(super) fn place(&self) -> Option<Resolved> {
        self.organization_until.is_none().then(|| Resolved {
            id: OrganizationId(self.organization_id),
            slug: self.slug.clone(),
            name: self.organization_name.clone(),
        })
    }

    /// Whether nothing has ended it.
    pub(super) const fn has_not_ended(&self) -> bool {
        self.outcome.is_none()
    }

    /// Whether the person is in.
    pub(super) fn was_accepted(&self) -> bool {
        self.outcome.as_deref() == Some("accepted")
    }

    /// Until when its link may still be shown to whoever has sent it.
    pub(super) fn fresh_until(&self) -> Moment {
        Moment(self.sent_at).plus_seconds(FRESH_SECONDS)
    }

    /// Whether its link goes by mail, and is then shown to nobody: for want of a mail server the
    /// mail is cancelled from the beginning, and never sent later.
    pub(super) fn goes_by_mail(&self) -> bool {
        let state = self.mail_state.as_deref();
        state.is_some_and(|state| state != MailState::Cancelled.key())
    }

    /// Whether it can be accepted at `now`.
    pub(super) fn is_open(&self, now: Moment) -> bool {
        self.has_not_ended() && now < self.expires_at()
    }

    fn status(&self, now: Moment) -> InvitationStatus {
        let sent = self.mail_state.as_deref();
        match self.outcome.as_deref() {
            Some("accepted") => InvitationStatus::Accepted,
            Some("revoked") => InvitationStatus::Revoked,
            Some(_) => InvitationStatus::Expired,
            None if now >= self.expires_at() => InvitationStatus::Expired,
            None if sent == Some(MailState::Sent.key()) => InvitationStatus::Sent,
            None if sent == Some(MailState::Failed.key()) => InvitationStatus::Failed,
            None => InvitationStatus::Pending,
        }
    }

    pub(super) const fn mark(&self) -> Mark {
        Mark::number(self.created_at, self.id)
    }

    /// As it travels.
    pub(super) fn invitation(self, now: Moment) -> Result<Invitation> {
        let status = self.status(now);
        let since = Moment(self.sent_at);
        let failed = status == InvitationStatus::Failed;
        Ok(Invitation {
            id: self.id(),
            role: self.role()?,
            privileges: self.privileges()?,
            workspaces: self.promised()?.iter().map(Promised::shown).collect(),
            status,
            overdue: status.is_open() && is_overdue(since, self.expires_at(), now),
            invited_by: Inviter { id: self.invited_by(), full_name: self.inviter().to_owned() },
            created_at: Moment(self.created_at),
            sent_at: since,
            reminded_at: self.reminded_at.map(Moment),
            expires_at: self.expires_at(),
            ended_at: self.ended_at.map(Moment),
            email: self.email,
            full_name: self.full_name,
            message: self.message,
            delivery_error: self.mail_error.filter(|_| failed),
            link: None,
            hints: Vec::new(),
            version: self.version,
        })
    }
}

fn privileges(keys: &str) -> Result<Vec<Privilege>> {
    let unknown = |key: &str| Error::Stored(format!("privilege “{key}” is unknown"));
    let parse = |key| Privilege::parse(key).ok_or_else(|| unknown(key));
    keys.split_whitespace().map(parse).collect()
}

/// The invitation of that id.
pub(super) async fn any(on: &mut Connection, id: InvitationId) -> Result<Option<Stored>> {
    let sql = format!("{SELECT} where i.id = $1");
    Ok(on.row(AssertSqlSafe(sql), values![id]).await?)
}

/// The invitation of that id in that organization.
pub(super) async fn of(
    on: &mut Connection,
    organization: OrganizationId,
    id: InvitationId,
) -> Result<Option<Stored>> {
    let found = any(on, id).await?;
    Ok(found.filter(|stored| stored.organization_id == organization.0))
}

/// The invitation of that canonical address that nothing has ended.
pub(super) async fn to_address(
    on: &mut Connection,
    organization: OrganizationId,
    email_key: &str,
) -> Result<Option<Stored>> {
    let sql = format!(
        "{SELECT} where i.organization_id = $1 and i.email_key = $2 and i.until_seq is null"
    );
    Ok(on.row(AssertSqlSafe(sql), values![organization, email_key]).await?)
}

/// The invitations of those canonical addresses that nothing has ended.
pub(super) async fn to_addresses(
    on: &mut Connection,
    organization: OrganizationId,
    email_keys: &[&str],
) -> Result<Vec<Stored>> {
    let mut values = values![organization];
    values.extend(email_keys.iter().map(|key| Value::from(*key)));
    let places = placeholders(2, &values);
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{SELECT} where i.organization_id = $1 and i.until_seq is null and i.email_key in ({places})"
    );
    Ok(on.rows(AssertSqlSafe(sql), values).await?)
}

/// How many invitations of the organization can be accepted.
pub(super) async fn waiting(change: &mut Change, organization: OrganizationId) -> Result<i64> {
    let sql = "select count(*) from invitations
        where organization_id = $1 and until_seq is null and expires_at > $2";
    let row = values![organization, change.now()];
    Ok(change.number(sql, row).await?.unwrap_or_default())
}

/// Every invitation of the organization that nothing has ended.
pub(super) async fn unended(
    on: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<InvitationId>> {
    let sql = "select id from invitations where organization_id = $1 and until_seq is null";
    let rows: Vec<(Uuid,)> = on.rows(sql, values![organization]).await?;
    Ok(rows.into_iter().map(|(id,)| InvitationId(id)).collect())
}
