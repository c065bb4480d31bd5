//! The REST doors of projects.

use crate::grants::{self, Giving, Where, Whose};
use crate::rest::{
    Answer, Body, IfMatch, Json, Path, ProblemBody, Query, Signed, Slice, Tagged, created,
};
use crate::services::{Caller, Services};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use fluxward_domain::grants::{Assign, AssignProject, PlaceMember, PlaceTeam};
use fluxward_domain::ids::AccountId;
use fluxward_domain::pages::{Because, Page, PeopleQuery, SliceQuery};
use fluxward_domain::projects::{EditProject, NewProject, Project};
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

/// The projects of an organization that one may see, by name.
#[utoipa::path(get, path = "/organizations/{slug}/projects", tag = "projects",
    operation_id = "list_projects", params(("slug" = String, Path), SliceQuery), responses(
    (status = 200, body = Page<Project>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    slice: Slice,
) -> Answer<Json<Page<Project>>> {
    Ok(Json(slice.of(super::list(&s, &c, &slug).await?, |it| it.slug.clone())))
}

/// Creates a project.
#[utoipa::path(post, path = "/organizations/{slug}/projects", tag = "projects",
    operation_id = "create_project", params(("slug" = String, Path)),
    request_body = NewProject, responses(
    (status = 201, body = Project),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn create(
    State(s): State<Services>,
    Signed(c): Signed,
    Path(slug): Path<String>,
    Json(new): Json<NewProject>,
) -> Answer<Response> {
    let project = super::create(&s, &c, &slug, new).await?;
    Ok(created(Tagged(project.version, project)))
}

/// One project.
#[utoipa::path(get, path = "/organizations/{slug}/projects/{project}", tag = "projects",
    operation_id = "show_project",
    params(("slug" = String, Path), ("project" = String, Path)), responses(
    (status = 200, body = Project),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn show(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project)): Path<(String, String)>,
) -> Answer<Tagged<Project>> {
    let project = super::show(&s, &c, &slug, &project).await?;
    Ok(Tagged(project.version, project))
}

/// Renames a project, changes the word in its address, or moves it to another workspace.
#[utoipa::path(patch, path = "/organizations/{slug}/projects/{project}", tag = "projects",
    operation_id = "edit_project", request_body = EditProject,
    params(("slug" = String, Path), ("project" = String, Path)), responses(
    (status = 200, body = Project),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn edit(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project)): Path<(String, String)>,
    matches: IfMatch,
    Json(edit): Json<EditProject>,
) -> Answer<Tagged<Project>> {
    let edited = super::edit(&s, &c, (&slug, &project), edit, matches.0).await;
    let project = edited.map_err(|error| matches.problem(error))?;
    Ok(Tagged(project.version, project))
}

/// Deletes a project; every role in it ends.
#[utoipa::path(delete, path = "/organizations/{slug}/projects/{project}", tag = "projects",
    operation_id = "delete_project", request_body = Because,
    params(("slug" = String, Path), ("project" = String, Path)), responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn delete(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project)): Path<(String, String)>,
    matches: IfMatch,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let deleted = super::delete(&s, &c, (&slug, &project), because, matches.0).await;
    deleted.map_err(|error| matches.problem(error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who holds a role in a project, by name; a team's role stands beside one's own.
#[utoipa::path(get, path = "/organizations/{slug}/projects/{project}/members",
    tag = "projects", operation_id = "list_project_members",
    params(("slug" = String, Path), ("project" = String, Path), PeopleQuery), responses(
    (status = 200, body = Page<PlaceMember>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn people(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project)): Path<(String, String)>,
    Query(query): Query<PeopleQuery>,
) -> Answer<Json<Page<PlaceMember>>> {
    Ok(Json(super::people(&s, &c, (&slug, &project), &query).await?))
}

/// Which teams hold a role in a project, by name.
#[utoipa::path(get, path = "/organizations/{slug}/projects/{project}/teams",
    tag = "projects", operation_id = "list_project_teams",
    params(("slug" = String, Path), ("project" = String, Path), SliceQuery), responses(
    (status = 200, body = Page<PlaceTeam>),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn teams(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project)): Path<(String, String)>,
    slice: Slice,
) -> Answer<Json<Page<PlaceTeam>>> {
    Ok(Json(slice.of(super::teams(&s, &c, &slug, &project).await?, |it| it.team.slug.clone())))
}

/// Gives a member a role in a project: their one role there, instead of another.
#[utoipa::path(put, path = "/organizations/{slug}/projects/{project}/members/{user_id}",
    tag = "projects", operation_id = "assign_project_role", request_body = AssignProject,
    params(("slug" = String, Path), ("project" = String, Path), ("user_id" = AccountId, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn assign(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project, user)): Path<(String, String, AccountId)>,
    Json(given): Json<AssignProject>,
) -> Answer<StatusCode> {
    put(&s, &c, (&slug, &project), Whose::User(user), given).await
}

/// Takes the role in a project from a member.
#[utoipa::path(delete, path = "/organizations/{slug}/projects/{project}/members/{user_id}",
    tag = "projects", operation_id = "revoke_project_role", request_body = Because,
    params(("slug" = String, Path), ("project" = String, Path), ("user_id" = AccountId, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn revoke(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project, user)): Path<(String, String, AccountId)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let place = Where::project(&slug, &project);
    let reason = because.reason.as_deref();
    grants::revoke(&s, &c, place, Whose::User(user), None, reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a team a role in a project: its one role there, instead of another.
#[utoipa::path(put, path = "/organizations/{slug}/projects/{project}/teams/{team}",
    tag = "projects", operation_id = "assign_project_role_to_team", request_body = AssignProject,
    params(("slug" = String, Path), ("project" = String, Path), ("team" = String, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn assign_team(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project, team)): Path<(String, String, String)>,
    Json(given): Json<AssignProject>,
) -> Answer<StatusCode> {
    put(&s, &c, (&slug, &project), Whose::Team(&team), given).await
}

/// Takes the role in a project from a team.
#[utoipa::path(delete, path = "/organizations/{slug}/projects/{project}/teams/{team}",
    tag = "projects", operation_id = "revoke_project_role_of_team", request_body = Because,
    params(("slug" = String, Path), ("project" = String, Path), ("team" = String, Path)),
    responses(
    (status = 204),
    (status = "4XX", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn revoke_team(
    State(s): State<Services>,
    Signed(c): Signed,
    Path((slug, project, team)): Path<(String, String, String)>,
    Body(because): Body<Because>,
) -> Answer<StatusCode> {
    let place = Where::project(&slug, &project);
    let reason = because.reason.as_deref();
    grants::revoke(&s, &c, place, Whose::Team(&team), None, reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn put(
    s: &Services,
    c: &Caller,
    (slug, project): (&str, &str),
    whose: Whose<'_>,
    given: AssignProject,
) -> Answer<StatusCode> {
    let AssignProject { role, expires_at, reason } = given;
    let assign = Assign { expires_at, reason };
    let given = (role.as_str(), Giving::Instead);
    grants::assign(s, c, Where::project(slug, project), whose, given, assign).await?;
    Ok(StatusCode::NO_CONTENT)
}
