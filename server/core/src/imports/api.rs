//! The REST door of imports.

use crate::rest::{Answer, Json, Once, Path, Problem, Query, Signed};
use crate::services::Services;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use fluxward_domain::imports::{BYTES_MAX, ImportQuery, Report, Told};
use fluxward_domain::{AppError, Kind};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of this door.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(import))
}

/// A table, as it came.
struct Csv(axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for Csv {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = given.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("text/csv") {
            let detail = "Send a table with the header “Content-Type: text/csv”.";
            return Err(Problem(AppError::new(Kind::UnsupportedMediaType, detail)));
        }
        let table = to_bytes(request.into_body(), BYTES_MAX).await;
        let broken =
            AppError::new(Kind::PayloadTooLarge, "Import at most 16 MiB at once. Split the file.");
        table.map(Self).map_err(|_| Problem(broken))
    }
}

/// People out of a table, with roles, privileges, workspaces, projects and teams: all of them or
/// none. The first line names the columns: `email`, and as you like `full_name` or `first_name`
/// and `last_name`, `username`, `role`, `privileges` (`assets;tags` or `none`), `roles`,
/// `workspaces` (`design:approver+requester;sales:requester`), `projects` (`website:reader`),
/// `teams`, `expires_at` (a time, or `never`). Whoever has an account becomes a member or is
/// changed, whoever has none gets one (by platform administrators) or an invitation. An empty cell
/// leaves things as they are, and nothing is taken away that no cell names. With `dry_run` the
/// answer tells what would be done and what is wrong, line by line.
#[utoipa::path(
    post, path = "/organizations/{slug}/members/import", tag = "members",
    params(("slug" = String, Path), ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = Report), (status = 403), (status = 404), (status = 409),
        (status = 413), (status = 415), (status = 422)
    )
)]
async fn import(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(asked): Query<ImportQuery>,
    Csv(table): Csv,
) -> Answer<Once<Json<Report>, Report>> {
    let report = super::import(&s, &c, &slug, &table, &asked).await?;
    let without_link = |told: &Told| Told { link: None, ..told.clone() };
    let lines = report.lines.iter().map(without_link).collect();
    Ok(Once { kept: Report { lines, ..report.clone() }, shown: Json(report) })
}
