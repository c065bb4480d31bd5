//! Previews as they travel: who would gain and lose what, and where.

use crate::explanations::AccessChange;
use crate::members::MemberUser;
use crate::permissions::Permission;
use serde::{Deserialize, Serialize};

/// What is to be looked at: changes, made one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AskPreview {
    /// The calls that would make them.
    pub changes: Vec<AccessChange>,
}

/// What the changes would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// What somebody could do afterwards and cannot now.
    pub gained: Vec<Difference>,
    /// What somebody can do now and could not afterwards.
    pub lost: Vec<Difference>,
    /// Whether everything is listed: more than ten thousand differences are cut off.
    pub complete: bool,
}

/// One permission that one person gains or loses at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// The person.
    pub user: MemberUser,
    /// The permission.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub permission: Permission,
    /// The place: `platform`, `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    pub scope: String,
}
