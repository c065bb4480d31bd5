//! The doors of registering oneself.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::registrations::Entrances;
use fluxward_domain::resets::Addressee;

#[cfg(feature = "ssr")]
use {
    crate::caller::{request, services},
    crate::forms::given,
    crate::resets::dead::told,
    crate::wire::answer::go_to,
    fluxward_core::registrations,
    fluxward_domain::registrations::Register as Registering,
};

/// Which public doors are open.
#[server(AskEntrances, prefix = "/_fn", endpoint = "registrations/entrances", protocol = Wire)]
pub async fn entrances() -> Result<Entrances, Failure> {
    Ok(registrations::entrances(&services()?).await?)
}

/// Registers oneself.
#[server(prefix = "/_fn", endpoint = "registrations/register", protocol = Wire)]
pub async fn register(
    email: String,
    full_name: String,
    password: String,
    username: Option<String>,
) -> Result<(), Failure> {
    let wanted = Registering { email, full_name, password, username: given(username) };
    Ok(registrations::register(&services()?, wanted, &request()).await?)
}

/// Who registered, by the link of that token.
#[server(ShowRegistration, prefix = "/_fn", endpoint = "registrations/show", protocol = Wire)]
pub async fn show(token: String) -> Result<Addressee, Failure> {
    registrations::show(&services()?, &token).await.map_err(told)
}

/// Confirms the address by a link; goes to sign-in afterwards.
#[server(prefix = "/_fn", endpoint = "registrations/confirm", protocol = Wire)]
pub async fn confirm(token: String) -> Result<(), Failure> {
    registrations::confirm(&services()?, &token, &request()).await.map_err(told)?;
    go_to("/login?confirmed");
    Ok(())
}
