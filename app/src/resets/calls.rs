//! The doors of forgotten passwords.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::resets::Addressee;

#[cfg(feature = "ssr")]
use {
    super::dead::told,
    crate::caller::{request, services},
    crate::wire::answer::go_to,
    fluxward_core::resets,
    fluxward_domain::resets::{ByLink, Forgot as Forgotten},
};

/// Asks for a link to choose a new password.
#[server(prefix = "/_fn", endpoint = "resets/forgot", protocol = Wire)]
pub async fn forgot(email: String) -> Result<(), Failure> {
    Ok(resets::forgot(&services()?, &Forgotten { email }, &request()).await?)
}

/// Whom the link of that token is for.
#[server(ShowReset, prefix = "/_fn", endpoint = "resets/show", protocol = Wire)]
pub async fn show(token: String) -> Result<Addressee, Failure> {
    resets::show(&services()?, &token).await.map_err(told)
}

/// Chooses a new password by a link; goes to sign-in afterwards.
#[server(prefix = "/_fn", endpoint = "resets/reset", protocol = Wire)]
pub async fn reset(token: String, password: String) -> Result<(), Failure> {
    let by = ByLink { token, password };
    resets::reset(&services()?, by, &request()).await.map_err(told)?;
    go_to("/login?changed");
    Ok(())
}
