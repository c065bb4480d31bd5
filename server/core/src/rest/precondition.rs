//! `ETag` and `If-Match` (RFC 9110 §13.1.1): an object's tag is the log entry of its last change.

use super::{Json, Problem};
use crate::error::Error;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use fluxward_domain::{AppError, Kind};
use serde::Serialize;

/// The version that the caller last saw, if it said one.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub Option<i64>);

impl IfMatch {
    /// A refusal because of this header is 412, not 409.
    pub fn problem(self, error: Error) -> Problem {
        let mut error = AppError::from(error);
        if self.0.is_some() && error.kind == Kind::ChangedSince {
            error.kind = Kind::PreconditionFailed;
        }
        Problem(error)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else {
            return Ok(Self(None));
        };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        // A tag that is none of ours matches nothing.
        let version = text.trim_matches('"').parse().unwrap_or(-1);
        Ok(Self(Some(version)))
    }
}

/// An object with its tag.
#[derive(Clone, Debug)]
pub struct Tagged<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.1).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.0)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}
