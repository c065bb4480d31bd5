//! The REST door of accounts that wait for their first password.

use crate::rest::{Answer, Json, ProblemBody};
use crate::services::{RequestInfo, Services};
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use fluxward_domain::resets::ByLink;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(activate))
}

/// Chooses the first password with the token of a link, which activates the account.
#[utoipa::path(post, path = "/auth/activate", tag = "passwords", request_body = ByLink, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn activate(
    State(s): State<Services>,
    info: Option<Extension<RequestInfo>>,
    Json(by): Json<ByLink>,
) -> Answer<StatusCode> {
    let info = info.map(|Extension(info)| info).unwrap_or_default();
    super::activate(&s, by, &info).await?;
    Ok(StatusCode::NO_CONTENT)
}
