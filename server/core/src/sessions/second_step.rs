//! Between the password and the code: the refusal that asks for a second factor, with a token for
//! going on, so that nobody has to keep the password meanwhile.
//!
//! The token is good for ten minutes, for this account and this very password. It lets nobody in
//! by itself, and every code given with it is slowed down and counted.

use super::accounts::{self, Account};
use crate::changes::Change;
use crate::error::{Error, Result};
use crate::keys::{Keys, Purpose};
use crate::services::Services;
use fluxward_domain::ids::AccountId;
use fluxward_domain::{AppError, Kind, Moment};
use uuid::Uuid;

/// How long a token is good for, in seconds.
const TOKEN_SECONDS: i64 = 10 * 60;

/// The refusal of a sign-in without a code.
pub(super) fn required(change: &Change, account: &Account) -> AppError {
    let detail = "Enter the code from your authenticator app, or a recovery code.";
    AppError { change_token: Some(token(change, account)), ..refusal(detail) }
}

/// The refusal of a sign-in with a code that does not count.
pub(super) fn wrong(change: &Change, account: &Account) -> AppError {
    let detail = "This code is not right, or was used already. Wait for the next one, or use a recovery code.";
    let mut error = AppError::field("code", detail);
    error.kind = Kind::SecondFactorRequired;
    AppError { change_token: Some(token(change, account)), ..error }
}

fn refusal(detail: &str) -> AppError {
    AppError::new(Kind::SecondFactorRequired, detail)
}

fn token(change: &Change, account: &Account) -> String {
    let until = change.now().plus_seconds(TOKEN_SECONDS);
    let mut claim = account.id().0.as_bytes().to_vec();
    claim.extend_from_slice(&until.0.to_be_bytes());
    change.services().keys.seal(Purpose::SecondFactor, &claim, bond(account))
}

fn bond(account: &Account) -> &[u8] {
    account.password_hash.as_deref().unwrap_or_default().as_bytes()
}

/// Whose token it claims to be, and until when.
fn claimed(token: &str) -> Option<(AccountId, Moment)> {
    let claim = Keys::claimed(token)?;
    let (id, until) = claim.split_first_chunk::<16>()?;
    let until = i64::from_be_bytes(until.try_into().ok()?);
    Some((AccountId(Uuid::from_bytes(*id)), Moment(until)))
}

/// The account whose sign-in waits for its code.
pub(super) async fn open(s: &Services, token: &str) -> Result<Account> {
    let (id, until) = claimed(token).ok_or_else(used_up)?;
    let account = accounts::account(&mut s.read().await?, id).await?.ok_or_else(used_up)?;
    let opened = s.keys.open(Purpose::SecondFactor, token, bond(&account));
    if opened.is_none() || s.clock.now() >= until {
        return Err(used_up());
    }
    Ok(account)
}

pub(super) fn used_up() -> Error {
    AppError::new(Kind::Gone, "This took too long. Sign in again.").into()
}
