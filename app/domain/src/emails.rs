//! Another e-mail address for oneself.

use crate::moments::Moment;
use crate::text;
use serde::{Deserialize, Serialize};

/// Another e-mail address, to be confirmed there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// The new address.
    #[garde(custom(text::email))]
    pub email: String,
}

/// An address that waits to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingEmail {
    /// The new address.
    pub email: String,
    /// Until when it can be confirmed.
    pub expires_at: Moment,
}

/// A change of the address as its links show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailChange {
    /// The address before.
    pub before: String,
    /// The new one.
    pub email: String,
}
