//! Creating an organization, with its first Owner.

use super::{LIVING, is_free, store};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::lists::counters;
use crate::services::{Caller, Services};
use crate::{members, settings, text};
use fluxward_domain::errors::check;
use fluxward_domain::ids::AccountId;
use fluxward_domain::organizations::{NewOrganization, Organization};
use fluxward_domain::permissions::Permission;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::{AppError, Kind};

/// Creates an organization. Platform administrators may, and everyone when the settings say so;
/// only the former make somebody else its first Owner.
pub async fn create(s: &Services, c: &Caller, new: NewOrganization) -> Result<Organization> {
    if !c.facts.includes(Permission::OrganizationManage) {
        let detail = "This token does not include “organization.manage”. Use one that does.";
        return Err(AppError::new(Kind::Forbidden, detail).into());
    }
    let anyone = settings::current(s).await?.organizations_by_anyone;
    may_create(c.facts.platform_administrator, anyone, c, &new)?;
    check(&new)?;
    let mut change = s.change(c).await?;
    // The settings may have changed while this change waited for its turn.
    let anyone = store::anyone_creates(&mut change).await?;
    may_create(change.facts()?.platform_administrator, anyone, c, &new)?;
    let owner = new.owner.unwrap_or(c.account);
    can_own(&mut change, owner).await?;
    is_free(&mut change, &new.slug).await?;
    let name = text::kept(&new.name);
    let reason = new.reason.as_deref();
    let id = store::begin(&mut change, &new.slug, &name).await?;
    change.counters().add(counters::ORGANIZATIONS, LIVING, 1);
    change.tell_organization(id, &new.slug);
    let entry = Entry::new("organization.created", Target::Organization(id))
        .in_organization(id)
        .because(reason)
        .with("name", None, Some(&name))
        .with("slug", None, Some(&new.slug));
    change.record(entry).await?;
    members::join(&mut change, id, &new.slug, owner, BaseRole::Owner, reason).await?;
    // Who has just joined is counted in it.
    change.write_ledger().await?;
    let stored = store::organization(&mut change, id).await?;
    change.commit().await?;
    Ok(stored.ok_or_else(AppError::not_found)?.organization())
}

fn may_create(
    administrator: bool,
    anyone: bool,
    c: &Caller,
    new: &NewOrganization,
) -> Result<(), AppError> {
    let for_oneself = new.owner.is_none_or(|owner| owner == c.account);
    if administrator || (anyone && for_oneself) {
        return Ok(());
    }
    let detail = if anyone {
        "Only platform administrators may make somebody else the first Owner."
    } else {
        "Only platform administrators may create organizations. Ask one of them."
    };
    Err(AppError::new(Kind::Forbidden, detail))
}

/// Passes when `owner` can be the first Owner: an organization always has an active one.
async fn can_own(change: &mut Change, owner: AccountId) -> Result<()> {
    match store::is_active(change, owner).await? {
        Some(true) => Ok(()),
        Some(false) => {
            let sentence =
                "This account is not active. Activate it first, or choose somebody else.";
            Err(AppError::field("owner", sentence).into())
        }
        None => Err(AppError {
            kind: Kind::NotFound,
            ..AppError::field("owner", "There is no such account.")
        }
        .into()),
    }
}
