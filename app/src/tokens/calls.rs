//! The doors of one's own tokens: who calls, the use case, the error.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use super::forms::TokenForm;
use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::ids::TokenId;
use fluxward_domain::tokens::{MadeToken, Token};

#[cfg(feature = "ssr")]
use {
    crate::caller::asking, crate::wire::answer::show_once, fluxward_core::tokens,
    fluxward_domain::pages::Because,
};

/// One's own tokens.
#[server(prefix = "/_fn", endpoint = "tokens/list", protocol = Wire)]
pub async fn list() -> Result<Vec<Token>, Failure> {
    let (services, caller) = asking()?;
    Ok(tokens::list(&services, &caller).await?)
}

/// A new token, with its secret.
#[server(prefix = "/_fn", endpoint = "tokens/create", protocol = Wire)]
pub async fn create(form: TokenForm) -> Result<MadeToken, Failure> {
    let (services, caller) = asking()?;
    let new = form.request(services.clock.now())?;
    let made = tokens::create(&services, &caller, new).await?;
    show_once(&made);
    Ok(made)
}

/// Revokes a token.
#[server(prefix = "/_fn", endpoint = "tokens/revoke", protocol = Wire)]
pub async fn revoke(id: TokenId) -> Result<(), Failure> {
    let (services, caller) = asking()?;
    Ok(tokens::revoke(&services, &caller, id, Because::default()).await?)
}
