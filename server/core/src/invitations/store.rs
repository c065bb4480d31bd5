//! Invitations, stored.

use crate::changes::Change;
use crate::database::search::Needle;
use crate::database::{Connection, Value, values};
use crate::error::{Error, Result};
use crate::lists::cursor::Asked;
use crate::lists::keyset::{Clauses, Mark, Order};
use crate::organizations::Resolved;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, InvitationId, OrganizationId};
use fluxward_domain::invitations::{Invitation, InvitationStatus, Inviter, is_overdue};
use fluxward_domain::mail::MailState;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

/// How long the link of an invitation may be shown after it was sent, in seconds.
const FRESH_SECONDS: i64 = 10 * 60;

/// How an invitation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
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

/// The order of the list.
const NEWEST: Order = Order { key: "i.created_at", id: "i.id", numeric: true, descending: true };
/// The order among the members.
const BY_NAME: Order = Order { key: "a.name_key", id: "a.id", numeric: false, descending: false };

/// What a [`Stored`] is read from.
const SELECT: &str = "select i.id, i.organization_id, i.email, i.email_key, i.full_name, i.role,
        i.privileges, i.message, i.invited_by, p.full_name as inviter, i.created_at, i.sent_at,
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
            workspaces: Vec::new(),
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

/// Every invitation of the organization that nothing has ended.
pub(super) async fn unended(
    on: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<InvitationId>> {
    let sql = "select id from invitations where organization_id = $1 and until_seq is null";
    let rows: Vec<(Uuid,)> = on.rows(sql, values![organization]).await?;
    Ok(rows.into_iter().map(|(id,)| InvitationId(id)).collect())
}

/// Which invitations a list shows.
pub(super) struct Filter {
    pub(super) organization: OrganizationId,
    pub(super) status: Option<InvitationStatus>,
    pub(super) show_all: bool,
    pub(super) now: Moment,
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
    pub(super) async fn page(&self, on: &mut Connection, asked: &Asked) -> Result<Vec<Stored>> {
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
    pub(super) async fn count(&self, on: &mut Connection, most: i64) -> Result<i64> {
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
pub(super) struct WaitingRow {
    pub(super) id: Uuid,
    pub(super) name_key: String,
    pub(super) email: String,
    pub(super) full_name: String,
    role: String,
    privileges: String,
    pub(super) created_at: i64,
    pub(super) version: i64,
}

impl WaitingRow {
    pub(super) fn role(&self) -> Result<BaseRole> {
        BaseRole::parse(&self.role)
            .ok_or_else(|| Error::Stored(format!("role “{}” is unknown", self.role)))
    }

    pub(super) fn privileges(&self) -> Result<Vec<Privilege>> {
        privileges(&self.privileges)
    }
}

/// Which open invitations a list of members shows.
pub(super) struct WaitingFilter<'a> {
    pub(super) organization: OrganizationId,
    pub(super) role: Option<BaseRole>,
    pub(super) needle: Option<&'a Needle>,
    pub(super) now: Moment,
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
    pub(super) async fn page(&self, on: &mut Connection, asked: &Asked) -> Result<Vec<WaitingRow>> {
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
    pub(super) async fn count(&self, on: &mut Connection, most: i64) -> Result<i64> {
        let mut clauses = self.conditions();
        let most = clauses.bind(most);
        let sql = format!(
            "select count(*) from (select 1 from invitations a where {} limit {most}) w",
            clauses.text()
        );
        Ok(on.number(AssertSqlSafe(sql), clauses.values()).await?.unwrap_or_default())
    }
}

/// The present link of an invitation, and its mail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) link: Uuid,
    pub(super) mail: Uuid,
    pub(super) expires_at: Moment,
    pub(super) remind_at: Moment,
}

/// An invitation about to be stored, in all spellings.
pub(super) struct New<'a> {
    pub(super) id: InvitationId,
    pub(super) organization: OrganizationId,
    pub(super) email: &'a str,
    pub(super) email_key: &'a str,
    pub(super) full_name: &'a str,
    pub(super) name_key: &'a str,
    pub(super) search_text: &'a str,
    pub(super) role: BaseRole,
    pub(super) privileges: &'a [Privilege],
    pub(super) message: Option<&'a str>,
    pub(super) sent: Sent,
}

pub(super) async fn insert(change: &mut Change, new: New<'_>) -> Result<()> {
    let sql = "insert into invitations (id, organization_id, email, email_key, full_name, name_key,
        search_text, role, privileges, message, invited_by, created_at, sent_at, remind_at,
        expires_at, link_id, mail_id, since_seq, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14, $15, $16, $17, $17)";
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
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// The invitation has another link from now on, and the change's actor answers for it.
pub(super) async fn renew(change: &mut Change, id: InvitationId, sent: Sent) -> Result<()> {
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
pub(super) async fn end(change: &mut Change, id: InvitationId, outcome: Outcome) -> Result<()> {
    let sql = "update invitations set until_seq = $2, outcome = $3, ended_at = $4, account_id = $5,
        version = $2 where id = $1 and until_seq is null";
    let (seq, now) = (change.seq(), change.now());
    let row = values![id, seq, outcome.key(), now, outcome.account()];
    change.run(sql, row).await?;
    Ok(())
}

/// The invitation whose reminder has been due for longest.
pub(super) async fn to_remind(on: &mut Connection, now: Moment) -> Result<Option<Stored>> {
    let sql = format!(
        "{SELECT} where i.until_seq is null and i.reminded_at is null and i.remind_at <= $1
        and i.expires_at > $1 order by i.remind_at, i.id limit 1"
    );
    Ok(on.row(AssertSqlSafe(sql), values![now]).await?)
}

/// When the next reminder is due.
pub(super) async fn next_reminder(on: &mut Connection, now: Moment) -> Result<Option<Moment>> {
    let sql = "select remind_at from invitations
        where until_seq is null and reminded_at is null and remind_at > $1
        order by remind_at limit 1";
    Ok(on.number(sql, values![now]).await?.map(Moment))
}

/// No reminder goes out: there is no use in it.
pub(super) async fn put_off(on: &mut Connection, id: InvitationId) -> Result<()> {
    on.run("update invitations set remind_at = expires_at where id = $1", values![id]).await?;
    Ok(())
}

/// The person was reminded.
pub(super) async fn reminded(change: &mut Change, id: InvitationId) -> Result<()> {
    let sql = "update invitations set reminded_at = $2, version = $3 where id = $1";
    let row = values![id, change.now(), change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Somebody who has an account of that canonical address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Known {
    id: Uuid,
    pub(super) full_name: String,
    status: String,
    pub(super) is_member: bool,
}

impl Known {
    /// Whether the account waits for its activation.
    pub(super) fn is_pending(&self) -> bool {
        Status::parse(&self.status) == Some(Status::Pending)
    }

    pub(super) const fn id(&self) -> AccountId {
        AccountId(self.id)
    }
}

/// The account of that canonical address, and whether it is a member of the organization.
pub(super) async fn known(
    on: &mut Connection,
    organization: OrganizationId,
    email_key: &str,
) -> Result<Option<Known>> {
    let sql = "select a.id, a.full_name, a.status, exists (select 1 from memberships m
            where m.organization_id = $1 and m.account_id = a.id and m.until_seq is null) as is_member
        from accounts a where a.email_key = $2";
    Ok(on.row(sql, values![organization, email_key]).await?)
}

/// The full name of an account.
pub(super) async fn name_of(on: &mut Connection, account: Option<AccountId>) -> Result<String> {
    let sql = "select full_name from accounts where id = $1";
    let row = on.row::<(String,)>(sql, values![account]).await?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

/// The canonical address of an account.
pub(super) async fn address_of(on: &mut Connection, account: AccountId) -> Result<Option<String>> {
    let sql = "select email_key from accounts where id = $1";
    Ok(on.row::<(String,)>(sql, values![account]).await?.map(|(key,)| key))
}

/// The canonical addresses of some members.
pub(super) async fn some_addresses(
    on: &mut Connection,
    organization: OrganizationId,
    most: i64,
) -> Result<Vec<String>> {
    let sql = "select a.email_key from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.until_seq is null
        order by m.name_key, m.account_id limit $2";
    let rows: Vec<(String,)> = on.rows(sql, values![organization, most]).await?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

/// Whether any member has an address of that domain.
pub(super) async fn has_domain(
    on: &mut Connection,
    organization: OrganizationId,
    domain: &str,
) -> Result<bool> {
    let sql = "select 1 from memberships m join accounts a on a.id = m.account_id
        where m.organization_id = $1 and m.until_seq is null and a.email_key like $2 escape '\\'
        limit 1";
    let plain = domain.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let row: Vec<Value> = values![organization, format!("%@{plain}")];
    Ok(on.row::<(i32,)>(sql, row).await?.is_some())
}

/// Erases the invitations that `account` accepted, with all that was written about them.
pub(super) async fn erase(change: &mut Change, account: AccountId, name: &str) -> Result<()> {
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
