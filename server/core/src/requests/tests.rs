//! Requests on a real database of either engine: what a grant leaves in place, who finds what they
//! may decide, and what becomes of a request when the place is no more.

use super::{ask, grant, list};
use crate::database::values;
use crate::grants::{self, Giving, Where, Whose, end_due};
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{members, organizations, projects, roles, users, workspaces};
use fluxward_domain::grants::Assign;
use fluxward_domain::members::NewMember;
use fluxward_domain::organizations::NewOrganization;
use fluxward_domain::pages::Because;
use fluxward_domain::permissions::Permission;
use fluxward_domain::projects::NewProject;
use fluxward_domain::requests::{Decide, NewRequest, RequestQuery, RequestStatus};
use fluxward_domain::roles::{BaseRole, DeleteRole, NewRole, RoleScope};
use fluxward_domain::workspaces::NewWorkspace;
use fluxward_domain::{AppError, Moment};

/// The organization "blue" with the workspace Design and the project Website, which ada
/// contributes to; bea is a member, too.
struct Scene {
    root: Caller,
    ada: Person,
    bea: Person,
}

async fn set(w: &World) -> Scene {
    let root = w.caller(&w.administrator("root").await).await;
    let named = |name: &str, slug: &str| (name.to_owned(), slug.to_owned());
    let (name, slug) = named("Blue", "blue");
    let blue = NewOrganization { name, slug, ..NewOrganization::default() };
    organizations::create(&w.s, &root, blue).await.unwrap();
    let (name, slug) = named("Design", "design");
    let design = NewWorkspace { name, slug, reason: None };
    workspaces::create(&w.s, &root, "blue", design).await.unwrap();
    let (name, slug) = named("Website", "website");
    let website = NewProject { name, slug, ..NewProject::default() };
    projects::create(&w.s, &root, "blue", website).await.unwrap();
    let (ada, bea) = (w.person("ada").await, w.person("bea").await);
    for person in [&ada, &bea] {
        let (user_id, role) = (person.id, BaseRole::Member);
        let new = NewMember { user_id, role, expires_at: None, reason: None };
        members::add(&w.s, &root, "blue", new).await.unwrap();
    }
    let scene = Scene { root, ada, bea };
    scene.give(w, &scene.ada, "contributor").await;
    scene
}

impl Scene {
    /// Gives somebody a role in the Website.
    async fn give(&self, w: &World, person: &Person, role: &str) {
        let website = Where::project("blue", "website");
        let (whose, given) = (Whose::User(person.id), (role, Giving::Instead));
        grants::assign(&w.s, &self.root, website, whose, given, Assign::default()).await.unwrap();
    }
}

fn wish(scope: &str, role: &str, expires_at: Option<Moment>) -> NewRequest {
    let (scope, role) = (scope.to_owned(), role.to_owned());
    NewRequest { scope, role, expires_at, reason: "For the launch".into() }
}

async fn project_roles(w: &World, scene: &Scene) -> Vec<String> {
    let held = grants::of_person(&w.s, &scene.root, "blue", scene.ada.id).await.unwrap();
    held.roles.into_iter().map(|it| it.role.role).collect()
}

#[tokio::test]
async fn a_role_for_a_time_leaves_the_one_that_was_there_when_it_ends() {
    World::each(async |w| {
        let scene = set(w).await;
        let ada = w.caller(&scene.ada).await;
        let soon = Some(w.time.now().plus_seconds(60));
        let asked = ask(&w.s, &ada, "blue", wish("blue/website", "manager", soon)).await.unwrap();
        grant(&w.s, &scene.root, "blue", asked.id, Decide::default()).await.unwrap();
        assert_eq!(project_roles(w, &scene).await, ["contributor", "manager"]);
        w.time.pass(61);
        end_due(&w.s).await.unwrap();
        assert_eq!(project_roles(w, &scene).await, ["contributor"]);
        // Without an end, it takes the place of the other.
        let ada = w.caller(&scene.ada).await;
        let asked = ask(&w.s, &ada, "blue", wish("blue/website", "manager", None)).await.unwrap();
        grant(&w.s, &scene.root, "blue", asked.id, Decide::default()).await.unwrap();
        assert_eq!(project_roles(w, &scene).await, ["manager"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_may_decide_finds_a_request_behind_any_number_of_others() {
    World::each(async |w| {
        let scene = set(w).await;
        scene.give(w, &scene.bea, "manager").await;
        let (ada, bea) = (w.caller(&scene.ada).await, w.caller(&scene.bea).await);
        ask(&w.s, &ada, "blue", wish("blue/website", "manager", None)).await.unwrap();
        // More than are looked at together, and none of them is bea's to decide.
        for n in 0..4 {
            let person = w.person(&format!("max{n}")).await;
            let (user_id, role) = (person.id, BaseRole::Member);
            let new = NewMember { user_id, role, expires_at: None, reason: None };
            members::add(&w.s, &scene.root, "blue", new).await.unwrap();
            let asking = w.caller(&person).await;
            ask(&w.s, &asking, "blue", wish("blue/design", "approver", None)).await.unwrap();
        }
        let seen = list(&w.s, &bea, "blue", &RequestQuery::default()).await.unwrap().items;
        assert_eq!(seen.iter().map(|it| it.scope.as_str()).collect::<Vec<_>>(), ["blue/website"]);
        let all = list(&w.s, &scene.root, "blue", &RequestQuery::default()).await.unwrap().items;
        assert_eq!(all.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_request_ends_with_its_place_and_with_its_role() {
    World::each(async |w| {
        let scene = set(w).await;
        let (s, root, ada) = (&w.s, &scene.root, w.caller(&scene.ada).await);
        let new = NewRole {
            key: "reader_of_logs".into(),
            name: "Reader of logs".into(),
            scope: RoleScope::Organization,
            permissions: vec![Permission::ActivityView],
            reason: None,
        };
        roles::create(s, root, "blue", new).await.unwrap();
        for (scope, role) in
            [("blue/website", "manager"), ("blue/design", "approver"), ("blue", "reader_of_logs")]
        {
            ask(s, &ada, "blue", wish(scope, role, None)).await.unwrap();
        }
        let because = Because::default;
        projects::delete(s, root, ("blue", "website"), because(), None).await.unwrap();
        workspaces::delete(s, root, ("blue", "design"), because(), None).await.unwrap();
        roles::delete(s, root, "blue", "reader_of_logs", DeleteRole::default(), None)
            .await
            .unwrap();
        let sql = "select outcome from access_requests";
        let ended: Vec<(Option<String>,)> =
            s.read().await.unwrap().rows(sql, values![]).await.unwrap();
        let withdrawn = Some(RequestStatus::Withdrawn.key().to_owned());
        assert_eq!(ended, vec![(withdrawn,); 3]);
    })
    .await;
}

#[tokio::test]
async fn whoever_has_asked_for_something_is_not_deleted_before_it_is_decided() {
    World::each(async |w| {
        let scene = set(w).await;
        let (s, root, ada) = (&w.s, &scene.root, w.caller(&scene.ada).await);
        let asked = ask(s, &ada, "blue", wish("blue/website", "manager", None)).await.unwrap();
        users::deactivate(s, root, scene.ada.id, Because::default(), None).await.unwrap();
        let refused = users::delete(s, root, scene.ada.id, Because::default(), None).await;
        let error = AppError::from(refused.unwrap_err());
        assert_eq!(error.errors[0].message, "open access requests: 1");
        super::decline(s, root, "blue", asked.id, Because::default()).await.unwrap();
        users::delete(s, root, scene.ada.id, Because::default(), None).await.unwrap();
        let sql = "select reason from access_requests";
        let left: Vec<(String,)> = s.read().await.unwrap().rows(sql, values![]).await.unwrap();
        assert_eq!(left, [(String::new(),)]);
    })
    .await;
}
