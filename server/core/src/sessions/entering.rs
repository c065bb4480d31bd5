//! Coming in, however one has proven who one is: the sign-in is recorded and a session begins.

use super::device::Device;
use super::secrets::Secret;
use super::{accounts, cookies, known, store, tokens};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::services::RequestInfo;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::sessions::{SessionKind, Tokens};
use fluxward_domain::settings::Settings;

/// How long a session that is over stays in the database, in seconds.
const OVER_KEPT: i64 = 86_400;
/// Longest address that is kept, in characters.
const ADDRESS_MAX: usize = 64;

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

/// Records the sign-in, `by` what when not by password, and begins its session.
pub(super) async fn let_in(
    mut change: Change,
    account: AccountId,
    settings: &Settings,
    request: &RequestInfo,
    kind: SessionKind,
    by: Option<&str>,
) -> Result<SignedIn> {
    record(&mut change, account, request, by).await?;
    let entered = begin(&mut change, account, settings, kind, request).await?;
    let long_ago = change.now().plus_seconds(-OVER_KEPT);
    store::sweep(&mut change, long_ago).await?;
    change.commit().await?;
    Ok(entered)
}

/// The sign-in for the log.
async fn record(
    change: &mut Change,
    account: AccountId,
    request: &RequestInfo,
    by: Option<&str>,
) -> Result<()> {
    let now = change.now();
    accounts::signed_in(change, account, now).await?;
    let entry = Entry::new("session.started", Target::User(account))
        .with("device", None, Some(Device::new(&request.user_agent).as_str()))
        .with("address", None, Some(&address(request)));
    let entry = if by.is_some() { entry.with("by", None, by) } else { entry };
    change.record(entry).await?;
    known::notice(change, account, request).await
}

/// Begins a session with a new id and a new secret.
pub(super) async fn begin(
    change: &mut Change,
    account: AccountId,
    settings: &Settings,
    kind: SessionKind,
    request: &RequestInfo,
) -> Result<SignedIn> {
    let (s, now) = (change.services().clone(), change.now());
    let (session, secret) = (SessionId(s.rng.uuid(now)), Secret::fresh(&s.rng));
    let new = store::New {
        id: session,
        account,
        kind,
        secret_hash: secret.hash(),
        now,
        expires_at: match kind {
            SessionKind::Browser => now.plus_seconds(settings.session_absolute_hours * 3600),
            SessionKind::Api => tokens::session_ends_at(settings, now),
        },
        address: &address(request),
        device: &Device::new(&request.user_agent),
    };
    store::insert(change, new).await?;
    let mut entered = SignedIn { session, account, set_cookie: None, tokens: None };
    match kind {
        SessionKind::Browser => {
            entered.set_cookie = Some(cookies::set_cookie(&s, &secret.into_text()));
        }
        // The secret of an API session is forgotten here: its tokens are what counts.
        SessionKind::Api => {
            entered.tokens =
                Some(tokens::issue(&s, change, settings, account, session, now).await?);
        }
    }
    Ok(entered)
}

pub(super) fn address(request: &RequestInfo) -> String {
    request.address.chars().take(ADDRESS_MAX).collect()
}
