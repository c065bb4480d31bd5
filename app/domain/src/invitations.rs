//! Invitations as they travel: what is asked for, what a list shows, what the invited person sees.
//!
//! An invitation is not yet an account. It begins one, or a membership of one that is there
//! already, when it is accepted by the address that it was sent to.

mod accepting;
mod entails;
pub mod hints;
pub mod lines;

pub use accepting::{Accept, Accepted, Host, OpenInvitation};
pub use entails::entails;

use crate::errors::FieldError;
use crate::ids::{AccountId, InvitationId};
use crate::members::WorkspaceRoles;
use crate::moments::Moment;
use crate::privileges::Privilege;
use crate::roles::BaseRole;
use crate::text;
use serde::{Deserialize, Serialize};

/// Most people that are invited at once.
pub const AT_ONCE: usize = 100;
/// After so many seconds, or half of its time if that is less, an invitation is pending for long.
const LONG: i64 = 48 * 3600;

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationStatus {
    /// Made; its mail has not gone out yet, or its link is handed over by hand.
    Pending,
    /// Its mail was handed to the mail server.
    Sent,
    /// Its mail could not be delivered.
    Failed,
    /// The person is in.
    Accepted,
    /// Its time is over.
    Expired,
    /// Taken back.
    Revoked,
}

impl InvitationStatus {
    /// All of them, in the order of a filter.
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Sent, Self::Failed, Self::Accepted, Self::Expired, Self::Revoked];

    /// The key on the wire.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Accepted => "accepted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The word that people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Sent => "Sent",
            Self::Failed => "Failed",
            Self::Accepted => "Accepted",
            Self::Expired => "Expired",
            Self::Revoked => "Revoked",
        }
    }

    /// The status of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Whether it can still be accepted.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Sent | Self::Failed)
    }
}

/// Whether an invitation of `since` to `until` that is still open at `now` is pending for long:
/// for more than half of its time, or for more than 48 hours.
pub fn is_overdue(since: Moment, until: Moment, now: Moment) -> bool {
    now > since.plus_seconds(LONG).min(halfway(since, until))
}

/// When half of the time of an invitation is over, and a reminder is due.
pub const fn halfway(since: Moment, until: Moment) -> Moment {
    Moment(since.0 + (until.0 - since.0) / 2)
}

/// An invitation: a row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The address that it was sent to.
    pub email: String,
    /// The full name of whom it is for.
    pub full_name: String,
    /// The base role that it gives.
    pub role: BaseRole,
    /// The boxes that are ticked, in the order of the page.
    pub privileges: Vec<Privilege>,
    /// Workspaces with the roles there.
    pub workspaces: Vec<WorkspaceRoles>,
    /// A few words to the person.
    pub message: Option<String>,
    /// How it stands.
    pub status: InvitationStatus,
    /// Whether it is open and pending for long.
    pub overdue: bool,
    /// Why the mail could not be delivered, in the mail server's words.
    pub delivery_error: Option<String>,
    /// Who answers for it: whoever invited, or sent it again.
    pub invited_by: Inviter,
    /// When it was made.
    pub created_at: Moment,
    /// When its present link was made.
    pub sent_at: Moment,
    /// When a reminder went out.
    pub reminded_at: Option<Moment>,
    /// Until when it can be accepted.
    pub expires_at: Moment,
    /// When it was accepted, revoked or replaced.
    pub ended_at: Option<Moment>,
    /// The link, once, right after it was made, and only while no mail server is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// What may be wrong with the address, right after it was given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<FieldError>,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

/// Who invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inviter {
    /// The account.
    pub id: AccountId,
    /// The full name.
    pub full_name: String,
}

/// What the list of invitations is asked for. The same words as in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct InvitationQuery {
    /// Only invitations of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<InvitationStatus>,
    /// Accepted and revoked ones, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_all: Option<bool>,
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A new invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// The address that it goes to.
    #[garde(custom(text::email))]
    pub email: String,
    /// The full name of whom it is for.
    #[garde(custom(text::name))]
    pub full_name: String,
    /// The base role.
    #[garde(skip)]
    pub role: BaseRole,
    /// The boxes to be ticked; those that such a role begins with when not given.
    #[serde(default)]
    #[garde(skip)]
    pub privileges: Option<Vec<Privilege>>,
    /// Workspaces with the roles there.
    #[serde(default)]
    #[garde(skip)]
    pub workspaces: Vec<WorkspaceRoles>,
    /// A few words to the person.
    #[serde(default)]
    #[garde(custom(text::message))]
    pub message: Option<String>,
    /// An open invitation, to a wrong address perhaps, that this one takes the place of.
    #[serde(default)]
    #[garde(skip)]
    pub replaces: Option<InvitationId>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

impl NewInvitation {
    /// The boxes that will be ticked, each once, in the order of the page, where Members begin with
    /// `defaults`.
    pub fn boxes(&self, defaults: &[Privilege]) -> Vec<Privilege> {
        let asked = self.privileges.as_deref();
        Privilege::sorted(asked.unwrap_or_else(|| Privilege::at_first(self.role, defaults)))
    }
}

/// Many new invitations, all or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitations {
    /// One person a line: `Name <address>, role`, `address, role` or only the address.
    #[garde(skip)]
    pub lines: String,
    /// The base role where a line gives none; Member when not given.
    #[serde(default)]
    #[garde(skip)]
    pub role: Option<BaseRole>,
    /// A few words to each of them.
    #[serde(default)]
    #[garde(custom(text::message))]
    pub message: Option<String>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// What would be sent, before it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Review {
    /// Who it goes to.
    pub email: String,
    /// The full name.
    pub full_name: String,
    /// The base role.
    pub role: BaseRole,
    /// The boxes that will be ticked.
    pub privileges: Vec<Privilege>,
    /// What the person will be able to do, one sentence each.
    pub entails: Vec<String>,
    /// How long it can be accepted, in hours.
    pub hours: i64,
    /// Whether a mail goes out; otherwise the link is handed over by hand.
    pub by_mail: bool,
    /// What may be wrong with the address.
    pub hints: Vec<FieldError>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_is_pending_for_long_after_half_of_its_time_or_two_days() {
        let hours = |hours: i64| Moment(hours * 3_600_000_000);
        let overdue = |life, at: Moment| is_overdue(hours(0), hours(life), at);
        assert!(!overdue(72, hours(36)) && overdue(72, Moment(hours(36).0 + 1)));
        assert!(!overdue(240, hours(48)) && overdue(240, Moment(hours(48).0 + 1)));
    }
}
