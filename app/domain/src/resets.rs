//! Forgotten passwords: the link by mail, and what an administrator does about them.

use crate::text;
use serde::{Deserialize, Serialize};

/// Somebody has forgotten the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Forgot {
    /// The e-mail address of the account.
    #[garde(custom(text::email))]
    pub email: String,
}

/// A new password, with the token of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ByLink {
    /// The token of the link.
    #[garde(skip)]
    pub token: String,
    /// The new password.
    #[garde(custom(text::password_bytes))]
    pub password: String,
}

/// Whom a link is for; told to whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Addressee {
    /// The full name.
    pub full_name: String,
    /// The e-mail address.
    pub email: String,
}

/// An administrator resets somebody's password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetUser {
    /// A temporary password to hand over; otherwise a link by mail.
    #[garde(skip)]
    pub temporary: bool,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// What an administrator's reset, or a mail with a link, came to: one of the three.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandedOver {
    /// To hand over, changed at the next sign-in. Shown this once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temporary_password: Option<String>,
    /// To hand over, because there is no mail server. Shown this once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The address that the link was mailed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailed_to: Option<String>,
}
