//! Handing out roles, as it travels: to people and to teams, at any place, for a time perhaps.

use crate::access::TeamName;
use crate::members::{MemberUser, MembershipStatus};
use crate::moments::Moment;
use crate::roles::RoleScope;
use crate::text;
use serde::{Deserialize, Serialize};

/// A role is handed out, or somebody joins a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// When it ends by itself; never when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub expires_at: Option<Moment>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Somebody's one role in a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignProject {
    /// The key of the role.
    #[garde(skip)]
    pub role: String,
    /// When it ends by itself; never when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub expires_at: Option<Moment>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// A workspace with the roles that the caller may give there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// The workspace's slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The roles: the key, and the name that people see.
    pub roles: Vec<(String, String)>,
}

/// A role that somebody holds at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldRole {
    /// The key of the role.
    pub role: String,
    /// The name that people see.
    pub name: String,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
    /// The team that holds it, when it is held as one of the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamName>,
}

/// Somebody with roles in a workspace or a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceMember {
    /// The person.
    pub user: MemberUser,
    /// The switch of the person's membership in the organization.
    pub status: MembershipStatus,
    /// The roles, by name; a team's beside the person's own.
    pub roles: Vec<HeldRole>,
}

/// A team with roles in a workspace or a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceTeam {
    /// The team.
    pub team: TeamName,
    /// The roles, by name.
    pub roles: Vec<HeldRole>,
}

/// A role that a person holds at a place of an organization, with the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAt {
    /// What kind of place it is.
    pub kind: RoleScope,
    /// The word in the place's address; empty for the organization itself.
    pub slug: String,
    /// The place's name.
    pub place: String,
    /// The role.
    pub role: HeldRole,
}

/// A team that a person is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSeat {
    /// The team.
    pub team: TeamName,
    /// When it ends by itself.
    pub expires_at: Option<Moment>,
}

/// What a member of an organization holds beside base role and boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holdings {
    /// The roles, by place; a team's beside the person's own.
    pub roles: Vec<RoleAt>,
    /// The teams, by name.
    pub teams: Vec<TeamSeat>,
}
