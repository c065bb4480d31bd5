//! What people who register have entered, kept until they confirm, a day at most.

use super::KEPT;
use crate::database::{Connection, values};
use crate::error::Result;
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::registrations::Register;
use uuid::Uuid;

/// How often an address is mailed …
const MOST: i64 = 5;
/// … in so many seconds.
const AN_HOUR: i64 = 3600;
/// How many are mailed in one turn.
pub(super) const AT_ONCE: u8 = 50;

/// Somebody registered.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Registration {
    pub(super) id: Uuid,
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) username: Option<String>,
    pub(super) full_name: String,
    pub(super) password_hash: String,
    pub(super) asked_at: i64,
}

/// Writes down what was entered, unless the address was mailed too often. In a transaction of its
/// own and not through the log: nobody's state has changed.
pub(super) async fn ask(
    s: &Services,
    register: &Register,
    email_key: &str,
    password_hash: &str,
) -> Result<()> {
    let now = s.clock.now();
    let mut transaction = s.database.begin().await?;
    let sql = "delete from registrations where asked_at <= $1";
    transaction.run(sql, values![now.plus_seconds(-KEPT)]).await?;
    let sql = "select count(*) from registrations where email_key = $1 and asked_at > $2";
    let recently = values![email_key, now.plus_seconds(-AN_HOUR)];
    let so_far = transaction.number(sql, recently).await?.unwrap_or_default();
    if so_far < MOST {
        let sql = "insert into registrations
            (id, email, email_key, username, full_name, password_hash, asked_at)
            values ($1, $2, $3, $4, $5, $6, $7)";
        let row = values![
            s.rng.uuid(now),
            register.email.trim(),
            email_key,
            register.username.clone(),
            crate::text::kept(&register.full_name),
            password_hash,
            now
        ];
        transaction.run(sql, row).await?;
    }
    Ok(transaction.commit().await?)
}

/// Who was not mailed yet, the oldest first, at most [`AT_ONCE`].
pub(super) async fn waiting(connection: &mut Connection) -> Result<Vec<Registration>> {
    let sql = "select id, email, email_key, username, full_name, password_hash, asked_at
        from registrations where answered_at is null order by asked_at, id limit $1";
    Ok(connection.rows(sql, values![i64::from(AT_ONCE)]).await?)
}

/// That registration, as long as it is kept.
pub(super) async fn registration(
    connection: &mut Connection,
    id: Uuid,
) -> Result<Option<Registration>> {
    let sql = "select id, email, email_key, username, full_name, password_hash, asked_at
        from registrations where id = $1";
    Ok(connection.row(sql, values![id]).await?)
}

/// They are mailed at `now`; answers whether nobody else has done so before.
pub(super) async fn answered(
    connection: &mut Connection,
    asked: &Registration,
    now: Moment,
) -> Result<bool> {
    let sql = "update registrations set answered_at = $2 where id = $1 and answered_at is null";
    Ok(connection.run(sql, values![asked.id, now]).await? == 1)
}

/// The other registrations of the same address.
pub(super) async fn others(connection: &mut Connection, asked: &Registration) -> Result<Vec<Uuid>> {
    let sql = "select id from registrations where email_key = $1 and id <> $2";
    let rows = connection.rows::<(Uuid,)>(sql, values![&asked.email_key, asked.id]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Forgets the password that was entered: nobody needs it.
pub(super) async fn forget_password(
    connection: &mut Connection,
    asked: &Registration,
) -> Result<()> {
    let sql = "update registrations set password_hash = '' where id = $1";
    connection.run(sql, values![asked.id]).await?;
    Ok(())
}

/// Takes away everything that was entered for that address.
pub(super) async fn remove(connection: &mut Connection, email_key: &str) -> Result<()> {
    let sql = "delete from registrations where email_key = $1";
    connection.run(sql, values![email_key]).await?;
    Ok(())
}
