//! Second factors, stored.

pub(super) mod passkeys;

use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::factors::Held;
use fluxward_domain::ids::AccountId;

#[derive(sqlx::FromRow)]
struct HeldRow {
    totp: bool,
    passkeys: i64,
    recovery_codes: i64,
}

/// Which factors `account` has.
pub(super) async fn held(connection: &mut Connection, account: AccountId) -> Result<Held> {
    let sql = "select
        exists (select 1 from totp where account_id = $1 and confirmed_at is not null) as totp,
        (select cast(count(*) as bigint) from passkeys where account_id = $1) as passkeys,
        (select cast(count(*) as bigint) from recovery_codes where account_id = $1)
            as recovery_codes";
    let row = connection.row::<HeldRow>(sql, values![account]).await?;
    Ok(row.map_or_else(Held::default, |row| Held {
        totp: row.totp,
        passkeys: row.passkeys,
        recovery_codes: row.recovery_codes,
    }))
}

/// An authenticator app as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Totp {
    pub(super) sealed: String,
    pub(super) created_at: i64,
    pub(super) confirmed_at: Option<i64>,
}

pub(super) async fn totp(connection: &mut Connection, account: AccountId) -> Result<Option<Totp>> {
    let sql = "select sealed, created_at, confirmed_at from totp where account_id = $1";
    Ok(connection.row(sql, values![account]).await?)
}

/// Stores an app that waits for its first code, instead of another one that does; answers whether
/// there was none that counts already.
pub(super) async fn begin_totp(
    connection: &mut Connection,
    account: AccountId,
    sealed: &str,
    now: Moment,
) -> Result<bool> {
    let sql = "insert into totp (account_id, sealed, created_at) values ($1, $2, $3)
        on conflict (account_id) do update
        set sealed = excluded.sealed, created_at = excluded.created_at
        where totp.confirmed_at is null";
    Ok(connection.run(sql, values![account, sealed, now]).await? == 1)
}

/// The app counts from now on; `step` is used already.
pub(super) async fn confirm_totp(
    connection: &mut Connection,
    account: AccountId,
    sealed: &str,
    step: i64,
    now: Moment,
) -> Result<()> {
    let sql = "update totp set sealed = $2, confirmed_at = $3, last_step = $4
        where account_id = $1";
    connection.run(sql, values![account, sealed, now, step]).await?;
    Ok(())
}

/// Uses a step up; answers whether neither it nor a later one was used before.
pub(super) async fn use_step(
    connection: &mut Connection,
    account: AccountId,
    step: i64,
) -> Result<bool> {
    let sql = "update totp set last_step = $2 where account_id = $1 and last_step < $2";
    Ok(connection.run(sql, values![account, step]).await? == 1)
}

pub(super) async fn remove_totp(connection: &mut Connection, account: AccountId) -> Result<()> {
    let sql = "delete from totp where account_id = $1";
    connection.run(sql, values![account]).await?;
    Ok(())
}

/// The digests of the codes that are left.
pub(super) async fn codes(connection: &mut Connection, account: AccountId) -> Result<Vec<String>> {
    let sql = "select digest from recovery_codes where account_id = $1";
    let rows = connection.rows::<(String,)>(sql, values![account]).await?;
    Ok(rows.into_iter().map(|(digest,)| digest).collect())
}

pub(super) async fn insert_code(
    connection: &mut Connection,
    account: AccountId,
    digest: &str,
) -> Result<()> {
    let sql = "insert into recovery_codes (account_id, digest) values ($1, $2)";
    connection.run(sql, values![account, digest]).await?;
    Ok(())
}

/// Takes a code away; answers whether it was still there.
pub(super) async fn use_code(
    connection: &mut Connection,
    account: AccountId,
    digest: &str,
) -> Result<bool> {
    let sql = "delete from recovery_codes where account_id = $1 and digest = $2";
    Ok(connection.run(sql, values![account, digest]).await? == 1)
}

pub(super) async fn forget_codes(connection: &mut Connection, account: AccountId) -> Result<()> {
    let sql = "delete from recovery_codes where account_id = $1";
    connection.run(sql, values![account]).await?;
    Ok(())
}

pub(super) async fn remove_passkeys(connection: &mut Connection, account: AccountId) -> Result<()> {
    let sql = "delete from passkeys where account_id = $1";
    connection.run(sql, values![account]).await?;
    Ok(())
}

/// What an app or a device shows of its owner.
#[derive(sqlx::FromRow)]
pub(super) struct Name {
    pub(super) email: String,
    pub(super) full_name: String,
}

/// Who `account` is.
pub(super) async fn name(connection: &mut Connection, account: AccountId) -> Result<Option<Name>> {
    let sql = "select email, full_name from accounts where id = $1";
    Ok(connection.row(sql, values![account]).await?)
}

/// The account's second factors have changed: what the list of people knows as its version.
pub(super) async fn set_version(
    connection: &mut Connection,
    account: AccountId,
    version: i64,
) -> Result<()> {
    let sql = "update accounts set version = $2 where id = $1";
    connection.run(sql, values![account, version]).await?;
    Ok(())
}
