//! Who a request is from, for the doors that also open to strangers.

use super::wiring::Wiring;
use axum::http::request::Parts;
use fluxward_core::{Caller, RequestInfo, sessions};
use fluxward_domain::{AppError, Kind};

/// What the network tells about the request.
pub(super) fn info(parts: &Parts) -> RequestInfo {
    parts.extensions.get::<RequestInfo>().cloned().unwrap_or_default()
}

/// Where one signs in. Whoever is kept out by the maintenance lock is a stranger there, and can
/// sign in as somebody else.
const SIGN_IN: [&str; 9] = [
    "/login",
    "/password",
    "/_fn/theme",
    "/_fn/sessions/sign-in",
    "/_fn/sessions/code",
    "/_fn/sessions/replace-password",
    "/_fn/factors/sign-in/begin",
    "/_fn/factors/sign-in/finish",
    "/_fn/settings/password-policy",
];

/// Where one signs out, also while one is kept out.
const SIGN_OUT: &str = "/_fn/sessions/sign-out";

/// The caller, when the request carries a valid sign-in, also when they have to set up a second
/// factor first: for pages and server functions, which look at `must_enrol` themselves.
pub(super) async fn anyone(wiring: &Wiring, parts: &Parts) -> Result<Option<Caller>, AppError> {
    let headers = &parts.headers;
    if parts.uri.path() == SIGN_OUT {
        let caller = sessions::authenticate_to_leave(&wiring.services, headers, info(parts)).await;
        return caller.map_err(AppError::from);
    }
    let caller = sessions::authenticate_to_enrol(&wiring.services, headers, info(parts)).await;
    match caller.map_err(AppError::from) {
        Err(error) if error.kind == Kind::Maintenance && SIGN_IN.contains(&parts.uri.path()) => {
            Ok(None)
        }
        answer => answer,
    }
}

/// The caller, when the request carries a valid sign-in.
pub(super) async fn caller(wiring: &Wiring, parts: &Parts) -> Result<Option<Caller>, AppError> {
    let caller = sessions::authenticate(&wiring.services, &parts.headers, info(parts)).await;
    caller.map_err(AppError::from)
}
