//! Handing out roles to people and teams, at any place, for a time perhaps.
//!
//! Every door that gives or takes a role (a workspace's, a project's, a team's, a member's) comes
//! here, so that the rules are written once: whoever gives may give there, nothing beyond what
//! they hold there, to nobody who outranks them; the role exists for that kind of place; what
//! ends has not ended already.

mod choosing;
mod expiring;
mod giving;
mod holdings;
mod looking;
mod naming;
mod offered;
mod people;
mod promised;
mod store;

pub use choosing::choosable;
pub use expiring::end_due;
pub use giving::assign;
pub(crate) use giving::{give, give_for, holds};
pub use holdings::of_person;
pub(crate) use looking::{Beside, of_members, of_team, teams_at_place};
pub(crate) use naming::Subject;
pub use naming::{Giving, Where, Whose};
pub use offered::offered;
pub(crate) use people::at_place;
pub(crate) use promised::{Promised, could_give, keep, promise};
pub(crate) use store::{end_all, end_all_at, end_all_of_member, end_all_of_team};

use crate::changes::{Change, Entry};
use crate::error::Result;
use crate::roles;
use crate::scopes::{self, At};
use crate::services::{Caller, Services};
use crate::{members, teams};
use fluxward_domain::access::TeamName;
use fluxward_domain::granting::Granting;
use fluxward_domain::ids::AccountId;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::{AppError, Kind, Moment};

/// Takes `role` at a place, or all that are held there when none is named; answers the log's
/// newest entry. It is an error when it is not held there.
pub async fn revoke(
    s: &Services,
    c: &Caller,
    place: Where<'_>,
    whose: Whose<'_>,
    role: Option<&str>,
    reason: Option<&str>,
) -> Result<i64> {
    let mut change = s.change(c).await?;
    let oneself = matches!(whose, Whose::User(id) if id == c.account);
    let at = if oneself {
        own(&mut change, place).await?
    } else {
        scopes::open(&mut change, place.organization, place.inside, place.needs()).await?
    };
    fluxward_domain::text::reason(&reason.map(str::to_owned), &())
        .map_err(|error| AppError::field("reason", error.message()))?;
    let subject = subject(&mut change, &at, whose).await?;
    is_as_seen(store::touched(&mut change, &at, subject, role).await?, place.seen)?;
    let held = store::held(&mut change, &at, subject).await?;
    let ended: Vec<_> = held
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| role.is_none_or(|role| role == key))
        .collect();
    if ended.is_empty() {
        return Err(AppError::not_found().into());
    }
    let mut entry = entry("role.revoked", &at, subject).because(reason);
    for key in &ended {
        let Some(defined) = roles::defined(&mut change, &at, key).await? else { continue };
        // Giving up what one holds is everyone's own.
        if !oneself {
            may_hand(&mut change, &at, subject, defined.permissions).await?;
        }
        store::end(&mut change, &at, subject, key).await?;
        entry = entry.with("role", Some(&defined.name), None);
    }
    change.record(entry).await?;
    tell(&mut change, &at, subject).await?;
    change.commit().await
}

/// The place of something that the caller holds themselves: whoever belongs to the organization may
/// ask for it.
async fn own(change: &mut Change, place: Where<'_>) -> Result<At> {
    let Where { organization, inside, .. } = place;
    let whole = scopes::open(change, organization, None, &[Permission::OrganizationView]).await?;
    let Some((kind, word)) = inside else { return Ok(whole) };
    let found = scopes::inside(change, whole.organization.id, word).await?;
    let found = found.filter(|inside| inside.kind() == kind).ok_or_else(AppError::not_found)?;
    Ok(At { inside: Some(found), ..whole })
}

/// Passes when the caller may hand out, or take, `permissions` there to or from `subject`.
pub(crate) async fn may_hand(
    change: &mut Change,
    at: &At,
    subject: Subject,
    permissions: PermissionSet,
) -> Result<()> {
    let role = match subject {
        Subject::Account(account) => members::role_of(change, at.organization.id, account).await?,
        Subject::Team(_) => None,
    };
    let granting = Granting {
        caller: change.facts()?,
        target: AccountId(subject.id()),
        organization: at.organization.id,
        role,
        now: change.now(),
    };
    Ok(granting.may_hand(permissions, at.scope())?)
}

/// An entry about a role at a place, for the log of its organization.
fn entry(action: &'static str, at: &At, subject: Subject) -> Entry {
    let entry = Entry::new(action, subject.target()).in_organization(at.organization.id);
    match &at.inside {
        Some(inside) => entry.with(inside.kind().key(), None, Some(&inside.name)),
        None => entry,
    }
}

/// The member or the team that a door names.
async fn subject(change: &mut Change, at: &At, whose: Whose<'_>) -> Result<Subject> {
    let organization = at.organization.id;
    let found = match whose {
        Whose::User(account) => members::is_member(change, organization, account)
            .await?
            .then_some(Subject::Account(account)),
        Whose::Team(slug) => teams::find(change, organization, slug).await?.map(Subject::Team),
    };
    Ok(found.ok_or_else(AppError::not_found)?)
}

/// The access of whoever holds is no longer what it was; open pages are told.
pub(crate) async fn tell(change: &mut Change, at: &At, subject: Subject) -> Result<()> {
    let (organization, slug) = (at.organization.id, at.organization.slug.clone());
    let accounts = match subject {
        Subject::Account(account) => vec![account],
        Subject::Team(team) => teams::accounts(change, team).await?,
    };
    for account in accounts {
        change.touch_access(account);
        change.tell_member(organization, &slug, account);
    }
    change.tell_organization(organization, &slug);
    Ok(())
}

/// Passes when what was last changed with entry `touched` of the log has been `seen` since.
pub(crate) fn is_as_seen(touched: i64, seen: Option<i64>) -> Result<()> {
    if seen.is_none_or(|seen| touched <= seen) {
        return Ok(());
    }
    let detail = "Something else has changed this in the meantime. Look at it again, then decide.";
    Err(AppError::new(Kind::ChangedSince, detail).into())
}

/// What ends by itself ends in the future.
pub(crate) fn is_to_come(change: &Change, expires_at: Option<Moment>) -> Result<()> {
    if expires_at.is_none_or(|end| end > change.now()) {
        return Ok(());
    }
    let sentence = "This moment has passed. Choose one in the future, or none.";
    Err(AppError::field("expires_at", sentence).into())
}

/// A role must exist before it can be given.
pub(crate) fn unknown_role(at: &At, role: &str) -> AppError {
    let kind = at.kind().key();
    let role: String = role.chars().filter(|c| !c.is_control()).take(40).collect();
    let detail = format!(
        "There is no {kind} role “{role}” in {}. A role must exist before it can be assigned: create it under Roles first.",
        at.organization.name
    );
    AppError::field("role", detail)
}

/// The team as people know it.
pub(crate) fn team_name(slug: Option<String>, name: Option<String>) -> Option<TeamName> {
    slug.zip(name).map(|(slug, name)| TeamName { slug, name })
}

#[cfg(test)]
mod tests;
