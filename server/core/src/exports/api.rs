//! The REST doors of exports.

use super::Export;
use crate::rest::{Answer, Path, Query, Signed};
use crate::services::Services;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use fluxward_domain::AppError;
use fluxward_domain::exports::{ExportMembers, ExportUsers};
use futures::TryStreamExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of these doors.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(members)).routes(routes!(users))
}

impl IntoResponse for Export {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)),
        ];
        (headers, Body::from_stream(self.pieces.map_err(AppError::from))).into_response()
    }
}

/// The members that the list shows, all of them: a table in the columns that an import reads.
#[utoipa::path(
    get, path = "/organizations/{slug}/members/export", tag = "members",
    operation_id = "export_members", params(("slug" = String, Path), ExportMembers),
    responses(
        (status = 200, body = String, content_type = "text/csv"), (status = 403), (status = 404),
        (status = 422)
    )
)]
async fn members(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(asked): Query<ExportMembers>,
) -> Answer<Export> {
    Ok(super::export_members(&s, &c, &slug, asked).await?)
}

/// The people that the list shows, all of them.
#[utoipa::path(
    get, path = "/users/export", tag = "users", operation_id = "export_users", params(ExportUsers),
    responses(
        (status = 200, body = String, content_type = "text/csv"), (status = 403), (status = 404),
        (status = 422)
    )
)]
async fn users(
    State(s): State<Services>,
    Signed(c): Signed,
    Query(asked): Query<ExportUsers>,
) -> Answer<Export> {
    Ok(super::export_users(&s, &c, asked).await?)
}
