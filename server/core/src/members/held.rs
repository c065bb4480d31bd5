//! A membership as a change finds it, and what follows from its state.

use crate::lists::counters::Bin;
use fluxward_domain::Moment;
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;

/// A membership with the status of its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) organization: OrganizationId,
    pub(super) account: AccountId,
    pub(super) role: BaseRole,
    pub(super) status: MembershipStatus,
    pub(super) account_status: Status,
    pub(super) joined_at: Moment,
    pub(super) expires_at: Option<Moment>,
    pub(super) name_key: String,
    pub(super) version: i64,
}

impl Held {
    /// The status that the list shows.
    pub(super) const fn listed(&self) -> Status {
        listed(self.account_status, self.status)
    }

    /// What the membership is counted under.
    pub(super) const fn bin(&self) -> Bin<'static> {
        bin(self.listed(), self.role)
    }

    /// Whether this is an Owner who can act, and for good.
    pub(super) fn is_acting_owner(&self) -> bool {
        self.role == BaseRole::Owner && self.listed() == Status::Active && self.expires_at.is_none()
    }
}

/// The status that a list shows: the account's unless it is active, else the membership's.
pub(super) const fn listed(account: Status, membership: MembershipStatus) -> Status {
    match (account, membership) {
        (Status::Active, MembershipStatus::Inactive) => Status::Inactive,
        (status, _) => status,
    }
}

/// The counter for members of that role who are listed as that.
pub(super) const fn bin(listed: Status, role: BaseRole) -> Bin<'static> {
    Bin { status: listed.key(), role: role.key() }
}

/// The reason, if anything was said; as the log keeps it.
pub(super) fn given(reason: Option<&str>) -> Option<&str> {
    reason.map(str::trim).filter(|reason| !reason.is_empty())
}
