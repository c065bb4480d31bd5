//! Passkeys (Web Authentication, Level 3): a key pair that a person's device keeps, and uses only
//! after it has recognised the person. So one passkey is both factors at once.
//!
//! The relying party is the host of the public address. The state of a ceremony is kept in the
//! database and taken out by whoever ends it: nothing that was answered once counts again.

use super::store::{self, passkeys as stored};
use super::{may_change, recovery};
use crate::error::{Error, Result};
use crate::services::{Caller, Services};
use fluxward_domain::errors::check;
use fluxward_domain::factors::{AddedPasskey, Ceremony, NewPasskey, Passkey, PasskeyLogin};
use fluxward_domain::ids::{AccountId, PasskeyId};
use fluxward_domain::{AppError, Kind, Moment};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

/// How long a ceremony may take, in seconds.
const CEREMONY: u32 = 5 * 60;
/// The most that one person has.
const MOST: usize = 20;
/// What browsers show as the name of this console.
const NAME: &str = "Fluxward";

/// Why there can be no passkeys here; `None` where there can be.
pub(super) fn obstacle(s: &Services) -> Option<String> {
    relying_party(s).err().map(|error| error.detail)
}

/// This console, as authenticators know it.
fn relying_party(s: &Services) -> Result<Webauthn, AppError> {
    let no = |detail: &str| AppError::new(Kind::Conflict, detail);
    let url = Url::parse(&s.surroundings.public_url).map_err(|_| no(NO_HOST))?;
    let host = url.domain().ok_or_else(|| no(NO_HOST))?;
    if !s.surroundings.is_https() && host != "localhost" && !host.ends_with(".localhost") {
        return Err(no(NO_HTTPS));
    }
    let builder = WebauthnBuilder::new(host, &url).map_err(|_| no(NO_HOST))?;
    let timeout = Duration::from_secs(u64::from(CEREMONY));
    builder.rp_name(NAME).timeout(timeout).build().map_err(|_| no(NO_HOST))
}

const NO_HOST: &str = "Passkeys need a host name, and this console is reached by an IP address. Ask whoever runs it to set FLUXWARD_PUBLIC_URL to an address with a host name.";
const NO_HTTPS: &str = "Passkeys need https. Ask whoever runs this console to serve it by https, and to set FLUXWARD_PUBLIC_URL accordingly.";

/// One's own passkeys, the oldest first.
pub async fn passkeys(s: &Services, c: &Caller) -> Result<Vec<Passkey>> {
    crate::sessions::as_oneself(c)?;
    stored::of_account(&mut s.read().await?, c.account).await
}

/// Begins to register a passkey. Needs a recent sign-in.
pub async fn begin_passkey(s: &Services, c: &Caller) -> Result<Ceremony> {
    may_change(s, c)?;
    let party = relying_party(s)?;
    let mut connection = s.read().await?;
    let known = stored::credentials(&mut connection, c.account).await?;
    if known.len() >= MOST {
        let detail = "You have twenty passkeys. Remove one that you do not use any more first.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let who = store::name(&mut connection, c.account).await?.ok_or(Kind::Unauthenticated)?;
    drop(connection);
    let (challenge, state) = party
        .start_passkey_registration(c.account.0, &who.email, &who.full_name, Some(known))
        .map_err(internal)?;
    let mut begun = begin(s, Some(c.account), &state, &challenge.public_key).await?;
    // To sign in without saying who one is, the device has to keep the account, too.
    begun.options["authenticatorSelection"]["residentKey"] = "required".into();
    begun.options["authenticatorSelection"]["requireResidentKey"] = true.into();
    Ok(begun)
}

/// Ends the registration. Needs a recent sign-in. With somebody's first second factor recovery
/// codes come, too.
pub async fn finish_passkey(s: &Services, c: &Caller, new: NewPasskey) -> Result<AddedPasskey> {
    check(&new)?;
    may_change(s, c)?;
    let party = relying_party(s)?;
    let state: PasskeyRegistration = take(s, Some(c.account), &new.ceremony).await?;
    let answer: RegisterPublicKeyCredential = read(new.credential)?;
    let made = party.finish_passkey_registration(&answer, &state).map_err(not_accepted)?;
    let mut change = s.change(c).await?;
    if stored::is_known(&mut change, made.cred_id()).await? {
        let sentence = "This passkey is registered already.";
        return Err(AppError::taken("credential", sentence).into());
    }
    let passkey = Passkey {
        id: PasskeyId(s.rng.uuid(change.now())),
        name: crate::text::kept(&new.name),
        created_at: change.now(),
        last_used_at: None,
    };
    let credential = to_text(&made)?;
    let recovery_codes = if store::held(&mut change, c.account).await?.any() {
        Vec::new()
    } else {
        let codes = recovery::codes(s.rng.bytes());
        recovery::replace(&mut change, c.account, &codes).await?;
        codes
    };
    stored::insert(&mut change, c.account, &passkey, made.cred_id(), &credential).await?;
    super::added(&mut change, c.account, &said(&passkey.name)).await?;
    change.commit().await?;
    Ok(AddedPasskey { passkey, recovery_codes })
}

/// Removes one of one's own passkeys. Needs a recent sign-in.
pub async fn remove_passkey(s: &Services, c: &Caller, id: PasskeyId) -> Result<()> {
    may_change(s, c)?;
    let mut change = s.change(c).await?;
    let name = stored::remove(&mut change, c.account, id).await?;
    let name = name.ok_or_else(AppError::not_found)?;
    super::removed(&mut change, c.account, &said(&name)).await?;
    change.commit().await?;
    Ok(())
}

fn said(name: &str) -> String {
    format!("passkey “{name}”")
}

/// Begins a sign-in with whichever passkey the device has.
pub(crate) async fn challenge(s: &Services) -> Result<Ceremony> {
    let (challenge, state) =
        relying_party(s)?.start_discoverable_authentication().map_err(internal)?;
    begin(s, None, &state, &challenge.public_key).await
}

/// A passkey that was proven, before the change that lets its owner in.
pub(crate) struct Proven {
    /// Whose it is.
    pub(crate) account: AccountId,
    id: PasskeyId,
    credential: String,
}

/// Whose passkey has answered; `None` when it is nobody's, or the answer does not count.
pub(crate) async fn proven(s: &Services, login: PasskeyLogin) -> Result<Option<Proven>> {
    let party = relying_party(s)?;
    let state: DiscoverableAuthentication = take(s, None, &login.ceremony).await?;
    let answer: PublicKeyCredential = read(login.credential)?;
    let Ok((owner, credential)) = party.identify_discoverable_authentication(&answer) else {
        return Ok(None);
    };
    let account = AccountId(owner);
    let found = stored::find(&mut s.read().await?, account, credential).await?;
    let Some((id, text)) = found else { return Ok(None) };
    let mut passkey: webauthn_rs::prelude::Passkey = from_text(&text)?;
    let key = DiscoverableKey::from(&passkey);
    let Ok(result) = party.finish_discoverable_authentication_v2(&answer, state, &key) else {
        return Ok(None);
    };
    passkey.update_credential(&result);
    Ok(Some(Proven { account, id, credential: to_text(&passkey)? }))
}

/// The passkey was used in this change; `false` when it was removed meanwhile.
pub(crate) async fn used(change: &mut crate::changes::Change, proven: &Proven) -> Result<bool> {
    let now = change.now();
    stored::used(change, proven.id, &proven.credential, now).await
}

/// Keeps the state of a ceremony that begins.
async fn begin(
    s: &Services,
    account: Option<AccountId>,
    state: &impl Serialize,
    options: &impl Serialize,
) -> Result<Ceremony> {
    let now = s.clock.now();
    let (id, until) = (s.rng.uuid(now), now.plus_seconds(i64::from(CEREMONY)));
    let mut transaction = s.database.begin().await?;
    stored::sweep(&mut transaction, now).await?;
    stored::begin(&mut transaction, id, account, &to_text(state)?, until).await?;
    transaction.commit().await?;
    let options = serde_json::to_value(options).map_err(|error| internal_text(&error))?;
    Ok(Ceremony { ceremony: id.to_string(), options })
}

/// Takes the state of a ceremony out, once.
async fn take<T: DeserializeOwned>(
    s: &Services,
    account: Option<AccountId>,
    ceremony: &str,
) -> Result<T> {
    let id: Uuid = ceremony.parse().map_err(|_| over())?;
    let mut transaction = s.database.begin().await?;
    let taken = stored::take(&mut transaction, id).await?;
    transaction.commit().await?;
    let now = s.clock.now();
    let counts = |it: &stored::Begun| it.account() == account && now < Moment(it.expires_at);
    let begun = taken.filter(counts).ok_or_else(over)?;
    from_text(&begun.state)
}

fn over() -> Error {
    AppError::new(Kind::Gone, "This took too long, or is over already. Try again.").into()
}

fn read<T: DeserializeOwned>(credential: Value) -> Result<T> {
    let sentence = "Send what PublicKeyCredential.toJSON() gave.";
    serde_json::from_value(credential).map_err(|_| AppError::field("credential", sentence).into())
}

fn not_accepted(error: WebauthnError) -> Error {
    tracing::info!(%error, "a passkey was not accepted");
    let sentence = "This passkey is not accepted. Use one that recognises you, by a PIN, a finger or your face.";
    AppError::field("credential", sentence).into()
}

fn internal(error: WebauthnError) -> Error {
    Error::Internal(format!("WebAuthn: {error}"))
}

fn internal_text(error: &serde_json::Error) -> Error {
    Error::Internal(format!("WebAuthn: {error}"))
}

fn to_text(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| internal_text(&error))
}

fn from_text<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Stored(format!("a passkey: {error}")))
}
