//! The second factor: authenticator apps, recovery codes, passkeys.
//!
//! Here is what somebody does with their own factors, and what a sign-in asks of them
//! ([`proving`]). How a sign-in goes on is the sessions' to know, who needs a factor the facts'
//! (`must_enrol`). Adding and removing needs a recent sign-in.
//!
//! # Decision: an app that waits for its first code is no state
//! Until it is confirmed it counts for nothing, so beginning is neither a change nor an entry of
//! the log. Its recovery codes are made with it, for a page without scripts to show.

pub mod api;
pub(crate) mod mail;
pub(crate) mod passkeys;
mod proving;
mod recovery;
mod store;
#[cfg(test)]
mod tests;
mod totp;

pub use passkeys::{begin_passkey, finish_passkey, passkeys, remove_passkey};
pub(crate) use proving::{Proof, prove};

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::keys::Unreadable;
use crate::mail::words;
use crate::services::{Caller, Services};
use crate::sessions::step_up;
use fluxward_domain::errors::check;
use fluxward_domain::factors::{Code, Held, Mine, NewTotp, RecoveryCodes, Waiting};
use fluxward_domain::ids::AccountId;
use fluxward_domain::{AppError, Kind, Moment};
use mail::added::FactorAdded;
use mail::removed::FactorRemoved;

/// How the log calls an authenticator app.
const APP: &str = "authenticator app";
/// How long an app may wait for its first code, in seconds.
const WAITING: i64 = 15 * 60;

impl From<Unreadable> for Error {
    fn from(error: Unreadable) -> Self {
        Self::Stored(error.to_string())
    }
}

/// Which second factors `account` has. Whether the caller may know is for their use case to
/// authorize.
pub(crate) async fn held(connection: &mut Connection, account: AccountId) -> Result<Held> {
    store::held(connection, account).await
}

/// One's own second factors.
pub async fn mine(s: &Services, c: &Caller) -> Result<Mine> {
    crate::sessions::as_oneself(c)?;
    let mut connection = s.read().await?;
    let waiting = match may_change(s, c) {
        Ok(()) => waiting(s, &mut connection, c.account).await?,
        Err(_) => None,
    };
    Ok(Mine {
        held: store::held(&mut connection, c.account).await?,
        passkeys: store::passkeys::of_account(&mut connection, c.account).await?,
        waiting,
        no_passkeys: passkeys::obstacle(s),
        must_enrol: c.facts.must_enrol,
    })
}

async fn waiting(
    s: &Services,
    connection: &mut Connection,
    account: AccountId,
) -> Result<Option<Waiting>> {
    let Some(begun) = begun(s, connection, account, s.clock.now()).await? else {
        return Ok(None);
    };
    let who = store::name(connection, account).await?.ok_or(Kind::Unauthenticated)?;
    let totp = totp::told(begun.secret, &who.email)?;
    let picture = totp::picture(&totp.otpauth_uri)?;
    Ok(Some(Waiting { totp, picture, recovery_codes: recovery::codes(begun.seed) }))
}

/// An app that waits for its first code: its secret, and what its recovery codes are made from.
struct Begun {
    secret: [u8; totp::SECRET],
    seed: [u8; recovery::SEED],
}

async fn begun(
    s: &Services,
    connection: &mut Connection,
    account: AccountId,
    now: Moment,
) -> Result<Option<Begun>> {
    let stored = store::totp(connection, account).await?.filter(|stored| {
        stored.confirmed_at.is_none() && now < Moment(stored.created_at).plus_seconds(WAITING)
    });
    let Some(stored) = stored else { return Ok(None) };
    let bytes = s.keys.decrypt(&stored.sealed, account.0.as_bytes())?;
    let parts = bytes
        .split_first_chunk()
        .and_then(|(secret, seed)| Some(Begun { secret: *secret, seed: seed.try_into().ok()? }));
    parts.map(Some).ok_or_else(|| Error::Stored("an authenticator app that waits".into()))
}

/// Passes when the caller may change their own factors: in person, with a recent sign-in.
fn may_change(s: &Services, c: &Caller) -> Result<()> {
    step_up(s, c)
}

/// Begins to set an authenticator app up. It counts once its first code was given.
pub async fn begin_totp(s: &Services, c: &Caller) -> Result<NewTotp> {
    may_change(s, c)?;
    let (secret, seed) = (totp::fresh(&s.rng), s.rng.bytes::<{ recovery::SEED }>());
    let bytes = [secret.as_slice(), &seed].concat();
    let sealed = s.keys.encrypt(&s.rng, &bytes, c.account.0.as_bytes())?;
    let mut transaction = s.database.begin().await?;
    let who = store::name(&mut transaction, c.account).await?.ok_or(Kind::Unauthenticated)?;
    let told = totp::told(secret, &who.email)?;
    if !store::begin_totp(&mut transaction, c.account, &sealed, s.clock.now()).await? {
        let detail = "An authenticator app is set up already. Remove it before setting up another.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    transaction.commit().await?;
    Ok(told)
}

/// Ends setting an authenticator app up, with the code that it shows. Answers fresh recovery
/// codes, instead of any before.
pub async fn confirm_totp(s: &Services, c: &Caller, code: &Code) -> Result<RecoveryCodes> {
    check(code)?;
    may_change(s, c)?;
    let mut change = s.change(c).await?;
    let now = change.now();
    let begun = begun(s, &mut change, c.account, now).await?.ok_or_else(|| {
        let detail = "No authenticator app waits for a code, or not any more. Begin again.";
        AppError::new(Kind::Conflict, detail)
    })?;
    let digits: String = code.code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = totp::step(begun.secret, &digits, now)?.ok_or_else(|| {
        let message = "This is not the code of now. Check the time of your phone, then enter the code that the app shows.";
        AppError::field("code", message)
    })?;
    let sealed = s.keys.encrypt(&s.rng, &begun.secret, c.account.0.as_bytes())?;
    store::confirm_totp(&mut change, c.account, &sealed, step, now).await?;
    let recovery_codes = recovery::codes(begun.seed);
    recovery::replace(&mut change, c.account, &recovery_codes).await?;
    added(&mut change, c.account, APP).await?;
    change.commit().await?;
    Ok(RecoveryCodes { recovery_codes })
}

/// Removes one's authenticator app; or forgets one that waits for its first code.
pub async fn remove_totp(s: &Services, c: &Caller) -> Result<()> {
    may_change(s, c)?;
    let mut change = s.change(c).await?;
    let stored = store::totp(&mut change, c.account).await?.ok_or_else(AppError::not_found)?;
    store::remove_totp(&mut change, c.account).await?;
    if stored.confirmed_at.is_some() {
        removed(&mut change, c.account, APP).await?;
    } else {
        // What waits is no state: there is nothing to record.
        return drop_waiting(s, change, c.account).await;
    }
    change.commit().await?;
    Ok(())
}

/// Forgets an app that waits, beside the log.
async fn drop_waiting(s: &Services, change: Change, account: AccountId) -> Result<()> {
    drop(change);
    let mut transaction = s.database.begin().await?;
    if store::totp(&mut transaction, account).await?.is_some_and(|it| it.confirmed_at.is_none()) {
        store::remove_totp(&mut transaction, account).await?;
    }
    Ok(transaction.commit().await?)
}

/// Makes new recovery codes; the ones before are no more.
pub async fn new_recovery_codes(s: &Services, c: &Caller) -> Result<RecoveryCodes> {
    may_change(s, c)?;
    let mut change = s.change(c).await?;
    if !store::held(&mut change, c.account).await?.any() {
        let detail =
            "Set up an authenticator app or a passkey first; recovery codes stand in for them.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let recovery_codes = recovery::codes(s.rng.bytes());
    recovery::replace(&mut change, c.account, &recovery_codes).await?;
    record(&mut change, c.account, Entry::new("user.recovery_codes_made", Target::User(c.account)))
        .await?;
    change.commit().await?;
    Ok(RecoveryCodes { recovery_codes })
}

/// Takes all second factors from `account`; answers whether it had any. Recording why is the
/// caller's.
pub(crate) async fn remove_all(change: &mut Change, account: AccountId) -> Result<bool> {
    let held = store::held(change, account).await?;
    store::remove_totp(change, account).await?;
    store::remove_passkeys(change, account).await?;
    store::forget_codes(change, account).await?;
    if held.any() {
        change.touch_access(account);
        change.tell_user(account);
    }
    Ok(held.any())
}

async fn added(change: &mut Change, account: AccountId, factor: &str) -> Result<()> {
    let entry = Entry::new("user.factor_added", Target::User(account));
    record(change, account, entry.with("factor", None, Some(factor))).await?;
    let message = FactorAdded { factor: factor.to_owned(), at: words(change.now()) };
    mail::tell(change, account, &message).await
}

/// A factor is gone; with the last one, the recovery codes.
async fn removed(change: &mut Change, account: AccountId, factor: &str) -> Result<()> {
    if !store::held(change, account).await?.any() {
        store::forget_codes(change, account).await?;
    }
    let entry = Entry::new("user.factor_removed", Target::User(account));
    record(change, account, entry.with("factor", Some(factor), None)).await?;
    tell_removed(change, account, factor).await
}

/// Tells the owner of `account` that all second factors were removed.
pub(crate) async fn tell_all_removed(change: &mut Change, account: AccountId) -> Result<()> {
    tell_removed(change, account, "all of them").await
}

async fn tell_removed(change: &mut Change, account: AccountId, factor: &str) -> Result<()> {
    let message = FactorRemoved { factor: factor.to_owned(), at: words(change.now()) };
    mail::tell(change, account, &message).await
}

/// Records a change of somebody's factors, and tells open pages.
async fn record(change: &mut Change, account: AccountId, entry: Entry) -> Result<()> {
    let seq = change.seq();
    store::set_version(change, account, seq).await?;
    change.touch_access(account);
    change.tell_user(account);
    change.record(entry).await
}
