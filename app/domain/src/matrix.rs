//! The access matrix as it travels: people × permissions at one place.

use crate::members::MemberUser;
use crate::permissions::{Permission, PermissionSet};
use crate::roles::BaseRole;
use crate::users::Status;
use serde::{Deserialize, Serialize};

/// What one member may do at the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatrixRow {
    /// The person.
    pub user: MemberUser,
    /// The base role.
    pub role: BaseRole,
    /// The account's status unless it is active, else the membership's.
    pub status: Status,
    /// What is allowed there, in the order of the catalogue.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub permissions: Vec<Permission>,
    /// What of it comes through teams alone.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub by_team: Vec<Permission>,
    /// What of it ends by itself.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub ending: Vec<Permission>,
}

impl MatrixRow {
    /// What is allowed, as a set.
    pub fn set(&self) -> PermissionSet {
        PermissionSet::of(&self.permissions)
    }
}

/// What the matrix is asked for. The same words as in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct MatrixQuery {
    /// The place: `{org}` (when not given), `{org}/{workspace}` or `{org}/{project}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Only who may do this there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>))]
    pub permission: Option<Permission>,
    /// Text to find in name, e-mail address and username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only who holds the role of this key: a base role, or one that is held there or in the whole
    /// organization, by a team perhaps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Deactivated people, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_all: Option<bool>,
    /// How many (1–200, 50 when not given). A page may have fewer, even none, while others follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
