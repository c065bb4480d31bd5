//! What whoever has the link of an invitation sees, sends and is answered.

use crate::members::MemberUser;
use crate::moments::Moment;
use crate::privileges::Privilege;
use crate::roles::BaseRole;
use crate::text;
use serde::{Deserialize, Serialize};

/// An invitation as whoever has its link sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenInvitation {
    /// Where to.
    pub organization: Host,
    /// The address that it was sent to.
    pub email: String,
    /// The full name.
    pub full_name: String,
    /// The base role.
    pub role: BaseRole,
    /// The boxes that will be ticked.
    pub privileges: Vec<Privilege>,
    /// What the person will be able to do, one sentence each.
    pub entails: Vec<String>,
    /// A few words.
    pub message: Option<String>,
    /// The full name of whoever invites.
    pub invited_by: String,
    /// Until when it can be accepted.
    pub expires_at: Moment,
    /// Whether there is an account of that address: then one signs in to accept.
    pub account_exists: bool,
    /// Whether there is one that waits for its activation: accepting with a password activates it.
    pub activates: bool,
}

/// The organization that invites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Host {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// Accepting an invitation. Whoever has an account sends nothing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// A new person's own password.
    #[serde(default)]
    #[garde(custom(text::optional_password_bytes))]
    pub password: Option<String>,
    /// A new person's username; made from the address when not given.
    #[serde(default)]
    #[garde(custom(text::optional_username))]
    pub username: Option<String>,
}

/// Who is in now, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// The account.
    pub user: MemberUser,
    /// The organization.
    pub organization: Host,
    /// The base role there.
    pub role: BaseRole,
    /// The ticked boxes.
    pub privileges: Vec<Privilege>,
}
