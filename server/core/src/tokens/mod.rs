//! API tokens: a person's own ways in for programs.
//!
//! # Decision: a token is a session
//! It is a row of the sessions, of the kind [`KIND`], with a secret that is stored as its digest.
//! So everything that ends sessions ends tokens in the same breath: deactivating, suspending and
//! deleting the account, and a changed password; and every request looks at account and token in
//! the one read that it looks at its session with. What only a token has, its name and what it
//! includes, lies beside it.
//!
//! # Decision: a token takes away and never gives
//! What it includes goes into the caller's facts and is cut in `decide()`, from what the owner
//! may do at that very moment; no door knows of it. It hands out nothing beyond itself, makes no
//! token that includes more, and is never a fresh sign-in.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::changes::{Change, Entry, Target, digest};
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::services::{Caller, Rng, Services};
use crate::sessions::in_full;
use crate::text;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use fluxward_domain::access::Facts;
use fluxward_domain::errors::check;
use fluxward_domain::ids::{SessionId, TokenId};
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::tokens::{MOST, MadeToken, NewToken, PREFIX, Token};
use fluxward_domain::{AppError, Kind, Moment};

/// The kind of session that a token is.
pub(crate) const KIND: &str = "token";

/// Whether a bearer token is one of these.
pub(crate) fn is_one(bearer: &str) -> bool {
    bearer.starts_with(PREFIX)
}

/// What is stored of a secret.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    digest(secret.as_bytes())
}

/// 256 bits of chance behind the prefix.
fn fresh(rng: &Rng) -> String {
    format!("{PREFIX}{}", BASE64.encode(rng.bytes::<32>()))
}

/// What the token of that session includes; `None` for everything.
pub(crate) async fn limit(
    connection: &mut Connection,
    session: SessionId,
) -> Result<Option<PermissionSet>> {
    let row = store::permissions(connection, session).await?;
    let (names,) = row.ok_or_else(|| Error::Stored("a token without its permissions".into()))?;
    // A permission that is no more includes nothing.
    let known = |names: String| names.split(' ').filter_map(Permission::parse).collect::<Vec<_>>();
    Ok(names.map(known).map(|known| PermissionSet::of(&known)))
}

/// One's own tokens, the newest first.
pub async fn list(s: &Services, c: &Caller) -> Result<Vec<Token>> {
    in_full(c)?;
    store::of_account(&mut s.read().await?, c.account).await
}

/// Makes a token for oneself. Without a list it includes everything that its owner may do at any
/// moment; nothing can be listed that one does not hold anywhere oneself.
pub async fn create(s: &Services, c: &Caller, new: NewToken) -> Result<MadeToken> {
    check(&new)?;
    let mut change = s.change(c).await?;
    if new.expires_at.is_some_and(|end| end <= change.now()) {
        return Err(AppError::field("expires_at", "Choose a moment in the future.").into());
    }
    let limit = included(change.facts()?, new.permissions.as_deref(), change.now())?;
    if store::count(&mut change, c.account).await? >= i64::try_from(MOST).unwrap_or(i64::MAX) {
        let detail = format!("You have {MOST} tokens already. Revoke one that is not used.");
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let secret = fresh(&s.rng);
    let about = Token {
        id: TokenId(s.rng.uuid(change.now())),
        name: text::kept(&new.name),
        permissions: limit.map(|limit| limit.iter().collect()),
        created_at: change.now(),
        last_used_at: None,
        expires_at: new.expires_at,
    };
    store::insert(&mut change, c, &about, hash(&secret)).await?;
    record(&mut change, c, &about).await?;
    change.commit().await?;
    Ok(MadeToken { about, token: secret })
}

/// What the new token includes, when its owner may have such a one.
fn included(
    facts: &Facts,
    asked: Option<&[Permission]>,
    now: Moment,
) -> Result<Option<PermissionSet>, AppError> {
    let Some(asked) = asked else {
        // Everything, through a token that includes less, is what that one includes.
        return Ok(facts.limited_to);
    };
    if asked.is_empty() {
        let sentence = "Choose what the token includes, or leave the list out for everything.";
        return Err(AppError::field("permissions", sentence));
    }
    let beyond = PermissionSet::of(asked).without(facts.held_anywhere(now));
    if let Some(first) = beyond.iter().next() {
        let sentence =
            format!("You do not hold “{first}” yourself here, so no token of yours can.");
        return Err(AppError { kind: Kind::Forbidden, ..AppError::field("permissions", sentence) });
    }
    Ok(Some(PermissionSet::of(asked)))
}

async fn record(change: &mut Change, c: &Caller, token: &Token) -> Result<()> {
    let names = token.permissions.as_deref().map(named);
    let entry = Entry::new("token.created", Target::User(c.account))
        .with("name", None, Some(&token.name))
        .with("permissions", None, Some(names.as_deref().unwrap_or("everything")));
    let entry = match token.expires_at {
        Some(end) => entry.with("expires_at", None, Some(&end.to_string())),
        None => entry,
    };
    change.tell_user(c.account);
    change.record(entry).await
}

/// Names with spaces between them.
fn named(permissions: &[Permission]) -> String {
    permissions.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" ")
}

/// Revokes one of one's own tokens: it is dead with the next request; 404 for anybody else's.
pub async fn revoke(s: &Services, c: &Caller, id: TokenId, because: Because) -> Result<()> {
    in_full(c)?;
    check(&because)?;
    let mut change = s.change(c).await?;
    let name = store::end(&mut change, c.account, id).await?.ok_or_else(AppError::not_found)?;
    change.tell_ended([SessionId(id.0)]);
    change.tell_user(c.account);
    let entry = Entry::new("token.revoked", Target::User(c.account));
    let entry = entry.because(because.reason.as_deref());
    change.record(entry.with("name", Some(&name), None)).await?;
    change.commit().await?;
    Ok(())
}
