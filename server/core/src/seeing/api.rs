//! The REST doors of seeing the console as somebody else would.

use crate::rest::{Answer, Json, Path, ProblemBody, Signed};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use fluxward_domain::seeing::{SeeAs, SeenAs};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(end))
}

/// From now on this session sees everything as a person, or as somebody with a role, would:
/// read-only, for half an hour at most.
#[utoipa::path(post, path = "/organizations/{slug}/see-as", tag = "access",
    operation_id = "see_as", params(("slug" = String, Path)), request_body = SeeAs, responses(
    (status = 200, body = SeenAs),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn begin(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(asked): Json<SeeAs>,
) -> Answer<Json<SeenAs>> {
    Ok(Json(super::begin(&s, &c, &slug, asked).await?))
}

/// From now on this session sees as itself again.
#[utoipa::path(delete, path = "/me/see-as", tag = "access", operation_id = "stop_seeing_as",
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn end(State(s): State<Services>, Signed(c): Signed) -> Answer<StatusCode> {
    super::end(&s, &c).await?;
    Ok(StatusCode::NO_CONTENT)
}
