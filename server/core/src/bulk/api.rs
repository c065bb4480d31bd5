//! The REST doors of bulk changes.

use crate::rest::{Answer, Body, Json, Path, ProblemBody, Query, Signed, Slice};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use fluxward_domain::bulk::{BulkPreview, BulkPreviewQuery, BulkRun, NewBulk};
use fluxward_domain::ids::BulkId;
use fluxward_domain::pages::{Because, Page, SliceQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(preview))
        .routes(routes!(show))
        .routes(routes!(cancel))
        .routes(routes!(resume))
}

/// Recent bulk changes, the newest first: one's own, and everybody's for who manages people.
#[utoipa::path(get, path = "/organizations/{slug}/members/bulk", tag = "members",
    operation_id = "list_bulk_changes", params(("slug" = String, Path), SliceQuery), responses(
    (status = 200, body = Page<BulkRun>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    slice: Slice,
) -> Answer<Json<Page<BulkRun>>> {
    Ok(Json(slice.of(super::list(&s, &c, &slug).await?, |it| it.id.to_string())))
}

/// Begins a bulk change of members; it goes on in the background, a hundred people at a time.
#[utoipa::path(post, path = "/organizations/{slug}/members/bulk", tag = "members",
    operation_id = "begin_bulk_change", params(("slug" = String, Path)), request_body = NewBulk,
    responses(
    (status = 202, body = BulkRun),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn begin(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewBulk>,
) -> Answer<Response> {
    let run = super::begin(&s, &c, &slug, new).await?;
    let location = format!("/api/v1/organizations/{slug}/members/bulk/{}", run.id);
    Ok((StatusCode::ACCEPTED, [(LOCATION, location)], Json(run)).into_response())
}

/// What a bulk change would do, looked at by a hundred people, without doing it.
#[utoipa::path(post, path = "/organizations/{slug}/members/bulk/preview", tag = "members",
    operation_id = "preview_bulk_change", params(("slug" = String, Path), BulkPreviewQuery),
    request_body = NewBulk,
    responses(
    (status = 200, body = BulkPreview),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn preview(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(query): Query<BulkPreviewQuery>,
    Json(new): Json<NewBulk>,
) -> Answer<Json<BulkPreview>> {
    Ok(Json(super::preview(&s, &c, &slug, &new, query).await?))
}

/// How far a bulk change is, and who was refused.
#[utoipa::path(get, path = "/organizations/{slug}/members/bulk/{run}", tag = "members",
    operation_id = "show_bulk_change", params(("slug" = String, Path), ("run" = BulkId, Path)),
    responses(
    (status = 200, body = BulkRun),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, BulkId)>,
) -> Answer<Json<BulkRun>> {
    Ok(Json(super::show(&s, &c, &slug, id).await?))
}

/// Stops a bulk change: whoever was reached stays changed, nobody else is.
#[utoipa::path(post, path = "/organizations/{slug}/members/bulk/{run}/cancel", tag = "members",
    operation_id = "cancel_bulk_change", request_body = Because,
    params(("slug" = String, Path), ("run" = BulkId, Path)), responses(
    (status = 200, body = BulkRun),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn cancel(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, BulkId)>,
    Body(because): Body<Because>,
) -> Answer<Json<BulkRun>> {
    Ok(Json(super::cancel(&s, &c, &slug, id, because).await?))
}

/// Takes a bulk change up again that was stopped, with one's own rights.
#[utoipa::path(post, path = "/organizations/{slug}/members/bulk/{run}/resume", tag = "members",
    operation_id = "resume_bulk_change", request_body = Because,
    params(("slug" = String, Path), ("run" = BulkId, Path)), responses(
    (status = 200, body = BulkRun),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn resume(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, BulkId)>,
    Body(because): Body<Because>,
) -> Answer<Json<BulkRun>> {
    Ok(Json(super::resume(&s, &c, &slug, id, because).await?))
}
