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
        let lines = parts.headers.get_all(header::IF_MATCH).into_iter();
        let lines = lines.map(|line| line.to_str().unwrap_or_default()).collect::<Vec<_>>();
        if lines.is_empty() {
            return Ok(Self(None));
        }
        Ok(Self(version_of(&lines.join(","))))
    }
}

/// The one version that a list of tags can be about; `None` when any will do.
///
/// An object's tags only ever grow. So of several that were seen, the newest alone can be the
/// present one. What is none of our tags, a weak one included, matches nothing.
fn version_of(list: &str) -> Option<i64> {
    let tags = list.split(',').map(str::trim);
    if tags.clone().any(|tag| tag == "*") {
        return None;
    }
    let version = |tag: &str| tag.trim_matches('"').parse::<i64>().ok();
    Some(tags.filter_map(version).max().unwrap_or(-1))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_list_the_newest_counts_a_star_is_any_and_strange_tags_are_none() {
        for (list, version) in [
            ("\"7\"", Some(7)),
            ("7", Some(7)),
            ("\"7\", \"9\",\"8\"", Some(9)),
            ("*", None),
            ("\"7\", *", None),
            ("\"strange\", \"7\"", Some(7)),
            ("\"strange\"", Some(-1)),
            ("W/\"7\"", Some(-1)),
            ("", Some(-1)),
        ] {
            assert_eq!(version_of(list), version, "{list}");
        }
    }
}
