//! Organizations: the places that people belong to.
//!
//! Who belongs to one is the memberships' to know. An organization that the caller may not see
//! answers like one that does not exist; a deleted one stays in the log, and its slug is free.

pub mod api;
mod create;
mod edit;
mod store;
#[cfg(test)]
mod tests;

pub use create::create;
pub use edit::edit;
pub(crate) use store::{Resolved, default_privileges, resolve};

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::lists::counters::{self, Bin, Counts};
use crate::lists::cursor::Asked;
use crate::members;
use crate::services::{Caller, Services};
use fluxward_domain::errors::check;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::organizations::{Organization, OrganizationQuery};
use fluxward_domain::pages::{Because, Page};
use fluxward_domain::permissions::Permission;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
pub(crate) use store::Stored;

/// What the living organizations are counted under.
const LIVING: Bin<'_> = Bin { status: "", role: "" };

/// Words in an address that mean something else there.
const RESERVED: [&str; 3] = ["new", "platform", "me"];

/// The organizations that the caller may see, by name: platform administrators see all, everyone
/// else those that they belong to.
pub async fn list(
    s: &Services,
    c: &Caller,
    query: &OrganizationQuery,
) -> Result<Page<Organization>> {
    if !c.facts.includes(Permission::OrganizationView) {
        return Ok(Page { items: Vec::new(), next_cursor: None, total: Some(0) });
    }
    let everywhere = c.facts.platform_administrator;
    if c.seen_as.is_some() && !everywhere {
        return Ok(Page::whole(through_others(s, c, &mut s.read().await?).await?));
    }
    let member = (!everywhere).then_some(c.account);
    let cursor = query.cursor.as_deref();
    let asked = Asked::new(&s.keys, "organizations", &member, query.limit, cursor)?;
    let mut connection = s.read().await?;
    let rows = store::page(&mut connection, member, &asked).await?;
    let total = if everywhere {
        Counts::of(&mut connection, counters::ORGANIZATIONS).await?.all()
    } else {
        own(s, c)
    };
    Ok(asked.page(&s.keys, rows, Some(total), Stored::mark, Stored::organization))
}

/// The organizations of whom the caller sees as, as far as the caller may see them, by name. They
/// are few: one, unless an administrator of the platform looks.
pub(crate) async fn through_others(
    s: &Services,
    c: &Caller,
    on: &mut Connection,
) -> Result<Vec<Organization>> {
    let mut all = Vec::new();
    for membership in &c.facts.memberships {
        let scope = Scope::Organization(membership.organization);
        if c.authorize(s, Permission::OrganizationView, scope).is_ok() {
            all.extend(store::organization(on, membership.organization).await?);
        }
    }
    all.sort_by(|one, other| (&one.name_key, one.id).cmp(&(&other.name_key, other.id)));
    Ok(all.into_iter().map(Stored::organization).collect())
}

/// How many organizations the caller may see as a member.
fn own(s: &Services, c: &Caller) -> i64 {
    let sees = |organization| {
        let scope = Scope::Organization(organization);
        c.authorize(s, Permission::OrganizationView, scope).is_ok()
    };
    let own = c.facts.memberships.iter().filter(|membership| sees(membership.organization));
    i64::try_from(own.count()).unwrap_or(i64::MAX)
}

/// One organization.
pub async fn show(s: &Services, c: &Caller, slug: &str) -> Result<Organization> {
    let mut connection = s.read().await?;
    let found = resolve(&mut connection, slug).await?;
    let id = found.ok_or_else(AppError::not_found)?.id;
    c.authorize(s, Permission::OrganizationView, Scope::Organization(id))?;
    let stored = store::organization(&mut connection, id).await?;
    Ok(stored.ok_or_else(AppError::not_found)?.organization())
}

/// Deletes an organization: every membership and every grant in it ends, and the word in its
/// address is free again. Whoever uses that word later gets none of them back.
pub async fn delete(s: &Services, c: &Caller, slug: &str, because: Because) -> Result<()> {
    delete_version(s, c, slug, because, None).await
}

/// The same for the version that the caller last saw.
async fn delete_version(
    s: &Services,
    c: &Caller,
    slug: &str,
    because: Because,
    expected: Option<i64>,
) -> Result<()> {
    let (mut change, before) = open(s, c, slug, Permission::OrganizationDelete).await?;
    check(&because)?;
    is_as_seen(&before, expected)?;
    let id = OrganizationId(before.id);
    members::end_all(&mut change, id).await?;
    store::end(&mut change, id).await?;
    change.counters().add(counters::ORGANIZATIONS, LIVING, -1);
    change.touch_definitions();
    change.tell_organization(id, &before.slug);
    let members = before.members.to_string();
    let entry = Entry::new("organization.deleted", Target::Organization(id))
        .in_organization(id)
        .because(because.reason.as_deref())
        .with("name", Some(&before.name), None)
        .with("slug", Some(&before.slug), None)
        .with("members", Some(&members), None);
    change.record(entry).await?;
    change.commit().await?;
    Ok(())
}

/// Begins a change of the organization by somebody who may do `permission` there.
async fn open(
    s: &Services,
    c: &Caller,
    slug: &str,
    permission: Permission,
) -> Result<(Change, Stored)> {
    let mut change = s.change(c).await?;
    let found = resolve(&mut change, slug).await?;
    let id = found.ok_or_else(AppError::not_found)?.id;
    change.authorize(permission, Scope::Organization(id))?;
    let stored = store::organization(&mut change, id).await?;
    Ok((change, stored.ok_or_else(AppError::not_found)?))
}

/// Passes when the organization is as the caller last saw it.
fn is_as_seen(stored: &Stored, expected: Option<i64>) -> Result<()> {
    if expected.is_none_or(|expected| expected == stored.version) {
        return Ok(());
    }
    let detail = "This organization has changed in the meantime. Look at it again, then decide.";
    Err(AppError::new(Kind::ChangedSince, detail).into())
}

/// Passes when `slug` can be used for another organization.
async fn is_free(change: &mut Change, slug: &str) -> Result<()> {
    if RESERVED.contains(&slug) {
        let sentence = "This word is reserved. Choose another one.";
        return Err(AppError::field("slug", sentence).into());
    }
    if resolve(change, slug).await?.is_some() {
        let sentence = "Another organization has this word in its address. Choose another one.";
        return Err(AppError::taken("slug", sentence).into());
    }
    Ok(())
}
