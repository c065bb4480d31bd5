//! Seeing the console as somebody else would, read-only, as it travels.

use crate::ids::AccountId;
use crate::moments::Moment;
use crate::text;
use serde::{Deserialize, Serialize};

/// How long it lasts at most, in seconds: half an hour.
pub const LASTS: i64 = 30 * 60;

/// As whom the console is to be seen: a person, or somebody with a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SeeAs {
    /// The person, a member of the organization.
    #[serde(default)]
    #[garde(skip)]
    pub user_id: Option<AccountId>,
    /// The key of a role, instead of a person.
    #[serde(default)]
    #[garde(skip)]
    pub role: Option<String>,
    /// For a role of a workspace or project: where it is held, `{org}/{workspace}` or
    /// `{org}/{project}`.
    #[serde(default)]
    #[garde(skip)]
    pub scope: Option<String>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// As whom the console is seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenAs {
    /// The person's name, or "somebody with the role …".
    pub name: String,
    /// When it ends by itself.
    pub ends_at: Moment,
}
