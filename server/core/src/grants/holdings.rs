//! What one member of an organization holds beside base role and boxes, with the places' names.

use super::looking::{role_name, sees_role};
use super::team_name;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use crate::services::{Caller, Services};
use crate::{members, organizations};
use fluxward_domain::access::TeamName;
use fluxward_domain::grants::{HeldRole, Holdings, RoleAt, TeamSeat};
use fluxward_domain::ids::{AccountId, OrganizationId, ProjectId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Moment};
use uuid::Uuid;

/// What a member holds: for whoever sees the members, and for each member themselves. Projects
/// that the caller may not see are left out.
pub async fn of_person(s: &Services, c: &Caller, slug: &str, id: AccountId) -> Result<Holdings> {
    let permission =
        if id == c.facts.account { Permission::OrganizationView } else { Permission::UsersView };
    let mut on = s.read().await?;
    let place = organizations::resolve(&mut on, slug).await?.ok_or_else(AppError::not_found)?;
    c.authorize(s, permission, Scope::Organization(place.id))?;
    if !members::is_member(&mut on, place.id, id).await? {
        return Err(AppError::not_found().into());
    }
    let now = s.clock.now();
    let sees = |project: Uuid| {
        sees_role(&c.facts, id, Scope::Project(place.id, None, ProjectId(project)), now)
    };
    let mut roles = Vec::new();
    for row in rows(&mut on, place.id, id).await? {
        let kind = RoleScope::parse(&row.place_kind);
        let kind =
            kind.ok_or_else(|| Error::Stored(format!("place “{}” is unknown", row.place_kind)))?;
        if kind != RoleScope::Project || sees(row.place_id) {
            roles.extend(row.role(kind, now));
        }
    }
    Ok(Holdings { roles, teams: teams(&mut on, place.id, id, now).await? })
}

#[derive(sqlx::FromRow)]
struct Row {
    place_kind: String,
    place_id: Uuid,
    place: String,
    slug: String,
    key: String,
    role_name: Option<String>,
    expires_at: Option<i64>,
    member_until: Option<i64>,
    team_slug: Option<String>,
    team_name: Option<String>,
}

impl Row {
    /// The role, unless it has ended by itself.
    fn role(self, kind: RoleScope, now: Moment) -> Option<RoleAt> {
        let ends = [self.expires_at, self.member_until].into_iter().flatten().min().map(Moment);
        if ends.is_some_and(|end| end <= now) {
            return None;
        }
        let role = HeldRole {
            name: role_name(&self.place_kind, &self.key, self.role_name),
            role: self.key,
            expires_at: ends,
            team: team_name(self.team_slug, self.team_name),
        };
        Some(RoleAt { kind, slug: self.slug, place: self.place, role })
    }
}

async fn rows(
    on: &mut Connection,
    organization: OrganizationId,
    id: AccountId,
) -> Result<Vec<Row>> {
    let sql = "select h.place_kind, h.place_id, coalesce(w.name, p.name, '') as place,
        coalesce(w.slug, p.slug, '') as slug, h.key, r.name as role_name, h.expires_at,
        h.member_until, h.team_slug, h.team_name
        from (
            select g.place_kind, g.place_id, g.key, g.expires_at,
                cast(null as bigint) as member_until, cast(null as text) as team_slug,
                cast(null as text) as team_name
            from grants g where g.subject_id = $2 and g.organization_id = $1 and g.kind = 'role'
                and g.until_seq is null
            union all
            select g.place_kind, g.place_id, g.key, g.expires_at, tm.expires_at, t.slug, t.name
            from team_members tm join teams t on t.id = tm.team_id and t.until_seq is null
            join grants g on g.subject_id = t.id and g.kind = 'role' and g.until_seq is null
            where tm.account_id = $2 and tm.organization_id = $1 and tm.until_seq is null
        ) h
        left join workspaces w on h.place_kind = 'workspace' and w.id = h.place_id
            and w.until_seq is null
        left join projects p on h.place_kind = 'project' and p.id = h.place_id
            and p.until_seq is null
        left join roles r on r.organization_id = $1 and r.key = h.key and r.until_seq is null
        order by h.place_kind, coalesce(w.name_key, p.name_key, ''), slug, h.key,
            coalesce(h.team_slug, '')";
    Ok(on.rows(sql, values![organization, id]).await?)
}

async fn teams(
    on: &mut Connection,
    organization: OrganizationId,
    id: AccountId,
    now: Moment,
) -> Result<Vec<TeamSeat>> {
    let sql = "select t.slug, t.name, tm.expires_at from team_members tm
        join teams t on t.id = tm.team_id and t.until_seq is null
        where tm.account_id = $2 and tm.organization_id = $1 and tm.until_seq is null
        and (tm.expires_at is null or tm.expires_at > $3)
        order by t.name_key, t.id";
    let rows: Vec<(String, String, Option<i64>)> =
        on.rows(sql, values![organization, id, now]).await?;
    let seat = |(slug, name, ends): (String, String, Option<i64>)| TeamSeat {
        team: TeamName { slug, name },
        expires_at: ends.map(Moment),
    };
    Ok(rows.into_iter().map(seat).collect())
}
