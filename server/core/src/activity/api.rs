//! The REST door of the activity log.

use crate::rest::{Answer, Json, Query, Signed};
use crate::services::Services;
use axum::extract::State;
use fluxward_domain::activity::{ActivityQuery, Event};
use fluxward_domain::pages::Page;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this door.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(list))
}

/// One page of the activity log, newest first.
#[utoipa::path(
    get, path = "/activity", tag = "activity", params(ActivityQuery),
    responses((status = 200, body = Page<Event>), (status = 403), (status = 404))
)]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Query(query): Query<ActivityQuery>,
) -> Answer<Json<Page<Event>>> {
    Ok(Json(super::list(&s, &c, &query).await?))
}
