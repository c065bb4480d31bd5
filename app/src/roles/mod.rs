//! Roles: which there are, what each permits and who holds it; one's own ones are made here.
//!
//! It refuses to know who may give what: that is asked of the domain, as the server asks it.

pub mod calls;
mod catalogue;
pub mod compare;
mod deleting;
mod editor;
pub mod forms;
mod holders;
pub mod new;
pub mod one;
pub mod page;
mod review;

pub use compare::ComparePage;
pub use new::NewRolePage;
pub use one::RolePage;
pub use page::RolesPage;

use fluxward_domain::roles::{BaseRole, Role, RoleScope};

/// The path of the list.
pub(crate) fn path(slug: &str) -> String {
    format!("/orgs/{slug}/roles")
}

/// The path of one role.
pub(crate) fn about(slug: &str, key: &str) -> String {
    format!("/orgs/{slug}/roles/{key}")
}

/// The kind of place that a role is for, in words.
const fn kind(scope: RoleScope) -> &'static str {
    match scope {
        RoleScope::Organization => "Organization role",
        RoleScope::Workspace => "Workspace role",
        RoleScope::Project => "Project role",
    }
}

/// Where a role of that kind reaches.
const fn reach(scope: RoleScope) -> &'static str {
    match scope {
        RoleScope::Organization => {
            "Held in the organization; reaches its workspaces, not its projects."
        }
        RoleScope::Workspace => "Held in one workspace, beside others if need be.",
        RoleScope::Project => "Held in one project; everybody has one there at most.",
    }
}

/// What a built-in organization role is: one that every member has exactly one of.
fn base(role: &Role) -> Option<BaseRole> {
    BaseRole::parse(&role.key).filter(|_| role.built_in)
}

/// "held 3 times".
fn held(holders: i64) -> String {
    match holders {
        0 => "held by nobody".to_owned(),
        1 => "held once".to_owned(),
        n => format!("held {n} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_often_a_role_is_held_is_told_in_words() {
        assert_eq!([held(0), held(1), held(3)], ["held by nobody", "held once", "held 3 times"]);
    }

    #[test]
    fn only_the_roles_that_everybody_has_one_of_are_base_roles() {
        let all = fluxward_domain::roles::built_in();
        let bases = all.iter().filter(|role| base(role).is_some()).count();
        assert_eq!(bases, BaseRole::ALL.len());
        let own = Role { built_in: false, ..all[0].clone() };
        assert_eq!(base(&own), None);
    }
}
