//! The requests that begin and change accounts.

use crate::moments::Moment;
use crate::roles::BaseRole;
use crate::text;
use serde::{Deserialize, Serialize};

/// A new account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The e-mail address; unique in its canonical form.
    #[garde(custom(text::email))]
    pub email: String,
    /// The username; made from the address when not given.
    #[serde(default)]
    #[garde(custom(text::optional_username))]
    pub username: Option<String>,
    /// The full name; or `first_name` and `last_name`.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub full_name: Option<String>,
    /// The first name, together with `last_name`.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub first_name: Option<String>,
    /// The last name, together with `first_name`.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub last_name: Option<String>,
    /// A temporary password, to be changed at the first sign-in. Without one, the person chooses
    /// it by a link in a mail.
    #[serde(default)]
    #[garde(custom(text::optional_password_bytes))]
    pub password: Option<String>,
    /// The slug of an organization to join at once.
    #[serde(default)]
    #[garde(skip)]
    pub organization: Option<String>,
    /// The base role there; Member when not given.
    #[serde(default)]
    #[garde(skip)]
    pub role: Option<BaseRole>,
    /// Workspaces of the organization, with the roles to hold in each at once.
    #[serde(default)]
    #[garde(skip)]
    pub workspaces: Vec<crate::members::WorkspaceRoles>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Changes to an account's details; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditUser {
    /// A new e-mail address.
    #[serde(default)]
    #[garde(custom(text::optional_email))]
    pub email: Option<String>,
    /// A new username.
    #[serde(default)]
    #[garde(custom(text::optional_username))]
    pub username: Option<String>,
    /// A new full name.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub full_name: Option<String>,
    /// A new first name, together with `last_name`.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub first_name: Option<String>,
    /// A new last name, together with `first_name`.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub last_name: Option<String>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// A suspension: like being deactivated, until a moment that may be given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Suspend {
    /// When the account is active again by itself; until somebody lifts it when not given.
    #[serde(default)]
    #[garde(skip)]
    pub until: Option<Moment>,
    /// Why; the person is told after the right password.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}
