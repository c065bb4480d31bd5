//! Workspaces: places inside an organization where people hold several roles each.
//!
//! What holds in the organization reaches its workspaces; what holds in a workspace holds there
//! only. Whoever belongs to the organization sees that its workspaces are there.

pub mod api;
mod store;

pub(crate) use store::{end_all, is_any_overriding, is_overriding};

use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{access, grants, organizations, requests, text};
use fluxward_domain::errors::check;
use fluxward_domain::granting::may_give;
use fluxward_domain::grants::{PlaceMember, PlaceTeam};
use fluxward_domain::ids::WorkspaceId;
use fluxward_domain::pages::{Because, Page, PeopleQuery};
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;
use fluxward_domain::workspaces::{EditWorkspace, NewWorkspace, Workspace};
use fluxward_domain::{AppError, Kind};
use store::Stored;

/// What one of must be held in a workspace to see who holds roles there.
const SEES_PEOPLE: [Permission; 3] =
    [Permission::UsersManage, Permission::RolesManage, Permission::UsersView];

/// The workspaces of an organization, by name.
pub async fn list(s: &Services, c: &Caller, slug: &str) -> Result<Page<Workspace>> {
    let mut on = s.read().await?;
    let place = organizations::resolve(&mut on, slug).await?.ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::OrganizationView, Scope::Organization(place.id))?;
    let all = store::all(&mut on, place.id).await?;
    Ok(Page::whole(all.into_iter().map(Stored::workspace).collect()))
}

/// One workspace.
pub async fn show(s: &Services, c: &Caller, slug: &str, workspace: &str) -> Result<Workspace> {
    let mut on = s.read().await?;
    let place = organizations::resolve(&mut on, slug).await?.ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::OrganizationView, Scope::Organization(place.id))?;
    let found = store::one(&mut on, place.id, workspace).await?;
    Ok(found.ok_or_else(AppError::not_found)?.workspace())
}

/// Those who hold roles in a workspace, by name, a page of them, with all of their roles there.
pub async fn people(
    s: &Services,
    c: &Caller,
    (slug, workspace): (&str, &str),
    query: &PeopleQuery,
) -> Result<Page<PlaceMember>> {
    let mut on = s.read().await?;
    let at = seen(s, c, &mut on, slug, workspace).await?;
    grants::at_place(s, &mut on, &at, query).await
}

/// Which teams hold roles in a workspace.
pub async fn teams(
    s: &Services,
    c: &Caller,
    slug: &str,
    workspace: &str,
) -> Result<Page<PlaceTeam>> {
    let mut on = s.read().await?;
    let at = seen(s, c, &mut on, slug, workspace).await?;
    Ok(Page::whole(grants::teams_at_place(&mut on, &at, s.clock.now()).await?))
}

/// The workspace, if the caller may see who holds roles there.
async fn seen(
    s: &Services,
    c: &Caller,
    on: &mut crate::database::Connection,
    slug: &str,
    workspace: &str,
) -> Result<At> {
    let found = scopes::find(on, &format!("{slug}/{workspace}")).await?;
    let at =
        found.filter(|at| at.kind() == RoleScope::Workspace).ok_or_else(AppError::not_found)?;
    scopes::any_of(&SEES_PEOPLE, |permission| c.authorize(s, permission, at.scope()))?;
    Ok(at)
}

/// Creates a workspace.
pub async fn create(s: &Services, c: &Caller, slug: &str, new: NewWorkspace) -> Result<Workspace> {
    let mut change = s.change(c).await?;
    let at = scopes::open(&mut change, slug, None, &[Permission::WorkspacesCreate]).await?;
    check(&new)?;
    scopes::is_free(&mut change, at.organization.id, &new.slug).await?;
    let stored = Stored {
        id: change.services().rng.uuid(change.now()),
        slug: new.slug,
        name: text::kept(&new.name),
        overriding: false,
        created_at: change.now().0,
        version: change.seq(),
        holders: 0,
        projects: 0,
    };
    store::begin(&mut change, at.organization.id, &stored).await?;
    let entry = entry("workspace.created", &at, &stored)
        .because(new.reason.as_deref())
        .with("name", None, Some(&stored.name))
        .with("slug", None, Some(&stored.slug));
    finish(change, &at, stored, entry).await
}

/// Renames a workspace, changes the word in its address, or whether its Team Admins may override
/// approvals.
pub async fn edit(
    s: &Services,
    c: &Caller,
    (slug, workspace): (&str, &str),
    edit: EditWorkspace,
    expected: Option<i64>,
) -> Result<Workspace> {
    let mut change = s.change(c).await?;
    let may = [Permission::SettingsManage, Permission::WorkspacesManage];
    let (at, before) = open(&mut change, slug, workspace, &may, expected).await?;
    check(&edit)?;
    let after = Stored {
        name: edit.name.as_deref().map_or_else(|| before.name.clone(), text::kept),
        slug: edit.slug.unwrap_or_else(|| before.slug.clone()),
        overriding: edit.overriding.unwrap_or(before.overriding),
        version: change.seq(),
        ..before.clone()
    };
    let mut entry = entry("workspace.edited", &at, &before).because(edit.reason.as_deref());
    if after.name != before.name {
        entry = entry.with("name", Some(&before.name), Some(&after.name));
    }
    if after.slug != before.slug {
        scopes::is_free(&mut change, at.organization.id, &after.slug).await?;
        entry = entry.with("slug", Some(&before.slug), Some(&after.slug));
    }
    if after.overriding && !before.overriding {
        // All Team Admins may do it from now on.
        let gives = PermissionSet::of(&[Permission::ChangesOverride]);
        may_give(change.facts()?, gives, at.scope(), change.now())?;
    }
    if after.overriding != before.overriding {
        let [from, to] = [before.overriding, after.overriding].map(|it| it.to_string());
        entry = entry.with("overriding", Some(&from), Some(&to));
    }
    if entry.changes.is_empty() {
        return Ok(before.workspace());
    }
    store::end(&mut change, after.id).await?;
    store::begin(&mut change, at.organization.id, &after).await?;
    if after.overriding != before.overriding {
        access::nobody_gains(&mut change).await?;
        change.touch_definitions();
    }
    finish(change, &at, after, entry).await
}

/// Deletes a workspace in which no project hangs: every role in it ends.
pub async fn delete(
    s: &Services,
    c: &Caller,
    (slug, workspace): (&str, &str),
    because: Because,
    expected: Option<i64>,
) -> Result<()> {
    let mut change = s.change(c).await?;
    let may = [Permission::WorkspacesManage];
    let (at, before) = open(&mut change, slug, workspace, &may, expected).await?;
    check(&because)?;
    if before.projects > 0 {
        let detail = "Projects hang in this workspace. Move or delete them first.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    grants::end_all_at(&mut change, before.id).await?;
    requests::end_all_at(&mut change, before.id).await?;
    store::end(&mut change, before.id).await?;
    let holders = before.holders.to_string();
    let entry = entry("workspace.deleted", &at, &before)
        .because(because.reason.as_deref())
        .with("name", Some(&before.name), None)
        .with("holders", Some(&holders), None);
    change.record(entry).await?;
    change.touch_definitions();
    change.tell_organization(at.organization.id, &at.organization.slug);
    change.commit().await?;
    Ok(())
}

/// The workspace in a change, as the caller last saw it, if they may do one of `permissions`.
async fn open(
    change: &mut Change,
    slug: &str,
    workspace: &str,
    permissions: &[Permission],
    expected: Option<i64>,
) -> Result<(At, Stored)> {
    let within = Some((RoleScope::Workspace, workspace));
    let at = scopes::open(change, slug, within, permissions).await?;
    let stored = store::one(change, at.organization.id, workspace).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    if expected.is_some_and(|expected| expected != stored.version) {
        let detail = "This workspace has changed in the meantime. Look at it again, then decide.";
        return Err(AppError::new(Kind::ChangedSince, detail).into());
    }
    Ok((at, stored))
}

fn entry(action: &'static str, at: &At, workspace: &Stored) -> Entry {
    Entry::new(action, Target::Workspace(WorkspaceId(workspace.id)))
        .in_organization(at.organization.id)
}

async fn finish(mut change: Change, at: &At, stored: Stored, entry: Entry) -> Result<Workspace> {
    change.record(entry).await?;
    change.tell_organization(at.organization.id, &at.organization.slug);
    change.commit().await?;
    Ok(stored.workspace())
}
