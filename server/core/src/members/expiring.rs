//! Writing down which memberships have ended by themselves: they are switched off, and everything
//! in them is kept, as if somebody had switched them off.

use super::changing::replace;
use super::held::Held;
use super::seat::Seat;
use super::store;
use crate::changes::Change;
use crate::database::values;
use crate::error::Result;
use crate::organizations::Resolved;
use crate::services::Services;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::MembershipStatus;
use uuid::Uuid;

/// How many are written down at once.
const BATCH: i64 = 100;

/// Switches off every membership that has ended by itself; answers when the next one does.
pub async fn end_due(s: &Services) -> Result<Option<Moment>> {
    let now = s.clock.now();
    let sql = "select min(expires_at) from memberships
        where until_seq is null and expires_at is not null";
    let next: Option<(Option<i64>,)> = s.read().await?.row(sql, values![]).await?;
    let next = next.and_then(|(next,)| next).map(Moment);
    if next.is_none_or(|next| next > now) {
        return Ok(next);
    }
    let mut change = s.change_unasked(None).await?;
    let sql = "select m.organization_id, o.slug, o.name, m.account_id from memberships m
        join organizations o on o.id = m.organization_id
        where m.until_seq is null and m.expires_at <= $1 order by m.expires_at limit $2";
    let row = values![change.now(), BATCH];
    let over: Vec<(Uuid, String, String, Uuid)> = change.rows(sql, row).await?;
    for (organization, slug, name, account) in over {
        let place = Resolved { id: OrganizationId(organization), slug, name };
        switch_off(&mut change, place, AccountId(account)).await?;
    }
    change.commit().await?;
    // More may be due: look again at once.
    Ok(Some(now))
}

async fn switch_off(change: &mut Change, place: Resolved, account: AccountId) -> Result<()> {
    let Some(held) = store::held(change, place.id, account).await? else { return Ok(()) };
    let next = Held {
        status: MembershipStatus::Inactive,
        expires_at: None,
        version: change.seq(),
        ..held.clone()
    };
    let ended = held.expires_at.map(Moment::to_rfc3339);
    let seat = Seat { place, held };
    replace(change, &seat, &next, None).await?;
    let entry = seat
        .entry("member.expired")
        .with("status", Some(seat.held.status.key()), Some(next.status.key()))
        .with("expires_at", ended.as_deref(), None);
    change.record(entry).await?;
    seat.tell(change);
    Ok(())
}
