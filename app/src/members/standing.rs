//! What the person at the page may do to one member: asked of the domain, so that a page offers
//! exactly what the server would accept.

use crate::prelude::*;
use crate::sessions::{organization_of, present, viewing};
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, decide};
use fluxward_domain::granting::{Granting, Refusal, manages_users};
use fluxward_domain::ids::{AccountId, OrganizationId};
use fluxward_domain::members::Member;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::sessions::Viewer;

/// One member as the person of `viewer` may change them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    viewer: Facts,
    organization: OrganizationId,
    member: Member,
    now: Moment,
}

impl Standing {
    /// How `member` stands to the person of `viewer` at the moment `now`.
    pub(super) fn new(
        viewer: &Facts,
        organization: OrganizationId,
        member: &Member,
        now: Moment,
    ) -> Self {
        Self { viewer: viewer.clone(), organization, member: member.clone(), now }
    }

    /// Whether the viewer changes people here at all.
    pub(super) fn manages(&self) -> bool {
        manages_users(&self.viewer, self.organization, self.now)
    }

    /// Whether the member is the viewer.
    pub(super) fn is_oneself(&self) -> bool {
        self.viewer.account == self.member.user.id
    }

    /// Whether the viewer may give `role`. What the member is already is never refused: it is
    /// the choice that is shown.
    pub(super) fn may_assign(&self, role: BaseRole) -> bool {
        role == self.member.role || (self.manages() && self.granting().may_assign(role).is_ok())
    }

    /// Whether the viewer may give any role but the present one.
    pub(super) fn may_change_role(&self) -> bool {
        BaseRole::ALL.into_iter().any(|role| role != self.member.role && self.may_assign(role))
    }

    /// Why the viewer may not switch the membership; `None` when they may.
    pub(super) fn switch_refusal(&self) -> Option<&'static str> {
        self.refusal(self.granting().may_change())
    }

    /// Why the viewer may not turn that box over; `None` when they may.
    pub(super) fn tick_refusal(&self, privilege: Privilege) -> Option<&'static str> {
        let granted = !self.member.privileges.contains(&privilege);
        self.refusal(self.granting().may_tick(privilege, granted))
    }

    /// Whether the viewer hands out roles of the whole organization at all.
    pub(crate) fn hands_out(&self) -> bool {
        let may = |permission| decide(&self.viewer, permission, self.place(), self.now).allowed();
        may(Permission::UsersManage) || may(Permission::RolesManage)
    }

    /// Whether the viewer may give the member a role of the whole organization that permits
    /// `permissions`.
    pub(crate) fn may_give(&self, permissions: PermissionSet) -> bool {
        self.hands_out() && self.granting().may_hand(permissions, self.place()).is_ok()
    }

    /// Whether the viewer may take such a role from the member. Giving up what one holds is
    /// everyone's own.
    pub(crate) fn may_take(&self, permissions: PermissionSet) -> bool {
        self.may_give(permissions) || (self.hands_out() && self.is_oneself())
    }

    const fn place(&self) -> Scope {
        Scope::Organization(self.organization)
    }

    fn refusal(&self, rule: Result<(), Refusal>) -> Option<&'static str> {
        if !self.manages() {
            return Some("You need “Administer users and privileges” to change this.");
        }
        rule.err().map(Refusal::sentence)
    }

    fn granting(&self) -> Granting<'_> {
        Granting {
            caller: &self.viewer,
            target: self.member.user.id,
            organization: self.organization,
            role: Some(self.member.role),
            now: self.now,
        }
    }
}

/// How the member stands to whoever looks at the page; `None` while that is not known.
pub(super) fn standing_of(
    slug: StoredValue<String>,
    member: Signal<Member>,
) -> Memo<Option<Standing>> {
    let viewing = viewing();
    Memo::new(move |_| {
        let viewer = viewing.get()?;
        let place = place_of(&viewer, &slug.try_get_value()?);
        Some(member.with(|member| Standing::new(&viewer.facts, place, member, present())))
    })
}

/// The id of the organization. Whoever sees one without belonging to it administers the
/// platform, and for them every place is alike.
pub(crate) fn place_of(viewer: &Viewer, slug: &str) -> OrganizationId {
    organization_of(viewer, slug).unwrap_or(OrganizationId(viewer.me.id.0))
}

/// The roles that the person of `viewer` may give to somebody who joins.
pub(crate) fn roles_for_new_member(
    viewer: &Facts,
    organization: OrganizationId,
    now: Moment,
) -> Vec<BaseRole> {
    // No account has the id of an organization: whoever joins, it is not the viewer.
    let somebody = AccountId(organization.0);
    let granting = Granting { caller: viewer, target: somebody, organization, role: None, now };
    BaseRole::ALL.into_iter().filter(|role| granting.may_assign(*role).is_ok()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use fluxward_domain::access::{Grant, Membership};
    use fluxward_domain::members::{MemberUser, MembershipStatus};
    use fluxward_domain::users::Status;

    const NOW: Moment = Moment(0);

    /// A member of that role and these boxes, the `n`th account.
    pub(in crate::members) fn member(n: u8, role: BaseRole, privileges: &[Privilege]) -> Member {
        Member {
            user: MemberUser {
                id: format!("00000000-0000-7000-8000-0000000000{n:02x}").parse().unwrap(),
                email: "ada@example.com".into(),
                username: "ada".into(),
                full_name: "Ada King".into(),
                status: Status::Active,
                suspended_until: None,
            },
            role,
            status: MembershipStatus::Active,
            privileges: privileges.to_vec(),
            roles: Vec::new(),
            workspaces: Vec::new(),
            projects: Vec::new(),
            expires_at: None,
            joined_at: NOW,
            last_sign_in_at: None,
            invitation: None,
            version: 1,
        }
    }

    fn place() -> OrganizationId {
        "00000000-0000-7000-8000-0000000000ff".parse().unwrap()
    }

    fn facts(of: &Member) -> Facts {
        let grants = of.privileges.iter().copied().map(Grant::privilege).collect();
        let membership = Membership { grants, ..Membership::new(place(), of.role) };
        Facts { memberships: vec![membership], ..Facts::of(of.user.id) }
    }

    fn standing(viewer: &Member, member: &Member) -> Standing {
        Standing::new(&facts(viewer), place(), member, NOW)
    }

    #[test]
    fn an_admin_offers_everything_but_owner() {
        let standing =
            standing(&member(1, BaseRole::Admin, &[]), &member(2, BaseRole::Member, &[]));
        let offered: Vec<_> =
            BaseRole::ALL.into_iter().filter(|role| standing.may_assign(*role)).collect();
        assert_eq!(offered, [BaseRole::Admin, BaseRole::Member, BaseRole::Viewer]);
        assert!(standing.may_change_role());
        assert_eq!(standing.tick_refusal(Privilege::Users), None);
    }

    #[test]
    fn a_member_without_boxes_offers_nothing() {
        let standing =
            standing(&member(1, BaseRole::Member, &[]), &member(2, BaseRole::Viewer, &[]));
        assert!(!standing.may_change_role() && !standing.manages());
        assert!(
            standing.switch_refusal().is_some() && standing.tick_refusal(Privilege::Tags).is_some()
        );
    }

    #[test]
    fn the_users_box_gives_member_and_viewer() {
        let viewer = member(1, BaseRole::Viewer, &[Privilege::Users]);
        let offered = roles_for_new_member(&facts(&viewer), place(), NOW);
        assert_eq!(offered, [BaseRole::Member, BaseRole::Viewer]);
    }

    #[test]
    fn an_owner_is_switched_off_by_nobody_else() {
        let standing = standing(&member(1, BaseRole::Owner, &[]), &member(2, BaseRole::Owner, &[]));
        assert_eq!(standing.switch_refusal(), Some(Refusal::OwnerStepsDownAlone.sentence()));
    }

    #[test]
    fn a_role_is_handed_out_by_whoever_holds_what_it_permits_and_is_not_outranked() {
        let [logs, bills] = [Permission::ActivityView, Permission::BillingManage]
            .map(|permission| PermissionSet::of(&[permission]));
        let [owner, admin] = [BaseRole::Owner, BaseRole::Admin].map(|role| member(1, role, &[]));
        let viewer = member(2, BaseRole::Viewer, &[]);
        let by_admin = standing(&admin, &viewer);
        assert!(by_admin.may_give(logs) && by_admin.may_take(logs));
        assert!(!by_admin.may_give(bills) && !by_admin.may_take(bills));
        assert!(!standing(&viewer, &viewer).may_take(logs));
        let outranked = standing(&member(2, BaseRole::Admin, &[]), &owner);
        assert!(outranked.hands_out() && !outranked.may_give(logs) && !outranked.may_take(logs));
    }

    #[test]
    fn what_is_beyond_oneself_is_given_up_and_not_given() {
        let oneself = member(1, BaseRole::Viewer, &[Privilege::Users]);
        let (standing, logs) =
            (standing(&oneself, &oneself), PermissionSet::of(&[Permission::ActivityView]));
        assert!(!standing.may_give(logs) && standing.may_take(logs));
    }

    #[test]
    fn nobody_ticks_a_box_for_themselves() {
        let oneself = member(1, BaseRole::Viewer, &[Privilege::Users]);
        let standing = standing(&oneself, &oneself);
        assert!(standing.is_oneself());
        assert_eq!(standing.tick_refusal(Privilege::Tags), Some(Refusal::RaisesOneself.sentence()));
        assert_eq!(standing.tick_refusal(Privilege::Users), None);
    }
}
