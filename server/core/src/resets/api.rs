//! The REST doors of forgotten passwords.

use crate::rest::{Answer, Json, ProblemBody};
use crate::services::{RequestInfo, Services};
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use fluxward_domain::resets::{ByLink, Forgot};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(forgot)).routes(routes!(reset))
}

/// Asks for a link by mail to choose a new password; 202 for every address, in the same time.
#[utoipa::path(post, path = "/auth/password/forgot", tag = "passwords", request_body = Forgot,
    responses(
    (status = 202),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn forgot(
    State(s): State<Services>,
    info: Option<Extension<RequestInfo>>,
    Json(forgot): Json<Forgot>,
) -> Answer<StatusCode> {
    let info = info.map(|Extension(info)| info).unwrap_or_default();
    super::forgot(&s, &forgot, &info).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Chooses a new password with the token of a link. All sessions end.
#[utoipa::path(post, path = "/auth/password/reset", tag = "passwords", request_body = ByLink,
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn reset(
    State(s): State<Services>,
    info: Option<Extension<RequestInfo>>,
    Json(reset): Json<ByLink>,
) -> Answer<StatusCode> {
    let info = info.map(|Extension(info)| info).unwrap_or_default();
    super::reset(&s, reset, &info).await?;
    Ok(StatusCode::NO_CONTENT)
}
