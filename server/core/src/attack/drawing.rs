//! How it is drawn what somebody tries, and the world that it is tried in.

use super::acts::{
    Act, Chapter, Guest, Holder, Hours, PEOPLE, PROJECTS, Place, ROLES, Row, SLUGS, Step, TEAMS,
    WORKSPACES, Whoever, Word,
};
use fluxward_domain::bulk::{BulkChange, BulkPrivilege, BulkRole, BulkStatus, BulkWorkspaceRole};
use fluxward_domain::members::MembershipStatus;
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole, RoleScope, WorkspaceRole};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::ops::Range;

fn who() -> impl Strategy<Value = usize> + Clone {
    prop_oneof![1 => Just(0), 20 => 1..PEOPLE]
}

fn hours() -> impl Strategy<Value = Hours> + Clone {
    prop_oneof![1 => Just(None), 1 => (1..4_u8).prop_map(Some)]
}

fn base() -> impl Strategy<Value = BaseRole> + Clone {
    use BaseRole::{Admin, Member, Owner, Viewer};
    prop_oneof![3 => Just(Viewer), 2 => Just(Member), 1 => Just(Admin), 1 => Just(Owner)]
}

fn ticked() -> impl Strategy<Value = Privilege> + Clone {
    select(Privilege::ALL.to_vec())
}

fn boxes() -> impl Strategy<Value = Vec<Privilege>> {
    subsequence(Privilege::ALL.to_vec(), 0..=3)
}

fn one_of(words: &[Word]) -> impl Strategy<Value = Word> + Clone + use<> {
    select(words.to_vec())
}

/// Mostly one that is there at first.
fn word(words: &[Word]) -> impl Strategy<Value = Word> + Clone + use<> {
    let (old, new) = words.split_at(words.len() - 2);
    prop_oneof![8 => one_of(old), 1 => one_of(new)]
}

/// Mostly one that is not there at first.
fn new_word(words: &[Word]) -> impl Strategy<Value = Word> + Clone + use<> {
    let (old, new) = words.split_at(words.len() - 2);
    prop_oneof![1 => one_of(old), 8 => one_of(new)]
}

fn switched() -> impl Strategy<Value = MembershipStatus> {
    select(vec![MembershipStatus::Active, MembershipStatus::Inactive])
}

fn guest() -> impl Strategy<Value = Guest> + Clone {
    prop_oneof![2 => (1..PEOPLE).prop_map(Guest::Known), 1 => (0..3_u8).prop_map(Guest::New)]
}

/// Permissions that lead somewhere, or that can be missed.
fn powers() -> impl Strategy<Value = Vec<Permission>> {
    use Permission::{
        ActivityView, AssetsDelete, BillingManage, ChangesOverride, LicencesCreate,
        OrganizationManage, ProjectsCreate, ProjectsManage, RolesManage, SettingsManage,
        TagsManage, TeamsManage, UsersInvite, UsersManage, UsersView, WorkEdit, WorkspacesCreate,
        WorkspacesManage,
    };
    let people = vec![UsersView, UsersInvite, UsersManage, RolesManage, TeamsManage];
    let mut places = vec![ProjectsCreate, ProjectsManage, WorkspacesCreate, WorkspacesManage];
    places.extend([SettingsManage, OrganizationManage]);
    let mut all = vec![BillingManage, WorkEdit, TagsManage, AssetsDelete, ChangesOverride];
    all.extend([ActivityView, LicencesCreate].iter().chain(&people).chain(&places));
    // What can be made into something else: boxes, and built-in roles.
    let with = |set: PermissionSet, more| set.union(PermissionSet::of(more)).iter().collect();
    let team_admin: Vec<_> = with(WorkspaceRole::TeamAdmin.permissions(false), &[]);
    let assets = with(Privilege::Assets.permissions(), &[UsersManage, TagsManage]);
    let manager = with(ProjectRole::Manager.permissions(), &[ProjectsCreate]);
    prop_oneof![
        3 => subsequence(all, 1..=3),
        1 => select(vec![team_admin, assets, manager]),
        3 => subsequence(people.clone(), 1..=3),
        2 => subsequence(places, 1..=3),
        2 => Just(people),
    ]
}

/// Where, and a role that can be held there.
fn held() -> impl Strategy<Value = (Place, Word)> + Clone {
    let workspace = one_of(&["tester", "lead", "team_admin", "team_admin", "approver", "extra"]);
    let project = one_of(&["helper", "boss", "manager", "contributor", "reader"]);
    prop_oneof![
        2 => one_of(&["auditor", "auditor", "keeper", "keeper", "extra"]).prop_map(|role| (Place::Organization, role)),
        2 => (word(&WORKSPACES), workspace).prop_map(|(at, role)| (Place::Workspace(at), role)),
        2 => (word(&PROJECTS), project).prop_map(|(at, role)| (Place::Project(at), role)),
    ]
}

fn holder() -> impl Strategy<Value = Holder> + Clone {
    prop_oneof![2 => who().prop_map(Holder::User), 1 => word(&TEAMS).prop_map(Holder::Team)]
}

fn of_roles() -> impl Strategy<Value = Act> {
    let kind = select(RoleScope::ALL.to_vec());
    let other = prop::option::of(word(&ROLES));
    prop_oneof![
        2 => (kind, new_word(&ROLES), powers()).prop_map(|(kind, key, all)| Act::CreateRole(kind, key, all)),
        3 => (word(&ROLES), powers()).prop_map(|(key, all)| Act::EditRole(key, all)),
        1 => (word(&ROLES), other).prop_map(|(key, other)| Act::DeleteRole(key, other)),
        1 => (word(&ROLES), one_of(&["team_admin", "manager"]))
            .prop_map(|(key, other)| Act::DeleteRole(key, Some(other))),
        8 => (held(), holder(), hours())
            .prop_map(|((at, role), holder, end)| Act::Assign(at, holder, role, end)),
        2 => (held(), holder()).prop_map(|((at, role), holder)| Act::Revoke(at, holder, role)),
    ]
}

fn of_teams() -> impl Strategy<Value = Act> {
    prop_oneof![
        1 => new_word(&TEAMS).prop_map(Act::CreateTeam),
        1 => word(&TEAMS).prop_map(Act::DeleteTeam),
        4 => (word(&TEAMS), who(), hours()).prop_map(|(team, who, end)| Act::Join(team, who, end)),
        1 => (word(&TEAMS), who()).prop_map(|(team, who)| Act::Leave(team, who)),
    ]
}

fn of_members() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (who(), base(), hours()).prop_map(|(who, role, end)| Act::Add(who, role, end)),
        3 => (who(), base()).prop_map(|(who, role)| Act::Become(who, role)),
        1 => (who(), switched()).prop_map(|(who, status)| Act::Switch(who, status)),
        1 => (who(), hours()).prop_map(|(who, end)| Act::Expire(who, end)),
        4 => (who(), ticked(), prop::bool::weighted(0.8))
            .prop_map(|(who, of, on)| Act::Tick(who, of, on)),
        1 => who().prop_map(Act::Remove),
    ]
}

fn of_guests() -> impl Strategy<Value = Act> {
    let promised =
        prop::option::weighted(0.3, (word(&WORKSPACES), one_of(&["tester", "lead", "team_admin"])));
    prop_oneof![
        6 => (guest(), base(), prop::option::of(boxes()), promised)
            .prop_map(|(guest, role, boxes, promised)| Act::Invite(guest, role, boxes, promised)),
        1 => (0..2_usize).prop_map(Act::Resend),
        5 => (0..2_usize).prop_map(Act::Accept),
        4 => (held(), hours()).prop_map(|((at, role), end)| Act::Ask(at, role, end)),
        4 => (0..2_usize, hours()).prop_map(|(n, end)| Act::Grant(n, end)),
        1 => (0..3_usize).prop_map(Act::Decline),
    ]
}

fn of_places() -> impl Strategy<Value = Act> {
    let under = || prop::option::of(word(&WORKSPACES));
    prop_oneof![
        1 => new_word(&WORKSPACES).prop_map(Act::CreateWorkspace),
        3 => (word(&WORKSPACES), prop::bool::weighted(0.7)).prop_map(|(at, on)| Act::EditWorkspace(at, on)),
        1 => word(&WORKSPACES).prop_map(Act::DeleteWorkspace),
        3 => (new_word(&PROJECTS), under()).prop_map(|(at, under)| Act::CreateProject(at, under)),
        1 => (word(&PROJECTS), under()).prop_map(|(at, under)| Act::MoveProject(at, under)),
        1 => word(&PROJECTS).prop_map(Act::DeleteProject),
        2 => boxes().prop_map(Act::DefaultBoxes),
        1 => one_of(&["starter", "team", "enterprise"]).prop_map(Act::Plan),
    ]
}

/// The same for everybody.
pub(crate) fn bulk_change() -> impl Strategy<Value = BulkChange> {
    prop_oneof![
        base().prop_map(|role| BulkChange::Role(BulkRole { role })),
        switched().prop_map(|status| BulkChange::Status(BulkStatus { status })),
        (ticked(), any::<bool>()).prop_map(|(privilege, granted)| {
            BulkChange::Privilege(BulkPrivilege { privilege, granted })
        }),
        (word(&WORKSPACES), one_of(&["tester", "lead", "team_admin"]), any::<bool>()).prop_map(
            |(at, role, granted)| {
                let (workspace, role) = (at.to_owned(), role.to_owned());
                BulkChange::Workspace(BulkWorkspaceRole { workspace, role, granted })
            }
        ),
    ]
}

fn of_many() -> impl Strategy<Value = Act> {
    let (role, boxes) = (prop::option::of(base()), prop::option::of(ticked()));
    let (held, team) = (prop::option::of(held()), prop::option::of(word(&TEAMS)));
    let row = (guest(), role, boxes, held, team, hours());
    let row = row.prop_map(|(who, role, boxes, held, team, ends)| Row {
        who,
        role,
        boxes,
        held,
        team,
        ends,
    });
    prop_oneof![
        1 => bulk_change().prop_map(Act::Bulk),
        2 => prop::collection::vec(row, 1..3).prop_map(Act::Import),
    ]
}

/// What can be looked at beforehand.
pub(crate) fn previewed() -> impl Strategy<Value = Act> {
    let can_be = |act: &Act| !matches!(act, Act::CreateRole(..) | Act::CreateTeam(_));
    prop_oneof![
        3 => of_roles().prop_filter("it can be looked at", can_be),
        2 => of_teams().prop_filter("it can be looked at", can_be),
        3 => of_members(),
    ]
}

/// Anything.
fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        10 => of_roles(),
        4 => of_teams(),
        6 => of_members(),
        7 => of_guests(),
        4 => of_places(),
        2 => of_many(),
        1 => (1..3_u8).prop_map(Act::Wait),
        1 => previewed().prop_map(|act| Act::Look(Box::new(act))),
        1 => who().prop_map(Act::SeeAs),
        1 => held().prop_map(|(at, role)| Act::SeeRole(at, role)),
        1 => prop::option::weighted(0.8, powers()).prop_map(Act::Token),
    ]
}

/// What makes the world: given by whoever administers the platform, to those who are neither Owner
/// nor Admin at first.
pub(crate) fn gifts(count: Range<usize>) -> impl Strategy<Value = Vec<(Word, Act)>> {
    let (who, whole) = (4..PEOPLE, one_of(&["auditor", "keeper"]));
    let holder = prop_oneof![
        3 => who.clone().prop_map(Holder::User),
        1 => one_of(&TEAMS[..2]).prop_map(Holder::Team),
    ];
    let given = prop_oneof![
        3 => (whole.clone(), powers()).prop_map(|(key, all)| Act::EditRole(key, all)),
        2 => (word(&ROLES), powers()).prop_map(|(key, all)| Act::EditRole(key, all)),
        4 => (who.clone(), whole, hours()).prop_map(|(who, role, end)| {
            Act::Assign(Place::Organization, Holder::User(who), role, end)
        }),
        6 => (held(), holder, hours())
            .prop_map(|((at, role), holder, end)| Act::Assign(at, holder, role, end)),
        3 => (word(&TEAMS), who.clone(), hours())
            .prop_map(|(team, who, end)| Act::Join(team, who, end)),
        2 => (who.clone(), ticked()).prop_map(|(who, of)| Act::Tick(who, of, true)),
        1 => (who.clone(), base()).prop_map(|(who, role)| Act::Become(who, role)),
        1 => (who.clone(), base(), hours()).prop_map(|(who, role, end)| Act::Add(who, role, end)),
        1 => (who, hours()).prop_map(|(who, end)| Act::Expire(who, end)),
        1 => (word(&WORKSPACES), any::<bool>()).prop_map(|(at, on)| Act::EditWorkspace(at, on)),
        1 => boxes().prop_map(Act::DefaultBoxes),
        1 => one_of(&["starter", "team"]).prop_map(Act::Plan),
    ];
    let slug = prop_oneof![3 => Just(SLUGS[0]), 1 => Just(SLUGS[1])];
    prop::collection::vec((slug, given), count)
}

/// Gifts, and what is tried then, again and again.
pub(super) fn chapters(count: Range<usize>) -> impl Strategy<Value = Vec<Chapter>> {
    let chapter = (gifts(8..25), steps(15..35));
    let chapter = chapter.prop_map(|(gifts, steps)| Chapter { gifts, steps });
    prop::collection::vec(chapter, count)
}

/// What people try in it.
fn steps(count: Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    let by = prop_oneof![
        4 => (0..PEOPLE).prop_map(Whoever::Able),
        1 => (1..PEOPLE).prop_map(Whoever::Person),
    ];
    let left_out = subsequence(Permission::ALL.to_vec(), 1..=8);
    let left_out = prop::option::weighted(0.2, left_out);
    let slug = prop_oneof![3 => Just(SLUGS[0]), 1 => Just(SLUGS[1])];
    let step = (by, left_out, slug, act(), prop::bool::weighted(0.3), any::<bool>());
    let step = step.prop_map(|(by, left_out, slug, act, own, within)| Step {
        by,
        left_out,
        slug,
        act,
        own,
        within,
    });
    prop::collection::vec(step, count)
}
