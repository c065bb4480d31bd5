//! Sessions and their secrets, stored.

use super::device::Device;
use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::sessions::SessionKind;
use uuid::Uuid;

/// The key of a kind in the database.
pub(super) const fn kind_key(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Browser => "browser",
        SessionKind::Api => "api",
    }
}

/// A session that has not ended, with the versions of everything that its rights depend on.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) account_id: Uuid,
    pub(super) kind: String,
    pub(super) created_at: i64,
    pub(super) authenticated_at: i64,
    pub(super) last_seen_at: i64,
    pub(super) expires_at: i64,
    pub(super) access_version: i64,
    pub(super) definitions: i64,
    /// Until when it sees as somebody else, when it does.
    pub(super) seeing_until: Option<i64>,
}

/// The session of that kind and that secret.
pub(super) async fn by_secret(
    connection: &mut Connection,
    kind: &str,
    hash: [u8; 32],
) -> Result<Option<Found>> {
    let sql = "select s.id, s.account_id, s.kind, s.created_at, s.authenticated_at,
        s.last_seen_at, s.expires_at, a.access_version, h.definitions, g.ends_at as seeing_until
        from sessions s join accounts a on a.id = s.account_id cross join log_head h
        left join seeings g on g.session_id = s.id
        where s.secret_hash = $1 and s.kind = $2 and s.ended_at is null";
    Ok(connection.row(sql, values![hash, kind]).await?)
}

/// The session of that id, of any kind.
pub(super) async fn by_id(connection: &mut Connection, id: SessionId) -> Result<Option<Found>> {
    let sql = "select s.id, s.account_id, s.kind, s.created_at, s.authenticated_at,
        s.last_seen_at, s.expires_at, a.access_version, h.definitions, g.ends_at as seeing_until
        from sessions s join accounts a on a.id = s.account_id cross join log_head h
        left join seeings g on g.session_id = s.id
        where s.id = $1 and s.ended_at is null";
    Ok(connection.row(sql, values![id]).await?)
}

/// A session that begins.
pub(super) struct New<'a> {
    pub(super) id: SessionId,
    pub(super) account: AccountId,
    pub(super) kind: SessionKind,
    pub(super) secret_hash: [u8; 32],
    pub(super) now: Moment,
    pub(super) expires_at: Moment,
    pub(super) address: &'a str,
    pub(super) device: &'a Device,
}

pub(super) async fn insert(connection: &mut Connection, new: New<'_>) -> Result<()> {
    let sql = "insert into sessions
        (id, account_id, kind, secret_hash, created_at, authenticated_at, last_seen_at, expires_at,
         address, device)
        values ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8)";
    let row = values![
        new.id,
        new.account,
        kind_key(new.kind),
        new.secret_hash,
        new.now,
        new.expires_at,
        new.address,
        new.device.as_str()
    ];
    connection.run(sql, row).await?;
    Ok(())
}

/// Takes away a few sessions that were over before `long_ago`, so that there are never many.
pub(super) async fn sweep(connection: &mut Connection, long_ago: Moment) -> Result<()> {
    let sql = "delete from sessions where id in
        (select id from sessions where expires_at <= $1 order by expires_at limit 20)";
    connection.run(sql, values![long_ago]).await?;
    Ok(())
}

/// The session was used at `now`, if the last use that is known was not after `unless_after`.
pub(super) async fn touch(
    connection: &mut Connection,
    id: SessionId,
    now: Moment,
    unless_after: Moment,
    address: &str,
) -> Result<()> {
    let sql = "update sessions set last_seen_at = $2, address = $4
        where id = $1 and ended_at is null and last_seen_at <= $3";
    connection.run(sql, values![id, now, unless_after, address]).await?;
    Ok(())
}

/// A row of the list of a person's sessions.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Listed {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) created_at: i64,
    pub(super) last_seen_at: i64,
    pub(super) expires_at: i64,
    pub(super) address: String,
    pub(super) device: String,
}

/// Sessions of `account`, without its tokens, that have neither ended nor expired, the latest used first.
pub(super) async fn of_account(
    connection: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<Vec<Listed>> {
    let sql = "select id, kind, created_at, last_seen_at, expires_at, address, device
        from sessions where account_id = $1 and ended_at is null and expires_at > $2
        and kind <> 'token' order by last_seen_at desc, id desc";
    Ok(connection.rows(sql, values![account, now]).await?)
}

/// Ends one session of `account`; answers its device when it had not ended before.
pub(super) async fn end_one(
    connection: &mut Connection,
    account: AccountId,
    session: SessionId,
    now: Moment,
) -> Result<Option<String>> {
    let sql = "update sessions set ended_at = $3
        where id = $2 and account_id = $1 and ended_at is null returning device";
    let row: Option<(String,)> = connection.row(sql, values![account, session, now]).await?;
    Ok(row.map(|(device,)| device))
}

/// Ends every session of `account` but `keep`; answers which.
pub(super) async fn end_all(
    connection: &mut Connection,
    account: AccountId,
    keep: Option<SessionId>,
    now: Moment,
) -> Result<Vec<SessionId>> {
    let sql = "update sessions set ended_at = $3
        where account_id = $1 and id <> $2 and ended_at is null returning id";
    let keep = keep.map_or(Uuid::nil(), |id| id.0);
    let rows = connection.rows::<(Uuid,)>(sql, values![account, keep, now]).await?;
    Ok(rows.into_iter().map(|(id,)| SessionId(id)).collect())
}

/// Takes away every session of `account`, with its tokens.
pub(super) async fn forget_all(connection: &mut Connection, account: AccountId) -> Result<()> {
    let sql = "delete from sessions where account_id = $1";
    connection.run(sql, values![account]).await?;
    Ok(())
}

/// A refresh token, with the session that it belongs to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct RefreshToken {
    session_id: Uuid,
    account_id: Uuid,
    pub(super) expires_at: i64,
    pub(super) ended_at: Option<i64>,
}

impl RefreshToken {
    pub(super) const fn session(&self) -> SessionId {
        SessionId(self.session_id)
    }

    pub(super) const fn account(&self) -> AccountId {
        AccountId(self.account_id)
    }
}

pub(super) async fn refresh_token(
    connection: &mut Connection,
    hash: [u8; 32],
) -> Result<Option<RefreshToken>> {
    let sql = "select r.session_id, s.account_id, r.expires_at, s.ended_at
        from refresh_tokens r join sessions s on s.id = r.session_id where r.hash = $1";
    Ok(connection.row(sql, values![hash]).await?)
}

/// Uses a refresh token up; answers whether it was not used before.
pub(super) async fn use_refresh_token(
    connection: &mut Connection,
    hash: [u8; 32],
    now: Moment,
) -> Result<bool> {
    let sql = "update refresh_tokens set used_at = $2 where hash = $1 and used_at is null";
    Ok(connection.run(sql, values![hash, now]).await? == 1)
}

pub(super) async fn insert_refresh_token(
    connection: &mut Connection,
    session: SessionId,
    hash: [u8; 32],
    expires_at: Moment,
) -> Result<()> {
    let sql = "insert into refresh_tokens (hash, session_id, expires_at) values ($1, $2, $3)";
    connection.run(sql, values![hash, session, expires_at]).await?;
    Ok(())
}

/// The session was renewed: it lives on until `expires_at`; tokens of it that are too old to be
/// recognised again are forgotten.
pub(super) async fn renewed(
    connection: &mut Connection,
    session: SessionId,
    now: Moment,
    expires_at: Moment,
    address: &str,
) -> Result<()> {
    let sql = "update sessions set expires_at = $3, last_seen_at = $2, address = $4 where id = $1";
    connection.run(sql, values![session, now, expires_at, address]).await?;
    let sql = "delete from refresh_tokens where session_id = $1 and expires_at <= $2";
    connection.run(sql, values![session, now]).await?;
    Ok(())
}
