//! Signing in, sessions, and who one is.

pub mod api;
mod failures;
mod throttle;

use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use crate::services::{Caller, RequestInfo, Services};
use axum::http::HeaderMap;
pub use throttle::{Door, Throttle};
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::sessions::{ChangePassword, Login, Me, Session, SessionKind, Tokens, Viewer};
use fluxward_domain::{Kind, Moment};

/// A sign-in that succeeded.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The new session.
    pub session: SessionId,
    /// Who signed in.
    pub account: AccountId,
    /// For a browser: the whole value of the `Set-Cookie` header.
    pub set_cookie: Option<String>,
    /// For an API client: its tokens.
    pub tokens: Option<Tokens>,
}

/// The caller of a request, if it carries a valid sign-in.
pub async fn authenticate(_: &Services, _: &HeaderMap, _: RequestInfo) -> Result<Option<Caller>> {
    Ok(None)
}

/// Signs in with a password.
pub async fn sign_in(_s: &Services, _login: Login, _request: &RequestInfo, _kind: SessionKind) -> Result<SignedIn> {
    Err(Kind::Internal.into())
}

/// Renews the tokens of an API session.
pub async fn refresh(_s: &Services, _refresh_token: &str, _request: &RequestInfo) -> Result<Tokens> {
    Err(Kind::Internal.into())
}

/// Ends the caller's session.
pub async fn sign_out(_s: &Services, _c: &Caller) -> Result<()> {
    Err(Kind::Internal.into())
}

/// The `Set-Cookie` value that carries `secret`.
pub fn set_cookie(_s: &Services, _secret: &str) -> String {
    String::new()
}

/// The `Set-Cookie` value that takes the cookie away.
pub fn clear_cookie(_s: &Services) -> String {
    String::new()
}

/// Who looks at a page.
pub async fn viewer(_s: &Services, _c: &Caller) -> Result<Viewer> {
    Err(Kind::Internal.into())
}

/// Who one is.
pub async fn me(_s: &Services, _c: &Caller) -> Result<Me> {
    Err(Kind::Internal.into())
}

/// One's own live sessions, the latest used first.
pub async fn mine(_s: &Services, _c: &Caller) -> Result<Vec<Session>> {
    Err(Kind::Internal.into())
}

/// Ends one of one's own sessions.
pub async fn revoke(_s: &Services, _c: &Caller, _id: SessionId) -> Result<()> {
    Err(Kind::Internal.into())
}

/// Changes one's own password, with the present one or with the token of a refused sign-in.
pub async fn change_password(
    _s: &Services,
    _c: Option<&Caller>,
    _change: ChangePassword,
    _request: &RequestInfo,
) -> Result<()> {
    Err(Kind::Internal.into())
}

/// Passes when the caller signed in at most ten minutes ago.
pub fn step_up(_s: &Services, _c: &Caller) -> Result<()> {
    Err(Kind::Internal.into())
}

/// The live sessions of `account`; whether the caller may see them is the caller's use case.
pub async fn of_user(_s: &Services, _connection: &mut Connection, _account: AccountId, _current: SessionId) -> Result<Vec<Session>> {
    Err(Kind::Internal.into())
}

/// Ends one session of `account` inside `change` and records it; 404 when it is not theirs.
pub async fn end_of_user(
    _change: &mut Change,
    _account: AccountId,
    _session: SessionId,
    _because: Option<&str>,
) -> Result<()> {
    Err(Kind::Internal.into())
}

/// Ends every session of `account` inside `change`; answers how many. Recording is the caller's.
pub async fn end_all(_change: &mut Change, _account: AccountId) -> Result<usize> {
    Err(Kind::Internal.into())
}

/// Forgets the failed sign-ins of `account`; answers whether sign-in was blocked.
pub async fn clear_failures(_change: &mut Change, _account: AccountId) -> Result<bool> {
    Err(Kind::Internal.into())
}

/// Whether sign-in to `account` is blocked at `now`.
pub async fn is_blocked(_connection: &mut Connection, _account: AccountId, _now: Moment) -> Result<bool> {
    Err(Kind::Internal.into())
}
