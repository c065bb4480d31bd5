//! The REST doors of requests for access.

use crate::rest::{Answer, Body, Json, Path, ProblemBody, Query, Signed, Slice, Tagged, created};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::ids::RequestId;
use fluxward_domain::pages::{Because, Page, SliceQuery};
use fluxward_domain::requests::{AccessRequest, Decide, NewRequest, RequestQuery};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, ask))
        .routes(routes!(withdraw))
        .routes(routes!(grant))
        .routes(routes!(decline))
}

/// Requests in an organization, the newest first: one's own, and those that one may decide.
#[utoipa::path(get, path = "/organizations/{slug}/requests", tag = "requests",
    operation_id = "list_requests", params(("slug" = String, Path), RequestQuery), responses(
    (status = 200, body = Page<AccessRequest>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(query): Query<RequestQuery>,
) -> Answer<Json<Page<AccessRequest>>> {
    let question = RequestQuery { limit: None, cursor: None, ..query.clone() };
    let part = SliceQuery { limit: query.limit, cursor: query.cursor.clone() };
    let slice = Slice::new(&s, &("requests", &slug, question), &part)?;
    Ok(Json(slice.of(super::list(&s, &c, &slug, &query).await?, |it| it.id.to_string())))
}

/// Asks for a role, with a reason and for a time perhaps.
#[utoipa::path(post, path = "/organizations/{slug}/requests", tag = "requests",
    operation_id = "request_access", params(("slug" = String, Path)), request_body = NewRequest,
    responses(
    (status = 201, body = AccessRequest),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn ask(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewRequest>,
) -> Answer<Response> {
    let request = super::ask(&s, &c, &slug, new).await?;
    Ok(created(Tagged(request.version, request)))
}

/// Takes one's own request back.
#[utoipa::path(delete, path = "/organizations/{slug}/requests/{request}", tag = "requests",
    operation_id = "withdraw_request", request_body = Because,
    params(("slug" = String, Path), ("request" = RequestId, Path)), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn withdraw(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, RequestId)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    super::withdraw(&s, &c, &slug, id, because).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Grants a request: the person holds the role, for the time that is given.
#[utoipa::path(post, path = "/organizations/{slug}/requests/{request}/grant", tag = "requests",
    operation_id = "grant_request", request_body = Decide,
    params(("slug" = String, Path), ("request" = RequestId, Path)), responses(
    (status = 200, body = AccessRequest),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn grant(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, RequestId)>,
    Body(decide): Body<Decide>,
) -> Answer<Tagged<AccessRequest>> {
    let request = super::grant(&s, &c, &slug, id, decide).await?;
    Ok(Tagged(request.version, request))
}

/// Declines a request.
#[utoipa::path(post, path = "/organizations/{slug}/requests/{request}/decline", tag = "requests",
    operation_id = "decline_request", request_body = Because,
    params(("slug" = String, Path), ("request" = RequestId, Path)), responses(
    (status = 200, body = AccessRequest),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn decline(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, RequestId)>,
    Body(because): Body<Because>,
) -> Answer<Tagged<AccessRequest>> {
    let request = super::decline(&s, &c, &slug, id, because).await?;
    Ok(Tagged(request.version, request))
}
