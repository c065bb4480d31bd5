//! The REST doors of memberships.

use crate::grants::{self, Giving, Where, Whose};
use crate::rest::{Answer, Body, IfMatch, Json, Path, Query, Signed, Tagged, created};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::grants::Assign;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{EditMember, Member, MemberQuery, NewMember, Tick};
use fluxward_domain::pages::{Because, Page};
use fluxward_domain::privileges::Privilege;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(show, edit, remove))
        .routes(routes!(tick))
        .routes(routes!(assign, revoke))
}

/// One page of the members, by name.
#[utoipa::path(
    get, path = "/organizations/{slug}/members", tag = "members",
    params(("slug" = String, Path), MemberQuery),
    responses((status = 200, body = Page<Member>), (status = 403), (status = 404))
)]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Query(query): Query<MemberQuery>,
) -> Answer<Json<Page<Member>>> {
    Ok(Json(super::list(&s, &c, &slug, &query).await?))
}

/// A person joins.
#[utoipa::path(
    post, path = "/organizations/{slug}/members", tag = "members",
    params(("slug" = String, Path)), request_body = NewMember,
    responses(
        (status = 201, body = Member), (status = 403), (status = 404), (status = 409), (status = 422)
    )
)]
async fn add(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewMember>,
) -> Answer<Response> {
    let member = super::add(&s, &c, &slug, new).await?;
    Ok(created(Tagged(member.version, member)))
}

/// One member.
#[utoipa::path(
    get, path = "/organizations/{slug}/members/{user_id}", tag = "members",
    params(("slug" = String, Path), ("user_id" = AccountId, Path)),
    responses((status = 200, body = Member), (status = 403), (status = 404))
)]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, AccountId)>,
) -> Answer<Tagged<Member>> {
    let member = super::show(&s, &c, &slug, id).await?;
    Ok(Tagged(member.version, member))
}

/// Another base role, or the membership switched on or off.
#[utoipa::path(
    patch, path = "/organizations/{slug}/members/{user_id}", tag = "members",
    params(("slug" = String, Path), ("user_id" = AccountId, Path)), request_body = EditMember,
    responses(
        (status = 200, body = Member), (status = 403), (status = 404), (status = 409),
        (status = 412), (status = 422)
    )
)]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, AccountId)>,
    expected: IfMatch,
    Json(edit): Json<EditMember>,
) -> Answer<Tagged<Member>> {
    let member = super::edit(&s, &c, &slug, id, edit, expected.0).await;
    let member = member.map_err(|error| expected.problem(error))?;
    Ok(Tagged(member.version, member))
}

/// The membership ends: somebody is removed, or leaves.
#[utoipa::path(
    delete, path = "/organizations/{slug}/members/{user_id}", tag = "members",
    params(("slug" = String, Path), ("user_id" = AccountId, Path)),
    request_body(content = Option<Because>),
    responses(
        (status = 204), (status = 403), (status = 404), (status = 409), (status = 412),
        (status = 422)
    )
)]
async fn remove(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id)): Path<(String, AccountId)>,
    expected: IfMatch,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let removed = super::remove(&s, &c, &slug, id, because, expected.0).await;
    removed.map_err(|error| expected.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// One privilege box, ticked or cleared.
#[utoipa::path(
    put, path = "/organizations/{slug}/members/{user_id}/privileges/{privilege}", tag = "members",
    params(
        ("slug" = String, Path), ("user_id" = AccountId, Path), ("privilege" = Privilege, Path)
    ),
    request_body = Tick,
    responses((status = 204), (status = 403), (status = 404), (status = 412), (status = 422))
)]
async fn tick(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, id, privilege)): Path<(String, AccountId, Privilege)>,
    expected: IfMatch,
    Json(tick): Json<Tick>,
) -> Answer<StatusCode> {
    let ticked = super::tick(&s, &c, &slug, id, privilege, tick, expected.0).await;
    ticked.map_err(|error| expected.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a member a custom role of the organization, beside the base role and other custom ones.
#[utoipa::path(
    put, path = "/organizations/{slug}/members/{user_id}/roles/{role}", tag = "members",
    operation_id = "assign_organization_role", request_body = Assign,
    params(("slug" = String, Path), ("user_id" = AccountId, Path), ("role" = String, Path)),
    responses((status = 204), (status = 403), (status = 404), (status = 422))
)]
async fn assign(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, user, role)): Path<(String, AccountId, String)>,
    Body(assign): Body<Assign>,
) -> Answer<StatusCode> {
    let given = (role.as_str(), Giving::Beside);
    let place = Where::organization(&slug);
    grants::assign(&s, &c, place, Whose::User(user), given, assign).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a custom role of the organization from a member.
#[utoipa::path(
    delete, path = "/organizations/{slug}/members/{user_id}/roles/{role}", tag = "members",
    operation_id = "revoke_organization_role", request_body = Because,
    params(("slug" = String, Path), ("user_id" = AccountId, Path), ("role" = String, Path)),
    responses((status = 204), (status = 403), (status = 404), (status = 422))
)]
async fn revoke(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, user, role)): Path<(String, AccountId, String)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let place = Where::organization(&slug);
    let reason = because.reason.as_deref();
    grants::revoke(&s, &c, place, Whose::User(user), Some(&role), reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
