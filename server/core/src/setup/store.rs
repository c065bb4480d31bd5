//! Whether there is an administrator, and the account that has just been made.

use crate::database::{Connection, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::ids::AccountId;
use fluxward_domain::users::{Status, User};
use uuid::Uuid;

pub(super) async fn has_administrator(connection: &mut Connection) -> Result<bool> {
    let sql = "select subject_id from grants where place_id = $1 and key = 'administrator'
        and place_kind = 'platform' and until_seq is null limit 1";
    let row: Option<(Uuid,)> = connection.row(sql, values![Uuid::nil()]).await?;
    Ok(row.is_some())
}

#[derive(sqlx::FromRow)]
struct Row {
    email: String,
    username: String,
    full_name: String,
    created_at: i64,
    version: i64,
}

/// The first administrator.
pub(super) async fn user(connection: &mut Connection, id: AccountId) -> Result<User> {
    let sql = "select email, username, full_name, created_at, version from accounts where id = $1";
    let row = connection.row::<Row>(sql, values![id]).await?;
    let row = row.ok_or_else(|| Error::Stored("a new account is not there".into()))?;
    Ok(User {
        id,
        email: row.email,
        username: row.username,
        full_name: row.full_name,
        status: Status::Active,
        suspended_until: None,
        platform_administrator: true,
        created_at: Moment(row.created_at),
        last_sign_in_at: None,
        version: row.version,
    })
}
