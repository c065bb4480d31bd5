//! What the person at the page may do inside an organization: asked of the domain, so that a page
//! offers what the server would accept.

use super::calls::Inside;
use crate::members::place_of;
use crate::prelude::*;
use crate::sessions::{Viewing, present, viewing};
use fluxward_domain::access::{Place, decide};
use fluxward_domain::granting::may_give;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::scopes::Scope;
use fluxward_domain::sessions::Viewer;

/// The person at the page, in one organization. Cheap to copy; every answer is tracked.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    slug: StoredValue<String>,
    viewing: Viewing,
}

impl Standing {
    /// In the organization of that slug.
    pub(crate) fn new(slug: StoredValue<String>) -> Self {
        Self { slug, viewing: viewing() }
    }

    /// Whether they may do one of `permissions` at a place.
    pub(crate) fn may(self, permissions: &[Permission], place: Place) -> bool {
        let (Some(viewer), Some(slug)) = (self.viewing.get(), self.slug.try_get_value()) else {
            return false;
        };
        let scope = scope_of(&viewer, &slug, place);
        permissions
            .iter()
            .any(|permission| decide(&viewer.facts, *permission, scope, present()).allowed())
    }

    /// Whether they may hand out what permits `permissions` there.
    pub(crate) fn may_give(self, permissions: PermissionSet, place: Place) -> bool {
        let (Some(viewer), Some(slug)) = (self.viewing.get(), self.slug.try_get_value()) else {
            return false;
        };
        may_give(&viewer.facts, permissions, scope_of(&viewer, &slug, place), present()).is_ok()
    }
}

/// The place as deciding knows it. Which workspace a project hangs in decides nothing.
fn scope_of(viewer: &Viewer, slug: &str, place: Place) -> Scope {
    let organization = place_of(viewer, slug);
    match place {
        Place::Organization => Scope::Organization(organization),
        Place::Workspace(id) => Scope::Workspace(organization, id),
        Place::Project(id) => Scope::Project(organization, None, id),
    }
}

impl Inside {
    /// As a grant knows it.
    pub(crate) const fn place(&self) -> Place {
        match self {
            Self::Workspace(it) => Place::Workspace(it.id),
            Self::Project(it) => Place::Project(it.id),
        }
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Workspace(it) => &it.name,
            Self::Project(it) => &it.name,
        }
    }

    /// The same, however many hold roles in it.
    pub(super) fn without_count(mut self) -> Self {
        match &mut self {
            Self::Workspace(it) => it.holders = 0,
            Self::Project(it) => it.holders = 0,
        }
        self
    }

    /// The log entry of its last change.
    pub(crate) const fn version(&self) -> i64 {
        match self {
            Self::Workspace(it) => it.version,
            Self::Project(it) => it.version,
        }
    }

    /// What one of must be held there to hand out roles.
    pub(crate) const fn hands_out(&self) -> &'static [Permission] {
        match self {
            Self::Workspace(_) => &[Permission::UsersManage, Permission::RolesManage],
            Self::Project(_) => &[Permission::ProjectsManage],
        }
    }

    /// What one of must be held there to change its settings.
    pub(crate) const fn settles(&self) -> &'static [Permission] {
        match self {
            Self::Workspace(_) => &[Permission::SettingsManage, Permission::WorkspacesManage],
            Self::Project(_) => &[Permission::ProjectsManage],
        }
    }

    /// What must be held there to delete it.
    pub(crate) const fn deletes(&self) -> &'static [Permission] {
        match self {
            Self::Workspace(_) => &[Permission::WorkspacesManage],
            Self::Project(_) => &[Permission::ProjectsManage],
        }
    }
}
