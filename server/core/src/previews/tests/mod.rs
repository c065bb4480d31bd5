//! Previews: they equal their results, in random worlds; and what the calls in them do, and leave
//! alone.

mod bulk;
mod random;

use super::{Call, Places, learn};
use crate::access::facts_of;
use crate::organizations;
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{grants, members, projects, roles, teams, workspaces};
use fluxward_domain::explanations::AccessChange;
use fluxward_domain::grants::Assign;
use fluxward_domain::ids::AccountId;
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::permissions::Permission;
use fluxward_domain::projects::NewProject;
use fluxward_domain::roles::{BaseRole, NewRole, RoleScope};
use fluxward_domain::scopes::Scope;
use fluxward_domain::teams::NewTeam;
use fluxward_domain::workspaces::NewWorkspace;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The change that is of all organizations.
const PLANS: usize = 10;

const BASE: &str = "/api/v1/organizations/blue";

/// The organization "blue" with three members, a workspace, a project, a team and two roles of its
/// own.
struct Scene<'w> {
    w: &'w World,
    root: Caller,
    people: Vec<Person>,
}

impl<'w> Scene<'w> {
    async fn set(w: &'w World) -> Self {
        let root = w.caller(&w.administrator("root").await).await;
        let people = vec![w.person("ada").await, w.person("bea").await, w.person("cyd").await];
        furnish(w, &root, &people, "blue").await;
        Self { w, root, people }
    }

    /// Everything that anybody may do anywhere in the organization.
    async fn held(&self) -> BTreeSet<(AccountId, Permission, String)> {
        let accounts: Vec<_> = self.people.iter().map(|person| person.id).collect();
        let mut on = self.w.s.read().await.unwrap();
        let facts = facts_of(&mut on, &accounts).await.unwrap();
        let mut places = Places::new();
        learn(&mut on, &facts, &mut places).await.unwrap();
        let now = self.w.time.now();
        let platform = ("platform".to_owned(), Scope::Platform);
        let mut held = BTreeSet::new();
        for (_, facts) in facts {
            for (text, scope) in places.values().flatten().chain([(&platform.0, &platform.1)]) {
                let here = facts.permissions(*scope, now);
                held.extend(here.iter().map(|it| (facts.account, it, text.clone())));
            }
        }
        held
    }

    fn change(&self, n: usize, who: usize, flag: bool) -> AccessChange {
        let id = self.people[who].id;
        let member = format!("{BASE}/members/{id}");
        let design = format!("{BASE}/workspaces/design");
        let (method, path, body): (_, String, Value) = match n {
            0 => ("PATCH", member, json!({ "role": if flag { "viewer" } else { "admin" } })),
            1 => ("PATCH", member, json!({ "status": if flag { "active" } else { "inactive" } })),
            2 => ("PUT", format!("{member}/privileges/tags"), json!({ "granted": flag })),
            3 => ("PUT", format!("{member}/roles/auditor"), json!({})),
            4 => ("PUT", format!("{design}/members/{id}/roles/team_admin"), json!({})),
            5 => ("PUT", format!("{design}/teams/crew/roles/approver"), json!({})),
            6 => ("PUT", format!("{BASE}/teams/crew/members/{id}"), json!({})),
            7 => {
                let role = if flag { "reader" } else { "manager" };
                ("PUT", format!("{BASE}/projects/website/members/{id}"), json!({ "role": role }))
            }
            8 => {
                let held =
                    if flag { json!(["activity.view", "activity.export"]) } else { json!([]) };
                ("PATCH", format!("{BASE}/roles/auditor"), json!({ "permissions": held }))
            }
            9 => (
                "PATCH",
                BASE.into(),
                json!({ "plan": if flag { "starter" } else { "enterprise" } }),
            ),
            10 => (
                "PATCH",
                "/api/v1/plans/starter".into(),
                json!({ "modules": ["assets", "activity"] }),
            ),
            11 => ("DELETE", member, json!({})),
            12 => ("POST", format!("{BASE}/members"), json!({ "user_id": id, "role": "member" })),
            13 => {
                let verb = if flag { "deactivate" } else { "activate" };
                ("POST", format!("/api/v1/users/{id}/{verb}"), json!({}))
            }
            _ => ("DELETE", format!("{BASE}/teams/crew/members/{id}"), json!({})),
        };
        let body = body.as_object().unwrap().clone().into_iter().collect();
        AccessChange { method: method.into(), path, body }
    }
}

/// An organization of these people, the first its Admin, with a workspace, a project, a team and
/// two roles of its own.
async fn furnish(w: &World, root: &Caller, people: &[Person], slug: &str) {
    let new =
        NewOrganization { name: slug.into(), slug: slug.into(), ..NewOrganization::default() };
    organizations::create(&w.s, root, new).await.unwrap();
    for (person, role) in people.iter().zip([BaseRole::Admin, BaseRole::Member, BaseRole::Viewer]) {
        let new = NewMember { user_id: person.id, role, expires_at: None, reason: None };
        members::add(&w.s, root, slug, new).await.unwrap();
    }
    let design = NewWorkspace { name: "Design".into(), slug: "design".into(), reason: None };
    workspaces::create(&w.s, root, slug, design).await.unwrap();
    let website =
        NewProject { name: "Website".into(), slug: "website".into(), ..NewProject::default() };
    projects::create(&w.s, root, slug, website).await.unwrap();
    let crew = NewTeam { name: "Crew".into(), slug: "crew".into(), reason: None };
    teams::create(&w.s, root, slug, crew).await.unwrap();
    for (key, scope, permissions) in [
        ("auditor", RoleScope::Organization, vec![Permission::ActivityView]),
        ("tester", RoleScope::Workspace, vec![Permission::FeaturesView, Permission::MetricsView]),
    ] {
        let (key, name) = (key.to_owned(), key.to_owned());
        let new = NewRole { key, name, scope, permissions, reason: None };
        roles::create(&w.s, root, slug, new).await.unwrap();
    }
    let (place, whose) = (grants::Where::workspace(slug, "design"), grants::Whose::Team("crew"));
    let given = ("tester", grants::Giving::Beside);
    grants::assign(&w.s, root, place, whose, given, Assign::default()).await.unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn what_happens_in_one_organization_changes_nothing_in_another(
        changes in prop::collection::vec((0_usize..12, 0_usize..3, any::<bool>()), 1..24)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let scene = Scene::set(&world).await;
            // The same people, and everything in it is named the same.
            furnish(&world, &scene.root, &scene.people, "green").await;
            let there = async || {
                let mut held = scene.held().await;
                held.retain(|(_, _, place)| place.starts_with("green"));
                held
            };
            let before = there().await;
            assert!(!before.is_empty());
            for (n, who, flag) in &changes {
                let n = if *n == PLANS { 14 } else { *n };
                let call = Call::read(0, &scene.change(n, *who, *flag)).unwrap();
                // Whether it is made or refused.
                let _ = call.make(&world.s, &scene.root).await;
                assert_eq!(there().await, before);
            }
            world.end().await;
        });
    }
}

#[tokio::test]
async fn what_is_refused_inside_a_batch_leaves_the_others_alone() {
    World::each(async |w| {
        let scene = Scene::set(w).await;
        let batch = crate::changes::Batch::begin(&w.s).await.unwrap();
        let ticks = Call::read(0, &scene.change(2, 1, true)).unwrap();
        ticks.make(batch.services(), &scene.root).await.unwrap();
        let ghost = AccessChange {
            path: format!("{BASE}/members/{}/roles/ghost", scene.people[1].id),
            ..scene.change(3, 1, true)
        };
        let refused = Call::read(1, &ghost).unwrap();
        refused.make(batch.services(), &scene.root).await.unwrap_err();
        let joins = Call::read(2, &scene.change(6, 2, true)).unwrap();
        joins.make(batch.services(), &scene.root).await.unwrap();
        batch.commit().await.unwrap();
        let held = scene.held().await;
        let has = |who: usize, permission, scope: &str| {
            held.contains(&(scene.people[who].id, permission, scope.to_owned()))
        };
        assert!(has(1, Permission::TagsManage, "blue"));
        assert!(has(2, Permission::MetricsView, "blue/design"));
        let mut on = w.s.read().await.unwrap();
        let report = crate::activity::verify(&mut on).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
    })
    .await;
}
