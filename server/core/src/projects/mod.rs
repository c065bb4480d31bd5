//! Projects: places of an organization, in one of its workspaces or directly under it, whose
//! access is granted one by one.
//!
//! Only Owners and Admins reach into projects from outside; for everyone else a project in which
//! they hold nothing is not there. Moving a project moves no right: a role in the project stays,
//! a role in the workspace never reached it.

pub mod api;
mod store;

pub(crate) use store::end_all;

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::grants::{self, Subject};
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{members, organizations, requests, roles, text};
use fluxward_domain::access::{Facts, decide};
use fluxward_domain::errors::check;
use fluxward_domain::granting::Refusal;
use fluxward_domain::grants::{PlaceMember, PlaceTeam};
use fluxward_domain::ids::ProjectId;
use fluxward_domain::pages::{Because, Page, PeopleQuery};
use fluxward_domain::permissions::Permission;
use fluxward_domain::projects::{EditProject, NewProject, Project};
use fluxward_domain::roles::{ProjectRole, RoleScope};
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use store::Stored;

/// The projects of an organization that the caller may see, by name.
pub async fn list(s: &Services, c: &Caller, slug: &str) -> Result<Page<Project>> {
    let mut on = s.read().await?;
    let place = organizations::resolve(&mut on, slug).await?.ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::OrganizationView, Scope::Organization(place.id))?;
    let now = s.clock.now();
    let sees = |project: &Stored| {
        decide(&c.facts, Permission::ProjectsView, project.scope(place.id), now).allowed()
    };
    let all = store::all(&mut on, place.id).await?;
    Ok(Page::whole(all.into_iter().filter(sees).map(Stored::project).collect()))
}

/// One project.
pub async fn show(s: &Services, c: &Caller, slug: &str, project: &str) -> Result<Project> {
    let mut on = s.read().await?;
    let at = seen(s, c, &mut on, slug, project).await?;
    let found = store::one(&mut on, at.organization.id, project).await?;
    Ok(found.ok_or_else(AppError::not_found)?.project())
}

/// Those who hold a role in a project, by name, a page of them.
pub async fn people(
    s: &Services,
    c: &Caller,
    (slug, project): (&str, &str),
    query: &PeopleQuery,
) -> Result<Page<PlaceMember>> {
    let mut on = s.read().await?;
    let at = seen(s, c, &mut on, slug, project).await?;
    grants::at_place(s, &mut on, &at, query).await
}

/// Which teams hold a role in a project.
pub async fn teams(s: &Services, c: &Caller, slug: &str, project: &str) -> Result<Page<PlaceTeam>> {
    let mut on = s.read().await?;
    let at = seen(s, c, &mut on, slug, project).await?;
    Ok(Page::whole(grants::teams_at_place(&mut on, &at, s.clock.now()).await?))
}

/// The project, if the caller may see it.
async fn seen(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
    slug: &str,
    project: &str,
) -> Result<At> {
    let found = scopes::find(on, &format!("{slug}/{project}")).await?;
    let at = found.filter(|at| at.kind() == RoleScope::Project).ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::ProjectsView, at.scope())?;
    Ok(at)
}

/// Creates a project, in a workspace or directly under the organization. Whoever creates one
/// without reaching into every project is its Manager.
pub async fn create(s: &Services, c: &Caller, slug: &str, new: NewProject) -> Result<Project> {
    let mut change = s.change(c).await?;
    let parent = parent(&mut change, slug, new.workspace.as_deref()).await?;
    check(&new)?;
    let organization = parent.organization.id;
    scopes::is_free(&mut change, organization, &new.slug).await?;
    let stored = Stored {
        id: change.services().rng.uuid(change.now()),
        workspace_id: parent.inside.as_ref().map(|_| parent.id()),
        workspace: parent.inside.as_ref().map(|inside| inside.slug.clone()),
        slug: new.slug,
        name: text::kept(&new.name),
        created_at: change.now().0,
        version: change.seq(),
        holders: 0,
    };
    store::begin(&mut change, organization, &stored).await?;
    let reason = new.reason.as_deref();
    let mut entry = entry("project.created", &parent, &stored)
        .because(reason)
        .with("name", None, Some(&stored.name))
        .with("slug", None, Some(&stored.slug));
    if let Some(workspace) = &parent.inside {
        entry = entry.with("workspace", None, Some(&workspace.name));
    }
    change.record(entry).await?;
    // Whatever the token includes that is used.
    let own = Facts { limited_to: None, ..Facts::clone(change.facts()?) };
    let reaches =
        decide(&own, Permission::ProjectsManage, stored.scope(organization), change.now());
    if !reaches.allowed() && members::is_member(&mut change, organization, c.account).await? {
        manage(&mut change, &parent, &stored, c).await?;
    }
    change.tell_organization(organization, &parent.organization.slug);
    let stored = store::one(&mut change, organization, &stored.slug).await?;
    change.commit().await?;
    Ok(stored.ok_or_else(AppError::not_found)?.project())
}

/// The creator is the project's Manager.
async fn manage(change: &mut Change, parent: &At, stored: &Stored, c: &Caller) -> Result<()> {
    let path = format!("{}/{}", parent.organization.slug, stored.slug);
    let at = scopes::find(change, &path).await?.ok_or_else(AppError::not_found)?;
    let role = roles::defined(change, &at, ProjectRole::Manager.key()).await?;
    let role = role.ok_or_else(AppError::not_found)?;
    if !change.facts()?.may_hand_out(role.permissions) {
        return Err(Refusal::BeyondToken.into());
    }
    let subject = Subject::Account(c.account);
    grants::give(change, &at, subject, (&role, None), None).await?;
    let entry = Entry::new("role.assigned", Target::User(c.account))
        .in_organization(at.organization.id)
        .with("project", None, Some(&stored.name))
        .with("role", None, Some(&role.name));
    change.record(entry).await?;
    grants::tell(change, &at, subject).await
}

/// Where a project is to hang, if the caller may create one there.
async fn parent(change: &mut Change, slug: &str, workspace: Option<&str>) -> Result<At> {
    let may = [Permission::ProjectsCreate];
    let Some(workspace) = workspace else {
        return scopes::open(change, slug, None, &may).await;
    };
    let organization =
        organizations::resolve(change, slug).await?.ok_or_else(AppError::not_found)?;
    let id = organization.id;
    change.authorize(Permission::OrganizationView, Scope::Organization(id))?;
    let inside = scopes::inside(change, id, workspace).await?;
    let inside = inside.filter(|inside| inside.kind() == RoleScope::Workspace);
    let inside = inside.ok_or_else(|| {
        AppError::field("workspace", "There is no workspace with this word in its address.")
    })?;
    let at = At { organization, inside: Some(inside) };
    change.authorize(Permission::ProjectsCreate, at.scope())?;
    Ok(at)
}

/// Renames a project, changes the word in its address, or moves it to another workspace of the
/// organization. No right moves along.
pub async fn edit(
    s: &Services,
    c: &Caller,
    (slug, project): (&str, &str),
    edit: EditProject,
    expected: Option<i64>,
) -> Result<Project> {
    let mut change = s.change(c).await?;
    let (at, before) = open(&mut change, slug, project, expected).await?;
    check(&edit)?;
    let mut after = Stored {
        name: edit.name.as_deref().map_or_else(|| before.name.clone(), text::kept),
        slug: edit.slug.unwrap_or_else(|| before.slug.clone()),
        version: change.seq(),
        ..before.clone()
    };
    let mut entry = entry("project.edited", &at, &before).because(edit.reason.as_deref());
    if after.name != before.name {
        entry = entry.with("name", Some(&before.name), Some(&after.name));
    }
    if after.slug != before.slug {
        scopes::is_free(&mut change, at.organization.id, &after.slug).await?;
        entry = entry.with("slug", Some(&before.slug), Some(&after.slug));
    }
    if let Some(to) = edit.workspace.filter(|to| *to != before.workspace) {
        let parent = parent(&mut change, slug, to.as_deref()).await?;
        after.workspace_id = parent.inside.as_ref().map(|_| parent.id());
        entry = entry.with("workspace", before.workspace.as_deref(), to.as_deref());
        after.workspace = to;
    }
    if entry.changes.is_empty() {
        return Ok(before.project());
    }
    store::end(&mut change, after.id).await?;
    store::begin(&mut change, at.organization.id, &after).await?;
    change.record(entry).await?;
    change.tell_organization(at.organization.id, &at.organization.slug);
    change.commit().await?;
    Ok(after.project())
}

/// Deletes a project: every role in it ends.
pub async fn delete(
    s: &Services,
    c: &Caller,
    (slug, project): (&str, &str),
    because: Because,
    expected: Option<i64>,
) -> Result<()> {
    let mut change = s.change(c).await?;
    let (at, before) = open(&mut change, slug, project, expected).await?;
    check(&because)?;
    grants::end_all_at(&mut change, before.id).await?;
    requests::end_all_at(&mut change, before.id).await?;
    store::end(&mut change, before.id).await?;
    let holders = before.holders.to_string();
    let entry = entry("project.deleted", &at, &before)
        .because(because.reason.as_deref())
        .with("name", Some(&before.name), None)
        .with("holders", Some(&holders), None);
    change.record(entry).await?;
    change.touch_definitions();
    change.tell_organization(at.organization.id, &at.organization.slug);
    change.commit().await?;
    Ok(())
}

/// The project in a change, as the caller last saw it, if they may manage it.
async fn open(
    change: &mut Change,
    slug: &str,
    project: &str,
    expected: Option<i64>,
) -> Result<(At, Stored)> {
    let within = Some((RoleScope::Project, project));
    let at = scopes::open(change, slug, within, &[Permission::ProjectsManage]).await?;
    let stored = store::one(change, at.organization.id, project).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    if expected.is_some_and(|expected| expected != stored.version) {
        let detail = "This project has changed in the meantime. Look at it again, then decide.";
        return Err(AppError::new(Kind::ChangedSince, detail).into());
    }
    Ok((at, stored))
}

fn entry(action: &'static str, at: &At, project: &Stored) -> Entry {
    Entry::new(action, Target::Project(ProjectId(project.id))).in_organization(at.organization.id)
}
