//! How invitations begin, are sent again and end, stored.

use super::{SELECT, Stored};
use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use crate::grants::Promised;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, InvitationId, OrganizationId};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// How an invitation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::invitations) enum Outcome {
    /// The person is in.
    Accepted(AccountId),
    /// Taken back.
    Revoked,
    /// It was expired already when another took its place.
    Expired,
}

impl Outcome {
    const fn key(self) -> &'static str {
        match self {
            Self::Accepted(_) => "accepted",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }

    const fn account(self) -> Option<AccountId> {
        match self {
            Self::Accepted(account) => Some(account),
            Self::Revoked | Self::Expired => None,
        }
    }
}

/// The present link of an invitation, and its mail.
#[derive(Clone, Copy, Debug)]
pub(in crate::invitations) struct Sent {
    pub(in crate::invitations) link: Uuid,
    pub(in crate::invitations) mail: Uuid,
    pub(in crate::invitations) expires_at: Moment,
    pub(in crate::invitations) remind_at: Moment,
}

/// An invitation about to be stored, in all spellings.
pub(in crate::invitations) struct New<'a> {
    pub(in crate::invitations) id: InvitationId,
    pub(in crate::invitations) organization: OrganizationId,
    pub(in crate::invitations) email: &'a str,
    pub(in crate::invitations) email_key: &'a str,
    pub(in crate::invitations) full_name: &'a str,
    pub(in crate::invitations) name_key: &'a str,
    pub(in crate::invitations) search_text: &'a str,
    pub(in crate::invitations) role: BaseRole,
    pub(in crate::invitations) privileges: &'a [Privilege],
    pub(in crate::invitations) promised: &'a [Promised],
    pub(in crate::invitations) message: Option<&'a str>,
    pub(in crate::invitations) sent: Sent,
}

pub(in crate::invitations) async fn insert(change: &mut Change, new: New<'_>) -> Result<()> {
    let sql = "insert into invitations (id, organization_id, email, email_key, full_name, name_key,
        search_text, role, privileges, message, invited_by, created_at, sent_at, remind_at,
        expires_at, link_id, mail_id, since_seq, version, workspaces)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $16, $17, $17,
        $18)";
    let keys: Vec<_> = new.privileges.iter().map(|privilege| privilege.key()).collect();
    let row = values![
        new.id,
        new.organization,
        new.email,
        new.email_key,
        new.full_name,
        new.name_key,
        new.search_text,
        new.role.key(),
        keys.join(" "),
        new.message,
        change.actor(),
        change.now(),
        new.sent.remind_at,
        new.sent.expires_at,
        new.sent.link,
        new.sent.mail,
        change.seq(),
        serde_json::to_string(new.promised).unwrap_or_default(),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// The invitation has another link from now on, and the change's actor answers for it.
pub(in crate::invitations) async fn renew(
    change: &mut Change,
    id: InvitationId,
    sent: Sent,
) -> Result<()> {
    let sql = "update invitations set invited_by = $2, sent_at = $3, remind_at = $4,
        expires_at = $5, link_id = $6, mail_id = $7, reminded_at = null, version = $8
        where id = $1";
    let row = values![
        id,
        change.actor(),
        change.now(),
        sent.remind_at,
        sent.expires_at,
        sent.link,
        sent.mail,
        change.seq()
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// The invitation has ended.
pub(in crate::invitations) async fn end(
    change: &mut Change,
    id: InvitationId,
    outcome: Outcome,
) -> Result<()> {
    let sql = "update invitations set until_seq = $2, outcome = $3, ended_at = $4, account_id = $5,
        version = $2 where id = $1 and until_seq is null";
    let (seq, now) = (change.seq(), change.now());
    let row = values![id, seq, outcome.key(), now, outcome.account()];
    change.run(sql, row).await?;
    Ok(())
}

/// The invitation whose reminder has been due for longest.
pub(in crate::invitations) async fn to_remind(
    on: &mut Connection,
    now: Moment,
) -> Result<Option<Stored>> {
    let sql = format!(
        "{SELECT} where i.until_seq is null and i.reminded_at is null and i.remind_at <= $1
        and i.expires_at > $1 order by i.remind_at, i.id limit 1"
    );
    Ok(on.row(AssertSqlSafe(sql), values![now]).await?)
}

/// When the next reminder is due.
pub(in crate::invitations) async fn next_reminder(
    on: &mut Connection,
    now: Moment,
) -> Result<Option<Moment>> {
    let sql = "select remind_at from invitations
        where until_seq is null and reminded_at is null and remind_at > $1
        order by remind_at limit 1";
    Ok(on.number(sql, values![now]).await?.map(Moment))
}

/// No reminder goes out: there is no use in it.
pub(in crate::invitations) async fn put_off(on: &mut Connection, id: InvitationId) -> Result<()> {
    on.run("update invitations set remind_at = expires_at where id = $1", values![id]).await?;
    Ok(())
}

/// The person was reminded.
pub(in crate::invitations) async fn reminded(change: &mut Change, id: InvitationId) -> Result<()> {
    let sql = "update invitations set reminded_at = $2, version = $3 where id = $1";
    let row = values![id, change.now(), change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Erases the invitations that `account` accepted, with all that was written about them.
pub(in crate::invitations) async fn erase(
    change: &mut Change,
    account: AccountId,
    name: &str,
) -> Result<()> {
    for sql in [
        "delete from event_details where seq in (select e.seq from events e
            join invitations i on i.id = e.target_id
            where e.target_kind = 'invitation' and i.account_id = $1)",
        "delete from outbox where account_id = $1 or link_id in (select l.id from links l
            join invitations i on i.id = l.subject where i.account_id = $1)",
        "delete from links where subject in (select id from invitations where account_id = $1)",
    ] {
        change.run(sql, values![account]).await?;
    }
    let sql = "update invitations set email = '', email_key = '', full_name = $2, name_key = '',
        search_text = '', message = null where account_id = $1";
    change.run(sql, values![account, name]).await?;
    Ok(())
}
