//! Accounts, stored: one at a time. Pages of the list are found in `listing`.

use super::accounts::Identity;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::{Status, User};
use uuid::Uuid;

/// An account as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Account {
    pub(super) rank: i64,
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) username: String,
    pub(super) username_key: String,
    pub(super) full_name: String,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    pub(super) name_key: String,
    pub(super) status: String,
    pub(super) ends_at: Option<i64>,
    pub(super) status_reason: Option<String>,
    pub(super) has_password: bool,
    pub(super) password_temporary: bool,
    pub(super) created_at: i64,
    pub(super) last_sign_in_at: i64,
    pub(super) version: i64,
    pub(super) platform_administrator: bool,
}

impl Account {
    pub(super) fn status(&self) -> Result<Status> {
        status(&self.status)
    }

    /// Who it is, in all spellings.
    pub(super) fn identity(&self) -> Identity {
        Identity {
            email: self.email.clone(),
            email_key: self.email_key.clone(),
            username: self.username.clone(),
            username_key: self.username_key.clone(),
            full_name: self.full_name.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            name_key: self.name_key.clone(),
        }
    }

    /// The status that is stored, with the end of a suspension.
    pub(super) fn suspended_until(&self) -> Option<Moment> {
        self.ends_at.map(Moment)
    }

    /// The account as it is at `now`.
    pub(super) fn user(&self, now: Moment) -> Result<User> {
        let (status, suspended_until) = self.status()?.at(self.suspended_until(), now);
        Ok(User {
            id: AccountId(self.id),
            email: self.email.clone(),
            username: self.username.clone(),
            full_name: self.full_name.clone(),
            status,
            suspended_until,
            platform_administrator: self.platform_administrator,
            created_at: Moment(self.created_at),
            last_sign_in_at: signed_in_at(self.last_sign_in_at),
            version: self.version,
        })
    }
}

/// The status of that key.
pub(super) fn status(key: &str) -> Result<Status> {
    Status::parse(key).ok_or_else(|| Error::Stored(format!("status “{key}” is unknown")))
}

/// Zero stands for never.
pub(super) fn signed_in_at(stored: i64) -> Option<Moment> {
    (stored > 0).then_some(Moment(stored))
}

/// The account of that id; none that was deleted.
pub(super) async fn account(connection: &mut Connection, id: AccountId) -> Result<Option<Account>> {
    let sql = "select a.rank, a.id, a.email, a.email_key, a.username, a.username_key, a.full_name,
        a.first_name, a.last_name, a.name_key, a.status, p.ends_at, p.reason as status_reason,
        a.password_hash is not null as has_password, a.password_temporary,
        a.created_at, a.last_sign_in_at, a.version,
        exists (select 1 from grants g where g.subject_id = a.id and g.place_kind = 'platform'
            and g.key = 'administrator' and g.until_seq is null) as platform_administrator
        from accounts a
        join account_statuses p on p.account_id = a.id and p.until_seq is null
        where a.id = $1 and a.deleted_at is null";
    Ok(connection.row(sql, values![id]).await?)
}

/// Whether another account than `except` has that address.
pub(super) async fn email_is_taken(
    connection: &mut Connection,
    email_key: &str,
    except: Option<AccountId>,
) -> Result<bool> {
    let sql = "select id from accounts where email_key = $1";
    let row: Option<(Uuid,)> = connection.row(sql, values![email_key]).await?;
    Ok(row.is_some_and(|(id,)| Some(AccountId(id)) != except))
}

/// Whether another account than `except` has that username.
pub(super) async fn username_is_taken(
    connection: &mut Connection,
    username_key: &str,
    except: Option<AccountId>,
) -> Result<bool> {
    let sql = "select id from accounts where username_key = $1";
    let row: Option<(Uuid,)> = connection.row(sql, values![username_key]).await?;
    Ok(row.is_some_and(|(id,)| Some(AccountId(id)) != except))
}

/// Begins a period of `status`, and ends the one before, if there was one.
pub(super) struct StatusPeriod<'a> {
    pub(super) account: AccountId,
    pub(super) status: Status,
    /// When it ends by itself.
    pub(super) ends_at: Option<Moment>,
    pub(super) seq: i64,
    pub(super) at: Moment,
    pub(super) by: Option<AccountId>,
    pub(super) reason: Option<&'a str>,
}

impl StatusPeriod<'_> {
    /// Stores it.
    pub(super) async fn begin(self, connection: &mut Connection) -> Result<()> {
        let sql = "update account_statuses set until_seq = $2
            where account_id = $1 and until_seq is null";
        connection.run(sql, values![self.account, self.seq]).await?;
        let sql = "insert into account_statuses
            (account_id, status, ends_at, since_seq, since_at, changed_by, reason)
            values ($1, $2, $3, $4, $5, $6, $7)";
        let row = values![
            self.account,
            self.status.key(),
            self.ends_at,
            self.seq,
            self.at,
            self.by,
            self.reason
        ];
        connection.run(sql, row).await?;
        Ok(())
    }
}

/// The account has another status from now on.
pub(super) async fn set_status(
    connection: &mut Connection,
    id: AccountId,
    status: Status,
    version: i64,
) -> Result<()> {
    let sql = "update accounts set status = $2, version = $3 where id = $1";
    connection.run(sql, values![id, status.key(), version]).await?;
    Ok(())
}

/// Something about the account has changed that is stored elsewhere.
pub(super) async fn set_version(
    connection: &mut Connection,
    id: AccountId,
    version: i64,
) -> Result<()> {
    let sql = "update accounts set version = $2 where id = $1";
    connection.run(sql, values![id, version]).await?;
    Ok(())
}

/// Whether anybody else than `account` is an active platform administrator.
pub(super) async fn another_administrator(
    connection: &mut Connection,
    account: AccountId,
) -> Result<bool> {
    let sql = "select a.id from grants g join accounts a on a.id = g.subject_id
        where g.place_id = $1 and g.key = 'administrator' and g.place_kind = 'platform'
        and g.until_seq is null and a.status = 'active' and a.id <> $2 limit 1";
    let row: Option<(Uuid,)> = connection.row(sql, values![Uuid::nil(), account]).await?;
    Ok(row.is_some())
}

/// The first accounts whose suspension was over at `now`, the longest over first.
pub(super) async fn suspensions_over(
    connection: &mut Connection,
    now: Moment,
    limit: i64,
) -> Result<Vec<AccountId>> {
    let sql = "select account_id from account_statuses
        where until_seq is null and ends_at is not null and ends_at <= $1
        order by ends_at limit $2";
    let rows: Vec<(Uuid,)> = connection.rows(sql, values![now, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// When the next suspension ends by itself.
pub(super) async fn next_suspension_end(connection: &mut Connection) -> Result<Option<Moment>> {
    let sql = "select ends_at from account_statuses
        where until_seq is null and ends_at is not null order by ends_at limit 1";
    Ok(connection.number(sql, values![]).await?.map(Moment))
}

/// Deleted people whose deletion was before that moment and whose traces are still kept, the
/// earliest first.
pub(super) async fn deleted_before(
    connection: &mut Connection,
    moment: Moment,
    limit: i64,
) -> Result<Vec<AccountId>> {
    let sql = "select id from accounts where deleted_at is not null and forgotten_at is null
        and deleted_at <= $1 order by deleted_at limit $2";
    let rows: Vec<(Uuid,)> = connection.rows(sql, values![moment, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// When the earliest of the deleted people was deleted whose traces are still kept.
pub(super) async fn next_deleted(connection: &mut Connection) -> Result<Option<Moment>> {
    let sql = "select deleted_at from accounts
        where deleted_at is not null and forgotten_at is null order by deleted_at limit 1";
    Ok(connection.number(sql, values![]).await?.map(Moment))
}
