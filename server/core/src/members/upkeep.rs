//! What other features ask of memberships inside their own changes. Whether the caller may is
//! decided there; here the rows, the counters and the open pages are kept right.

use super::held::{self, Held, bin};
use super::{boxes, periods, seat, store};
use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::lists::counters;
use crate::organizations::Resolved;
use crate::{
    grants, invitations, organizations, plans, projects, requests, roles, teams, workspaces,
};
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::{Affiliation, Member, MembershipStatus};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

/// What a membership begins with.
#[derive(Clone, Copy)]
pub(crate) struct Beginning<'a> {
    /// The base role.
    pub(crate) role: BaseRole,
    /// The ticked boxes.
    pub(crate) privileges: &'a [Privilege],
    /// When it ends by itself.
    pub(crate) expires_at: Option<Moment>,
}

/// Begins the membership of an account that exists and is no member, with the boxes that such a
/// role begins with in that organization; see [`join_with`].
pub(crate) async fn join(
    change: &mut Change,
    organization: OrganizationId,
    slug: &str,
    account: AccountId,
    role: BaseRole,
    reason: Option<&str>,
) -> Result<()> {
    let defaults = organizations::default_privileges(change, organization).await?;
    let privileges = Privilege::at_first(role, &defaults);
    let begins_with = Beginning { role, privileges, expires_at: None };
    join_with(change, organization, slug, account, begins_with, reason).await
}

/// Begins the membership of an account that exists and is no member: stores it with that role and
/// these boxes, counts it, ends an invitation to it, touches the access, tells open pages and
/// records `member.added`.
pub(crate) async fn join_with(
    change: &mut Change,
    organization: OrganizationId,
    slug: &str,
    account: AccountId,
    Beginning { role, privileges, expires_at }: Beginning<'_>,
    reason: Option<&str>,
) -> Result<()> {
    let person = store::person(change, account).await?;
    let person = person.ok_or_else(|| Error::Internal("nobody is there to join".into()))?;
    let held = Held {
        organization,
        account,
        role,
        status: MembershipStatus::Active,
        account_status: person.status,
        joined_at: change.now(),
        expires_at,
        name_key: person.name_key,
        version: change.seq(),
    };
    plans::take_seat(change, organization, None, held.listed(), 0).await?;
    periods::begin(change, &held, reason).await?;
    change.counters().add(organization.0, held.bin(), 1);
    let mut entry = Entry::new("member.added", Target::User(account))
        .in_organization(organization)
        .because(reason)
        .with("role", None, Some(role.name()));
    if let Some(end) = expires_at {
        entry = entry.with("expires_at", None, Some(&end.to_rfc3339()));
    }
    for privilege in privileges {
        boxes::tick(change, &held, *privilege, reason).await?;
        entry = entry.with("privilege", None, Some(privilege.label()));
    }
    invitations::fulfil(change, organization, slug, account).await?;
    change.touch_access(account);
    change.tell_member(organization, slug, account);
    change.record(entry).await
}

/// The account has another status: its memberships are listed and counted accordingly, and open
/// pages are told. Refused where no seat is left for them, unless it is `whatever_the_seats`.
/// Storing the status and touching the access is the caller's.
pub(crate) async fn relist(
    change: &mut Change,
    account: AccountId,
    status: Status,
    whatever_the_seats: bool,
) -> Result<()> {
    for (slug, before, listed) in store::listings(change, account).await? {
        let now_listed = held::listed(status, before.status);
        if !whatever_the_seats {
            plans::take_seat(change, before.organization, Some(listed), now_listed, 0).await?;
        }
        periods::list_as(change, &before, now_listed).await?;
        let (from, to) = (bin(listed, before.role), bin(now_listed, before.role));
        change.counters().shift(before.organization.0, from, to);
        change.tell_member(before.organization, &slug, account);
    }
    Ok(())
}

/// The account is sorted by another name: its memberships, too; open pages are told.
pub(crate) async fn rename(change: &mut Change, account: AccountId, name_key: &str) -> Result<()> {
    periods::rename(change, account, name_key).await?;
    for (slug, held, _) in store::listings(change, account).await? {
        change.tell_member(held.organization, &slug, account);
    }
    Ok(())
}

/// Ends every membership of `account` with everything that was granted in it; answers the
/// organizations that were left. Recording, and touching the access, is the caller's.
pub(crate) async fn leave_all(
    change: &mut Change,
    account: AccountId,
) -> Result<Vec<OrganizationId>> {
    let mut left = Vec::new();
    for (slug, held, listed) in store::listings(change, account).await? {
        grants::end_all_of_member(change, held.organization, account).await?;
        requests::end_all_of_member(change, held.organization, account).await?;
        periods::end(change, &held).await?;
        let bin = bin(listed, held.role);
        change.counters().add(held.organization.0, bin, -1);
        change.tell_member(held.organization, &slug, account);
        left.push(held.organization);
    }
    Ok(left)
}

/// The names of the organizations that would be left without an active Owner if `account` could
/// no longer act; empty when there are none.
pub(crate) async fn sole_ownerships(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<String>> {
    store::sole_ownerships(connection, account).await
}

/// Ends everything in `organization` (memberships, invitations, grants, teams, places, roles) and
/// forgets its counters. Recording, and touching everyone's access, is the caller's.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    invitations::end_all(change, organization).await?;
    grants::end_all(change, organization).await?;
    requests::end_all(change, organization).await?;
    teams::end_all(change, organization).await?;
    projects::end_all(change, organization).await?;
    workspaces::end_all(change, organization).await?;
    roles::end_all(change, organization).await?;
    periods::end_all(change, organization).await?;
    counters::forget(change, organization.0).await
}

/// Whether `account` belongs to the organization, switched on or off.
pub(crate) async fn is_member(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
) -> Result<bool> {
    Ok(role_of(connection, organization, account).await?.is_some())
}

/// The base role of `account` in the organization, switched on or off; `None` when it is no member.
pub(crate) async fn role_of(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Option<BaseRole>> {
    Ok(store::held(connection, organization, account).await?.map(|held| held.role))
}

/// The member `account` of `place` as it is inside `change`.
pub(crate) async fn show_in(
    change: &mut Change,
    place: &Resolved,
    account: AccountId,
) -> Result<Member> {
    seat::member(change, place, account).await
}

/// The organizations that `account` belongs to, by name.
pub(crate) async fn affiliations(
    connection: &mut Connection,
    account: AccountId,
) -> Result<Vec<Affiliation>> {
    store::affiliations(connection, account).await
}
