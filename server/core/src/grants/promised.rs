//! Roles in workspaces that somebody is given together with their membership: when an account is
//! created, or an invitation accepted.
//!
//! A promise names the workspace by its id: a word in an address that was freed and taken by
//! another workspace brings nobody in there.

use super::{Subject, entry, give, tell};
use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use crate::organizations::Resolved;
use crate::roles;
use crate::scopes::{self, At};
use fluxward_domain::access::{Facts, Place};
use fluxward_domain::granting::may_give;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::WorkspaceRoles;
use fluxward_domain::roles::RoleScope;
use fluxward_domain::{AppError, FieldError, Moment};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many workspaces are given at once at most.
const WORKSPACES_MAX: usize = 100;

/// Roles in one workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Promised {
    workspace: Uuid,
    /// The slug and the name when it was promised, to be shown.
    slug: String,
    name: String,
    roles: Vec<String>,
    /// The names of the roles, to be shown.
    names: Vec<String>,
}

impl Promised {
    /// As it travels.
    pub(crate) fn shown(&self) -> WorkspaceRoles {
        WorkspaceRoles { slug: self.slug.clone(), roles: self.roles.clone() }
    }

    /// In words, for whoever is invited.
    pub(crate) fn sentence(&self) -> String {
        format!("In the workspace “{}”: {}.", self.name, self.names.join(", "))
    }
}

/// What `asked` names, if the caller of the change may give all of it. Everything that is unknown
/// is told at once.
pub(crate) async fn promise(
    change: &mut Change,
    place: &Resolved,
    asked: &[WorkspaceRoles],
) -> Result<Vec<Promised>> {
    if asked.len() > WORKSPACES_MAX {
        let sentence = format!("Name at most {WORKSPACES_MAX} workspaces.");
        return Err(AppError::field("workspaces", sentence).into());
    }
    let (mut promised, mut errors) = (Vec::new(), Vec::new());
    for (n, wanted) in asked.iter().enumerate() {
        let inside = scopes::inside(change, place.id, &wanted.slug).await?;
        let inside = inside.filter(|inside| inside.kind() == RoleScope::Workspace);
        let Some(inside) = inside else {
            let message = "There is no workspace with this word in its address.".to_owned();
            errors.push(FieldError { field: format!("workspaces[{n}].slug"), message });
            continue;
        };
        let at = At { organization: place.clone(), inside: Some(inside) };
        let mut names = Vec::new();
        for key in &wanted.roles {
            if let Some(role) = roles::defined(change, &at, key).await? {
                may_give(change.facts()?, role.permissions, at.scope(), change.now())?;
                names.push(role.name);
            } else {
                let message = super::unknown_role(&at, key).detail;
                errors.push(FieldError { field: format!("workspaces[{n}].roles"), message });
            }
        }
        promised.push(Promised {
            workspace: at.id(),
            slug: wanted.slug.clone(),
            name: at.inside.map(|inside| inside.name).unwrap_or_default(),
            roles: wanted.roles.clone(),
            names,
        });
    }
    if errors.is_empty() { Ok(promised) } else { Err(AppError::invalid(errors).into()) }
}

/// Whether the account of `facts` could still give all of it, as far as it is there.
pub(crate) async fn could_give(
    on: &mut Connection,
    facts: &Facts,
    place: &Resolved,
    promised: &[Promised],
    now: Moment,
) -> Result<bool> {
    for (at, keys) in living(on, place, promised).await? {
        for key in keys {
            let role = roles::defined(on, &at, key).await?;
            let may = |role: roles::Defined| may_give(facts, role.permissions, at.scope(), now);
            if role.is_some_and(|role| may(role).is_err()) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// `account`, who is a member now, holds what was promised, as far as it is still there.
pub(crate) async fn keep(
    change: &mut Change,
    place: &Resolved,
    account: AccountId,
    promised: &[Promised],
) -> Result<()> {
    let subject = Subject::Account(account);
    for (at, keys) in living(change, place, promised).await? {
        for key in keys {
            let Some(role) = roles::defined(change, &at, key).await? else { continue };
            give(change, &at, subject, (&role, None), None).await?;
            let entry = entry("role.assigned", &at, subject).with("role", None, Some(&role.name));
            change.record(entry).await?;
        }
        tell(change, &at, subject).await?;
    }
    Ok(())
}

/// The workspaces that are still there, each with the keys of the roles.
async fn living<'p>(
    on: &mut Connection,
    place: &Resolved,
    promised: &'p [Promised],
) -> Result<Vec<(At, &'p [String])>> {
    if promised.is_empty() {
        return Ok(Vec::new());
    }
    let mut living = Vec::new();
    for inside in scopes::all(on, place.id).await? {
        let Place::Workspace(id) = inside.place() else { continue };
        if let Some(found) = promised.iter().find(|promised| promised.workspace == id.0) {
            let at = At { organization: place.clone(), inside: Some(inside) };
            living.push((at, found.roles.as_slice()));
        }
    }
    Ok(living)
}
