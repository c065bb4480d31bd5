//! Workspaces as they travel: places of an organization where people hold several roles each.

use crate::ids::WorkspaceId;
use crate::moments::Moment;
use crate::text;
use serde::{Deserialize, Serialize};

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// The word in its address; no workspace and no project of the organization shares it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether its Team Admins may override approvals.
    pub overriding: bool,
    /// How many people and teams hold a role in it.
    pub holders: i64,
    /// How many projects hang in it.
    pub projects: i64,
    /// When it began.
    pub created_at: Moment,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

/// A new workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWorkspace {
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

/// Changes to a workspace; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditWorkspace {
    /// Another name.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub name: Option<String>,
    /// Another word in its address.
    #[serde(default)]
    #[garde(custom(text::optional_slug))]
    pub slug: Option<String>,
    /// Whether its Team Admins may override approvals from now on.
    #[serde(default)]
    #[garde(skip)]
    pub overriding: Option<bool>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}
