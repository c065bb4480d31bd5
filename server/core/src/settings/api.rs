//! The REST doors of the settings.

use crate::rest::{Answer, IfMatch, Json, ProblemBody, Signed, Tagged};
use crate::services::Services;
use axum::extract::State;
use fluxward_domain::settings::Settings;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(show, edit))
}

/// All settings; for platform administrators.
#[utoipa::path(get, path = "/settings", tag = "settings", responses(
    (status = 200, body = Settings),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(State(s): State<Services>, Signed(c): Signed) -> Answer<Tagged<Settings>> {
    let (version, settings) = super::show_with_version(&s, &c).await?;
    Ok(Tagged(version, settings))
}

/// Changes settings: a JSON merge patch (RFC 7396), with a `reason` if you like.
#[utoipa::path(patch, path = "/settings", tag = "settings", request_body = Settings, responses(
    (status = 200, body = Settings),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    matches: IfMatch,
    Json(patch): Json<Value>,
) -> Answer<Tagged<Settings>> {
    let edited = super::edit_with_version(&s, &c, patch, matches.0).await;
    let (version, settings) = edited.map_err(|error| matches.problem(error))?;
    Ok(Tagged(version, settings))
}
