//! Bulk changes as they travel: many members of one organization, changed alike.
//!
//! Long, and one file: what is asked, its preview and its run are one conversation, and half of it
//! is what each field says of itself.

use crate::AppError;
use crate::activity::Named;
use crate::ids::{AccountId, BulkId};
use crate::members::{MemberQuery, MemberUser, MembershipStatus};
use crate::moments::Moment;
use crate::previews::Difference;
use crate::privileges::Privilege;
use crate::roles::BaseRole;
use crate::text;
use crate::users::Status;
use serde::{Deserialize, Serialize};

/// How many people can be named one by one; more are told by a filter.
pub const USERS_MAX: usize = 1000;
/// How many refusals a report lists.
pub const REFUSALS_MAX: usize = 1000;

/// A bulk change that is asked for: whom, by name or by a filter, and what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, garde::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBulk {
    /// The members, one by one: at most a thousand. Either this or `filter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub users: Option<Vec<AccountId>>,
    /// Everybody whom the list of members shows for these words, at the moment it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(skip)]
    pub filter: Option<MemberFilter>,
    /// What changes for each of them.
    #[garde(skip)]
    pub change: BulkChange,
    /// Why; recorded with every single change.
    #[serde(default)]
    #[garde(custom(text::reason))]
    pub reason: Option<String>,
}

/// The members that a bulk change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom<'a> {
    /// These.
    Users(&'a [AccountId]),
    /// Whoever passes.
    Filter(&'a MemberFilter),
}

impl NewBulk {
    /// Whom it is about, when that was said in one way and not in two.
    pub fn whom(&self) -> Result<Whom<'_>, AppError> {
        match (&self.users, &self.filter) {
            (Some(users), None) if users.len() > USERS_MAX => Err(AppError::field(
                "users",
                format!("Name at most {USERS_MAX} people, or choose by a filter."),
            )),
            (Some(users), None) if users.is_empty() => {
                Err(AppError::field("users", "Select somebody first."))
            }
            (Some(users), None) => Ok(Whom::Users(users)),
            (None, Some(filter)) => Ok(Whom::Filter(filter)),
            _ => Err(AppError::field("users", "Send either “users” or “filter”.")),
        }
    }
}

/// The words that narrow the list of members down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberFilter {
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
}

impl From<MemberFilter> for MemberQuery {
    fn from(MemberFilter { search, status, show_all, role }: MemberFilter) -> Self {
        Self { search, status, show_all, role, ..Self::default() }
    }
}

/// What changes for each of them: `{role}`, `{status}`, `{privilege, granted}` or
/// `{workspace, role, granted}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum BulkChange {
    /// Another base role.
    Role(BulkRole),
    /// The membership's switch.
    Status(BulkStatus),
    /// One privilege box.
    Privilege(BulkPrivilege),
    /// A role in a workspace.
    Workspace(BulkWorkspaceRole),
}

/// Another base role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkRole {
    /// The base role.
    pub role: BaseRole,
}

/// The membership's switch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkStatus {
    /// On or off.
    pub status: MembershipStatus,
}

/// One privilege box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkPrivilege {
    /// The box.
    pub privilege: Privilege,
    /// Ticked or cleared.
    pub granted: bool,
}

/// A role in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkWorkspaceRole {
    /// The workspace's slug.
    pub workspace: String,
    /// The key of the role.
    pub role: String,
    /// Given or taken.
    pub granted: bool,
}

impl BulkChange {
    /// What is done to each of them, in words: "Make Admin".
    pub fn sentence(&self) -> String {
        match self {
            Self::Role(BulkRole { role }) => format!("Make {}", role.name()),
            Self::Status(BulkStatus { status: MembershipStatus::Active }) => "Switch on".to_owned(),
            Self::Status(BulkStatus { status: MembershipStatus::Inactive }) => {
                "Switch off".to_owned()
            }
            Self::Privilege(BulkPrivilege { privilege, granted }) => {
                let verb = if *granted { "Tick" } else { "Clear" };
                format!("{verb} “{}”", privilege.label())
            }
            Self::Workspace(BulkWorkspaceRole { workspace, role, granted: true }) => {
                format!("Give the role “{role}” in workspace “{workspace}”")
            }
            Self::Workspace(BulkWorkspaceRole { workspace, role, granted: false }) => {
                format!("Take the role “{role}” in workspace “{workspace}”")
            }
        }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkProgress {
    /// Nobody was changed yet.
    Waiting,
    /// At work.
    Running,
    /// Everybody was reached.
    Finished,
    /// Stopped before everybody was reached; it may be taken up again.
    Stopped,
}

impl BulkProgress {
    /// The key on the wire and in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
        }
    }

    /// The progress of that key.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Waiting, Self::Running, Self::Finished, Self::Stopped]
            .into_iter()
            .find(|progress| progress.key() == key)
    }

    /// Whether there is something to do by itself.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// A bulk change: how far it is, and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkRun {
    /// Its id.
    pub id: BulkId,
    /// What changes for each of them.
    pub change: BulkChange,
    /// Why.
    pub reason: Option<String>,
    /// Whose rights it has: whoever began it, or took it up again.
    pub by: Named,
    /// How far it has come.
    pub status: BulkProgress,
    /// Why it was stopped.
    pub stopped_because: Option<String>,
    /// How many people it is about.
    pub total: i64,
    /// How many were reached.
    pub done: i64,
    /// How many of these were changed.
    pub changed: i64,
    /// How many were like that already.
    pub unchanged: i64,
    /// How many were refused, each alone.
    pub refused: i64,
    /// The first thousand of those who were refused; none in a list of runs.
    pub refusals: Vec<BulkRefusal>,
    /// Whether all who were refused are listed.
    pub complete: bool,
    /// When it was begun.
    pub started_at: Moment,
    /// When it was finished or stopped.
    pub finished_at: Option<Moment>,
}

/// Somebody who was not changed, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkRefusal {
    /// The person.
    pub user: MemberUser,
    /// Why not.
    pub reason: String,
}

/// Which hundred is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct BulkPreviewQuery {
    /// Those who come after this person by name, as the answer before named them in `next`; the
    /// first ones when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(value_type = Option<String>, format = "uuid"))]
    pub after: Option<AccountId>,
}

/// What a bulk change would do, by a hundred of whom it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkPreview {
    /// How many people it is about.
    pub total: i64,
    /// How many of them were looked at, by name; what follows is of these.
    pub looked_at: i64,
    /// The last one who was looked at, when others come after.
    pub next: Option<AccountId>,
    /// How many would be changed.
    pub changed: i64,
    /// How many are like that already.
    pub unchanged: i64,
    /// How many would be refused.
    pub refused: i64,
    /// Why, and how many each time.
    pub refusals: Vec<BulkObstacle>,
    /// What somebody could do afterwards and cannot now.
    pub gained: Vec<Difference>,
    /// What somebody can do now and could not afterwards.
    pub lost: Vec<Difference>,
    /// Whether every difference of those who were looked at is listed, and none depends on more
    /// people before them than are looked at for it (a thousand who take seats or are Owners).
    pub complete: bool,
}

/// What stands in the way of some of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkObstacle {
    /// Why they would be refused.
    pub reason: String,
    /// How many.
    pub count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(change: serde_json::Value) -> Option<BulkChange> {
        serde_json::from_value(change).ok()
    }

    #[test]
    fn what_is_sent_is_one_change_and_nothing_beside_it() {
        let role = BulkChange::Role(BulkRole { role: BaseRole::Admin });
        assert_eq!(read(json!({ "role": "admin" })), Some(role));
        let given = json!({ "workspace": "design", "role": "approver", "granted": true });
        assert!(matches!(read(given), Some(BulkChange::Workspace(_))));
        for wrong in [
            json!({}),
            json!({ "role": "emperor" }),
            json!({ "role": "admin", "status": "active" }),
            json!({ "privilege": "users" }),
            json!({ "status": "active", "surplus": 1 }),
        ] {
            assert_eq!(read(wrong.clone()), None, "{wrong}");
        }
    }

    #[test]
    fn one_says_whom_in_one_way() {
        let change = BulkChange::Role(BulkRole { role: BaseRole::Member });
        let mut new = NewBulk { users: None, filter: None, change, reason: None };
        assert!(new.whom().is_err());
        new.filter = Some(MemberFilter::default());
        assert!(matches!(new.whom(), Ok(Whom::Filter(_))));
        new.users = Some(Vec::new());
        assert!(new.whom().is_err());
        new.filter = None;
        assert!(new.whom().is_err());
        new.users = Some(vec![AccountId(uuid::Uuid::nil()); USERS_MAX + 1]);
        assert!(new.whom().is_err());
    }
}
