//! Memberships as they travel: list rows, and the requests that change them.

use crate::ids::{AccountId, InvitationId};
use crate::moments::Moment;
use crate::privileges::Privilege;
use crate::roles::BaseRole;
use crate::text;
use crate::users::Status;
use serde::{Deserialize, Serialize};

/// Whether a membership is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MembershipStatus {
    /// On.
    Active,
    /// Off: nothing in the organization, while all grants are kept.
    Inactive,
}

impl MembershipStatus {
    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }

    /// The status of that key.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Active, Self::Inactive].into_iter().find(|status| status.key() == key)
    }
}

/// The person of a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberUser {
    /// The account's id.
    pub id: AccountId,
    /// The e-mail address.
    pub email: String,
    /// The username.
    pub username: String,
    /// The full name.
    pub full_name: String,
    /// The account's status, which rules the platform.
    pub status: Status,
    /// Until when the account is suspended, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<Moment>,
}

/// A member of an organization: a row of its list, and the member's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The person.
    pub user: MemberUser,
    /// The base role.
    pub role: BaseRole,
    /// The membership's own switch, which rules this organization.
    pub status: MembershipStatus,
    /// The ticked boxes, in the order of the page.
    pub privileges: Vec<Privilege>,
    /// Keys of the organization's custom roles that the person holds beside the base role.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Workspaces of the organization with the person's roles there.
    pub workspaces: Vec<WorkspaceRoles>,
    /// Projects of the organization with the person's role there.
    #[serde(default)]
    pub projects: Vec<WorkspaceRoles>,
    /// When the membership ends by itself.
    #[serde(default)]
    pub expires_at: Option<Moment>,
    /// When the membership began.
    pub joined_at: Moment,
    /// The last sign-in, if there was one.
    pub last_sign_in_at: Option<Moment>,
    /// For whoever is invited and has not accepted yet, the invitation: such a row is Pending, and
    /// its person's `id` is the invitation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
    /// The log entry of the last change of this membership; what the `ETag` says.
    pub version: i64,
}

impl Member {
    /// What a list shows: the account's status unless it is active, else the membership's.
    pub fn effective_status(&self) -> Status {
        match (self.user.status, self.status) {
            (Status::Active, MembershipStatus::Inactive) => Status::Inactive,
            (status, _) => status,
        }
    }
}

/// Roles in one workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkspaceRoles {
    /// The workspace's slug.
    pub slug: String,
    /// The keys of the roles.
    pub roles: Vec<String>,
}

/// An organization that somebody belongs to, seen from the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Affiliation {
    /// The organization's slug.
    pub slug: String,
    /// The organization's name.
    pub name: String,
    /// The base role there.
    pub role: BaseRole,
    /// The membership's own switch.
    pub status: MembershipStatus,
}

/// What the list of members is asked for. The same words as in the page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct MemberQuery {
    /// Text to find in name, e-mail address and username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Only members of this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Deactivated people, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_all: Option<bool>,
    /// Only members with this base role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<BaseRole>,
    /// How many (1–200, 50 when not given).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::pages::limit")]
    pub limit: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A person joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// The account.
    #[garde(skip)]
    pub user_id: AccountId,
    /// The base role.
    #[garde(skip)]
    pub role: BaseRole,
    /// When the membership ends by itself; never when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub expires_at: Option<Moment>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// Changes to a membership; what is not given stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditMember {
    /// Another base role.
    #[serde(default)]
    #[garde(skip)]
    pub role: Option<BaseRole>,
    /// The membership's switch.
    #[serde(default)]
    #[garde(skip)]
    pub status: Option<MembershipStatus>,
    /// When the membership ends by itself from now on; `null` for never.
    #[serde(
        default,
        deserialize_with = "crate::plans::given",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[garde(skip)]
    pub expires_at: Option<Option<Moment>>,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// One tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// Ticked or cleared.
    #[garde(skip)]
    pub granted: bool,
    /// Why.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}
