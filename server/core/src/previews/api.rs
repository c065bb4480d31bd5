//! The REST door of previews.

use crate::rest::{Answer, Json, ProblemBody, Signed};
use crate::services::Services;
use axum::extract::State;
use fluxward_domain::previews::{AskPreview, Preview};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(preview))
}

/// What changes of access would do, without making them: who gains and loses what, and where.
#[utoipa::path(post, path = "/preview", tag = "access", operation_id = "preview_changes",
    request_body = AskPreview, responses(
    (status = 200, body = Preview),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn preview(
    State(s): State<Services>,
    Signed(c): Signed,
    Json(asked): Json<AskPreview>,
) -> Answer<Json<Preview>> {
    Ok(Json(super::preview(&s, &c, &asked.changes).await?))
}
