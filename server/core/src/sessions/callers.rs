//! Who a request is from: one indexed read for the session and everything that its rights depend
//! on, the rights themselves from memory as long as they are of the same version.
//!
//! A revoked session, a disabled account, a new role, on this node or another: the read sees it,
//! so the very next request is answered accordingly.
//!
//! Long, and one file: every way in is read beside the checks that it shares with the others.

use super::cookies;
use super::secrets::Secret;
use super::store::{self, Found};
use crate::access::{self, Version};
use crate::database::Connection;
use crate::error::Result;
use crate::services::{Caller, RequestInfo, Services};
use crate::{seeing, settings, tokens};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, AUTHORIZATION};
use fluxward_domain::access::Facts;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::settings::Settings;
use fluxward_domain::{AppError, Kind, Moment};
use std::sync::Arc;

/// How often the last use of a session is written down at most, in seconds.
const TOUCH_EVERY: i64 = 60;
/// Says that nobody is behind the request: a page that asks again by itself.
const BACKGROUND: &str = "x-fluxward-background";

/// What a request carries.
enum Presented<'a> {
    Cookie(&'a str),
    Bearer(&'a str),
}

/// The caller of a request, if it carries a valid sign-in: a session cookie or a bearer token,
/// both is [`Kind::Malformed`]. Nothing else is ever looked at. Whoever is kept out by the
/// maintenance lock is told so ([`Kind::Maintenance`]), and so is whoever needs a second factor
/// and has none ([`Kind::SecondFactorSetupRequired`]).
pub async fn authenticate(
    s: &Services,
    headers: &HeaderMap,
    request: RequestInfo,
) -> Result<Option<Caller>> {
    let caller = authenticate_to_enrol(s, headers, request).await?;
    if caller.as_ref().is_some_and(|caller| caller.facts.must_enrol) {
        return Err(must_enrol().into());
    }
    Ok(caller)
}

/// The same, also for whoever has to set up a second factor first: for the doors of setting one
/// up and of signing out, and for those that look at `must_enrol` themselves.
///
/// A request keeps its session alive, unless it opens an event stream or says by the header
/// `X-Fluxward-Background` that nobody is behind it.
pub async fn authenticate_to_enrol(
    s: &Services,
    headers: &HeaderMap,
    request: RequestInfo,
) -> Result<Option<Caller>> {
    let Some(presented) = presented(s, headers)? else {
        return Ok(None);
    };
    let now = s.clock.now();
    let mut connection = s.read().await?;
    let Some((caller, seen_at)) = come(s, &mut connection, &presented, request, now).await? else {
        return Ok(None);
    };
    is_let_in(s, &mut connection, &caller).await?;
    if now >= seen_at.plus_seconds(TOUCH_EVERY) && !is_background(headers) {
        touch(s, &caller, now);
    }
    Ok(Some(caller))
}

/// The same, also for whoever is kept out by the maintenance lock: for the doors of signing out
/// alone.
pub async fn authenticate_to_leave(
    s: &Services,
    headers: &HeaderMap,
    request: RequestInfo,
) -> Result<Option<Caller>> {
    let Some(presented) = presented(s, headers)? else {
        return Ok(None);
    };
    let mut connection = s.read().await?;
    let come = come(s, &mut connection, &presented, request, s.clock.now()).await?;
    Ok(come.map(|(caller, _)| caller))
}

/// Who has come with a valid sign-in, and when they were last seen.
async fn come(
    s: &Services,
    connection: &mut Connection,
    presented: &Presented<'_>,
    request: RequestInfo,
    now: Moment,
) -> Result<Option<(Caller, Moment)>> {
    let Some(found) = find(s, connection, presented, now).await? else {
        return Ok(None);
    };
    let caller = live(s, connection, &found, request, now).await?;
    Ok(caller.map(|caller| (caller, Moment(found.last_seen_at))))
}

/// Passes unless the maintenance lock keeps the caller out.
async fn is_let_in(s: &Services, connection: &mut Connection, caller: &Caller) -> Result<()> {
    if !caller.facts.locked || caller.facts.platform_administrator {
        return Ok(());
    }
    Err(locked(&*settings::seen_by(s, connection).await?).into())
}

fn presented<'a>(s: &Services, headers: &'a HeaderMap) -> Result<Option<Presented<'a>>> {
    let cookie = cookies::presented(s, headers);
    let mut bearers = headers.get_all(AUTHORIZATION).into_iter().filter_map(|value| {
        let (scheme, token) = value.to_str().ok()?.trim().split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    match (cookie, bearers.next(), bearers.next()) {
        (Some(_), Some(_), _) | (_, _, Some(_)) => {
            let detail = "Send either a session cookie or one bearer token, not both.";
            Err(AppError::new(Kind::Malformed, detail).into())
        }
        (Some(secret), None, _) => Ok(Some(Presented::Cookie(secret))),
        (None, Some(token), _) => Ok(Some(Presented::Bearer(token))),
        (None, None, _) => Ok(None),
    }
}

/// The session that was presented, if it has not ended.
async fn find(
    s: &Services,
    connection: &mut Connection,
    presented: &Presented<'_>,
    now: Moment,
) -> Result<Option<Found>> {
    match presented {
        Presented::Cookie(secret) => match Secret::presented(secret) {
            Some(secret) => store::by_secret(connection, "browser", secret.hash()).await,
            None => Ok(None),
        },
        Presented::Bearer(token) if tokens::is_one(token) => {
            store::by_secret(connection, tokens::KIND, tokens::hash(token)).await
        }
        Presented::Bearer(token) => {
            let Some(claims) = super::tokens::read(s, token, now) else {
                return Ok(None);
            };
            let found = store::by_id(connection, claims.sid).await?;
            Ok(found.filter(|found| found.account_id == claims.sub.0 && found.kind == "api"))
        }
    }
}

/// The caller behind a session that has neither expired nor been idle too long, while the account
/// is active.
async fn live(
    s: &Services,
    connection: &mut Connection,
    found: &Found,
    request: RequestInfo,
    now: Moment,
) -> Result<Option<Caller>> {
    let settings = settings::at(s, connection, found.definitions).await?;
    if now >= ends_at(found, &settings) {
        return Ok(None);
    }
    let version = Version { access: found.access_version, definitions: found.definitions };
    let account = AccountId(found.account_id);
    let facts = s.facts.at(connection, account, version).await?;
    let Some(facts) = facts.filter(|facts| facts.is_active(now)) else {
        return Ok(None);
    };
    let caller = known(connection, found, facts, request).await?;
    if found.seeing_until.is_none_or(|end| now >= Moment(end)) {
        return Ok(Some(caller));
    }
    Ok(Some(seeing::through(connection, caller, now).await?))
}

/// The caller in a session whose account has these facts.
async fn known(
    connection: &mut Connection,
    found: &Found,
    facts: Arc<Facts>,
    request: RequestInfo,
) -> Result<Caller> {
    let by_token = found.kind == tokens::KIND;
    let facts = if by_token { limited(connection, found, facts).await? } else { facts };
    Ok(Caller {
        account: AccountId(found.account_id),
        session: SessionId(found.id),
        facts,
        authenticated_at: Moment(found.authenticated_at),
        by_token,
        seen_as: None,
        request,
    })
}

/// The caller behind a session, for work that was begun in it and goes on without requests;
/// `None` when it has ended or the account is not active any more. Being idle does not end it:
/// the work is its use. It goes on as the person's own, whomever the session sees as meanwhile.
pub(crate) async fn behind(
    s: &Services,
    connection: &mut Connection,
    session: SessionId,
) -> Result<Option<Caller>> {
    let now = s.clock.now();
    let found = store::by_id(connection, session).await?;
    let Some(found) = found.filter(|found| now < Moment(found.expires_at)) else {
        return Ok(None);
    };
    let facts = access::facts(connection, AccountId(found.account_id)).await?;
    let Some((_, facts)) = facts.filter(|(_, facts)| facts.is_active(now)) else {
        return Ok(None);
    };
    let request = RequestInfo::default();
    Ok(Some(known(connection, &found, Arc::new(facts), request).await?))
}

/// The owner's facts, cut to what the token includes.
async fn limited(
    connection: &mut Connection,
    found: &Found,
    facts: Arc<Facts>,
) -> Result<Arc<Facts>> {
    let limit = tokens::limit(connection, SessionId(found.id)).await?;
    if limit.is_none() {
        return Ok(facts);
    }
    Ok(Arc::new(Facts { limited_to: limit, ..(*facts).clone() }))
}

/// When the session ends if nobody uses it, by the settings of now: shortening them shortens the
/// sessions that are open, too.
fn ends_at(found: &Found, settings: &Settings) -> Moment {
    let at_the_latest = Moment(found.expires_at);
    if found.kind != "browser" {
        return at_the_latest;
    }
    let absolute = Moment(found.created_at).plus_seconds(settings.session_absolute_hours * 3600);
    let idle = Moment(found.last_seen_at).plus_seconds(settings.session_idle_minutes * 60);
    at_the_latest.min(absolute).min(idle)
}

/// The caller as of now, for a stream that has been open for a while; `None` when the session has
/// ended or the account is not active any more.
pub(crate) async fn still(s: &Services, caller: &Caller) -> Result<Option<Caller>> {
    let mut connection = s.read().await?;
    let Some(found) = store::by_id(&mut connection, caller.session).await? else {
        return Ok(None);
    };
    let now = live(s, &mut connection, &found, caller.request.clone(), s.clock.now()).await?;
    let Some(now) = now else { return Ok(None) };
    is_let_in(s, &mut connection, &now).await?;
    if now.facts.must_enrol {
        return Err(must_enrol().into());
    }
    Ok(Some(now))
}

/// A second factor is required and missing.
pub fn must_enrol() -> AppError {
    let detail = "A second factor is required for your account. Set one up first; nothing else is possible until then.";
    AppError::new(Kind::SecondFactorSetupRequired, detail)
}

/// Passes while the platform is open to everybody: for whoever comes without a session.
pub(crate) async fn is_unlocked(s: &Services, connection: &mut Connection) -> Result<()> {
    let settings = settings::seen_by(s, connection).await?;
    if settings.maintenance.locked { Err(locked(&settings).into()) } else { Ok(()) }
}

/// The maintenance lock, in the words of whoever locked.
pub(super) fn locked(settings: &Settings) -> AppError {
    let message = settings.maintenance.message.trim();
    let detail = if message.is_empty() {
        "The platform is locked for maintenance. Your access is kept; come back later."
    } else {
        message
    };
    AppError::new(Kind::Maintenance, detail)
}

fn is_background(headers: &HeaderMap) -> bool {
    let accepts = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    headers.contains_key(BACKGROUND)
        || accepts.is_some_and(|types| types.contains("text/event-stream"))
}

/// Writes the use down, beside the request: an answer never waits for it, and a database that
/// cannot be written just now does not keep anybody from reading.
fn touch(s: &Services, caller: &Caller, now: Moment) {
    let (s, session, address) = (s.clone(), caller.session, caller.request.address.clone());
    tokio::spawn(async move {
        if let Err(error) = write_touch(&s, session, now, &address).await {
            tracing::warn!(%error, "the use of a session could not be written down");
        }
    });
}

async fn write_touch(s: &Services, session: SessionId, now: Moment, address: &str) -> Result<()> {
    let mut transaction = s.database.begin().await?;
    let unless_after = now.plus_seconds(-TOUCH_EVERY);
    store::touch(&mut transaction, session, now, unless_after, address).await?;
    Ok(transaction.commit().await?)
}
