//! Explanations: of anybody, about anything, anywhere, they are what the decision is.

use crate::world::{NOW, ORGANIZATION, Person, organization, project, workspace};
use fluxward_domain::Moment;
use fluxward_domain::access::{Facts, Grant, Place, Source, decide};
use fluxward_domain::explanations::{AccessChange, Around, explain};
use fluxward_domain::permissions::{Permission, PermissionSet};
use fluxward_domain::plans::{Plan, modules, outside};
use fluxward_domain::privileges::Privilege;
use fluxward_domain::roles::{BaseRole, ProjectRole, Role, RoleScope, WorkspaceRole, built_in};
use fluxward_domain::scopes::Scope;
use fluxward_domain::users::Status;
use proptest::prelude::*;

fn plans() -> Vec<Plan> {
    let plan = |key: &str, modules: Vec<&str>| Plan {
        key: key.into(),
        name: key.into(),
        modules: modules.into_iter().map(str::to_owned).collect(),
        seats: None,
        version: 0,
    };
    vec![plan("starter", vec!["assets", "reports"]), plan("enterprise", modules())]
}

fn around(scope: Scope, outside_plan: PermissionSet) -> Around {
    let custom = |key: &str, scope, permissions: &[Permission]| Role {
        key: key.into(),
        name: key.into(),
        scope,
        permissions: permissions.to_vec(),
        built_in: false,
        holders: 0,
        version: 1,
    };
    let mut roles = built_in();
    roles.push(custom("auditor", RoleScope::Organization, &[Permission::ActivityView]));
    roles.push(custom("tester", RoleScope::Project, &[Permission::WorkView]));
    let text = match scope {
        Scope::Platform => "platform",
        Scope::Organization(_) => "acme",
        Scope::Workspace(..) => "acme/design",
        Scope::Project(..) => "acme/website",
    };
    Around {
        organization: "acme".into(),
        scope: text.into(),
        roles,
        plans: plans(),
        outside_plan,
        overriding: false,
        defaults: vec![Privilege::Assets],
    }
}

/// Makes a change, as the server would: the other half of what a remedy promises.
fn apply(facts: &mut Facts, change: &AccessChange, scope: Scope, around: &Around) {
    let path: Vec<_> = change.path.trim_start_matches("/api/v1/").split('/').collect();
    let text = |name: &str| change.body.get(name).and_then(|it| it.as_str().map(str::to_owned));
    let role = |key: &str| {
        around.roles.iter().find(|role| role.key == key).expect("as the remedy says").clone()
    };
    let held = |place, key: &str| Grant {
        place,
        source: Source::Role(key.into(), key.into()),
        permissions: role(key).set(),
        until: None,
        team: None,
    };
    match path.as_slice() {
        ["users", _, "activate"] => (facts.status, facts.suspended_until) = (Status::Active, None),
        ["users", _, "promote"] => facts.platform_administrator = true,
        ["settings"] => facts.locked = false,
        ["organizations", "acme"] => {
            let plan = plans().into_iter().find(|plan| Some(&plan.key) == text("plan").as_ref());
            facts.memberships[0].outside_plan =
                outside(plan.expect("as the remedy says").modules.iter().map(String::as_str));
        }
        ["organizations", "acme", "members"] => {
            let role = BaseRole::parse(&text("role").expect("as the remedy says"))
                .expect("as the remedy says");
            let begun = Privilege::at_first(role, &around.defaults).iter();
            let mut person = begun.fold(Person::member(role), |it, begun| it.ticked(*begun));
            person.facts.memberships[0].outside_plan = around.outside_plan;
            facts.memberships = person.facts.memberships;
        }
        ["organizations", "acme", "members", _] => {
            let membership = &mut facts.memberships[0];
            if let Some(role) = text("role") {
                membership.role = BaseRole::parse(&role).expect("as the remedy says");
            }
            membership.active |= text("status").is_some();
            if change.body.contains_key("expires_at") {
                membership.until = None;
            }
        }
        ["organizations", "acme", "members", _, "privileges", key] => {
            facts.memberships[0]
                .add(Grant::privilege(Privilege::parse(key).expect("as the remedy says")));
        }
        ["organizations", "acme", "members", _, "roles", key] => {
            facts.memberships[0].add(held(Place::Organization, key));
        }
        ["organizations", "acme", "workspaces", "design", "members", _, "roles", key] => {
            let Scope::Workspace(_, id) = scope else { panic!("{change:?} at {scope:?}") };
            facts.memberships[0].add(held(Place::Workspace(id), key));
        }
        ["organizations", "acme", "projects", "website", "members", _] => {
            let Scope::Project(_, _, id) = scope else { panic!("{change:?} at {scope:?}") };
            facts.memberships[0]
                .add(held(Place::Project(id), &text("role").expect("as the remedy says")));
        }
        _ => panic!("nobody can make {change:?}"),
    }
}

fn people() -> impl Strategy<Value = (Facts, PermissionSet)> {
    let role = prop::sample::select(BaseRole::ALL.to_vec());
    let boxes = prop::sample::subsequence(Privilege::ALL.to_vec(), 0..=3);
    let workspace = prop::option::of(prop::sample::select(WorkspaceRole::ALL.to_vec()));
    let project = prop::option::of(prop::sample::select(ProjectRole::ALL.to_vec()));
    let statuses = prop::sample::select(vec![
        Status::Active,
        Status::Active,
        Status::Active,
        Status::Inactive,
        Status::Suspended,
    ]);
    let flags = any::<[bool; 6]>();
    (role, boxes, workspace, project, statuses, flags).prop_map(
        |(
            role,
            boxes,
            workspace,
            project,
            status,
            [member, active, ended, locked, small, admin],
        )| {
            let outside = if small {
                outside(["assets", "reports"].into_iter())
            } else {
                PermissionSet::NONE
            };
            let mut person = if member { Person::member(role) } else { Person::stranger() };
            if member {
                person = boxes.into_iter().fold(person, Person::ticked);
                person = workspace.into_iter().fold(person, Person::in_workspace);
                person = project.into_iter().fold(person, Person::in_project);
                let membership = &mut person.facts.memberships[0];
                membership.active = active;
                membership.outside_plan = outside;
                membership.until = ended.then_some(Moment(NOW.0 - 1));
            }
            person.facts.status = status;
            person.facts.locked = locked;
            person.facts.platform_administrator = admin && status != Status::Active;
            (person.facts, outside)
        },
    )
}

proptest! {
    #[test]
    fn an_explanation_says_what_is_decided_and_each_remedy_flips_it(
        (facts, outside_plan) in people(),
        permission in prop::sample::select(Permission::ALL.to_vec()),
        scope in prop::sample::select(vec![Scope::Platform, organization(), workspace(), project()]),
    ) {
        let around = around(scope, outside_plan);
        let told = explain(&facts, permission, scope, NOW, &around);
        prop_assert_eq!(told.allowed, decide(&facts, permission, scope, NOW).allowed());
        prop_assert!(!told.reasons.is_empty());
        prop_assert!(told.allowed || !told.would_allow.is_empty(), "nothing would mend {:?}", told);
        for remedy in &told.would_allow {
            let mut after = facts.clone();
            for change in &remedy.changes {
                prop_assert!(!decide(&after, permission, scope, NOW).allowed(), "too much: {:?}", remedy);
                apply(&mut after, change, scope, &around);
            }
            prop_assert!(decide(&after, permission, scope, NOW).allowed(), "not enough: {:?}", remedy);
        }
    }

    #[test]
    fn adding_a_grant_never_removes_access(
        (facts, _) in people(),
        permissions in prop::sample::subsequence(Permission::ALL.to_vec(), 0..=5),
        scope in prop::sample::select(vec![organization(), workspace(), project()]),
    ) {
        let mut after = facts.clone();
        if let Some(membership) = after.memberships.first_mut() {
            membership.add(Grant {
                place: Place::Organization,
                source: Source::Role("more".into(), "More".into()),
                permissions: PermissionSet::of(&permissions),
                until: None,
                team: None,
            });
        }
        prop_assert!(facts.permissions(scope, NOW).is_subset_of(after.permissions(scope, NOW)));
    }

    #[test]
    fn what_is_held_in_one_organization_gives_nothing_in_another((facts, _) in people()) {
        let there = crate::world::other_organization();
        let held = facts.permissions(there, NOW);
        prop_assert!(facts.platform_administrator || held.is_empty());
        prop_assert_eq!(facts.membership(ORGANIZATION).is_some(), !facts.memberships.is_empty());
    }
}

#[test]
fn the_smallest_remedy_comes_first() {
    let viewer = Person::member(BaseRole::Viewer);
    let around = around(organization(), PermissionSet::NONE);
    let told = explain(&viewer.facts, Permission::TagsManage, organization(), NOW, &around);
    let first = &told.would_allow[0];
    assert_eq!(first.detail, "Tick “Administer tags”.");
    assert_eq!(first.changes.len(), 1);
    assert!(first.changes[0].path.ends_with("/privileges/tags"));
}

#[test]
fn whoever_joins_as_a_member_has_the_boxes_that_members_begin_with() {
    let around = around(organization(), PermissionSet::NONE);
    let stranger = Person::stranger().facts;
    let why = explain(&stranger, Permission::AssetsDownload, organization(), NOW, &around);
    assert_eq!(why.would_allow[0].detail, "Add them to the organization as Member.");
}
