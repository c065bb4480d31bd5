//! Roles as they travel, the built-in ones among them, and the requests that change an
//! organization's own.

use super::{BaseRole, ProjectRole, RoleScope, WorkspaceRole};
use crate::permissions::{Permission, PermissionSet};
use serde::{Deserialize, Serialize};

/// A role as it travels: built in, or an organization's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Role {
    /// The key; unique in the organization.
    pub key: String,
    /// The name that people see.
    pub name: String,
    /// The kind of place it is for.
    pub scope: RoleScope,
    /// What it permits there, in the order of the catalogue.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub permissions: Vec<Permission>,
    /// Whether every installation has it; such a role cannot be changed.
    pub built_in: bool,
    /// How many people and teams hold it, once for each place.
    pub holders: i64,
    /// The log entry of the last change; what the `ETag` says. 0 for built-in roles.
    pub version: i64,
}

impl Role {
    /// What it permits, as a set.
    pub fn set(&self) -> PermissionSet {
        PermissionSet::of(&self.permissions)
    }
}

/// Every built-in role, by the kind of place, the most powerful first; held by nobody.
pub fn built_in() -> Vec<Role> {
    let role = |scope, key: &str, name: &str, set: PermissionSet| Role {
        key: key.into(),
        name: name.into(),
        scope,
        permissions: set.iter().collect(),
        built_in: true,
        holders: 0,
        version: 0,
    };
    let base = BaseRole::ALL
        .map(|it| role(RoleScope::Organization, it.key(), it.name(), it.permissions()));
    let workspace = WorkspaceRole::ALL
        .map(|it| role(RoleScope::Workspace, it.key(), it.name(), it.permissions(false)));
    let project =
        ProjectRole::ALL.map(|it| role(RoleScope::Project, it.key(), it.name(), it.permissions()));
    base.into_iter().chain(workspace).chain(project).collect()
}

/// Whether a built-in role has that key.
pub fn is_built_in(key: &str) -> bool {
    BaseRole::parse(key).is_some()
        || WorkspaceRole::ALL.iter().any(|role| role.key() == key)
        || ProjectRole::ALL.iter().any(|role| role.key() == key)
}

/// A new role of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// Its key: a word that stays, in the organization's addresses and in its log.
    #[garde(custom(crate::text::role_key))]
    pub key: String,
    /// The name that people see.
    #[garde(custom(crate::text::name))]
    pub name: String,
    /// The kind of place it is for.
    #[garde(skip)]
    pub scope: RoleScope,
    /// What it permits there.
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub permissions: Vec<Permission>,
    /// Why.
    #[serde(default)]
    #[garde(custom(crate::text::reason))]
    pub reason: Option<String>,
}

/// Changes to a role of an organization; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditRole {
    /// Another name.
    #[serde(default)]
    #[garde(custom(crate::text::optional_name))]
    pub name: Option<String>,
    /// What it permits from now on.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>))]
    pub permissions: Option<Vec<Permission>>,
    /// Why.
    #[serde(default)]
    #[garde(custom(crate::text::reason))]
    pub reason: Option<String>,
}

/// A role goes; whoever holds it holds another one instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteRole {
    /// The key of the role that takes its place; needed when somebody holds it.
    #[serde(default)]
    #[garde(skip)]
    pub replacement: Option<String>,
    /// Why.
    #[serde(default)]
    #[garde(custom(crate::text::reason))]
    pub reason: Option<String>,
}

/// Somebody, or a team, who holds a role at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holder {
    /// The person; `None` for a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<crate::members::MemberUser>,
    /// The team; `None` for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<crate::access::TeamName>,
    /// The place: `{org}`, `{org}/{workspace}` or `{org}/{project}`.
    pub scope: String,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<crate::moments::Moment>,
}
