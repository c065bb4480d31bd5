//! The REST doors of plans.

use crate::rest::{Answer, IfMatch, Json, Path, ProblemBody, Signed, Slice, Tagged};
use crate::services::Services;
use axum::extract::State;
use fluxward_domain::pages::{Page, SliceQuery};
use fluxward_domain::plans::{EditPlan, Plan};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(edit))
}

/// Every plan, the smallest first.
#[utoipa::path(get, path = "/plans", tag = "plans", operation_id = "list_plans", params(SliceQuery), responses(
    (status = 200, body = Page<Plan>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    slice: Slice,
) -> Answer<Json<Page<Plan>>> {
    Ok(Json(slice.of(super::list(&s, &c).await?, |it| it.key.clone())))
}

/// Changes what a plan includes; for platform administrators.
#[utoipa::path(patch, path = "/plans/{plan}", tag = "plans", operation_id = "edit_plan",
    params(("plan" = String, Path)), request_body = EditPlan, responses(
    (status = 200, body = Plan),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(key): Path<String>,
    matches: IfMatch,
    Json(edit): Json<EditPlan>,
) -> Answer<Tagged<Plan>> {
    let edited = super::edit(&s, &c, &key, edit, matches.0).await;
    let plan = edited.map_err(|error| matches.problem(error))?;
    Ok(Tagged(plan.version, plan))
}
