//! Invitations: somebody is asked to join an organization, in a role, with boxes ticked.
//!
//! An invitation is no account and no membership: both begin when it is accepted, by the address
//! that it was sent to, in the role that it was made with. Its link is the links' to know, its
//! mail the mails'. Expired is what is older than it may be, whether or not anything noticed.
//!
//! # Decision: whoever invites answers for it
//! An invitation is worth what its inviter could still give: whether they may is asked again when
//! it is looked at and when it is accepted. Sending it again makes the sender the inviter, and is
//! refused to whoever could not have made it, because the answer may hold its link.

mod accepting;
pub mod api;
mod bulk;
mod inviting;
mod listing;
pub(crate) mod mail;
mod reminding;
mod renewing;
mod store;
#[cfg(test)]
mod tests;
mod upkeep;

pub use accepting::{accept, look};
pub use bulk::invite_all;
pub(crate) use inviting::invite_unseen;
pub use inviting::{invite, review};
pub(crate) use listing::{Waiting, WaitingMember, open_to, waiting};
pub use listing::{list, show};
pub use reminding::remind_due;
pub use renewing::{resend, revoke};
pub(crate) use upkeep::{end_all, erase, fulfil};

use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::Result;
use crate::grants::Promised;
use crate::organizations::{self, Resolved};
use crate::services::{Caller, Services};
use fluxward_domain::granting::Granting;
use fluxward_domain::ids::{AccountId, InvitationId};
use fluxward_domain::invitations::entails;
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::{AppError, Kind};

/// The organization of that slug, if the caller invites people there.
async fn place(s: &Services, c: &Caller, on: &mut Connection, slug: &str) -> Result<Resolved> {
    let found = organizations::resolve(on, slug).await?;
    let place = found.ok_or_else(AppError::not_found)?;
    c.authorize(s, Permission::UsersInvite, Scope::Organization(place.id))?;
    Ok(place)
}

/// The same inside a change.
async fn place_in(change: &mut Change, slug: &str) -> Result<Resolved> {
    let found = organizations::resolve(change, slug).await?;
    let place = found.ok_or_else(AppError::not_found)?;
    change.authorize(Permission::UsersInvite, Scope::Organization(place.id))?;
    Ok(place)
}

/// Passes when the caller of the change may give that role and these boxes to somebody who is
/// invited.
fn may_give(
    change: &Change,
    place: &Resolved,
    (role, privileges): (BaseRole, &[Privilege]),
) -> Result<()> {
    let granting = Granting {
        caller: change.facts()?,
        // No account has the id of an organization: whoever is invited, it is not the caller.
        target: AccountId(place.id.0),
        organization: place.id,
        role: None,
        now: change.now(),
    };
    Ok(granting.may_invite(role, privileges)?)
}

/// What comes with an invitation, in words.
fn all_that_comes(role: BaseRole, boxes: &[Privilege], promised: &[Promised]) -> Vec<String> {
    let mut words = entails(role, boxes);
    words.extend(promised.iter().map(Promised::sentence));
    words
}

/// An entry about an invitation, for the log of its organization.
fn entry(action: &'static str, place: &Resolved, id: InvitationId) -> Entry {
    Entry::new(action, Target::Invitation(id)).in_organization(place.id)
}

/// Open pages that show the invitation among the members ask again.
fn tell(change: &mut Change, place: &Resolved, id: InvitationId) {
    change.tell_member(place.id, &place.slug, AccountId(id.0));
}

/// Something about the address is in the way.
fn in_the_way(detail: String) -> AppError {
    AppError { kind: Kind::Conflict, ..AppError::field("email", detail) }
}
