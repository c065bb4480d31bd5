//! Seeing as somebody else, on either engine: what is seen is what both may see, and nothing is
//! changed.

use crate::changes::Change;
use crate::error::Error;
use crate::grants::{self, Giving, Where, Whose};
use crate::services::Caller;
use crate::testing::{Person, World};
use crate::{members, organizations, projects, seeing, workspaces};
use fluxward_domain::access::decide;
use fluxward_domain::grants::Assign;
use fluxward_domain::ids::OrganizationId;
use fluxward_domain::members::{EditMember, MembershipStatus, NewMember, Tick};
use fluxward_domain::organizations::{NewOrganization, OrganizationQuery};
use fluxward_domain::pages::{Because, PeopleQuery};
use fluxward_domain::permissions::Permission;
use fluxward_domain::privileges::Privilege;
use fluxward_domain::projects::NewProject;
use fluxward_domain::roles::BaseRole;
use fluxward_domain::scopes::Scope;
use fluxward_domain::seeing::{LASTS, SeeAs};
use fluxward_domain::workspaces::NewWorkspace;
use fluxward_domain::{AppError, Kind};

/// Two organizations of one Owner; a clerk of the first manages its people, and a member of it
/// belongs to the other one, too.
struct Scene {
    root: Person,
    owner: Person,
    clerk: Person,
    member: Person,
    first: OrganizationId,
    second: OrganizationId,
}

async fn set(w: &World) -> Scene {
    let root = w.administrator("root").await;
    let owner = w.person("olga").await;
    let (clerk, member) = (w.person("clara").await, w.person("max").await);
    let asking = w.caller(&root).await;
    // Longer than seeing lasts.
    let patch = serde_json::json!({ "session_idle_minutes": 120 });
    crate::settings::edit(&w.s, &asking, patch, None).await.unwrap();
    let mut ids = Vec::new();
    for slug in ["first", "second"] {
        let (name, slug) = (slug.to_owned(), slug.to_owned());
        let new = NewOrganization { name, slug, owner: Some(owner.id), reason: None };
        ids.push(organizations::create(&w.s, &asking, new).await.unwrap().id);
    }
    for (slug, who) in [("first", &clerk), ("first", &member), ("second", &member)] {
        let role = BaseRole::Member;
        let new = NewMember { user_id: who.id, role, expires_at: None, reason: None };
        members::add(&w.s, &asking, slug, new).await.unwrap();
    }
    let tick = Tick { granted: true, reason: None };
    let ticked = members::tick(&w.s, &asking, "first", clerk.id, Privilege::Users, tick, None);
    ticked.await.unwrap();
    Scene { root, owner, clerk, member, first: ids[0], second: ids[1] }
}

fn person(who: &Person) -> SeeAs {
    SeeAs { user_id: Some(who.id), reason: Some("They see nothing".into()), ..SeeAs::default() }
}

/// The caller as the session sees now.
async fn now(w: &World, c: &Caller) -> Caller {
    crate::sessions::still(&w.s, c).await.unwrap().unwrap()
}

fn kind<T>(result: Result<T, Error>) -> Kind {
    AppError::from(result.err().expect("this should have been refused")).kind
}

fn may(w: &World, c: &Caller, permission: Permission, place: OrganizationId) -> bool {
    decide(&c.facts, permission, Scope::Organization(place), w.time.now()).allowed()
}

#[tokio::test]
async fn whoever_sees_as_somebody_sees_what_both_may_see_and_changes_nothing() {
    World::each(async |w| {
        let scene = set(w).await;
        let clerk = w.caller(&scene.clerk).await;
        let seen = seeing::begin(&w.s, &clerk, "first", person(&scene.owner)).await.unwrap();
        assert_eq!(seen.name, "olga of the test");
        let through = now(w, &clerk).await;
        assert_eq!(through.account, scene.clerk.id);
        assert!(may(w, &through, Permission::UsersManage, scene.first));
        // The Owner may, the clerk may not.
        assert!(!may(w, &through, Permission::BillingManage, scene.first));
        // The Owner belongs there, the clerk does not.
        assert!(!may(w, &through, Permission::OrganizationView, scene.second));
        let places =
            organizations::list(&w.s, &through, &OrganizationQuery::default()).await.unwrap();
        let slugs: Vec<_> = places.items.iter().map(|it| it.slug.as_str()).collect();
        assert_eq!(slugs, ["first"]);
        assert_eq!(kind(Change::begin(&w.s, &through).await), Kind::Forbidden);
        assert_eq!(kind(crate::sessions::mine(&w.s, &through).await), Kind::Forbidden);
        assert_eq!(kind(crate::tokens::list(&w.s, &through).await), Kind::Forbidden);
        seeing::end(&w.s, &through).await.unwrap();
        let again = now(w, &clerk).await;
        assert!(again.seen_as.is_none() && again.facts.account == scene.clerk.id);
        Change::begin(&w.s, &again).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_platform_administrator_sees_all_that_somebody_sees() {
    World::each(async |w| {
        let scene = set(w).await;
        let root = w.caller(&scene.root).await;
        seeing::begin(&w.s, &root, "first", person(&scene.member)).await.unwrap();
        let through = now(w, &root).await;
        assert!(may(w, &through, Permission::UsersView, scene.first));
        assert!(!may(w, &through, Permission::UsersManage, scene.first));
        let viewer = crate::sessions::viewer(&w.s, &through).await.unwrap();
        assert_eq!((viewer.me.id, viewer.me.platform_administrator), (scene.member.id, false));
        assert_eq!(viewer.me.organizations.len(), 2);
        assert_eq!(viewer.seen_as.unwrap().name, "max of the test");
    })
    .await;
}

#[tokio::test]
async fn it_ends_by_itself_and_with_the_right_to_it() {
    World::each(async |w| {
        let scene = set(w).await;
        let clerk = w.caller(&scene.clerk).await;
        seeing::begin(&w.s, &clerk, "first", person(&scene.member)).await.unwrap();
        w.time.pass(LASTS - 2);
        assert!(now(w, &clerk).await.seen_as.is_some());
        w.time.pass(3);
        assert!(now(w, &clerk).await.seen_as.is_none());
        seeing::begin(&w.s, &clerk, "first", person(&scene.member)).await.unwrap();
        let root = w.caller(&scene.root).await;
        let tick = Tick { granted: false, reason: None };
        let cleared =
            members::tick(&w.s, &root, "first", scene.clerk.id, Privilege::Users, tick, None);
        cleared.await.unwrap();
        let own = now(w, &clerk).await;
        assert!(own.seen_as.is_none() && own.facts.account == scene.clerk.id);
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_as_whom_they_may_not() {
    World::each(async |w| {
        let scene = set(w).await;
        let member = w.caller(&scene.member).await;
        let refused = seeing::begin(&w.s, &member, "first", person(&scene.clerk)).await;
        assert_eq!(kind(refused), Kind::Forbidden);
        let clerk = w.caller(&scene.clerk).await;
        let beyond = seeing::begin(&w.s, &clerk, "second", person(&scene.member)).await;
        assert_eq!(kind(beyond), Kind::NotFound);
        let stranger = seeing::begin(&w.s, &clerk, "first", person(&scene.root)).await;
        assert_eq!(kind(stranger), Kind::NotFound);
        let oneself = seeing::begin(&w.s, &clerk, "first", person(&scene.clerk)).await;
        assert_eq!(kind(oneself), Kind::Conflict);
        let both = SeeAs { role: Some("viewer".into()), ..person(&scene.member) };
        assert_eq!(kind(seeing::begin(&w.s, &clerk, "first", both).await), Kind::Invalid);
        let none = SeeAs { role: Some("ghost".into()), ..SeeAs::default() };
        assert_eq!(kind(seeing::begin(&w.s, &clerk, "first", none).await), Kind::NotFound);
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_as_an_administrator_of_the_platform_nor_with_a_token() {
    World::each(async |w| {
        let scene = set(w).await;
        let (root, owner) = (w.caller(&scene.root).await, w.caller(&scene.owner).await);
        let new = |who: &Person| NewMember {
            user_id: who.id,
            role: BaseRole::Member,
            expires_at: None,
            reason: None,
        };
        members::add(&w.s, &root, "first", new(&scene.root)).await.unwrap();
        let refused = seeing::begin(&w.s, &owner, "first", person(&scene.root)).await;
        assert_eq!(kind(refused), Kind::Forbidden);
        let token = Caller { by_token: true, ..owner.clone() };
        let refused = seeing::begin(&w.s, &token, "first", person(&scene.member)).await;
        assert_eq!(kind(refused), Kind::StepUpRequired);
        let off = EditMember { status: Some(MembershipStatus::Inactive), ..EditMember::default() };
        members::edit(&w.s, &owner, "first", scene.member.id, off, None).await.unwrap();
        let refused = seeing::begin(&w.s, &owner, "first", person(&scene.member)).await;
        assert_eq!(kind(refused), Kind::Conflict);
    })
    .await;
}

#[tokio::test]
async fn when_they_are_gone_nothing_is_changed_before_one_stops() {
    World::each(async |w| {
        let scene = set(w).await;
        let (root, owner) = (w.caller(&scene.root).await, w.caller(&scene.owner).await);
        seeing::begin(&w.s, &owner, "first", person(&scene.member)).await.unwrap();
        let (id, because) = (scene.member.id, Because::default());
        members::remove(&w.s, &root, "first", id, because, None).await.unwrap();
        let through = now(w, &owner).await;
        assert_eq!(through.seen_as.as_ref().unwrap().name, "somebody who is not there any more");
        assert_eq!(kind(Change::begin(&w.s, &through).await), Kind::Forbidden);
        seeing::end(&w.s, &through).await.unwrap();
        assert!(now(w, &owner).await.seen_as.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_one_may_not_see_oneself_is_not_seen_through_others() {
    World::each(async |w| {
        let scene = set(w).await;
        let root = w.caller(&scene.root).await;
        let (name, slug) = ("Website".to_owned(), "website".to_owned());
        let website = NewProject { name, slug, ..NewProject::default() };
        projects::create(&w.s, &root, "first", website).await.unwrap();
        let given = ("reader", Giving::Instead);
        let (place, whose) = (Where::project("first", "website"), Whose::User(scene.member.id));
        grants::assign(&w.s, &root, place, whose, given, Assign::default()).await.unwrap();
        let clerk = w.caller(&scene.clerk).await;
        seeing::begin(&w.s, &clerk, "first", person(&scene.member)).await.unwrap();
        let through = now(w, &clerk).await;
        let seen = projects::list(&w.s, &through, "first").await.unwrap();
        assert!(seen.items.is_empty());
        let held = grants::of_person(&w.s, &through, "first", scene.member.id).await.unwrap();
        assert!(held.roles.is_empty());
        let viewer = crate::sessions::viewer(&w.s, &through).await.unwrap();
        assert!(!serde_json::to_string(&viewer).unwrap().contains("reader"));
        let owner = w.caller(&scene.owner).await;
        seeing::begin(&w.s, &owner, "first", person(&scene.member)).await.unwrap();
        let through = now(w, &owner).await;
        let seen = projects::list(&w.s, &through, "first").await.unwrap();
        assert_eq!(seen.items.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_role_in_a_workspace_is_seen_there_alone() {
    World::each(async |w| {
        let scene = set(w).await;
        let owner = w.caller(&scene.owner).await;
        for (slug, name) in [("design", "Design"), ("sales", "Sales")] {
            let new = NewWorkspace { name: name.into(), slug: slug.into(), reason: None };
            workspaces::create(&w.s, &owner, "first", new).await.unwrap();
        }
        let asked = |scope: &str| SeeAs {
            role: Some("team_admin".into()),
            scope: Some(scope.into()),
            ..SeeAs::default()
        };
        let elsewhere = seeing::begin(&w.s, &owner, "first", asked("second/design")).await;
        assert_eq!(kind(elsewhere), Kind::NotFound);
        let seen = seeing::begin(&w.s, &owner, "first", asked("first/design")).await.unwrap();
        assert_eq!(seen.name, "somebody with the role Team Admin in Design");
        let through = now(w, &owner).await;
        let all = PeopleQuery::default();
        let people = |slug: &'static str| workspaces::people(&w.s, &through, ("first", slug), &all);
        people("design").await.unwrap();
        assert_eq!(kind(people("sales").await), Kind::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn the_places_of_a_role_are_those_that_one_sees() {
    World::each(async |w| {
        let scene = set(w).await;
        let owner = w.caller(&scene.owner).await;
        let (name, slug) = ("Website".to_owned(), "website".to_owned());
        let website = NewProject { name, slug, ..NewProject::default() };
        projects::create(&w.s, &owner, "first", website).await.unwrap();
        let website = vec![("first/website".to_owned(), "Website".to_owned())];
        assert_eq!(seeing::places(&w.s, &owner, "first", "reader").await.unwrap(), website);
        let whole = vec![("first".to_owned(), "first".to_owned())];
        assert_eq!(seeing::places(&w.s, &owner, "first", "admin").await.unwrap(), whole);
        assert_eq!(seeing::places(&w.s, &owner, "first", "ghost").await.unwrap(), []);
        // The clerk holds nothing in the project: to them it is not there.
        let clerk = w.caller(&scene.clerk).await;
        assert_eq!(seeing::places(&w.s, &clerk, "first", "reader").await.unwrap(), []);
        let scope = Some("first/website".to_owned());
        let asked = SeeAs { role: Some("reader".into()), scope, ..SeeAs::default() };
        assert_eq!(kind(seeing::begin(&w.s, &clerk, "first", asked).await), Kind::NotFound);
        let member = w.caller(&scene.member).await;
        let refused = seeing::places(&w.s, &member, "first", "admin").await;
        assert_eq!(kind(refused), Kind::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_role_is_seen_as_somebody_who_holds_nothing_else() {
    World::each(async |w| {
        let scene = set(w).await;
        let owner = w.caller(&scene.owner).await;
        let asked = SeeAs { role: Some("admin".into()), ..SeeAs::default() };
        let seen = seeing::begin(&w.s, &owner, "first", asked).await.unwrap();
        assert_eq!(seen.name, "somebody with the role Admin in first");
        let through = now(w, &owner).await;
        assert!(may(w, &through, Permission::UsersManage, scene.first));
        assert!(!may(w, &through, Permission::OrganizationDelete, scene.first));
        assert!(!may(w, &through, Permission::OrganizationView, scene.second));
        let viewer = crate::sessions::viewer(&w.s, &through).await.unwrap();
        assert_eq!(viewer.me.organizations.len(), 1);
    })
    .await;
}
