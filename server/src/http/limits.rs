//! Sizes and deadlines: a body is read whole before anything looks at it, if it is small enough
//! and comes in time.

use super::refusal::door;
use super::wiring::Wiring;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use fluxward_domain::{AppError, Kind};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;
use tokio::time::timeout;

/// Sizes and deadlines of a server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body: usize,
    /// How long the head of a request may take; also how long an idle connection is kept.
    pub head: Duration,
    /// How long a body may take.
    pub body_within: Duration,
    /// How long a client may leave an answer unread.
    pub unread: Duration,
    /// How many requests an address may send to public doors in a minute.
    pub strangers_a_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 * 1024,
            head: Duration::from_secs(30),
            body_within: Duration::from_secs(20),
            unread: Duration::from_secs(30),
            strangers_a_minute: 200,
        }
    }
}

/// Reads the body, or refuses it.
pub(super) async fn read(State(wiring): State<Wiring>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match whole(body, wiring.limits).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(error) => {
            let mut response = door(&parts).refuse(error);
            // What is left of the body will not be read.
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
            response
        }
    }
}

async fn whole(body: Body, limits: Limits) -> Result<Bytes, AppError> {
    let too_large = || AppError::new(Kind::PayloadTooLarge, "Send at most 64 KiB in one request.");
    let broken = |detail: &str| AppError::new(Kind::Malformed, detail);
    if body.size_hint().lower() > limits.body as u64 {
        return Err(too_large());
    }
    let read = Limited::new(body, limits.body).collect();
    match timeout(limits.body_within, read).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(broken("The body broke off before its end. Send it again.")),
        Err(_) => Err(broken("The body took too long. Send it again over a better connection.")),
    }
}
