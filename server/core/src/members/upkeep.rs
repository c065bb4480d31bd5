//! What other features ask of memberships inside their own changes. Whether the caller may is
//! decided there; here the rows, the counters and the open pages are kept right.

use super::held::{self, Held, bin};
use super::{boxes, seat, store};
use crate::changes::{Change, Entry, Target};
use crate::database::Connection;
use crate::error::{Error, Result};
use crate::lists::counters;
use crate::organizations::Resolved;
use crate::{invitations, organizations};
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::{Affiliation, Member, MembershipStatus};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

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
    let begins_with = (role, Privilege::at_first(role, &defaults));
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
    (role, privileges): (BaseRole, &[Privilege]),
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
        name_key: person.name_key,
        version: change.seq(),
    };
    store::begin(change, &held, reason).await?;
    counters::add(change, organization.0, held.bin(), 1).await?;
    let mut entry = Entry::new("member.added", Target::User(account))
        .in_organization(organization)
        .because(reason)
        .with("role", None, Some(role.name()));
    for privilege in privileges {
        boxes::tick(change, &held, *privilege, reason).await?;
        entry = entry.with("privilege", None, Some(privilege.label()));
    }
    invitations::fulfil(change, organization, slug, account).await?;
    change.touch_access(account).await?;
    change.tell_member(organization, slug, account);
    change.record(entry).await
}

/// The account has another status: its memberships are listed and counted accordingly, and open
/// pages are told. Storing the status and touching the access is the caller's.
pub(crate) async fn relist(change: &mut Change, account: AccountId, status: Status) -> Result<()> {
    for (slug, before, listed) in store::listings(change, account).await? {
        let now_listed = held::listed(status, before.status);
        store::list_as(change, &before, now_listed).await?;
        let (from, to) = (bin(listed, before.role), bin(now_listed, before.role));
        counters::shift(change, before.organization.0, from, to).await?;
        change.tell_member(before.organization, &slug, account);
    }
    Ok(())
}

/// The account is sorted by another name: its memberships, too; open pages are told.
pub(crate) async fn rename(change: &mut Change, account: AccountId, name_key: &str) -> Result<()> {
    store::rename(change, account, name_key).await?;
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
        boxes::end_all_of_member(change, &held).await?;
        store::end(change, &held).await?;
        let bin = bin(listed, held.role);
        counters::add(change, held.organization.0, bin, -1).await?;
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

/// Ends every membership, every invitation and every grant in `organization` and forgets its counters. Recording,
/// and touching everyone's access, is the caller's.
pub(crate) async fn end_all(change: &mut Change, organization: OrganizationId) -> Result<()> {
    invitations::end_all(change, organization).await?;
    boxes::end_all(change, organization).await?;
    store::end_all(change, organization).await?;
    counters::forget(change, organization.0).await
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
