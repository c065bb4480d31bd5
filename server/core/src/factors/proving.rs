//! What a sign-in asks of somebody's second factor.

use super::{recovery, store, totp};
use crate::changes::{Change, Entry, Target};
use crate::error::{Error, Result};
use fluxward_domain::ids::AccountId;

/// How the second factor was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// There is none.
    NotNeeded,
    /// The code was right, and is used up with this change.
    Given,
    /// There is one, and no code was given.
    Missing,
    /// The code is not right, not any more, or was used before.
    Wrong,
}

/// Looks at the code that `account` signs in with, and uses it up inside `change`: of several
/// sign-ins with the same code one commits.
pub(crate) async fn prove(
    change: &mut Change,
    account: AccountId,
    code: Option<&str>,
) -> Result<Proof> {
    if !store::held(change, account).await?.any() {
        return Ok(Proof::NotNeeded);
    }
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
        return Ok(Proof::Missing);
    };
    let is_right =
        of_app(change, account, code).await? || of_recovery(change, account, code).await?;
    Ok(if is_right { Proof::Given } else { Proof::Wrong })
}

async fn of_app(change: &mut Change, account: AccountId, code: &str) -> Result<bool> {
    let stored = store::totp(change, account).await?;
    let Some(stored) = stored.filter(|stored| stored.confirmed_at.is_some()) else {
        return Ok(false);
    };
    let secret = change.services().keys.decrypt(&stored.sealed, account.0.as_bytes())?;
    let secret = secret.try_into().map_err(|_| Error::Stored("a secret's length".into()))?;
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    match totp::step(secret, &digits, change.now())? {
        Some(step) => store::use_step(change, account, step).await,
        None => Ok(false),
    }
}

async fn of_recovery(change: &mut Change, account: AccountId, code: &str) -> Result<bool> {
    let Some(code) = recovery::canonical(code) else { return Ok(false) };
    let services = change.services().clone();
    if !recovery::use_up(change, &services.keys, account, &code).await? {
        return Ok(false);
    }
    let left = store::held(change, account).await?.recovery_codes.to_string();
    let entry = Entry::new("user.recovery_code_used", Target::User(account));
    change.record(entry.with("recovery_codes_left", None, Some(&left))).await?;
    Ok(true)
}
