//! Accounts as they travel: list rows, details, and the requests that change them.

mod asking;
mod changing;

pub use asking::{UserQuery, UserSort};
pub use changing::{EditUser, NewUser, Suspend};

use crate::factors::Held;
use crate::ids::AccountId;
use crate::mail::Delivery;
use crate::members::Affiliation;
use crate::moments::Moment;
use crate::resets::HandedOver;
use serde::{Deserialize, Serialize};

/// What an account is able to do at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Full access.
    Active,
    /// Cannot sign in.
    Inactive,
    /// Created or invited, not yet accepted.
    Pending,
    /// Cannot sign in until a moment that may be given.
    Suspended,
}

impl Status {
    /// All of them, in the order of a filter.
    pub const ALL: [Self; 4] = [Self::Active, Self::Inactive, Self::Pending, Self::Suspended];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Pending => "pending",
            Self::Suspended => "suspended",
        }
    }

    /// The word that people see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Inactive => "Inactive",
            Self::Pending => "Pending",
            Self::Suspended => "Suspended",
        }
    }

    /// The status of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// What a stored status is at `now`, with the end of a suspension: a suspension that is over
    /// is none, also before anybody has written that down.
    #[must_use]
    pub fn at(self, suspended_until: Option<Moment>, now: Moment) -> (Self, Option<Moment>) {
        match (self, suspended_until) {
            (Self::Suspended, Some(until)) if until <= now => (Self::Active, None),
            (Self::Suspended, until) => (Self::Suspended, until),
            (status, _) => (status, None),
        }
    }
}

/// A row of the list of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// The account's id.
    pub id: AccountId,
    /// The e-mail address as the person writes it.
    pub email: String,
    /// The username.
    pub username: String,
    /// The full name.
    pub full_name: String,
    /// The account's status.
    pub status: Status,
    /// Until when it is suspended, if that was said; then it is active again by itself.
    pub suspended_until: Option<Moment>,
    /// Whether the person administers the platform.
    pub platform_administrator: bool,
    /// When the account began.
    pub created_at: Moment,
    /// The last sign-in, if there was one.
    pub last_sign_in_at: Option<Moment>,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

/// One account in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserDetail {
    /// What the list shows.
    #[serde(flatten)]
    pub user: User,
    /// First name, when the name was entered in two parts.
    pub first_name: Option<String>,
    /// Last name, when the name was entered in two parts.
    pub last_name: Option<String>,
    /// Whether the password is temporary and must be changed at the next sign-in.
    pub password_change_required: bool,
    /// Whether sign-in is blocked after too many failures.
    pub sign_in_blocked: bool,
    /// Which second factors the person has.
    pub factors: Held,
    /// Why the status is as it is, if a reason was given.
    pub status_reason: Option<String>,
    /// What became of the activation mail, while the account waits for it to be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activation: Option<Delivery>,
    /// The organizations that the person belongs to, by name.
    pub organizations: Vec<Affiliation>,
}

/// Somebody who was just created, and how they get in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedUser {
    /// The account.
    #[serde(flatten)]
    pub detail: UserDetail,
    /// What became of the activation link, when there was no initial password.
    #[serde(flatten)]
    pub handed_over: HandedOver,
}

impl std::ops::Deref for CreatedUser {
    type Target = UserDetail;
    fn deref(&self) -> &UserDetail {
        &self.detail
    }
}
