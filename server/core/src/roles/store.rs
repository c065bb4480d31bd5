//! Roles of organizations, stored: periods, found by their key.

use crate::access::permission_set;
use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::{Error, Result};
use fluxward_domain::Moment;
use fluxward_domain::access::TeamName;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::MemberUser;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::{Holder, Role, RoleScope};
use fluxward_domain::users::Status;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    name: String,
    scope: String,
    permissions: String,
    created_at: i64,
    version: i64,
    holders: i64,
}

/// A role as it is stored.
pub(super) struct Stored {
    pub(super) role: Role,
    pub(super) created_at: Moment,
}

impl Row {
    fn stored(self) -> Result<Stored> {
        let scope = RoleScope::parse(&self.scope)
            .ok_or_else(|| Error::Stored(format!("kind of place “{}” is unknown", self.scope)))?;
        let role = Role {
            key: self.key,
            name: self.name,
            scope,
            permissions: permission_set(&self.permissions).iter().collect(),
            built_in: false,
            holders: self.holders,
            version: self.version,
        };
        Ok(Stored { role, created_at: Moment(self.created_at) })
    }
}

/// Every role of its own that the organization has, by the kind of place and by key.
pub(super) async fn all(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Role>> {
    let sql = "select r.key, r.name, r.scope, r.permissions, r.created_at, r.version,
        (select count(*) from grants g where g.organization_id = r.organization_id
            and g.key = r.key and g.kind = 'role' and g.until_seq is null) as holders
        from roles r where r.organization_id = $1 and r.until_seq is null order by r.scope, r.key";
    let rows: Vec<Row> = connection.rows(sql, values![organization]).await?;
    rows.into_iter().map(|row| row.stored().map(|stored| stored.role)).collect()
}

/// One of them.
pub(super) async fn one(
    connection: &mut Connection,
    organization: OrganizationId,
    key: &str,
) -> Result<Option<Stored>> {
    let sql = "select r.key, r.name, r.scope, r.permissions, r.created_at, r.version,
        (select count(*) from grants g where g.organization_id = r.organization_id
            and g.key = r.key and g.kind = 'role' and g.until_seq is null) as holders
        from roles r where r.organization_id = $1 and r.key = $2 and r.until_seq is null";
    let row: Option<Row> = connection.row(sql, values![organization, key]).await?;
    row.map(Row::stored).transpose()
}

/// How often each built-in role of workspaces and projects is held in the organization.
pub(super) async fn holders_of_built_in(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<(String, String, i64)>> {
    let sql = "select place_kind, key, count(*) from grants
        where organization_id = $1 and kind = 'role' and until_seq is null
        group by place_kind, key";
    Ok(connection.rows(sql, values![organization]).await?)
}

/// Begins a period of a role with this change.
pub(super) async fn begin(
    change: &mut Change,
    organization: OrganizationId,
    stored: &Stored,
) -> Result<()> {
    let sql = "insert into roles
        (organization_id, key, name, scope, permissions, created_at, since_seq, version)
        values ($1, $2, $3, $4, $5, $6, $7, $7)";
    let role = &stored.role;
    let row = values![
        organization,
        &role.key,
        &role.name,
        role.scope.key(),
        names(role.set()),
        stored.created_at,
        change.seq(),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends the present period of a role with this change.
pub(super) async fn end(
    change: &mut Change,
    organization: OrganizationId,
    key: &str,
) -> Result<()> {
    let sql = "update roles set until_seq = $3
        where organization_id = $1 and key = $2 and until_seq is null";
    let row = values![organization, key, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Names of permissions with spaces between.
fn names(set: PermissionSet) -> String {
    set.iter().map(Permission::as_str).collect::<Vec<_>>().join(" ")
}

#[derive(sqlx::FromRow)]
struct HolderRow {
    user_id: Option<Uuid>,
    email: Option<String>,
    username: Option<String>,
    full_name: Option<String>,
    status: Option<String>,
    team_slug: Option<String>,
    team_name: Option<String>,
    inside: Option<String>,
    expires_at: Option<i64>,
}

/// Who holds a role, and where: people by name, then teams.
pub(super) async fn holders(
    connection: &mut Connection,
    (organization, slug): (OrganizationId, &str),
    (kind, key): (RoleScope, &str),
    limit: i64,
) -> Result<Vec<Holder>> {
    let sql = "select a.id as user_id, a.email, a.username, a.full_name, a.status,
        t.slug as team_slug, t.name as team_name, coalesce(w.slug, p.slug) as inside, g.expires_at
        from grants g
        left join accounts a on g.subject_kind = 'account' and a.id = g.subject_id
        left join teams t on g.subject_kind = 'team' and t.id = g.subject_id
            and t.until_seq is null
        left join workspaces w on g.place_kind = 'workspace' and w.id = g.place_id
            and w.until_seq is null
        left join projects p on g.place_kind = 'project' and p.id = g.place_id
            and p.until_seq is null
        where g.organization_id = $1 and g.key = $2 and g.place_kind = $3 and g.kind = 'role'
        and g.until_seq is null
        order by g.subject_kind, a.name_key, t.name_key, g.subject_id, inside limit $4";
    let row = values![organization, key, kind.key(), limit];
    let rows: Vec<HolderRow> = connection.rows(sql, row).await?;
    let holder = |row: HolderRow| Holder {
        user: row.user_id.map(|id| MemberUser {
            id: AccountId(id),
            email: row.email.unwrap_or_default(),
            username: row.username.unwrap_or_default(),
            full_name: row.full_name.unwrap_or_default(),
            status: row.status.as_deref().and_then(Status::parse).unwrap_or(Status::Inactive),
            suspended_until: None,
        }),
        team: row.team_slug.zip(row.team_name).map(|(slug, name)| TeamName { slug, name }),
        scope: row.inside.map_or_else(|| slug.to_owned(), |inside| format!("{slug}/{inside}")),
        expires_at: row.expires_at.map(Moment),
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// Whoever holds `key` holds `replacement` from this change on, with the same end; whoever holds
/// both already keeps the replacement as it is.
pub(super) async fn replace(
    change: &mut Change,
    organization: OrganizationId,
    key: &str,
    replacement: &str,
) -> Result<()> {
    let sql = "insert into grants
        (subject_id, subject_kind, organization_id, place_kind, place_id, kind, key, since_seq,
        since_at, expires_at, granted_by, reason)
        select g.subject_id, g.subject_kind, g.organization_id, g.place_kind, g.place_id, g.kind,
        $3, $4, $5, g.expires_at, $6, g.reason
        from grants g where g.organization_id = $1 and g.key = $2 and g.kind = 'role'
        and g.until_seq is null and not exists (select 1 from grants x
            where x.subject_id = g.subject_id and x.place_kind = g.place_kind
            and x.place_id = g.place_id and x.kind = 'role' and x.key = $3
            and x.until_seq is null)";
    let row = values![organization, key, replacement, change.seq(), change.now(), change.granter()];
    change.run(sql, row).await?;
    let sql = "update grants set until_seq = $3
        where organization_id = $1 and key = $2 and kind = 'role' and until_seq is null";
    let row = values![organization, key, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends every role of its own that the organization has.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    let sql = "update roles set until_seq = $2 where organization_id = $1 and until_seq is null";
    let row = values![organization, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}
