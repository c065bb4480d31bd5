//! Tokens, stored: rows of the sessions, with a name and what they include beside them.

use super::{KIND, named};
use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use crate::services::Caller;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, SessionId, TokenId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::tokens::Token;
use uuid::Uuid;

/// The end of a token that does not end by itself.
const NEVER: i64 = i64::MAX;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    permissions: Option<String>,
    created_at: i64,
    last_seen_at: i64,
    expires_at: i64,
}

impl Row {
    fn token(self) -> Token {
        let known =
            |names: String| names.split(' ').filter_map(Permission::parse).collect::<Vec<_>>();
        Token {
            id: TokenId(self.id),
            name: self.name,
            permissions: self.permissions.map(known),
            created_at: Moment(self.created_at),
            last_used_at: (self.last_seen_at > 0).then_some(Moment(self.last_seen_at)),
            expires_at: (self.expires_at < NEVER).then_some(Moment(self.expires_at)),
        }
    }
}

/// The tokens of `account` that were not revoked, the newest first.
pub(super) async fn of_account(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Token>> {
    let sql = "select s.id, t.name, t.permissions, s.created_at, s.last_seen_at, s.expires_at
        from sessions s join api_tokens t on t.session_id = s.id
        where s.account_id = $1 and s.ended_at is null order by s.created_at desc, s.id desc";
    let rows: Vec<Row> = connection.rows(sql, values![account]).await?;
    Ok(rows.into_iter().map(Row::token).collect())
}

/// How many tokens of `account` were not revoked.
pub(super) async fn count(connection: &mut Connection, account: AccountId) -> Result<i64> {
    let sql = "select count(*) from sessions
        where account_id = $1 and kind = 'token' and ended_at is null";
    Ok(connection.number(sql, values![account]).await?.unwrap_or_default())
}

/// What the token of that session includes: names, or nothing for everything.
pub(super) async fn permissions(
    connection: &mut Connection,
    session: SessionId,
) -> Result<Option<(Option<String>,)>> {
    let sql = "select permissions from api_tokens where session_id = $1";
    Ok(connection.row(sql, values![session]).await?)
}

/// A token that begins. It proves nobody's presence: the sign-in behind it is as old as can be.
pub(super) async fn insert(
    change: &mut Change,
    c: &Caller,
    token: &Token,
    hash: [u8; 32],
) -> Result<()> {
    let id = SessionId(token.id.0);
    let sql = "insert into sessions
        (id, account_id, kind, secret_hash, created_at, authenticated_at, last_seen_at, expires_at,
         address, device)
        values ($1, $2, $3, $4, $5, 0, 0, $6, '', '')";
    let expires_at = token.expires_at.map_or(NEVER, |end| end.0);
    let row = values![id, c.account, KIND, hash, token.created_at, expires_at];
    change.run(sql, row).await?;
    let sql = "insert into api_tokens (session_id, name, permissions) values ($1, $2, $3)";
    let names = token.permissions.as_deref().map(named);
    change.run(sql, values![id, &token.name, names]).await?;
    Ok(())
}

/// Ends a token of `account`; answers its name when it had not ended before.
pub(super) async fn end(
    change: &mut Change,
    account: AccountId,
    token: TokenId,
) -> Result<Option<String>> {
    let id = SessionId(token.0);
    let sql = "update sessions set ended_at = $3
        where id = $2 and account_id = $1 and kind = 'token' and ended_at is null";
    let row = values![account, id, change.now()];
    if change.run(sql, row).await? == 0 {
        return Ok(None);
    }
    let sql = "select name from api_tokens where session_id = $1";
    let row: Option<(String,)> = change.row(sql, values![id]).await?;
    Ok(row.map(|(name,)| name))
}
