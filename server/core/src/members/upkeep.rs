//! What other features ask of memberships inside their own changes.

use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use fluxward_domain::Kind;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::Affiliation;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

/// Begins the membership of an account that exists and is no member: stores it with the boxes
/// that such a role begins with, counts it, touches the access, tells open pages and records
/// `member.added`. Whether the caller may is the caller's to authorize.
pub(crate) async fn join(
    _change: &mut Change,
    _organization: OrganizationId,
    _slug: &str,
    _account: AccountId,
    _role: BaseRole,
    _reason: Option<&str>,
) -> Result<()> {
    Err(Kind::Internal.into())
}

/// The account has another status (already stored): its memberships are listed and counted
/// accordingly, and open pages are told. Touching the access is the caller's.
pub(crate) async fn relist(
    _change: &mut Change,
    _account: AccountId,
    _status: Status,
) -> Result<()> {
    Err(Kind::Internal.into())
}

/// The account is sorted by another name: its memberships, too; open pages are told.
pub(crate) async fn rename(
    _change: &mut Change,
    _account: AccountId,
    _name_key: &str,
) -> Result<()> {
    Err(Kind::Internal.into())
}

/// The names of the organizations that would be left without an active Owner if `account` could
/// no longer act; empty when there are none.
pub(crate) async fn sole_ownerships(
    _connection: &mut Connection,
    _account: AccountId,
) -> Result<Vec<String>> {
    Err(Kind::Internal.into())
}

/// Ends every membership and every grant in `organization` and forgets its counters. Recording,
/// and touching everyone’s access, is the caller’s.
pub(crate) async fn end_all(_change: &mut Change, _organization: OrganizationId) -> Result<()> {
    Err(Kind::Internal.into())
}

/// The organizations that `account` belongs to, by name.
pub(crate) async fn affiliations(
    _connection: &mut Connection,
    _account: AccountId,
) -> Result<Vec<Affiliation>> {
    Err(Kind::Internal.into())
}
