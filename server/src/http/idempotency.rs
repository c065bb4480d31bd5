//! `Idempotency-Key` on every POST of the REST interface: the same request is carried out once,
//! however often it arrives.
//!
//! A key belongs to its caller and is kept for a day. It is taken before the request is carried
//! out and given back when the request is refused, so that a refused request may be mended and
//! sent again. Answers that hold secrets are never kept as they are: such calls ignore the key, or
//! say what may be kept of the answer.

use super::limits::TABLE;
use super::refusal::Door;
use super::visitor;
use super::wiring::Wiring;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use fluxward_core::changes::digest;
use fluxward_core::idempotency::{self, Held, Key};
use fluxward_core::rest::Kept;
use fluxward_domain::{AppError, Kind};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The longest answer that is kept.
const ANSWER_MAX: usize = 1024 * 1024;
/// Calls whose answers hold a secret, by the beginning of their path below `/api/v1`.
const SECRET: [&str; 6] =
    ["/auth/", "/setup", "/me/tokens", "/me/totp", "/me/recovery-codes", "/me/passkeys"];

/// Carries a POST with a key out once.
pub(super) async fn honour(State(wiring): State<Wiring>, request: Request, next: Next) -> Response {
    let Some(given) = key_of(&request) else {
        return next.run(request).await;
    };
    match once(&wiring, &given, request, next).await {
        Ok(response) => response,
        Err(error) => Door::Program.refuse(error),
    }
}

/// The key, where one counts.
fn key_of(request: &Request) -> Option<String> {
    let path = request.uri().path().strip_prefix("/api/v1")?;
    let is_secret = SECRET.iter().any(|secret| path.starts_with(secret))
        || path.ends_with("/reset-password")
        || path.contains("/invitations");
    if *request.method() != Method::POST || is_secret {
        return None;
    }
    let value = request.headers().get(KEY)?;
    Some(value.to_str().unwrap_or_default().to_owned())
}

async fn once(
    wiring: &Wiring,
    given: &str,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    if !(1..=255).contains(&given.len()) {
        let detail = "Give an Idempotency-Key of 1 to 255 visible characters.";
        return Err(AppError::field("Idempotency-Key", detail));
    }
    let (parts, body) = request.into_parts();
    let Some(caller) = visitor::caller(wiring, &parts).await? else {
        // Refused at its door; nothing is carried out.
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    // It has been read before, if it is small enough.
    let body = to_bytes(body, TABLE).await.map_err(|_| {
        AppError::new(Kind::Malformed, "The body broke off before its end. Send it again.")
    })?;
    // What is begun or answered while one sees as somebody else belongs to the session.
    if caller.seen_as.is_some() || parts.uri.path().ends_with("/see-as") {
        return Ok(next.run(Request::from_parts(parts, Body::from(body))).await);
    }
    let services = &wiring.services;
    let key = Key {
        caller: caller.account,
        key: given.to_owned(),
        request: request_digest(&parts, &body),
    };
    match idempotency::take(services, &key).await? {
        Held::Free => {}
        Held::Answered { status, body } => return Ok(replay(status, body)),
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    if !response.status().is_success() {
        idempotency::give_back(services, &key).await?;
        return Ok(response);
    }
    keep(wiring, &key, response).await
}

async fn keep(wiring: &Wiring, key: &Key, response: Response) -> Result<Response, AppError> {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, ANSWER_MAX).await.unwrap_or_default();
    let kept = parts.extensions.remove::<Kept>().map_or_else(|| body.clone(), |Kept(kept)| kept);
    idempotency::keep(&wiring.services, key, parts.status.as_u16(), &kept).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(status: u16, body: Vec<u8>) -> Response {
    let tag = tag_of(&body);
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// The tag of the object in an answer: objects carry their version.
fn tag_of(body: &[u8]) -> Option<HeaderValue> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: i64,
    }
    let object: Versioned = serde_json::from_slice(body).ok()?;
    HeaderValue::from_str(&format!("\"{}\"", object.version)).ok()
}

/// What makes two requests the same: method, path, query and body.
fn request_digest(parts: &Parts, body: &Bytes) -> [u8; 32] {
    let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
    let mut text = format!("{} {target}\n", parts.method).into_bytes();
    text.extend_from_slice(body);
    digest(&text)
}
