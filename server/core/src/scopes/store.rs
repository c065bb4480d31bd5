//! Places inside organizations, read.

use crate::database::{Connection, values};
use crate::error::Result;
use fluxward_domain::access::Place;
use fluxward_domain::ids::{OrganizationId, ProjectId, WorkspaceId};
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;
use uuid::Uuid;

/// A living workspace or project.
#[derive(Clone, Debug)]
pub(crate) struct Inside {
    pub(crate) slug: String,
    pub(crate) name: String,
    id: Uuid,
    /// Of a project: the workspace it hangs in.
    parent: Option<Uuid>,
    is_project: bool,
}

impl Inside {
    /// The kind of roles that are held there.
    pub(crate) const fn kind(&self) -> RoleScope {
        if self.is_project { RoleScope::Project } else { RoleScope::Workspace }
    }

    /// As deciding knows it.
    pub(crate) fn scope(&self, organization: OrganizationId) -> Scope {
        if self.is_project {
            Scope::Project(organization, self.parent.map(WorkspaceId), ProjectId(self.id))
        } else {
            Scope::Workspace(organization, WorkspaceId(self.id))
        }
    }

    /// As a grant knows it.
    pub(crate) const fn place(&self) -> Place {
        if self.is_project {
            Place::Project(ProjectId(self.id))
        } else {
            Place::Workspace(WorkspaceId(self.id))
        }
    }
}

/// The living workspace or project of that slug.
pub(crate) async fn inside(
    connection: &mut Connection,
    organization: OrganizationId,
    slug: &str,
) -> Result<Option<Inside>> {
    if fluxward_domain::text::slug(slug, &()).is_err() {
        return Ok(None);
    }
    let workspace = "select id, name from workspaces
        where organization_id = $1 and slug = $2 and until_seq is null";
    let found: Option<(Uuid, String)> =
        connection.row(workspace, values![organization, slug]).await?;
    if let Some((id, name)) = found {
        let slug = slug.to_owned();
        return Ok(Some(Inside { slug, name, id, parent: None, is_project: false }));
    }
    let project = "select id, name, workspace_id from projects
        where organization_id = $1 and slug = $2 and until_seq is null";
    let found: Option<(Uuid, String, Option<Uuid>)> =
        connection.row(project, values![organization, slug]).await?;
    Ok(found.map(|(id, name, parent)| Inside {
        slug: slug.to_owned(),
        name,
        id,
        parent,
        is_project: true,
    }))
}

/// Every living workspace and project of the organization, by name, the workspaces first.
pub(crate) async fn all(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Inside>> {
    let workspaces = "select id, slug, name from workspaces
        where organization_id = $1 and until_seq is null order by name_key, id";
    let workspaces: Vec<(Uuid, String, String)> =
        connection.rows(workspaces, values![organization]).await?;
    let projects = "select id, slug, name, workspace_id from projects
        where organization_id = $1 and until_seq is null order by name_key, id";
    let projects: Vec<(Uuid, String, String, Option<Uuid>)> =
        connection.rows(projects, values![organization]).await?;
    let workspaces = workspaces.into_iter().map(|(id, slug, name)| Inside {
        slug,
        name,
        id,
        parent: None,
        is_project: false,
    });
    let projects = projects.into_iter().map(|(id, slug, name, parent)| Inside {
        slug,
        name,
        id,
        parent,
        is_project: true,
    });
    Ok(workspaces.chain(projects).collect())
}
