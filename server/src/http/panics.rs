//! A panic in a handler is one generic answer. Its transaction was dropped, and so rolled back.

use super::refusal::Door;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use fluxward_domain::{AppError, Kind};
use futures::FutureExt;
use std::panic::AssertUnwindSafe;

/// Answers 500 for a handler that panics; the panic hook has logged why.
pub(super) async fn catch(request: Request, next: Next) -> Response {
    let door = Door::of(request.uri().path(), request.headers());
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answered.unwrap_or_else(|_| {
        let detail = "Something went wrong on our side. Nothing was changed. Try again, and quote the request id if it happens again.";
        door.refuse(AppError::new(Kind::Internal, detail))
    })
}
