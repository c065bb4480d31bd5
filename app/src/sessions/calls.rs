//! The doors of signing in and out and of one's own account.

use crate::Failure;
use crate::wire::Wire;
use fluxward_domain::activity::Event;
use fluxward_domain::ids::SessionId;
use fluxward_domain::pages::Page;
use fluxward_domain::passwords::PasswordPolicy;
use fluxward_domain::sessions::{Session, Viewer};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    crate::caller::{asking, request, services, visitor},
    crate::wire::answer,
    fluxward_core::{activity, sessions, settings},
    fluxward_domain::sessions::{ChangePassword, Login, SessionKind},
    fluxward_domain::{AppError, Kind},
};

/// Who looks at the page; nobody, when not signed in.
#[server(AskViewer, prefix = "/_fn", endpoint = "sessions/viewer", protocol = Wire)]
pub async fn viewer() -> Result<Option<Viewer>, Failure> {
    let Some(caller) = visitor() else { return Ok(None) };
    Ok(Some(sessions::viewer(&services()?, &caller).await?))
}
