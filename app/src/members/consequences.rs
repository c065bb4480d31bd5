//! What a change of role means, in words, computed by the same sets that decide.

use fluxward_domain::members::Member;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;

/// What one member gains and loses by becoming something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Consequences {
    /// What the new role is for.
    pub(super) sentence: &'static str,
    /// Boxes that are cleared in the same change.
    pub(super) cleared: Vec<Privilege>,
    /// What the person can do afterwards that they could not do before.
    pub(super) gained: Vec<&'static str>,
    /// What the person can do no more.
    pub(super) lost: Vec<&'static str>,
}

impl Consequences {
    /// What happens when `member` becomes `role`. Becoming a Viewer clears the boxes.
    pub(super) fn of(member: &Member, role: BaseRole) -> Self {
        let clears = role == BaseRole::Viewer && member.role != BaseRole::Viewer;
        let cleared = if clears { member.privileges.clone() } else { Vec::new() };
        let kept: &[Privilege] = if clears { &[] } else { &member.privileges };
        let before = held(member.role, &member.privileges);
        let after = held(role, kept);
        let sentences = |set: PermissionSet| set.iter().map(Permission::sentence).collect();
        Self {
            sentence: role.sentence(),
            cleared,
            gained: sentences(after.without(before)),
            lost: sentences(before.without(after)),
        }
    }
}

fn held(role: BaseRole, boxes: &[Privilege]) -> PermissionSet {
    boxes.iter().fold(role.permissions(), |held, privilege| held.union(privilege.permissions()))
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::member;
    use super::*;

    #[test]
    fn becoming_a_viewer_clears_the_boxes() {
        let member = member(1, BaseRole::Member, &[Privilege::Assets, Privilege::Tags]);
        let consequences = Consequences::of(&member, BaseRole::Viewer);
        assert_eq!(consequences.cleared, [Privilege::Assets, Privilege::Tags]);
        assert!(consequences.gained.is_empty());
        assert!(consequences.lost.contains(&"manage tags, and so how everything is sorted"));
    }

    #[test]
    fn an_admin_gains_but_keeps_the_boxes() {
        let member = member(1, BaseRole::Member, &[Privilege::Assets]);
        let consequences = Consequences::of(&member, BaseRole::Admin);
        assert!(consequences.cleared.is_empty() && consequences.lost.is_empty());
        assert!(consequences.gained.contains(&"create projects"));
        assert!(!consequences.gained.contains(&"delete the organization"));
    }
}
