//! The doors of one's own e-mail address.
#![expect(missing_docs, reason = "the macro makes fields of the arguments, without documentation")]

use crate::Failure;
use crate::prelude::*;
use crate::wire::Wire;
use fluxward_domain::emails::{EmailChange, WaitingEmail};

#[cfg(feature = "ssr")]
use {
    crate::caller::{asking, request, services},
    crate::resets::dead::told,
    crate::wire::answer::go_to,
    fluxward_core::emails,
    fluxward_core::links::Purpose,
    fluxward_domain::emails::ChangeEmail,
};

/// The address of one's own that waits to be confirmed.
#[server(prefix = "/_fn", endpoint = "emails/waiting", protocol = Wire)]
pub async fn waiting() -> Result<Option<WaitingEmail>, Failure> {
    let (services, caller) = asking()?;
    Ok(emails::waiting(&services, &caller).await?)
}

/// Enters another address for oneself.
#[server(ChangeMyEmail, prefix = "/_fn", endpoint = "emails/change", protocol = Wire)]
pub async fn change(email: String) -> Result<WaitingEmail, Failure> {
    let (services, caller) = asking()?;
    Ok(emails::change(&services, &caller, ChangeEmail { email }).await?)
}

/// Cancels a change of one's own address that waits to be confirmed.
#[server(CancelEmail, prefix = "/_fn", endpoint = "emails/cancel", protocol = Wire)]
pub async fn cancel() -> Result<(), Failure> {
    let (services, caller) = asking()?;
    Ok(emails::cancel(&services, &caller).await?)
}

/// What the link of that token is about: to confirm, or to take back.
#[server(ShowEmailChange, prefix = "/_fn", endpoint = "emails/show", protocol = Wire)]
pub async fn show(token: String, undo: bool) -> Result<EmailChange, Failure> {
    let purpose = if undo { Purpose::EmailUndo } else { Purpose::EmailChange };
    emails::show(&services()?, purpose, &token).await.map_err(told)
}

/// Confirms the new address.
#[server(ConfirmEmail, prefix = "/_fn", endpoint = "emails/confirm", protocol = Wire)]
pub async fn confirm(token: String) -> Result<(), Failure> {
    emails::confirm(&services()?, &token, &request()).await.map_err(told)?;
    go_to("/login?email&next=/account");
    Ok(())
}

/// Takes the change back.
#[server(UndoEmail, prefix = "/_fn", endpoint = "emails/undo", protocol = Wire)]
pub async fn undo(token: String) -> Result<(), Failure> {
    emails::undo(&services()?, &token, &request()).await.map_err(told)?;
    go_to("/login?undone");
    Ok(())
}
