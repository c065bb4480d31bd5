//! Creating, changing and deleting roles.

use super::store::{self, Stored};
use super::{Defined, find};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{access, requests, text, workspaces};
use fluxward_domain::errors::check;
use fluxward_domain::granting::may_give;
use fluxward_domain::ids::{ProjectId, WorkspaceId};
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::{
    DeleteRole, EditRole, NewRole, Role, RoleScope, WorkspaceRole, is_built_in,
};
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use uuid::Uuid;

/// Keys that are no organization's to take: the platform's own role, and the pages beside those of
/// the roles.
const RESERVED: [&str; 3] = ["administrator", "compare", "new"];

/// Creates a role of the organization's own.
pub async fn create(s: &Services, c: &Caller, slug: &str, new: NewRole) -> Result<Role> {
    let mut change = s.change(c).await?;
    let at = scopes::open(&mut change, slug, None, &[Permission::RolesManage]).await?;
    check(&new)?;
    if is_built_in(&new.key) || RESERVED.contains(&new.key.as_str()) {
        let sentence = "This key is taken by Fluxward itself. Choose another one.";
        return Err(AppError::taken("key", sentence).into());
    }
    if store::one(&mut change, at.organization.id, &new.key).await?.is_some() {
        let sentence = "Another role of this organization has this key. Choose another one.";
        return Err(AppError::taken("key", sentence).into());
    }
    let permissions = PermissionSet::of(&new.permissions);
    may_define(&change, &at, new.scope, permissions)?;
    let role = Role {
        key: new.key,
        name: text::kept(&new.name),
        scope: new.scope,
        permissions: permissions.iter().collect(),
        built_in: false,
        holders: 0,
        version: change.seq(),
    };
    let stored = Stored { role, created_at: change.now() };
    store::begin(&mut change, at.organization.id, &stored).await?;
    let entry = entry("role.created", &at)
        .because(new.reason.as_deref())
        .with("role", None, Some(&stored.role.name))
        .with("key", None, Some(&stored.role.key))
        .with("scope", None, Some(stored.role.scope.key()));
    change.record(with_permissions(entry, PermissionSet::NONE, permissions)).await?;
    change.tell_organization(at.organization.id, &at.organization.slug);
    change.commit().await?;
    Ok(stored.role)
}

/// Renames a role, or changes what it permits: at once, for everyone who holds it.
pub async fn edit(
    s: &Services,
    c: &Caller,
    slug: &str,
    key: &str,
    edit: EditRole,
    expected: Option<i64>,
) -> Result<Role> {
    let (mut change, at, before) = open(s, c, slug, key, expected).await?;
    check(&edit)?;
    let had = before.role.set();
    let has = edit.permissions.as_ref().map_or(had, |given| PermissionSet::of(given));
    let name = edit.name.as_deref().map_or_else(|| before.role.name.clone(), text::kept);
    if has == had && name == before.role.name {
        return Ok(before.role);
    }
    may_define(&change, &at, before.role.scope, had.union(has))?;
    let role = Role {
        name,
        permissions: has.iter().collect(),
        version: change.seq(),
        ..before.role.clone()
    };
    let stored = Stored { role, created_at: before.created_at };
    store::end(&mut change, at.organization.id, key).await?;
    store::begin(&mut change, at.organization.id, &stored).await?;
    access::nobody_gains(&mut change).await?;
    let mut entry = entry("role.edited", &at).because(edit.reason.as_deref());
    let (old, new) = (before.role.name.as_str(), stored.role.name.as_str());
    entry = entry.with("role", Some(old), Some(new));
    change.record(with_permissions(entry, had, has)).await?;
    change.touch_definitions();
    change.commit().await?;
    Ok(stored.role)
}

/// Deletes a role. When somebody holds it, `replacement` takes its place.
pub async fn delete(
    s: &Services,
    c: &Caller,
    slug: &str,
    key: &str,
    asked: DeleteRole,
    expected: Option<i64>,
) -> Result<()> {
    let (mut change, at, before) = open(s, c, slug, key, expected).await?;
    check(&asked)?;
    may_define(&change, &at, before.role.scope, before.role.set())?;
    let mut entry = entry("role.deleted", &at).because(asked.reason.as_deref());
    let replacement = match asked.replacement.as_deref() {
        Some(other) => {
            let defined = replacement(&mut change, &at, &before.role, other).await?;
            may_define(&change, &at, before.role.scope, defined.permissions)?;
            Some(defined)
        }
        None if before.role.holders > 0 => return Err(in_use(&before.role).into()),
        None => None,
    };
    if let Some(replacement) = &replacement {
        store::replace(&mut change, at.organization.id, key, &replacement.key).await?;
    }
    store::end(&mut change, at.organization.id, key).await?;
    requests::end_all_for_role(&mut change, at.organization.id, key).await?;
    access::nobody_gains(&mut change).await?;
    let after = replacement.as_ref().map(|replacement| replacement.name.as_str());
    entry = entry.with("role", Some(&before.role.name), after);
    change.record(with_permissions(entry, before.role.set(), PermissionSet::NONE)).await?;
    change.touch_definitions();
    change.commit().await?;
    Ok(())
}

fn in_use(role: &Role) -> AppError {
    let holders = match role.holders {
        1 => "Somebody holds this role".to_owned(),
        n => format!("This role is held {n} times"),
    };
    let detail = format!("{holders}. Name the role that takes its place as `replacement`.");
    AppError::new(Kind::Conflict, detail)
}

/// The role that takes the place of another one: for the same kind of place, and not itself.
async fn replacement(change: &mut Change, at: &At, role: &Role, other: &str) -> Result<Defined> {
    let found = find(change, at, role.scope, other).await?.filter(|_| other != role.key);
    let mut found = found.ok_or_else(|| {
        let kind = role.scope.key();
        AppError::field("replacement", format!("There is no other {kind} role of this key."))
    })?;
    let is_team_admin =
        role.scope == RoleScope::Workspace && other == WorkspaceRole::TeamAdmin.key();
    if is_team_admin && workspaces::is_any_overriding(change, at.organization.id).await? {
        found.permissions = WorkspaceRole::TeamAdmin.permissions(true);
    }
    Ok(found)
}

/// Begins a change of a role of the organization's own.
async fn open(
    s: &Services,
    c: &Caller,
    slug: &str,
    key: &str,
    expected: Option<i64>,
) -> Result<(Change, At, Stored)> {
    let mut change = s.change(c).await?;
    let at = scopes::open(&mut change, slug, None, &[Permission::RolesManage]).await?;
    if is_built_in(key) {
        let detail = "Built-in roles cannot be changed. Duplicate it as a role of your own.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let found = store::one(&mut change, at.organization.id, key).await?;
    let found = found.ok_or_else(AppError::not_found)?;
    if expected.is_some_and(|expected| expected != found.role.version) {
        let detail = "This role has changed in the meantime. Look at it again, then decide.";
        return Err(AppError::new(Kind::ChangedSince, detail).into());
    }
    Ok((change, at, found))
}

/// Whether the caller may make a role for that kind of place that permits `permissions`: nothing
/// beyond what they hold in the organization, or, for projects, in every project.
fn may_define(change: &Change, at: &At, kind: RoleScope, permissions: PermissionSet) -> Result<()> {
    let organization = at.organization.id;
    let caller = change.facts()?;
    let scope = match kind {
        RoleScope::Organization => Scope::Organization(organization),
        // Somewhere, where nothing is held but what reaches everywhere.
        RoleScope::Workspace => Scope::Workspace(organization, WorkspaceId(Uuid::nil())),
        RoleScope::Project => Scope::Project(organization, None, ProjectId(Uuid::nil())),
    };
    Ok(may_give(caller, permissions, scope, change.now())?)
}

fn entry(action: &'static str, at: &At) -> Entry {
    Entry::new(action, Target::Organization(at.organization.id)).in_organization(at.organization.id)
}

fn with_permissions(mut entry: Entry, before: PermissionSet, after: PermissionSet) -> Entry {
    for permission in before.without(after).iter() {
        entry = entry.with("permission", Some(permission.as_str()), None);
    }
    for permission in after.without(before).iter() {
        entry = entry.with("permission", None, Some(permission.as_str()));
    }
    entry
}
