//! Roles: the built-in ones, and those that organizations make of the catalogue of permissions.
//!
//! Nobody creates or changes a role beyond what they hold, and nobody gains by changing one:
//! after a change, the caller's own rights are looked at again, everywhere they hold anything.

pub mod api;
mod changing;
mod store;

pub use changing::{create, delete, edit};
pub(crate) use store::end_all;

use crate::database::Connection;
use crate::error::Result;
use crate::organizations::{self, Resolved};
use crate::scopes::At;
use crate::services::{Caller, Services};
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::{
    BaseRole, Holder, ProjectRole, Role, RoleScope, WorkspaceRole, built_in,
};
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};

/// How many holders are shown.
const HOLDERS: i64 = 200;

/// A role that can be given at some kind of place.
#[derive(Clone, Debug)]
pub(crate) struct Defined {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) permissions: PermissionSet,
}

/// Every role that can be held in the organization: the built-in ones, then its own.
pub async fn list(s: &Services, c: &Caller, slug: &str) -> Result<Page<Role>> {
    let mut on = s.read().await?;
    let place = seen(s, c, &mut on, slug).await?;
    let counts = store::holders_of_built_in(&mut on, place.id).await?;
    let mut roles = built_in();
    for role in &mut roles {
        let here =
            |(kind, key, _): &&(String, String, i64)| kind == role.scope.key() && *key == role.key;
        role.holders = counts.iter().find(here).map_or(0, |(_, _, n)| *n);
    }
    let members = crate::lists::counters::Counts::of(&mut on, place.id.0).await?;
    for role in roles.iter_mut().filter(|role| role.scope == RoleScope::Organization) {
        role.holders = members.sum(|bin| bin.role == role.key);
    }
    roles.extend(store::all(&mut on, place.id).await?);
    Ok(Page::whole(roles))
}

/// Every role that can be held in the organization, whoever holds it, as part of something else.
pub(crate) async fn all(on: &mut Connection, organization: OrganizationId) -> Result<Vec<Role>> {
    let mut roles = built_in();
    roles.extend(store::all(on, organization).await?);
    Ok(roles)
}

/// One role, built in or the organization's own.
pub async fn show(s: &Services, c: &Caller, slug: &str, key: &str) -> Result<Role> {
    let all = list(s, c, slug).await?;
    let found = all.items.into_iter().find(|role| role.key == key);
    Ok(found.ok_or_else(AppError::not_found)?)
}

/// Who holds a role, and where; the first two hundred.
pub async fn holders(s: &Services, c: &Caller, slug: &str, key: &str) -> Result<Page<Holder>> {
    let mut on = s.read().await?;
    let place = seen(s, c, &mut on, slug).await?;
    c.authorize(s, Permission::UsersView, Scope::Organization(place.id))?;
    let custom = store::one(&mut on, place.id, key).await?.map(|stored| stored.role);
    let role = custom.or_else(|| built_in().into_iter().find(|role| role.key == key));
    let role = role.ok_or_else(AppError::not_found)?;
    if role.built_in && role.scope == RoleScope::Organization {
        let detail = "Who holds a base role is in the list of members: filter it by the role.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let found =
        store::holders(&mut on, (place.id, &place.slug), (role.scope, key), HOLDERS).await?;
    let total = total(role.holders, &found);
    Ok(Page { items: found, next_cursor: None, total })
}

fn total(stored: i64, found: &[Holder]) -> Option<i64> {
    let shown = i64::try_from(found.len()).unwrap_or(i64::MAX);
    if shown < HOLDERS { Some(shown) } else { (stored > 0).then_some(stored) }
}

/// The organization of that slug, if the caller may see it.
async fn seen(s: &Services, c: &Caller, on: &mut Connection, slug: &str) -> Result<Resolved> {
    let place = organizations::resolve(on, slug).await?.ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::OrganizationView, Scope::Organization(place.id))?;
    Ok(place)
}

/// The role of that key that can be held at a place; `None` when there is none.
pub(crate) async fn defined(on: &mut Connection, at: &At, key: &str) -> Result<Option<Defined>> {
    let found = find(on, at, at.kind(), key).await?;
    let Some(mut found) = found else { return Ok(None) };
    if found.key == WorkspaceRole::TeamAdmin.key() && at.kind() == RoleScope::Workspace {
        let overriding = crate::workspaces::is_overriding(on, at.id()).await?;
        found.permissions = WorkspaceRole::TeamAdmin.permissions(overriding);
    }
    Ok(Some(found))
}

/// The role of that key for that kind of place. Base roles are memberships' own and not among
/// them.
async fn find(on: &mut Connection, at: &At, kind: RoleScope, key: &str) -> Result<Option<Defined>> {
    let defined = |name: &str, permissions| Defined {
        key: key.to_owned(),
        name: name.to_owned(),
        permissions,
    };
    let built_in = match kind {
        RoleScope::Organization if BaseRole::parse(key).is_some() => return Ok(None),
        RoleScope::Organization => None,
        RoleScope::Workspace => WorkspaceRole::ALL
            .into_iter()
            .find(|role| role.key() == key)
            .map(|role| defined(role.name(), role.permissions(false))),
        RoleScope::Project => ProjectRole::ALL
            .into_iter()
            .find(|role| role.key() == key)
            .map(|role| defined(role.name(), role.permissions())),
    };
    if built_in.is_some() {
        return Ok(built_in);
    }
    let stored = store::one(on, at.organization.id, key).await?;
    let stored = stored.filter(|stored| stored.role.scope == kind);
    Ok(stored.map(|stored| defined(&stored.role.name, stored.role.set())))
}
