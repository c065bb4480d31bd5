//! Who holds, and where, as the doors of handing out roles name it.

use crate::changes::Target;
use fluxward_domain::ids::{AccountId, TeamId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::RoleScope;
use uuid::Uuid;

/// Who holds: a person, or a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Account(AccountId),
    Team(TeamId),
}

impl Subject {
    pub(crate) const fn id(self) -> Uuid {
        match self {
            Self::Account(id) => id.0,
            Self::Team(id) => id.0,
        }
    }

    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Team(_) => "team",
        }
    }

    pub(super) const fn target(self) -> Target {
        match self {
            Self::Account(id) => Target::User(id),
            Self::Team(id) => Target::Team(id),
        }
    }
}

/// Who is to hold, as a door names them.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// A member of the organization.
    User(AccountId),
    /// One of its teams, by its slug.
    Team(&'a str),
}

/// Where, as a door names it.
#[derive(Clone, Copy, Debug)]
pub struct Where<'a> {
    /// The organization's slug.
    pub organization: &'a str,
    /// The workspace or project in it; the organization itself when not given.
    pub inside: Option<(RoleScope, &'a str)>,
    /// The newest entry of the log when the caller saw what is held there: refused when that has
    /// changed since.
    pub seen: Option<i64>,
}

impl<'a> Where<'a> {
    /// The organization itself.
    pub const fn organization(organization: &'a str) -> Self {
        Self { organization, inside: None, seen: None }
    }

    /// One of its workspaces.
    pub const fn workspace(organization: &'a str, workspace: &'a str) -> Self {
        Self { inside: Some((RoleScope::Workspace, workspace)), ..Self::organization(organization) }
    }

    /// One of its projects.
    pub const fn project(organization: &'a str, project: &'a str) -> Self {
        Self { inside: Some((RoleScope::Project, project)), ..Self::organization(organization) }
    }

    /// … as the caller saw it when entry `seen` of the log was the newest one.
    #[must_use]
    pub const fn seen_at(mut self, seen: Option<i64>) -> Self {
        self.seen = seen;
        self
    }

    /// What one of must be held there to hand out roles.
    pub(super) const fn needs(&self) -> &'static [Permission] {
        match self.inside {
            Some((RoleScope::Project, _)) => &[Permission::ProjectsManage],
            _ => &[Permission::UsersManage, Permission::RolesManage],
        }
    }
}

/// How a role is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giving {
    /// Beside the others that are held there.
    Beside,
    /// Instead of them: the one role in a project.
    Instead,
}
