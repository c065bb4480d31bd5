//! Teams as they travel: sets of members of an organization that hold roles like a person.

use crate::ids::TeamId;
use crate::members::MemberUser;
use crate::moments::Moment;
use crate::text;
use serde::{Deserialize, Serialize};

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// The word in its address; unique among the organization's teams.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How many people are in it.
    pub members: i64,
    /// The roles it holds, by place.
    pub roles: Vec<TeamRole>,
    /// When it began.
    pub created_at: Moment,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

/// A role that a team holds at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamRole {
    /// The key of the role.
    pub role: String,
    /// The name that people see.
    pub name: String,
    /// The place: `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    pub scope: String,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamMember {
    /// The person.
    pub user: MemberUser,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
}

/// A new team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    /// Its name.
    #[garde(custom(text::name))]
    pub name: String,
    /// The word in its address.
    #[garde(custom(text::slug))]
    pub slug: String,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Changes to a team; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditTeam {
    /// Another name.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub name: Option<String>,
    /// Another word in its address.
    #[serde(default)]
    #[garde(custom(text::optional_slug))]
    pub slug: Option<String>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}
