//! The REST doors of workspaces.

use crate::grants::{self, Giving, Where, Whose};
use crate::rest::{
    Answer, Body, IfMatch, Json, Path, ProblemBody, Query, Signed, Slice, Tagged, created,
};
use crate::services::Services;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::grants::{Assign, PlaceMember, PlaceTeam};
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::{Because, Page, PeopleQuery, SliceQuery};
use fluxward_domain::workspaces::{EditWorkspace, NewWorkspace, Workspace};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Every route of this feature.
pub fn router() -> OpenApiRouter<Services> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, edit, delete))
        .routes(routes!(people))
        .routes(routes!(teams))
        .routes(routes!(assign, revoke))
        .routes(routes!(assign_team, revoke_team))
}

/// The workspaces of an organization, by name.
#[utoipa::path(get, path = "/organizations/{slug}/workspaces", tag = "workspaces",
    operation_id = "list_workspaces", params(("slug" = String, Path), SliceQuery), responses(
    (status = 200, body = Page<Workspace>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    slice: Slice,
) -> Answer<Json<Page<Workspace>>> {
    Ok(Json(slice.of(super::list(&s, &c, &slug).await?, |it| it.slug.clone())))
}

/// Creates a workspace.
#[utoipa::path(post, path = "/organizations/{slug}/workspaces", tag = "workspaces",
    operation_id = "create_workspace", params(("slug" = String, Path)),
    request_body = NewWorkspace, responses(
    (status = 201, body = Workspace),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn create(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewWorkspace>,
) -> Answer<Response> {
    let workspace = super::create(&s, &c, &slug, new).await?;
    Ok(created(Tagged(workspace.version, workspace)))
}

/// One workspace.
#[utoipa::path(get, path = "/organizations/{slug}/workspaces/{workspace}", tag = "workspaces",
    operation_id = "show_workspace",
    params(("slug" = String, Path), ("workspace" = String, Path)), responses(
    (status = 200, body = Workspace),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace)): Path<(String, String)>,
) -> Answer<Tagged<Workspace>> {
    let workspace = super::show(&s, &c, &slug, &workspace).await?;
    Ok(Tagged(workspace.version, workspace))
}

/// Renames a workspace, changes the word in its address, or its policy of overriding.
#[utoipa::path(patch, path = "/organizations/{slug}/workspaces/{workspace}", tag = "workspaces",
    operation_id = "edit_workspace", request_body = EditWorkspace,
    params(("slug" = String, Path), ("workspace" = String, Path)), responses(
    (status = 200, body = Workspace),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace)): Path<(String, String)>,
    matches: IfMatch,
    Json(edit): Json<EditWorkspace>,
) -> Answer<Tagged<Workspace>> {
    let edited = super::edit(&s, &c, (&slug, &workspace), edit, matches.0).await;
    let workspace = edited.map_err(|error| matches.problem(error))?;
    Ok(Tagged(workspace.version, workspace))
}

/// Deletes a workspace in which no project hangs; every role in it ends.
#[utoipa::path(delete, path = "/organizations/{slug}/workspaces/{workspace}", tag = "workspaces",
    operation_id = "delete_workspace", request_body = Because,
    params(("slug" = String, Path), ("workspace" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn delete(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace)): Path<(String, String)>,
    matches: IfMatch,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let deleted = super::delete(&s, &c, (&slug, &workspace), because, matches.0).await;
    deleted.map_err(|error| matches.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who holds roles in a workspace, by name; a team's roles stand beside one's own.
#[utoipa::path(get, path = "/organizations/{slug}/workspaces/{workspace}/members",
    tag = "workspaces", operation_id = "list_workspace_members",
    params(("slug" = String, Path), ("workspace" = String, Path), PeopleQuery), responses(
    (status = 200, body = Page<PlaceMember>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn people(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace)): Path<(String, String)>,
    Query(query): Query<PeopleQuery>,
) -> Answer<Json<Page<PlaceMember>>> {
    Ok(Json(super::people(&s, &c, (&slug, &workspace), &query).await?))
}

/// Which teams hold roles in a workspace, by name.
#[utoipa::path(get, path = "/organizations/{slug}/workspaces/{workspace}/teams",
    tag = "workspaces", operation_id = "list_workspace_teams",
    params(("slug" = String, Path), ("workspace" = String, Path), SliceQuery), responses(
    (status = 200, body = Page<PlaceTeam>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn teams(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace)): Path<(String, String)>,
    slice: Slice,
) -> Answer<Json<Page<PlaceTeam>>> {
    Ok(Json(slice.of(super::teams(&s, &c, &slug, &workspace).await?, |it| it.team.slug.clone())))
}

type Seat = (String, String, AccountId, String);

/// Gives a member a role in a workspace, beside the others they hold there.
#[utoipa::path(put,
    path = "/organizations/{slug}/workspaces/{workspace}/members/{user_id}/roles/{role}",
    tag = "workspaces", operation_id = "assign_workspace_role", request_body = Assign,
    params(("slug" = String, Path), ("workspace" = String, Path), ("user_id" = AccountId, Path),
        ("role" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn assign(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace, user, role)): Path<Seat>,
    Body(assign): Body<Assign>,
) -> Answer<StatusCode> {
    let place = Where::workspace(&slug, &workspace);
    let given = (role.as_str(), Giving::Beside);
    grants::assign(&s, &c, place, Whose::User(user), given, assign).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a role in a workspace from a member.
#[utoipa::path(delete,
    path = "/organizations/{slug}/workspaces/{workspace}/members/{user_id}/roles/{role}",
    tag = "workspaces", operation_id = "revoke_workspace_role", request_body = Because,
    params(("slug" = String, Path), ("workspace" = String, Path), ("user_id" = AccountId, Path),
        ("role" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn revoke(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace, user, role)): Path<Seat>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let place = Where::workspace(&slug, &workspace);
    let reason = because.reason.as_deref();
    grants::revoke(&s, &c, place, Whose::User(user), Some(&role), reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

type TeamSeat = (String, String, String, String);

/// Gives a team a role in a workspace.
#[utoipa::path(put,
    path = "/organizations/{slug}/workspaces/{workspace}/teams/{team}/roles/{role}",
    tag = "workspaces", operation_id = "assign_workspace_role_to_team", request_body = Assign,
    params(("slug" = String, Path), ("workspace" = String, Path), ("team" = String, Path),
        ("role" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn assign_team(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace, team, role)): Path<TeamSeat>,
    Body(assign): Body<Assign>,
) -> Answer<StatusCode> {
    let place = Where::workspace(&slug, &workspace);
    let given = (role.as_str(), Giving::Beside);
    grants::assign(&s, &c, place, Whose::Team(&team), given, assign).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a role in a workspace from a team.
#[utoipa::path(delete,
    path = "/organizations/{slug}/workspaces/{workspace}/teams/{team}/roles/{role}",
    tag = "workspaces", operation_id = "revoke_workspace_role_of_team", request_body = Because,
    params(("slug" = String, Path), ("workspace" = String, Path), ("team" = String, Path),
        ("role" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn revoke_team(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, workspace, team, role)): Path<TeamSeat>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let place = Where::workspace(&slug, &workspace);
    let reason = because.reason.as_deref();
    grants::revoke(&s, &c, place, Whose::Team(&team), Some(&role), reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
