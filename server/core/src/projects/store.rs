//! Projects, stored.

use crate::changes::Change;
use crate::database::{Connection, values};
use crate::error::Result;
use crate::text;
use fluxward_domain::Moment;
use fluxward_domain::ids::{OrganizationId, ProjectId, WorkspaceId};
use fluxward_domain::projects::Project;
use fluxward_domain::scopes::Scope;
use uuid::Uuid;

/// A living project.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) id: Uuid,
    pub(super) workspace_id: Option<Uuid>,
    pub(super) workspace: Option<String>,
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) created_at: i64,
    pub(super) version: i64,
    pub(super) holders: i64,
}

impl Stored {
    /// As deciding knows it.
    pub(super) fn scope(&self, organization: OrganizationId) -> Scope {
        Scope::Project(organization, self.workspace_id.map(WorkspaceId), ProjectId(self.id))
    }

    /// As it travels.
    pub(super) fn project(self) -> Project {
        Project {
            id: ProjectId(self.id),
            slug: self.slug,
            name: self.name,
            workspace: self.workspace,
            holders: self.holders,
            created_at: Moment(self.created_at),
            version: self.version,
        }
    }
}

/// The living projects of an organization, by name.
pub(super) async fn all(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Stored>> {
    let sql = "select p.id, p.workspace_id, w.slug as workspace, p.slug, p.name, p.created_at,
        p.version, (select count(distinct g.subject_id) from grants g where g.place_id = p.id
            and g.until_seq is null) as holders
        from projects p left join workspaces w on w.id = p.workspace_id and w.until_seq is null
        where p.organization_id = $1 and p.until_seq is null order by p.name_key, p.id";
    Ok(connection.rows(sql, values![organization]).await?)
}

/// One of them.
pub(super) async fn one(
    connection: &mut Connection,
    organization: OrganizationId,
    slug: &str,
) -> Result<Option<Stored>> {
    let sql = "select p.id, p.workspace_id, w.slug as workspace, p.slug, p.name, p.created_at,
        p.version, (select count(distinct g.subject_id) from grants g where g.place_id = p.id
            and g.until_seq is null) as holders
        from projects p left join workspaces w on w.id = p.workspace_id and w.until_seq is null
        where p.organization_id = $1 and p.slug = $2 and p.until_seq is null";
    Ok(connection.row(sql, values![organization, slug]).await?)
}

/// Begins a period of a project with this change.
pub(super) async fn begin(
    change: &mut Change,
    organization: OrganizationId,
    project: &Stored,
) -> Result<()> {
    let sql = "insert into projects
        (id, organization_id, workspace_id, slug, name, name_key, created_at, since_seq, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    let row = values![
        project.id,
        organization,
        project.workspace_id,
        &project.slug,
        &project.name,
        text::folded(&project.name),
        project.created_at,
        change.seq(),
    ];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends the present period of a project with this change.
pub(super) async fn end(change: &mut Change, project: Uuid) -> Result<()> {
    let sql = "update projects set until_seq = $2 where id = $1 and until_seq is null";
    let row = values![project, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}

/// Ends every project of an organization.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    let sql = "update projects set until_seq = $2 where organization_id = $1 and until_seq is null";
    let row = values![organization, change.seq()];
    change.run(sql, row).await?;
    Ok(())
}
