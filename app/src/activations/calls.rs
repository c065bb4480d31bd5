//! The doors of accounts that wait for their first password.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::resets::Addressee;

#[cfg(feature = "ssr")]
use {
    crate::caller::{request, services},
    crate::resets::dead::told,
    crate::sessions::calls::enter,
    crate::wire::answer::go_to,
    fluxward_core::activations,
    fluxward_domain::resets::ByLink,
};

/// Whom the link of that token is for.
#[server(ShowActivation, prefix = "/_fn", endpoint = "activations/show", protocol = Wire)]
pub async fn show(token: String) -> Result<Addressee, Failure> {
    activations::show(&services()?, &token).await.map_err(told)
}

/// Chooses the first password by a link, and signs in with it; answers where to go on.
#[server(prefix = "/_fn", endpoint = "activations/activate", protocol = Wire)]
pub async fn activate(token: String, password: String) -> Result<String, Failure> {
    let by = ByLink { token, password: password.clone() };
    let whom = activations::activate(&services()?, by, &request()).await.map_err(told)?;
    go_to("/login?activated");
    enter(whom.email, password).await?;
    go_to("/");
    Ok("/".into())
}
