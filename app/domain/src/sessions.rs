//! Signing in, sessions, and who one is, as they travel.

use crate::access::Facts;
use crate::factors::CODE_MAX;
use crate::ids::{AccountId, SessionId};
use crate::members::Affiliation;
use crate::moments::Moment;
use crate::seeing::SeenAs;
use crate::text;
use crate::users::Status;
use serde::{Deserialize, Serialize};

/// Sign-in details.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// E-mail address or username.
    #[garde(custom(text::login))]
    pub login: String,
    /// The password.
    #[garde(custom(text::password_bytes))]
    pub password: String,
    /// A one-time or recovery code, where one is needed.
    #[serde(default)]
    #[garde(length(bytes, max = CODE_MAX))]
    pub code: Option<String>,
}

/// Tokens of an API session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tokens {
    /// A JWT for the `Authorization: Bearer` header.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// Good for one renewal.
    pub refresh_token: String,
}

/// A refresh token to be renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The refresh token of the last answer.
    pub refresh_token: String,
}

/// A change of one's own password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present password; or `change_token`.
    #[serde(default)]
    #[garde(custom(text::optional_password_bytes))]
    pub current_password: Option<String>,
    /// The token of a refused sign-in with a temporary password.
    #[serde(default)]
    #[garde(skip)]
    pub change_token: Option<String>,
    /// The new password.
    #[garde(custom(text::password_bytes))]
    pub password: String,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// The first platform administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The one-time token that the server printed.
    #[garde(skip)]
    pub setup_token: String,
    /// The e-mail address.
    #[garde(custom(text::email))]
    pub email: String,
    /// The username.
    #[garde(custom(text::username))]
    pub username: String,
    /// The full name.
    #[garde(custom(text::name))]
    pub full_name: String,
    /// The person's own password.
    #[garde(custom(text::password_bytes))]
    pub password: String,
}

/// Who one is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The account's id.
    pub id: AccountId,
    /// The e-mail address.
    pub email: String,
    /// The username.
    pub username: String,
    /// The full name.
    pub full_name: String,
    /// The account's status.
    pub status: Status,
    /// Whether one administers the platform.
    pub platform_administrator: bool,
    /// The organizations that one belongs to and can enter, by name.
    pub organizations: Vec<Affiliation>,
}

/// Changes to one's own names; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditMe {
    /// A new full name.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub full_name: Option<String>,
    /// A new username.
    #[serde(default)]
    #[garde(custom(text::optional_username))]
    pub username: Option<String>,
}

/// Who looks at a page, with what deciding in the browser needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who it is.
    pub me: Me,
    /// What [`crate::access::decide`] needs.
    pub facts: Facts,
    /// The ids of the organizations in `me`, in the same order.
    pub organization_ids: Vec<crate::ids::OrganizationId>,
    /// Whether one may create organizations.
    pub creates_organizations: bool,
    /// As whom one sees all this, when it is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_as: Option<SeenAs>,
}

/// How a session is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A browser with a cookie.
    Browser,
    /// An API client with tokens.
    Api,
}

/// One of a person's sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The session's id.
    pub id: SessionId,
    /// How it is used.
    pub kind: SessionKind,
    /// Whether it is the one that asks.
    pub current: bool,
    /// When it began.
    pub created_at: Moment,
    /// When it was last used, to the minute.
    pub last_seen_at: Moment,
    /// When it ends at the latest.
    pub expires_at: Moment,
    /// The address it was last used from.
    pub address: String,
    /// Browser and system in words, e.g. "Firefox on Linux".
    pub device: String,
}
