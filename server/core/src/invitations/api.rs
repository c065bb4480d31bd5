//! The REST doors of invitations: those of an organization, and the two that a link opens.

use crate::rest::{Answer, Body, Json, Path, ProblemBody, Query, Signed, Tagged, created};
use crate::services::{RequestInfo, Services};
use crate::sessions;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use fluxward_domain::ids::InvitationId;
use fluxward_domain::invitations::{
    Accept, Accepted, Invitation, InvitationQuery, NewInvitation, NewInvitations, OpenInvitation,
};
use fluxward_domain::pages::{Because, Page};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, invite))
        .routes(routes!(invite_all))
        .routes(routes!(show, revoke))
        .routes(routes!(resend))
        .routes(routes!(look))
        .routes(routes!(accept))
}

/// One page of the invitations of an organization, the newest first.
#[utoipa::path(get, path = "/organizations/{slug}/invitations", tag = "invitations",
    operation_id = "list_invitations", params(("slug" = String, Path), InvitationQuery), responses(
    (status = 200, body = Page<Invitation>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(query): Query<InvitationQuery>,
) -> Answer<Json<Page<Invitation>>> {
    Ok(Json(super::list(&s, &c, &slug, &query).await?))
}

/// Invites somebody. The answer holds the link only while no mail server is configured.
#[utoipa::path(post, path = "/organizations/{slug}/invitations", tag = "invitations",
    operation_id = "invite", params(("slug" = String, Path)), request_body = NewInvitation,
    responses(
    (status = 201, body = Invitation),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn invite(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewInvitation>,
) -> Answer<Response> {
    let made = super::invite(&s, &c, &slug, new).await?;
    Ok(created(Tagged(made.version, made)))
}

/// Invites everybody in the lines, or nobody when anything is wrong.
#[utoipa::path(post, path = "/organizations/{slug}/invitations/bulk", tag = "invitations",
    operation_id = "invite_all", params(("slug" = String, Path)), request_body = NewInvitations,
    responses(
    (status = 201, body = Page<Invitation>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn invite_all(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewInvitations>,
) -> Answer<Response> {
    let items = super::invite_all(&s, &c, &slug, new).await?;
    let total = i64::try_from(items.len()).ok();
    Ok(created(Json(Page { items, next_cursor: None, total })))
}

/// One invitation.
#[utoipa::path(get, path = "/organizations/{slug}/invitations/{id}", tag = "invitations",
    operation_id = "show_invitation", params(("slug" = String, Path), ("id" = InvitationId, Path)),
    responses(
    (status = 200, body = Invitation),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, InvitationId)>,
) -> Answer<Tagged<Invitation>> {
    let shown = super::show(&s, &c, &slug, id).await?;
    // The link is for the answers to inviting and sending again alone.
    Ok(Tagged(shown.version, Invitation { link: None, ..shown }))
}

/// Takes an invitation back: its link is dead.
#[utoipa::path(delete, path = "/organizations/{slug}/invitations/{id}", tag = "invitations",
    operation_id = "revoke_invitation",
    params(("slug" = String, Path), ("id" = InvitationId, Path)),
    request_body(content = Option<Because>), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn revoke(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, InvitationId)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    super::revoke(&s, &c, &slug, id, because).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends an invitation again, with another link; the one before is dead.
#[utoipa::path(post, path = "/organizations/{slug}/invitations/{id}/resend", tag = "invitations",
    operation_id = "resend_invitation",
    params(("slug" = String, Path), ("id" = InvitationId, Path)),
    request_body(content = Option<Because>), responses(
    (status = 200, body = Invitation),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn resend(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, InvitationId)>,
    Body(because): Body<Because>,
) -> Answer<Tagged<Invitation>> {
    let sent = super::resend(&s, &c, &slug, id, because).await?;
    Ok(Tagged(sent.version, sent))
}

/// Where the request comes from, as the server's middleware found out.
type Info = Option<Extension<RequestInfo>>;

fn known(info: Info) -> RequestInfo {
    info.map(|Extension(info)| info).unwrap_or_default()
}

/// What a link leads to. Looking at it uses nothing up.
#[utoipa::path(get, path = "/invitations/{token}", tag = "invitations",
    operation_id = "look_at_invitation", params(("token" = String, Path)), responses(
    (status = 200, body = OpenInvitation),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn look(
    State(s): State<Services>,
    info: Info,
    Path(token): Path<String>,
) -> Answer<Json<OpenInvitation>> {
    Ok(Json(super::look(&s, &token, &known(info)).await?))
}

/// Accepts: a new person with a password, whoever has an account signed in and without one.
#[utoipa::path(post, path = "/invitations/{token}/accept", tag = "invitations",
    operation_id = "accept_invitation", params(("token" = String, Path)),
    request_body(content = Option<Accept>), responses(
    (status = 200, body = Accepted),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn accept(
    State(s): State<Services>,
    headers: HeaderMap,
    info: Info,
    Path(token): Path<String>,
    Body(accept): Body<Accept>,
) -> Answer<Json<Accepted>> {
    let info = known(info);
    let caller = sessions::authenticate(&s, &headers, info.clone()).await?;
    Ok(Json(super::accept(&s, caller.as_ref(), &token, accept, &info).await?))
}
