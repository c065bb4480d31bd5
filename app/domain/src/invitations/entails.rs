//! What a role and boxes let somebody do, in words.

use crate::permissions::{Permission, PermissionSet};
use crate::privileges::Privilege;
use crate::roles::BaseRole;

/// What somebody will be able to do in that role with these boxes: each a sentence.
pub fn entails(role: BaseRole, privileges: &[Privilege]) -> Vec<String> {
    let given = privileges
        .iter()
        .fold(role.permissions(), |all, privilege| all.union(privilege.permissions()));
    let missing = PermissionSet::ALL.without(given);
    if missing.is_empty() {
        return vec!["Do everything here, in all workspaces and projects.".to_owned()];
    }
    if role.reaches_projects() {
        let but = joined(missing.iter().map(Permission::sentence).collect());
        return vec![format!("Do everything here, in all workspaces and projects, but not {but}.")];
    }
    given.iter().map(|permission| capitalised(permission.sentence())).collect()
}

/// "a", "a or b", "a, b or c".
fn joined(mut words: Vec<&str>) -> String {
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last.to_owned() } else { format!("{} or {last}", words.join(", ")) }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    format!("{}.", first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_told_in_words() {
        assert_eq!(
            entails(BaseRole::Owner, &[]),
            ["Do everything here, in all workspaces and projects."]
        );
        let admin = entails(BaseRole::Admin, &[]).join(" ");
        assert!(admin.contains("but not delete the organization or change the plan"), "{admin}");
        let viewer = entails(BaseRole::Viewer, &[]);
        assert!(viewer.contains(&"Preview every asset.".to_owned()), "{viewer:?}");
        assert!(!viewer.contains(&"Download source files.".to_owned()));
        let ticked = entails(BaseRole::Viewer, &[Privilege::Assets]);
        assert!(ticked.contains(&"Download source files.".to_owned()), "{ticked:?}");
    }
}
