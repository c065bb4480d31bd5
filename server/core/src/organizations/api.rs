//! The REST doors of organizations.

use crate::rest::{Answer, Body, IfMatch, Json, Path, ProblemBody, Query, Signed, Tagged, created};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::organizations::{
    EditOrganization, NewOrganization, Organization, OrganizationQuery,
};
use fluxward_domain::pages::{Because, Page};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(show, edit, delete))
}

/// The organizations that one may see, by name.
#[utoipa::path(get, path = "/organizations", tag = "organizations",
    operation_id = "list_organizations", params(OrganizationQuery), responses(
    (status = 200, body = Page<Organization>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Query(query): Query<OrganizationQuery>,
) -> Answer<Json<Page<Organization>>> {
    Ok(Json(super::list(&s, &c, &query).await?))
}

/// Creates an organization; the caller is its first Owner unless `owner` names another.
#[utoipa::path(post, path = "/organizations", tag = "organizations",
    operation_id = "create_organization", request_body = NewOrganization, responses(
    (status = 201, body = Organization),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn create(
    State(s): State<Services>,
    Signed(c): Signed,
    Json(new): Json<NewOrganization>,
) -> Answer<Response> {
    Ok(created(tagged(super::create(&s, &c, new).await?)))
}

/// One organization.
#[utoipa::path(get, path = "/organizations/{slug}", tag = "organizations",
    operation_id = "show_organization", params(("slug" = String, Path)), responses(
    (status = 200, body = Organization),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
) -> Answer<Tagged<Organization>> {
    Ok(tagged(super::show(&s, &c, &slug).await?))
}

/// Renames an organization or changes the word in its address.
#[utoipa::path(patch, path = "/organizations/{slug}", tag = "organizations",
    operation_id = "edit_organization", params(("slug" = String, Path)),
    request_body = EditOrganization, responses(
    (status = 200, body = Organization),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    matches: IfMatch,
    Json(edit): Json<EditOrganization>,
) -> Answer<Tagged<Organization>> {
    let edited = super::edit(&s, &c, &slug, edit, matches.0).await;
    Ok(tagged(edited.map_err(|error| matches.problem(error))?))
}

/// Deletes an organization: every membership and every grant in it ends.
#[utoipa::path(delete, path = "/organizations/{slug}", tag = "organizations",
    operation_id = "delete_organization", params(("slug" = String, Path)),
    request_body = Because, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn delete(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    matches: IfMatch,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let deleted = super::delete_version(&s, &c, &slug, because, matches.0).await;
    deleted.map_err(|error| matches.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

fn tagged(organization: Organization) -> Tagged<Organization> {
    Tagged(organization.version, organization)
}
