//! How a refusal looks at each door: problem+json for programs, JSON for the page's own calls, a
//! plain page for people.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use fluxward_core::rest;
use fluxward_domain::{AppError, Kind};

/// Which door a request came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// The REST interface, health and streams: for programs.
    Program,
    /// A server function: for the page's script.
    Function,
    /// A page: for people.
    Page,
}

impl Door {
    /// The door that a request of this path and these headers came to.
    pub(super) fn of(path: &str, headers: &HeaderMap) -> Self {
        let below = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if ["/api", "/access", "/_live", "/.well-known"].into_iter().any(below) {
            return Self::Program;
        }
        let reads_pages = headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
        if below("/_fn") && !reads_pages {
            return Self::Function;
        }
        Self::Page
    }

    /// The answer to a request that is refused before or beside its handler.
    pub(super) fn refuse(self, error: AppError) -> Response {
        let mut response = self.render(&error);
        response.extensions_mut().insert(error);
        response
    }

    /// The answer's looks alone.
    pub(super) fn render(self, error: &AppError) -> Response {
        match self {
            Self::Program => rest::render(error),
            Self::Function => {
                let json = axum::Json(error).into_response();
                with_status(json, error)
            }
            Self::Page => {
                let html = HeaderValue::from_static("text/html; charset=utf-8");
                let mut page = Response::new(Body::from(page(error)));
                page.headers_mut().insert(header::CONTENT_TYPE, html);
                with_status(page, error)
            }
        }
    }
}

/// The door of a request that is not taken apart yet.
pub(super) fn door(parts: &Parts) -> Door {
    Door::of(parts.uri.path(), &parts.headers)
}

fn with_status(mut response: Response, error: &AppError) -> Response {
    *response.status_mut() =
        StatusCode::from_u16(error.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The router's own answers (404, 405) in words.
pub(super) fn explained(status: StatusCode) -> AppError {
    match status {
        StatusCode::NOT_FOUND => AppError::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => AppError::new(
            Kind::MethodNotAllowed,
            "This address does not take this method; see the header Allow.",
        ),
        _ => AppError::new(
            Kind::Malformed,
            "The request could not be read. See /api/docs for what is expected.",
        ),
    }
}

/// A page that needs nothing: neither the application nor its style.
fn page(error: &AppError) -> String {
    let title = error.kind.title();
    let detail = escaped(&error.detail);
    let id = error.request_id.as_deref().map(escaped).unwrap_or_default();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Fluxward</title></head><body><main><h1>{title}</h1><p>{detail}</p>\
         <p><a href=\"/\">Go to the start page</a></p><p><small>Request {id}</small></p></main></body></html>"
    )
}

/// Text as it may stand in a page.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_its_door() {
        let none = HeaderMap::new();
        for path in ["/api", "/api/v1/users", "/access/v1/evaluation", "/_live"] {
            assert_eq!(Door::of(path, &none), Door::Program, "{path}");
        }
        assert_eq!(Door::of("/_fn/users/list", &none), Door::Function);
        for path in ["/", "/users", "/apiary", "/accessories"] {
            assert_eq!(Door::of(path, &none), Door::Page, "{path}");
        }
    }

    #[test]
    fn a_page_shows_nothing_unescaped() {
        let error = AppError::new(Kind::Malformed, "<script>\"&");
        assert!(page(&error).contains("<p>&lt;script>&quot;&amp;</p>"));
    }
}
