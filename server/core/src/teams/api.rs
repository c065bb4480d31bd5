//! The REST doors of teams.

use crate::grants::{self, Giving, Where, Whose};
use crate::rest::{
    Answer, Body, IfMatch, Json, Path, ProblemBody, Query, Signed, Slice, Tagged, created,
};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::grants::Assign;
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::{Because, Page, PeopleQuery, SliceQuery};
use fluxward_domain::teams::{EditTeam, NewTeam, Team, TeamMember};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, edit, delete))
        .routes(routes!(people))
        .routes(routes!(join, leave))
        .routes(routes!(assign, revoke))
}

/// The teams of an organization, by name, with the roles they hold.
#[utoipa::path(get, path = "/organizations/{slug}/teams", tag = "teams",
    operation_id = "list_teams", params(("slug" = String, Path), SliceQuery), responses(
    (status = 200, body = Page<Team>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    slice: Slice,
) -> Answer<Json<Page<Team>>> {
    Ok(Json(slice.of(super::list(&s, &c, &slug).await?, |it| it.slug.clone())))
}

/// Creates a team, with nobody in it.
#[utoipa::path(post, path = "/organizations/{slug}/teams", tag = "teams",
    operation_id = "create_team", params(("slug" = String, Path)), request_body = NewTeam,
    responses(
    (status = 201, body = Team),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn create(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewTeam>,
) -> Answer<Response> {
    let team = super::create(&s, &c, &slug, new).await?;
    Ok(created(Tagged(team.version, team)))
}

/// One team.
#[utoipa::path(get, path = "/organizations/{slug}/teams/{team}", tag = "teams",
    operation_id = "show_team", params(("slug" = String, Path), ("team" = String, Path)),
    responses(
    (status = 200, body = Team),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team)): Path<(String, String)>,
) -> Answer<Tagged<Team>> {
    let team = super::show(&s, &c, &slug, &team).await?;
    Ok(Tagged(team.version, team))
}

/// Renames a team, or changes the word in its address.
#[utoipa::path(patch, path = "/organizations/{slug}/teams/{team}", tag = "teams",
    operation_id = "edit_team", params(("slug" = String, Path), ("team" = String, Path)),
    request_body = EditTeam, responses(
    (status = 200, body = Team),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team)): Path<(String, String)>,
    matches: IfMatch,
    Json(edit): Json<EditTeam>,
) -> Answer<Tagged<Team>> {
    let edited = super::edit(&s, &c, &slug, &team, edit, matches.0).await;
    let team = edited.map_err(|error| matches.problem(error))?;
    Ok(Tagged(team.version, team))
}

/// Deletes a team: what it holds ends, and with it what its members hold through it.
#[utoipa::path(delete, path = "/organizations/{slug}/teams/{team}", tag = "teams",
    operation_id = "delete_team", params(("slug" = String, Path), ("team" = String, Path)),
    request_body = Because, responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn delete(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team)): Path<(String, String)>,
    matches: IfMatch,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let deleted = super::delete(&s, &c, &slug, &team, because, matches.0).await;
    deleted.map_err(|error| matches.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is in a team, by name.
#[utoipa::path(get, path = "/organizations/{slug}/teams/{team}/members", tag = "teams",
    operation_id = "list_team_members",
    params(("slug" = String, Path), ("team" = String, Path), PeopleQuery), responses(
    (status = 200, body = Page<TeamMember>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn people(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team)): Path<(String, String)>,
    Query(query): Query<PeopleQuery>,
) -> Answer<Json<Page<TeamMember>>> {
    Ok(Json(super::people(&s, &c, (&slug, &team), &query).await?))
}

/// A member joins a team, for a time perhaps.
#[utoipa::path(put, path = "/organizations/{slug}/teams/{team}/members/{user_id}", tag = "teams",
    operation_id = "join_team", request_body = Assign,
    params(("slug" = String, Path), ("team" = String, Path), ("user_id" = AccountId, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn join(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team, user)): Path<(String, String, AccountId)>,
    Body(assign): Body<Assign>,
) -> Answer<StatusCode> {
    super::join(&s, &c, (&slug, &team), user, assign, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A member leaves a team.
#[utoipa::path(delete, path = "/organizations/{slug}/teams/{team}/members/{user_id}",
    tag = "teams", operation_id = "leave_team", request_body = Because,
    params(("slug" = String, Path), ("team" = String, Path), ("user_id" = AccountId, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn leave(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team, user)): Path<(String, String, AccountId)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    super::leave(&s, &c, (&slug, &team), user, because, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a team a custom role of the organization.
#[utoipa::path(put, path = "/organizations/{slug}/teams/{team}/roles/{role}", tag = "teams",
    operation_id = "assign_role_to_team", request_body = Assign,
    params(("slug" = String, Path), ("team" = String, Path), ("role" = String, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn assign(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team, role)): Path<(String, String, String)>,
    Body(assign): Body<Assign>,
) -> Answer<StatusCode> {
    let given = (role.as_str(), Giving::Beside);
    let place = Where::organization(&slug);
    grants::assign(&s, &c, place, Whose::Team(&team), given, assign).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a custom role of the organization from a team.
#[utoipa::path(delete, path = "/organizations/{slug}/teams/{team}/roles/{role}", tag = "teams",
    operation_id = "revoke_role_of_team", request_body = Because,
    params(("slug" = String, Path), ("team" = String, Path), ("role" = String, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn revoke(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, team, role)): Path<(String, String, String)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let place = Where::organization(&slug);
    let reason = because.reason.as_deref();
    grants::revoke(&s, &c, place, Whose::Team(&team), Some(&role), reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
