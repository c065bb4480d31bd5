//! Signing in with a passkey alone: it is both factors at once, so neither a password nor a code is
//! asked for. Wrong passwords do not slow it down, and it does not forgive them.

use super::entering::{SignedIn, let_in};
use super::signing_in;
use super::throttle::Door;
use crate::access;
use crate::error::Result;
use crate::factors::passkeys;
use crate::services::{RequestInfo, Services};
use crate::settings;
use fluxward_domain::factors::{Ceremony, PasskeyLogin};
use fluxward_domain::sessions::SessionKind;

/// Begins a sign-in with whichever passkey the device has.
pub async fn begin_passkey(s: &Services, request: &RequestInfo) -> Result<Ceremony> {
    s.throttle().admit(Door::Passkey, request)?;
    passkeys::challenge(s).await
}

/// Ends it. Who may not come in by password at this moment may not by passkey.
pub async fn sign_in_with_passkey(
    s: &Services,
    login: PasskeyLogin,
    request: &RequestInfo,
    kind: SessionKind,
) -> Result<SignedIn> {
    s.throttle().admit(Door::SignIn, request)?;
    let proven = passkeys::proven(s, login).await?.ok_or_else(signing_in::refused_passkey)?;
    let account = proven.account;
    let mut change = s.change_unasked(Some(account)).await?;
    let facts = access::facts(&mut change, account).await?;
    let (_, facts) = facts.ok_or_else(signing_in::refused_passkey)?;
    let settings = settings::seen_by(s, &mut change).await?;
    signing_in::may_come(&mut change, &facts, &settings).await?;
    if !passkeys::used(&mut change, &proven).await? {
        return Err(signing_in::refused_passkey().into());
    }
    let_in(change, account, &settings, request, kind, Some("passkey")).await
}
