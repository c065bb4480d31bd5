//! The form of a bulk change as a browser sends it, with scripts or without.

use fluxward_domain::members::MemberQuery;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::users::Status;
use serde::{Deserialize, Serialize};

/// Whom, what and why; every field is text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkForm {
    /// Ids with spaces between, as a script sends them.
    pub users: String,
    /// Ids one by one, as ticked boxes are sent.
    pub ids: Vec<String>,
    /// Whether everybody who matches is meant: then it is not empty.
    pub all: String,
    /// What the list was narrowed down by: the text.
    pub search: String,
    /// The key of the status.
    pub status: String,
    /// Whether deactivated people are listed, too: then it is not empty.
    pub show_all: String,
    /// The key of the base role.
    pub role: String,
    /// What changes: `role:admin`, `status:inactive`, `privilege:tags:true`,
    /// `workspace:design:approver:true`.
    pub change: String,
    /// Why.
    pub reason: String,
}

impl BulkForm {
    /// With the words that the list is narrowed down by.
    pub(super) fn of(query: &MemberQuery) -> Self {
        Self {
            search: query.search.clone().unwrap_or_default(),
            status: query.status.map(Status::key).unwrap_or_default().to_owned(),
            show_all: query.show_all.map(|_| "true").unwrap_or_default().to_owned(),
            role: query.role.map(BaseRole::key).unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }

    /// The words as they go along unseen.
    pub(super) fn words(self) -> Vec<(&'static str, String)> {
        vec![
            ("form[search]", self.search),
            ("form[status]", self.status),
            ("form[show_all]", self.show_all),
            ("form[role]", self.role),
        ]
    }
}

#[cfg(feature = "ssr")]
mod reading {
    use super::BulkForm;
    use crate::forms::given;
    use fluxward_domain::AppError;
    use fluxward_domain::bulk::{
        BulkChange, BulkPrivilege, BulkRole, BulkStatus, BulkWorkspaceRole, MemberFilter, NewBulk,
    };
    use fluxward_domain::ids::AccountId;
    use fluxward_domain::members::MembershipStatus;
    use fluxward_domain::privileges::Privilege;
    use fluxward_domain::roles::BaseRole;
    use fluxward_domain::users::Status;

    impl TryFrom<BulkForm> for NewBulk {
        type Error = AppError;

        fn try_from(form: BulkForm) -> Result<Self, AppError> {
            let change = change(&form.change)
                .ok_or_else(|| AppError::field("change", "Choose what is to change."))?;
            let reason = given(form.reason.clone());
            if !form.all.is_empty() {
                let filter = Some(filter(form));
                return Ok(Self { users: None, filter, change, reason });
            }
            let named = form.users.split(' ').filter(|id| !id.is_empty()).map(str::to_owned);
            let users = named.chain(form.ids).map(|id| id.parse::<AccountId>());
            let users = users.collect::<Result<Vec<_>, _>>().map_err(|_| AppError::not_found())?;
            Ok(Self { users: Some(users), filter: None, change, reason })
        }
    }

    fn filter(form: BulkForm) -> MemberFilter {
        MemberFilter {
            search: given(form.search),
            status: Status::parse(&form.status),
            show_all: (!form.show_all.is_empty()).then_some(true),
            role: BaseRole::parse(&form.role),
        }
    }

    /// What the words of a choice mean.
    fn change(text: &str) -> Option<BulkChange> {
        let parts: Vec<_> = text.split(':').collect();
        Some(match parts.as_slice() {
            ["role", role] => BulkChange::Role(BulkRole { role: BaseRole::parse(role)? }),
            ["status", status] => {
                BulkChange::Status(BulkStatus { status: MembershipStatus::parse(status)? })
            }
            ["privilege", key, granted] => BulkChange::Privilege(BulkPrivilege {
                privilege: Privilege::parse(key)?,
                granted: granted.parse().ok()?,
            }),
            ["workspace", workspace, role, granted] => BulkChange::Workspace(BulkWorkspaceRole {
                workspace: (*workspace).to_owned(),
                role: (*role).to_owned(),
                granted: granted.parse().ok()?,
            }),
            _ => return None,
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn every_choice_means_a_change() {
            for (text, sentence) in [
                ("role:admin", "Make Admin"),
                ("status:inactive", "Switch off"),
                ("privilege:tags:true", "Tick “Administer tags”"),
                (
                    "workspace:design:approver:false",
                    "Take the role “approver” in workspace “design”",
                ),
            ] {
                assert_eq!(change(text).map(|it| it.sentence()).as_deref(), Some(sentence));
            }
            assert_eq!(change("role:emperor"), None);
            assert_eq!(change(""), None);
        }

        #[test]
        fn ids_come_from_a_script_or_from_boxes_and_all_wins() {
            let id = "00000000-0000-7000-8000-000000000001";
            let mut form = BulkForm {
                users: id.into(),
                ids: vec![id.into()],
                change: "role:member".into(),
                role: "viewer".into(),
                ..BulkForm::default()
            };
            let new = NewBulk::try_from(form.clone()).unwrap();
            assert_eq!(new.users.map(|users| users.len()), Some(2));
            form.all = "true".into();
            let new = NewBulk::try_from(form.clone()).unwrap();
            assert_eq!(new.users, None);
            assert_eq!(new.filter.unwrap().role, Some(BaseRole::Viewer));
            form = BulkForm { users: "x".into(), change: "role:member".into(), ..form };
            form.all.clear();
            assert!(NewBulk::try_from(form).is_err());
        }
    }
}
