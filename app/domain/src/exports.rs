//! Exports of lists as they are asked for: the words of the list, and the format.

use crate::members::MemberQuery;
use crate::roles::BaseRole;
use crate::users::{Status, UserQuery, UserSort};
use serde::{Deserialize, Serialize};

/// How a list is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values (RFC 4180), UTF-8.
    #[default]
    Csv,
}

/// Which members are exported: the words of their list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ExportMembers {
    /// The format; `csv` when not given.
    #[serde(default)]
    pub format: Option<Format>,
    /// Text to find in name, e-mail address and username.
    #[serde(default)]
    pub search: Option<String>,
    /// Only members of this status.
    #[serde(default)]
    pub status: Option<Status>,
    /// Deactivated people, too.
    #[serde(default)]
    pub show_all: Option<bool>,
    /// Only members with this base role.
    #[serde(default)]
    pub role: Option<BaseRole>,
}

impl ExportMembers {
    /// The question of the list.
    pub fn query(self) -> MemberQuery {
        let Self { format: _, search, status, show_all, role } = self;
        MemberQuery { search, status, show_all, role, ..MemberQuery::default() }
    }
}

/// Which people are exported: the words of their list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ExportUsers {
    /// The format; `csv` when not given.
    #[serde(default)]
    pub format: Option<Format>,
    /// Text to find in name, e-mail address and username.
    #[serde(default)]
    pub search: Option<String>,
    /// Only people of this status.
    #[serde(default)]
    pub status: Option<Status>,
    /// Deactivated people, too.
    #[serde(default)]
    pub show_all: Option<bool>,
    /// Only members of the organization of this slug.
    #[serde(default)]
    pub organization: Option<String>,
    /// The order.
    #[serde(default)]
    pub sort: Option<UserSort>,
}

impl ExportUsers {
    /// The question of the list.
    pub fn query(self) -> UserQuery {
        let Self { format: _, search, status, show_all, organization, sort } = self;
        UserQuery { search, status, show_all, organization, sort, ..UserQuery::default() }
    }
}
