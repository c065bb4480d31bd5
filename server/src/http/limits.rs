//! Sizes and deadlines: a body is read whole before anything looks at it, if it is small enough
//! and comes in time.

use super::refusal::door;
use super::visitor;
use super::wiring::Wiring;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use fluxward_domain::imports::BYTES_MAX;
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

/// The largest table that is imported as it travels; the fields of a form are longer than what
/// they carry.
pub(super) const TABLE: usize = 2 * BYTES_MAX;
/// How long a table may take.
const TABLE_WITHIN: Duration = Duration::from_mins(5);

/// Reads the body, or refuses it.
pub(super) async fn read(State(wiring): State<Wiring>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let takes = limits(&wiring, &parts).await;
    match whole(body, takes).await {
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

/// What holds for a request: tables may be larger, from whoever is signed in.
async fn limits(wiring: &Wiring, parts: &Parts) -> Limits {
    let limits = wiring.limits;
    if takes_a_table(parts.uri.path())
        && matches!(visitor::anyone(wiring, parts).await, Ok(Some(_)))
    {
        return Limits { body: TABLE, body_within: TABLE_WITHIN, ..limits };
    }
    limits
}

/// Whether people are imported at that path.
fn takes_a_table(path: &str) -> bool {
    let inside = path.strip_prefix("/api/v1/organizations/");
    inside.is_some_and(|inside| inside.ends_with("/members/import"))
        || path.starts_with("/_fn/imports/")
}

async fn whole(body: Body, limits: Limits) -> Result<Bytes, AppError> {
    let sentence = if limits.body == TABLE {
        "Import at most 16 MiB at once. Split the file."
    } else {
        "Send at most 64 KiB in one request."
    };
    let too_large = || AppError::new(Kind::PayloadTooLarge, sentence);
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
