//! The tokens of API sessions: an access token that says who and which session, and a refresh
//! token that is good for one renewal.
//!
//! # Decision: no grace for a refresh token that was used
//! A token that comes a second time was copied, by its owner or by somebody else, and nobody can
//! tell which; so the session ends with all its tokens (RFC 9700 §4.14.2). Renewing is not an
//! entry of the log, as using a session is not: it changes nothing about who may do what.

use super::ending;
use super::secrets::Secret;
use super::store;
use super::throttle::Door;
use crate::access;
use crate::changes::{Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::keys::Claims;
use crate::services::{RequestInfo, Services};
use crate::settings;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::sessions::Tokens;
use fluxward_domain::settings::Settings;
use fluxward_domain::{AppError, Kind, Moment};

const SECONDS_A_DAY: i64 = 86_400;

/// Whom access tokens are for.
fn audience(s: &Services) -> String {
    format!("{}/api/v1", s.surroundings.public_url)
}

/// What an access token of ours says, while it counts.
pub(super) fn read(s: &Services, token: &str, now: Moment) -> Option<Claims> {
    let (iss, aud) = (&s.surroundings.public_url, audience(s));
    s.keys.read_token(token, iss, &aud, now.unix_seconds())
}

/// When an API session that is renewed at `now` ends.
pub(super) fn session_ends_at(settings: &Settings, now: Moment) -> Moment {
    now.plus_seconds(settings.refresh_token_days * SECONDS_A_DAY)
}

/// Fresh tokens for a session; the refresh token is stored through `connection`.
pub(super) async fn issue(
    s: &Services,
    connection: &mut Connection,
    settings: &Settings,
    account: AccountId,
    session: SessionId,
    now: Moment,
) -> Result<Tokens> {
    let refresh = Secret::fresh(&s.rng);
    let expires_at = session_ends_at(settings, now);
    store::insert_refresh_token(connection, session, refresh.hash(), expires_at).await?;
    let seconds = now.unix_seconds();
    let access_token = s.keys.sign_token(&Claims {
        iss: s.surroundings.public_url.clone(),
        aud: audience(s),
        sub: account,
        sid: session,
        iat: seconds,
        nbf: seconds,
        exp: seconds + settings.access_token_seconds,
    })?;
    Ok(Tokens {
        access_token,
        token_type: "Bearer".into(),
        expires_in: settings.access_token_seconds,
        refresh_token: refresh.into_text(),
    })
}

/// Renews the tokens of an API session. The refresh token is used up; one that was used before
/// ends its session.
pub async fn refresh(s: &Services, refresh_token: &str, request: &RequestInfo) -> Result<Tokens> {
    s.throttle().admit(Door::Refresh, request)?;
    let Some(presented) = Secret::presented(refresh_token) else {
        return Err(refused().into());
    };
    let now = s.clock.now();
    let mut transaction = s.database.begin().await?;
    let is_first = store::use_refresh_token(&mut transaction, presented.hash(), now).await?;
    let found = store::refresh_token(&mut transaction, presented.hash()).await?;
    let Some(found) = found.filter(|found| found.ended_at.is_none()) else {
        return Err(refused().into());
    };
    if !is_first {
        drop(transaction);
        end_family(s, found.account(), found.session()).await?;
        return Err(refused().into());
    }
    if now.0 >= found.expires_at {
        return Err(refused().into());
    }
    let settings = may_go_on(s, &mut transaction, found.account(), now).await?;
    let (account, session) = (found.account(), found.session());
    let tokens = issue(s, &mut transaction, &settings, account, session, now).await?;
    let ends_at = session_ends_at(&settings, now);
    store::renewed(&mut transaction, session, now, ends_at, &request.address).await?;
    transaction.commit().await?;
    Ok(tokens)
}

/// The settings in force, when `account` may use the platform at all.
async fn may_go_on(
    s: &Services,
    connection: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<std::sync::Arc<Settings>> {
    let settings = settings::seen_by(s, connection).await?;
    let facts = access::facts(connection, account).await?;
    let Some((_, facts)) = facts.filter(|(_, facts)| facts.is_active(now)) else {
        return Err(refused().into());
    };
    if facts.locked && !facts.platform_administrator {
        return Err(super::callers::locked(&settings).into());
    }
    Ok(settings)
}

/// Ends the session of a refresh token that came twice.
async fn end_family(s: &Services, account: AccountId, session: SessionId) -> Result<()> {
    let mut change = s.change_unasked(None).await?;
    let Some(device) = ending::end_one(&mut change, account, session).await? else {
        return Ok(());
    };
    let reason = "A refresh token was used twice; somebody may have copied it.";
    let entry = Entry::new("session.revoked", Target::User(account)).because(Some(reason)).with(
        "device",
        Some(&device),
        None,
    );
    change.record(entry).await?;
    change.commit().await?;
    Ok(())
}

fn refused() -> AppError {
    let detail = "This refresh token is not valid, or not any more. Sign in again.";
    AppError::new(Kind::Unauthenticated, detail)
}
