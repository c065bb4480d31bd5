//! The page's own calls: server functions, by POST alone.

use super::locked;
use super::pages::context;
use super::refusal::door;
use super::visitor;
use super::wiring::Wiring;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use fluxward_domain::AppError;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::HashSet;
use std::sync::LazyLock;

static PATHS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    server_fn_paths().filter(|(_, method)| *method == Method::POST).map(|(path, _)| path).collect()
});

/// Whether there is a server function at `path`.
pub(super) fn exists(path: &str) -> bool {
    PATHS.contains(path)
}

/// Calls the function at the request's path.
pub(super) async fn call(State(wiring): State<Wiring>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !exists(parts.uri.path()) {
        return door(&parts).refuse(AppError::not_found());
    }
    let caller = match visitor::anyone(&wiring, &parts).await {
        Ok(caller) => caller,
        Err(error) => return locked::refuse(&wiring, &parts, error),
    };
    let context = context(&wiring, caller, visitor::info(&parts));
    let request = Request::from_parts(parts, body);
    leptos_axum::handle_server_fns_with_context(context, request).await.into_response()
}
