//! The privilege boxes of a membership: named bundles of permissions, each one checkbox.
//!
//! Their labels are those of the source word for word. The first box of the page, "This account
//! is activated", is the membership's own switch and therefore not in this list.

use crate::permissions::{Permission, PermissionSet};
use crate::roles::BaseRole;
use serde::{Deserialize, Serialize};

/// The label of the membership's switch, the first box.
pub const ACTIVATED_LABEL: &str = "This account is activated";
/// What the switch means.
pub const ACTIVATED_SENTENCE: &str =
    "Sign in and preview everything. Alone, it makes the account read-only.";

/// One checkbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Privilege {
    /// Administer assets and stages.
    Assets,
    /// Administer tags.
    Tags,
    /// Administer users and privileges.
    Users,
}

impl Privilege {
    /// In the order of the page.
    pub const ALL: [Self; 3] = [Self::Assets, Self::Tags, Self::Users];

    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Assets => "assets",
            Self::Tags => "tags",
            Self::Users => "users",
        }
    }

    /// The box of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|privilege| privilege.key() == key)
    }

    /// The boxes that somebody begins with who joins in that role, where Members begin with
    /// `defaults`: a setting of the organization.
    pub const fn at_first(role: BaseRole, defaults: &[Self]) -> &[Self] {
        match role {
            BaseRole::Member => defaults,
            BaseRole::Owner | BaseRole::Admin | BaseRole::Viewer => &[],
        }
    }

    /// Each of `privileges` once, in the order of the page.
    #[must_use]
    pub fn sorted(privileges: &[Self]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|privilege| privileges.contains(privilege)).collect()
    }

    /// Their keys with spaces between, as they are stored.
    pub fn keys(privileges: &[Self]) -> String {
        privileges.iter().map(|privilege| privilege.key()).collect::<Vec<_>>().join(" ")
    }

    /// Their labels, one after the other; "None" when there are none.
    pub fn labels(privileges: &[Self]) -> String {
        if privileges.is_empty() {
            return "None".to_owned();
        }
        privileges.iter().map(|privilege| privilege.label()).collect::<Vec<_>>().join(", ")
    }

    /// The label beside the box.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Assets => "Administer assets and stages",
            Self::Tags => "Administer tags",
            Self::Users => "Administer users and privileges",
        }
    }

    /// One word for dense places.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Assets => "Assets",
            Self::Tags => "Tags",
            Self::Users => "Users",
        }
    }

    /// What ticking it lets the person do.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Assets => {
                "View, download, edit, delete, add and share assets. Nothing about the account."
            }
            Self::Tags => "Manage tags, and so reorganise how everything is sorted.",
            Self::Users => {
                "Add people, disable accounts, grant and remove privileges. Use sparingly."
            }
        }
    }

    /// What it permits.
    pub const fn permissions(self) -> PermissionSet {
        match self {
            Self::Assets => PermissionSet::of(&[
                Permission::AssetsPreview,
                Permission::AssetsDownload,
                Permission::AssetsCreate,
                Permission::AssetsEdit,
                Permission::AssetsDelete,
                Permission::AssetsShare,
                Permission::AssetsAssign,
                Permission::StagesManage,
            ]),
            Self::Tags => PermissionSet::of(&[Permission::TagsManage]),
            Self::Users => PermissionSet::of(&[
                Permission::UsersView,
                Permission::UsersInvite,
                Permission::UsersManage,
            ]),
        }
    }
}
