//! Changing an organization: its name, the word in its address, and what holds for its members.

use super::store::{self, Stored};
use super::{is_as_seen, is_free, open};
use crate::changes::{Change, Entry, Target};
use crate::error::Result;
use crate::plans;
use crate::services::{Caller, Services};
use fluxward_domain::AppError;
use fluxward_domain::errors::check;
use fluxward_domain::factors::SecondFactor;
use fluxward_domain::granting::Granting;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::organizations::{EditOrganization, Organization};
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;

/// Renames an organization, changes the word in its address, who in it needs a second factor,
/// which boxes its Members begin with, or its plan.
pub async fn edit(
    s: &Services,
    c: &Caller,
    slug: &str,
    edit: EditOrganization,
    expected: Option<i64>,
) -> Result<Organization> {
    let (mut change, stored) = open(s, c, slug, Permission::OrganizationView).await?;
    authorize(&change, &stored, &edit)?;
    check(&edit)?;
    is_as_seen(&stored, expected)?;
    let planned = plans::choose(&mut change, &stored, &edit).await?;
    let (before, after) = (Details::of(&stored), Details::wanted(&stored, &edit));
    if before == after && planned.is_empty() {
        return Ok(stored.organization());
    }
    let id = OrganizationId(stored.id);
    if after.slug != before.slug {
        is_free(&mut change, &after.slug).await?;
    }
    may_begin_with(&change, id, &before.boxes, &after.boxes)?;
    keep(&mut change, id, &before, &after).await?;
    change.tell_organization(id, &before.slug);
    change.tell_organization(id, &after.slug);
    let entry = Entry::new("organization.edited", Target::Organization(id))
        .in_organization(id)
        .because(edit.reason.as_deref());
    let mut entry = before.told(&after, entry);
    entry.changes.extend(planned);
    change.record(entry).await?;
    let edited = store::organization(&mut change, id).await?;
    change.commit().await?;
    Ok(edited.ok_or_else(AppError::not_found)?.organization())
}

/// Its plan and seats are for who manages billing, everything else for who manages it.
fn authorize(change: &Change, stored: &Stored, edit: &EditOrganization) -> Result<()> {
    let scope = Scope::Organization(OrganizationId(stored.id));
    let about_plan = edit.plan.is_some() || edit.seats.is_some();
    let rest = EditOrganization { plan: None, seats: None, reason: None, ..edit.clone() };
    if !about_plan || rest != EditOrganization::default() {
        change.authorize(Permission::OrganizationManage, scope)?;
    }
    if about_plan {
        change.authorize(Permission::BillingManage, scope)?;
    }
    Ok(())
}

/// What can be changed.
#[derive(PartialEq, Eq)]
struct Details {
    name: String,
    slug: String,
    factor: SecondFactor,
    boxes: Vec<Privilege>,
}

impl Details {
    fn of(stored: &Stored) -> Self {
        Self {
            name: stored.name.clone(),
            slug: stored.slug.clone(),
            factor: SecondFactor::parse(&stored.second_factor).unwrap_or_default(),
            boxes: stored.default_privileges(),
        }
    }

    fn wanted(stored: &Stored, edit: &EditOrganization) -> Self {
        let before = Self::of(stored);
        let boxes = edit.default_privileges.as_deref();
        Self {
            name: edit.name.as_deref().map_or(before.name, crate::text::kept),
            slug: edit.slug.clone().unwrap_or(before.slug),
            factor: edit.second_factor_required.unwrap_or(before.factor),
            boxes: boxes.map_or(before.boxes, Privilege::sorted),
        }
    }

    /// The entry with everything that is another `after`.
    fn told(&self, after: &Self, mut entry: Entry) -> Entry {
        for (field, before, after) in [
            ("name", self.name.clone(), after.name.clone()),
            ("slug", self.slug.clone(), after.slug.clone()),
            ("second_factor_required", self.factor.key().into(), after.factor.key().into()),
            ("default_privileges", Privilege::labels(&self.boxes), Privilege::labels(&after.boxes)),
        ] {
            if before != after {
                entry = entry.with(field, Some(&before), Some(&after));
            }
        }
        entry
    }
}

/// Passes when the caller could give every box that is new to a Member themselves.
fn may_begin_with(
    change: &Change,
    id: OrganizationId,
    before: &[Privilege],
    after: &[Privilege],
) -> Result<()> {
    let new = after.iter().copied().filter(|privilege| !before.contains(privilege));
    let new = new.collect::<Vec<_>>();
    if new.is_empty() {
        return Ok(());
    }
    let granting = Granting {
        caller: change.facts()?,
        // No account has the id of an organization: whoever joins, it is not the caller.
        target: AccountId(id.0),
        organization: id,
        role: None,
        now: change.now(),
    };
    Ok(granting.may_invite(BaseRole::Member, &new)?)
}

async fn keep(
    change: &mut Change,
    id: OrganizationId,
    before: &Details,
    after: &Details,
) -> Result<()> {
    store::rename(change, id, &after.slug, &after.name).await?;
    if after.factor != before.factor {
        store::require_factor(change, id, after.factor).await?;
    }
    if after.boxes != before.boxes {
        store::set_default_privileges(change, id, &after.boxes).await?;
    }
    Ok(())
}
