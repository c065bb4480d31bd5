//! Places found by the words in their addresses: `{org}`, `{org}/{workspace}`, `{org}/{project}`.
//!
//! A place that is not there and one that the caller may not see answer alike; whether the caller
//! may do something there is the use case's to ask.

mod store;

use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use crate::organizations::{self, Resolved};
use fluxward_domain::AppError;
use fluxward_domain::access::Place;
use fluxward_domain::ids::{OrganizationId, ProjectId, WorkspaceId};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;
use uuid::Uuid;

pub(crate) use store::{Inside, all, inside};

/// A living place inside a living organization, or the organization itself.
#[derive(Clone, Debug)]
pub(crate) struct At {
    pub(crate) organization: Resolved,
    /// The workspace or project; `None` for the organization itself.
    pub(crate) inside: Option<Inside>,
}

impl At {
    /// As deciding knows it.
    pub(crate) fn scope(&self) -> Scope {
        let organization = self.organization.id;
        self.inside.as_ref().map_or(Scope::Organization(organization), |it| it.scope(organization))
    }

    /// As a grant knows it.
    pub(crate) fn place(&self) -> Place {
        self.inside.as_ref().map_or(Place::Organization, Inside::place)
    }

    /// The kind of roles that are held there.
    pub(crate) fn kind(&self) -> RoleScope {
        RoleScope::of(self.scope())
    }

    /// The id that grants there carry.
    pub(crate) fn id(&self) -> Uuid {
        match self.place() {
            Place::Organization => self.organization.id.0,
            Place::Workspace(WorkspaceId(id)) | Place::Project(ProjectId(id)) => id,
        }
    }

    /// The text that names it: `acme/design`.
    pub(crate) fn path(&self) -> String {
        self.inside.as_ref().map_or_else(
            || self.organization.slug.clone(),
            |inside| format!("{}/{}", self.organization.slug, inside.slug),
        )
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.inside.as_ref().map_or(&self.organization.name, |inside| &inside.name)
    }
}

/// The place that `path` names; `None` when there is none.
pub(crate) async fn find(connection: &mut Connection, path: &str) -> Result<Option<At>> {
    let (slug, within) = match path.split_once('/') {
        Some((slug, within)) => (slug, Some(within)),
        None => (path, None),
    };
    let Some(organization) = organizations::resolve(connection, slug).await? else {
        return Ok(None);
    };
    let Some(within) = within else {
        return Ok(Some(At { organization, inside: None }));
    };
    let inside = inside(connection, organization.id, within).await?;
    Ok(inside.map(|inside| At { organization, inside: Some(inside) }))
}

/// The place inside the organization of that slug, if the caller of `change` may do one of
/// `permissions` there; the last one is named when they may not.
pub(crate) async fn open(
    change: &mut Change,
    slug: &str,
    within: Option<(RoleScope, &str)>,
    permissions: &[Permission],
) -> Result<At> {
    let organization =
        organizations::resolve(change, slug).await?.ok_or_else(AppError::not_found)?;
    let at = match within {
        None => At { organization, inside: None },
        Some((kind, within)) => {
            let inside = inside(change, organization.id, within).await?;
            let inside = inside.filter(|inside| inside.kind() == kind);
            let Some(inside) = inside else {
                // Whoever may not even see the organization learns nothing about what is in it.
                change.authorize(
                    Permission::OrganizationView,
                    Scope::Organization(organization.id),
                )?;
                return Err(AppError::not_found().into());
            };
            At { organization, inside: Some(inside) }
        }
    };
    any_of(permissions, |permission| change.authorize(permission, at.scope()))?;
    Ok(at)
}

/// Passes when `may` passes for one of `permissions`; else answers what the last one answers.
pub(crate) fn any_of(
    permissions: &[Permission],
    may: impl Fn(Permission) -> Result<()>,
) -> Result<()> {
    let mut refused = Ok(());
    for permission in permissions {
        refused = may(*permission);
        if refused.is_ok() {
            return Ok(());
        }
    }
    refused
}

/// Passes when no workspace and no project of the organization has this word in its address.
pub(crate) async fn is_free(
    change: &mut Change,
    organization: OrganizationId,
    slug: &str,
) -> Result<()> {
    if ["new", "settings"].contains(&slug) {
        return Err(AppError::field("slug", "This word is reserved. Choose another one.").into());
    }
    if let Some(other) = inside(change, organization, slug).await? {
        let kind = other.kind().key();
        let sentence = format!(
            "The {kind} “{}” has this word in its address. Choose another one.",
            other.name
        );
        return Err(AppError::taken("slug", sentence).into());
    }
    Ok(())
}
