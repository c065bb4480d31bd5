//! Registering oneself, where the platform lets people in by themselves.

use crate::text;
use serde::{Deserialize, Serialize};

/// Somebody registers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The e-mail address.
    #[garde(custom(text::email))]
    pub email: String,
    /// The full name.
    #[garde(custom(text::name))]
    pub full_name: String,
    /// The person's own password.
    #[garde(custom(text::password_bytes))]
    pub password: String,
    /// The username; made from the address when not given, or when somebody else has it.
    #[serde(default)]
    #[garde(custom(text::optional_username))]
    pub username: Option<String>,
}

/// The token of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The token.
    pub token: String,
}

/// Which public doors are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entrances {
    /// Whether people may register themselves, and could be mailed.
    pub registration: bool,
    /// Whether mails can be sent at all.
    pub mail: bool,
}
