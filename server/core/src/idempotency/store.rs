//! Keys and answers in the database.

use super::{Key, RUNNING};
use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::Moment;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) request_hash: Vec<u8>,
    pub(super) rights: Vec<u8>,
    pub(super) status: i64,
    pub(super) body: Vec<u8>,
    pub(super) created_at: i64,
}

/// Answers whether the key was free.
pub(super) async fn insert(connection: &mut Connection, key: &Key, now: Moment) -> Result<bool> {
    let sql = "insert into idempotency (caller, key, request_hash, status, body, created_at)
        values ($1, $2, $3, $4, $5, $6) on conflict (caller, key) do nothing";
    let row = values![key.caller.to_string(), &key.key, key.request, RUNNING, Vec::new(), now];
    Ok(connection.run(sql, row).await? == 1)
}

pub(super) async fn find(connection: &mut Connection, key: &Key) -> Result<Option<Row>> {
    let sql = "select request_hash, rights, status, body, created_at from idempotency where caller = $1 and key = $2";
    Ok(connection.row(sql, values![key.caller.to_string(), &key.key]).await?)
}

pub(super) async fn answer(
    connection: &mut Connection,
    key: &Key,
    status: i64,
    body: &[u8],
    rights: [u8; 32],
) -> Result<()> {
    let sql = "update idempotency set status = $3, body = $4, rights = $5
        where caller = $1 and key = $2";
    connection.run(sql, values![key.caller.to_string(), &key.key, status, body, rights]).await?;
    Ok(())
}

pub(super) async fn delete(connection: &mut Connection, key: &Key) -> Result<()> {
    let sql = "delete from idempotency where caller = $1 and key = $2";
    connection.run(sql, values![key.caller.to_string(), &key.key]).await?;
    Ok(())
}

pub(super) async fn forget_before(connection: &mut Connection, before: Moment) -> Result<()> {
    let sql = "delete from idempotency where created_at < $1";
    connection.run(sql, values![before]).await?;
    Ok(())
}
