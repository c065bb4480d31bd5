//! Plans: the licence tiers of organizations, their modules and their seats.
//!
//! A plan that is lowered takes nothing away from anybody: what it leaves out is refused with
//! that reason, and is there again with another plan. Seats bind where somebody takes one: every
//! path on which a member joins or is switched on asks [`take_seat`], inside the change, so that
//! of two who come at once for the last seat one gets it.

pub mod api;
mod store;
#[cfg(test)]
mod tests;

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::lists::counters::{self, Bin};
use crate::organizations;
use crate::services::{Caller, Services};
use crate::text;
use fluxward_domain::activity::FieldChange;
use fluxward_domain::errors::check;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::organizations::EditOrganization;
use fluxward_domain::pages::Page;
use fluxward_domain::permissions::Permission;
use fluxward_domain::plans::{DEFAULT_PLAN, EditPlan, Plan};
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::Status;
use fluxward_domain::{AppError, Kind};

/// Every plan, the smallest first; everyone who is signed in may know them.
pub async fn list(s: &Services, _: &Caller) -> Result<Page<Plan>> {
    Ok(Page::whole(store::all(&mut s.read().await?).await?))
}

/// Every plan, as part of something else.
pub(crate) async fn all(connection: &mut Connection) -> Result<Vec<Plan>> {
    store::all(connection).await
}

/// How many seats an organization has; no limit when `None`.
pub(crate) async fn seats(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Option<i64>> {
    store::seats(connection, organization).await
}

/// Changes what a plan includes: at once, for every organization that has it. For platform
/// administrators.
pub async fn edit(
    s: &Services,
    c: &Caller,
    key: &str,
    edit: EditPlan,
    expected: Option<i64>,
) -> Result<Plan> {
    let mut change = s.change(c).await?;
    change.authorize(Permission::BillingManage, Scope::Platform)?;
    let (position, before) = store::one(&mut change, key).await?.ok_or_else(AppError::not_found)?;
    check(&edit)?;
    if expected.is_some_and(|expected| expected != before.version) {
        let detail = "This plan has changed in the meantime. Look at it again, then decide.";
        return Err(AppError::new(Kind::ChangedSince, detail).into());
    }
    let modules = edit.modules.map_or_else(|| before.modules.clone(), in_order);
    let after = Plan {
        key: before.key.clone(),
        name: edit.name.as_deref().map_or_else(|| before.name.clone(), text::kept),
        modules,
        seats: edit.seats.unwrap_or(before.seats),
        version: change.seq(),
    };
    let mut entry = Entry::new("plan.edited", Target::Settings).because(edit.reason.as_deref());
    if after.name != before.name {
        entry = entry.with("plan", Some(&before.name), Some(&after.name));
    }
    for (from, to, is_after) in [(&before, &after, false), (&after, &before, true)] {
        for module in from.modules.iter().filter(|module| !to.modules.contains(module)) {
            let module = Some(module.as_str());
            let (old, new) = if is_after { (None, module) } else { (module, None) };
            entry = entry.with("module", old, new);
        }
    }
    entry.changes.extend(seats_changed(before.seats, after.seats));
    if entry.changes.is_empty() {
        return Ok(before);
    }
    store::replace(&mut change, position, &after).await?;
    change.record(entry).await?;
    change.touch_definitions();
    change.commit().await?;
    Ok(after)
}

/// The modules in the order of the catalogue, each once.
fn in_order(modules: Vec<String>) -> Vec<String> {
    let all = fluxward_domain::plans::modules().into_iter();
    all.filter(|module| modules.iter().any(|given| given == module)).map(str::to_owned).collect()
}

/// The plan and the seats that `edit` chooses for an organization, stored; answers what differs.
/// Whether the caller may was asked before; recording is the caller's.
pub(crate) async fn choose(
    change: &mut Change,
    before: &organizations::Stored,
    edit: &EditOrganization,
) -> Result<Vec<FieldChange>> {
    let had = before.plan.as_deref().unwrap_or(DEFAULT_PLAN);
    let plan = edit.plan.as_deref().unwrap_or(had);
    let seats = edit.seats.unwrap_or(before.own_seats);
    if (plan, seats) == (had, before.own_seats) {
        return Ok(Vec::new());
    }
    if store::one(change, plan).await?.is_none() {
        let keys = store::all(change).await?.into_iter().map(|plan| plan.key);
        let sentence =
            format!("There is no such plan. There are: {}.", keys.collect::<Vec<_>>().join(", "));
        return Err(AppError::field("plan", sentence).into());
    }
    let id = OrganizationId(before.id);
    store::choose(change, id, plan, seats, edit.reason.as_deref()).await?;
    change.touch_definitions();
    let mut differences = Vec::new();
    if plan != had {
        differences.push(FieldChange {
            field: "plan".into(),
            before: Some(had.to_owned()),
            after: Some(plan.to_owned()),
        });
    }
    differences.extend(seats_changed(before.own_seats, seats));
    Ok(differences)
}

fn seats_changed(before: Option<i64>, after: Option<i64>) -> Option<FieldChange> {
    let text = |seats: Option<i64>| seats.map(|seats| seats.to_string());
    (before != after).then(|| FieldChange {
        field: "seats".into(),
        before: text(before),
        after: text(after),
    })
}

/// Passes when a member who is listed as `from` (not at all, before they join) may be listed as
/// `to`: whoever is not switched off takes a seat. `waiting` people have one promised.
pub(crate) async fn take_seat(
    change: &mut Change,
    organization: OrganizationId,
    from: Option<Status>,
    to: Status,
    waiting: i64,
) -> Result<()> {
    let takes = |status| status != Status::Inactive;
    if from.is_some_and(takes) || !takes(to) {
        return Ok(());
    }
    let Some(seats) = store::seats(change, organization).await? else { return Ok(()) };
    let taking = |bin: Bin<'_>| bin.status != Status::Inactive.key();
    let used = counters::during(change, organization.0, taking).await?;
    if used + waiting < seats {
        return Ok(());
    }
    let detail = format!(
        "All {seats} seats of this organization's plan are taken. Switch somebody off, or ask an Owner for more seats."
    );
    Err(AppError::new(Kind::NoSeatLeft, detail).into())
}
