//! Addresses that people entered for themselves, stored.

use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::ids::AccountId;
use uuid::Uuid;

/// Another address that somebody entered.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Changed {
    pub(super) id: Uuid,
    pub(super) account_id: Uuid,
    pub(super) before: String,
    pub(super) email: String,
    pub(super) email_key: String,
}

pub(super) async fn insert(
    connection: &mut Connection,
    changed: &Changed,
    now: Moment,
) -> Result<()> {
    let sql = "insert into email_changes (id, account_id, before, email, email_key, asked_at)
        values ($1, $2, $3, $4, $5, $6)";
    let row = values![
        changed.id,
        changed.account_id,
        &changed.before,
        &changed.email,
        &changed.email_key,
        now
    ];
    connection.run(sql, row).await?;
    Ok(())
}

/// That change.
pub(super) async fn changed(connection: &mut Connection, id: Uuid) -> Result<Option<Changed>> {
    let sql = "select id, account_id, before, email, email_key from email_changes where id = $1";
    Ok(connection.row(sql, values![id]).await?)
}

/// The newest change of `account` to that canonical address that is not confirmed.
pub(super) async fn to_confirm(
    connection: &mut Connection,
    account: AccountId,
    email_key: &str,
) -> Result<Option<Changed>> {
    let sql = "select id, account_id, before, email, email_key from email_changes
        where account_id = $1 and email_key = $2 and confirmed_at is null
        order by asked_at desc, id desc limit 1";
    Ok(connection.row(sql, values![account, email_key]).await?)
}

pub(super) async fn confirmed(connection: &mut Connection, id: Uuid, now: Moment) -> Result<()> {
    let sql = "update email_changes set confirmed_at = $2 where id = $1";
    connection.run(sql, values![id, now]).await?;
    Ok(())
}

/// Every change of `account`.
pub(super) async fn of_account(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Uuid>> {
    let sql = "select id from email_changes where account_id = $1";
    let rows = connection.rows::<(Uuid,)>(sql, values![account]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
