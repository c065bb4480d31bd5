//! Who a request is from, for the doors that also open to strangers.

use super::wiring::Wiring;
use axum::http::request::Parts;
use fluxward_core::{Caller, RequestInfo, sessions};
use fluxward_domain::AppError;

/// What the network tells about the request.
pub(super) fn info(parts: &Parts) -> RequestInfo {
    parts.extensions.get::<RequestInfo>().cloned().unwrap_or_default()
}

/// The caller, when the request carries a valid sign-in.
pub(super) async fn caller(wiring: &Wiring, parts: &Parts) -> Result<Option<Caller>, AppError> {
    let caller = sessions::authenticate(&wiring.services, &parts.headers, info(parts)).await;
    caller.map_err(AppError::from)
}
