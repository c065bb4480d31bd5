//! The REST doors of roles.

use crate::rest::{Answer, Body, IfMatch, Json, Path, ProblemBody, Signed, Slice, Tagged, created};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::pages::{Page, SliceQuery};
use fluxward_domain::roles::{DeleteRole, EditRole, Holder, NewRole, Role};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, edit, delete))
        .routes(routes!(holders))
}

/// Every role that can be held in an organization: the built-in ones, then its own.
#[utoipa::path(get, path = "/organizations/{slug}/roles", tag = "roles",
    operation_id = "list_roles", params(("slug" = String, Path), SliceQuery), responses(
    (status = 200, body = Page<Role>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    slice: Slice,
) -> Answer<Json<Page<Role>>> {
    Ok(Json(slice.of(super::list(&s, &c, &slug).await?, |it| it.key.clone())))
}

/// Creates a role of the organization's own.
#[utoipa::path(post, path = "/organizations/{slug}/roles", tag = "roles",
    operation_id = "create_role", params(("slug" = String, Path)), request_body = NewRole,
    responses(
    (status = 201, body = Role),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn create(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewRole>,
) -> Answer<Response> {
    let role = super::create(&s, &c, &slug, new).await?;
    Ok(created(Tagged(role.version, role)))
}

/// One role.
#[utoipa::path(get, path = "/organizations/{slug}/roles/{role}", tag = "roles",
    operation_id = "show_role", params(("slug" = String, Path), ("role" = String, Path)),
    responses(
    (status = 200, body = Role),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, key)): Path<(String, String)>,
) -> Answer<Tagged<Role>> {
    let role = super::show(&s, &c, &slug, &key).await?;
    Ok(Tagged(role.version, role))
}

/// Renames a role, or changes what it permits. Built-in roles cannot be changed.
#[utoipa::path(patch, path = "/organizations/{slug}/roles/{role}", tag = "roles",
    operation_id = "edit_role", params(("slug" = String, Path), ("role" = String, Path)),
    request_body = EditRole, responses(
    (status = 200, body = Role),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, key)): Path<(String, String)>,
    matches: IfMatch,
    Json(edit): Json<EditRole>,
) -> Answer<Tagged<Role>> {
    let edited = super::edit(&s, &c, &slug, &key, edit, matches.0).await;
    let role = edited.map_err(|error| matches.problem(error))?;
    Ok(Tagged(role.version, role))
}

/// Deletes a role; when somebody holds it, `replacement` takes its place.
#[utoipa::path(delete, path = "/organizations/{slug}/roles/{role}", tag = "roles",
    operation_id = "delete_role", params(("slug" = String, Path), ("role" = String, Path)),
    request_body = DeleteRole, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn delete(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, key)): Path<(String, String)>,
    matches: IfMatch,
    Body(asked): Body<DeleteRole>,
) -> Answer<StatusCode> {
    let deleted = super::delete(&s, &c, &slug, &key, asked, matches.0).await;
    deleted.map_err(|error| matches.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who holds a role, and where; the first two hundred.
#[utoipa::path(get, path = "/organizations/{slug}/roles/{role}/holders", tag = "roles",
    operation_id = "list_role_holders", params(("slug" = String, Path), ("role" = String, Path), SliceQuery),
    responses(
    (status = 200, body = Page<Holder>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn holders(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, key)): Path<(String, String)>,
    slice: Slice,
) -> Answer<Json<Page<Holder>>> {
    let found = super::holders(&s, &c, &slug, &key).await?;
    let is_all = |total: &i64| usize::try_from(*total).is_ok_and(|all| all <= found.items.len());
    let total = found.total.filter(is_all);
    Ok(Json(slice.of(Page { total, ..found }, name_of)))
}

/// What tells a holder from the others.
fn name_of(holder: &Holder) -> String {
    let user = holder.user.as_ref().map(|user| user.id.to_string());
    let team = holder.team.as_ref().map(|team| team.slug.clone());
    format!("{} {}", holder.scope, user.or(team).unwrap_or_default())
}
