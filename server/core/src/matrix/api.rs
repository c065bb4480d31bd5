//! The REST doors of the access matrix.

use crate::rest::{Answer, Json, Path, ProblemBody, Query, Signed};
use crate::services::Services;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use fluxward_domain::matrix::{MatrixQuery, MatrixRow};
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::Permission;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(export))
}

/// What is exported, and how.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct ExportQuery {
    /// The format.
    #[serde(default)]
    #[expect(dead_code, reason = "there is one")]
    format: Format,
    /// The place: `{org}` (when not given), `{org}/{workspace}` or `{org}/{project}`.
    #[serde(default)]
    scope: Option<String>,
    /// Only who may do this there.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    permission: Option<Permission>,
    /// Text to find in name, e-mail address and username.
    #[serde(default)]
    search: Option<String>,
    /// Only who holds the role of this key.
    #[serde(default)]
    role: Option<String>,
    /// Deactivated people, too.
    #[serde(default)]
    show_all: Option<bool>,
}

/// How the matrix is written.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    /// Comma-separated values.
    #[default]
    Csv,
}

/// What the members of an organization may do at a place, by name.
#[utoipa::path(get, path = "/organizations/{slug}/matrix", tag = "access",
    operation_id = "list_matrix", params(("slug" = String, Path), MatrixQuery), responses(
    (status = 200, body = Page<MatrixRow>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(query): Query<MatrixQuery>,
) -> Answer<Json<Page<MatrixRow>>> {
    Ok(Json(super::list(&s, &c, &slug, &query).await?))
}

/// The same as a file, whole.
#[utoipa::path(get, path = "/organizations/{slug}/matrix/export", tag = "access",
    operation_id = "export_matrix", params(("slug" = String, Path), ExportQuery), responses(
    (status = 200, body = String, content_type = "text/csv"),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn export(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(query): Query<ExportQuery>,
) -> Answer<Response> {
    let ExportQuery { scope, permission, search, role, show_all, .. } = query;
    let query = MatrixQuery { scope, permission, search, role, show_all, ..MatrixQuery::default() };
    // Letters, digits and hyphens, as the organization's own word is.
    let plain: String = slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let body = super::csv::body(s, c, slug, query).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"access-{plain}.csv\"")),
    ];
    Ok((headers, body).into_response())
}
