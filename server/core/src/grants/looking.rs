//! Who holds what: teams at a place, a team's roles, and of the members of a list.

use crate::database::{Connection, Value, placeholders, values};
use crate::error::Result;
use crate::scopes::At;
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, TeamName, decide};
use fluxward_domain::grants::{HeldRole, PlaceTeam};
use fluxward_domain::ids::{AccountId, OrganizationId, ProjectId, TeamId};
use fluxward_domain::members::WorkspaceRoles;
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::{ProjectRole, WorkspaceRole};
use fluxward_domain::scopes::Scope;
use fluxward_domain::teams::TeamRole;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;
use uuid::Uuid;

/// The name that people see of a role at a kind of place; the stored one of a custom role.
pub(super) fn role_name(place_kind: &str, key: &str, stored: Option<String>) -> String {
    let built_in = || match place_kind {
        "workspace" => WorkspaceRole::ALL.iter().find(|it| it.key() == key).map(|it| it.name()),
        _ => ProjectRole::ALL.iter().find(|it| it.key() == key).map(|it| it.name()),
    };
    stored.unwrap_or_else(|| built_in().unwrap_or(key).to_owned())
}

/// The teams that hold a role at a workspace or a project, by name.
pub(crate) async fn teams_at_place(
    connection: &mut Connection,
    at: &At,
    now: Moment,
) -> Result<Vec<PlaceTeam>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        slug: String,
        name: String,
        place_kind: String,
        key: String,
        role_name: Option<String>,
        expires_at: Option<i64>,
    }
    let sql = "select t.slug, t.name, g.place_kind, g.key, r.name as role_name, g.expires_at
        from grants g join teams t on t.id = g.subject_id and t.until_seq is null
        left join roles r on r.organization_id = g.organization_id and r.key = g.key
            and r.until_seq is null
        where g.place_id = $1 and g.kind = 'role' and g.until_seq is null
        and (g.expires_at is null or g.expires_at > $2)
        order by t.name_key, t.id, g.key";
    let rows: Vec<Row> = connection.rows(sql, values![at.id(), now]).await?;
    let mut teams: Vec<PlaceTeam> = Vec::new();
    for row in rows {
        let role = HeldRole {
            name: role_name(&row.place_kind, &row.key, row.role_name),
            role: row.key,
            expires_at: row.expires_at.map(Moment),
            team: None,
        };
        match teams.last_mut().filter(|team| team.team.slug == row.slug) {
            Some(team) => team.roles.push(role),
            None => teams.push(PlaceTeam {
                team: TeamName { slug: row.slug, name: row.name },
                roles: vec![role],
            }),
        }
    }
    Ok(teams)
}

/// The roles that each of `teams` holds, by place.
pub(crate) async fn of_team(
    connection: &mut Connection,
    (organization, slug): (OrganizationId, &str),
    team: TeamId,
    now: Moment,
) -> Result<Vec<TeamRole>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        place_kind: String,
        key: String,
        role_name: Option<String>,
        expires_at: Option<i64>,
        inside: Option<String>,
    }
    let sql = "select g.place_kind, g.key, r.name as role_name, g.expires_at,
        coalesce(w.slug, p.slug) as inside
        from grants g
        left join roles r on r.organization_id = $1 and r.key = g.key and r.until_seq is null
        left join workspaces w on g.place_kind = 'workspace' and w.id = g.place_id
            and w.until_seq is null
        left join projects p on g.place_kind = 'project' and p.id = g.place_id
            and p.until_seq is null
        where g.subject_id = $2 and g.kind = 'role' and g.until_seq is null
        and (g.expires_at is null or g.expires_at > $3)
        order by inside, g.key";
    let rows: Vec<Row> = connection.rows(sql, values![organization, team, now]).await?;
    let role = |row: Row| TeamRole {
        name: role_name(&row.place_kind, &row.key, row.role_name),
        role: row.key,
        scope: row.inside.map_or_else(|| slug.to_owned(), |inside| format!("{slug}/{inside}")),
        expires_at: row.expires_at.map(Moment),
    };
    Ok(rows.into_iter().map(role).collect())
}

/// Whether the account of `viewer` sees what `account` holds in a project: of others, in the
/// projects that they see.
pub(super) fn sees_role(viewer: &Facts, account: AccountId, project: Scope, now: Moment) -> bool {
    let is_own = viewer.account == account && viewer.within.is_none();
    is_own || decide(viewer, Permission::ProjectsView, project, now).allowed()
}

/// What members of an organization hold themselves beside base role and boxes.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// Keys of custom organization roles.
    pub(crate) roles: Vec<String>,
    /// Roles by workspace.
    pub(crate) workspaces: Vec<WorkspaceRoles>,
    /// Roles by project, in the same shape.
    pub(crate) projects: Vec<WorkspaceRoles>,
}

/// What each of `accounts` holds in the organization beside base role and boxes; a team's roles
/// are not among it, nor are roles in projects that the account of `viewer` may not see.
pub(crate) async fn of_members(
    connection: &mut Connection,
    organization: OrganizationId,
    accounts: impl IntoIterator<Item = Uuid>,
    (viewer, now): (&Facts, Moment),
) -> Result<HashMap<Uuid, Beside>> {
    let mut values = values![organization, now];
    values.extend(accounts.into_iter().map(Value::from));
    let places = placeholders(3, &values);
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!(
        "select g.subject_id, g.place_kind, g.place_id, coalesce(w.slug, p.slug, '') as inside,
        g.key
        from grants g
        left join workspaces w on g.place_kind = 'workspace' and w.id = g.place_id
            and w.until_seq is null
        left join projects p on g.place_kind = 'project' and p.id = g.place_id
            and p.until_seq is null
        where g.subject_id in ({places}) and g.organization_id = $1 and g.kind = 'role'
        and g.until_seq is null and (g.expires_at is null or g.expires_at > $2)
        order by g.subject_id, inside, g.key"
    );
    let rows: Vec<(Uuid, String, Uuid, String, String)> =
        connection.rows(AssertSqlSafe(sql), values).await?;
    let mut all: HashMap<Uuid, Beside> = HashMap::new();
    for (account, kind, place, inside, key) in rows {
        let project = Scope::Project(organization, None, ProjectId(place));
        if kind == "project" && !sees_role(viewer, AccountId(account), project, now) {
            continue;
        }
        let beside = all.entry(account).or_default();
        let places = match kind.as_str() {
            "workspace" => &mut beside.workspaces,
            "project" => &mut beside.projects,
            _ => {
                beside.roles.push(key);
                continue;
            }
        };
        match places.last_mut().filter(|place| place.slug == inside) {
            Some(place) => place.roles.push(key),
            None => places.push(WorkspaceRoles { slug: inside, roles: vec![key] }),
        }
    }
    Ok(all)
}
