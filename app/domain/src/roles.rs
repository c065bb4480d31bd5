//! The built-in roles and what each holds, exactly as the access grid prints them.
//!
//! Custom roles live in the database and reach [`crate::access::Facts`] as permission sets; only
//! the roles that every installation has are written here.

mod wire;

pub use wire::{DeleteRole, EditRole, Holder, NewRole, Role, built_in, is_built_in};

use crate::permissions::{Permission, PermissionSet};
use serde::{Deserialize, Serialize};

/// The one base role that every member of an organization has, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BaseRole {
    /// Reads and previews; changes nothing.
    Viewer,
    /// Day-to-day work; projects only where added.
    Member,
    /// Everything but the plan and deleting the organization.
    Admin,
    /// Everything.
    Owner,
}

impl BaseRole {
    /// All of them, the most powerful first, as a dropdown lists them.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Member, Self::Viewer];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Viewer => "viewer",
        }
    }

    /// The name that people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Admin => "Admin",
            Self::Member => "Member",
            Self::Viewer => "Viewer",
        }
    }

    /// One sentence on what the role is for.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Owner => "Full control, including the plan and deleting the organization.",
            Self::Admin => "Manages members, roles, workspaces, projects and settings.",
            Self::Member => "Day-to-day work; projects only where added.",
            Self::Viewer => "Sees and previews; changes nothing.",
        }
    }

    /// The role of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// What it permits.
    pub const fn permissions(self) -> PermissionSet {
        match self {
            Self::Owner => PermissionSet::ALL,
            Self::Admin => PermissionSet::ALL.without(PermissionSet::of(&[
                Permission::BillingManage,
                Permission::OrganizationDelete,
            ])),
            Self::Member => VIEWER.union(PermissionSet::of(&[
                Permission::UsersView,
                Permission::AssetsCreate,
                Permission::LicencesCreate,
            ])),
            Self::Viewer => VIEWER,
        }
    }

    /// Whether the role reaches into every project of the organization too.
    pub const fn reaches_projects(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }
}

const VIEWER: PermissionSet = PermissionSet::of(&[
    Permission::OrganizationView,
    Permission::AssetsPreview,
    Permission::LicencesView,
    Permission::FeaturesView,
    Permission::ReportsView,
]);

/// Built-in roles of a workspace, least first; each holds the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceRole {
    /// Creates features, submits changes, approves those of others.
    Requester,
    /// Reviews with comments, too.
    Approver,
    /// Manages people, teams, policies and settings of the workspace, too.
    TeamAdmin,
}

impl WorkspaceRole {
    /// All of them, the most powerful first.
    pub const ALL: [Self; 3] = [Self::TeamAdmin, Self::Approver, Self::Requester];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Approver => "approver",
            Self::TeamAdmin => "team_admin",
        }
    }

    /// The name that people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Requester => "Requester",
            Self::Approver => "Approver",
            Self::TeamAdmin => "Team Admin",
        }
    }

    /// What it permits in its workspace. `overriding` is the workspace's policy: whether its
    /// Team Admins may override approvals.
    pub const fn permissions(self, overriding: bool) -> PermissionSet {
        const REQUESTER: PermissionSet = PermissionSet::of(&[
            Permission::FeaturesView,
            Permission::FeaturesCreate,
            Permission::ChangesSubmit,
            Permission::ChangesApprove,
            Permission::MetricsView,
        ]);
        const APPROVER: PermissionSet =
            REQUESTER.union(PermissionSet::of(&[Permission::ChangesReview]));
        const TEAM_ADMIN: PermissionSet = APPROVER.union(PermissionSet::of(&[
            Permission::UsersManage,
            Permission::UsersInvite,
            Permission::TeamsManage,
            Permission::RolesManage,
            Permission::PoliciesManage,
            Permission::SettingsManage,
        ]));
        match (self, overriding) {
            (Self::Requester, _) => REQUESTER,
            (Self::Approver, _) => APPROVER,
            (Self::TeamAdmin, false) => TEAM_ADMIN,
            (Self::TeamAdmin, true) => {
                TEAM_ADMIN.union(PermissionSet::of(&[Permission::ChangesOverride]))
            }
        }
    }
}

/// Built-in roles of a project, least first; each holds the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProjectRole {
    /// Reads the work.
    Reader,
    /// Changes the work.
    Contributor,
    /// Changes the project and who is in it.
    Manager,
}

impl ProjectRole {
    /// All of them, the most powerful first.
    pub const ALL: [Self; 3] = [Self::Manager, Self::Contributor, Self::Reader];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Contributor => "contributor",
            Self::Manager => "manager",
        }
    }

    /// The name that people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reader => "Reader",
            Self::Contributor => "Contributor",
            Self::Manager => "Manager",
        }
    }

    /// What it permits in its project.
    pub const fn permissions(self) -> PermissionSet {
        const READER: PermissionSet =
            PermissionSet::of(&[Permission::ProjectsView, Permission::WorkView]);
        const CONTRIBUTOR: PermissionSet = READER.union(PermissionSet::of(&[Permission::WorkEdit]));
        match self {
            Self::Reader => READER,
            Self::Contributor => CONTRIBUTOR,
            Self::Manager => CONTRIBUTOR.union(PermissionSet::of(&[Permission::ProjectsManage])),
        }
    }
}

/// What kind of place a role is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoleScope {
    /// The organization and its workspaces.
    Organization,
    /// One workspace.
    Workspace,
    /// One project.
    Project,
}

impl RoleScope {
    /// All of them, the widest first.
    pub const ALL: [Self; 3] = [Self::Organization, Self::Workspace, Self::Project];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Workspace => "workspace",
            Self::Project => "project",
        }
    }

    /// The kind of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.key() == key)
    }

    /// The kind of place that `scope` is; the platform has no roles of its own.
    pub const fn of(scope: crate::scopes::Scope) -> Self {
        match scope {
            crate::scopes::Scope::Workspace(..) => Self::Workspace,
            crate::scopes::Scope::Project(..) => Self::Project,
            crate::scopes::Scope::Organization(_) | crate::scopes::Scope::Platform => {
                Self::Organization
            }
        }
    }
}
