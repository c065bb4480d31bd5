//! What other features ask of memberships inside their own changes.

use crate::changes::Change;
use crate::database::Connection;
use crate::error::Result;
use fluxward_domain::Kind;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::Affiliation;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

/// An account about to belong to an organization.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Joining<'a> {
    /// The organization.
    pub(crate) organization: OrganizationId,
    /// The word in its address.
    pub(crate) slug: &'a str,
    /// The account; it exists and is no member.
    pub(crate) account: AccountId,
    /// The base role.
    pub(crate) role: BaseRole,
    /// The boxes ticked from the beginning; see [`default_boxes`].
    pub(crate) boxes: &'a [Privilege],
    /// Why.
    pub(crate) reason: Option<&'a str>,
}

/// The boxes that a new member of that role begins with.
pub(crate) const fn default_boxes(role: BaseRole) -> &'static [Privilege] {
    match role {
        BaseRole::Member => &[Privilege::Assets],
        BaseRole::Owner | BaseRole::Admin | BaseRole::Viewer => &[],
    }
}

/// Begins a membership: stores it with its boxes, counts it, touches the access, tells open pages
/// and records `member.added`. Whether the caller may is the caller's to authorize.
pub(crate) async fn join(_change: &mut Change, _joining: Joining<'_>) -> Result<()> {
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
pub(crate) async fn orphaned_without(
    _connection: &mut Connection,
    _account: AccountId,
) -> Result<Vec<String>> {
    Err(Kind::Internal.into())
}

/// Ends every membership and every grant in `organization`, forgets its counters, and touches
/// everyone's access. Recording is the caller's.
pub(crate) async fn end_all_of(_change: &mut Change, _organization: OrganizationId) -> Result<()> {
    Err(Kind::Internal.into())
}

/// The organizations that `account` belongs to, by name.
pub(crate) async fn affiliations(
    _connection: &mut Connection,
    _account: AccountId,
) -> Result<Vec<Affiliation>> {
    Err(Kind::Internal.into())
}
