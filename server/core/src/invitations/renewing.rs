//! Sending an invitation again, and taking it back.

use super::inviting::{Wanted, answered, send};
use super::store::{self, Outcome, Stored};
use super::{entry, may_give, place_in, tell};
use crate::changes::Change;
use crate::error::Result;
use crate::grants;
use crate::links::{self, Purpose};
use crate::organizations::Resolved;
use crate::services::{Caller, Services};
use fluxward_domain::errors::check;
use fluxward_domain::granting::Refusal;
use fluxward_domain::ids::InvitationId;
use fluxward_domain::invitations::Invitation;
use fluxward_domain::pages::Because;
use fluxward_domain::{AppError, Kind};
use std::sync::Arc;

/// Sends an invitation again, expired ones too: with another link, for the whole time, and in
/// the name of whoever sends it. The link before is dead.
pub async fn resend(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: InvitationId,
    because: Because,
) -> Result<Invitation> {
    check(&because)?;
    let mut change = s.change(c).await?;
    let place = place_in(&mut change, slug).await?;
    let stored = given_by_caller(&mut change, &place, id).await?;
    if !stored.has_not_ended() {
        let detail = "This invitation has ended. Invite the person anew.";
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    let (boxes, promised) = (stored.privileges()?, stored.promised()?);
    let wanted = Wanted {
        id,
        email: &stored.email,
        email_key: &stored.email_key,
        full_name: &stored.full_name,
        gives: (stored.role()?, &boxes),
        promised: &promised,
        message: stored.message.as_deref(),
    };
    let sent = send(&mut change, &place, &wanted).await?;
    store::renew(&mut change, id, sent).await?;
    let entry = entry("invitation.resent", &place, id).because(because.reason.as_deref());
    change.record(entry).await?;
    tell(&mut change, &place, id);
    let answer = answered(&mut change, &place, id).await?;
    change.commit().await?;
    Ok(answer)
}

/// Takes an invitation back: its link is dead. Nothing happens to one that was taken back already.
pub async fn revoke(
    s: &Services,
    c: &Caller,
    slug: &str,
    id: InvitationId,
    because: Because,
) -> Result<()> {
    check(&because)?;
    let mut change = s.change(c).await?;
    let place = place_in(&mut change, slug).await?;
    if take_back(&mut change, &place, id, because.reason.as_deref()).await? {
        change.commit().await?;
    }
    Ok(())
}

/// Takes it back inside `change`; answers whether that changed anything.
pub(super) async fn take_back(
    change: &mut Change,
    place: &Resolved,
    id: InvitationId,
    reason: Option<&str>,
) -> Result<bool> {
    let stored = given_by_caller(change, place, id).await?;
    if stored.was_accepted() {
        let detail =
            format!("{} has accepted already. Remove the member instead.", stored.full_name);
        return Err(AppError::new(Kind::Conflict, detail).into());
    }
    if !stored.has_not_ended() {
        return Ok(false);
    }
    links::void(change, Purpose::Invitation, id.0).await?;
    store::end(change, id, Outcome::Revoked).await?;
    let entry = entry("invitation.revoked", place, id).because(reason);
    change.record(entry).await?;
    tell(change, place, id);
    Ok(true)
}

/// The invitation, if the caller could have made it.
async fn given_by_caller(
    change: &mut Change,
    place: &Resolved,
    id: InvitationId,
) -> Result<Stored> {
    let stored = store::of(change, place.id, id).await?.ok_or_else(AppError::not_found)?;
    may_give(change, place, (stored.role()?, &stored.privileges()?))?;
    let (facts, promised) = (Arc::clone(change.facts()?), stored.promised()?);
    let now = change.now();
    if !grants::could_give(change, &facts, place, &promised, now).await? {
        return Err(Refusal::AboveOneself.into());
    }
    Ok(stored)
}
