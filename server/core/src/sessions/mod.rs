//! Signing in, sessions, and who one is.
//!
//! A session is a row; a cookie or a token only says which. So ending the row ends everything
//! behind it at once. Sign-in is slowed down per account in the database ([`failures`]) and per
//! address in this process ([`throttle`]).

mod accounts;
pub mod api;
mod attempts;
mod by_passkey;
mod callers;
mod cookies;
mod device;
mod ending;
mod entering;
mod failures;
mod known;
mod mail;
mod password;
mod second_step;
mod secrets;
mod signing_in;
mod store;
mod throttle;
mod tokens;

pub use by_passkey::{begin_passkey, sign_in_with_passkey};
pub use callers::{authenticate, authenticate_to_enrol, authenticate_to_leave, must_enrol};
pub(crate) use callers::{behind, is_unlocked, still};
pub use cookies::{clear_cookie, set_cookie};
pub(crate) use ending::forget_all;
pub use ending::{end_all, end_of_user, revoke, sign_out};
pub use entering::SignedIn;
pub(crate) use mail::{NewDevice, PasswordChanged};
pub use password::{change_password, password_policy};
pub(crate) use password::{
    forget_password, hash_of_choice, set_chosen_password, set_temporary_password,
    tell_password_changed,
};
pub use signing_in::{sign_in, sign_in_with_code};
pub use throttle::{Door, Throttle};
pub use tokens::refresh;

use crate::changes::Change;
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::services::{Caller, Services};
use crate::{organizations, seeing, settings};
use fluxward_domain::ids::{AccountId, OrganizationId, SessionId};
use fluxward_domain::members::{Affiliation, MembershipStatus};
use fluxward_domain::organizations::Organization;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::sessions::{Me, Session, SessionKind, Viewer};
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Kind, Moment};

/// How old a sign-in may be for changes that need a fresh one, in seconds.
const FRESH_SECONDS: i64 = 10 * 60;

/// Passes when the caller signed in at most ten minutes ago; a token is never a sign-in.
pub fn step_up(s: &Services, c: &Caller) -> Result<()> {
    in_person(c)?;
    if s.clock.now() <= c.authenticated_at.plus_seconds(FRESH_SECONDS) {
        return Ok(());
    }
    let detail =
        "This change needs a sign-in of the last ten minutes. Sign in again, then repeat it.";
    Err(AppError::new(Kind::StepUpRequired, detail).into())
}

/// Passes when it is not a token that asks, nor somebody who sees as another: whoever finds a token
/// must not be able to keep its owner out.
pub fn in_person(c: &Caller) -> Result<()> {
    seeing::refuse(c)?;
    if !c.by_token {
        return Ok(());
    }
    let detail = "A token cannot do this, whatever it includes. Sign in.";
    Err(AppError::new(Kind::StepUpRequired, detail).into())
}

/// Passes unless the caller sees as somebody else: one's own account is closed meanwhile.
pub(crate) fn as_oneself(c: &Caller) -> Result<()> {
    if c.seen_as.is_none() {
        return Ok(());
    }
    let detail =
        "While you see Fluxward as somebody else, your own account is closed. Stop that first.";
    Err(AppError::new(Kind::Forbidden, detail).into())
}

/// Passes when the caller's own account is open to them: neither to a token that names what it is
/// for, nor while they see as somebody else.
pub(crate) fn in_full(c: &Caller) -> Result<()> {
    as_oneself(c)?;
    if c.facts.limited_to.is_none() {
        return Ok(());
    }
    let detail = "This token does not include its owner's account. Use one that includes everything, or sign in.";
    Err(AppError::new(Kind::Forbidden, detail).into())
}

/// Who looks at a page, with what deciding in the browser needs.
pub async fn viewer(s: &Services, c: &Caller) -> Result<Viewer> {
    let (me, organization_ids) =
        if c.seen_as.is_some() { seen(s, c).await? } else { who(s, c).await? };
    let everyone_creates = settings::current(s).await?.organizations_by_anyone;
    Ok(Viewer {
        me,
        facts: (*c.facts).clone(),
        organization_ids,
        creates_organizations: everyone_creates || c.facts.platform_administrator,
        seen_as: c.seen_as.clone(),
    })
}

/// Whom one sees as: a person, or somebody who is nobody in particular. Of what they belong to,
/// that which the caller sees.
async fn seen(s: &Services, c: &Caller) -> Result<(Me, Vec<OrganizationId>)> {
    let mut connection = s.read().await?;
    let account = accounts::account(&mut connection, c.facts.account).await?;
    let named = c.seen_as.as_ref().map(|seen| seen.name.clone()).unwrap_or_default();
    let (email, username, full_name) = account.map_or_else(
        || (String::new(), String::new(), named),
        |it| (it.email, it.username, it.full_name),
    );
    let affiliation = |it: Organization| {
        let role = c.facts.membership(it.id)?.role;
        let status = MembershipStatus::Active;
        Some((Affiliation { slug: it.slug, name: it.name, role, status }, it.id))
    };
    let places = organizations::through_others(s, c, &mut connection).await?;
    let (organizations, ids) = places.into_iter().filter_map(affiliation).unzip();
    let me = Me {
        id: c.facts.account,
        email,
        username,
        full_name,
        status: Status::Active,
        platform_administrator: c.facts.platform_administrator,
        organizations,
    };
    Ok((me, ids))
}

/// Who one is.
pub async fn me(s: &Services, c: &Caller) -> Result<Me> {
    Ok(if c.seen_as.is_some() { seen(s, c).await? } else { who(s, c).await? }.0)
}

async fn who(s: &Services, c: &Caller) -> Result<(Me, Vec<OrganizationId>)> {
    let mut connection = s.read().await?;
    let account = accounts::account(&mut connection, c.account).await?;
    let account = account.ok_or(Kind::Unauthenticated)?;
    let entered = accounts::organizations(&mut connection, c.account).await?;
    let ids = entered.iter().map(|it| OrganizationId(it.id)).collect();
    let me = Me {
        id: c.account,
        email: account.email,
        username: account.username,
        full_name: account.full_name,
        // Whoever asks is active; a suspension that is over may still be written down.
        status: Status::Active,
        platform_administrator: c.facts.platform_administrator,
        organizations: entered.into_iter().map(affiliation).collect::<Result<_>>()?,
    };
    Ok((me, ids))
}

fn affiliation(entered: accounts::Entered) -> Result<Affiliation> {
    let unknown = || Error::Stored(format!("role “{}” is unknown", entered.role));
    Ok(Affiliation {
        role: BaseRole::parse(&entered.role).ok_or_else(unknown)?,
        slug: entered.slug,
        name: entered.name,
        status: MembershipStatus::Active,
    })
}

/// One's own live sessions, the latest used first.
pub async fn mine(s: &Services, c: &Caller) -> Result<Vec<Session>> {
    in_full(c)?;
    of_user(s, &mut s.read().await?, c.account, c.session).await
}

/// The live sessions of `account`, the latest used first; `current` is the one that asks. Whether
/// the caller may see them is for the caller's use case to authorize.
pub async fn of_user(
    s: &Services,
    connection: &mut Connection,
    account: AccountId,
    current: SessionId,
) -> Result<Vec<Session>> {
    let (now, settings) = (s.clock.now(), settings::seen_by(s, connection).await?);
    let idle = settings.session_idle_minutes * 60;
    let listed = store::of_account(connection, account, now).await?;
    let sessions = listed.into_iter().map(|row| session(row, current));
    let is_live = |it: &Session| {
        it.kind == SessionKind::Api || it.current || now < it.last_seen_at.plus_seconds(idle)
    };
    Ok(sessions.filter(is_live).collect())
}

fn session(row: store::Listed, current: SessionId) -> Session {
    let id = SessionId(row.id);
    Session {
        id,
        kind: if row.kind == "api" { SessionKind::Api } else { SessionKind::Browser },
        current: id == current,
        created_at: Moment(row.created_at),
        last_seen_at: Moment(row.last_seen_at),
        expires_at: Moment(row.expires_at),
        address: row.address,
        device: row.device,
    }
}

/// The account of an e-mail address or a username, with its full name.
pub(crate) async fn account_of(
    connection: &mut Connection,
    login: &str,
) -> Result<Option<(AccountId, String)>> {
    let (_, account) = signing_in::find(connection, login).await?;
    Ok(account.map(|account| (account.id(), account.full_name)))
}

/// Forgets the failed sign-ins of `account`; answers whether there were any.
pub async fn clear_failures(change: &mut Change, account: AccountId) -> Result<bool> {
    Ok(failures::forget(change, account).await?.failures > 0)
}

/// Whether sign-in to `account` is blocked at `now`.
pub async fn is_blocked(
    connection: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<bool> {
    let so_far = failures::of(connection, &failures::Subject::account(account)).await?;
    Ok(so_far.wait(now).is_some())
}

/// A session without a password, for the world builder.
#[cfg(any(test, feature = "testing"))]
pub(crate) async fn begin_for_test(
    s: &Services,
    account: AccountId,
    request: &crate::services::RequestInfo,
) -> Result<SessionId> {
    let mut change = s.change_unasked(None).await?;
    let settings = settings::seen_by(s, &mut change).await?;
    let kind = SessionKind::Browser;
    let entered = entering::begin(&mut change, account, &settings, kind, request).await?;
    change.commit().await?;
    Ok(entered.session)
}

#[cfg(test)]
mod tests;
