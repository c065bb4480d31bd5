//! Bulk changes: many members of one organization, changed alike, in the background.
//!
//! # Decision: a run is a list of single changes
//! Every person is changed by the very use case that a page or a program would call, with the
//! caller's rights at that moment. So nobody gains by a bulk change, seats and the last Owner are
//! guarded, and the log says of everyone what it always says. A refusal concerns that person
//! alone. One's own membership is never changed so: an organization is not left by mistake.
//!
//! # Decision: a run has the rights of the session that it was begun in
//! When that session ends, or its account is disabled, or may no longer do this here, the run
//! stops where it is and says why; nothing that was begun with rights that are gone goes on.
//! Whoever may do it takes it up again, with their own rights, where it stopped.
//!
//! # Decision: the cursor is stored with what it stands for
//! A hundred people are changed in one transaction that also stores how far the run is. A process
//! that is killed leaves a whole number of hundreds behind, and any node goes on with the next
//! one; the head of the log, which every transaction locks, keeps two from doing the same one.

pub mod api;
mod one;
mod preview;
mod store;
#[cfg(test)]
mod tests;
mod whom;
mod working;

pub use preview::preview;
pub use working::due;

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::organizations::{self, Resolved};
use crate::services::{Caller, Services};
use crate::{grants, roles, scopes};
use fluxward_domain::bulk::{BulkChange, BulkProgress, BulkRun, NewBulk};
use fluxward_domain::errors::check;
use fluxward_domain::ids::BulkId;
use fluxward_domain::pages::{Because, Page};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::RoleScope;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use store::Stored;

/// How many runs of one organization may wait or be at work.
const OPEN_MOST: i64 = 20;
/// What is said of a run that somebody stopped.
const BY_HAND: &str = "Stopped by hand, before everybody was reached.";

/// Begins a bulk change. Whom it is about is decided now, whoever comes later is not touched; one
/// person who is no member, and nobody is (404).
pub async fn begin(s: &Services, c: &Caller, slug: &str, new: NewBulk) -> Result<BulkRun> {
    check(&new)?;
    let mut change = s.change(c).await?;
    let place = authorize(&mut change, slug, &new.change).await?;
    let whom = new.whom()?;
    if store::count_open(&mut change, place.id).await? >= OPEN_MOST {
        let detail = format!(
            "{OPEN_MOST} bulk changes are under way in {}. Wait until one is finished, or stop one.",
            place.name
        );
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let id = BulkId(s.rng.uuid(change.now()));
    let total = whom::write(&mut change, id, place.id, whom).await?;
    if total == 0 {
        return Err(AppError::field("filter", "Nobody matches. Take a filter away.").into());
    }
    store::begin(&mut change, c, id, &place, &new, total).await?;
    let entry = entry("bulk.begun", &place, &new.change).because(new.reason.as_deref());
    change.record(entry.with("people", None, Some(&total.to_string()))).await?;
    change.tell_organization(place.id, &place.slug);
    change.wake_jobs();
    let run = store::one(&mut change, place.id, id).await?.ok_or_else(AppError::not_found)?;
    let run = run.shown(&mut change).await?;
    change.commit().await?;
    Ok(run)
}

/// Runs of an organization, the newest first: one's own, and everybody's for those who manage
/// people there. The report of one tells who was refused.
pub async fn list(s: &Services, c: &Caller, slug: &str) -> Result<Page<BulkRun>> {
    let mut on = s.read().await?;
    let place = organizations::resolve(&mut on, slug).await?.ok_or_else(AppError::not_found)?;
    let scope = Scope::Organization(place.id);
    c.authorize(s, Permission::OrganizationView, scope)?;
    let sees_all = c.authorize(s, Permission::UsersManage, scope).is_ok();
    let runs = store::list(&mut on, place.id, (!sees_all).then_some(c.facts.account)).await?;
    let runs = runs.iter().map(Stored::listed).collect::<Result<Vec<_>>>()?;
    Ok(Page::whole(runs))
}

/// One run: how far it is, and who was refused.
pub async fn show(s: &Services, c: &Caller, slug: &str, id: BulkId) -> Result<BulkRun> {
    let mut on = s.read().await?;
    let may = |permission, scope| c.authorize(s, permission, scope);
    let (_, run) = find(&mut on, c, slug, id, may).await?;
    run.shown(&mut on).await
}

/// Stops a run: whoever was reached stays changed, nobody else is.
pub async fn cancel(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: BulkId,
    because: Because,
) -> Result<BulkRun> {
    check(&because)?;
    let (mut change, place, run) = open(s, c, slug, id).await?;
    if !run.progress()?.is_open() {
        return run.shown(&mut change).await;
    }
    store::stop(&mut change, id, BY_HAND).await?;
    let entry = entry("bulk.stopped", &place, &run.change()?);
    change.record(entry.because(because.reason.as_deref())).await?;
    answered(change, &place, id).await
}

/// Takes a run up again that was stopped, with the rights of whoever does.
pub async fn resume(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: BulkId,
    because: Because,
) -> Result<BulkRun> {
    check(&because)?;
    let (mut change, _, run) = open(s, c, slug, id).await?;
    let place = authorize(&mut change, slug, &run.change()?).await?;
    match run.progress()? {
        BulkProgress::Waiting | BulkProgress::Running => return run.shown(&mut change).await,
        BulkProgress::Finished => {
            let detail = "This bulk change has reached everybody. Begin another one.";
            return Err(AppError::new(Kind::Conflict, detail).into());
        }
        BulkProgress::Stopped => {}
    }
    store::resume(&mut change, c, id).await?;
    let entry = entry("bulk.resumed", &place, &run.change()?);
    change.record(entry.because(because.reason.as_deref())).await?;
    change.wake_jobs();
    answered(change, &place, id).await
}

/// Tells open pages, commits, and hands back the run as it is now.
async fn answered(mut change: Change, place: &Resolved, id: BulkId) -> Result<BulkRun> {
    change.tell_organization(place.id, &place.slug);
    let run = store::one(&mut change, place.id, id).await?.ok_or_else(AppError::not_found)?;
    let run = run.shown(&mut change).await?;
    change.commit().await?;
    Ok(run)
}

/// Begins a change of a run that the caller may see.
async fn open(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: BulkId,
) -> Result<(Change, Resolved, Stored)> {
    let mut change = s.change(c).await?;
    let (facts, now) = (change.facts()?.clone(), change.now());
    let may = |permission, scope| crate::services::authorize(&facts, permission, scope, now);
    let (place, run) = find(&mut change, c, slug, id, may).await?;
    Ok((change, place, run))
}

/// The run of that id: one's own for whoever sees the organization, anybody's for those who
/// manage people there.
async fn find(
    on: &mut Connection,
    c: &Caller,
    slug: &str,
    id: BulkId,
    may: impl Fn(Permission, Scope) -> Result<()>,
) -> Result<(Resolved, Stored)> {
    let place = organizations::resolve(on, slug).await?.ok_or_else(AppError::not_found)?;
    let scope = Scope::Organization(place.id);
    may(Permission::OrganizationView, scope)?;
    let run = store::one(on, place.id, id).await?;
    if run.as_ref().is_none_or(|run| run.account() != c.facts.account) {
        may(Permission::UsersManage, scope)?;
    }
    Ok((place, run.ok_or_else(AppError::not_found)?))
}

/// Passes when the caller of `change` may do such a thing to members there; whether they may do it
/// to one of them is the use case's to say.
async fn authorize(change: &mut Change, slug: &str, what: &BulkChange) -> Result<Resolved> {
    let BulkChange::Workspace(to) = what else {
        let place = organizations::resolve(change, slug).await?.ok_or_else(AppError::not_found)?;
        change.authorize(Permission::UsersManage, Scope::Organization(place.id))?;
        return Ok(place);
    };
    let within = Some((RoleScope::Workspace, to.workspace.as_str()));
    let needs = [Permission::UsersManage, Permission::RolesManage];
    let at = scopes::open(change, slug, within, &needs).await?;
    // Whom a filter takes is told by numbers and names.
    change.authorize(Permission::UsersView, Scope::Organization(at.organization.id))?;
    if roles::defined(change, &at, &to.role).await?.is_none() {
        return Err(grants::unknown_role(&at, &to.role).into());
    }
    Ok(at.organization)
}

/// An entry about a run, for the log of its organization.
fn entry(action: &'static str, place: &Resolved, what: &BulkChange) -> Entry {
    Entry::new(action, Target::Organization(place.id)).in_organization(place.id).with(
        "change",
        None,
        Some(&what.sentence()),
    )
}
