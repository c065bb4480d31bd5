//! Places: the platform, an organization, its workspaces and its projects.

use crate::ids::{OrganizationId, ProjectId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// A place with its ancestors, so that deciding needs no look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole installation.
    Platform,
    /// One organization.
    Organization(OrganizationId),
    /// One workspace.
    Workspace(OrganizationId, WorkspaceId),
    /// One project, with the workspace it hangs in, if any.
    Project(OrganizationId, Option<WorkspaceId>, ProjectId),
}

impl Scope {
    /// The organization that the place belongs to; `None` for the platform.
    pub const fn organization(self) -> Option<OrganizationId> {
        match self {
            Self::Platform => None,
            Self::Organization(organization)
            | Self::Workspace(organization, _)
            | Self::Project(organization, _, _) => Some(organization),
        }
    }
}
