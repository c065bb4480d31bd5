//! The closed list of things that may be done, and sets of them.
//!
//! A permission is `module.action`. The list is closed on purpose: a role can only hold what the
//! code enforces. A set is one machine word, so a decision is a handful of bit operations.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! permissions {
    ($( $variant:ident $text:literal $sentence:literal )*) => {
        /// One thing that may be done somewhere, written `module.action`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Permission { $( #[doc = $sentence] $variant ),* }

        impl Permission {
            /// Every permission there is, grouped by module.
            pub const ALL: &[Self] = &[ $( Self::$variant ),* ];

            /// The name on the wire, e.g. `assets.download`.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text ),* }
            }

            /// What a holder can do, as the second half of "Can …".
            pub fn sentence(self) -> &'static str {
                match self { $( Self::$variant => $sentence ),* }
            }
        }
    };
}

permissions! {
    OrganizationView "organization.view" "see the organization and that one belongs to it"
    OrganizationManage "organization.manage" "rename the organization and change its settings"
    OrganizationDelete "organization.delete" "delete the organization"
    BillingManage "billing.manage" "change the plan and the number of seats"
    UsersView "users.view" "see the people of the organization"
    UsersInvite "users.invite" "invite people"
    UsersManage "users.manage" "add people, switch them off and change what they may do"
    RolesManage "roles.manage" "create, change and assign roles"
    TeamsManage "teams.manage" "create teams and change who is in them"
    WorkspacesCreate "workspaces.create" "create workspaces"
    WorkspacesManage "workspaces.manage" "change and delete workspaces"
    ProjectsCreate "projects.create" "create projects"
    ProjectsView "projects.view" "see the project"
    ProjectsManage "projects.manage" "change the project and who is in it"
    WorkView "work.view" "see the work of the project"
    WorkEdit "work.edit" "change the work of the project"
    AssetsPreview "assets.preview" "preview every asset"
    AssetsDownload "assets.download" "download source files"
    AssetsCreate "assets.create" "add assets"
    AssetsEdit "assets.edit" "edit assets"
    AssetsDelete "assets.delete" "delete assets"
    AssetsShare "assets.share" "share assets"
    AssetsAssign "assets.assign" "assign assets to people"
    StagesManage "stages.manage" "manage the stages of assets"
    TagsManage "tags.manage" "manage tags, and so how everything is sorted"
    LicencesView "licences.view" "see licences"
    LicencesCreate "licences.create" "add licences"
    LicencesEdit "licences.edit" "edit licences"
    LicencesDelete "licences.delete" "delete licences"
    LicencesAssign "licences.assign" "assign licences to people"
    FeaturesView "features.view" "see features and their configuration"
    FeaturesCreate "features.create" "create features"
    ChangesSubmit "changes.submit" "submit changes"
    ChangesApprove "changes.approve" "approve changes of others"
    ChangesReview "changes.review" "review, approve and reject changes with comments"
    ChangesOverride "changes.override" "override approvals"
    PoliciesManage "policies.manage" "change approval policies"
    MetricsView "metrics.view" "see analytics and metrics"
    ReportsView "reports.view" "see reports and dashboards"
    ActivityView "activity.view" "see the activity log"
    ActivityExport "activity.export" "export the activity log"
    ReviewsManage "reviews.manage" "run access reviews"
    SettingsManage "settings.manage" "change settings"
}

impl Permission {
    /// The module, which a plan includes or leaves out: the part before the dot.
    pub fn module(self) -> &'static str {
        self.as_str().split('.').next().unwrap_or_default()
    }

    /// The permission of that name; `None` when there is no such thing.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.as_str() == text)
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("there is no permission “{text}”")))
    }
}

/// A set of permissions in one word; travels as its bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// No permission at all.
    pub const NONE: Self = Self(0);
    /// Every permission there is.
    pub const ALL: Self = Self((1 << Permission::ALL.len()) - 1);

    /// The set of exactly these.
    pub const fn of(permissions: &[Permission]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < permissions.len() {
            bits |= 1 << permissions[at] as u8;
            at += 1;
        }
        Self(bits)
    }

    /// Whether `permission` is in the set.
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }

    /// Everything in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Everything in this and not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Everything in both.
    #[must_use]
    pub const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether everything here is in `other` too.
    pub const fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its members in the order of [`Permission::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(*permission));
        }
        assert_eq!(PermissionSet::ALL.iter().count(), Permission::ALL.len());
    }
}
