//! The form of a role as a browser without scripts sends it.

use crate::address::Address;
use crate::forms::given;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::roles::{EditRole, NewRole, Role, RoleScope};
use fluxward_domain::text::slug_from;
use serde::{Deserialize, Serialize};

/// The form of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    /// The name.
    pub name: String,
    /// The key of a new role; made from the name when empty.
    pub key: String,
    /// The kind of place that a new role is for; the organization when not given.
    pub scope: Option<RoleScope>,
    /// What is ticked.
    pub may: Vec<Permission>,
    /// Why.
    pub reason: String,
}

impl RoleForm {
    /// Reads the words of an address, and whether they are to be reviewed; `None` when nothing
    /// was filled in yet.
    pub(super) fn read(words: &crate::router::Words) -> Option<(bool, Self)> {
        let is_review = words.get_str("step")? == "review";
        let form = Self {
            name: words.get("name").unwrap_or_default(),
            may: words.all("may").filter_map(Permission::parse).collect(),
            ..Self::default()
        };
        Some((is_review, form))
    }

    /// What is ticked, as a set.
    pub(super) fn set(&self) -> PermissionSet {
        PermissionSet::of(&self.may)
    }

    /// The form with what a role permits.
    pub(super) fn of(role: &Role) -> Self {
        Self { name: role.name.clone(), may: role.permissions.clone(), ..Self::default() }
    }

    /// The address that comes back to the form with everything as it was filled in.
    pub(super) fn back(&self, path: &str) -> String {
        let start = Address::of(path).with("step", Some("edit")).with("name", Some(&self.name));
        self.may.iter().fold(start, |it, may| it.with("may", Some(may.as_str()))).into()
    }
}

impl From<RoleForm> for NewRole {
    fn from(form: RoleForm) -> Self {
        Self {
            key: given(form.key).unwrap_or_else(|| slug_from(&form.name)),
            name: form.name,
            scope: form.scope.unwrap_or(RoleScope::Organization),
            permissions: form.may,
            reason: given(form.reason),
        }
    }
}

impl From<RoleForm> for EditRole {
    fn from(form: RoleForm) -> Self {
        Self { name: given(form.name), permissions: Some(form.may), reason: given(form.reason) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_key_the_name_gives_one() {
        let form = RoleForm { name: "Log reader".into(), key: " ".into(), ..RoleForm::default() };
        assert_eq!(NewRole::from(form).key, "log-reader");
    }

    #[test]
    fn an_edited_role_permits_what_is_ticked_and_nothing_else() {
        let form = RoleForm { may: vec![Permission::ActivityView], ..RoleForm::default() };
        let edit = EditRole::from(form);
        assert_eq!((edit.name, edit.permissions), (None, Some(vec![Permission::ActivityView])));
    }
}
