//! What signing in and who one is need to know about an account, stored.

use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::ids::AccountId;
use uuid::Uuid;

/// What signing in and choosing a password needs to know about an account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Account {
    id: Uuid,
    pub(super) email: String,
    pub(super) username: String,
    pub(super) full_name: String,
    pub(super) status: String,
    pub(super) password_hash: Option<String>,
    pub(super) password_temporary: bool,
}

impl Account {
    pub(super) const fn id(&self) -> AccountId {
        AccountId(self.id)
    }
}

/// The account of that canonical address.
pub(super) async fn account_by_email(
    connection: &mut Connection,
    key: &str,
) -> Result<Option<Account>> {
    let sql = "select id, email, username, full_name, status, password_hash, password_temporary
        from accounts where email_key = $1 and deleted_at is null";
    Ok(connection.row(sql, values![key]).await?)
}

/// The account of that canonical username.
pub(super) async fn account_by_username(
    connection: &mut Connection,
    key: &str,
) -> Result<Option<Account>> {
    let sql = "select id, email, username, full_name, status, password_hash, password_temporary
        from accounts where username_key = $1 and deleted_at is null";
    Ok(connection.row(sql, values![key]).await?)
}

/// The account of that id.
pub(super) async fn account(connection: &mut Connection, id: AccountId) -> Result<Option<Account>> {
    let sql = "select id, email, username, full_name, status, password_hash, password_temporary
        from accounts where id = $1 and deleted_at is null";
    Ok(connection.row(sql, values![id]).await?)
}

/// Why and until when the status of `account` is what it is.
pub(super) async fn status_period(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<(Option<String>, Option<i64>)>> {
    let sql = "select reason, ends_at from account_statuses
        where account_id = $1 and until_seq is null";
    Ok(connection.row(sql, values![account]).await?)
}

pub(super) async fn signed_in(
    connection: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<()> {
    let sql = "update accounts set last_sign_in_at = $2 where id = $1";
    connection.run(sql, values![account, now]).await?;
    Ok(())
}

/// The same password, hashed at today's cost, unless it was changed since `before`.
pub(super) async fn renew_hash(
    connection: &mut Connection,
    account: AccountId,
    before: Option<&str>,
    hash: &str,
) -> Result<()> {
    let sql = "update accounts set password_hash = $3 where id = $1 and password_hash = $2";
    connection.run(sql, values![account, before, hash]).await?;
    Ok(())
}

/// Another password.
pub(super) async fn set_password(
    connection: &mut Connection,
    account: AccountId,
    hash: &str,
    temporary: bool,
    version: i64,
) -> Result<()> {
    let sql = "update accounts set password_hash = $2, password_temporary = $3, version = $4
        where id = $1";
    connection.run(sql, values![account, hash, temporary, version]).await?;
    Ok(())
}

/// No password.
pub(super) async fn remove_password(
    connection: &mut Connection,
    account: AccountId,
    version: i64,
) -> Result<()> {
    let sql = "update accounts set password_hash = null, password_temporary = false, version = $2
        where id = $1";
    connection.run(sql, values![account, version]).await?;
    Ok(())
}

/// An organization that an account belongs to and can enter.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Entered {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) role: String,
}

/// The organizations of `account` with a membership that is switched on, by name.
pub(super) async fn organizations(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Entered>> {
    let sql = "select o.id, o.slug, o.name, m.role
        from memberships m join organizations o on o.id = m.organization_id and o.until_seq is null
        where m.account_id = $1 and m.until_seq is null and m.status = 'active'
        order by o.name_key, o.id";
    Ok(connection.rows(sql, values![account]).await?)
}
