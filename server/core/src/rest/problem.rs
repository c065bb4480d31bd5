//! Errors on the wire: RFC 9457 `application/problem+json`.

use crate::error::Error;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fluxward_domain::{AppError, FieldError, Kind};
use serde::Serialize;

/// An error on its way out. The response carries the [`AppError`] as an extension, too, so that
/// the middleware that knows the request's id can [`render`] it again with the id.
#[derive(Debug)]
pub struct Problem(pub AppError);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self(error.into())
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self(AppError::new(kind, kind.title()))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = render(&self.0);
        response.extensions_mut().insert(self.0);
        response
    }
}

/// The body of a problem.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// A stable address such as `/problems/last-owner`.
    pub r#type: String,
    /// A short sentence, the same for every occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do.
    pub detail: String,
    /// The request's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The fields that need another look.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With `password-change-required`: good for one change of the password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_token: Option<String>,
}

/// The response for `error`.
pub fn render(error: &AppError) -> Response {
    let body = ProblemBody {
        r#type: format!("/problems/{}", error.kind.slug()),
        title: error.kind.title().to_owned(),
        status: error.kind.status(),
        detail: error.detail.clone(),
        request_id: error.request_id.clone(),
        errors: error.errors.clone(),
        // That of a sign-in that waits is the page's alone: programs send the password again.
        change_token: error.change_token.clone().filter(|_| error.factor_token().is_none()),
    };
    let mut response = Response::new(Body::from(serde_json::to_vec(&body).unwrap_or_default()));
    *response.status_mut() =
        StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if error.kind == Kind::Unauthenticated {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = error.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
