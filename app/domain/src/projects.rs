//! Projects as they travel: places of an organization, in one of its workspaces or directly under
//! it, whose access is granted one by one.

use crate::ids::ProjectId;
use crate::moments::Moment;
use crate::text;
use serde::{Deserialize, Serialize};

/// A project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// The word in its address; no workspace and no project of the organization shares it.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The slug of the workspace it hangs in; `None` directly under the organization.
    pub workspace: Option<String>,
    /// How many people and teams hold a role in it.
    pub holders: i64,
    /// When it began.
    pub created_at: Moment,
    /// The log entry of the last change; what the `ETag` says.
    pub version: i64,
}

/// A new project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewProject {
    /// Its name.
    #[garde(custom(text::name))]
    pub name: String,
    /// The word in its address.
    #[garde(custom(text::slug))]
    pub slug: String,
    /// The slug of the workspace it hangs in; directly under the organization when not given.
    #[serde(default)]
    #[garde(skip)]
    pub workspace: Option<String>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Changes to a project; what is not given stays. Moving it brings no rights along: whoever holds
/// a role in the project keeps it, whoever holds one in a workspace holds nothing in the project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditProject {
    /// Another name.
    #[serde(default)]
    #[garde(custom(text::optional_name))]
    pub name: Option<String>,
    /// Another word in its address.
    #[serde(default)]
    #[garde(custom(text::optional_slug))]
    pub slug: Option<String>,
    /// The slug of the workspace it hangs in from now on; `null` for directly under the
    /// organization.
    #[serde(
        default,
        deserialize_with = "crate::plans::given",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[garde(skip)]
    pub workspace: Option<Option<String>>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}
