//! `/api/docs`: the description of the REST interface, for reading and trying.
//!
//! Its scripts are vendored and served from here, but they know no nonce: this door has a policy
//! of its own, which allows files of this origin. No other door shares it.

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use utoipa_swagger_ui::{Config, SwaggerUi};

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; \
     base-uri 'none'; frame-ancestors 'none'",
);

/// The reader and its files.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let reader = SwaggerUi::new("/api/docs").config(Config::new(["/api/v1/openapi.json"]));
    Router::from(reader).layer(from_fn(allow_own_files))
}

async fn allow_own_files(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    response
}
