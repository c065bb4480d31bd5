//! What the sources promise about roles and boxes, as far as deciding shows it.

use crate::world::{NOW, Person, organization, other_project, other_workspace, project, workspace};
use fluxward_domain::Moment;
use fluxward_domain::access::{Decision, Missing, decide};
use fluxward_domain::permissions::{Permission, Permission as P, PermissionSet};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole, WorkspaceRole};
use proptest::prelude::*;

fn held(person: &Person) -> PermissionSet {
    person.facts.permissions(organization(), NOW)
}

fn may(person: &Person, permission: P) -> bool {
    decide(&person.facts, permission, organization(), NOW).allowed()
}

#[test]
fn activated_alone_is_read_only() {
    let person = Person::member(BaseRole::Viewer);
    assert!(may(&person, P::AssetsPreview));
    for no in [
        P::AssetsDownload,
        P::AssetsCreate,
        P::AssetsEdit,
        P::AssetsDelete,
        P::AssetsShare,
        P::TagsManage,
        P::UsersManage,
    ] {
        assert!(!may(&person, no), "{no}");
    }
}

#[test]
fn the_assets_box_works_with_files_in_any_way_and_leaves_the_account_alone() {
    let person = Person::member(BaseRole::Viewer).ticked(Privilege::Assets);
    for yes in [
        P::AssetsPreview,
        P::AssetsDownload,
        P::AssetsEdit,
        P::AssetsDelete,
        P::AssetsCreate,
        P::AssetsShare,
        P::StagesManage,
    ] {
        assert!(may(&person, yes), "{yes}");
    }
    for no in [
        P::UsersView,
        P::UsersManage,
        P::OrganizationManage,
        P::SettingsManage,
        P::TagsManage,
        P::BillingManage,
    ] {
        assert!(!may(&person, no), "{no}");
    }
}

#[test]
fn the_tags_box_manages_tags_and_nothing_else() {
    let plain = held(&Person::member(BaseRole::Viewer));
    let ticked = held(&Person::member(BaseRole::Viewer).ticked(Privilege::Tags));
    assert_eq!(ticked.without(plain), PermissionSet::of(&[P::TagsManage]));
}

#[test]
fn the_users_box_adds_people_and_hands_out_boxes_and_touches_neither_assets_nor_tags() {
    let plain = held(&Person::member(BaseRole::Viewer));
    let ticked = held(&Person::member(BaseRole::Viewer).ticked(Privilege::Users));
    assert_eq!(
        ticked.without(plain),
        PermissionSet::of(&[P::UsersView, P::UsersInvite, P::UsersManage])
    );
}

#[test]
fn an_owner_holds_everything_and_an_admin_all_but_the_plan_and_the_end() {
    assert_eq!(held(&Person::member(BaseRole::Owner)), PermissionSet::ALL);
    let missing = PermissionSet::ALL.without(held(&Person::member(BaseRole::Admin)));
    assert_eq!(missing, PermissionSet::of(&[P::BillingManage, P::OrganizationDelete]));
}

#[test]
fn a_viewer_sees_reports_and_changes_nothing() {
    let person = Person::member(BaseRole::Viewer);
    for yes in [P::AssetsPreview, P::LicencesView, P::ReportsView] {
        assert!(may(&person, yes));
    }
    let changing = [
        ".create", ".edit", ".delete", ".manage", ".assign", ".submit", ".approve", ".share",
        ".invite", ".export",
    ];
    for permission in held(&person).iter() {
        assert!(!changing.iter().any(|verb| permission.as_str().ends_with(verb)), "{permission}");
    }
}

#[test]
fn a_member_without_boxes_views_and_adds_and_manages_nobody() {
    let member = Person::member(BaseRole::Member);
    for may_do in
        [P::AssetsPreview, P::AssetsCreate, P::LicencesView, P::LicencesCreate, P::ReportsView]
    {
        assert!(may(&member, may_do), "{may_do}");
    }
    for may_not in
        [P::UsersManage, P::UsersInvite, P::SettingsManage, P::AssetsDelete, P::BillingManage]
    {
        assert!(!may(&member, may_not), "{may_not}");
    }
}

#[test]
fn assigning_assets_and_licences_are_rights_of_their_own() {
    let keeper = Person::member(BaseRole::Viewer).ticked(Privilege::Assets);
    assert!(may(&keeper, P::AssetsAssign) && !may(&keeper, P::LicencesAssign));
    let admin = Person::member(BaseRole::Admin);
    assert!(may(&admin, P::AssetsAssign) && may(&admin, P::LicencesAssign));
    assert!(!may(&Person::member(BaseRole::Member), P::LicencesAssign));
}

#[test]
fn requester_approver_and_team_admin_hold_what_change_control_asks_for() {
    let in_it = |role, permission| {
        let person = Person::member(BaseRole::Viewer).in_workspace(role);
        decide(&person.facts, permission, workspace(), NOW).allowed()
    };
    let all = [WorkspaceRole::Requester, WorkspaceRole::Approver, WorkspaceRole::TeamAdmin];
    for role in all {
        for permission in [
            P::FeaturesView,
            P::FeaturesCreate,
            P::ChangesSubmit,
            P::ChangesApprove,
            P::MetricsView,
        ] {
            assert!(in_it(role, permission), "{role:?} {permission}");
        }
    }
    assert_eq!(all.map(|role| in_it(role, P::ChangesReview)), [false, true, true]);
    for permission in [P::UsersManage, P::TeamsManage, P::PoliciesManage, P::SettingsManage] {
        assert_eq!(all.map(|role| in_it(role, permission)), [false, false, true], "{permission}");
    }
}

#[test]
fn membership_gives_no_project_and_a_project_role_gives_that_one() {
    let member = Person::member(BaseRole::Member);
    assert!(!decide(&member.facts, P::WorkView, project(), NOW).allowed());
    let reader = member.in_project(ProjectRole::Reader);
    assert!(decide(&reader.facts, P::WorkView, project(), NOW).allowed());
    assert!(!decide(&reader.facts, P::WorkView, other_project(), NOW).allowed());
}

#[test]
fn a_workspace_role_holds_in_that_workspace_only() {
    let person = Person::member(BaseRole::Viewer).in_workspace(WorkspaceRole::TeamAdmin);
    assert!(decide(&person.facts, P::RolesManage, workspace(), NOW).allowed());
    assert!(!decide(&person.facts, P::RolesManage, other_workspace(), NOW).allowed());
    assert!(!decide(&person.facts, P::RolesManage, organization(), NOW).allowed());
}

#[test]
fn only_a_workspace_that_allows_it_lets_its_team_admins_override() {
    let person = Person::member(BaseRole::Viewer).in_workspace(WorkspaceRole::TeamAdmin);
    assert!(!decide(&person.facts, P::ChangesOverride, workspace(), NOW).allowed());
    let person = Person::member(BaseRole::Viewer).overriding_in_workspace();
    assert!(decide(&person.facts, P::ChangesOverride, workspace(), NOW).allowed());
}

#[test]
fn a_grant_ends_at_its_moment_to_the_microsecond() {
    let person = Person::member(BaseRole::Viewer).ticked(Privilege::Tags).until(NOW);
    let ask = |now| decide(&person.facts, P::TagsManage, organization(), now).allowed();
    assert!(ask(Moment(NOW.0 - 1)));
    assert!(!ask(NOW));
}

#[test]
fn a_deactivated_account_keeps_its_boxes_and_may_do_nothing() {
    let person = Person::member(BaseRole::Owner).ticked(Privilege::Assets).deactivated();
    assert_eq!(held(&person), PermissionSet::NONE);
    assert_eq!(person.membership().unwrap().privileges().collect::<Vec<_>>(), [Privilege::Assets]);
}

#[test]
fn the_maintenance_lock_leaves_only_platform_administrators() {
    let mut owner = Person::member(BaseRole::Owner);
    owner.facts.locked = true;
    assert_eq!(
        decide(&owner.facts, P::UsersView, organization(), NOW),
        Decision::Denied(Missing::Unlocked)
    );
    let mut administrator = Person::administrator();
    administrator.facts.locked = true;
    assert!(may(&administrator, P::UsersView));
}

#[test]
fn a_module_outside_the_plan_is_refused_with_that_reason() {
    let mut owner = Person::member(BaseRole::Owner);
    owner.facts.memberships[0].outside_plan = PermissionSet::of(&[P::ReportsView]);
    let decision = decide(&owner.facts, P::ReportsView, organization(), NOW);
    assert_eq!(decision, Decision::Denied(Missing::Plan));
}

fn any_person() -> impl Strategy<Value = Person> {
    let role = prop::sample::select(BaseRole::ALL.to_vec());
    let boxes = prop::sample::subsequence(Privilege::ALL.to_vec(), 0..=3);
    let workspace = prop::option::of(prop::sample::select(WorkspaceRole::ALL.to_vec()));
    let project = prop::option::of(prop::sample::select(ProjectRole::ALL.to_vec()));
    (role, boxes, workspace, project, any::<bool>()).prop_map(
        |(role, boxes, workspace, project, on)| {
            let mut person = boxes.into_iter().fold(Person::member(role), Person::ticked);
            if let Some(role) = workspace {
                person = person.in_workspace(role);
            }
            if let Some(role) = project {
                person = person.in_project(role);
            }
            if on { person } else { person.switched_off() }
        },
    )
}

proptest! {
    #[test]
    fn adding_a_grant_never_takes_anything_away(person in any_person(), extra in prop::sample::select(Privilege::ALL.to_vec())) {
        let more = person.clone().ticked(extra);
        for place in [organization(), workspace(), other_workspace(), project(), other_project()] {
            let (before, after) = (person.facts.permissions(place, NOW), more.facts.permissions(place, NOW));
            prop_assert!(before.is_subset_of(after));
        }
    }

    #[test]
    fn every_yes_names_a_grant_that_reaches_the_place(person in any_person(), at in 0..Permission::ALL.len()) {
        for place in [organization(), workspace(), project()] {
            if let Decision::Allowed(reasons) = decide(&person.facts, Permission::ALL[at], place, NOW) {
                prop_assert!(!reasons.is_empty());
            }
        }
    }

    #[test]
    fn nothing_held_in_one_organization_counts_in_another(person in any_person(), at in 0..Permission::ALL.len()) {
        let elsewhere = crate::world::other_organization();
        prop_assert_eq!(
            decide(&person.facts, Permission::ALL[at], elsewhere, NOW),
            Decision::Denied(Missing::Membership)
        );
    }
}
