//! How memberships begin and end.

use super::Beginning;
use super::seat::{self, Seat};
use super::{periods, store};
use crate::changes::Change;
use crate::error::Result;
use crate::organizations::{self, Resolved};
use crate::services::{Caller, Services};
use crate::{grants, requests};
use fluxward_domain::errors::check;
use fluxward_domain::granting::Granting;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::{Member, NewMember};
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::{AppError, Kind};

/// A person joins, active or not: what they are given takes effect once their account can act.
pub async fn add(s: &Services, c: &Caller, slug: &str, new: NewMember) -> Result<Member> {
    check(&new)?;
    let mut change = s.change(c).await?;
    let place = seat::place(&mut change, slug, Permission::UsersManage).await?;
    let defaults = organizations::default_privileges(&mut change, place.id).await?;
    let granting = Granting {
        caller: change.facts()?,
        target: new.user_id,
        organization: place.id,
        role: None,
        now: change.now(),
    };
    granting.may_assign(new.role)?;
    for privilege in Privilege::at_first(new.role, &defaults) {
        granting.may_tick(*privilege, true)?;
    }
    is_new(&mut change, &place, new.user_id).await?;
    grants::is_to_come(&change, new.expires_at)?;
    let reason = new.reason.as_deref();
    let beginning = Beginning {
        role: new.role,
        privileges: Privilege::at_first(new.role, &defaults),
        expires_at: new.expires_at,
    };
    super::join_with(&mut change, place.id, &place.slug, new.user_id, beginning, reason).await?;
    let member = seat::member(&mut change, &place, new.user_id).await?;
    change.commit().await?;
    Ok(member)
}

/// Passes when there is such an account and it is no member.
async fn is_new(change: &mut Change, place: &Resolved, account: AccountId) -> Result<()> {
    if store::person(change, account).await?.is_none() {
        let unknown = AppError::field("user_id", "There is no such account.");
        return Err(AppError { kind: Kind::NotFound, ..unknown }.into());
    }
    if store::held(change, place.id, account).await?.is_some() {
        let detail = format!("This person is a member of {} already.", place.name);
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    Ok(())
}

/// Ends a membership with everything granted in the organization: removes somebody, or leaves.
pub async fn remove(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: AccountId,
    because: Because,
    expected: Option<i64>,
) -> Result<()> {
    check(&because)?;
    let mut change = s.change(c).await?;
    let permission =
        if id == c.account { Permission::OrganizationView } else { Permission::UsersManage };
    let seat = Seat::find(&mut change, slug, id, permission).await?;
    seat.expect(expected)?;
    seat.granting(&change)?.may_change()?;
    seat.keep_an_owner(&mut change, None).await?;
    let mut entry = seat.entry("member.removed").because(because.reason.as_deref()).with(
        "role",
        Some(seat.held.role.name()),
        None,
    );
    for privilege in seat.boxes(&mut change).await? {
        entry = entry.with("privilege", Some(privilege.label()), None);
    }
    grants::end_all_of_member(&mut change, seat.place.id, seat.held.account).await?;
    requests::end_all_of_member(&mut change, seat.place.id, seat.held.account).await?;
    periods::end(&mut change, &seat.held).await?;
    change.counters().add(seat.place.id.0, seat.held.bin(), -1);
    change.record(entry).await?;
    seat.tell(&mut change);
    change.commit().await?;
    Ok(())
}
