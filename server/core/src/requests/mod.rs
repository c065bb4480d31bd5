//! Requests for access: a person asks for a role at a place, with a reason and for a time, and
//! whoever may grant it decides. Nobody decides their own; a grant is given by the same rules as
//! any other, so a request gives nobody a right to give.

pub mod api;
mod ending;
mod listing;
pub(crate) mod mail;
mod store;
mod telling;
#[cfg(test)]
mod tests;

pub(crate) use ending::{end_all, end_all_at, end_all_for_role, end_all_of_member};
pub use listing::list;

use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::grants::{self, Subject};
use crate::mail::send;
use crate::roles;
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{members, organizations};
use fluxward_domain::errors::check;
use fluxward_domain::ids::{AccountId, RequestId};
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::Permission;
use fluxward_domain::requests::{AccessRequest, Decide, NewRequest, RequestStatus};
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};
use listing::told;
use mail::decided::Decided;
use std::sync::Arc;
use store::{New, Stored};
use telling::{needs, tell_deciders};

/// Asks for a role. Whoever may decide is mailed.
pub async fn ask(s: &Services, c: &Caller, slug: &str, new: NewRequest) -> Result<AccessRequest> {
    let mut change = s.change(c).await?;
    let place = organizations::resolve(&mut change, slug).await?.ok_or_else(AppError::not_found)?;
    change.authorize(Permission::OrganizationView, Scope::Organization(place.id))?;
    check(&new)?;
    if !members::is_member(&mut change, place.id, c.account).await? {
        let detail = "Only members ask for roles. You may do everything here already.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let at = scopes::find(&mut change, &new.scope).await?;
    let at = at.filter(|at| at.organization.id == place.id).ok_or_else(|| {
        AppError::field("scope", "There is no such workspace or project in this organization.")
    })?;
    let role = roles::defined(&mut change, &at, &new.role).await?;
    let role = role.ok_or_else(|| grants::unknown_role(&at, &new.role))?;
    grants::is_to_come(&change, new.expires_at)?;
    let subject = Subject::Account(c.account);
    if grants::holds(&mut change, &at, subject, &role.key).await? {
        let detail = "You hold this role already.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let id = RequestId(change.services().rng.uuid(change.now()));
    let row = New {
        id,
        organization: place.id,
        account: c.account,
        place: (at.kind().key(), at.id()),
        role: &role.key,
        expires_at: new.expires_at,
        reason: new.reason.trim(),
    };
    if store::is_asked(&mut change, &row).await? {
        let detail = "You have asked for this already. It waits to be decided.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    store::insert(&mut change, &row).await?;
    let entry = entry("request.created", &at, c.account).because(Some(&new.reason)).with(
        "role",
        None,
        Some(&role.name),
    );
    change.record(entry).await?;
    tell_deciders(&mut change, &at, c.account, &role, new.reason.trim()).await?;
    change.tell_organization(place.id, &place.slug);
    let answer = answered(&mut change, &at, id).await?;
    change.commit().await?;
    Ok(answer)
}

/// Grants a request: the person holds the role, for the time that is given.
pub async fn grant(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: RequestId,
    decide: Decide,
) -> Result<AccessRequest> {
    let (mut change, at, stored) = open(s, c, slug, id).await?;
    check(&decide)?;
    let until = decide.expires_at.or(stored.expires_at());
    grants::is_to_come(&change, until)?;
    let role = roles::defined(&mut change, &at, &stored.role).await?;
    let role = role.ok_or_else(|| grants::unknown_role(&at, &stored.role))?;
    let subject = Subject::Account(stored.account());
    if !members::is_member(&mut change, at.organization.id, stored.account()).await? {
        return Err(AppError::not_found().into());
    }
    grants::may_hand(&mut change, &at, subject, role.permissions).await?;
    let reason = decide.reason.as_deref();
    let given = (&role, until);
    grants::give_for(&mut change, &at, subject, given, Some(&stored.reason)).await?;
    let given = entry("role.assigned", &at, stored.account()).because(Some(&stored.reason)).with(
        "role",
        None,
        Some(&role.name),
    );
    change.record(given).await?;
    grants::tell(&mut change, &at, subject).await?;
    finish(change, &at, &stored, (RequestStatus::Granted, &role.name), reason).await
}

/// Declines a request.
pub async fn decline(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: RequestId,
    because: Because,
) -> Result<AccessRequest> {
    let (mut change, at, stored) = open(s, c, slug, id).await?;
    check(&because)?;
    let role = roles::defined(&mut change, &at, &stored.role).await?;
    if let Some(role) = &role {
        let subject = Subject::Account(stored.account());
        grants::may_hand(&mut change, &at, subject, role.permissions).await?;
    }
    let name = role.map_or_else(|| stored.role.clone(), |role| role.name);
    let reason = because.reason.as_deref();
    finish(change, &at, &stored, (RequestStatus::Declined, &name), reason).await
}

/// Takes one's own request back.
pub async fn withdraw(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: RequestId,
    because: Because,
) -> Result<()> {
    let mut change = s.change(c).await?;
    let place = organizations::resolve(&mut change, slug).await?.ok_or_else(AppError::not_found)?;
    change.authorize(Permission::OrganizationView, Scope::Organization(place.id))?;
    check(&because)?;
    let stored = store::one(&mut change, place.id, id).await?;
    let stored = stored.filter(|stored| stored.account() == c.account);
    let stored = stored.ok_or_else(AppError::not_found)?;
    is_open(&stored)?;
    ending::end(&mut change, id, RequestStatus::Withdrawn, None).await?;
    let entry = Entry::new("request.withdrawn", Target::User(c.account))
        .in_organization(place.id)
        .because(because.reason.as_deref())
        .with("role", Some(&stored.role), None);
    change.record(entry).await?;
    change.tell_organization(place.id, &place.slug);
    change.commit().await?;
    Ok(())
}

/// Begins the decision about somebody else's open request.
async fn open(s: &Services, c: &Caller, slug: &str, id: RequestId) -> Result<(Change, At, Stored)> {
    let mut change = s.change(c).await?;
    let place = organizations::resolve(&mut change, slug).await?.ok_or_else(AppError::not_found)?;
    change.authorize(Permission::OrganizationView, Scope::Organization(place.id))?;
    let stored = store::one(&mut change, place.id, id).await?.ok_or_else(AppError::not_found)?;
    let scope = stored.scope(&place.slug).ok_or_else(AppError::not_found)?;
    let at = scopes::find(&mut change, &scope).await?.ok_or_else(AppError::not_found)?;
    let may =
        scopes::any_of(needs(at.kind()), |permission| change.authorize(permission, at.scope()));
    if stored.account() == c.account {
        let detail = "Nobody decides their own request. Ask somebody else who may.";
        return Err(AppError::new(Kind::Forbidden, detail).into());
    }
    may?;
    is_open(&stored)?;
    Ok((change, at, stored))
}

fn is_open(stored: &Stored) -> Result<()> {
    if stored.is_open() {
        return Ok(());
    }
    Err(AppError::new(Kind::Conflict, "This request was decided already.").into())
}

async fn finish(
    mut change: Change,
    at: &At,
    stored: &Stored,
    (outcome, role): (RequestStatus, &str),
    reason: Option<&str>,
) -> Result<AccessRequest> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    ending::end(&mut change, stored.id(), outcome, reason).await?;
    let granted = outcome == RequestStatus::Granted;
    let action = if granted { "request.granted" } else { "request.declined" };
    let entry = entry(action, at, stored.account()).because(reason);
    change.record(entry.with("role", None, Some(role))).await?;
    if let Some(person) = crate::users::recipients::recipient(&mut change, stored.account()).await?
    {
        let message = Decided {
            granted,
            role: role.to_owned(),
            place: at.name().to_owned(),
            answer: reason.map(str::to_owned),
        };
        send(&mut change, person.to(), &message, None).await?;
    }
    change.tell_organization(at.organization.id, &at.organization.slug);
    let answer = answered(&mut change, at, stored.id()).await?;
    change.commit().await?;
    Ok(answer)
}

async fn answered(change: &mut Change, at: &At, id: RequestId) -> Result<AccessRequest> {
    let stored = store::one(change, at.organization.id, id).await?;
    let stored = stored.ok_or_else(AppError::not_found)?;
    let (facts, now) = (Arc::clone(change.facts()?), change.now());
    let role = roles::defined(change, at, &stored.role).await?;
    Ok(told(&facts, &(at.clone(), role), stored, now)?.0)
}

/// An entry about somebody's request, for the log of its organization.
fn entry(action: &'static str, at: &At, account: AccountId) -> Entry {
    let entry = Entry::new(action, Target::User(account)).in_organization(at.organization.id);
    match &at.inside {
        Some(inside) => entry.with(inside.kind().key(), None, Some(&inside.name)),
        None => entry,
    }
}
