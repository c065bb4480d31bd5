//! Workspaces, stored.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use crate::text;
use fluxward_domain::Moment;
use fluxward_domain::ids::{OrganizationId, WorkspaceId};
use fluxward_domain::workspaces::Workspace;
use uuid::Uuid;

/// A living workspace.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) id: Uuid,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) overriding: bool,
    pub(super) created_at: i64,
    pub(super) version: i64,
    pub(super) holders: i64,
    pub(super) projects: i64,
}

impl Stored {
    /// As it travels.
    pub(super) fn workspace(self) -> Workspace {
        Workspace {
            id: WorkspaceId(self.id),
            slug: self.slug,
            name: self.name,
            overriding: self.overriding,
            holders: self.holders,
            projects: self.projects,
            created_at: Moment(self.created_at),
            version: self.version,
        }
    }
}

/// The living workspaces of an organization, by name.
pub(super) async fn all(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Stored>> {
    let sql = "select w.id, w.slug, w.name, w.overriding, w.created_at, w.version,
        (select count(distinct g.subject_id) from grants g where g.place_id = w.id
            and g.until_seq is null) as holders,
        (select count(*) from projects p where p.workspace_id = w.id and p.until_seq is null)
            as projects
        from workspaces w where w.organization_id = $1 and w.until_seq is null
        order by w.name_key, w.id";
    Ok(connection.rows(sql, values![organization]).await?)
}

/// One of them.
pub(super) async fn one(
    connection: &mut Connection,
    organization: OrganizationId,
    slug: &str,
) -> Result<Option<Stored>> {
    let sql = "select w.id, w.slug, w.name, w.overriding, w.created_at, w.version,
        (select count(distinct g.subject_id) from grants g where g.place_id = w.id
            and g.until_seq is null) as holders,
        (select count(*) from projects p where p.workspace_id = w.id and p.until_seq is null)
            as projects
        from workspaces w
        where w.organization_id = $1 and w.slug = $2 and w.until_seq is null";
    Ok(connection.row(sql, values![organization, slug]).await?)
}

/// Whether the Team Admins of the living workspace may override approvals.
pub(crate) async fn is_overriding(connection: &mut Connection, workspace: Uuid) -> Result<bool> {
    let sql = "select overriding from workspaces where id = $1 and until_seq is null";
    let row: Option<(bool,)> = connection.row(sql, values![workspace]).await?;
    Ok(row.is_some_and(|(overriding,)| overriding))
}

/// Whether there is a workspace of the organization whose Team Admins may override approvals.
pub(crate) async fn is_any_overriding(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<bool> {
    let sql = "select created_at from workspaces
        where organization_id = $1 and overriding = $2 and until_seq is null limit 1";
    Ok(connection.number(sql, values![organization, true]).await?.is_some())
}

/// Begins a period of a workspace with this change.
pub(super) async fn begin(
    change: &mut Change,
    organization: OrganizationId,
    workspace: &Stored,
) -> Result<()> {
    let sql = "insert into workspaces
        (id, organization_id, slug, name, name_key, overriding, created_at, since_seq, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    let row = values![
        workspace.id,
        organization,
        &workspace.slug,
        &workspace.name,
        text::folded(&workspace.name),
        workspace.overriding,
        workspace.created_at,
        change.seq(),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends the present period of a workspace with this change.
pub(super) async fn end(change: &mut Change, workspace: Uuid) -> Result<()> {
    let sql = "update workspaces set until_seq = $2 where id = $1 and until_seq is null";
    let row = values![workspace, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends every workspace of an organization.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    let sql =
        "update workspaces set until_seq = $2 where organization_id = $1 and until_seq is null";
    let row = values![organization, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}
