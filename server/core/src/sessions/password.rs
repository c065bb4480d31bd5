//! Changing one's own password: with the present one, or with the token that a sign-in with a
//! temporary password was refused with.

use super::accounts::{self, Account};
use super::attempts::attempt;
use super::device::Device;
use super::ending::end_others;
use super::failures::{self, Subject};
use super::mail::PasswordChanged;
use super::throttle::Door;
use super::{callers, entering};
use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::keys::{Keys, Purpose};
use crate::services::{Caller, RequestInfo, Services};
use crate::users::recipients::recipient;
use crate::{access, factors, links, mail, passwords, settings};
use fluxward_domain::errors::check;
use fluxward_domain::ids::{AccountId, SessionId};
use fluxward_domain::passwords::{Chooser, PasswordPolicy};
use fluxward_domain::sessions::ChangePassword;
use fluxward_domain::{AppError, Kind, Moment};
use uuid::Uuid;

/// How long a change token is good for, in seconds.
const TOKEN_SECONDS: i64 = 15 * 60;

/// The refusal of a sign-in with a temporary password, with the token for changing it: good for
/// this account and this very password, so for one change.
pub(super) fn change_required(change: &Change, account: &Account) -> AppError {
    let until = change.now().plus_seconds(TOKEN_SECONDS);
    let mut claim = account.id().0.as_bytes().to_vec();
    claim.extend_from_slice(&until.0.to_be_bytes());
    let bond = account.password_hash.as_deref().unwrap_or_default();
    let token = change.services().keys.seal(Purpose::PasswordChange, &claim, bond.as_bytes());
    let detail = "This password is temporary. Choose one of your own now.";
    let mut error = AppError::new(Kind::PasswordChangeRequired, detail);
    error.change_token = Some(token);
    error
}

/// Whose token it claims to be, and until when.
fn claimed(token: &str) -> Option<(AccountId, Moment)> {
    let claim = Keys::claimed(token)?;
    let (id, until) = claim.split_first_chunk::<16>()?;
    let until = i64::from_be_bytes(until.try_into().ok()?);
    Some((AccountId(Uuid::from_bytes(*id)), Moment(until)))
}

/// Changes one's own password. The present one is given by whoever has signed in recently, or a
/// change token by whoever is not signed in. All other sessions of the account end.
pub async fn change_password(
    s: &Services,
    c: Option<&Caller>,
    change: ChangePassword,
    request: &RequestInfo,
) -> Result<()> {
    check(&change)?;
    let account = match (&change.current_password, &change.change_token) {
        (Some(current), None) => by_password(s, c, current).await?,
        (None, Some(token)) => by_token(s, token, request).await?,
        _ => {
            let message = "Give either the present password or a change token.";
            return Err(AppError::field("current_password", message).into());
        }
    };
    may_choose(s, &account, &change.password).await?;
    let hash = s.hasher.hash(&s.rng, &change.password).await?;
    let c = c.filter(|_| change.change_token.is_none());
    store_new(s, c, &account, &hash, change.reason.as_deref(), request).await
}

/// The hash of a password that the person of `account` may choose. It is made before any change
/// begins: hashing takes long, and a change holds everybody up.
pub(crate) async fn hash_of_choice(
    s: &Services,
    account: AccountId,
    password: &str,
) -> Result<String> {
    let account = accounts::account(&mut s.read().await?, account).await?;
    may_choose(s, &account.ok_or_else(AppError::not_found)?, password).await?;
    s.hasher.hash(&s.rng, password).await
}

/// The caller's account, when `current` is its password.
async fn by_password(s: &Services, c: Option<&Caller>, current: &str) -> Result<Account> {
    let c = c.ok_or(Kind::Unauthenticated)?;
    super::step_up(s, c)?;
    let account = accounts::account(&mut s.read().await?, c.account).await?;
    let account = account.ok_or(Kind::Unauthenticated)?;
    // Counted apart from sign-ins: whoever guesses there does not lock out whoever is in.
    let subject = Subject::change(c.account);
    let stored = account.password_hash.as_deref();
    if attempt(s, &subject, stored, current).await?.is_none() {
        let message = "This is not your present password.";
        return Err(AppError::field("current_password", message).into());
    }
    Ok(account)
}

/// The account that the token is for. It is looked up before anything is hashed.
async fn by_token(s: &Services, token: &str, request: &RequestInfo) -> Result<Account> {
    s.throttle().admit(Door::Password, request)?;
    open_token(s, &mut s.read().await?, token).await?.ok_or_else(used_up)
}

/// The account that a change token is for, while it is good.
async fn open_token(
    s: &Services,
    connection: &mut Connection,
    token: &str,
) -> Result<Option<Account>> {
    let Some((id, until)) = claimed(token) else { return Ok(None) };
    let Some(account) = accounts::account(connection, id).await? else { return Ok(None) };
    let bond = account.password_hash.as_deref().unwrap_or_default();
    let opened = s.keys.open(Purpose::PasswordChange, token, bond.as_bytes());
    Ok((opened.is_some() && s.clock.now() < until).then_some(account))
}

fn used_up() -> Error {
    let detail = "This token is used up or too old. Sign in again to get another one.";
    AppError::new(Kind::Gone, detail).into()
}

/// The rules for a new password of `chooser`, as a page shows them while typing. A token that is
/// nobody's is answered with the rules for anybody.
pub async fn password_policy(
    s: &Services,
    c: Option<&Caller>,
    chooser: &Chooser,
) -> Result<PasswordPolicy> {
    let mut connection = s.read().await?;
    let account = match chooser {
        Chooser::Anybody => None,
        Chooser::Caller => c.map(|c| c.account),
        Chooser::Token(token) => bearer(s, &mut connection, token).await?,
    };
    match account {
        Some(account) => policy_of(s, &mut connection, account).await,
        None => Ok(settings::seen_by(s, &mut connection).await?.password_policy),
    }
}

/// Whoever may choose a password with that token.
async fn bearer(
    s: &Services,
    connection: &mut Connection,
    token: &str,
) -> Result<Option<AccountId>> {
    let link = links::find(s, connection, links::Purpose::Reset, token).await?;
    if let Some(link) = link.filter(|link| link.is_live(s.clock.now())) {
        return Ok(Some(AccountId(link.subject)));
    }
    let account = open_token(s, connection, token).await?;
    Ok(account.map(|account| account.id()))
}

/// The rules for a new password of `account`.
async fn policy_of(
    s: &Services,
    connection: &mut Connection,
    account: AccountId,
) -> Result<PasswordPolicy> {
    let policy = settings::seen_by(s, connection).await?.password_policy;
    let has_factor = factors::held(connection, account).await?.any();
    Ok(if has_factor { policy.with_second_factor() } else { policy })
}

/// Passes when the person may choose `password`: by the policy, and not the present one again.
async fn may_choose(s: &Services, account: &Account, password: &str) -> Result<()> {
    let mut connection = s.read().await?;
    let policy = policy_of(s, &mut connection, account.id()).await?;
    let organizations = accounts::organizations(&mut connection, account.id()).await?;
    drop(connection);
    let mut own = vec![account.full_name.as_str(), &account.email, &account.username];
    own.extend(organizations.iter().flat_map(|it| [it.name.as_str(), &it.slug]));
    passwords::check_new(&policy, password, &own)?;
    let present = account.password_hash.as_deref();
    if s.hasher.verify(password, present).await?.right {
        let message = "This is your present password. Choose another one.";
        return Err(AppError::field("password", message).into());
    }
    Ok(())
}

/// Stores the new password, unless it was changed meanwhile, and ends all other sessions.
async fn store_new(
    s: &Services,
    c: Option<&Caller>,
    account: &Account,
    hash: &str,
    reason: Option<&str>,
    request: &RequestInfo,
) -> Result<()> {
    let id = account.id();
    let mut change = match c {
        Some(c) => s.change(c).await?,
        None => unasked(s, id).await?,
    };
    let now = accounts::account(&mut change, id).await?;
    if now.is_none_or(|now| now.password_hash != account.password_hash) {
        return Err(Kind::ChangedSince.into());
    }
    replace(&mut change, id, hash, false, c.map(|c| c.session)).await?;
    let entry = Entry::new("user.password_changed", Target::User(id)).because(reason);
    change.record(entry).await?;
    tell_password_changed(&mut change, id, Some(request)).await?;
    change.commit().await?;
    Ok(())
}

/// A change by somebody who is not signed in, but could be.
async fn unasked(s: &Services, account: AccountId) -> Result<Change> {
    let mut change = s.change_unasked(Some(account)).await?;
    let facts = access::facts(&mut change, account).await?;
    let (_, facts) = facts.ok_or_else(used_up)?;
    if !facts.is_active(change.now()) {
        return Err(used_up());
    }
    if facts.locked && !facts.platform_administrator {
        let settings = settings::seen_by(s, &mut change).await?;
        return Err(callers::locked(&settings).into());
    }
    Ok(change)
}

/// Gives `account` the password that the person chose: no session of it is left, and sign-in is
/// not blocked. Recording how it came to be is the caller's.
pub(crate) async fn set_chosen_password(
    change: &mut Change,
    account: AccountId,
    hash: &str,
) -> Result<()> {
    replace(change, account, hash, false, None).await
}

/// Gives `account` a password that must be changed at the next sign-in: no session of it is left,
/// and sign-in is not blocked. Recording why is the caller's.
pub(crate) async fn set_temporary_password(
    change: &mut Change,
    account: AccountId,
    hash: &str,
) -> Result<()> {
    replace(change, account, hash, true, None).await
}

/// Takes the password of `account` away: nobody signs in with it any more, and no session is left.
/// Recording why is the caller's.
pub(crate) async fn forget_password(change: &mut Change, account: AccountId) -> Result<()> {
    let version = change.seq();
    accounts::remove_password(change, account, version).await?;
    end_others(change, account, None).await?;
    change.tell_user(account);
    Ok(())
}

/// Another password: every session but `keep` ends, failures are forgotten, and links that were
/// mailed before are void.
async fn replace(
    change: &mut Change,
    account: AccountId,
    hash: &str,
    temporary: bool,
    keep: Option<SessionId>,
) -> Result<()> {
    let version = change.seq();
    accounts::set_password(change, account, hash, temporary, version).await?;
    end_others(change, account, keep).await?;
    failures::forget(change, account).await?;
    links::void_all(change, account.0).await?;
    change.tell_user(account);
    Ok(())
}

/// Tells the person by mail that there is another password: with `request`, that they chose it
/// from there; without, that an administrator set a temporary one.
pub(crate) async fn tell_password_changed(
    change: &mut Change,
    account: AccountId,
    request: Option<&RequestInfo>,
) -> Result<()> {
    let Some(to) = recipient(change, account).await? else { return Ok(()) };
    let message = PasswordChanged {
        at: mail::words(change.now()),
        device: request.map(|request| Device::new(&request.user_agent).as_str().to_owned()),
        address: request.map(entering::address).unwrap_or_default(),
    };
    mail::send(change, to.to(), &message, None).await?;
    Ok(())
}
