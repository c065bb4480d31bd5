//! Changing a membership: another base role, its switch, its boxes.

use super::held::Held;
use super::seat::Seat;
use super::{boxes, periods};
use crate::changes::{Change, Entry};
use crate::error::Result;
use crate::services::{Caller, Services};
use crate::{access, grants, plans};
use fluxward_domain::Moment;
use fluxward_domain::errors::check;
use fluxward_domain::granting::Refusal;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{EditMember, Member, MembershipStatus, Tick};
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;

/// Changes the base role or the membership's switch. Becoming a Viewer clears the boxes. A
/// membership whose version is not `expected` is left alone ([`Kind::ChangedSince`]).
///
/// [`Kind::ChangedSince`]: fluxward_domain::Kind::ChangedSince
pub async fn edit(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: AccountId,
    edit: EditMember,
    expected: Option<i64>,
) -> Result<Member> {
    check(&edit)?;
    let mut change = s.change(c).await?;
    let seat = Seat::find(&mut change, slug, id, Permission::UsersManage).await?;
    seat.expect(expected)?;
    let next = Held {
        role: edit.role.unwrap_or(seat.held.role),
        status: edit.status.unwrap_or(seat.held.status),
        expires_at: edit.expires_at.unwrap_or(seat.held.expires_at),
        version: change.seq(),
        ..seat.held.clone()
    };
    let is_same = (next.role, next.status) == (seat.held.role, seat.held.status)
        && next.expires_at == seat.held.expires_at;
    if is_same {
        return seat.member(&mut change).await;
    }
    grants::is_to_come(&change, edit.expires_at.flatten())?;
    authorize(&change, &seat, &next)?;
    seat.keep_an_owner(&mut change, Some(&next)).await?;
    let reason = edit.reason.as_deref();
    replace(&mut change, &seat, &next, reason).await?;
    let cleared = cleared_boxes(&mut change, &seat, &next).await?;
    for entry in entries(&seat, &next, &cleared) {
        change.record(entry.because(reason)).await?;
    }
    seat.finish(change).await
}

/// Whether what differs is the caller's to change.
fn authorize(change: &Change, seat: &Seat, next: &Held) -> Result<()> {
    let granting = seat.granting(change)?;
    if next.role != seat.held.role {
        granting.may_assign(next.role)?;
    }
    if next.status != seat.held.status || next.expires_at != seat.held.expires_at {
        granting.may_change()?;
    }
    let lasts = |end: Option<Moment>| end.map_or(i64::MAX, |end| end.0);
    if seat.held.account == granting.caller.account
        && lasts(next.expires_at) > lasts(seat.held.expires_at)
        && !granting.caller.platform_administrator
    {
        return Err(Refusal::RaisesOneself.into());
    }
    Ok(())
}

/// Ends the present period, begins the next one and counts it.
pub(super) async fn replace(
    change: &mut Change,
    seat: &Seat,
    next: &Held,
    reason: Option<&str>,
) -> Result<()> {
    let listed = (Some(seat.held.listed()), next.listed());
    plans::take_seat(change, seat.place.id, listed.0, listed.1, 0).await?;
    periods::end(change, &seat.held).await?;
    periods::begin(change, next, reason).await?;
    change.counters().shift(seat.place.id.0, seat.held.bin(), next.bin());
    Ok(())
}

/// Clears all boxes of whoever becomes a Viewer; answers which were ticked.
async fn cleared_boxes(change: &mut Change, seat: &Seat, next: &Held) -> Result<Vec<Privilege>> {
    if next.role != BaseRole::Viewer || seat.held.role == BaseRole::Viewer {
        return Ok(Vec::new());
    }
    let ticked = seat.boxes(change).await?;
    for privilege in &ticked {
        boxes::clear(change, next, *privilege).await?;
    }
    Ok(ticked)
}

/// One entry for each thing that differs.
fn entries(seat: &Seat, next: &Held, cleared: &[Privilege]) -> Vec<Entry> {
    let (before, mut entries) = (&seat.held, Vec::new());
    if next.role != before.role {
        let (from, to) = (before.role.name(), next.role.name());
        let entry = seat.entry("member.role_changed");
        entries.push(entry.with("role", Some(from), Some(to)));
    }
    let revoked = |privilege: &Privilege| ticked_entry(seat, *privilege, false);
    entries.extend(cleared.iter().map(revoked));
    if next.status != before.status {
        let action = match next.status {
            MembershipStatus::Active => "member.activated",
            MembershipStatus::Inactive => "member.deactivated",
        };
        let (from, to) = (before.status.key(), next.status.key());
        entries.push(seat.entry(action).with("status", Some(from), Some(to)));
    }
    if next.expires_at != before.expires_at {
        let [from, to] = [before.expires_at, next.expires_at].map(|it| it.map(Moment::to_rfc3339));
        let entry = seat.entry("member.end_changed");
        entries.push(entry.with("expires_at", from.as_deref(), to.as_deref()));
    }
    entries
}

/// Ticks or clears one privilege box, also of a membership that is switched off: it takes effect
/// on return. `expected` as in [`edit`].
pub async fn tick(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: AccountId,
    privilege: Privilege,
    tick: Tick,
    expected: Option<i64>,
) -> Result<Member> {
    check(&tick)?;
    let mut change = s.change(c).await?;
    let seat = Seat::find(&mut change, slug, id, Permission::UsersManage).await?;
    seat.expect(expected)?;
    if seat.boxes(&mut change).await?.contains(&privilege) == tick.granted {
        return seat.member(&mut change).await;
    }
    seat.granting(&change)?.may_tick(privilege, tick.granted)?;
    let reason = tick.reason.as_deref();
    if tick.granted {
        boxes::tick(&mut change, &seat.held, privilege, reason).await?;
        if id == c.account {
            access::nobody_gains(&mut change).await?;
        }
    } else {
        boxes::clear(&mut change, &seat.held, privilege).await?;
    }
    periods::touch(&mut change, &seat.held).await?;
    let entry = ticked_entry(&seat, privilege, tick.granted);
    change.record(entry.because(reason)).await?;
    seat.finish(change).await
}

fn ticked_entry(seat: &Seat, privilege: Privilege, granted: bool) -> Entry {
    let label = Some(privilege.label());
    if granted {
        seat.entry("member.privilege_granted").with("privilege", None, label)
    } else {
        seat.entry("member.privilege_revoked").with("privilege", label, None)
    }
}
