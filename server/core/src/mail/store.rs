//! The outbox, stored.

use super::To;
use super::messages;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::lists::cursor::Asked;
use crate::lists::keyset::Mark;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::mail::{Delivery, Mail, MailState};
use uuid::Uuid;

/// Said of mails that are written while no server is configured.
const NO_SERVER: &str = "No mail server is configured.";

/// A mail to be written down.
pub(super) struct New<'a> {
    pub(super) id: Uuid,
    pub(super) message: &'a str,
    pub(super) to: To<'a>,
    pub(super) address_key: String,
    pub(super) link: Option<Uuid>,
    pub(super) facts: String,
    pub(super) now: Moment,
    pub(super) is_configured: bool,
}

pub(super) async fn insert(connection: &mut Connection, new: New<'_>) -> Result<()> {
    let sql = "insert into outbox (id, message, address, address_key, name, account_id,
        organization_id, link_id, facts, created_at, state, attempts, due_at, finished_at, error)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $10, $12, $13)";
    let state = if new.is_configured { MailState::Queued } else { MailState::Cancelled };
    let finished_at = Some(new.now).filter(|_| !new.is_configured);
    let error = Some(NO_SERVER).filter(|_| !new.is_configured);
    let row = values![
        new.id,
        new.message,
        new.to.address,
        &new.address_key,
        new.to.name,
        new.to.account,
        new.to.organization,
        new.link,
        new.facts,
        new.now,
        state.key(),
        finished_at,
        error
    ];
    connection.run(sql, row).await?;
    Ok(())
}

/// Takes back the mails with that link that no attempt is under way for.
pub(super) async fn cancel(connection: &mut Connection, link: Uuid, now: Moment) -> Result<()> {
    let sql = "update outbox set state = 'cancelled', finished_at = $2, error = null
        where link_id = $1 and state = 'queued'";
    connection.run(sql, values![link, now]).await?;
    Ok(())
}

pub(super) async fn forget(
    connection: &mut Connection,
    account: AccountId,
    address_key: &str,
) -> Result<()> {
    let sql = "delete from outbox where account_id = $1 or address_key = $2";
    connection.run(sql, values![account, address_key]).await?;
    Ok(())
}

pub(super) async fn count_since(
    connection: &mut Connection,
    address_key: &str,
    message: &str,
    since: Moment,
) -> Result<i64> {
    let sql = "select count(*) from outbox
        where address_key = $1 and created_at > $3 and message = $2";
    let count = connection.number(sql, values![address_key, message, since]).await?;
    Ok(count.unwrap_or_default())
}

/// A mail that is due, and that nobody else has.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Claimed {
    pub(super) id: Uuid,
    pub(super) message: String,
    pub(super) address: String,
    pub(super) name: String,
    account_id: Option<Uuid>,
    organization_id: Option<Uuid>,
    pub(super) link_id: Option<Uuid>,
    pub(super) facts: String,
    pub(super) created_at: i64,
    pub(super) attempts: i64,
    pub(super) broken_off: bool,
}

impl Claimed {
    pub(super) fn account(&self) -> Option<AccountId> {
        self.account_id.map(AccountId)
    }
}

/// The organization that the mail is about, with its slug, while there is one.
pub(super) async fn organization(
    connection: &mut Connection,
    mail: &Claimed,
) -> Result<Option<(OrganizationId, String)>> {
    let Some(id) = mail.organization_id.map(OrganizationId) else { return Ok(None) };
    let sql = "select slug from organizations where id = $1 and until_seq is null";
    let row = connection.row::<(String,)>(sql, values![id]).await?;
    Ok(row.map(|(slug,)| (id, slug)))
}

/// Takes the mail that has been due for longest, for as long as `until`; `claim` tells this
/// attempt from any other. A mail whose attempt began and was never finished is due again.
pub(super) async fn claim(
    connection: &mut Connection,
    claim: Uuid,
    now: Moment,
    until: Moment,
) -> Result<Option<Claimed>> {
    let sql =
        "update outbox set state = 'sending', claim = $1, attempts = attempts + 1, due_at = $3,
        broken_off = (broken_off or state = 'sending')
        where id = (select id from outbox where state in ('queued', 'sending') and due_at <= $2
            order by due_at, id limit 1)
        and state in ('queued', 'sending') and due_at <= $2
        returning id, message, address, name, account_id, organization_id, link_id, facts,
            created_at, attempts, broken_off";
    Ok(connection.row(sql, values![claim, now, until]).await?)
}

/// When the next mail is due.
pub(super) async fn next_due(connection: &mut Connection) -> Result<Option<Moment>> {
    let sql = "select due_at from outbox where state in ('queued', 'sending')
        order by due_at limit 1";
    Ok(connection.number(sql, values![]).await?.map(Moment))
}

/// How an attempt ended.
pub(super) struct Ended<'a> {
    pub(super) state: MailState,
    pub(super) due_at: Moment,
    pub(super) finished_at: Option<Moment>,
    pub(super) error: Option<&'a str>,
}

/// Writes down how the attempt `claim` ended, unless another has begun since.
pub(super) async fn ended(
    connection: &mut Connection,
    id: Uuid,
    claim: Uuid,
    ended: Ended<'_>,
) -> Result<()> {
    let sql = "update outbox set state = $3, due_at = $4, finished_at = $5, error = $6
        where id = $1 and claim = $2 and state = 'sending'";
    let row = values![id, claim, ended.state.key(), ended.due_at, ended.finished_at, ended.error];
    connection.run(sql, row).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    state: String,
    attempts: i64,
    due_at: i64,
    finished_at: Option<i64>,
    error: Option<String>,
}

impl DeliveryRow {
    fn delivery(self) -> Result<Delivery> {
        let unknown = || Error::Stored(format!("mail state “{}” is unknown", self.state));
        let state = MailState::parse(&self.state).ok_or_else(unknown)?;
        Ok(Delivery {
            state,
            attempts: self.attempts,
            due_at: Some(Moment(self.due_at)).filter(|_| state == MailState::Queued),
            finished_at: self.finished_at.map(Moment),
            error: self.error,
        })
    }
}

pub(super) async fn newest_of_link(
    connection: &mut Connection,
    link: Uuid,
) -> Result<Option<Delivery>> {
    let sql = "select state, attempts, due_at, finished_at, error from outbox
        where link_id = $1 order by created_at desc, id desc limit 1";
    let row = connection.row::<DeliveryRow>(sql, values![link]).await?;
    row.map(DeliveryRow::delivery).transpose()
}

/// A row of the list.
#[derive(sqlx::FromRow)]
pub(super) struct Listed {
    id: Uuid,
    message: String,
    name: String,
    address: String,
    created_at: i64,
    #[sqlx(flatten)]
    delivery: DeliveryRow,
}

impl Listed {
    pub(super) fn mark(&self) -> Mark {
        Mark::number(self.created_at, self.id)
    }

    pub(super) fn mail(self) -> Result<Mail> {
        Ok(Mail {
            id: self.id,
            title: messages::title(&self.message).to_owned(),
            name: self.name,
            address: self.address,
            created_at: Moment(self.created_at),
            delivery: self.delivery.delivery()?,
        })
    }
}

/// The newest mails after the cursor.
pub(super) async fn page(
    connection: &mut Connection,
    state: Option<MailState>,
    asked: &Asked,
) -> Result<Vec<Listed>> {
    let sql = "select id, message, name, address, created_at, state, attempts, due_at, finished_at,
        error from outbox
        where (created_at < $1 or (created_at = $1 and id < $2)) and ($3 = '' or state = $3)
        order by created_at desc, id desc limit $4";
    let (at, id) = asked.after.as_ref().map_or((i64::MAX, Uuid::max()), Mark::as_number);
    let state = state.map_or("", MailState::key);
    Ok(connection.rows(sql, values![at, id, state, asked.fetch()]).await?)
}
