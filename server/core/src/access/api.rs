//! The REST door of explanations: what somebody may do, and why.

use crate::rest::{Answer, Json, Path, ProblemBody, Query, Signed};
use crate::services::Services;
use axum::extract::State;
use fluxward_domain::explanations::Explanation;
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::Permission;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(access))
}

/// What is asked.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AccessQuery {
    /// The place: `platform` (when not given), `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    #[serde(default)]
    scope: Option<String>,
    /// One permission, to be decided and explained.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    permission: Option<Permission>,
}

/// Everything that somebody may do at a place.
#[derive(Serialize, utoipa::ToSchema)]
struct Effective {
    /// The place.
    scope: String,
    /// What is allowed there, each with its reasons.
    permissions: Vec<Explanation>,
}

/// What is answered: one decision, when one was asked for.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(untagged)]
enum Told {
    One(Explanation),
    All(Effective),
}

/// What somebody may do at a place, each with its reasons; with `permission`, one decision: what
/// gives it, or the smallest change that would.
#[utoipa::path(get, path = "/users/{id}/access", tag = "access", operation_id = "explain_access",
    params(("id" = AccountId, Path), AccessQuery), responses(
    (status = 200, body = inline(Told)),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn access(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(id): Path<AccountId>,
    Query(query): Query<AccessQuery>,
) -> Answer<Json<Told>> {
    let scope = query.scope.as_deref().unwrap_or("platform");
    if let Some(permission) = query.permission {
        let explained = super::explained(&s, &c, id, scope, permission).await?;
        return Ok(Json(Told::One(explained)));
    }
    let permissions = super::effective(&s, &c, id, scope).await?;
    Ok(Json(Told::All(Effective { scope: scope.to_owned(), permissions })))
}
