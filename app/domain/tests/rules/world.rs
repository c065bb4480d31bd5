//! People to ask about: facts built by sentences.

use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Grant, Membership, Place, Source};
use fluxward_domain::ids::{AccountId, OrganizationId, ProjectId, WorkspaceId};
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole, WorkspaceRole};
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::Status;
use uuid::Uuid;

pub(crate) const NOW: Moment = Moment(1_000_000_000_000_000);
pub(crate) const ORGANIZATION: OrganizationId = OrganizationId(Uuid::from_u128(1));
const WORKSPACE: WorkspaceId = WorkspaceId(Uuid::from_u128(2));
const PROJECT: ProjectId = ProjectId(Uuid::from_u128(3));

pub(crate) fn organization() -> Scope {
    Scope::Organization(ORGANIZATION)
}
pub(crate) fn other_organization() -> Scope {
    Scope::Organization(OrganizationId(Uuid::from_u128(9)))
}
pub(crate) fn workspace() -> Scope {
    Scope::Workspace(ORGANIZATION, WORKSPACE)
}
pub(crate) fn other_workspace() -> Scope {
    Scope::Workspace(ORGANIZATION, WorkspaceId(Uuid::from_u128(8)))
}
pub(crate) fn project() -> Scope {
    Scope::Project(ORGANIZATION, Some(WORKSPACE), PROJECT)
}
pub(crate) fn other_project() -> Scope {
    Scope::Project(ORGANIZATION, Some(WORKSPACE), ProjectId(Uuid::from_u128(7)))
}

/// Somebody, with what deciding knows about them.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) facts: Facts,
}

impl Person {
    pub(crate) fn stranger() -> Self {
        Self { facts: Facts::of(AccountId(Uuid::from_u128(100))) }
    }

    pub(crate) fn administrator() -> Self {
        let mut person = Self::stranger();
        person.facts.platform_administrator = true;
        person
    }

    pub(crate) fn member(role: BaseRole) -> Self {
        let mut person = Self::stranger();
        person.facts.memberships.push(Membership::new(ORGANIZATION, role));
        person
    }

    pub(crate) fn membership(&self) -> Option<&Membership> {
        self.facts.membership(ORGANIZATION)
    }

    pub(crate) fn ticked(self, privilege: Privilege) -> Self {
        self.with(Grant::privilege(privilege))
    }

    pub(crate) fn in_workspace(self, role: WorkspaceRole) -> Self {
        self.with_role(Place::Workspace(WORKSPACE), role.key(), role.permissions(false))
    }

    pub(crate) fn overriding_in_workspace(self) -> Self {
        let role = WorkspaceRole::TeamAdmin;
        self.with_role(Place::Workspace(WORKSPACE), role.key(), role.permissions(true))
    }

    pub(crate) fn in_project(self, role: ProjectRole) -> Self {
        self.with_role(Place::Project(PROJECT), role.key(), role.permissions())
    }

    /// … with a role of the organization's own, held in the whole of it.
    pub(crate) fn with_role_here(self, permissions: &[Permission]) -> Self {
        self.with_role(Place::Organization, "own", PermissionSet::of(permissions))
    }

    pub(crate) fn switched_off(mut self) -> Self {
        self.facts.memberships[0].active = false;
        self
    }

    pub(crate) fn deactivated(mut self) -> Self {
        self.facts.status = Status::Inactive;
        self
    }

    pub(crate) fn until(mut self, moment: Moment) -> Self {
        for grant in &mut self.facts.memberships[0].grants {
            grant.until = Some(moment);
        }
        self
    }

    pub(crate) fn id(mut self, id: u128) -> Self {
        self.facts.account = AccountId(Uuid::from_u128(id));
        self
    }

    fn with_role(self, place: Place, key: &str, permissions: PermissionSet) -> Self {
        let source = Source::Role(key.into(), key.into());
        self.with(Grant { place, source, permissions, until: None, team: None })
    }

    fn with(mut self, grant: Grant) -> Self {
        self.facts.memberships[0].add(grant);
        self
    }
}
