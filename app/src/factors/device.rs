//! The device that keeps passkeys, asked through the browser; while rendering there is none.

use crate::Failure;
use fluxward_domain::{AppError, Kind};
use std::future::Future;

/// Makes a passkey for these options; answers what the device says of it.
pub(super) fn create(options: String) -> impl Future<Output = Result<String, Failure>> + Send {
    #[cfg(feature = "hydrate")]
    let made = send_wrapper::SendWrapper::new(super::browser::create(options));
    #[cfg(not(feature = "hydrate"))]
    let made = nowhere(options);
    async move { made.await.ok_or_else(|| declined("No passkey was made.")) }
}

/// Uses a passkey for these options; answers what the device says.
pub(super) fn get(options: String) -> impl Future<Output = Result<String, Failure>> + Send {
    #[cfg(feature = "hydrate")]
    let used = send_wrapper::SendWrapper::new(super::browser::get(options));
    #[cfg(not(feature = "hydrate"))]
    let used = nowhere(options);
    async move { used.await.ok_or_else(|| declined("No passkey was used.")) }
}

#[cfg(not(feature = "hydrate"))]
fn nowhere(_: String) -> std::future::Ready<Option<String>> {
    std::future::ready(None)
}

fn declined(what: &str) -> Failure {
    let detail = format!("{what} Your device declined, or it took too long. Try again.");
    AppError::new(Kind::Conflict, detail).into()
}
