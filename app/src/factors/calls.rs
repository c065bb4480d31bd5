//! The doors of one's own second factors: also open to whoever has to set one up first.

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::factors::{AddedPasskey, Mine, RecoveryCodes};
use fluxward_domain::ids::PasskeyId;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use {
    crate::caller::{enrolling, request, services},
    crate::navigation::paths::next_or_home,
    crate::wire::answer,
    fluxward_core::{factors, sessions},
    fluxward_domain::AppError,
    fluxward_domain::factors::{Ceremony, Code, NewPasskey, PasskeyLogin},
    fluxward_domain::sessions::SessionKind,
};

/// One's own second factors.
#[server(MyFactors, prefix = "/_fn", endpoint = "factors/mine", protocol = Wire)]
pub async fn mine() -> Result<Mine, Failure> {
    let (services, caller) = enrolling()?;
    Ok(factors::mine(&services, &caller).await?)
}

/// Begins to set an authenticator app up; [`mine`] then has what to show.
#[server(BeginTotp, prefix = "/_fn", endpoint = "factors/totp/begin", protocol = Wire)]
pub async fn begin_totp() -> Result<(), Failure> {
    let (services, caller) = enrolling()?;
    factors::begin_totp(&services, &caller).await?;
    Ok(())
}

/// Ends setting it up with its first code; answers the recovery codes.
#[server(ConfirmTotp, prefix = "/_fn", endpoint = "factors/totp/confirm", protocol = Wire)]
pub async fn confirm_totp(
    /// What the app shows.
    code: String,
) -> Result<RecoveryCodes, Failure> {
    let (services, caller) = enrolling()?;
    Ok(factors::confirm_totp(&services, &caller, &Code { code }).await?)
}

/// Removes one's authenticator app, or forgets the one that is being set up.
#[server(RemoveTotp, prefix = "/_fn", endpoint = "factors/totp/remove", protocol = Wire)]
pub async fn remove_totp() -> Result<(), Failure> {
    let (services, caller) = enrolling()?;
    Ok(factors::remove_totp(&services, &caller).await?)
}

/// Makes new recovery codes; the ones before are no more.
#[server(NewRecoveryCodes, prefix = "/_fn", endpoint = "factors/recovery-codes", protocol = Wire)]
pub async fn new_recovery_codes() -> Result<RecoveryCodes, Failure> {
    let (services, caller) = enrolling()?;
    Ok(factors::new_recovery_codes(&services, &caller).await?)
}

/// A ceremony that has begun, as the page's script hands it to the browser: JSON as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// To be given back at its end.
    pub ceremony: String,
    /// What the browser is asked.
    pub options: String,
}

#[cfg(feature = "ssr")]
impl From<Ceremony> for Begun {
    fn from(begun: Ceremony) -> Self {
        Self { ceremony: begun.ceremony, options: begun.options.to_string() }
    }
}

/// What the browser answered.
#[cfg(feature = "ssr")]
fn read(credential: &str) -> Result<serde_json::Value, Failure> {
    let sentence = "The browser's answer could not be read. Try again.";
    serde_json::from_str(credential).map_err(|_| AppError::field("credential", sentence).into())
}

/// Begins to register a passkey.
#[server(BeginPasskey, prefix = "/_fn", endpoint = "factors/passkeys/begin", protocol = Wire)]
pub async fn begin_passkey() -> Result<Begun, Failure> {
    let (services, caller) = enrolling()?;
    Ok(factors::begin_passkey(&services, &caller).await?.into())
}

/// Ends the registration.
#[server(FinishPasskey, prefix = "/_fn", endpoint = "factors/passkeys/finish", protocol = Wire)]
pub async fn finish_passkey(
    /// The ceremony.
    ceremony: String,
    /// What its owner calls it.
    name: String,
    /// What the browser made, as JSON.
    credential: String,
) -> Result<AddedPasskey, Failure> {
    let (services, caller) = enrolling()?;
    let new = NewPasskey { ceremony, name, credential: read(&credential)? };
    Ok(factors::finish_passkey(&services, &caller, new).await?)
}

/// Removes one of one's own passkeys.
#[server(RemovePasskey, prefix = "/_fn", endpoint = "factors/passkeys/remove", protocol = Wire)]
pub async fn remove_passkey(
    /// Which one.
    id: PasskeyId,
) -> Result<(), Failure> {
    let (services, caller) = enrolling()?;
    Ok(factors::remove_passkey(&services, &caller, id).await?)
}

/// Begins a sign-in with a passkey.
#[server(BeginSignIn, prefix = "/_fn", endpoint = "factors/sign-in/begin", protocol = Wire)]
pub async fn begin_sign_in() -> Result<Begun, Failure> {
    Ok(sessions::begin_passkey(&services()?, &request()).await?.into())
}

/// Ends the sign-in; answers where to go on.
#[server(FinishSignIn, prefix = "/_fn", endpoint = "factors/sign-in/finish", protocol = Wire)]
pub async fn finish_sign_in(
    /// The ceremony.
    ceremony: String,
    /// What the browser answered, as JSON.
    credential: String,
    /// Where to go on.
    #[server(default)]
    next: Option<String>,
) -> Result<String, Failure> {
    let login = PasskeyLogin { ceremony, credential: read(&credential)? };
    let (services, kind) = (services()?, SessionKind::Browser);
    let entered = sessions::sign_in_with_passkey(&services, login, &request(), kind).await?;
    if let Some(cookie) = entered.set_cookie {
        answer::set_cookie(&cookie);
    }
    Ok(next_or_home(next))
}
