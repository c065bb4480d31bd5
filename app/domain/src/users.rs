//! Accounts as they travel: list rows, details, and the requests that change them.

use crate::factors::Held;
use crate::ids::AccountId;
use crate::mail::Delivery;
use crate::members::Affiliation;
use crate::moments::Moment;
use crate::resets::HandedOver;
use crate::roles::BaseRole;
use crate::text;
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

/// The order of the list of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserSort {
    /// By full name.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// By full name, backwards.
    #[serde(rename = "-name")]
    NameDescending,
    /// By e-mail address.
    #[serde(rename = "email")]
    Email,
    /// By e-mail address, backwards.
    #[serde(rename = "-email")]
    EmailDescending,
    /// The oldest account first.
    #[serde(rename = "created")]
    Created,
    /// The newest account first.
    #[serde(rename = "-created")]
    CreatedDescending,
    /// Who has not signed in for longest first; never comes first.
    #[serde(rename = "last_sign_in")]
    LastSignIn,
    /// The latest sign-in first; never comes last.
    #[serde(rename = "-last_sign_in")]
    LastSignInDescending,
}

impl UserSort {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::NameDescending,
        Self::Email,
        Self::EmailDescending,
        Self::Created,
        Self::CreatedDescending,
        Self::LastSignIn,
        Self::LastSignInDescending,
    ];

    /// The word in a query.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "-name",
            Self::Email => "email",
            Self::EmailDescending => "-email",
            Self::Created => "created",
            Self::CreatedDescending => "-created",
            Self::LastSignIn => "last_sign_in",
            Self::LastSignInDescending => "-last_sign_in",
        }
    }

    /// The order of that word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }

    /// Whether it runs backwards.
    pub fn is_descending(self) -> bool {
        self.key().starts_with('-')
    }
}

/// What the list of people is asked for. The same words as in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// Text to find in name, e-mail address and username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only people of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Deactivated people, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_all: Option<bool>,
    /// Only members of the organization of this slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// The order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<UserSort>,
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

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
