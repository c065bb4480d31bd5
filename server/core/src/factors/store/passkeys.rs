//! Passkeys and their ceremonies, stored.

use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::factors::Passkey;
use fluxward_domain::ids::{AccountId, PasskeyId};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    created_at: i64,
    last_used_at: Option<i64>,
}

/// The passkeys of `account`, the oldest first.
pub(in crate::factors) async fn of_account(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Passkey>> {
    let sql = "select id, name, created_at, last_used_at from passkeys
        where account_id = $1 order by created_at, id";
    let rows = connection.rows::<Row>(sql, values![account]).await?;
    let passkey = |row: Row| Passkey {
        id: PasskeyId(row.id),
        name: row.name,
        created_at: Moment(row.created_at),
        last_used_at: row.last_used_at.map(Moment),
    };
    Ok(rows.into_iter().map(passkey).collect())
}

/// The ids by which authenticators know the passkeys of `account`.
pub(in crate::factors) async fn credentials(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Vec<u8>>> {
    let sql = "select credential_id from passkeys where account_id = $1";
    let rows = connection.rows::<(Vec<u8>,)>(sql, values![account]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether anybody has the passkey of that id.
pub(in crate::factors) async fn is_known(
    connection: &mut Connection,
    credential_id: &[u8],
) -> Result<bool> {
    let sql = "select id from passkeys where credential_id = $1";
    let row: Option<(Uuid,)> = connection.row(sql, values![credential_id]).await?;
    Ok(row.is_some())
}

/// The passkey of `account` that authenticators know by that id.
pub(in crate::factors) async fn find(
    connection: &mut Connection,
    account: AccountId,
    credential_id: &[u8],
) -> Result<Option<(PasskeyId, String)>> {
    let sql = "select id, credential from passkeys where account_id = $1 and credential_id = $2";
    let row: Option<(Uuid, String)> = connection.row(sql, values![account, credential_id]).await?;
    Ok(row.map(|(id, credential)| (PasskeyId(id), credential)))
}

pub(in crate::factors) async fn insert(
    connection: &mut Connection,
    account: AccountId,
    passkey: &Passkey,
    credential_id: &[u8],
    credential: &str,
) -> Result<()> {
    let sql = "insert into passkeys (id, account_id, name, credential_id, credential, created_at)
        values ($1, $2, $3, $4, $5, $6)";
    let row =
        values![passkey.id, account, &passkey.name, credential_id, credential, passkey.created_at];
    connection.run(sql, row).await?;
    Ok(())
}

/// The passkey was used at `now`; answers whether it is still there.
pub(in crate::factors) async fn used(
    connection: &mut Connection,
    id: PasskeyId,
    credential: &str,
    now: Moment,
) -> Result<bool> {
    let sql = "update passkeys set credential = $2, last_used_at = $3 where id = $1";
    Ok(connection.run(sql, values![id, credential, now]).await? == 1)
}

/// Removes a passkey of `account`; answers its name.
pub(in crate::factors) async fn remove(
    connection: &mut Connection,
    account: AccountId,
    id: PasskeyId,
) -> Result<Option<String>> {
    let sql = "delete from passkeys where account_id = $1 and id = $2 returning name";
    let row: Option<(String,)> = connection.row(sql, values![account, id]).await?;
    Ok(row.map(|(name,)| name))
}

/// A ceremony that has begun.
#[derive(sqlx::FromRow)]
pub(in crate::factors) struct Begun {
    account_id: Option<Uuid>,
    pub(in crate::factors) state: String,
    pub(in crate::factors) expires_at: i64,
}

impl Begun {
    /// Whose registration it is; nobody's for a sign-in.
    pub(in crate::factors) fn account(&self) -> Option<AccountId> {
        self.account_id.map(AccountId)
    }
}

pub(in crate::factors) async fn begin(
    connection: &mut Connection,
    id: Uuid,
    account: Option<AccountId>,
    state: &str,
    until: Moment,
) -> Result<()> {
    let sql = "insert into passkey_ceremonies (id, account_id, state, expires_at)
        values ($1, $2, $3, $4)";
    connection.run(sql, values![id, account, state, until]).await?;
    Ok(())
}

/// Takes a ceremony out; nobody else gets it.
pub(in crate::factors) async fn take(
    connection: &mut Connection,
    id: Uuid,
) -> Result<Option<Begun>> {
    let sql = "delete from passkey_ceremonies where id = $1
        returning account_id, state, expires_at";
    Ok(connection.row(sql, values![id]).await?)
}

/// Takes away what was never ended.
pub(in crate::factors) async fn sweep(connection: &mut Connection, now: Moment) -> Result<()> {
    let sql = "delete from passkey_ceremonies where expires_at <= $1";
    connection.run(sql, values![now]).await?;
    Ok(())
}
